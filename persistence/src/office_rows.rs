//! An office as rows of its tables, and writing what differs between two of it.

use domain::administration::Amendment;
use domain::ids::{OfficeId, OfficerId};
use domain::office::{ActingAppointment, Category, Letterhead, Office, Officer, Section, Village};
use domain::procedure::{Procedure, StepStandard};
use domain::values::PasswordHash;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue, ConnectionTrait, EntityTrait, IntoActiveModel,
    Iterable, ModelTrait, PrimaryKeyToColumn, SqlErr,
};
use uuid::Uuid;

use crate::calendar::write_calendar;
use crate::entity::{
    acting_appointment, category, office, officer, procedure_revision, procedure_step, section, village,
};
use crate::error::StoreError;
use crate::insert::{insert, replace};

pub(crate) fn office_row(id: i32, revision: i64, of: &Office) -> office::Model {
    let Letterhead { government, office_name, address, telephone, email, website } = of.letterhead.clone();
    office::Model {
        id,
        code: of.code.clone(),
        name: of.name.clone(),
        regency: of.regency.clone(),
        time_zone: of.calendar.zone().name().to_owned(),
        agenda_format: of.agenda_format.as_str().to_owned(),
        backdate_days: i32::from(of.backdate_days),
        revision,
        letterhead_government: government,
        letterhead_office_name: office_name,
        letterhead_address: address,
        letterhead_telephone: telephone,
        letterhead_email: email,
        letterhead_website: website,
    }
}

pub(crate) fn section_row(office: i32, of: &Section) -> section::Model {
    let Section { id, code, name, active, number } = of.clone();
    section::Model { office_id: office, id: id.0, code, name, active, number }
}

pub(crate) fn category_row(office: i32, of: &Category) -> category::Model {
    let Category { id, code, name, active, number } = of.clone();
    category::Model { office_id: office, id: id.0, code, name, number, active }
}

pub(crate) fn village_row(office: i32, of: &Village) -> village::Model {
    let Village { code, name } = of.clone();
    village::Model { office_id: office, code: code.0, name }
}

pub(crate) fn acting_row(office: i32, of: &ActingAppointment) -> acting_appointment::Model {
    let ActingAppointment { id, officer, post, capacity, decree, from, until } = of.clone();
    acting_appointment::Model {
        office_id: office,
        id: id.0,
        officer_id: officer.0,
        position: post.position.to_string(),
        section_id: post.section.map(|section| section.0),
        capacity: capacity.to_string(),
        decree,
        from_at: from,
        until_at: until,
    }
}

fn revision_row(office: i32, of: &Procedure) -> procedure_revision::Model {
    let Procedure { number, title, revision, legal_basis, decided_on, effective_from, steps: _ } = of.clone();
    procedure_revision::Model {
        office_id: office,
        revision,
        number,
        title,
        effective_from,
        legal_basis,
        decided_on,
    }
}

fn step_rows(office: i32, of: &Procedure) -> impl Iterator<Item = procedure_step::Model> {
    of.steps().map(move |(step, standard)| {
        let StepStandard { activity, activity_indonesian, requirements, output, standard } = standard.clone();
        procedure_step::Model {
            office_id: office,
            revision: of.revision,
            step: step.to_string(),
            activity,
            activity_indonesian,
            requirements,
            output,
            standard: standard.to_string(),
        }
    })
}

/// An officer's row but for the password.
fn officer_columns(office: Option<OfficeId>, of: &Officer) -> officer::ActiveModel {
    let Officer { id, office: _, regency, username, name, position, section, active } = of.clone();
    officer::ActiveModel {
        id: ActiveValue::Set(id.0),
        office_id: ActiveValue::Set(office.map(|o| o.0)),
        regency: ActiveValue::Set(regency),
        username: ActiveValue::Set(username),
        name: ActiveValue::Set(name),
        position: ActiveValue::Set(position.to_string()),
        section_id: ActiveValue::Set(section.map(|s| s.0)),
        active: ActiveValue::Set(active),
        password_hash: ActiveValue::NotSet,
    }
}

/// Why an officer's row was not written.
pub(crate) enum OfficerFault {
    /// Somebody has the username, in whichever office.
    UsernameTaken,
    Fault(StoreError),
}

impl<E: Into<StoreError>> From<E> for OfficerFault {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// The username is the one thing of an officer that has to be unique and is not an id.
fn username_taken(error: sea_orm::DbErr) -> OfficerFault {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => OfficerFault::UsernameTaken,
        Some(_) | None => OfficerFault::Fault(error.into()),
    }
}

pub(crate) async fn insert_officer(
    tx: &impl ConnectionTrait,
    office: Option<OfficeId>,
    new: &Officer,
    password_hash: &str,
) -> Result<(), OfficerFault> {
    let mut row = officer_columns(office, new);
    row.password_hash = ActiveValue::Set(password_hash.to_owned());
    officer::Entity::insert(row).exec_without_returning(tx).await.map_err(username_taken)?;
    Ok(())
}

/// Writes a revision of the procedure.
pub(crate) async fn insert_procedure(
    tx: &impl ConnectionTrait,
    office: i32,
    procedure: &Procedure,
) -> Result<(), StoreError> {
    insert(tx, vec![revision_row(office, procedure)]).await?;
    insert(tx, step_rows(office, procedure).collect()).await
}

/// Writes what an amendment changes: table by table, what differs between the two.
pub(crate) async fn write_difference(
    tx: &impl ConnectionTrait,
    before: &Office,
    after: &Office,
    amendment: &Amendment,
    new_id: impl Fn() -> Uuid,
) -> Result<(), OfficerFault> {
    let id = before.id.0;
    // The revision is raised by itself.
    let (was, is) = (office_row(id, 0, before), office_row(id, 0, after));
    if was != is {
        let mut row = is.into_active_model().reset_all();
        row.revision = ActiveValue::NotSet;
        office::Entity::update(row).exec(tx).await?;
    }
    let rows = |office: &Office| office.sections.iter().map(|s| section_row(id, s)).collect();
    write_rows(tx, rows(before), rows(after)).await?;
    let rows = |office: &Office| office.categories.iter().map(|c| category_row(id, c)).collect();
    write_rows(tx, rows(before), rows(after)).await?;
    let rows = |office: &Office| office.villages.iter().map(|v| village_row(id, v)).collect();
    write_rows(tx, rows(before), rows(after)).await?;
    write_officers(tx, before, after, amendment.password()).await?;
    let rows = |office: &Office| office.acting.iter().map(|a| acting_row(id, a)).collect();
    write_rows(tx, rows(before), rows(after)).await?;
    write_calendar(tx, before.id, before.calendar.rules(), after.calendar.rules(), new_id).await?;
    let revisions = |office: &Office| office.procedures.iter().map(|p| revision_row(id, p)).collect();
    let steps = |office: &Office| office.procedures.iter().flat_map(|p| step_rows(id, p)).collect();
    // A revision goes after its steps and comes before them.
    delete_gone(tx, steps(before), &steps(after)).await?;
    write_rows(tx, revisions(before), revisions(after)).await?;
    Ok(write_rows(tx, steps(before), steps(after)).await?)
}

/// An officer is never deleted: the history names them.
async fn write_officers(
    tx: &impl ConnectionTrait,
    before: &Office,
    after: &Office,
    password: Option<(OfficerId, &PasswordHash)>,
) -> Result<(), OfficerFault> {
    let password_of = |id| password.filter(|(of, _)| *of == id).map(|(_, hash)| hash.as_str());
    for officer in &after.officers {
        let hash = password_of(officer.id);
        let Some(was) = before.officer(officer.id) else {
            insert_officer(tx, Some(before.id), officer, hash.unwrap_or_default()).await?;
            continue;
        };
        if was == officer && hash.is_none() {
            continue;
        }
        let mut row = officer_columns(Some(before.id), officer);
        row.password_hash = hash.map_or(ActiveValue::NotSet, |hash| ActiveValue::Set(hash.to_owned()));
        officer::Entity::update(row).exec(tx).await.map_err(username_taken)?;
    }
    Ok(())
}

fn same_key<M: ModelTrait>(one: &M, other: &M) -> bool {
    <M::Entity as EntityTrait>::PrimaryKey::iter().all(|key| {
        let column = key.into_column();
        one.get(column) == other.get(column)
    })
}

/// Deletes the rows that are not there any more.
async fn delete_gone<M, A>(tx: &impl ConnectionTrait, before: Vec<M>, after: &[M]) -> Result<(), StoreError>
where
    M: ModelTrait + IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior + Send,
{
    for row in before.into_iter().filter(|row| !after.iter().any(|other| same_key(row, other))) {
        row.delete(tx).await?;
    }
    Ok(())
}

/// Deletes the rows that are not there any more, inserts those that are new, writes those that differ over what was there.
async fn write_rows<M, A>(tx: &impl ConnectionTrait, before: Vec<M>, after: Vec<M>) -> Result<(), StoreError>
where
    M: ModelTrait + IntoActiveModel<A> + Clone + PartialEq,
    A: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior + Send,
{
    if before == after {
        return Ok(());
    }
    delete_gone(tx, before.clone(), &after).await?;
    let differing = after.into_iter().filter(|row| !before.contains(row));
    let (changed, new) = differing.partition(|row| before.iter().any(|other| same_key(row, other)));
    replace::<M, A>(tx, changed).await?;
    insert::<M, A>(tx, new).await
}
