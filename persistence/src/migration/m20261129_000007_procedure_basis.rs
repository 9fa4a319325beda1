//! What an administrator decides of procedure and calendar: on which rules a revision of the procedure rests and when it was
//! decided; single days that go by neither their weekday nor their holidays.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, integer, string, text_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [text_null("legal_basis"), date_null("decided_on")] {
            manager.alter_table(Table::alter().table("procedure_revision").add_column(column).take()).await?;
        }
        let special_day = Table::create()
            .table("special_day")
            .col(integer("office_id"))
            .col(date("on_date"))
            .col(string("name"))
            // Spans like 07:30-12:00, separated by spaces: few, always read with the row. Empty where the office is closed.
            .col(string("hours"))
            .primary_key(Index::create().col("office_id").col("on_date"))
            .foreign_key(ForeignKey::create().from_col("office_id").to_tbl("office").to_col("id"))
            .take();
        manager.create_table(special_day).await
    }
}
