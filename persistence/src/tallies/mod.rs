//! Tallies: kept with every step in its own transaction, read by dashboards, recomputed from the history to be compared.

mod apply;
mod cells;
mod codec;
mod figures;
mod ledger;
pub mod pending;
pub mod read;
mod register;
pub mod verify;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

pub(crate) use apply::apply;

async fn rows_of<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    select: &SelectStatement,
) -> Result<Vec<T>, DbErr> {
    db.query_all(select).await?.iter().map(|row| T::from_query_result(row, "")).collect()
}
