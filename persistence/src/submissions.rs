//! Submissions as officers see them: the list, earliest due first, and look-ups by id. What does not exist for the viewer is left
//! out before anything is filtered, sorted or counted.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::complaint::Confidentiality;
use domain::ids::{OfficeId, SubmissionId};
use domain::submission::{Status, Submission};
use domain::visibility::{SecretReach, Viewer};
use sea_orm::sea_query::{
    Alias, Asterisk, Condition, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::complaint_filter::{exists_for, nothing};
use crate::entity::{complaint, submission};
use crate::error::{StoreError, inconsistent};
use crate::page::{Page, Rows, beyond, cut, is_in_range};
use crate::rows;
use crate::store::Store;
use crate::submission::submission_of;

/// A submission's place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionCursor {
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// The submission.
    pub id: Uuid,
}

impl SubmissionCursor {
    /// A submission's place.
    #[must_use]
    pub fn of(submission: &Submission) -> Self {
        Self { due_at: submission.due_at, id: submission.id.0 }
    }

    /// Whether it can be a place in a list.
    #[must_use]
    pub fn is_place(&self) -> bool {
        is_in_range(self.due_at)
    }
}

impl Store {
    /// A page of the submissions that exist for the viewer and stand in one of these ways, earliest due first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list_submissions(
        &self,
        viewer: &Viewer,
        status: &[Status],
        page: &Page<SubmissionCursor>,
    ) -> Result<Rows<Submission>, StoreError> {
        let found: Vec<submission::Model> = match page_statement(viewer, status, page) {
            Some(statement) => rows::all(&self.read, &statement).await?,
            None => Vec::new(),
        };
        let Rows { rows, has_previous, has_next } = cut(page, found);
        let rows = rows.into_iter().map(submission_of).collect::<Result<_, _>>()?;
        Ok(Rows { rows, has_previous, has_next })
    }

    /// How many submissions exist for the viewer that stand in one of these ways.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_submissions(&self, viewer: &Viewer, status: &[Status]) -> Result<u64, StoreError> {
        let Some(statement) = count_statement(viewer, status) else { return Ok(0) };
        let row = self.read.query_one(&statement).await?;
        let row = row.ok_or_else(|| inconsistent("submission", "*", "no answer to count(*)"))?;
        let count: i64 = row.try_get_by_index(0)?;
        Ok(count.unsigned_abs())
    }

    /// Submissions by their ids; unknown ones are left out. Who may see them is not asked here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn submissions_by_ids(
        &self,
        ids: &[(OfficeId, SubmissionId)],
    ) -> Result<Vec<Submission>, StoreError> {
        let mut by_office: BTreeMap<OfficeId, Vec<Uuid>> = BTreeMap::new();
        for (office, id) in ids {
            by_office.entry(*office).or_default().push(id.0);
        }
        if by_office.is_empty() {
            return Ok(Vec::new());
        }
        let of_office = |(office, ids): (OfficeId, Vec<Uuid>)| {
            let office = submission::Column::OfficeId.eq(office.0);
            Condition::all().add(office).add(submission::Column::Id.is_in(ids))
        };
        let keyed = by_office.into_iter().map(of_office).fold(Condition::any(), Condition::add);
        let select = rows::find::<submission::Model, submission::Entity>().filter(keyed).into_query();
        rows::all(&self.read, &select).await?.into_iter().map(submission_of).collect()
    }
}

/// The statement of a page: of each office and each way to stand the first rows in the order of the index, of these the first.
#[must_use]
pub fn page_statement(
    viewer: &Viewer,
    status: &[Status],
    page: &Page<SubmissionCursor>,
) -> Option<SelectStatement> {
    let direction = || if page.backward { Order::Desc } else { Order::Asc };
    let mut range = Condition::all();
    for (cursor, is_after) in [(&page.after, true), (&page.before, false)] {
        let Some(cursor) = cursor else { continue };
        let column = |column| Expr::col((submission::Entity, column));
        let pairs = [
            (column(submission::Column::DueAt), Expr::val(cursor.due_at)),
            (column(submission::Column::Id), Expr::val(cursor.id)),
        ];
        range = range.add(beyond(pairs, !is_after));
    }
    let part = |office: OfficeId, status: Status| {
        rows::find::<submission::Model, submission::Entity>()
            .filter(submission::Column::OfficeId.eq(office.0))
            .filter(submission::Column::Status.eq(status.to_string()))
            .filter(exists_for_viewer(viewer))
            .filter(range.clone())
            .order_by(submission::Column::DueAt, direction())
            .order_by(submission::Column::Id, direction())
            .into_query()
            .limit(page.limit + 1)
            .to_owned()
    };
    let mut parts: Vec<SelectStatement> =
        parts(viewer, status).map(|(office, status)| part(office, status)).collect();
    if parts.len() <= 1 {
        return parts.pop();
    }
    let mut parts = parts
        .into_iter()
        .map(|part| Query::select().column(Asterisk).from_subquery(part, Alias::new("part")).to_owned());
    let mut all = parts.next()?;
    for part in parts {
        all.union(UnionType::All, part);
    }
    let mut first = Query::select().column(Asterisk).from_subquery(all, Alias::new("page")).to_owned();
    first.order_by(submission::Column::DueAt, direction()).order_by(submission::Column::Id, direction());
    Some(first.limit(page.limit + 1).to_owned())
}

/// The statement of a count: of each office and each way to stand those of the index.
fn count_statement(viewer: &Viewer, status: &[Status]) -> Option<SelectStatement> {
    let part = |office: OfficeId, status: Status| {
        submission::Entity::find()
            .select_only()
            .column(submission::Column::Id)
            .filter(submission::Column::OfficeId.eq(office.0))
            .filter(submission::Column::Status.eq(status.to_string()))
            .filter(exists_for_viewer(viewer))
            .into_query()
    };
    let mut parts = parts(viewer, status).map(|(office, status)| part(office, status));
    let mut all = parts.next()?;
    for part in parts {
        all.union(UnionType::All, part);
    }
    let mut counted = Query::select();
    counted.expr(Expr::cust("count(*)")).from_subquery(all, Alias::new("counted"));
    Some(counted)
}

/// The offices of a list with the ways to stand, each once.
fn parts(viewer: &Viewer, status: &[Status]) -> impl Iterator<Item = (OfficeId, Status)> {
    let each_once: BTreeMap<&'static str, Status> = status.iter().map(|s| ((*s).into(), *s)).collect();
    let offices = viewer.offices.iter();
    offices.flat_map(move |office| each_once.clone().into_values().map(move |status| (*office, status)))
}

/// Which submissions of their offices exist for the viewer, as
/// [`sight_of_submission`](domain::visibility::sight_of_submission) has it.
pub(crate) fn exists_for_viewer(viewer: &Viewer) -> Condition {
    if !viewer.holds_anything() {
        return Condition::all().add(nothing());
    }
    let mut all = Condition::all();
    match viewer.secret_reach() {
        SecretReach::All => {}
        // No section is asked before a complaint is there.
        SecretReach::Asked(_) => {
            all = all.add(submission::Column::Confidentiality.ne(Confidentiality::Secret.to_string()));
        }
    }
    let complaint = Query::select()
        .expr(Expr::val(1))
        .from(complaint::Entity)
        .and_where(
            Expr::col((complaint::Entity, complaint::Column::OfficeId))
                .equals((submission::Entity, submission::Column::OfficeId)),
        )
        .and_where(
            Expr::col((complaint::Entity, complaint::Column::Id))
                .equals((submission::Entity, submission::Column::ComplaintId)),
        )
        .cond_where(exists_for(viewer))
        .to_owned();
    // Looked up for each submission: whether it exists PostgreSQL would find out by reading all complaints there are.
    let of_complaint = SimpleExpr::SubQuery(None, Box::new(complaint.into())).eq(1);
    all.add(Condition::any().add(submission::Column::ComplaintId.is_null()).add(of_complaint))
}
