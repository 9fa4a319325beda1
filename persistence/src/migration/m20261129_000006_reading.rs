//! Readings: who read what of secret complaints and of national ids, and when. A row is written before what it is about is
//! shown, and stays.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, string, timestamp_with_time_zone, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        for (name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table("reading");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index.take()).await?;
        }
        for statement in append_only(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn table() -> TableCreateStatement {
    let mut complaint = ForeignKey::create();
    complaint
        .from_col("office_id")
        .from_col("complaint_id")
        .to_tbl("complaint")
        .to_col("office_id")
        .to_col("id");
    let mut officer = ForeignKey::create();
    officer.from_col("officer_id").to_tbl("officer").to_col("id");
    let mut office = ForeignKey::create();
    office.from_col("office_id").to_tbl("office").to_col("id");
    Table::create()
        .table("reading")
        .col(integer("office_id"))
        .col(uuid("id"))
        .col(timestamp_with_time_zone("at"))
        .col(uuid("officer_id"))
        .col(uuid_null("complaint_id"))
        // What came in and is no complaint yet has no row of that kind.
        .col(uuid_null("submission_id"))
        .col(string("what"))
        .primary_key(Index::create().col("office_id").col("id"))
        .foreign_key(&mut office)
        .foreign_key(&mut officer)
        .foreign_key(&mut complaint)
        .take()
}

/// Newest first: all of an office, of one complaint, by one officer.
const INDEXES: [(&str, &[&str]); 3] = [
    ("reading_at", &["office_id", "at", "id"]),
    ("reading_complaint", &["office_id", "complaint_id", "at", "id"]),
    ("reading_officer", &["office_id", "officer_id", "at", "id"]),
];

/// Trigger bodies are beyond sea-query. `REPLACE` deletes the row in its way without asking a trigger for deleting.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Sqlite => &[
            "CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading \
             BEGIN SELECT RAISE(ABORT, 'reading is append-only'); END",
            "CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading \
             BEGIN SELECT RAISE(ABORT, 'reading is append-only'); END",
            "CREATE TRIGGER reading_no_replace BEFORE INSERT ON reading \
             BEGIN SELECT RAISE(ABORT, 'reading is append-only') FROM reading AS kept \
             WHERE kept.office_id = NEW.office_id AND kept.id = NEW.id; END",
        ],
        _ => &[
            "CREATE TRIGGER reading_append_only BEFORE UPDATE OR DELETE ON reading \
             FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER reading_no_truncate BEFORE TRUNCATE ON reading \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ],
    }
}
