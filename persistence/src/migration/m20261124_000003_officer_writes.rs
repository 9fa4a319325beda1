//! How often each officer has written, so that who has just written reads from a standby only once it has that. Kept only
//! where a standby is read; a table of the office, so that a step stays a transaction on one node.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, uuid};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to = |column: &'static str, table: &'static str| {
            ForeignKey::create().from_col(column).to_tbl(table).to_col("id").take()
        };
        let table = Table::create()
            .table("officer_write")
            .col(integer("office_id"))
            .col(uuid("officer_id"))
            .col(big_integer("writes"))
            .primary_key(Index::create().col("office_id").col("officer_id"))
            .foreign_key(&mut to("office_id", "office"))
            .foreign_key(&mut to("officer_id", "officer"))
            .take();
        manager.create_table(table).await
    }
}
