//! Connecting: SQLite with one writer and several readers, PostgreSQL with an ordinary pool. Each setting has its reason.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, RuntimeErr, Statement,
    sqlx,
};

use crate::error::StoreError;
use crate::standby::{Knowledge, Standby};

/// Where the data is, and how many connections may be used.
#[derive(Clone)]
pub struct DatabaseConfig {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Connections of the pool (SQLite: of the readers; there is one writer).
    pub max_connections: u32,
    /// `postgres://…` of a streaming standby from which lists and complaints are read. All copies of the service on one
    /// database name one, or none does: a copy without does not note who wrote.
    pub read_url: Option<String>,
}

impl fmt::Debug for DatabaseConfig {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, max_connections, read_url } = self;
        f.debug_struct("DatabaseConfig")
            .field("url", &without_password(url))
            .field("max_connections", max_connections)
            .field("read_url", &read_url.as_deref().map(without_password))
            .finish()
    }
}

fn without_password(url: &str) -> String {
    let shown = match url.split_once("://").zip(url.rsplit_once('@')) {
        Some(((scheme, _), (_, host))) => format!("{scheme}://…@{host}"),
        None => url.to_owned(),
    };
    // A password may stand behind the question mark, too.
    shown.split('?').next().unwrap_or_default().to_owned()
}

pub(crate) struct Connections {
    pub(crate) write: DatabaseConnection,
    pub(crate) read: DatabaseConnection,
    pub(crate) standby: Option<Standby>,
}

/// How long a request waits for a free connection before it is told that the database is busy.
const ACQUIRE: Duration = Duration::from_secs(3);
/// The same of the standby, for which the primary stands in.
const ACQUIRE_STANDBY: Duration = Duration::from_secs(1);

pub(crate) async fn connect(config: &DatabaseConfig) -> Result<Connections, StoreError> {
    if let Some(path) = config.url.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = PathBuf::from(path.split('?').next().unwrap_or_default());
        if config.read_url.is_some() {
            let needed = "DATABASE_READ_URL names a standby of PostgreSQL, so DATABASE_URL must begin with postgres://";
            return Err(StoreError::Unfit(needed.to_owned()));
        }
        if path.as_os_str().is_empty() {
            return Err(StoreError::Unfit("DATABASE_URL names no file after sqlite:".to_owned()));
        }
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| {
                StoreError::Unfit(format!("the data folder {} cannot be made: {e}", folder.display()))
            })?;
        }
        let write = Database::connect(sqlite(&path, 1, false)).await?;
        let read = Database::connect(sqlite(&path, config.max_connections, true)).await?;
        check_sqlite(&write).await?;
        Ok(Connections { write, read, standby: None })
    } else if is_postgres(&config.url) {
        let standby = match &config.read_url {
            Some(url) => Some(connect_standby(url, config.max_connections).await?),
            None => None,
        };
        let connecting = Database::connect(postgres(&config.url, config.max_connections)).await;
        let write = connecting.map_err(|error| match error {
            // A server that refuses connections is tried until the time is over; the driver says then that its pool timed out.
            DbErr::Conn(RuntimeErr::SqlxError(e)) if matches!(*e, sqlx::Error::PoolTimedOut) => {
                let at = "the address that DATABASE_URL names";
                StoreError::Unfit(format!("the database server does not answer at {at}"))
            }
            other => other.into(),
        })?;
        Ok(Connections { read: write.clone(), write, standby })
    } else {
        Err(StoreError::Unfit("DATABASE_URL must begin with sqlite: or postgres://".to_owned()))
    }
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// Connects when it is first read from: the service starts, and serves, without its standby.
async fn connect_standby(url: &str, connections: u32) -> Result<Standby, StoreError> {
    if !is_postgres(url) {
        return Err(StoreError::Unfit("DATABASE_READ_URL must begin with postgres://".to_owned()));
    }
    let knowledge: Arc<Knowledge> = Arc::default();
    let forgetting = Arc::clone(&knowledge);
    let mut options = postgres(url, connections);
    options
        .connect_lazy(true)
        .min_connections(0)
        .acquire_timeout(ACQUIRE_STANDBY)
        // When it is tried again, none of the connections that ended meanwhile is taken.
        .test_before_acquire_if_idle_for(Duration::from_secs(1))
        .map_sqlx_postgres_pool_opts(move |options| {
            let knowledge = Arc::clone(&forgetting);
            options.after_connect(move |_, _| {
                // It may have been started again, from what it had some time ago.
                knowledge.forget();
                Box::pin(std::future::ready(Ok(())))
            })
        });
    let connection = Database::connect(options).await.map_err(|_| {
        StoreError::Unfit("DATABASE_READ_URL is no address of a PostgreSQL server".to_owned())
    })?;
    Ok(Standby { connection, knowledge })
}

fn sqlite(path: &std::path::Path, connections: u32, reader: bool) -> ConnectOptions {
    // The path is given below, as it is: in a URL some of its characters would mean something else.
    let mut options = ConnectOptions::new("sqlite:pengaduan.sqlite");
    let path = path.to_owned();
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |options| {
            let options = options
                .filename(&path)
                .create_if_missing(true)
                // Readers do not wait for the writer.
                .pragma("journal_mode", "WAL")
                // A commit that was acknowledged survives a power cut.
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("busy_timeout", "5000")
                // The database file may have been made by others.
                .pragma("trusted_schema", "OFF")
                .pragma("cell_size_check", "ON")
                .pragma("wal_autocheckpoint", "1000")
                .pragma("journal_size_limit", "67108864")
                .pragma("cache_size", "-6144")
                .statement_cache_capacity(256);
            if reader { options.pragma("query_only", "ON") } else { options }
        });
    options
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE)
        .sqlx_logging(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .set_application_name("pengaduan")
        .map_sqlx_postgres_opts(|options| {
            options
                .options([
                    // No statement of ours needs longer; one that does must not hold up an office.
                    ("statement_timeout", "5s"),
                    ("lock_timeout", "2s"),
                    ("idle_in_transaction_session_timeout", "10s"),
                ])
                .statement_cache_capacity(256)
        });
    options
}

/// SQLite 3.7.0 to 3.51.2 can corrupt a database when the WAL is reset; and a promise of durability is read back.
async fn check_sqlite(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let version: String = pragma(connection, "SELECT sqlite_version()").await?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0u32));
    let version_found = [0; 3].map(|_| parts.next().unwrap_or(0));
    if version_found < [3, 51, 3] {
        return Err(StoreError::Unfit(format!("SQLite {version} is older than 3.51.3")));
    }
    let synchronous: i64 = pragma(connection, "PRAGMA synchronous").await?;
    let journal: String = pragma(connection, "PRAGMA journal_mode").await?;
    if synchronous != 2 || journal != "wal" {
        return Err(StoreError::Unfit(format!(
            "SQLite is set to journal_mode={journal}, synchronous={synchronous}"
        )));
    }
    Ok(())
}

async fn pragma<T: sea_orm::TryGetable>(connection: &DatabaseConnection, sql: &str) -> Result<T, StoreError> {
    let row = connection
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await?
        .ok_or_else(|| StoreError::Unfit(format!("SQLite does not answer {sql}")))?;
    Ok(row.try_get_by_index(0)?)
}
