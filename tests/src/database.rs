//! A fresh database for each test, on either engine.

use persistence::DatabaseConfig;
use sea_orm::{ConnectionTrait, Database as Connect};

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
    _folder: Option<tempfile::TempDir>,
    server: Option<(String, String)>,
}

impl Database {
    pub(crate) async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a folder can be made");
                let url = format!("sqlite:{}", folder.path().join("pengaduan.sqlite").display());
                Self { url, _folder: Some(folder), server: None }
            }
            Engine::Postgres => {
                let server = std::env::var("PENGADUAN_TEST_POSTGRES").expect(
                    "PENGADUAN_TEST_POSTGRES names no PostgreSQL: run the README's test command, or eval \"$(.ci/postgres start)\"",
                );
                let name = format!("test_{}", uuid::Uuid::now_v7().simple());
                let connection = Connect::connect(&server).await.expect("PostgreSQL can be connected to");
                connection
                    .execute_unprepared(&format!("CREATE DATABASE {name}"))
                    .await
                    .expect("a database can be made");
                let (base, _) = server.rsplit_once('/').expect("the URL names a database");
                Self { url: format!("{base}/{name}"), _folder: None, server: Some((server.clone(), name)) }
            }
        }
    }

    /// One that somebody else made and removes.
    pub(crate) fn at(url: String) -> Self {
        Self { url, _folder: None, server: None }
    }

    pub(crate) fn config(&self) -> DatabaseConfig {
        DatabaseConfig { url: self.url.clone(), max_connections: 4 }
    }
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
