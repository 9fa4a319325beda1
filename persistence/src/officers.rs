//! Officers: making them and what they sign in with; making an office.

use domain::ids::OfficeId;
use domain::office::{Category, Office, Officer, Section};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::calendar::{unwritten, write_calendar};
use crate::entity::{office, officer, register};
use crate::error::StoreError;
use crate::insert::insert;
use crate::office_rows::{
    OfficerFault, acting_row, category_row, insert_officer, insert_procedure, office_row, section_row,
    village_row,
};
use crate::offices::officer_of;
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
        let row = office_row(id, 1, new);
        office::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&tx).await?;
        insert(&tx, vec![register::Model { office_id: id, revision: 0 }]).await?;
        let sections = (1..).zip(&new.sections).map(|(number, s)| Section { number, ..s.clone() });
        insert(&tx, sections.map(|s| section_row(id, &s)).collect()).await?;
        let categories = (1..).zip(&new.categories).map(|(number, c)| Category { number, ..c.clone() });
        insert(&tx, categories.map(|c| category_row(id, &c)).collect()).await?;
        insert(&tx, new.villages.iter().map(|v| village_row(id, v)).collect()).await?;
        let rules = new.calendar.rules();
        write_calendar(&tx, OfficeId(id), &unwritten(rules), rules, &new_id).await?;
        for procedure in &new.procedures {
            insert_procedure(&tx, id, procedure).await?;
        }
        for officer in officers {
            create_officer(&tx, officer, Some(OfficeId(id))).await?;
        }
        insert(&tx, new.acting.iter().map(|a| acting_row(id, a)).collect()).await?;
        tx.commit().await?;
        Ok(OfficeId(id))
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
    let NewOfficer { officer, password_hash } = new;
    insert_officer(tx, office, officer, password_hash).await.map_err(|fault| match fault {
        OfficerFault::UsernameTaken => SetupError::UsernameTaken(officer.username.clone()),
        OfficerFault::Fault(fault) => SetupError::Fault(fault),
    })
}
