//! Officers: making them and what they sign in with; making an office.

use domain::ids::OfficeId;
use domain::office::{Category, Office, Officer, Section};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::calendar::{unwritten, write_calendar};
use crate::entity::{acting_appointment, category, office, officer, register, section, village};
use crate::error::StoreError;
use crate::insert::insert;
use crate::offices::officer_of;
use crate::procedures::write_procedures;
use crate::store::Store;
use crate::text::may_be_stored;

/// An officer to be made, with the hash of their password.
#[derive(Clone, Debug)]
pub struct NewOfficer {
    /// The officer.
    pub officer: Officer,
    /// An Argon2id hash; never the password.
    pub password_hash: String,
}

/// Why an office or an officer was not made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The username is taken.
    #[error("the username {0} is taken")]
    UsernameTaken(String),
    /// An office of that code is there.
    #[error("an office with the code {0} is there already")]
    OfficeTaken(String),
    /// A fault of the store.
    #[error(transparent)]
    Fault(#[from] StoreError),
}

impl From<sea_orm::DbErr> for SetupError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Fault(error.into())
    }
}

impl Store {
    /// Makes an office with everything that is decided by it. Its id and those of its rows of shared tables are given
    /// here (`new_id`), the rest is taken as it is.
    ///
    /// # Errors
    /// [`SetupError`].
    pub async fn create_office(
        &self,
        new: &Office,
        officers: &[NewOfficer],
        new_id: impl Fn() -> Uuid + Send + Sync,
    ) -> Result<OfficeId, SetupError> {
        let tx = self.begin().await?;
        if office::Entity::find().filter(office::Column::Code.eq(new.code.as_str())).count(&tx).await? > 0 {
            return Err(SetupError::OfficeTaken(new.code.clone()));
        }
        let last: Option<Option<i32>> = office::Entity::find()
            .select_only()
            .column_as(office::Column::Id.max(), "last")
            .into_tuple()
            .one(&tx)
            .await?;
        let id = last.flatten().unwrap_or_default() + 1;
        let row = office::Model {
            id,
            code: new.code.clone(),
            name: new.name.clone(),
            regency: new.regency.clone(),
            time_zone: new.calendar.zone().name().to_owned(),
            agenda_format: new.agenda_format.as_str().to_owned(),
            backdate_days: i32::from(new.backdate_days),
            revision: 1,
        };
        office::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&tx).await?;
        insert(&tx, vec![register::Model { office_id: id, revision: 0 }]).await?;
        insert(
            &tx,
            (1..).zip(&new.sections).map(|(number, s)| section_row(OfficeId(id), number, s)).collect(),
        )
        .await?;
        insert(
            &tx,
            (1..).zip(&new.categories).map(|(number, c)| category_row(OfficeId(id), number, c)).collect(),
        )
        .await?;
        insert(
            &tx,
            new.villages
                .iter()
                .map(|v| village::Model { office_id: id, code: v.code.0.clone(), name: v.name.clone() })
                .collect(),
        )
        .await?;
        let rules = new.calendar.rules();
        write_calendar(&tx, OfficeId(id), &unwritten(rules), rules, &new_id).await?;
        write_procedures(&tx, OfficeId(id), &[], &new.procedures).await?;
        for officer in officers {
            create_officer(&tx, officer, Some(OfficeId(id))).await?;
        }
        insert(
            &tx,
            new.acting
                .iter()
                .map(|a| acting_appointment::Model {
                    office_id: id,
                    id: a.id.0,
                    officer_id: a.officer.0,
                    position: a.post.position.to_string(),
                    section_id: a.post.section.map(|s| s.0),
                    capacity: a.capacity.to_string(),
                    decree: a.decree.clone(),
                    from_at: a.from,
                    until_at: a.until,
                })
                .collect(),
        )
        .await?;
        tx.commit().await?;
        Ok(OfficeId(id))
    }

    /// Makes a section of an office.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn create_section(&self, office: OfficeId, new: &Section) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        // First, so that two sections that are made at once do not get one number.
        raise_revision(&tx, office).await?;
        let last = last_number(&tx, section::Column::Number, section::Column::OfficeId.eq(office.0)).await?;
        if last >= MAX_SECTIONS {
            return Err(StoreError::Unfit(format!("an office has at most {MAX_SECTIONS} sections")));
        }
        insert(&tx, vec![section_row(office, last + 1, new)]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes categories of an office.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn create_categories(&self, office: OfficeId, new: &[Category]) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        raise_revision(&tx, office).await?;
        let last =
            last_number(&tx, category::Column::Number, category::Column::OfficeId.eq(office.0)).await?;
        insert(&tx, (last + 1..).zip(new).map(|(number, c)| category_row(office, number, c)).collect())
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes an officer.
    ///
    /// # Errors
    /// [`SetupError`].
    pub async fn create_officer(&self, new: &NewOfficer) -> Result<(), SetupError> {
        let tx = self.begin().await?;
        create_officer(&tx, new, new.officer.office).await?;
        if let Some(office) = new.officer.office {
            raise_revision(&tx, office).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Whether nothing is in the database yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(office::Entity::find().count(&self.fresh).await? == 0
            && officer::Entity::find().count(&self.fresh).await? == 0)
    }

    /// Sets one password for everybody: of a demonstration.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_all_passwords(&self, password_hash: &str) -> Result<(), StoreError> {
        officer::Entity::update_many()
            .col_expr(officer::Column::PasswordHash, Expr::value(password_hash))
            .exec(&self.write)
            .await?;
        Ok(())
    }

    /// An officer by what they sign in with, and the hash of their password.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find_credentials(&self, username: &str) -> Result<Option<(Officer, String)>, StoreError> {
        if !may_be_stored(username) {
            return Ok(None);
        }
        let row =
            officer::Entity::find().filter(officer::Column::Username.eq(username)).one(&self.fresh).await?;
        row.map(|row| {
            let hash = row.password_hash.clone();
            officer_of(row).map(|officer| (officer, hash))
        })
        .transpose()
    }
}

/// A set of sections is kept as the bits of one number.
const MAX_SECTIONS: i32 = 62;

fn section_row(office: OfficeId, number: i32, new: &Section) -> section::Model {
    let Section { id, code, name, active, number: _ } = new.clone();
    section::Model { office_id: office.0, id: id.0, code, name, active, number }
}

fn category_row(office: OfficeId, number: i32, new: &Category) -> category::Model {
    let Category { id, code, name, number: _ } = new.clone();
    category::Model { office_id: office.0, id: id.0, code, name, number }
}

/// The highest number given in an office.
async fn last_number<C: ColumnTrait>(
    tx: &impl ConnectionTrait,
    number: C,
    of_office: SimpleExpr,
) -> Result<i32, StoreError>
where
    C::EntityName: EntityTrait,
{
    let last: Option<Option<i32>> = C::EntityName::find()
        .select_only()
        .column_as(number.max(), "last")
        .filter(of_office)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

/// Raises the revision of an office's records, so that no copy of the service goes on with what it kept.
pub(crate) async fn raise_revision(tx: &impl ConnectionTrait, office: OfficeId) -> Result<(), StoreError> {
    office::Entity::update_many()
        .col_expr(office::Column::Revision, Expr::col(office::Column::Revision).add(1))
        .filter(office::Column::Id.eq(office.0))
        .exec(tx)
        .await?;
    Ok(())
}

async fn create_officer(
    tx: &impl ConnectionTrait,
    new: &NewOfficer,
    office: Option<OfficeId>,
) -> Result<(), SetupError> {
    let Officer { id, office: _, regency, username, name, position, section, active } = new.officer.clone();
    let inserted = officer::Entity::insert(officer::ActiveModel {
        id: ActiveValue::Set(id.0),
        office_id: ActiveValue::Set(office.map(|o| o.0)),
        regency: ActiveValue::Set(regency),
        username: ActiveValue::Set(username.clone()),
        name: ActiveValue::Set(name),
        position: ActiveValue::Set(position.to_string()),
        section_id: ActiveValue::Set(section.map(|s| s.0)),
        active: ActiveValue::Set(active),
        password_hash: ActiveValue::Set(new.password_hash.clone()),
    })
    .on_conflict(OnConflict::column(officer::Column::Username).do_nothing().to_owned())
    .exec_without_returning(tx)
    .await?;
    if inserted == 1 { Ok(()) } else { Err(SetupError::UsernameTaken(username)) }
}
