//! Administration: the record of what was changed of an office, append-only; the letterhead; categories that are closed.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, integer, string, string_null, text, timestamp_with_time_zone, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        manager.create_table(office_change()).await?;
        for statement in append_only(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("office", string_null("letterhead_government")),
        ("office", string_null("letterhead_office_name")),
        ("office", string_null("letterhead_address")),
        ("office", string_null("letterhead_telephone")),
        ("office", string_null("letterhead_email")),
        ("office", string_null("letterhead_website")),
        ("category", boolean("active").default(true).take()),
    ]
}

fn office_change() -> TableCreateStatement {
    let to = |column: &'static str, table: &'static str| {
        ForeignKey::create().from_col(column).to_tbl(table).to_col("id").take()
    };
    Table::create()
        .table("office_change")
        .col(integer("office_id"))
        .col(integer("number"))
        .col(timestamp_with_time_zone("at"))
        // None where the command line did it.
        .col(uuid_null("officer_id"))
        .col(string("kind"))
        // What was so and is not any more, what is so since: arrays of paths and values in JSON.
        .col(text("before"))
        .col(text("after"))
        .primary_key(Index::create().col("office_id").col("number"))
        .foreign_key(&mut to("office_id", "office"))
        .foreign_key(&mut to("officer_id", "officer"))
        .take()
}

/// As of the log of a complaint's changes: nothing once written is changed, replaced or taken out.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Sqlite => &[
            "CREATE TRIGGER office_change_no_update BEFORE UPDATE ON office_change \
             BEGIN SELECT RAISE(ABORT, 'office_change is append-only'); END",
            "CREATE TRIGGER office_change_no_delete BEFORE DELETE ON office_change \
             BEGIN SELECT RAISE(ABORT, 'office_change is append-only'); END",
            "CREATE TRIGGER office_change_no_replace BEFORE INSERT ON office_change \
             BEGIN SELECT RAISE(ABORT, 'office_change is append-only') FROM office_change AS kept \
             WHERE kept.office_id = NEW.office_id AND kept.number = NEW.number; END",
        ],
        _ => &[
            "CREATE TRIGGER office_change_append_only BEFORE UPDATE OR DELETE ON office_change \
             FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER office_change_no_truncate BEFORE TRUNCATE ON office_change \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ],
    }
}
