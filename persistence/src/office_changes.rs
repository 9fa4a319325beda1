//! The record of what was changed of an office: written with the change itself, read newest first.

use chrono::{DateTime, Utc};
use domain::administration::{ChangeKind, Fact, OfficeChange};
use domain::ids::{OfficeId, OfficerId};
use sea_orm::sea_query::{Condition, Expr, Order};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::office_change;
use crate::error::{StoreError, inconsistent};
use crate::insert::insert;
use crate::officers::raise_revision;
use crate::page::{Page, Rows, beyond, cut};
use crate::store::Store;

/// What is to be recorded; its number is given where it is.
#[derive(Clone, Debug)]
pub(crate) struct NewChange {
    pub(crate) at: DateTime<Utc>,
    /// None where the command line did it.
    pub(crate) officer: Option<OfficerId>,
    pub(crate) kind: ChangeKind,
    pub(crate) before: Vec<Fact>,
    pub(crate) after: Vec<Fact>,
}

/// Records a change in its own transaction, and raises the office's revision, for what is read of the office has changed.
/// Whoever did holds the office's row until the transaction ends, so that numbers have no gaps.
pub(crate) async fn record_office_change(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    new: NewChange,
) -> Result<(), StoreError> {
    raise_revision(tx, office).await?;
    let last: Option<Option<i32>> = office_change::Entity::find()
        .select_only()
        .column_as(office_change::Column::Number.max(), "last")
        .filter(office_change::Column::OfficeId.eq(office.0))
        .into_tuple()
        .one(tx)
        .await?;
    let NewChange { at, officer, kind, before, after } = new;
    let text = |facts: &Vec<Fact>| {
        serde_json::to_string(facts).map_err(|e| inconsistent("office_change", office.0, e))
    };
    let row = office_change::Model {
        office_id: office.0,
        number: last.flatten().unwrap_or_default() + 1,
        at,
        officer_id: officer.map(|officer| officer.0),
        kind: kind.to_string(),
        before: text(&before)?,
        after: text(&after)?,
    };
    insert(tx, vec![row]).await
}

/// Which changes are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeChangeFilter {
    /// Not before this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
}

impl OfficeChangeFilter {
    fn condition(&self, office: OfficeId) -> Condition {
        Condition::all()
            .add(office_change::Column::OfficeId.eq(office.0))
            .add_option(self.from.map(|from| office_change::Column::At.gte(from)))
            .add_option(self.until.map(|until| office_change::Column::At.lt(until)))
    }
}

impl Store {
    /// A page of what was changed of an office, newest first. A cursor is the number of a change.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list_office_changes(
        &self,
        office: OfficeId,
        filter: &OfficeChangeFilter,
        page: &Page<i32>,
    ) -> Result<Rows<OfficeChange>, StoreError> {
        let mut select = office_change::Entity::find().filter(filter.condition(office));
        for (cursor, is_after) in [(page.after, true), (page.before, false)] {
            let Some(number) = cursor else { continue };
            let column = Expr::col((office_change::Entity, office_change::Column::Number));
            select = select.filter(beyond([(column, Expr::val(number))], is_after));
        }
        let direction = if page.backward { Order::Asc } else { Order::Desc };
        let rows = select
            .order_by(office_change::Column::Number, direction)
            .limit(page.limit + 1)
            .all(&self.read)
            .await?;
        let rows = rows.into_iter().map(change_of).collect::<Result<Vec<_>, _>>()?;
        Ok(cut(page, rows))
    }

    /// How many changes of an office there are.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_office_changes(
        &self,
        office: OfficeId,
        filter: &OfficeChangeFilter,
    ) -> Result<u64, StoreError> {
        Ok(office_change::Entity::find().filter(filter.condition(office)).count(&self.read).await?)
    }
}

fn change_of(row: office_change::Model) -> Result<OfficeChange, StoreError> {
    let office_change::Model { office_id, number, at, officer_id, kind, before, after } = row;
    let key = format!("{office_id}/{number}");
    let facts = |text: &str| {
        serde_json::from_str::<Vec<Fact>>(text).map_err(|e| inconsistent("office_change", &key, e))
    };
    Ok(OfficeChange {
        number,
        at,
        officer: officer_id.map(OfficerId),
        kind: kind.parse().map_err(|e| inconsistent("office_change", &key, e))?,
        before: facts(&before)?,
        after: facts(&after)?,
    })
}
