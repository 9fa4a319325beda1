//! Migrations: a contract. What was released is never edited; the snapshots show if it is.

use persistence::{DatabaseConfig, Store};

use crate::harness::{Engine, TestDatabase, database, on_both_engines};

on_both_engines!(
    migrating_again_changes_nothing,
    copies_of_the_service_may_migrate_at_once,
    an_older_service_refuses_a_newer_database,
    the_schema_is_as_released,
);

const NAMES: &[&str] = &[
    "m20261124_000001_procedure",
    "m20261124_000002_figures",
    "m20261124_000003_officer_writes",
    "m20261129_000004_submission",
    "m20261129_000005_office_change",
    "m20261129_000006_reading",
    "m20261129_000007_procedure_basis",
];

async fn names(db: &TestDatabase) -> Vec<String> {
    db.ask("SELECT version FROM seaql_migrations ORDER BY version").await
}

async fn migrating_again_changes_nothing(db: TestDatabase) {
    assert!(db.store.is_ready().await.unwrap());
    assert_eq!(names(&db).await, NAMES);
    let before = schema(&db).await;
    db.store.migrate().await.unwrap();
    db.another().await.migrate().await.unwrap();
    assert_eq!(names(&db).await, NAMES);
    assert_eq!(schema(&db).await, before);
}

async fn copies_of_the_service_may_migrate_at_once(db: TestDatabase) {
    let folder = tempfile::tempdir().unwrap();
    let (name, url) = match db.engine {
        Engine::Sqlite => (None, format!("sqlite:{}", folder.path().join("neu.sqlite").display())),
        Engine::Postgres => {
            let (name, url) = database::empty_database().await;
            (Some(name), url)
        }
    };
    let mut copies = Vec::new();
    for _ in 0..4 {
        let config = DatabaseConfig { url: url.clone(), max_connections: 2, read_url: None };
        copies.push(tokio::spawn(async move {
            let store = Store::connect(&config).await.unwrap();
            store.is_ready().await.unwrap();
            store.migrate().await.unwrap();
            assert!(store.is_ready().await.unwrap());
            store
        }));
    }
    for copy in copies {
        copy.await.unwrap().writer().clone().close().await.unwrap();
    }
    if let Some(name) = name {
        database::drop_database(&name).await;
    }
}

async fn an_older_service_refuses_a_newer_database(db: TestDatabase) {
    db.sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_later', 0)")
        .await
        .unwrap();
    db.store.is_ready().await.unwrap_err();
    db.store.migrate().await.unwrap_err();
}

async fn the_schema_is_as_released(db: TestDatabase) {
    let schema = schema(&db).await.join("\n");
    match db.engine {
        Engine::Sqlite => insta::assert_snapshot!("schema_sqlite", schema),
        Engine::Postgres => insta::assert_snapshot!("schema_postgres", schema),
    }
}

/// Tables with columns, keys, indexes and triggers, as the database tells them.
async fn schema(db: &TestDatabase) -> Vec<String> {
    match db.engine {
        Engine::Sqlite => {
            db.ask("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name").await
        }
        Engine::Postgres => {
            db.ask(
                "SELECT line FROM (
                   SELECT table_name, 1 AS kind, ordinal_position AS place,
                     format('%s.%s %s%s', table_name, column_name, data_type,
                       CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END) AS line
                   FROM information_schema.columns WHERE table_schema = 'public'
                   UNION ALL
                   SELECT conrelid::regclass::text, 2, 0,
                     format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid))
                   FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'c')
                   UNION ALL
                   SELECT tablename::text, 3, 0, indexdef FROM pg_indexes WHERE schemaname = 'public'
                   UNION ALL
                   SELECT tgrelid::regclass::text, 4, 0, pg_get_triggerdef(oid)
                   FROM pg_trigger WHERE NOT tgisinternal
                 ) AS lines ORDER BY table_name COLLATE \"C\", kind, place, line COLLATE \"C\"",
            )
            .await
        }
    }
}
