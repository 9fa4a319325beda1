//! The settings on which the promises rest, read back.

use persistence::{DatabaseConfig, Store, StoreError};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::harness::{Engine, TestDatabase, on_both_engines};

on_both_engines!(the_settings_are_in_force, a_reader_cannot_write);

async fn read(connection: &DatabaseConnection, sql: &str) -> String {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index::<String>(0).unwrap_or_else(|_| row.try_get_by_index::<i64>(0).unwrap().to_string())
}

async fn the_settings_are_in_force(db: TestDatabase) {
    match db.engine {
        Engine::Sqlite => {
            for (connection, query_only) in [(db.store.writer(), "0"), (db.store.reader(), "1")] {
                for (pragma, value) in [
                    ("journal_mode", "wal"),
                    ("synchronous", "2"),
                    ("foreign_keys", "1"),
                    ("busy_timeout", "5000"),
                    ("trusted_schema", "0"),
                    ("cell_size_check", "1"),
                    ("wal_autocheckpoint", "1000"),
                    ("journal_size_limit", "67108864"),
                    ("mmap_size", "0"),
                    ("query_only", query_only),
                ] {
                    assert_eq!(read(connection, &format!("PRAGMA {pragma}")).await, value, "{pragma}");
                }
            }
            let version = read(db.store.reader(), "SELECT sqlite_version()").await;
            let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
            assert!(parts >= vec![3, 51, 3], "{version}");
        }
        Engine::Postgres => {
            for (setting, value) in [
                ("statement_timeout", "5s"),
                ("lock_timeout", "2s"),
                ("idle_in_transaction_session_timeout", "10s"),
                ("application_name", "pengaduan"),
                ("synchronous_commit", "on"),
                ("transaction_isolation", "read committed"),
            ] {
                assert_eq!(read(db.store.writer(), &format!("SHOW {setting}")).await, value, "{setting}");
            }
        }
    }
}

async fn a_reader_cannot_write(db: TestDatabase) {
    let written = db.store.reader().execute_unprepared("DELETE FROM session").await;
    match db.engine {
        Engine::Sqlite => assert!(written.unwrap_err().to_string().contains("readonly")),
        // One pool: a standby is read only by a store that is bound to it.
        Engine::Postgres => assert_eq!(written.unwrap().rows_affected(), 0),
    }
}

#[tokio::test]
async fn what_is_no_database_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let refused = async |url: String| {
        Store::connect(&DatabaseConfig { url, max_connections: 2, read_url: None }).await.unwrap_err()
    };
    let unknown = refused("mysql://localhost/pengaduan".to_owned()).await;
    assert!(matches!(&unknown, StoreError::Unfit(why) if why.contains("sqlite:")), "{unknown:?}");

    let file = folder.path().join("brief.odt");
    std::fs::write(&file, "Kepada Yth. Bapak Camat ".repeat(100)).unwrap();
    refused(format!("sqlite:{}", file.display())).await;
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("Kepada Yth."));

    // A file where the folder should be.
    let unfit = refused(format!("sqlite:{}/data/pengaduan.sqlite", file.display())).await;
    assert!(matches!(&unfit, StoreError::Unfit(why) if why.contains("data folder")), "{unfit:?}");
}

#[tokio::test]
async fn a_path_is_taken_as_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data kantor #1/penga%20duan.sqlite");
    for url in [format!("sqlite:{}", path.display()), format!("sqlite://{}", path.display())] {
        let store =
            Store::connect(&DatabaseConfig { url, max_connections: 2, read_url: None }).await.unwrap();
        store.migrate().await.unwrap();
        assert!(store.is_empty().await.unwrap());
        assert!(path.exists());
    }
}

#[test]
fn a_password_is_not_printed() {
    for (url, shown) in [
        ("postgres://pengaduan:rahasia@10.0.0.5:5432/pengaduan", "postgres://…@10.0.0.5:5432/pengaduan"),
        ("postgres://pengaduan:raha@sia@10.0.0.5/pengaduan", "postgres://…@10.0.0.5/pengaduan"),
        ("postgres://localhost/pengaduan?user=pengaduan&password=rahasia", "postgres://localhost/pengaduan"),
        ("sqlite:data/pengaduan.sqlite", "sqlite:data/pengaduan.sqlite"),
    ] {
        let read_url = Some(url.to_owned());
        let printed = format!("{:?}", DatabaseConfig { url: url.to_owned(), max_connections: 1, read_url });
        assert_eq!(printed.matches(&format!("{shown:?}")).count(), 2, "{printed}");
        assert!(printed.contains(&format!("{shown:?}")) && !printed.contains("rahasia"), "{printed}");
    }
}
