//! The domain as the rooms above it use it: an office, its officers, and complaints that go their way by `decide`.
//!
//! `common` has the office and the walk that takes a complaint anywhere; `permissions` the table of who may do what
//! (`permissions.txt`); `dashboard` what each figure means; `steps` and `exits` one file for each rule; `random` walks at
//! random and watches the invariants.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by a panic, in its helpers too"
)]

mod administration;
mod common;
mod conflict;
mod dashboard;
mod exits;
mod imported;
mod office;
mod permissions;
mod random;
mod reading;
mod sheet_and_solutions;
mod steps;
mod submission;
mod times;
mod visibility;
