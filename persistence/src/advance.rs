//! THE unit of work: idempotency, load, version, [`domain::complaint::decide::decide`], conditional write, history, commit.
//! The order is fixed, so that the loser of a race hears what happened.

use chrono::{DateTime, Utc};
use domain::complaint::Complaint;
use domain::complaint::command::Command;
use domain::complaint::decide::{Original, Situation, decide};
use domain::complaint::refusal::Refusal;
use domain::complaint::transition::Transition;
use domain::dashboard::contribution::changes;
use domain::ids::{ComplaintId, OfficeId};
use domain::visibility::{Viewer, sight};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::complaint::{Records, change_row, complaint_of, load_records, record_row, row_of, with_records};
use crate::entity::{complaint, complaint_change, step_record};
use crate::error::{StoreError, inconsistent};
pub use crate::idempotency::Idempotency;
use crate::idempotency::{Claim, claim};
use crate::instant::kept;
use crate::rows;
use crate::store::Store;
use crate::tallies::apply;

/// A command to a complaint.
#[derive(Clone, Debug)]
pub struct Advance {
    /// The complaint's office.
    pub office: OfficeId,
    /// The complaint.
    pub complaint: ComplaintId,
    /// The version the front end last saw.
    pub expected_version: i32,
    /// The client's key, if it chose one.
    pub idempotency: Option<Idempotency>,
    /// What to do.
    pub command: Command,
    /// When it happened, where paper came first.
    pub occurred_at: Option<DateTime<Utc>>,
    /// When it is entered.
    pub now: DateTime<Utc>,
}

/// Why a command to a complaint, or to a submission, did nothing.
#[derive(Debug)]
pub enum AdvanceError<T = Complaint> {
    /// No such thing, or none that exists for the viewer.
    NotFound,
    /// Somebody was first; the thing as it now stands.
    VersionConflict(Box<T>),
    /// The key was used for another input.
    IdempotencyMismatch,
    /// The judge refused.
    Refused(Refusal),
    /// A fault of the store.
    Fault(StoreError),
}

impl<T, E: Into<StoreError>> From<E> for AdvanceError<T> {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// How often a transaction that met another's lock is tried.
pub(crate) const ATTEMPTS: u32 = 4;

impl Store {
    /// Carries out a command: all of it, or nothing.
    ///
    /// # Errors
    /// [`AdvanceError`], in the order of its variants but for the key, which is looked at first.
    pub async fn advance(&self, viewer: &Viewer, advance: &Advance) -> Result<Complaint, AdvanceError> {
        let mut attempt = 1;
        loop {
            match self.try_advance(viewer, advance).await {
                Err(AdvanceError::Fault(fault)) if fault.is_passing() && attempt < ATTEMPTS => attempt += 1,
                Err(AdvanceError::VersionConflict(complaint)) => {
                    self.note_conflict(advance.office, viewer.officer).await?;
                    return Err(AdvanceError::VersionConflict(complaint));
                }
                other => return other,
            }
        }
    }

    async fn try_advance(&self, viewer: &Viewer, advance: &Advance) -> Result<Complaint, AdvanceError> {
        let Advance { office: office_id, complaint: id, expected_version, command, .. } = advance;
        let (now, occurred_at) = (kept(advance.now), advance.occurred_at.map(kept));
        if !viewer.offices.contains(office_id) {
            return Err(AdvanceError::NotFound);
        }
        let tx = self.begin().await?;
        if let Some(idempotency) = &advance.idempotency {
            match claim(&tx, *office_id, viewer.officer, idempotency, id.0, now).await? {
                Claim::New => {}
                Claim::Done(done) => return seen_before(&tx, viewer, *office_id, ComplaintId(done)).await,
                Claim::Mismatch => return Err(AdvanceError::IdempotencyMismatch),
            }
        }
        let office = self.office_held(&tx, *office_id).await?.ok_or(AdvanceError::NotFound)?;
        let original_id = match command {
            Command::CloseAsDuplicate(close) => Some(close.original),
            _ => None,
        };
        let mut rows = lock(&tx, *office_id, *id, original_id).await?;
        // Of both, and whether they are there or not: what does not exist for the viewer takes no other statements than what
        // is not there at all.
        let keys: Vec<_> =
            [Some(*id), original_id].into_iter().flatten().map(|id| (*office_id, id)).collect();
        let mut records = load_records(&tx, &keys, &Records::All).await?;
        let place = rows.iter().position(|row| row.id == id.0).ok_or(AdvanceError::NotFound)?;
        let row = rows.swap_remove(place);
        let source_number = row.source_number.clone();
        let complaint = complaint_of(row, records.remove(id).unwrap_or_default())?;
        if sight(viewer, &complaint).is_none() {
            return Err(AdvanceError::NotFound);
        }
        if complaint.version != *expected_version {
            return Err(AdvanceError::VersionConflict(Box::new(complaint)));
        }
        // One that does not exist for the viewer is as unknown as one that does not exist.
        let original = match rows.pop() {
            Some(row) if original_id == Some(ComplaintId(row.id)) => {
                let records = records.remove(&ComplaintId(row.id)).unwrap_or_default();
                Some(complaint_of(row, records)?).filter(|original| sight(viewer, original).is_some())
            }
            _ => None,
        };
        let original = original.map(|original| Original {
            id: original.id,
            status: original.standing.status(),
            reported: original.reported,
        });
        let situation = Situation {
            office: &office,
            complaint: &complaint,
            actor: viewer.officer,
            now,
            occurred_at,
            original: original.as_ref(),
        };
        let transition = decide(&situation, command).map_err(AdvanceError::Refused)?;
        if !write(&tx, &transition, *expected_version, now, source_number).await? {
            return Err(AdvanceError::VersionConflict(Box::new(complaint)));
        }
        self.note_write(&tx, *office_id, viewer.officer).await?;
        apply(&tx, *office_id, [changes(&office, Some(&complaint), &transition.after)]).await?;
        tx.commit().await?;
        Ok(transition.after)
    }
}

/// What a key led to, as it now stands.
pub(crate) async fn seen_before<T>(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    office: OfficeId,
    id: ComplaintId,
) -> Result<Complaint, AdvanceError<T>> {
    let select = rows::find::<complaint::Model, complaint::Entity>()
        .filter(complaint::Column::OfficeId.eq(office.0))
        .filter(complaint::Column::Id.eq(id.0))
        .into_query();
    let row = rows::first(tx, &select).await?.ok_or(AdvanceError::NotFound)?;
    let complaint = with_records(tx, vec![row]).await?.pop().ok_or(AdvanceError::NotFound)?;
    if sight(viewer, &complaint).is_some() { Ok(complaint) } else { Err(AdvanceError::NotFound) }
}

/// Locks a complaint, and with it the one it may become a duplicate of: two that are closed as duplicates of each other at
/// the same moment would make a circle. In the order of their ids, so that two such commands do not wait for each other.
async fn lock(
    tx: &DatabaseTransaction,
    office: OfficeId,
    id: ComplaintId,
    original: Option<ComplaintId>,
) -> Result<Vec<complaint::Model>, StoreError> {
    let select = rows::find::<complaint::Model, complaint::Entity>()
        .filter(complaint::Column::OfficeId.eq(office.0))
        .filter(complaint::Column::Id.is_in([Some(id), original].into_iter().flatten().map(|id| id.0)))
        .order_by_asc(complaint::Column::Id)
        .lock_exclusive()
        .into_query();
    Ok(rows::all(tx, &select).await?)
}

/// Writes a transition. `false` where another was first.
async fn write(
    tx: &DatabaseTransaction,
    transition: &Transition,
    expected_version: i32,
    now: DateTime<Utc>,
    source_number: Option<String>,
) -> Result<bool, StoreError> {
    let Transition { after, closed, added, changes } = transition;
    let mut row = row_of(after, now, source_number).into_active_model().reset_all();
    (row.office_id, row.id) = (ActiveValue::NotSet, ActiveValue::NotSet);
    let won = complaint::Entity::update_many()
        .set(row)
        .filter(complaint::Column::OfficeId.eq(after.office.0))
        .filter(complaint::Column::Id.eq(after.id.0))
        .filter(complaint::Column::Version.eq(expected_version))
        .exec(tx)
        .await?;
    if won.rows_affected != 1 {
        return Ok(false);
    }
    for record in after.records.iter().filter(|r| closed.contains(&r.number)) {
        let mut row = record_row(after.office, after.id, record).into_active_model().reset_all();
        (row.office_id, row.complaint_id, row.number) =
            (ActiveValue::NotSet, ActiveValue::NotSet, ActiveValue::NotSet);
        let touched = step_record::Entity::update_many()
            .set(row)
            .filter(step_record::Column::OfficeId.eq(after.office.0))
            .filter(step_record::Column::ComplaintId.eq(after.id.0))
            .filter(step_record::Column::Number.eq(record.number))
            .exec(tx)
            .await?
            .rows_affected;
        if touched != 1 {
            return Err(StoreError::RowsAffected { table: "step_record", expected: 1, touched });
        }
    }
    let new: Vec<_> = after
        .records
        .iter()
        .filter(|r| added.contains(&r.number))
        .map(|record| record_row(after.office, after.id, record).into_active_model().reset_all())
        .collect();
    if !new.is_empty() {
        step_record::Entity::insert_many(new).exec_without_returning(tx).await?;
    }
    if !changes.is_empty() {
        let logged = last_change(tx, after).await?;
        let rows =
            (logged + 1..).zip(changes).map(|(number, c)| change_row(after.office, after.id, number, c));
        complaint_change::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(true)
}

async fn last_change(tx: &impl ConnectionTrait, complaint: &Complaint) -> Result<i32, StoreError> {
    let last: Option<Option<i32>> = complaint_change::Entity::find()
        .select_only()
        .column_as(complaint_change::Column::Number.max(), "last")
        .filter(complaint_change::Column::OfficeId.eq(complaint.office.0))
        .filter(complaint_change::Column::ComplaintId.eq(complaint.id.0))
        .into_tuple()
        .one(tx)
        .await?;
    last.map(Option::unwrap_or_default)
        .ok_or_else(|| inconsistent("complaint_change", complaint.id.0, "no answer to max(number)"))
}
