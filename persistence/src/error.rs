//! What can go wrong in the store. The driver's error is kept as source; its text never leaves the log.

use sea_orm::DbErr;

/// A fault of the store: nothing the caller did.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused, or cannot be reached.
    #[error("the database failed")]
    Driver(#[from] DbErr),
    /// A row that cannot be true.
    #[error("table {table}, row {row}: {what}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
        /// What cannot be true.
        what: String,
    },
    /// A write that must touch one row touched another number.
    #[error("table {table}: {touched} rows touched instead of {expected}")]
    RowsAffected {
        /// The table.
        table: &'static str,
        /// How many were meant.
        expected: u64,
        /// How many were touched.
        touched: u64,
    },
    /// The database is set up in a way the service cannot trust.
    #[error("{0}")]
    Unfit(String),
}

impl StoreError {
    /// Whether another transaction was in the way and the same may succeed at once: a deadlock, a serialization failure,
    /// a key inserted at the same moment.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        let Self::Driver(error) = self else { return false };
        let (DbErr::Exec(sea_orm::RuntimeErr::SqlxError(source))
        | DbErr::Query(sea_orm::RuntimeErr::SqlxError(source))) = error
        else {
            return false;
        };
        let Some(database) = source.as_database_error() else { return false };
        // PostgreSQL: deadlock_detected, serialization_failure; SQLite: BUSY, BUSY_SNAPSHOT.
        matches!(database.code().as_deref(), Some("40P01" | "40001" | "5" | "517"))
    }
}

pub(crate) fn inconsistent(table: &'static str, row: impl ToString, what: impl ToString) -> StoreError {
    StoreError::Inconsistent { table, row: row.to_string(), what: what.to_string() }
}
