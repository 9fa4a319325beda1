//! The procedure: offices and what is decided by them, complaints with their step records, sessions, idempotency keys.
//!
//! What belongs to an office is keyed `(office_id, …)` and every foreign key and unique constraint on it begins with
//! `office_id`, so that its rows can be placed together on a distributed engine. Offices, officers, sections, calendars and
//! revisions are small and shared; they never refer to complaints.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, binary_len, boolean, boolean_null, date, integer, integer_null, string, string_null, text,
    text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        // Trigger bodies are beyond sea-query.
        for statement in append_only(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

fn table(name: &'static str, columns: Vec<ColumnDef>, key: &[&'static str]) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name);
    for column in columns {
        table.col(column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(*column);
    }
    table.primary_key(&mut primary);
    table
}

trait References {
    fn references(self, columns: &[&'static str], table: &'static str, key: &[&'static str]) -> Self;
}

impl References for TableCreateStatement {
    fn references(mut self, columns: &[&'static str], table: &'static str, key: &[&'static str]) -> Self {
        let mut foreign = ForeignKey::create();
        for column in columns {
            foreign.from_col(*column);
        }
        foreign.to_tbl(table);
        for column in key {
            foreign.to_col(*column);
        }
        self.foreign_key(&mut foreign);
        self
    }
}

const OFFICE: &[&str] = &["office_id"];
const ID: &[&str] = &["id"];
const OFFICE_AND_ID: &[&str] = &["office_id", "id"];

fn tables() -> Vec<TableCreateStatement> {
    let mut tables = shared_tables();
    tables.extend(complaint_tables());
    tables
}

fn shared_tables() -> Vec<TableCreateStatement> {
    vec![
        // What the database is, like a demonstration.
        table("setting", vec![string("name"), string("value")], &["name"]),
        table(
            "office",
            vec![
                integer("id"),
                string("code").unique_key().take(),
                string("name"),
                string("regency"),
                string("time_zone"),
                string("agenda_format"),
                integer("backdate_days"),
                // Raised by every change of the office's shared rows: copies of the service keep what they read by it.
                big_integer("revision"),
            ],
            ID,
        ),
        table(
            "section",
            vec![integer("office_id"), uuid("id"), string("code"), string("name"), boolean("active")],
            OFFICE_AND_ID,
        )
        .references(OFFICE, "office", ID),
        table(
            "category",
            vec![integer("office_id"), uuid("id"), string("code"), string("name")],
            OFFICE_AND_ID,
        )
        .references(OFFICE, "office", ID),
        table("village", vec![integer("office_id"), string("code"), string("name")], &["office_id", "code"])
            .references(OFFICE, "office", ID),
        table(
            "officer",
            vec![
                uuid("id"),
                integer_null("office_id"),
                string_null("regency"),
                string("username").unique_key().take(),
                string("name"),
                string("position"),
                uuid_null("section_id"),
                boolean("active"),
                string("password_hash"),
            ],
            ID,
        )
        .references(OFFICE, "office", ID)
        .references(&["office_id", "section_id"], "section", OFFICE_AND_ID),
        table(
            "acting_appointment",
            vec![
                integer("office_id"),
                uuid("id"),
                uuid("officer_id"),
                string("position"),
                uuid_null("section_id"),
                string("capacity"),
                string_null("decree"),
                timestamp_with_time_zone("from_at"),
                timestamp_with_time_zone("until_at"),
            ],
            OFFICE_AND_ID,
        )
        .references(OFFICE, "office", ID)
        .references(&["officer_id"], "officer", ID)
        .references(&["office_id", "section_id"], "section", OFFICE_AND_ID),
        table(
            "season",
            vec![integer("office_id"), uuid("id"), string("name"), date("from_on"), date("to_on")],
            OFFICE_AND_ID,
        )
        .references(OFFICE, "office", ID),
        table(
            "opening_hours",
            vec![
                integer("office_id"),
                uuid("id"),
                uuid_null("season_id"),
                integer("weekday"),
                string("opens"),
                string("closes"),
            ],
            OFFICE_AND_ID,
        )
        .references(OFFICE, "office", ID)
        .references(&["office_id", "season_id"], "season", OFFICE_AND_ID),
        table(
            "holiday",
            vec![
                integer("office_id"),
                uuid("id"),
                date("on_date"),
                string("name"),
                string("kind"),
                boolean("closed"),
                boolean("estimated"),
            ],
            OFFICE_AND_ID,
        )
        .references(OFFICE, "office", ID),
        table(
            "procedure_revision",
            vec![
                integer("office_id"),
                integer("revision"),
                string("number"),
                string("title"),
                date("effective_from"),
            ],
            &["office_id", "revision"],
        )
        .references(OFFICE, "office", ID),
        table(
            "procedure_step",
            vec![
                integer("office_id"),
                integer("revision"),
                string("step"),
                text("activity"),
                text("activity_indonesian"),
                text("requirements"),
                text("output"),
                string("standard"),
            ],
            &["office_id", "revision", "step"],
        )
        .references(&["office_id", "revision"], "procedure_revision", &["office_id", "revision"]),
        table(
            "session",
            vec![
                binary_len("token_hash", 32),
                uuid("officer_id"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone("expires_at"),
                timestamp_with_time_zone_null("ended_at"),
            ],
            &["token_hash"],
        )
        .references(&["officer_id"], "officer", ID),
        table(
            "sign_in_failure",
            vec![string("subject"), timestamp_with_time_zone("since"), integer("failures")],
            &["subject"],
        ),
    ]
}

fn complaint_tables() -> Vec<TableCreateStatement> {
    vec![
        table(
            "agenda_counter",
            vec![integer("office_id"), integer("year"), integer("last")],
            &["office_id", "year"],
        )
        .references(OFFICE, "office", ID),
        table(
            "complaint",
            vec![
                integer("office_id"),
                uuid("id"),
                integer("version"),
                integer("agenda_year"),
                integer("agenda_seq"),
                string("agenda_number"),
                string_null("tracking_code"),
                // The number an imported register gave it.
                string_null("source_number"),
                string_null("channel"),
                text_null("subject"),
                text_null("description"),
                // Subject and description, case folded, for searching.
                text("search_text"),
                uuid_null("category_id"),
                string_null("village_code"),
                string("urgency"),
                string("confidentiality"),
                string_null("complainant_name"),
                string_null("complainant_phone"),
                string_null("complainant_email"),
                string_null("complainant_address"),
                string_null("complainant_national_id"),
                // Ids of the officers complained of, separated by spaces: few, never deleted, always read with the row.
                text_null("reported_officers"),
                string("status"),
                string_null("current_step"),
                integer("cycle"),
                timestamp_with_time_zone("arrived_at"),
                timestamp_with_time_zone("received_at"),
                timestamp_with_time_zone_null("step_started_at"),
                timestamp_with_time_zone_null("due_at"),
                timestamp_with_time_zone_null("closed_at"),
                timestamp_with_time_zone("updated_at"),
                integer("procedure_revision"),
                text_null("result"),
                text_null("answer"),
                timestamp_with_time_zone_null("answered_at"),
                string_null("archive_code"),
                string_null("referred_to"),
                uuid_null("duplicate_of_id"),
            ],
            OFFICE_AND_ID,
        )
        .references(OFFICE, "office", ID)
        .references(&["office_id", "category_id"], "category", OFFICE_AND_ID)
        .references(&["office_id", "village_code"], "village", &["office_id", "code"])
        .references(&["office_id", "procedure_revision"], "procedure_revision", &["office_id", "revision"])
        .references(&["office_id", "duplicate_of_id"], "complaint", OFFICE_AND_ID),
        table(
            "step_record",
            vec![
                integer("office_id"),
                uuid("complaint_id"),
                integer("number"),
                string("step"),
                integer("cycle"),
                integer("visit"),
                string("position"),
                uuid_null("section_id"),
                boolean_null("lead"),
                timestamp_with_time_zone_null("started_at"),
                timestamp_with_time_zone_null("due_at"),
                text_null("opened_because"),
                string_null("outcome"),
                uuid_null("officer_id"),
                string_null("capacity"),
                uuid_null("on_behalf_of_id"),
                timestamp_with_time_zone_null("completed_at"),
                timestamp_with_time_zone_null("recorded_at"),
                ColumnDef::new("working_seconds").big_integer().null().take(),
                text_null("note"),
                // What the step said: advice, consideration, instruction, solution, result.
                text_null("statement"),
                text_null("own_solution"),
                text_null("answer"),
                boolean_null("policy_matter"),
                string_null("archive_code"),
                string_null("agency"),
                // Ids of the sections the secretary suggested, separated by spaces.
                text_null("suggested_sections"),
            ],
            &["office_id", "complaint_id", "number"],
        )
        .references(&["office_id", "complaint_id"], "complaint", OFFICE_AND_ID)
        .references(&["office_id", "section_id"], "section", OFFICE_AND_ID)
        .references(&["officer_id"], "officer", ID)
        .references(&["on_behalf_of_id"], "officer", ID),
        table(
            "complaint_change",
            vec![
                integer("office_id"),
                uuid("complaint_id"),
                integer("number"),
                timestamp_with_time_zone("at"),
                uuid("officer_id"),
                text("reason"),
                string("field"),
                text_null("before"),
                text_null("after"),
            ],
            &["office_id", "complaint_id", "number"],
        )
        .references(&["office_id", "complaint_id"], "complaint", OFFICE_AND_ID)
        .references(&["officer_id"], "officer", ID),
        table(
            "idempotency_key",
            vec![
                integer("office_id"),
                uuid("officer_id"),
                string("key"),
                binary_len("input_hash", 32),
                uuid("complaint_id"),
                timestamp_with_time_zone("created_at"),
            ],
            &["office_id", "officer_id", "key"],
        ),
    ]
}

fn index(name: &'static str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

fn indexes() -> Vec<IndexCreateStatement> {
    let unique = |name, table, columns| index(name, table, columns).unique().take();
    vec![
        unique("section_code", "section", &["office_id", "code"]),
        unique("category_code", "category", &["office_id", "code"]),
        unique("holiday_name", "holiday", &["office_id", "on_date", "name"]),
        index("office_regency", "office", &["regency"]),
        index("officer_office", "officer", &["office_id"]),
        index("session_officer", "session", &["officer_id"]),
        unique("complaint_agenda_seq", "complaint", &["office_id", "agenda_year", "agenda_seq"]),
        unique("complaint_agenda_number", "complaint", &["office_id", "agenda_year", "agenda_number"]),
        unique("complaint_tracking_code", "complaint", &["office_id", "tracking_code"]),
        unique("complaint_source_number", "complaint", &["office_id", "source_number"]),
        index("complaint_received", "complaint", &["office_id", "received_at", "id"]),
        index("complaint_due", "complaint", &["office_id", "due_at", "id"]),
        index("complaint_closed", "complaint", &["office_id", "closed_at", "id"]),
        index("complaint_duplicate_of", "complaint", &["office_id", "duplicate_of_id"]),
        // What waits, in the order of worklists, and for whom: open records only, so it stays small.
        index(
            "step_record_waiting",
            "step_record",
            &["office_id", "due_at", "complaint_id", "number", "position", "section_id"],
        )
        .and_where(Expr::col("outcome").is_null())
        .take(),
    ]
}

/// An open step record may change; a closed one, and every row of the logs, never.
const GUARDED: [(&str, &str); 2] =
    [("step_record", "OLD.outcome IS NOT NULL"), ("complaint_change", "1 = 1")];

fn append_only(backend: DbBackend) -> Vec<String> {
    match backend {
        DbBackend::Sqlite => GUARDED.iter().flat_map(|(table, when)| guard_sqlite(table, when)).collect(),
        _ => std::iter::once(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
                .to_owned(),
        )
        .chain(GUARDED.iter().flat_map(|(table, when)| guard_postgres(table, when)))
        .collect(),
    }
}

fn guard_postgres(table: &str, when: &str) -> [String; 2] {
    [
        format!(
            "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} \
             FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        ),
        format!(
            "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
    ]
}

/// `REPLACE` deletes the row in its way without asking a trigger for deleting: so no row may come to lie on another.
fn guard_sqlite(table: &str, when: &str) -> [String; 3] {
    let refuse = format!("RAISE(ABORT, '{table} is append-only')");
    let same = |row| {
        ["office_id", "complaint_id", "number"].map(|key| format!("{row}.{key} = NEW.{key}")).join(" AND ")
    };
    [
        format!(
            "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {when} OR NOT ({}) \
             BEGIN SELECT {refuse}; END",
            same("OLD")
        ),
        format!(
            "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {when} BEGIN SELECT {refuse}; END"
        ),
        format!(
            "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} \
             BEGIN SELECT {refuse} FROM {table} AS kept WHERE {}; END",
            same("kept")
        ),
    ]
}
