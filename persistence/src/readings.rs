//! Readings of what is confidential: put on record before they are shown, and asked for newest first.

use chrono::{DateTime, Utc};
use domain::ids::{ComplaintId, OfficeId, OfficerId, SubmissionId};
use domain::reading::{ReadOf, ReadPart};
use domain::visibility::Viewer;
use sea_orm::sea_query::{
    Alias, Asterisk, Condition, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::complaint_filter::{Span, exists_for};
use crate::entity::{complaint, reading, submission};
use crate::error::{StoreError, inconsistent};
use crate::insert::insert;
use crate::instant::kept;
use crate::page::{Page, Rows, beyond, cut, is_in_range};
use crate::rows::{self, in_place};
use crate::store::Store;
use crate::submissions;

in_place! { reading::Model { office_id, id, at, officer_id, complaint_id, submission_id, what } }

/// A reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The office whose complaint or submission was read.
    pub office: OfficeId,
    /// Its id; sorts by time.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub officer: OfficerId,
    /// Of what.
    pub of: ReadOf,
    /// What of it.
    pub what: ReadPart,
}

/// Which readings are asked for. All that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct ReadingFilter {
    /// Of this complaint.
    pub complaint: Option<(OfficeId, ComplaintId)>,
    /// By this officer.
    pub officer: Option<OfficerId>,
    /// When.
    pub at: Span,
}

/// A reading's place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingCursor {
    /// When.
    pub at: DateTime<Utc>,
    /// Its id.
    pub id: Uuid,
}

impl ReadingCursor {
    /// Whether it can be a place in the list.
    #[must_use]
    pub fn is_place(&self) -> bool {
        is_in_range(self.at)
    }
}

impl Store {
    /// Puts readings on record, on the primary.
    ///
    /// # Errors
    /// [`StoreError`]: then what was read must not be shown.
    pub async fn record_readings(&self, readings: Vec<Reading>) -> Result<(), StoreError> {
        let row = |reading: Reading| {
            let Reading { office, id, at, officer, of, what } = reading;
            let (complaint_id, submission_id) = match of {
                ReadOf::Complaint(id) => (Some(id.0), None),
                ReadOf::Submission(id) => (None, Some(id.0)),
            };
            reading::Model {
                office_id: office.0,
                id,
                at: kept(at),
                officer_id: officer.0,
                complaint_id,
                submission_id,
                what: what.to_string(),
            }
        };
        insert(&self.write, readings.into_iter().map(row).collect()).await
    }

    /// A page of the readings in the viewer's offices, newest first, without those of what does not exist for the
    /// viewer. Read on the primary: the record has no gaps.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list_readings(
        &self,
        viewer: &Viewer,
        filter: &ReadingFilter,
        page: &Page<ReadingCursor>,
    ) -> Result<Rows<Reading>, StoreError> {
        let Some(statement) = page_statement(viewer, filter, page) else {
            return Ok(Rows { rows: Vec::new(), has_previous: false, has_next: false });
        };
        let rows: Vec<reading::Model> = rows::all(&self.fresh, &statement).await?;
        let Rows { rows, has_previous, has_next } = cut(page, rows);
        Ok(Rows { rows: rows.into_iter().map(reading_of).collect::<Result<_, _>>()?, has_previous, has_next })
    }

    /// How many readings there are that are like this.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_readings(&self, viewer: &Viewer, filter: &ReadingFilter) -> Result<u64, StoreError> {
        let mut count = 0;
        for office in offices_of(viewer, filter) {
            let select = reading::Entity::find().filter(conditions(viewer, filter, office));
            count += select.count(&self.fresh).await?;
        }
        Ok(count)
    }
}

fn reading_of(row: reading::Model) -> Result<Reading, StoreError> {
    let reading::Model { office_id, id, at, officer_id, complaint_id, submission_id, what } = row;
    let wrong = |what: &str| inconsistent("reading", format!("{office_id}/{id}"), what);
    let of = match (complaint_id, submission_id) {
        (Some(id), None) => ReadOf::Complaint(ComplaintId(id)),
        (None, Some(id)) => ReadOf::Submission(SubmissionId(id)),
        (None, None) | (Some(_), Some(_)) => return Err(wrong("neither of a complaint nor of a submission")),
    };
    Ok(Reading {
        office: OfficeId(office_id),
        id,
        at,
        officer: OfficerId(officer_id),
        of,
        what: what.parse().map_err(|_| wrong("what was read"))?,
    })
}

fn offices_of(viewer: &Viewer, filter: &ReadingFilter) -> Vec<OfficeId> {
    let meant = |office: &OfficeId| filter.complaint.is_none_or(|(of, _)| of == *office);
    viewer.offices.iter().copied().filter(meant).collect()
}

/// Of each office a page, of these the first rows; none where no office is meant.
fn page_statement(
    viewer: &Viewer,
    filter: &ReadingFilter,
    page: &Page<ReadingCursor>,
) -> Option<SelectStatement> {
    let direction = || if page.backward { Order::Asc } else { Order::Desc };
    let column = |c| Expr::col((reading::Entity, c));
    let select = |office: OfficeId| {
        let mut condition = conditions(viewer, filter, office);
        for (cursor, is_after) in [(&page.after, true), (&page.before, false)] {
            let Some(cursor) = cursor else { continue };
            let pairs = [
                (column(reading::Column::At), Expr::val(cursor.at)),
                (column(reading::Column::Id), Expr::val(cursor.id)),
            ];
            condition = condition.add(beyond(pairs, is_after));
        }
        rows::find::<reading::Model, reading::Entity>()
            .filter(condition)
            .order_by(reading::Column::At, direction())
            .order_by(reading::Column::Id, direction())
            .limit(page.limit + 1)
            .into_query()
    };
    let mut offices = offices_of(viewer, filter).into_iter().map(select);
    let first = offices.next()?;
    let part = |select| Query::select().column(Asterisk).from_subquery(select, Alias::new("part")).to_owned();
    let mut all: Option<SelectStatement> = None;
    for other in offices {
        all.get_or_insert_with(|| part(first.clone())).union(UnionType::All, part(other));
    }
    let Some(all) = all else { return Some(first) };
    Some(
        Query::select()
            .column(Asterisk)
            .from_subquery(all, Alias::new("page"))
            .order_by(reading::Column::At, direction())
            .order_by(reading::Column::Id, direction())
            .limit(page.limit + 1)
            .to_owned(),
    )
}

fn conditions(viewer: &Viewer, filter: &ReadingFilter, office: OfficeId) -> Condition {
    let ReadingFilter { complaint, officer, at } = filter;
    let mut all = Condition::all().add(reading::Column::OfficeId.eq(office.0));
    if let Some((_, complaint)) = complaint {
        all = all.add(reading::Column::ComplaintId.eq(complaint.0));
    }
    if let Some(officer) = officer {
        all = all.add(reading::Column::OfficerId.eq(officer.0));
    }
    if let Some(from) = at.from {
        all = all.add(reading::Column::At.gte(from));
    }
    if let Some(to) = at.to {
        all = all.add(reading::Column::At.lt(to));
    }
    all.add(Condition::any().add(complaint_exists_for(viewer)).add(submission_exists_for(viewer)))
}

/// The complaint that was read exists for the viewer. Looked up by its key for each row as it comes in its order: of an
/// `EXISTS` PostgreSQL may read all complaints of the office first, and of an `=` it thinks that hardly any fits.
fn complaint_exists_for(viewer: &Viewer) -> SimpleExpr {
    let same =
        |of, reading: reading::Column| Expr::col((complaint::Entity, of)).equals((reading::Entity, reading));
    let complaint = Query::select()
        .expr(Expr::val(1))
        .from(complaint::Entity)
        .and_where(same(complaint::Column::OfficeId, reading::Column::OfficeId))
        .and_where(same(complaint::Column::Id, reading::Column::ComplaintId))
        .cond_where(exists_for(viewer))
        .to_owned();
    SimpleExpr::SubQuery(None, Box::new(complaint.into())).is_not_null()
}

/// The same of a submission that was read.
fn submission_exists_for(viewer: &Viewer) -> SimpleExpr {
    let same =
        |of, reading: reading::Column| Expr::col((submission::Entity, of)).equals((reading::Entity, reading));
    let submission = Query::select()
        .expr(Expr::val(1))
        .from(submission::Entity)
        .and_where(same(submission::Column::OfficeId, reading::Column::OfficeId))
        .and_where(same(submission::Column::Id, reading::Column::SubmissionId))
        .cond_where(submissions::exists_for_viewer(viewer))
        .to_owned();
    Expr::exists(submission)
}
