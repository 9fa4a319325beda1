//! The worklist: the open step records that wait for an officer, earliest due first.

use chrono::{DateTime, Utc};
use domain::complaint::Complaint;
use domain::ids::{ComplaintId, OfficeId, OfficerId};
use domain::office::{Office, Waiting};
use domain::submission::Status;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Order, Query, SimpleExpr, UnionType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entity::{complaint, step_record, submission};
use crate::error::StoreError;
use crate::instant::kept;
use crate::page::{Page, Rows, beyond, cut, is_in_range};
use crate::store::Store;

/// A record's place in the worklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorklistCursor {
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Its complaint.
    pub complaint: Uuid,
    /// Its number.
    pub number: i32,
}

impl WorklistCursor {
    /// Whether it can be a place in a worklist.
    #[must_use]
    pub fn is_place(&self) -> bool {
        is_in_range(self.due_at)
    }
}

/// A record that waits, by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct WaitingRecord {
    /// The complaint.
    pub complaint_id: Uuid,
    /// The record's number.
    pub number: i32,
}

impl Store {
    /// A page of what waits for an officer of the office, with the complaints.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list_worklist(
        &self,
        office: &Office,
        officer: OfficerId,
        page: &Page<WorklistCursor>,
        now: DateTime<Utc>,
    ) -> Result<Rows<(Complaint, i32)>, StoreError> {
        let waiting = office.waiting_for(officer, now);
        if waiting.is_empty() {
            return Ok(Rows { rows: Vec::new(), has_previous: false, has_next: false });
        }
        let descending = page.backward;
        let direction = || if descending { Order::Desc } else { Order::Asc };
        let mut select = statement(office.id, officer, &waiting);
        for (cursor, is_after) in [(&page.after, true), (&page.before, false)] {
            let Some(cursor) = cursor else { continue };
            let column = |c| Expr::col((step_record::Entity, c));
            let pairs = [
                (column(step_record::Column::DueAt), Expr::val(cursor.due_at)),
                (column(step_record::Column::ComplaintId), Expr::val(cursor.complaint)),
                (column(step_record::Column::Number), Expr::val(cursor.number)),
            ];
            select = select.filter(beyond(pairs, !is_after));
        }
        let keys: Vec<WaitingRecord> = select
            .select_only()
            .columns([step_record::Column::ComplaintId, step_record::Column::Number])
            .order_by(step_record::Column::DueAt, direction())
            .order_by(step_record::Column::ComplaintId, direction())
            .order_by(step_record::Column::Number, direction())
            .limit(page.limit + 1)
            .into_model()
            .all(&self.read)
            .await?;
        let Rows { rows, has_previous, has_next } = cut(page, keys);
        let ids: Vec<_> = rows.iter().map(|key| (office.id, ComplaintId(key.complaint_id))).collect();
        let complaints = self.complaints_by_ids(&ids).await?;
        let rows = rows
            .into_iter()
            .filter_map(|key| Some((complaints.get(&ComplaintId(key.complaint_id))?.clone(), key.number)))
            .collect();
        Ok(Rows { rows, has_previous, has_next })
    }

    /// How many records wait for an officer.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_worklist(
        &self,
        office: &Office,
        officer: OfficerId,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let waiting = office.waiting_for(officer, now);
        if waiting.is_empty() {
            return Ok(0);
        }
        Ok(statement(office.id, officer, &waiting).count(&self.read).await?)
    }
}

impl Store {
    /// The next due time of an open step of these offices, or of step 1 of what waits for it, from an instant on: until then
    /// nothing becomes overdue in them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_due(
        &self,
        offices: &[OfficeId],
        from: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let (from, ids) = (kept(from), || offices.iter().map(|office| office.0));
        let mut next = Query::select()
            .expr_as(Expr::col(step_record::Column::DueAt).min(), "due_at")
            .from(step_record::Entity)
            .and_where(step_record::Column::OfficeId.is_in(ids()))
            .and_where(step_record::Column::Outcome.is_null())
            .and_where(step_record::Column::DueAt.gte(from))
            .to_owned();
        let submitted = Query::select()
            .expr_as(Expr::col(submission::Column::DueAt).min(), "due_at")
            .from(submission::Entity)
            .and_where(submission::Column::OfficeId.is_in(ids()))
            .and_where(submission::Column::Status.eq(Status::Waiting.to_string()))
            .and_where(submission::Column::DueAt.gte(from))
            .to_owned();
        next.union(UnionType::All, submitted);
        let found = self.read.query_all(&next).await?;
        let due: Vec<Option<DateTime<Utc>>> =
            found.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        Ok(due.into_iter().flatten().min())
    }
}

/// The worklist's statement, without range and limit.
#[must_use]
pub fn statement(office: OfficeId, officer: OfficerId, waiting: &[Waiting]) -> Select<step_record::Entity> {
    let mut any = Condition::any();
    for Waiting { post, reported } in waiting {
        let mut all = Condition::all().add(step_record::Column::Position.eq(post.position.to_string()));
        if let Some(section) = post.section {
            all = all.add(step_record::Column::SectionId.eq(section.0));
        }
        for holder in reported {
            all = all.add(is_about(*holder));
        }
        any = any.add(all);
    }
    step_record::Entity::find()
        .filter(step_record::Column::OfficeId.eq(office.0))
        .filter(step_record::Column::Outcome.is_null())
        .filter(step_record::Column::DueAt.is_not_null())
        .filter(any)
        .filter(is_about(officer).not())
}

/// The record's complaint is about this officer. Looked up for each record as it comes in its order: a join would let
/// PostgreSQL read all complaints of the office first.
fn is_about(officer: OfficerId) -> SimpleExpr {
    let reported = Query::select()
        .expr(Func::coalesce([Expr::col(complaint::Column::ReportedOfficers), Expr::val("")]))
        .from(complaint::Entity)
        .and_where(
            Expr::col((complaint::Entity, complaint::Column::OfficeId))
                .equals((step_record::Entity, step_record::Column::OfficeId)),
        )
        .and_where(
            Expr::col((complaint::Entity, complaint::Column::Id))
                .equals((step_record::Entity, step_record::Column::ComplaintId)),
        )
        .to_owned();
    SimpleExpr::SubQuery(None, Box::new(reported.into())).like(format!("%{}%", officer.0))
}
