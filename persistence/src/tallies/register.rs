//! What a dashboard reads of the register itself.

use chrono::{DateTime, Datelike, Utc};
use domain::dashboard::plan::Period;
use domain::ids::OfficeId;
use sea_orm::sea_query::{Order, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use super::rows_of;
use crate::entity::{agenda_counter, complaint};
use crate::error::StoreError;
use crate::store::Store;

#[derive(Debug, FromQueryResult)]
struct First {
    office_id: i32,
    received_at: DateTime<Utc>,
}

impl Store {
    /// When each office received its first complaint; offices without any are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn first_received(
        &self,
        offices: &[OfficeId],
    ) -> Result<Vec<(OfficeId, DateTime<Utc>)>, StoreError> {
        let first = |office: &OfficeId| {
            let earliest = Query::select()
                .columns([complaint::Column::OfficeId, complaint::Column::ReceivedAt])
                .from(complaint::Entity)
                .and_where(complaint::Column::OfficeId.eq(office.0))
                .order_by(complaint::Column::ReceivedAt, Order::Asc)
                .limit(1)
                .to_owned();
            Query::select()
                .columns([complaint::Column::OfficeId, complaint::Column::ReceivedAt])
                .from_subquery(earliest, "first")
                .to_owned()
        };
        let Some(select) = all_of(offices.iter().map(first)) else { return Ok(Vec::new()) };
        let rows = rows_of::<First>(&self.read, &select).await?;
        Ok(rows.into_iter().map(|row| (OfficeId(row.office_id), row.received_at)).collect())
    }

    /// How many agenda numbers offices have given in the years of a period.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn agenda_numbers_given(
        &self,
        offices: &[OfficeId],
        period: Period,
    ) -> Result<i64, StoreError> {
        if offices.is_empty() {
            return Ok(0);
        }
        let given: Vec<i32> = agenda_counter::Entity::find()
            .select_only()
            .column(agenda_counter::Column::Last)
            .filter(agenda_counter::Column::OfficeId.is_in(offices.iter().map(|office| office.0)))
            .filter(agenda_counter::Column::Year.between(period.from.year(), period.to().year()))
            .into_tuple()
            .all(&self.read)
            .await?;
        Ok(given.into_iter().map(i64::from).sum())
    }
}

fn all_of(mut selects: impl Iterator<Item = SelectStatement>) -> Option<SelectStatement> {
    let first = selects.next()?;
    Some(selects.fold(first, |mut all, next| all.union(UnionType::All, next).to_owned()))
}
