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
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::complaint_filter::{exists_for, nothing};
use crate::entity::{complaint, submission};
use crate::error::StoreError;
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
        let counted = submission::Entity::find()
            .filter(submission::Column::OfficeId.is_in(viewer.offices.iter().map(|office| office.0)))
            .filter(submission::Column::Status.is_in(status.iter().map(ToString::to_string)))
            .filter(exists_for_viewer(viewer));
        Ok(counted.count(&self.read).await?)
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
    let each_once: BTreeMap<&'static str, Status> = status.iter().map(|s| ((*s).into(), *s)).collect();
    let mut parts: Vec<SelectStatement> = viewer
        .offices
        .iter()
        .flat_map(|office| each_once.values().map(move |status| (*office, *status)))
        .map(|(office, status)| part(office, status))
        .collect();
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
