//! `pengaduan token`

use chrono::TimeDelta;
use clap::{Args, Subcommand};
use domain::office::Officer;
use persistence::Store;

use super::{Failure, print, username};
use crate::clock::{Clock, SystemClock};
use crate::config::DatabaseArgs;
use crate::signin::token;

/// Tokens for machines, like a dashboard's data source: they read what their officer sees, and write nothing
#[derive(Subcommand, Debug)]
pub(super) enum TokenCommand {
    /// Make a token; it is printed once and cannot be shown again
    Create(Create),
    /// List the tokens that are in force
    List(List),
    /// End the tokens of an officer that have a label
    End(End),
}

/// Make a token
#[derive(Args, Debug)]
pub(super) struct Create {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Username of the officer whose sight it has
    #[arg(long, value_parser = username, value_name = "USERNAME")]
    officer: String,
    /// What it is for, like grafana
    #[arg(long, value_parser = label)]
    label: String,
    /// After how many days it expires, at most 3650
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..=3650))]
    days: i64,
}

/// List the tokens that are in force
#[derive(Args, Debug)]
pub(super) struct List {
    #[command(flatten)]
    database: DatabaseArgs,
}

/// End tokens
#[derive(Args, Debug)]
pub(super) struct End {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Username of the officer
    #[arg(long, value_parser = username, value_name = "USERNAME")]
    officer: String,
    /// Their label
    #[arg(long, value_parser = label)]
    label: String,
}

fn label(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 100 || text.chars().any(char::is_control) {
        return Err("must be one line of 1 to 100 characters".to_owned());
    }
    Ok(text.to_owned())
}

impl TokenCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Create(create) => create.run().await,
            Self::List(list) => list.run().await,
            Self::End(end) => end.run().await,
        }
    }
}

async fn officer(store: &Store, username: &str) -> Result<Officer, Failure> {
    let found = store.find_credentials(username).await?;
    let (officer, _) = found.ok_or_else(|| format!("there is no officer {username}"))?;
    Ok(officer)
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        let store = Store::connect(&self.database.config()).await?;
        let officer = officer(&store, &self.officer).await?;
        if !officer.active {
            return Err(format!("the officer {} is not active", officer.username).into());
        }
        let token = token::new()?;
        let now = SystemClock.now();
        let expires_at = now + TimeDelta::days(self.days);
        store.create_machine_token(token::hash(&token), officer.id, &self.label, now, expires_at).await?;
        print(&token)
    }
}

impl List {
    async fn run(self) -> Result<(), Failure> {
        let store = Store::connect(&self.database.config()).await?;
        for token in store.machine_tokens(SystemClock.now()).await? {
            let (made, expires) = (token.created_at.date_naive(), token.expires_at.date_naive());
            print(&format!("{}\t{}\tmade {made}, expires {expires}", token.username, token.label))?;
        }
        Ok(())
    }
}

impl End {
    async fn run(self) -> Result<(), Failure> {
        let store = Store::connect(&self.database.config()).await?;
        let officer = officer(&store, &self.officer).await?;
        match store.end_machine_tokens(officer.id, &self.label, SystemClock.now()).await? {
            0 => Err(format!("{} has no token {}", officer.username, self.label).into()),
            _ => print("Ended."),
        }
    }
}
