//! Figures: tallies that are kept with every step, so that a dashboard does not read complaints; of a step record what a
//! figure needs of the calendar as it was then; sessions of machines, which only read.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, boolean, integer, string, string_null, timestamp_with_time_zone_null,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        for statement in numbers() {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        for table in tables() {
            manager.create_table(table).await?;
        }
        manager
            .get_connection()
            .execute_unprepared("INSERT INTO register (office_id, revision) SELECT id, 0 FROM office")
            .await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("section", integer("number").default(0).take()),
        ("category", integer("number").default(0).take()),
        ("step_record", timestamp_with_time_zone_null("cycle_due_at")),
        ("step_record", big_integer_null("cycle_seconds")),
        ("step_record", big_integer_null("entry_lag_seconds")),
        // Of a token that an operator gave to a machine: what for.
        ("session", string_null("label")),
        ("session", boolean("read_only").default(false).take()),
    ]
}

/// Those that are there get their numbers by their codes.
fn numbers() -> impl Iterator<Item = String> {
    ["section", "category"].into_iter().map(|table| {
        format!(
            "UPDATE {table} SET number = (SELECT count(*) FROM {table} AS other \
             WHERE other.office_id = {table}.office_id AND other.code <= {table}.code)"
        )
    })
}

fn tables() -> Vec<TableCreateStatement> {
    let office = || ForeignKey::create().from_col("office_id").to_tbl("office").to_col("id").take();
    vec![
        Table::create()
            .table("register")
            .col(integer("office_id"))
            .col(big_integer("revision"))
            .primary_key(Index::create().col("office_id"))
            .foreign_key(&mut office())
            .take(),
        Table::create()
            .table("tally")
            .col(integer("office_id"))
            // Which complaints: all, one channel's, one category's, one section's, or by all three at once.
            .col(string("slice"))
            // When: 0 of all time, YYYYMM of a month, YYYYMMDD of a day.
            .col(integer("bucket"))
            // Numbers by what they count, packed.
            .col(blob("counts"))
            .primary_key(Index::create().col("office_id").col("slice").col("bucket"))
            .foreign_key(&mut office())
            .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    let index = |name: &'static str, table: &'static str, columns: &[&'static str]| {
        let mut index = Index::create();
        index.name(name).table(table);
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        index("section_number", "section", &["office_id", "number"]).unique().take(),
        index("category_number", "category", &["office_id", "number"]).unique().take(),
        // What is open by when it is due, and what is open without ever being due.
        index("complaint_status", "complaint", &["office_id", "status", "due_at", "id"]),
        index("complaint_updated", "complaint", &["office_id", "updated_at", "id"]),
    ]
}
