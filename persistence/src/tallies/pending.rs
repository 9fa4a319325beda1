//! The open step records, and the submissions waiting at step 1, that are not due yet: what tallies by day cannot tell of the
//! day that is running.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::dashboard::slice::Selection;
use domain::dashboard::stock::Pending;
use domain::ids::{OfficeId, SectionId};
use domain::office::Office;
use domain::procedure::step::Step;
use domain::submission::Status;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType, Value};
use sea_orm::{ColumnTrait, FromQueryResult};
use uuid::Uuid;

use super::rows_of;
use crate::complaint_filter::asked;
use crate::entity::{complaint, step_record, submission};
use crate::error::{StoreError, inconsistent};
use crate::store::Store;

/// What is read of one office.
#[derive(Clone, Copy, Debug)]
pub struct PendingRead<'a> {
    /// The office.
    pub office: &'a Office,
    /// Which of its complaints.
    pub selection: &'a Selection,
    /// When the day that is running ends in its time zone.
    pub day_ends_at: DateTime<Utc>,
    /// Only what is due before that.
    pub today_only: bool,
}

/// An open step record, and when its complaint is due; of step 1 a submission.
#[derive(Debug, FromQueryResult)]
pub(super) struct Found {
    pub(super) office_id: i32,
    pub(super) complaint_id: Uuid,
    pub(super) step: String,
    pub(super) section_id: Option<Uuid>,
    pub(super) lead: Option<bool>,
    pub(super) started_at: Option<DateTime<Utc>>,
    pub(super) due_at: DateTime<Utc>,
    pub(super) complaint_due_at: Option<DateTime<Utc>>,
}

impl Store {
    /// The open step records of offices, submissions among them, that are due from now on: few, however many complaints there are or were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn pending_records(
        &self,
        reads: &[PendingRead<'_>],
        now: DateTime<Utc>,
    ) -> Result<Vec<(OfficeId, Pending)>, StoreError> {
        let Some(select) = statement(reads, now) else { return Ok(Vec::new()) };
        pending(reads, rows_of::<Found>(&self.read, &select).await?)
    }
}

/// The records of the rows.
pub(super) fn pending(
    reads: &[PendingRead<'_>],
    rows: Vec<Found>,
) -> Result<Vec<(OfficeId, Pending)>, StoreError> {
    // Sections that are asked together are due together: the complaint is one.
    let mut led: HashSet<(i32, Uuid)> = HashSet::new();
    let mut pending = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(read) = reads.iter().find(|read| read.office.id.0 == row.office_id) else { continue };
        let wrong = |what: String| inconsistent("step_record", row.complaint_id, what);
        let is_earliest = row.complaint_due_at == Some(row.due_at);
        let section = row.section_id.and_then(|id| read.office.section(SectionId(id)));
        pending.push((
            read.office.id,
            Pending {
                step: row.step.parse().map_err(|_| wrong(format!("step {}", row.step)))?,
                section: section.map(|section| section.number),
                supports: row.lead == Some(false),
                started_at: row.started_at.ok_or_else(|| wrong("due but not started".to_owned()))?,
                due_at: row.due_at,
                leads_complaint: is_earliest && led.insert((row.office_id, row.complaint_id)),
                due_today: row.due_at < read.day_ends_at,
            },
        ));
    }
    Ok(pending)
}

/// The statement that reads them.
#[must_use]
pub fn statement(reads: &[PendingRead<'_>], now: DateTime<Utc>) -> Option<SelectStatement> {
    let mut parts =
        reads.iter().flat_map(|read| std::iter::once(of_office(read, now)).chain(submitted(read, now)));
    let first = parts.next()?;
    Some(parts.fold(first, |mut all, next| all.union(UnionType::All, next).to_owned()))
}

/// The values of the statement where it is of one office whose records are not filtered.
pub(super) fn values(read: &PendingRead<'_>, now: DateTime<Utc>) -> Vec<Value> {
    let bounds = || [now.into()].into_iter().chain(read.today_only.then(|| read.day_ends_at.into()));
    let office = || Value::from(read.office.id.0);
    let waiting = Status::Waiting.to_string().into();
    [office()].into_iter().chain(bounds()).chain([office(), waiting]).chain(bounds()).collect()
}

/// What waits at step 1, in the columns of step records. No section was asked in it yet.
fn submitted(read: &PendingRead<'_>, now: DateTime<Utc>) -> Option<SelectStatement> {
    let PendingRead {
        office,
        selection: Selection { channels, categories, sections },
        day_ends_at,
        today_only,
    } = *read;
    if sections.is_some() {
        return None;
    }
    let mut wanted = Condition::all()
        .add(submission::Column::OfficeId.eq(office.id.0))
        .add(submission::Column::Status.eq(Status::Waiting.to_string()))
        .add(submission::Column::DueAt.gte(now));
    if today_only {
        wanted = wanted.add(submission::Column::DueAt.lt(day_ends_at));
    }
    if let Some(channels) = channels {
        wanted = wanted.add(submission::Column::Channel.is_in(channels.iter().map(ToString::to_string)));
    }
    if let Some(numbers) = categories {
        let ids = office.categories.iter().filter(|c| numbers.contains(&c.number)).map(|c| c.id.0);
        wanted = wanted.add(submission::Column::CategoryId.is_in(ids));
    }
    let column = |column| (submission::Entity, column);
    let select = Query::select()
        .columns([column(submission::Column::OfficeId), column(submission::Column::Id)])
        // Written out, since it is the same in every statement.
        .expr(Expr::cust(format!("'{}'", Step::Receive)))
        .expr(Expr::cust("CAST(NULL AS uuid)"))
        .expr(Expr::cust("CAST(NULL AS boolean)"))
        .columns([
            column(submission::Column::ArrivedAt),
            column(submission::Column::DueAt),
            column(submission::Column::DueAt),
        ])
        .from(submission::Entity)
        .cond_where(wanted)
        .to_owned();
    Some(select)
}

fn of_office(read: &PendingRead<'_>, now: DateTime<Utc>) -> SelectStatement {
    let PendingRead { office, selection, day_ends_at, today_only } = *read;
    let record = |column| (step_record::Entity, column);
    let mut wanted = Condition::all()
        .add(step_record::Column::OfficeId.eq(office.id.0))
        .add(step_record::Column::Outcome.is_null())
        .add(step_record::Column::DueAt.gte(now));
    if today_only {
        wanted = wanted.add(step_record::Column::DueAt.lt(day_ends_at));
    }
    if let Some(channels) = &selection.channels {
        wanted = wanted.add(complaint::Column::Channel.is_in(channels.iter().map(ToString::to_string)));
    }
    if let Some(numbers) = &selection.categories {
        let ids = office.categories.iter().filter(|c| numbers.contains(&c.number)).map(|c| c.id.0);
        wanted = wanted.add(complaint::Column::CategoryId.is_in(ids));
    }
    if let Some(set) = selection.sections {
        let ids = office.sections.iter().filter(|s| set.numbers().any(|n| n == s.number)).map(|s| s.id);
        wanted = wanted.add(asked(ids));
    }
    let same = Condition::all()
        .add(
            Expr::col((complaint::Entity, complaint::Column::OfficeId))
                .equals((step_record::Entity, step_record::Column::OfficeId)),
        )
        .add(
            Expr::col((complaint::Entity, complaint::Column::Id))
                .equals((step_record::Entity, step_record::Column::ComplaintId)),
        );
    Query::select()
        .columns([
            record(step_record::Column::OfficeId),
            record(step_record::Column::ComplaintId),
            record(step_record::Column::Step),
            record(step_record::Column::SectionId),
            record(step_record::Column::Lead),
            record(step_record::Column::StartedAt),
            record(step_record::Column::DueAt),
        ])
        .expr_as(Expr::col((complaint::Entity, complaint::Column::DueAt)), "complaint_due_at")
        .from(step_record::Entity)
        .join(JoinType::InnerJoin, complaint::Entity, same)
        .cond_where(wanted)
        .to_owned()
}
