//! The store on both engines. Each test gets a fresh database; `.ci/postgres start` starts the PostgreSQL they need.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where something is not as it should be"
)]

mod harness;

mod advance;
mod amend;
mod append_only;
mod bulk;
mod calendar;
mod errors;
mod idempotency;
mod lists;
mod migrations;
mod offices;
mod plans;
mod race;
mod readings;
mod receive;
mod search;
mod sessions;
mod settings;
mod submissions;
mod tallies;
mod worklist;
