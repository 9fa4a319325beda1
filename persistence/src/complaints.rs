//! The list of complaints: filter, order, keyset page. What does not exist for the viewer is left out before anything is
//! filtered, sorted or counted.

use chrono::{DateTime, Utc};
use domain::complaint::Complaint;
use domain::ids::OfficeId;
use domain::visibility::Viewer;
use sea_orm::sea_query::{
    Alias, Asterisk, Condition, Expr, Order, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use crate::complaint::Records;
use crate::complaint::with_some_records;
pub use crate::complaint_filter::{ComplaintFilter, Span};
use crate::complaint_filter::{conditions, offices_in_scope};
use crate::entity::complaint;
use crate::error::StoreError;
use crate::page::{Page, Rows, beyond, beyond_unique, cut, is_in_range};
use crate::rows;
use crate::store::Store;

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

impl Page<ComplaintCursor> {
    fn is_within_values(&self) -> bool {
        [&self.after, &self.before].into_iter().flatten().any(|cursor| cursor.value.is_some())
    }
}

impl ComplaintCursor {
    /// Whether it is a place in a list of this order. After one that is not, nothing is found.
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

    /// Whether no two complaints of one office have the same.
    fn is_unique(self) -> bool {
        match self {
            Self::AgendaNumber => true,
            Self::ReceivedAt | Self::DueAt | Self::ClosedAt => false,
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
    /// A page of the complaints that exist for the viewer, with these of their records.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list_complaints(
        &self,
        viewer: &Viewer,
        filter: &ComplaintFilter,
        order: ComplaintOrder,
        page: &Page<ComplaintCursor>,
        records: &Records,
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
            rows.extend(rows::all::<complaint::Model>(&self.read, &statement).await?);
        }
        let Rows { rows, has_previous, has_next } = cut(page, rows);
        Ok(Rows { rows: with_some_records(&self.read, rows, records).await?, has_previous, has_next })
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
        if offices.is_empty() {
            return Ok(0);
        }
        let condition = conditions(viewer, filter, &offices, now);
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
    if order.field.may_be_missing() && !(order.field == OrderField::DueAt && filter.demands_due()) {
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
                let mut condition = conditions(viewer, filter, &[office], now).add(range.clone());
                let column = order.field.columns()[0];
                if !present {
                    condition = condition.add(column.is_null());
                } else if order.field.may_be_missing() && !page.is_within_values() {
                    // A cursor's value says as much, and SQLite would read by this instead of from the cursor on.
                    condition = condition.add(column.is_not_null());
                }
                let mut select = rows::find::<complaint::Model, complaint::Entity>().filter(condition);
                let direction = if descending { Order::Desc } else { Order::Asc };
                if present {
                    for column in order.field.columns() {
                        select = select.order_by(*column, direction.clone());
                    }
                }
                if !(present && order.field.is_unique()) {
                    select = select.order_by(complaint::Column::Id, direction);
                }
                select.into_query()
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
        if !cursor.is_place_in(order.field) {
            return None;
        }
        let id = (Expr::col((complaint::Entity, complaint::Column::Id)), Expr::val(cursor.id));
        let descending = order.descending == is_after;
        match (cursor.value, present) {
            (Some(value), true) => {
                let values: Vec<SimpleExpr> = match value {
                    CursorValue::At(at) => vec![Expr::val(at)],
                    CursorValue::Number(year, number) => vec![Expr::val(year), Expr::val(number)],
                };
                let columns = order.field.columns().iter().map(|c| Expr::col((complaint::Entity, *c)));
                let pairs = columns.zip(values);
                range = range.add(if order.field.is_unique() {
                    beyond_unique(pairs, id, descending)
                } else {
                    beyond(pairs.chain([id]), descending).into()
                });
            }
            (None, false) => range = range.add(beyond([id], descending)),
            // Those that lack the value come after all others.
            (Some(_), false) if is_after => {}
            (None, true) if !is_after => {}
            (Some(_), false) | (None, true) => return None,
        }
    }
    Some(range)
}
