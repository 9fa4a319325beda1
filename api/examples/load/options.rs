//! What is measured, and where.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Fill databases with realistic complaints and measure the service over HTTP, beside plain SQL and beside async-graphql
/// with axum answering the same from memory
#[derive(Parser, Debug)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) hidden: Option<Hidden>,
    /// How many complaints; one database each
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    pub(crate) sizes: Vec<usize>,
    /// Which database engines
    #[arg(long, value_delimiter = ',', default_values_t = [Engine::Sqlite, Engine::Postgres])]
    pub(crate) engines: Vec<Engine>,
    /// A PostgreSQL whose databases pengaduan_load_… are made and dropped
    #[arg(long, env = "PENGADUAN_LOAD_POSTGRES", hide_env_values = true)]
    pub(crate) postgres: Option<String>,
    /// Where the SQLite databases are made; a temporary folder where left out
    #[arg(long)]
    pub(crate) folder: Option<PathBuf>,
    /// Where pgbench and psql are; as the shell finds them where left out
    #[arg(long, env = "PENGADUAN_LOAD_POSTGRES_BIN")]
    pub(crate) postgres_bin: Option<PathBuf>,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u64,
    /// Seconds of warming up before it
    #[arg(long, default_value_t = 2)]
    pub(crate) warm_up: u64,
    /// Connections, each with one request under way
    #[arg(long, default_value_t = 32)]
    pub(crate) connections: usize,
    /// Workloads whose names contain this; all where left out
    #[arg(long, value_delimiter = ',')]
    pub(crate) workloads: Vec<String>,
    /// Step mutations a second that the prepared complaints must suffice for
    #[arg(long, default_value_t = 2_500)]
    pub(crate) steps_per_second: usize,
    /// Fill only, measure nothing
    #[arg(long)]
    pub(crate) fill_only: bool,
}

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub(crate) enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// What the command starts of itself.
#[derive(Subcommand, Debug)]
pub(crate) enum Hidden {
    /// The ceiling: the same answers, from memory
    #[command(hide = true)]
    Ceiling {
        /// A file with the answers
        answers: PathBuf,
        /// Where to listen
        listen: SocketAddr,
    },
}

impl Options {
    /// Whether a workload is asked for.
    pub(crate) fn wants(&self, workload: &str) -> bool {
        self.workloads.is_empty() || self.workloads.iter().any(|wanted| workload.contains(wanted.as_str()))
    }

    /// A program of PostgreSQL's.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.postgres_bin.as_ref().map_or_else(|| PathBuf::from(name), |folder| folder.join(name))
    }
}
