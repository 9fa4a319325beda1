//! `pengaduan officer create`

use clap::{ArgGroup, Args, Subcommand};
use domain::administration::{Amendment, CreateOfficer, CreateSection};
use domain::ids::{OfficerId, SectionId};
use domain::office::{Officer, Position};
use domain::values::{Code, Line, PasswordHash, Username};
use persistence::Store;
use persistence::officers::{NewOfficer, SetupError};
use strum::VariantArray;

use super::{Failure, password, print, username};
use crate::clock::{Clock, SystemClock};
use crate::config::DatabaseArgs;
use crate::operator::{amend, given};

/// Officers
#[derive(Subcommand, Debug)]
pub(super) enum OfficerCommand {
    /// Make an officer of an office, or an inspector of a regency
    Create(Create),
}

/// Make an officer
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("where").required(true).args(["office", "regency"]))]
pub(super) struct Create {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Position: STAFF, HEAD_OF_GENERAL_AFFAIRS, SECRETARY, CAMAT, SECTION_HEAD, ADMINISTRATOR or INSPECTOR
    #[arg(long, value_parser = position)]
    position: Position,
    /// Code of the officer's office
    #[arg(long, value_name = "CODE")]
    office: Option<String>,
    /// Regency of an inspector
    #[arg(long, value_name = "NAME")]
    regency: Option<String>,
    /// Code of the section the officer heads; it is made where the office has none of that code
    #[arg(long, value_name = "CODE")]
    section: Option<String>,
    /// Name of the section, where it is made
    #[arg(long)]
    section_name: Option<String>,
    /// Username
    #[arg(long, value_parser = username)]
    username: String,
    /// Name
    #[arg(long)]
    name: Option<String>,
}

fn position(text: &str) -> Result<Position, String> {
    let name = text.to_uppercase().replace('-', "_");
    name.parse().map_err(|_| {
        let names: Vec<String> = Position::VARIANTS.iter().map(ToString::to_string).collect();
        format!("must be one of {}", names.join(", "))
    })
}

impl OfficerCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let Self::Create(create) = self;
        create.run().await
    }
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        match (self.position, &self.office, &self.section) {
            (Position::Inspector, Some(_), _) => return Err("an INSPECTOR belongs to a --regency".into()),
            (Position::Inspector, None, Some(_)) => return Err("an INSPECTOR heads no --section".into()),
            (Position::SectionHead, _, None) => return Err("a SECTION_HEAD needs a --section".into()),
            (position, None, _) if position != Position::Inspector => {
                return Err(format!("a {position} belongs to an --office").into());
            }
            _ => {}
        }
        let clock = SystemClock;
        // What can be refused is, before anything is made.
        let password_hash = password::hash(&self.username)?;
        let store = Store::connect(&self.database.config()).await?;
        store.migrate().await?;
        if store.find_credentials(&self.username).await?.is_some() {
            return Err(SetupError::UsernameTaken(self.username).into());
        }
        let name = self.name.unwrap_or_else(|| self.username.clone());
        let id = OfficerId(clock.new_id());
        let Some(code) = &self.office else {
            let officer = Officer {
                id,
                office: None,
                regency: self.regency,
                name,
                username: self.username.clone(),
                position: self.position,
                section: None,
                active: true,
            };
            store.create_officer(&NewOfficer { officer, password_hash }).await?;
            return print(&format!("Made {} ({}).", self.username, self.position));
        };
        let office = store.find_office(code).await?.ok_or_else(|| format!("there is no office {code}"))?;
        let section = match self.section {
            None => None,
            Some(code) => match office.sections.iter().find(|section| section.code == code) {
                Some(section) => Some(section.id),
                None => {
                    let id = SectionId(clock.new_id());
                    let name = self.section_name.unwrap_or_else(|| code.clone());
                    let create = CreateSection {
                        id,
                        code: given("--section", Code::parse(&code))?,
                        name: given("--section-name", Line::parse(&name))?,
                    };
                    amend(&store, &clock, office.id, Amendment::CreateSection(create)).await?;
                    Some(id)
                }
            },
        };
        let create = CreateOfficer {
            id,
            username: given("--username", Username::parse(&self.username))?,
            name: given("--name", Line::parse(&name))?,
            position: self.position,
            section,
            password: PasswordHash::new(password_hash),
        };
        amend(&store, &clock, office.id, Amendment::CreateOfficer(create)).await?;
        print(&format!("Made {} ({}).", self.username, self.position))
    }
}
