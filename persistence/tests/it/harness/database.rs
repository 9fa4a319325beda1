//! Databases: SQLite in a temporary directory; on PostgreSQL a copy of a template that is migrated once in a run.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use persistence::{DatabaseConfig, Store};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use tokio::sync::Semaphore;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A fresh, migrated database.
#[derive(Clone, Debug)]
pub(crate) struct TestDatabase {
    pub(crate) engine: Engine,
    pub(crate) url: String,
    pub(crate) store: Store,
    _folder: Option<Arc<tempfile::TempDir>>,
}

/// Connections a store may open, so that some tests at once stay below the server's limit.
pub(crate) const CONNECTIONS: u32 = 12;
static PERMITS: Semaphore = Semaphore::const_new(8);

/// Runs a test on a database of its own, which is dropped whether it fails or not.
pub(crate) fn run<F>(engine: Engine, test: impl FnOnce(TestDatabase) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        match engine {
            Engine::Sqlite => {
                let folder = Arc::new(tempfile::tempdir().unwrap());
                let url = format!("sqlite:{}", folder.path().join("data/pengaduan.sqlite").display());
                let store = connect(&url).await;
                store.migrate().await.unwrap();
                test(TestDatabase { engine, url, store, _folder: Some(folder) }).await;
            }
            Engine::Postgres => {
                let _permit = PERMITS.acquire().await.unwrap();
                let (name, url) = copy_template().await;
                let store = connect(&url).await;
                let ended = tokio::spawn(test(TestDatabase { engine, url, store, _folder: None })).await;
                execute(server(), &format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
                if let Err(failure) = ended {
                    std::panic::resume_unwind(failure.into_panic());
                }
            }
        }
    });
}

pub(crate) async fn connect(url: &str) -> Store {
    Store::connect(&DatabaseConfig { url: url.to_owned(), max_connections: CONNECTIONS, read_url: None })
        .await
        .unwrap()
}

impl TestDatabase {
    /// Another copy of the service on the same database.
    pub(crate) async fn another(&self) -> Store {
        connect(&self.url).await
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.store.writer().get_database_backend()
    }

    /// Raw SQL, as somebody with a database client would type it.
    pub(crate) async fn sql(&self, sql: &str) -> Result<u64, DbErr> {
        let statement = Statement::from_string(self.backend(), sql);
        Ok(self.store.writer().execute_raw(statement).await?.rows_affected())
    }

    /// The answer of raw SQL, every row a line, every column text.
    pub(crate) async fn ask(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.backend(), sql);
        let rows = self.store.reader().query_all_raw(statement).await.unwrap();
        let cell = |row: &sea_orm::QueryResult, name: &str| {
            let text = row.try_get::<Option<String>>("", name).map(Option::unwrap_or_default);
            text.or_else(|_| row.try_get::<i64>("", name).map(|n| n.to_string()))
                .or_else(|_| row.try_get::<i32>("", name).map(|n| n.to_string()))
                .or_else(|_| row.try_get::<bool>("", name).map(|n| n.to_string()))
                .unwrap()
        };
        rows.iter()
            .map(|row| {
                let cells: Vec<String> = row.column_names().iter().map(|name| cell(row, name)).collect();
                cells.join(" | ")
            })
            .collect()
    }
}

fn server() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        std::env::var("PENGADUAN_TEST_POSTGRES")
            .expect("the tests on PostgreSQL need a server; start one: eval \"$(.ci/postgres start)\"")
    })
}

/// The server's URL with another database.
fn url_of(name: &str) -> String {
    let (before, query) = match server().split_once('?') {
        Some((before, query)) => (before, format!("?{query}")),
        None => (server(), String::new()),
    };
    let (host, _) = before.rsplit_once('/').expect("PENGADUAN_TEST_POSTGRES names a database");
    format!("{host}/{name}{query}")
}

async fn one_connection(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.expect("PENGADUAN_TEST_POSTGRES answers")
}

async fn execute(url: &str, sql: &str) -> Result<(), DbErr> {
    let connection = one_connection(url).await;
    connection.execute_unprepared(sql).await?;
    connection.close().await
}

/// An empty database.
pub(crate) async fn empty_database() -> (String, String) {
    new_database("").await
}

pub(crate) async fn drop_database(name: &str) {
    execute(server(), &format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

async fn new_database(template: &str) -> (String, String) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("pengaduan_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    execute(server(), &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    execute(server(), &format!("CREATE DATABASE {name} {template}")).await.unwrap();
    let url = url_of(&name);
    (name, url)
}

async fn copy_template() -> (String, String) {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    // Its own thread and runtime: the first test to come makes it, the others wait.
    let template = tokio::task::spawn_blocking(|| {
        TEMPLATE.get_or_init(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(make_template())
        })
    });
    let template = template.await.unwrap();
    new_database(&format!("TEMPLATE {template}")).await
}

/// Makes the template of this run, and drops those that runs before it have left.
async fn make_template() -> String {
    let connection = one_connection(server()).await;
    let left = Statement::from_string(
        DbBackend::Postgres,
        "SELECT datname FROM pg_database WHERE datname LIKE 'pengaduan\\_test\\_%'",
    );
    for row in connection.query_all_raw(left).await.unwrap() {
        let name: String = row.try_get("", "datname").unwrap();
        let process = name.split('_').nth(2).and_then(|id| id.parse::<u32>().ok());
        let runs = |id| std::path::Path::new("/proc").join(format!("{id}")).exists();
        if process.is_none_or(|id| !runs(id)) {
            connection
                .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                .await
                .unwrap();
        }
    }
    connection.close().await.unwrap();
    let (name, url) = empty_database().await;
    let store = connect(&url).await;
    store.migrate().await.unwrap();
    // A database that somebody is connected to cannot be copied.
    store.writer().clone().close().await.unwrap();
    name
}
