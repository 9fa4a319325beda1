//! The edge over a real socket, with a small schema of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml's leave covers test functions only"
)]

mod any_text;
mod compression;
mod documents;
mod execution;
mod persisted;
mod requests;
mod revalidation;
mod server;
