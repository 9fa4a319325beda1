//! A fresh database for each test, on either engine: a copy of one that was prepared once for the run.

use api::clock::{Clock, SystemClock};
use persistence::{DatabaseConfig, Store};
use sea_orm::{ConnectionTrait, Database as Connect, DatabaseConnection};
use tokio::sync::OnceCell;

use crate::SetClock;
use crate::office::create_both;

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in a folder of its own.
    Sqlite,
    /// A database of its own on the server named by `PENGADUAN_TEST_POSTGRES`.
    Postgres,
}

#[derive(Debug)]
pub(crate) struct Database {
    url: String,
    /// Where a standby of it is read.
    pub(crate) read_url: Option<String>,
    _folder: Option<tempfile::TempDir>,
    server: Option<(String, String)>,
}

impl Database {
    /// A database with the schema and both offices in it.
    pub(crate) async fn new(engine: Engine) -> Self {
        static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        match engine {
            Engine::Sqlite => {
                let bytes = FILE
                    .get_or_init(|| async {
                        let (database, file) = Self::empty_file();
                        let store = database.prepare().await;
                        store
                            .writer()
                            .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
                            .await
                            .expect("the log can be written back");
                        std::fs::read(file).expect("the file can be read")
                    })
                    .await;
                let (database, file) = Self::empty_file();
                std::fs::write(file, bytes).expect("the file can be written");
                database
            }
            Engine::Postgres => {
                let template = TEMPLATE
                    .get_or_init(|| async {
                        let database = Self::on_server("").await;
                        let store = database.prepare().await;
                        for connection in [store.writer(), store.reader()] {
                            connection.clone().close().await.expect("the connections can be closed");
                        }
                        let (_, name) = database.server.clone().expect("it is on a server");
                        // It stays for as long as the server does.
                        std::mem::forget(database);
                        name
                    })
                    .await;
                Self::on_server(&format!("TEMPLATE {template} STRATEGY FILE_COPY")).await
            }
        }
    }

    /// One that somebody else made and removes.
    pub(crate) fn at(url: String) -> Self {
        Self { url, read_url: None, _folder: None, server: None }
    }

    fn empty_file() -> (Self, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("pengaduan.sqlite");
        let url = format!("sqlite:{}", file.display());
        (Self { url, read_url: None, _folder: Some(folder), server: None }, file)
    }

    /// One on the server, without any table.
    pub(crate) async fn empty_on_server() -> Self {
        Self::on_server("").await
    }

    async fn on_server(like: &str) -> Self {
        let server = std::env::var("PENGADUAN_TEST_POSTGRES").expect(
            "PENGADUAN_TEST_POSTGRES names no PostgreSQL: run the README's test command, or eval \"$(.ci/postgres start)\"",
        );
        let name = format!("test_{}", SystemClock.new_id().simple());
        connect(&server)
            .await
            .execute_unprepared(&format!("CREATE DATABASE {name} {like}"))
            .await
            .expect("a database can be made");
        let (base, _) = server.rsplit_once('/').expect("the URL names a database");
        Self {
            url: format!("{base}/{name}"),
            read_url: None,
            _folder: None,
            server: Some((server.clone(), name)),
        }
    }

    async fn prepare(&self) -> Store {
        let store = Store::connect(&self.config()).await.expect("the database can be connected to");
        store.migrate().await.expect("the schema can be made");
        create_both(&store, &SetClock::at("2026-02-02T08:00:00+08:00")).await;
        store
    }

    pub(crate) fn config(&self) -> DatabaseConfig {
        DatabaseConfig { url: self.url.clone(), max_connections: 4, read_url: self.read_url.clone() }
    }
}

async fn connect(server: &str) -> DatabaseConnection {
    Connect::connect(server).await.expect("PostgreSQL can be connected to")
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some((server, name)) = self.server.take() else { return };
        // On a thread of its own: the test's runtime may be stopping.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            if let Ok(runtime) = runtime {
                runtime.block_on(async {
                    if let Ok(connection) = Connect::connect(&server).await {
                        let _ = connection
                            .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
                            .await;
                    }
                });
            }
        });
        let _ = dropped.join();
    }
}
