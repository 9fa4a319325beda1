//! The command line.

mod admin;
mod import;
mod migrate;
mod officer;
mod password;
mod serve;
mod token;
mod verify;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// Runs an Indonesian sub-district office's procedure for public complaints (SOP Pengaduan Masyarakat) as a GraphQL
/// service.
#[derive(Parser, Debug)]
#[command(name = "pengaduan", version, about, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve GraphQL over HTTP
    Serve(Box<serve::Serve>),
    /// Bring the database's schema up to date
    Migrate(migrate::Migrate),
    /// Print the GraphQL schema
    Schema,
    /// Print the limits of a request with their defaults, as a file for --limits
    Limits,
    /// Administrators of offices
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Officers
    #[command(subcommand)]
    Officer(officer::OfficerCommand),
    /// Tokens for machines that only read
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Read an existing register (CSV) into the offices it names
    Import(Box<import::Import>),
    /// Recompute every tally from the history and compare
    Verify(verify::Verify),
    /// Make every tally what the history says
    RebuildTallies(verify::RebuildTallies),
}

impl Cli {
    /// Does what the command line says.
    ///
    /// # Errors
    /// What went wrong, for the operator to read.
    pub async fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Serve(serve) => serve.run().await,
            Command::Migrate(migrate) => migrate.run().await,
            Command::Schema => print(&crate::graphql::sdl()),
            Command::Limits => print(&toml::to_string_pretty(&crate::http::Limits::default())?),
            Command::Admin(admin) => admin.run().await,
            Command::Officer(officer) => officer.run().await,
            Command::Token(token) => token.run().await,
            Command::Import(import) => import.run().await,
            Command::Verify(verify) => verify.run().await,
            Command::RebuildTallies(rebuild) => rebuild.run().await,
        }
    }
}

/// What somebody can type at signing in: no white space, no control characters.
pub(crate) fn username(text: &str) -> Result<String, String> {
    if text.is_empty() || text.len() > 200 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("must be 1 to 200 characters without white space".to_owned());
    }
    Ok(text.to_owned())
}

/// Prints a line of output; a reader that went away is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    match writeln!(std::io::stdout(), "{}", text.trim_end_matches('\n')) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
