//! What can go wrong in the store. The driver's error is kept as source; its text never leaves the log.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// A fault of the store: nothing the caller did.
#[derive(Clone, thiserror::Error)]
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

/// What goes into a log. PostgreSQL's detail quotes the row that it refused, and its sentence about a value that cannot be
/// one quotes the value: neither is written.
impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Driver(error) => match self.sqlx().and_then(sqlx::Error::as_database_error) {
                Some(refusal) => {
                    let code = refusal.code();
                    let quotes = code.as_ref().is_some_and(|code| code.starts_with(DATA_EXCEPTION));
                    f.debug_struct("Driver")
                        .field("code", &code)
                        .field("constraint", &refusal.constraint())
                        .field(
                            "message",
                            &if quotes { "a value that cannot be one" } else { refusal.message() },
                        )
                        .finish()
                }
                None => f.debug_tuple("Driver").field(error).finish(),
            },
            Self::Inconsistent { table, row, what } => {
                write!(f, "Inconsistent {{ table {table}, row {row}: {what} }}")
            }
            Self::RowsAffected { table, expected, touched } => {
                write!(f, "RowsAffected {{ table {table}: {touched} instead of {expected} }}")
            }
            Self::Unfit(what) => f.debug_tuple("Unfit").field(what).finish(),
        }
    }
}

/// PostgreSQL's class of errors about values.
const DATA_EXCEPTION: &str = "22";

impl StoreError {
    /// Whether the database cannot be reached, has no connection free, or took too long: the same may succeed later.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Driver(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => true,
            Self::Driver(_) => {
                let lost = self.sqlx().is_some_and(|e| {
                    matches!(e, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed)
                });
                // PostgreSQL: query_canceled, lock_not_available, shutting down, connection and resource classes;
                // SQLite: BUSY.
                lost || self.code().is_some_and(|code| {
                    matches!(code.as_str(), "57014" | "55P03" | "57P01" | "57P02" | "57P03" | "5")
                        || code.starts_with("08")
                        || code.starts_with("53")
                })
            }
            Self::Inconsistent { .. } | Self::RowsAffected { .. } | Self::Unfit(_) => false,
        }
    }

    /// Whether another transaction was in the way and the same may succeed at once: a deadlock, a serialization failure,
    /// a snapshot that is too old.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        // PostgreSQL: deadlock_detected, serialization_failure; SQLite: BUSY_SNAPSHOT. BUSY has waited long enough already.
        self.code().is_some_and(|code| matches!(code.as_str(), "40P01" | "40001" | "517"))
    }

    fn sqlx(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Driver(DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e))) => {
                Some(e)
            }
            Self::Driver(_) | Self::Inconsistent { .. } | Self::RowsAffected { .. } | Self::Unfit(_) => None,
        }
    }

    pub(crate) fn code(&self) -> Option<String> {
        let database = self.sqlx()?.as_database_error()?;
        Some(database.code()?.into_owned())
    }
}

pub(crate) fn inconsistent(table: &'static str, row: impl ToString, what: impl ToString) -> StoreError {
    StoreError::Inconsistent { table, row: row.to_string(), what: what.to_string() }
}
