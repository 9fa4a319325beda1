//! `pengaduan admin create`

use clap::{Args, Subcommand};
use domain::ids::OfficerId;
use domain::office::{Officer, Position};
use domain::values::AgendaFormat;
use persistence::Store;
use persistence::officers::NewOfficer;

use super::{Failure, password, print, username};
use crate::clock::{Clock, SystemClock};
use crate::config::DatabaseArgs;
use crate::setup::{NewOffice, TabananPlaces};

/// Administrators of offices
#[derive(Subcommand, Debug)]
pub(super) enum Admin {
    /// Make an office, with the SOP's standards and the province's hours and holidays, and its administrator
    Create(Create),
}

/// Make an office and its administrator
#[derive(Args, Debug)]
pub(super) struct Create {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Code of the office in the national list, like 51.02.02
    #[arg(long, value_name = "CODE")]
    office: String,
    /// Name of the office; that of the sub-district for a code of Tabanan where left out
    #[arg(long)]
    name: Option<String>,
    /// Regency (kabupaten) of the office; Tabanan for a code of Tabanan where left out
    #[arg(long)]
    regency: Option<String>,
    /// IANA time zone of the office
    #[arg(long, default_value = "Asia/Makassar")]
    time_zone: chrono_tz::Tz,
    /// How agenda numbers are written: {number} or {number:4}, {month}, {year}
    #[arg(long, default_value = AgendaFormat::DEFAULT)]
    agenda_format: String,
    /// Username of the administrator
    #[arg(long, value_parser = username)]
    username: String,
    /// Name of the administrator
    #[arg(long)]
    officer_name: Option<String>,
}

impl Admin {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let Self::Create(create) = self;
        create.run().await
    }
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        let places = TabananPlaces::shipped()?;
        let known = places.sub_district(&self.office);
        let name = self
            .name
            .or_else(|| known.map(|place| format!("Kantor Camat {}", place.name)))
            .ok_or("--name is needed for an office outside Tabanan")?;
        let regency = self
            .regency
            .or_else(|| known.map(|_| "Tabanan".to_owned()))
            .ok_or("--regency is needed for an office outside Tabanan")?;
        let clock = SystemClock;
        let new = NewOffice {
            code: self.office.clone(),
            name,
            regency,
            zone: self.time_zone,
            agenda_format: AgendaFormat::parse(&self.agenda_format)?,
            sections: Vec::new(),
            villages: places.villages(&self.office),
        };
        let administrator = NewOfficer {
            password_hash: password::hash(&self.username)?,
            officer: Officer {
                id: OfficerId(clock.new_id()),
                office: None,
                regency: None,
                name: self.officer_name.unwrap_or_else(|| self.username.clone()),
                username: self.username,
                position: Position::Administrator,
                section: None,
                active: true,
            },
        };
        let store = Store::connect(&self.database.config()).await?;
        store.migrate().await?;
        let office = new.build(&clock)?;
        store.create_office(&office, std::slice::from_ref(&administrator), || clock.new_id()).await?;
        print(&format!(
            "Made {} ({}) and its administrator {}.",
            office.name, office.code, administrator.officer.username
        ))
    }
}
