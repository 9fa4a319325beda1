//! Submissions: what came in by itself and waits for step 1. They have no agenda number and no step records, so they are a table
//! of their own; a complaint that is made of one begins with its arrival and its tracking code.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for statement in append_only(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn table() -> TableCreateStatement {
    let references = |columns: &[&'static str], table: &'static str, key: &[&'static str]| {
        let mut foreign = ForeignKey::create();
        for column in columns {
            foreign.from_col(*column);
        }
        foreign.to_tbl(table);
        for column in key {
            foreign.to_col(*column);
        }
        foreign
    };
    Table::create()
        .table("submission")
        .col(integer("office_id"))
        .col(uuid("id"))
        .col(integer("version"))
        .col(string("tracking_code"))
        .col(string("channel"))
        .col(text("subject"))
        .col(text("description"))
        .col(uuid_null("category_id"))
        .col(string_null("village_code"))
        .col(string("confidentiality"))
        .col(string_null("complainant_name"))
        .col(string_null("complainant_phone"))
        .col(string_null("complainant_email"))
        .col(string_null("complainant_address"))
        .col(string_null("complainant_national_id"))
        .col(timestamp_with_time_zone("arrived_at"))
        .col(timestamp_with_time_zone("due_at"))
        .col(string("status"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(uuid_null("settled_by_id"))
        .col(big_integer_null("working_seconds"))
        .col(uuid_null("complaint_id"))
        // Why it was set aside, or a note to its being joined.
        .col(text_null("reason"))
        .primary_key(Index::create().col("office_id").col("id"))
        .foreign_key(&mut references(&["office_id"], "office", &["id"]))
        .foreign_key(&mut references(&["office_id", "category_id"], "category", &["office_id", "id"]))
        .foreign_key(&mut references(&["office_id", "village_code"], "village", &["office_id", "code"]))
        .foreign_key(&mut references(&["office_id", "complaint_id"], "complaint", &["office_id", "id"]))
        .foreign_key(&mut references(&["settled_by_id"], "officer", &["id"]))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let index = |name: &'static str, columns: &[&'static str]| {
        let mut index = Index::create();
        index.name(name).table("submission");
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        index("submission_tracking_code", &["office_id", "tracking_code"]).unique().take(),
        // What waits, earliest due first; and what was settled, each way by itself.
        index("submission_status", &["office_id", "status", "due_at", "id"]),
    ]
}

/// One that was settled never changes again, as closed step records do not.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Sqlite => &[
            "CREATE TRIGGER submission_no_update BEFORE UPDATE ON submission \
             WHEN OLD.status <> 'WAITING' OR OLD.office_id <> NEW.office_id OR OLD.id <> NEW.id \
             BEGIN SELECT RAISE(ABORT, 'submission is append-only'); END",
            "CREATE TRIGGER submission_no_delete BEFORE DELETE ON submission WHEN OLD.status <> 'WAITING' \
             BEGIN SELECT RAISE(ABORT, 'submission is append-only'); END",
            "CREATE TRIGGER submission_no_replace BEFORE INSERT ON submission \
             BEGIN SELECT RAISE(ABORT, 'submission is append-only') FROM submission AS kept \
             WHERE kept.office_id = NEW.office_id AND kept.id = NEW.id; END",
        ],
        _ => &[
            "CREATE TRIGGER submission_append_only BEFORE UPDATE OR DELETE ON submission \
             FOR EACH ROW WHEN (OLD.status <> 'WAITING') EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER submission_no_truncate BEFORE TRUNCATE ON submission \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ],
    }
}
