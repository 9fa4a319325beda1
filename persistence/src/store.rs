//! The store: two connections, what is kept of the offices, and how a transaction begins.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::connect::{DatabaseConfig, connect};
use crate::error::StoreError;
use crate::migration::Migrator;
use crate::offices::OfficeCache;

/// The store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) write: DatabaseConnection,
    pub(crate) read: DatabaseConnection,
    pub(crate) offices: Arc<OfficeCache>,
    statements: Arc<AtomicU64>,
}

impl Store {
    /// Connects to the database.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be reached, or is set up so that its promises do not hold.
    pub async fn connect(config: &DatabaseConfig) -> Result<Self, StoreError> {
        let mut connections = connect(config).await?;
        let statements = Arc::new(AtomicU64::new(0));
        for connection in [&mut connections.write, &mut connections.read] {
            let statements = Arc::clone(&statements);
            connection.set_metric_callback(move |_| {
                statements.fetch_add(1, Ordering::Relaxed);
            });
        }
        Ok(Self { write: connections.write, read: connections.read, offices: Arc::default(), statements })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn migrate(&self) -> Result<(), StoreError> {
        Ok(Migrator::up(&self.write, None).await?)
    }

    /// Whether the schema is up to date and the database answers.
    ///
    /// # Errors
    /// [`StoreError`] where it does not.
    pub async fn is_ready(&self) -> Result<bool, StoreError> {
        // Read only: the other one would make its table, which a reader's connection refuses.
        Ok(Migrator::get_pending_migrations_read_only(&self.read).await?.is_empty())
    }

    /// How many statements were issued since the store was opened.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The connection that reads: for assertions on query plans.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    /// The connection that writes.
    #[must_use]
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
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
