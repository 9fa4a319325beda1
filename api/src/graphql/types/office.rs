//! An office, its hours and its people.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::Datelike;

use super::calendar::{Holiday, Season, SpecialDay, WorkingHours};
use super::officer::{ActingAppointment, Officer, OfficerConnection};
use super::procedure::ProcedureComparison;
use super::{Category, Procedure, Section};
use crate::graphql::context::ContextExt;
use crate::graphql::enums::Step;
use crate::graphql::ids::NodeId;
use crate::graphql::page::{Known, PageArguments, connection, cursor, slice};
use crate::graphql::scalars::{Date, Instant};

/// A sub-district office (kantor camat).
#[derive(Clone, Debug)]
pub struct Office(pub(crate) Arc<domain::office::Office>);

/// A sub-district office (kantor camat).
#[Object]
impl Office {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Office(self.0.id).encode()
    }

    /// Code in the national list (kode wilayah), like 51.02.02.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The regency (kabupaten) it belongs to.
    async fn regency(&self) -> &str {
        &self.0.regency
    }

    /// IANA name of its time zone, like Asia/Makassar (WITA).
    async fn time_zone(&self) -> &'static str {
        self.0.calendar.zone().name()
    }

    /// Its sections and subdivisions (seksi, subbagian), by code, inactive ones included.
    #[graphql(complexity = "6 * child_complexity + 1")]
    async fn sections(&self) -> Vec<Section> {
        let section = |section: &domain::office::Section| Section {
            office: Arc::clone(&self.0),
            section: section.clone(),
        };
        self.0.sections.iter().map(section).collect()
    }

    /// Its officers, by name, inactive ones included.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn officers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, at most 100; 20 where left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<OfficerConnection> {
        let page = PageArguments { first, after, ..PageArguments::default() }.read::<usize>(ctx)?;
        let (rows, has_previous, has_next) = slice(&self.0.officers, &page);
        let rows = rows
            .into_iter()
            .map(|(place, officer)| (cursor(place), Officer::of(Some(&self.0), &officer)))
            .collect();
        Ok(OfficerConnection::new(rows, has_previous, has_next, Known(self.0.officers.len())))
    }

    /// Who acts for which position (Plt., Plh.), now and in days to come, by when it begins; what is over is left out.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn acting(&self, ctx: &Context<'_>) -> Vec<ActingAppointment> {
        let now = ctx.now();
        let to_come = self.0.acting.iter().filter(|appointment| now < appointment.until);
        to_come.filter_map(|appointment| ActingAppointment::of(&self.0, appointment)).collect()
    }

    /// How agenda numbers (nomor agenda) are written: {number} or {number:4}, {month}, {year}.
    async fn agenda_format(&self) -> &str {
        self.0.agenda_format.as_str()
    }

    /// How many days back a step may be entered.
    async fn backdate_days(&self) -> i32 {
        i32::from(self.0.backdate_days)
    }

    /// What is printed at the head of its documents (kop surat).
    async fn letterhead(&self) -> Letterhead {
        let domain::office::Letterhead { government, office_name, address, telephone, email, website } =
            self.0.letterhead.clone();
        Letterhead { government, office_name, address, telephone, email, website }
    }

    /// Its categories of complaints, by code, closed ones included.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn categories(&self) -> Vec<Category> {
        let category =
            |category: &domain::office::Category| Category { office: self.0.id, category: category.clone() };
        self.0.categories.iter().map(category).collect()
    }

    /// The villages (desa) of its sub-district, by code.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn villages(&self) -> Vec<Village> {
        self.0.villages.iter().map(Village::from).collect()
    }

    /// Working hours (jam kerja) in force on a date, seasons considered, holidays not; a break makes two rows.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn working_hours(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The date; today where left out.")] on: Option<Date>,
    ) -> Vec<WorkingHours> {
        let calendar = &self.0.calendar;
        let on = on.map_or_else(|| calendar.local_date(ctx.now()), |date| date.0);
        WorkingHours::of(calendar.hours_in_force(on))
    }

    /// The seasons with working hours of their own, by date, past ones included.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn seasons(&self) -> Vec<Season> {
        self.0.calendar.seasons().iter().map(Season::from).collect()
    }

    /// Holidays (hari libur) of a year, by date.
    #[graphql(complexity = "30 * child_complexity + 1")]
    async fn holidays(&self, #[graphql(desc = "The calendar year.")] year: i32) -> Vec<Holiday> {
        self.0.calendar.holidays().iter().filter(|h| h.date.year() == year).map(Holiday::from).collect()
    }

    /// Single days of a year that go by neither their weekday nor their holidays (hari khusus), by date.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn special_days(&self, #[graphql(desc = "The calendar year.")] year: i32) -> Vec<SpecialDay> {
        let days = self.0.calendar.rules().special_days.values();
        days.filter(|day| day.date().year() == year).map(SpecialDay::from).collect()
    }

    /// When a step begun at an instant would be due here, by the procedure and the calendar now in force; null where the
    /// office does not open often enough.
    async fn due_at(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step.")] step: Step,
        #[graphql(desc = "When its clock starts.")] start: Instant,
    ) -> Option<Instant> {
        let today = self.0.calendar.local_date(ctx.now());
        let standard = self.0.procedure_on(today)?.step(step.into()).standard;
        self.0.calendar.due(start.0, standard).ok().map(Instant)
    }

    /// Working time between two instants, in seconds; 0 where `to` is not after `from`.
    async fn working_seconds_between(
        &self,
        #[graphql(desc = "From this instant.")] from: Instant,
        #[graphql(desc = "To this instant.")] to: Instant,
    ) -> i32 {
        i32::try_from(self.0.calendar.elapsed_seconds(from.0, to.0)).unwrap_or(i32::MAX)
    }

    /// The revision of the procedure in force today.
    async fn procedure(&self, ctx: &Context<'_>) -> Result<Procedure> {
        let today = self.0.calendar.local_date(ctx.now());
        let procedure = self.0.procedure_on(today).cloned();
        procedure.map(Procedure).ok_or_else(|| "the office has no procedure".into())
    }

    /// All revisions of the procedure, oldest first, those still to come included.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn procedures(&self) -> Vec<Procedure> {
        self.0.procedures.iter().cloned().map(Procedure).collect()
    }

    /// Two revisions of the procedure side by side; null where the office has not both.
    async fn procedure_comparison(
        &self,
        #[graphql(desc = "Running number of the one revision.")] before: i32,
        #[graphql(desc = "Running number of the other.")] after: i32,
    ) -> Option<ProcedureComparison> {
        Some(ProcedureComparison::of(self.0.procedure(before)?, self.0.procedure(after)?))
    }
}

/// What is printed at the head of an office's documents (kop surat); a line that is null is not printed.
#[derive(SimpleObject, Clone, Debug)]
pub struct Letterhead {
    /// The government, like Pemerintah Kabupaten Tabanan.
    government: Option<String>,
    /// The office, like Kecamatan Selemadeg Timur.
    office_name: Option<String>,
    /// Postal address.
    address: Option<String>,
    /// Telephone.
    telephone: Option<String>,
    /// E-mail.
    email: Option<String>,
    /// Website.
    website: Option<String>,
}

/// A village (desa). A name is no key: two villages may share one.
#[derive(SimpleObject, Clone, Debug)]
pub struct Village {
    /// Code in the national list (kode desa), like 51.02.02.2005.
    code: String,
    /// Its name.
    name: String,
}

impl From<&domain::office::Village> for Village {
    fn from(village: &domain::office::Village) -> Self {
        Self { code: village.code.0.clone(), name: village.name.clone() }
    }
}

connection!(OfficeConnection, OfficeEdge, Office, Known, "offices");
