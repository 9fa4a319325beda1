//! When the office works: hours, seasons, holidays, special days. Whatever is amended, due times of open steps follow
//! ([`crate::complaint::rescheduling`]).

mod holidays;
mod hours;
mod seasons;
mod special_days;

use chrono::{Days, NaiveDate};
use serde::Serialize;

pub use holidays::{AddHoliday, ChangeHoliday, ImportHolidays, RemoveHoliday};
pub use hours::{MAX_SPANS_A_DAY, SetWorkingHours, opening_spans, weekly_hours};
pub use seasons::{ChangeSeason, CreateSeason, RemoveSeason};
pub use special_days::{RestoreDay, SetDay};

use super::ChangeKind;
use super::draft::Draft as OfficeDraft;
use crate::input::{InputFault, InputProblem};
use crate::working_time::{Calendar, CalendarError, Rules};

/// A change of when an office works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each is documented where it is defined")]
pub enum CalendarAmendment {
    SetWorkingHours(SetWorkingHours),
    CreateSeason(CreateSeason),
    ChangeSeason(ChangeSeason),
    RemoveSeason(RemoveSeason),
    AddHoliday(AddHoliday),
    ChangeHoliday(ChangeHoliday),
    RemoveHoliday(RemoveHoliday),
    ImportHolidays(ImportHolidays),
    SetDay(SetDay),
    RestoreDay(RestoreDay),
}

impl CalendarAmendment {
    /// Under which kind it is recorded.
    pub(super) fn kind(&self) -> ChangeKind {
        match self {
            Self::SetWorkingHours(_) => ChangeKind::WorkingHoursSet,
            Self::CreateSeason(_) => ChangeKind::SeasonCreated,
            Self::ChangeSeason(_) => ChangeKind::SeasonChanged,
            Self::RemoveSeason(_) => ChangeKind::SeasonRemoved,
            Self::AddHoliday(_) => ChangeKind::HolidayAdded,
            Self::ChangeHoliday(_) => ChangeKind::HolidayChanged,
            Self::RemoveHoliday(_) => ChangeKind::HolidayRemoved,
            Self::ImportHolidays(_) => ChangeKind::HolidaysImported,
            Self::SetDay(_) => ChangeKind::DaySet,
            Self::RestoreDay(_) => ChangeKind::DayRestored,
        }
    }

    pub(super) fn write(&self, draft: &mut OfficeDraft<'_>) {
        match self.apply(&draft.before.calendar) {
            Ok(calendar) => draft.after.calendar = calendar,
            Err(problems) => draft.faults(problems),
        }
    }

    /// The calendar after it.
    ///
    /// # Errors
    /// What is wrong with the input; every problem at once.
    pub fn apply(&self, calendar: &Calendar) -> Result<Calendar, Vec<InputProblem>> {
        let mut draft = Draft { rules: calendar.rules().clone(), problems: Vec::new() };
        match self {
            Self::SetWorkingHours(amendment) => amendment.apply(&mut draft),
            Self::CreateSeason(amendment) => amendment.apply(&mut draft),
            Self::ChangeSeason(amendment) => amendment.apply(&mut draft),
            Self::RemoveSeason(amendment) => amendment.apply(&mut draft),
            Self::AddHoliday(amendment) => amendment.apply(&mut draft),
            Self::ChangeHoliday(amendment) => amendment.apply(&mut draft),
            Self::RemoveHoliday(amendment) => amendment.apply(&mut draft),
            Self::ImportHolidays(amendment) => amendment.apply(&mut draft),
            Self::SetDay(amendment) => amendment.apply(&mut draft),
            Self::RestoreDay(amendment) => amendment.apply(&mut draft),
        }
        draft.finish()
    }
}

/// A calendar in the making.
struct Draft {
    rules: Rules,
    problems: Vec<InputProblem>,
}

impl Draft {
    fn fault(&mut self, field: &'static str, fault: InputFault) {
        self.problems.push(InputProblem::new(field, fault));
    }

    fn finish(self) -> Result<Calendar, Vec<InputProblem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        // What remains are the seasons: everything else was seen to.
        Calendar::of(self.rules).map_err(|error| vec![InputProblem::new("from", fault_of(error))])
    }
}

fn fault_of(error: CalendarError) -> InputFault {
    match error {
        CalendarError::SeasonEndsBeforeItBegins { from, .. } => InputFault::NotBefore { earliest: from },
        CalendarError::SeasonsOverlap { first, second, on } => {
            InputFault::SeasonsOverlap { first, second, on }
        }
    }
}

/// The date so many days after another; the last there is where it lies beyond.
fn days_after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}
