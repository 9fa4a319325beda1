//! The store: its connections, what is kept of the offices, and how a transaction begins.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use domain::complaint::Complaint;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::connect::{Connections, DatabaseConfig, connect};
use crate::error::StoreError;
use crate::gathered::Gathered;
use crate::keys::Key;
use crate::migration::Migrator;
use crate::offices::OfficeCache;
use crate::reader::Reader;
use crate::sessions::Session;
use crate::standby::Standby;

/// PostgreSQL lets two transactions create one table at once, and one of them fails. The limits of ordinary statements do
/// not hold for a migration. SQLite has one writer and no such limits.
const WAIT_FOR_OTHERS: &str = "SET LOCAL statement_timeout = '10min'; SET LOCAL lock_timeout = '1min'; \
     SELECT pg_advisory_xact_lock(20261124)";

/// The store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) write: DatabaseConnection,
    /// For what must be fresh: sessions, credentials, offices. Of the primary, always.
    pub(crate) fresh: DatabaseConnection,
    /// For lists and complaints: the primary's too, unless [`Store::reading_for`] bound it to the standby.
    pub(crate) read: Reader,
    pub(crate) standby: Option<Arc<Standby>>,
    pub(crate) offices: Arc<OfficeCache>,
    pub(crate) sessions: Arc<Gathered<Vec<u8>, Session>>,
    pub(crate) complaints: Arc<Gathered<Key, Complaint>>,
    statements: Arc<Statements>,
}

type Watch = Box<dyn Fn(&Statement) + Send + Sync>;

#[derive(Default)]
struct Statements {
    count: AtomicU64,
    watch: OnceLock<Watch>,
}

impl fmt::Debug for Statements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.count.fmt(f)
    }
}

impl Store {
    /// Connects to the database.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be reached, or is set up so that its promises do not hold.
    pub async fn connect(config: &DatabaseConfig) -> Result<Self, StoreError> {
        let mut connections = connect(config).await?;
        let statements: Arc<Statements> = Arc::default();
        let standby = connections.standby.as_mut().map(|standby| &mut standby.connection);
        for connection in [&mut connections.write, &mut connections.read].into_iter().chain(standby) {
            let statements = Arc::clone(&statements);
            connection.set_metric_callback(move |info| {
                statements.count.fetch_add(1, Ordering::Relaxed);
                if let Some(watch) = statements.watch.get() {
                    watch(info.statement);
                }
            });
        }
        let Connections { write, read, standby } = connections;
        Ok(Self {
            write,
            read: Reader::primary(read.clone()),
            fresh: read,
            standby: standby.map(Arc::new),
            offices: Arc::default(),
            sessions: Arc::new(Gathered::new(1)),
            complaints: Arc::new(Gathered::new(2)),
            statements,
        })
    }

    /// Brings the schema up to date: all of it, or nothing. Copies of the service that start at the same moment wait for
    /// each other.
    ///
    /// # Errors
    /// [`StoreError`], also where the database was brought up to date by a newer service.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        // A role that may not change the schema serves where somebody else migrated.
        if self.is_ready().await.unwrap_or(false) {
            return Ok(());
        }
        let tx = self.begin().await?;
        if self.backend() == DbBackend::Postgres {
            tx.execute_unprepared(WAIT_FOR_OTHERS).await?;
        }
        Migrator::up(&tx, None).await?;
        Ok(tx.commit().await?)
    }

    /// Whether the schema is up to date and the database answers.
    ///
    /// # Errors
    /// [`StoreError`] where it does not.
    pub async fn is_ready(&self) -> Result<bool, StoreError> {
        // Read only: the other one would make its table, which a reader's connection refuses.
        Ok(Migrator::get_pending_migrations_read_only(&self.fresh).await?.is_empty())
    }

    /// How many statements were issued since the store was opened.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.count.load(Ordering::Relaxed)
    }

    /// Shows every statement from now on, with its values, to whoever asserts on what is asked and by which plan. Only the
    /// first one to ask watches.
    pub fn watch_statements(&self, watch: impl Fn(&Statement) + Send + Sync + 'static) {
        let _ = self.statements.watch.set(Box::new(watch));
    }

    /// The connection that reads what must be fresh: for assertions on query plans.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.fresh
    }

    /// The connection that writes.
    #[must_use]
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.fresh.get_database_backend()
    }

    /// Begins a transaction that only reads, everything as it is at one instant.
    pub(crate) async fn snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        // On SQLite every transaction has one snapshot.
        let isolation_level =
            (self.backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
        let options = TransactionOptions {
            isolation_level,
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            ..TransactionOptions::default()
        };
        Ok(self.fresh.begin_with_options(options).await?)
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once: a transaction that reads first and
    /// writes later fails with `SQLITE_BUSY_SNAPSHOT`, for which no timeout waits.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }
}
