//! Configuration: one struct, one source of defaults, shown by `--help`. Flags go before the environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use persistence::DatabaseConfig;

use crate::http::Limits;

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct DatabaseArgs {
    /// Where the data is: `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/NAME`
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite:data/pengaduan.sqlite",
        hide_env_values = true
    )]
    pub database_url: String,
    /// Database connections at most (SQLite: of the readers; there is one writer)
    #[arg(long, env = "PENGADUAN_DATABASE_CONNECTIONS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub database_connections: u32,
}

impl DatabaseArgs {
    /// For the store.
    #[must_use]
    pub fn config(&self) -> DatabaseConfig {
        DatabaseConfig {
            url: self.database_url.clone(),
            max_connections: self.database_connections,
            read_url: None,
        }
    }
}

/// How the service listens, signs in and limits.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Address and port to listen on
    #[arg(long, env = "PENGADUAN_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// A streaming standby (`postgres://…`) of the database, from which lists, complaints and tracking are read; who has
    /// just written reads from the primary until the standby has it
    #[arg(long, env = "DATABASE_READ_URL", hide_env_values = true, value_name = "URL")]
    pub database_read_url: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a group of arguments")]
    pub signin: SignInConfig,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a group of arguments")]
    pub submissions: SubmissionConfig,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a group of arguments")]
    pub limits: LimitArgs,
}

/// Rules of signing in, and of tracking without it.
#[derive(Args, Clone, Debug)]
pub struct SignInConfig {
    /// Hours until a token expires
    #[arg(long, env = "PENGADUAN_SESSION_HOURS", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=8760))]
    pub session_hours: u16,
    /// Failed sign-ins a minute for one account, after which it has to wait
    #[arg(long, env = "PENGADUAN_SIGNIN_FAILURES", default_value_t = 5, value_parser = clap::value_parser!(i32).range(1..=1000))]
    pub signin_failures: i32,
    /// Failed sign-ins a minute from one address, after which it has to wait
    #[arg(long, env = "PENGADUAN_SIGNIN_FAILURES_ADDRESS", default_value_t = 20, value_parser = clap::value_parser!(i32).range(1..=100_000))]
    pub signin_failures_address: i32,
    /// Tracking codes an hour that may be tried from one address, right ones included
    #[arg(long, env = "PENGADUAN_TRACKINGS_ADDRESS", default_value_t = 120, value_parser = clap::value_parser!(i32).range(1..=1_000_000))]
    pub trackings_address: i32,
    /// Passwords hashed at once; each takes 19 MiB
    #[arg(long, env = "PENGADUAN_PASSWORDS_AT_ONCE", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub passwords_at_once: u16,
    /// Reverse proxies of your own in front of the service, whose X-Forwarded-For is believed
    #[arg(long, env = "PENGADUAN_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,
}

impl Default for SignInConfig {
    fn default() -> Self {
        Self {
            session_hours: 12,
            signin_failures: 5,
            signin_failures_address: 20,
            trackings_address: 120,
            passwords_at_once: 2,
            trusted_proxies: 0,
        }
    }
}

/// What is taken from people who do not sign in.
#[derive(Args, Clone, Debug)]
pub struct SubmissionConfig {
    /// Complaints submitted from one address in an hour, after which it has to wait
    #[arg(long, env = "PENGADUAN_SUBMISSIONS_ADDRESS", default_value_t = 5, value_parser = clap::value_parser!(i32).range(1..=100_000))]
    pub submissions_address: i32,
    /// Complaints submitted to one office in an hour, after which everybody has to wait
    #[arg(long, env = "PENGADUAN_SUBMISSIONS_OFFICE", default_value_t = 200, value_parser = clap::value_parser!(i32).range(1..=1_000_000))]
    pub submissions_office: i32,
    /// Submissions that may wait in one office
    #[arg(long, env = "PENGADUAN_SUBMISSIONS_WAITING", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub submissions_waiting: u32,
    /// A program that checks the proof that a person submits a complaint: it gets it on standard input, and exits with 0 if it
    /// holds, with 1 if it does not, within 5 seconds. Without one no proof is wanted
    #[arg(long, env = "PENGADUAN_PROOF_COMMAND", value_name = "PROGRAM")]
    pub proof_command: Option<std::ffi::OsString>,
    /// Proofs checked at once
    #[arg(long, env = "PENGADUAN_PROOFS_AT_ONCE", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub proofs_at_once: u16,
}

impl Default for SubmissionConfig {
    fn default() -> Self {
        Self {
            submissions_address: 5,
            submissions_office: 200,
            submissions_waiting: 1_000,
            proof_command: None,
            proofs_at_once: 4,
        }
    }
}

/// The limits of a request: a TOML file with any of their names.
#[derive(Args, Clone, Debug, Default)]
pub struct LimitArgs {
    /// File (TOML) with limits of a request that are not the defaults; `pengaduan limits` prints them all
    #[arg(long = "limits", env = "PENGADUAN_LIMITS", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// A file of limits that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LimitsError {
    /// It cannot be read.
    #[error("the limits file {0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// It names an unknown limit, or a value that is no number.
    #[error("the limits file {0} is not right: {1}")]
    Wrong(PathBuf, Box<toml::de::Error>),
}

impl LimitArgs {
    /// The limits: the defaults with what the file says.
    ///
    /// # Errors
    /// [`LimitsError`], which names the file and the key.
    pub fn load(&self) -> Result<Limits, LimitsError> {
        let Some(path) = &self.file else { return Ok(Limits::default()) };
        let text = std::fs::read_to_string(path).map_err(|e| LimitsError::Unreadable(path.clone(), e))?;
        toml::from_str(&text).map_err(|e| LimitsError::Wrong(path.clone(), Box::new(e)))
    }
}
