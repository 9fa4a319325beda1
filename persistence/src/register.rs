//! The register of an office: its revision is raised by whatever changes one of its complaints.

use domain::ids::OfficeId;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use crate::entity::register;
use crate::error::StoreError;

/// Raises an office's register by one. Whoever did holds it, and with it the office's tallies, until the transaction ends:
/// so it comes after every other lock of a transaction.
pub(crate) async fn raise(tx: &impl ConnectionTrait, office: OfficeId) -> Result<(), StoreError> {
    let statement = Query::insert()
        .into_table(register::Entity)
        .columns([register::Column::OfficeId, register::Column::Revision])
        .values_panic([office.0.into(), 1_i64.into()])
        .on_conflict(
            OnConflict::column(register::Column::OfficeId)
                .value(
                    register::Column::Revision,
                    Expr::col((register::Entity, register::Column::Revision)).add(1),
                )
                .to_owned(),
        )
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}
