//! Due times computed anew, in the transaction that changes the calendar of an office: of its open step records and waiting
//! submissions, and of the tallies what they change. Whoever judges by a calendar holds it until the end of their transaction
//! ([`Store::office_held`]), so no step is opened by the old one while this goes on.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::administration::Actor;
use domain::complaint::Complaint;
use domain::complaint::rescheduling::{VerdictChange, reschedule as rescheduled, verdict_change};
use domain::complaint::standing::Status;
use domain::dashboard::contribution::{Counted, changes};
use domain::dashboard::submissions;
use domain::ids::OfficeId;
use domain::office::Office;
use domain::submission::Status::Waiting as WAITING;
use domain::submission::{Submission, due_of};
use domain::visibility::{Viewer, sight, sight_of_submission};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::complaint::with_records;
use crate::entity::{complaint, step_record, submission};
use crate::error::{StoreError, inconsistent};
use crate::instant::kept;
use crate::rows::{self, in_place};
use crate::submission::submission_of;
use crate::tallies::apply;
use crate::update::{Updated, update};

/// Complaints read and written at once.
const BATCH: usize = 1_000;

/// Complaints whose verdict changed that are named.
pub const VERDICTS: usize = 100;

/// What became of the due times of an office.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Rescheduled {
    /// How many open steps are due at another time, of complaints and submissions that exist for whoever amended the office.
    pub due_times: usize,
    /// How many of the complaints that exist for whoever amended the office are overdue now and were not, or the other way round.
    pub verdicts_count: usize,
    /// The first [`VERDICTS`] of them, by id, as they now stand.
    pub verdicts: Vec<(Complaint, VerdictChange)>,
}

/// What an open step record's due time rests on.
struct Open {
    complaint_id: Uuid,
    number: i32,
    step: String,
    started_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
}

in_place! { Open { complaint_id, number, step, started_at, due_at } }

const RECORDS: Updated =
    Updated { table: "step_record", keys: &["complaint_id", "number"], columns: &["due_at"] };
const SUBMISSIONS: Updated = Updated { table: "submission", keys: &["id"], columns: &["due_at"] };
const COMPLAINTS: Updated = Updated { table: "complaint", keys: &["id"], columns: &["due_at", "updated_at"] };

/// Computes the due times of an office's open steps by its calendar, as it now is, and writes those that changed.
pub(crate) async fn reschedule(
    tx: &impl ConnectionTrait,
    actor: Actor,
    office: &Office,
    now: DateTime<Utc>,
) -> Result<Rescheduled, StoreError> {
    let viewer = actor.officer().map(|officer| Viewer {
        officer,
        offices: vec![office.id],
        posts: office.posts_of(officer, now),
    });
    // Whoever operates the service is no officer, and is told of no complaint.
    let sees =
        |complaint: &Complaint| viewer.as_ref().is_some_and(|viewer| sight(viewer, complaint).is_some());
    let moved = moved(tx, office).await?;
    let mut outcome = Rescheduled::default();
    let mut counted = Counted::new();
    let ids: Vec<Uuid> = moved.into_iter().collect();
    for ids in ids.chunks(BATCH) {
        let (mut records, mut complaints) = (Vec::new(), Vec::new());
        for before in load(tx, office.id, ids).await? {
            let after = rescheduled(office, &before);
            let pairs = before.records.iter().zip(&after.records);
            let is_seen = sees(&after);
            for (_, record) in pairs.filter(|(one, other)| one.due_at != other.due_at) {
                let due_at = record.due_at.map(kept);
                records.push(vec![after.id.0.into(), record.number.into(), due_at.into()]);
                outcome.due_times += usize::from(is_seen);
            }
            complaints.push(vec![after.id.0.into(), after.due_at().map(kept).into(), Some(now).into()]);
            add(&mut counted, changes(office, Some(&before), &after));
            if let Some(change) = verdict_change(&before, &after, now).filter(|_| is_seen) {
                outcome.verdicts_count += 1;
                if outcome.verdicts.len() < VERDICTS {
                    outcome.verdicts.push((after, change));
                }
            }
        }
        update(tx, office.id, RECORDS, &records).await?;
        update(tx, office.id, COMPLAINTS, &complaints).await?;
    }
    for chunk in waiting(tx, office).await?.chunks(BATCH) {
        let mut submissions = Vec::new();
        for (before, after) in chunk {
            submissions.push(vec![after.id.0.into(), after.due_at.into()]);
            add(&mut counted, submissions::changes(office, Some(before), after));
            let is_seen = viewer.as_ref().is_some_and(|of| sight_of_submission(of, after, None).is_some());
            outcome.due_times += usize::from(is_seen);
        }
        update(tx, office.id, SUBMISSIONS, &submissions).await?;
    }
    if !counted.is_empty() {
        apply(tx, office.id, [counted]).await?;
    }
    Ok(outcome)
}

fn add(counted: &mut Counted, changes: Counted) {
    for (place, cells) in changes {
        let sums = counted.entry(place).or_default();
        for (cell, value) in cells {
            *sums.entry(cell).or_default() += value;
        }
    }
}

/// The submissions that wait for step 1 and are due at another time than is stored: as they stand, and as they are to.
async fn waiting(
    tx: &impl ConnectionTrait,
    office: &Office,
) -> Result<Vec<(Submission, Submission)>, StoreError> {
    let select = rows::find::<submission::Model, submission::Entity>()
        .filter(submission::Column::OfficeId.eq(office.id.0))
        .filter(submission::Column::Status.eq(WAITING.to_string()))
        .into_query();
    let mut moved = Vec::new();
    for row in rows::all(tx, &select).await? {
        let before = submission_of(row)?;
        let after = Submission { due_at: kept(due_of(office, &before)), ..before.clone() };
        if after.due_at != before.due_at {
            moved.push((before, after));
        }
    }
    Ok(moved)
}

/// The complaints of which an open record is due at another time than is stored.
async fn moved(tx: &impl ConnectionTrait, office: &Office) -> Result<BTreeSet<Uuid>, StoreError> {
    let revisions = revisions(tx, office.id).await?;
    let select = rows::find::<Open, step_record::Entity>()
        .filter(step_record::Column::OfficeId.eq(office.id.0))
        .filter(step_record::Column::Outcome.is_null())
        .into_query();
    let mut moved = BTreeSet::new();
    for row in rows::all::<Open>(tx, &select).await? {
        let wrong =
            |what: String| inconsistent("step_record", format!("{}/{}", row.complaint_id, row.number), what);
        let step = row.step.parse().map_err(|_| wrong(format!("step {}", row.step)))?;
        let revision = revisions.get(&row.complaint_id);
        let revision = revision.ok_or_else(|| wrong("open, but its complaint is not".to_owned()))?;
        let procedure = office.procedure_kept(*revision);
        let due_at = row
            .started_at
            .zip(procedure)
            .and_then(|(started_at, procedure)| procedure.due(&office.calendar, step, started_at));
        if due_at.map(kept) != row.due_at {
            moved.insert(row.complaint_id);
        }
    }
    Ok(moved)
}

/// The revision of the procedure of each open complaint. By a statement of its own: how many are open PostgreSQL may not
/// know, and a join would then cost the square of it.
async fn revisions(tx: &impl ConnectionTrait, office: OfficeId) -> Result<HashMap<Uuid, i32>, StoreError> {
    let found: Vec<(Uuid, i32)> = complaint::Entity::find()
        .select_only()
        .columns([complaint::Column::Id, complaint::Column::ProcedureRevision])
        .filter(complaint::Column::OfficeId.eq(office.0))
        .filter(complaint::Column::Status.eq(Status::InProgress.to_string()))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(found.into_iter().collect())
}

async fn load(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    ids: &[Uuid],
) -> Result<Vec<Complaint>, StoreError> {
    let select = rows::find::<complaint::Model, complaint::Entity>()
        .filter(complaint::Column::OfficeId.eq(office.0))
        .filter(complaint::Column::Id.is_in(ids.iter().copied()))
        .into_query();
    let mut complaints = with_records(tx, rows::all(tx, &select).await?).await?;
    complaints.sort_unstable_by_key(|complaint| complaint.id);
    Ok(complaints)
}
