//! The store. What it promises:
//!
//! - **What was acknowledged survives** `kill -9` and a power cut: SQLite commits with `synchronous=FULL`, PostgreSQL as
//!   it is set up by default.
//! - **One wins.** A transition is one transaction, judged on the row just read; `UPDATE … WHERE office_id AND id AND
//!   version` decides a race, and the loser's transaction leaves nothing behind ([`advance`]).
//! - **Agenda numbers are gapless**: the counter moves in the transaction that uses its number.
//! - **An office is amended as a whole**: one transaction that holds its row, judged on what the one before left ([`amend`]).
//! - **Closed step records, settled submissions, the log of changes and the record of what was changed of an office refuse update
//!   and delete** in the database itself.
//! - **Readings of what is confidential are on record**, append-only too, before they are shown ([`readings`]).
//! - **Who has written reads it**, also where lists are read from a standby ([`Store::reading_for`]).
//! - **Every statement on an office's rows names the office**, but for the hourly sweep of old idempotency keys ([`sweep`]).

pub mod account;
pub mod advance;
pub mod amend;
pub mod bulk;
mod by_ids;
mod calendar;
mod complaint;
mod complaint_filter;
pub mod complaints;
mod connect;
pub mod counted_by;
pub mod entity;
mod error;
mod gathered;
mod idempotency;
mod insert;
mod instant;
mod keys;
pub mod likely_duplicates;
pub mod machine_tokens;
mod migration;
mod office_changes;
mod office_rows;
pub mod officers;
mod offices;
pub mod open_work;
pub mod page;
mod reader;
pub mod readings;
pub mod receive;
mod register;
pub mod reschedule;
mod rows;
pub mod sessions;
mod settings;
pub mod settle;
mod standby;
mod statements;
mod store;
mod submission;
pub mod submissions;
pub mod submit;
pub mod sweep;
pub mod tallies;
mod text;
pub mod tracking;
mod update;
pub mod worklist;
mod writes;

pub use connect::DatabaseConfig;
pub use error::StoreError;
pub use office_changes::OfficeChangeFilter;
pub use offices::OfficeRow;
pub use store::Store;
