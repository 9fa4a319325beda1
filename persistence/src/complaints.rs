//! The list of complaints: filter, order, keyset page. What does not exist for the viewer is left out before anything is
//! filtered, sorted or counted.

use chrono::{DateTime, Utc};
use domain::complaint::standing::Status;
use domain::complaint::{Channel, Complaint, Confidentiality, Urgency};
use domain::ids::{CategoryId, OfficeId, OfficerId, SectionId};
use domain::procedure::step::Step;
use domain::values::VillageCode;
use domain::visibility::{SecretReach, Viewer};
use sea_orm::sea_query::{
    Alias, Asterisk, Condition, Expr, ExprTrait, LikeExpr, Order, Query, SelectStatement, SimpleExpr,
    UnionType,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::complaint::with_records;
use crate::entity::{complaint, step_record};
use crate::error::StoreError;
use crate::page::{Page, Rows, beyond, cut, is_in_range};
use crate::store::Store;

/// What complaints must be like. All that is given must hold; a list: any of it; an empty list matches nothing.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each field is described in the schema's ComplaintFilter")]
pub struct ComplaintFilter {
    pub offices: Option<Vec<OfficeId>>,
    pub status: Option<Vec<Status>>,
    pub current_step: Option<Vec<Step>>,
    pub channel: Option<Vec<Channel>>,
    pub categories: Option<Vec<(OfficeId, CategoryId)>>,
    pub sections: Option<Vec<(OfficeId, SectionId)>>,
    pub villages: Option<Vec<VillageCode>>,
    pub urgency: Option<Vec<Urgency>>,
    pub overdue: Option<bool>,
    pub received: Span,
    pub closed: Span,
    pub updated_since: Option<DateTime<Utc>>,
    pub search: Option<String>,
}

/// `from ≤ t < to`.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs, reason = "the bounds are what they are called")]
pub struct Span {
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

/// By what the list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "described in the schema's ComplaintOrderField")]
pub enum OrderField {
    ReceivedAt,
    DueAt,
    ClosedAt,
    AgendaNumber,
}

/// The list's order; complaints without the value come last in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComplaintOrder {
    /// By what.
    pub field: OrderField,
    /// Greatest first.
    pub descending: bool,
}

/// A complaint's place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintCursor {
    /// The order it is a place in.
    pub by: OrderField,
    /// Its value; none among those that lack it.
    pub value: Option<CursorValue>,
    /// The complaint.
    pub id: Uuid,
}

/// A value that a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CursorValue {
    /// An instant.
    At(DateTime<Utc>),
    /// An agenda number: year and running number.
    Number(i32, i32),
}

impl ComplaintCursor {
    /// A complaint's place.
    #[must_use]
    pub fn of(complaint: &Complaint, by: OrderField) -> Self {
        let value = match by {
            OrderField::ReceivedAt => Some(CursorValue::At(complaint.received_at)),
            OrderField::DueAt => complaint.due_at().map(CursorValue::At),
            OrderField::ClosedAt => complaint.standing.closed_at().map(CursorValue::At),
            OrderField::AgendaNumber => {
                let number = &complaint.agenda_number;
                Some(CursorValue::Number(number.year, number.number))
            }
        };
        Self { by, value, id: complaint.id.0 }
    }
}

impl ComplaintCursor {
    /// Whether it is a place in a list of this order.
    #[must_use]
    pub fn is_place_in(&self, order: OrderField) -> bool {
        let fits = match self.value {
            None => order.may_be_missing(),
            Some(CursorValue::At(at)) => order != OrderField::AgendaNumber && is_in_range(at),
            Some(CursorValue::Number(..)) => order == OrderField::AgendaNumber,
        };
        self.by == order && fits
    }
}

impl OrderField {
    fn columns(self) -> &'static [complaint::Column] {
        match self {
            Self::ReceivedAt => &[complaint::Column::ReceivedAt],
            Self::DueAt => &[complaint::Column::DueAt],
            Self::ClosedAt => &[complaint::Column::ClosedAt],
            Self::AgendaNumber => &[complaint::Column::AgendaYear, complaint::Column::AgendaSeq],
        }
    }

    fn may_be_missing(self) -> bool {
        match self {
            Self::DueAt | Self::ClosedAt => true,
            Self::ReceivedAt | Self::AgendaNumber => false,
        }
    }
}

impl Store {
    /// A page of the complaints that exist for the viewer.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list_complaints(
        &self,
        viewer: &Viewer,
        filter: &ComplaintFilter,
        order: ComplaintOrder,
        page: &Page<ComplaintCursor>,
        now: DateTime<Utc>,
    ) -> Result<Rows<Complaint>, StoreError> {
        let mut rows: Vec<complaint::Model> = Vec::new();
        for statement in page_statements(viewer, filter, order, page, now) {
            let wanted = (page.limit + 1).saturating_sub(rows.len() as u64);
            if wanted == 0 {
                break;
            }
            let mut statement = statement;
            statement.limit(wanted);
            let built = self.backend().build(&statement);
            rows.extend(complaint::Entity::find().from_raw_sql(built).all(&self.read).await?);
        }
        let Rows { rows, has_previous, has_next } = cut(page, rows);
        Ok(Rows { rows: with_records(&self.read, rows).await?, has_previous, has_next })
    }

    /// How many complaints exist for the viewer that are like this.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_complaints(
        &self,
        viewer: &Viewer,
        filter: &ComplaintFilter,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let offices = offices_in_scope(viewer, filter);
        let condition = conditions(viewer, filter, now)
            .add(complaint::Column::OfficeId.is_in(offices.iter().map(|office| office.0)));
        Ok(complaint::Entity::find().filter(condition).count(&self.read).await?)
    }
}

/// The statements of a page, without their limit: one, and where the value may be missing a second for the rows that lack
/// it, which is only issued where the first does not fill the page.
#[must_use]
pub fn page_statements(
    viewer: &Viewer,
    filter: &ComplaintFilter,
    order: ComplaintOrder,
    page: &Page<ComplaintCursor>,
    now: DateTime<Utc>,
) -> Vec<SelectStatement> {
    let offices = offices_in_scope(viewer, filter);
    if offices.is_empty() {
        return Vec::new();
    }
    let mut segments = vec![true];
    if order.field.may_be_missing() {
        segments.push(false);
    }
    if page.backward {
        segments.reverse();
    }
    let descending = order.descending != page.backward;
    segments
        .into_iter()
        .filter_map(|present| {
            let range = range(order, page, present)?;
            let select = |office: OfficeId| {
                let mut condition = conditions(viewer, filter, now)
                    .add(complaint::Column::OfficeId.eq(office.0))
                    .add(range.clone());
                if order.field.may_be_missing() {
                    let column = order.field.columns()[0];
                    condition = condition.add(if present { column.is_not_null() } else { column.is_null() });
                }
                let mut select = complaint::Entity::find().filter(condition);
                let direction = if descending { Order::Desc } else { Order::Asc };
                if present {
                    for column in order.field.columns() {
                        select = select.order_by(*column, direction.clone());
                    }
                }
                select.order_by(complaint::Column::Id, direction).into_query()
            };
            let statement = match offices.as_slice() {
                [office] => select(*office),
                offices => {
                    let each = offices.iter().map(|office| select(*office).limit(page.limit + 1).to_owned());
                    union(each, order, present, descending)
                }
            };
            Some(statement)
        })
        .collect()
}

/// Of each office a page, of these the first rows: every part is read in the order of its index.
fn union(
    each: impl Iterator<Item = SelectStatement>,
    order: ComplaintOrder,
    present: bool,
    descending: bool,
) -> SelectStatement {
    let part =
        |statement| Query::select().column(Asterisk).from_subquery(statement, Alias::new("part")).to_owned();
    let mut parts = each.map(part);
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.union(UnionType::All, part);
    }
    let direction = if descending { Order::Desc } else { Order::Asc };
    let mut outer = Query::select().column(Asterisk).from_subquery(all, Alias::new("page")).to_owned();
    if present {
        for column in order.field.columns() {
            outer.order_by(*column, direction.clone());
        }
    }
    outer.order_by(complaint::Column::Id, direction).to_owned()
}

/// What cursors leave of a segment of the list; `None` where nothing is left of it.
fn range(order: ComplaintOrder, page: &Page<ComplaintCursor>, present: bool) -> Option<Condition> {
    let mut range = Condition::all();
    for (cursor, is_after) in [(&page.after, true), (&page.before, false)] {
        let Some(cursor) = cursor else { continue };
        let id = (Expr::col((complaint::Entity, complaint::Column::Id)), Expr::val(cursor.id));
        let descending = order.descending == is_after;
        match (cursor.value, present) {
            (Some(value), true) => {
                let values: Vec<SimpleExpr> = match value {
                    CursorValue::At(at) => vec![Expr::val(at)],
                    CursorValue::Number(year, number) => vec![Expr::val(year), Expr::val(number)],
                };
                let columns = order.field.columns().iter().map(|c| Expr::col((complaint::Entity, *c)));
                let pairs: Vec<_> = columns.zip(values).chain([id]).collect();
                range = range.add(beyond(&pairs, descending));
            }
            (None, false) => range = range.add(beyond(&[id], descending)),
            // Those that lack the value come after all others.
            (Some(_), false) if is_after => {}
            (None, true) if !is_after => {}
            (Some(_), false) | (None, true) => return None,
        }
    }
    Some(range)
}

fn offices_in_scope(viewer: &Viewer, filter: &ComplaintFilter) -> Vec<OfficeId> {
    viewer
        .offices
        .iter()
        .copied()
        .filter(|office| filter.offices.as_ref().is_none_or(|wanted| wanted.contains(office)))
        .collect()
}

/// Every condition but the office.
fn conditions(viewer: &Viewer, filter: &ComplaintFilter, now: DateTime<Utc>) -> Condition {
    let ComplaintFilter {
        offices: _,
        status,
        current_step,
        channel,
        categories,
        sections,
        villages,
        urgency,
        overdue,
        received,
        closed,
        updated_since,
        search,
    } = filter;
    let mut all = exists_for(viewer);
    let open_content = complaint::Column::Confidentiality.ne(Confidentiality::Secret.to_string());
    if viewer.has_blind_sight() && (channel.is_some() || categories.is_some() || villages.is_some()) {
        all = all.add(open_content.clone());
    }
    if let Some(status) = status {
        all = all.add(complaint::Column::Status.is_in(status.iter().map(ToString::to_string)));
    }
    if let Some(steps) = current_step {
        all = all.add(complaint::Column::CurrentStep.is_in(steps.iter().map(ToString::to_string)));
    }
    if let Some(channels) = channel {
        all = all.add(complaint::Column::Channel.is_in(channels.iter().map(ToString::to_string)));
    }
    if let Some(categories) = categories {
        all = all.add(complaint::Column::CategoryId.is_in(categories.iter().map(|(_, id)| id.0)));
    }
    if let Some(sections) = sections {
        all = all.add(asked(sections.iter().map(|(_, id)| *id)));
    }
    if let Some(villages) = villages {
        all = all.add(complaint::Column::VillageCode.is_in(villages.iter().map(|v| v.0.clone())));
    }
    if let Some(urgency) = urgency {
        all = all.add(complaint::Column::Urgency.is_in(urgency.iter().map(ToString::to_string)));
    }
    if let Some(overdue) = overdue {
        let late = complaint::Column::DueAt.lt(now);
        all = all.add(if *overdue {
            Condition::all().add(late)
        } else {
            Condition::any().add(complaint::Column::DueAt.is_null()).add(complaint::Column::DueAt.gte(now))
        });
    }
    for (column, span) in [(complaint::Column::ReceivedAt, received), (complaint::Column::ClosedAt, closed)] {
        if let Some(from) = span.from {
            all = all.add(column.gte(from));
        }
        if let Some(to) = span.to {
            all = all.add(column.lt(to));
        }
    }
    if let Some(since) = updated_since {
        all = all.add(complaint::Column::UpdatedAt.gte(*since));
    }
    if let Some(search) = search {
        let pattern = LikeExpr::new(format!("%{}%", escape(&search.to_lowercase()))).escape('\\');
        let number = Expr::expr(sea_orm::sea_query::Func::lower(Expr::col((
            complaint::Entity,
            complaint::Column::AgendaNumber,
        ))))
        .like(pattern.clone());
        let text = complaint::Column::SearchText.like(pattern);
        let text = if viewer.has_blind_sight() { text.and(open_content) } else { text };
        all = all.add(Condition::any().add(text).add(number));
    }
    all
}

/// Which complaints of their offices exist for the viewer at all.
fn exists_for(viewer: &Viewer) -> Condition {
    let mut all = Condition::all();
    if !viewer.holds_anything() {
        return all.add(Expr::val(1).eq(0));
    }
    match viewer.secret_reach() {
        SecretReach::All => {}
        SecretReach::Asked(sections) => {
            all = all.add(
                Condition::any()
                    .add(complaint::Column::Confidentiality.ne(Confidentiality::Secret.to_string()))
                    .add(asked(sections.into_iter())),
            );
        }
    }
    all.add(not_complained_of(viewer.officer))
}

/// The complaint is not about this officer.
pub(crate) fn not_complained_of(officer: OfficerId) -> Condition {
    Condition::any().add(complaint::Column::ReportedOfficers.is_null()).add(complained_of(officer).not())
}

/// The complaint is about this officer.
pub(crate) fn complained_of(officer: OfficerId) -> SimpleExpr {
    complaint::Column::ReportedOfficers.like(format!("%{}%", officer.0))
}

/// One of these sections was named in any cycle.
fn asked(sections: impl Iterator<Item = SectionId>) -> SimpleExpr {
    let records = Query::select()
        .expr(Expr::val(1))
        .from(step_record::Entity)
        .and_where(
            Expr::col((step_record::Entity, step_record::Column::OfficeId))
                .equals((complaint::Entity, complaint::Column::OfficeId)),
        )
        .and_where(
            Expr::col((step_record::Entity, step_record::Column::ComplaintId))
                .equals((complaint::Entity, complaint::Column::Id)),
        )
        .and_where(step_record::Column::SectionId.is_in(sections.map(|s| s.0)))
        .to_owned();
    Expr::exists(records)
}

/// Wildcards are taken literally.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
