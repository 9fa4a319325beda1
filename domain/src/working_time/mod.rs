//! Working time: when a step is due, and how much working time lies between two instants.
//!
//! A calendar has a time zone, opening hours for each weekday, seasons with hours of their own, holidays, and special days
//! that go by none of these. Its rules are the clock rules of the SOP (sop.md, section 8):
//!
//! - Minutes and hours count working time only: a step is due at the earliest instant by which so much has passed.
//! - "N days" is the same local time of day, N working days later; in a break or after closing the last working
//!   instant before it; before opening, the opening.
//! - What begins outside working time runs from the next opening, for days too. What begins exactly at a closing
//!   stays there.
//!
//! Where the clock is changed, a local time that is skipped is the instant of the change and a local time that comes
//! twice is the earlier one. A step that begins in an hour that comes for the second time is due, after days, at what
//! the clock then showed: "the same time of day" is taken at its word, even against one that began an hour before.
//!
//! The office is taken to be closed before the year 1900 and after 2199.

mod explain;
mod holidays;
mod hours;
mod special_days;
mod standard;
#[cfg(test)]
mod tests;
mod wall_clock;
mod years;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use thiserror::Error;

pub use explain::{DueExplanation, SkipReason, SkippedSpan, Span};
pub use holidays::{Holiday, HolidayKind};
pub use hours::{HoursError, OpeningSpan, Season, TimeOfDay, TimeOfDayError, WeeklyHours};
pub use special_days::SpecialDay;
pub use standard::{Standard, StandardError};

use wall_clock::{NANOS_IN_SECOND, Nanos, first_nanos_at, instant, nanos, nanos_of_second, reading};
use years::{FIRST_YEAR, LAST_YEAR, OpenSpan, Year, Years};

/// How many years after its start a due time may lie.
const YEARS_AHEAD: i32 = 100;

/// When one office works. Cheap to clone; clones share what has been worked out.
#[derive(Clone)]
pub struct Calendar {
    shared: Arc<Shared>,
}

struct Shared {
    rules: Rules,
    years: Years,
}

/// What a calendar is made of; everything else is worked out from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The office's time zone.
    pub zone: Tz,
    /// The ordinary hours, outside all seasons.
    pub hours: WeeklyHours,
    /// Seasons; of a calendar by date, and without overlap.
    pub seasons: Vec<Season>,
    /// Holidays; of a calendar by date, kind and name.
    pub holidays: Vec<Holiday>,
    /// Single days that go by neither their weekday nor their holidays.
    pub special_days: BTreeMap<NaiveDate, SpecialDay>,
}

/// What is wrong with the parts of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The season's last date lies before its first.
    #[error("season {name:?} ends on {to}, before it begins on {from}")]
    SeasonEndsBeforeItBegins {
        /// Its name.
        name: String,
        /// Its first date.
        from: NaiveDate,
        /// Its last date.
        to: NaiveDate,
    },
    /// Two seasons have a date in common, so that it would have two opening hours.
    #[error("seasons {first:?} and {second:?} overlap on {on}")]
    SeasonsOverlap {
        /// The one that begins first.
        first: String,
        /// The one that begins before the first is over.
        second: String,
        /// The first date they have in common.
        on: NaiveDate,
    },
}

/// There is no due time, since the office does not open often enough: within 100 years of the start, and between the
/// years 1900 and 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the office does not open often enough for {standard} from {start}")]
pub struct NeverOpen {
    /// When the step began.
    pub start: DateTime<Utc>,
    /// What it was given.
    pub standard: Standard,
}

impl Rules {
    fn hours_in_force(&self, date: NaiveDate) -> &WeeklyHours {
        let begun = self.seasons.partition_point(|season| season.from <= date);
        let season = begun.checked_sub(1).and_then(|last| self.seasons.get(last));
        match season {
            Some(season) if date <= season.to => &season.hours,
            Some(_) | None => &self.hours,
        }
    }

    /// The opening hours in force on a local date, its season considered, and neither holidays nor special days.
    pub fn hours_on(&self, date: NaiveDate) -> &[OpeningSpan] {
        self.hours_in_force(date).on(date.weekday())
    }

    fn holidays_on(&self, date: NaiveDate) -> &[Holiday] {
        let from = self.holidays.partition_point(|holiday| holiday.date < date);
        let to = self.holidays.partition_point(|holiday| holiday.date <= date);
        &self.holidays[from..to]
    }

    /// When the office is open on a date, everything considered.
    fn open_on(&self, date: NaiveDate) -> &[OpeningSpan] {
        match self.special_days.get(&date) {
            Some(day) => day.hours(),
            None if self.holidays_on(date).iter().any(|holiday| holiday.closed) => &[],
            None => self.hours_on(date),
        }
    }
}

/// Where an instant lies among the years covered.
enum Place<'a> {
    Before,
    Within(i32, &'a Year),
    After,
}

/// Where the clock of a step begins to run, for a standard in days.
struct Beginning<'a> {
    year: i32,
    table: &'a Year,
    /// Among the year's working days.
    day: usize,
    at: Nanos,
}

impl Calendar {
    /// The calendar of an office. Seasons and holidays come in any order; seasons must not overlap.
    pub fn new(
        zone: Tz,
        hours: WeeklyHours,
        seasons: Vec<Season>,
        holidays: Vec<Holiday>,
    ) -> Result<Calendar, CalendarError> {
        Calendar::of(Rules { zone, hours, seasons, holidays, special_days: BTreeMap::new() })
    }

    /// The calendar of these rules, whose lists come in any order; seasons must not overlap.
    ///
    /// # Errors
    /// [`CalendarError`].
    pub fn of(mut rules: Rules) -> Result<Calendar, CalendarError> {
        let Rules { seasons, holidays, .. } = &mut rules;
        if let Some(season) = seasons.iter().find(|season| season.to < season.from) {
            let (name, from, to) = (season.name.clone(), season.from, season.to);
            return Err(CalendarError::SeasonEndsBeforeItBegins { name, from, to });
        }
        seasons.sort_by_key(|season| season.from);
        for (first, second) in seasons.iter().zip(seasons.iter().skip(1)) {
            if second.from <= first.to {
                let on = second.from;
                let (first, second) = (first.name.clone(), second.name.clone());
                return Err(CalendarError::SeasonsOverlap { first, second, on });
            }
        }
        holidays.sort_by(|one, other| {
            (one.date, one.kind, &one.name).cmp(&(other.date, other.kind, &other.name))
        });
        Ok(Calendar { shared: Arc::new(Shared { rules, years: Years::new() }) })
    }

    /// The first instant of the next local date.
    pub fn next_midnight(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let tomorrow = wall_clock::next(self.local_date(instant));
        wall_clock::instant(nanos_of_second(wall_clock::first_second_of(self.zone(), tomorrow)))
    }

    /// What it is made of.
    pub fn rules(&self) -> &Rules {
        &self.shared.rules
    }

    /// The office's time zone.
    pub fn zone(&self) -> Tz {
        self.shared.rules.zone
    }

    /// The ordinary hours, outside all seasons.
    pub fn hours(&self) -> &WeeklyHours {
        &self.shared.rules.hours
    }

    /// All seasons, by date.
    pub fn seasons(&self) -> &[Season] {
        &self.shared.rules.seasons
    }

    /// All holidays, by date, kind and name, those included on which the office is open.
    pub fn holidays(&self) -> &[Holiday] {
        &self.shared.rules.holidays
    }

    /// The holidays of one local date, by kind.
    pub fn holidays_on(&self, date: NaiveDate) -> &[Holiday] {
        self.shared.rules.holidays_on(date)
    }

    /// The day's own rule, where it goes by neither its weekday nor its holidays.
    pub fn special_day(&self, date: NaiveDate) -> Option<&SpecialDay> {
        self.shared.rules.special_days.get(&date)
    }

    /// The opening hours in force on a local date, its season considered, and neither holidays nor special days.
    pub fn hours_on(&self, date: NaiveDate) -> &[OpeningSpan] {
        self.shared.rules.hours_on(date)
    }

    /// The opening hours of the whole week that are in force on a local date: its season's, or the ordinary ones.
    pub fn hours_in_force(&self, date: NaiveDate) -> &WeeklyHours {
        self.shared.rules.hours_in_force(date)
    }

    /// The date the office's wall calendar shows.
    pub fn local_date(&self, instant: DateTime<Utc>) -> NaiveDate {
        reading(self.zone(), instant).date()
    }

    /// The first instant of a local date.
    pub fn day_start(&self, date: NaiveDate) -> DateTime<Utc> {
        instant(first_nanos_at(self.zone(), date.and_time(NaiveTime::MIN)))
    }

    /// When a step that began at `start` is due. [`NeverOpen`] if the office does not open often enough within 100
    /// years, or `start` lies outside the years 1900 to 2199.
    pub fn due(&self, start: DateTime<Utc>, standard: Standard) -> Result<DateTime<Utc>, NeverOpen> {
        let due = match standard {
            Standard::WorkingTime { seconds } => self.after_working_time(nanos(start), seconds.get()),
            Standard::WorkingDays { days } => self.after_working_days(nanos(start), days.get()),
        };
        due.map(instant).ok_or(NeverOpen { start, standard })
    }

    /// How the due time came about; its end is the due time. [`NeverOpen`] as for [`Calendar::due`].
    pub fn explain(&self, start: DateTime<Utc>, standard: Standard) -> Result<DueExplanation, NeverOpen> {
        let due = self.due(start, standard)?;
        Ok(explain::explain(self, start, standard, due))
    }

    /// Working time from one instant to another; nothing where `to` is not after `from`.
    pub fn elapsed(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let worked = self.worked_between(nanos(from), nanos(to));
        // At most 300 years, so neither conversion saturates.
        let seconds = i64::try_from(worked / NANOS_IN_SECOND).unwrap_or(i64::MAX);
        let rest = u32::try_from(worked % NANOS_IN_SECOND).unwrap_or(0);
        TimeDelta::new(seconds, rest).unwrap_or(TimeDelta::MAX)
    }

    /// Working time from one instant to another in whole seconds, rounded down; 0 where `to` is not after `from`.
    pub fn elapsed_seconds(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        self.elapsed(from, to).num_seconds()
    }

    fn year(&self, year: i32) -> Option<&Year> {
        self.shared.years.year(&self.shared.rules, year)
    }

    fn totals(&self, year: i32) -> Option<years::Totals> {
        self.shared.years.totals(&self.shared.rules, year)
    }

    fn place(&self, at: Nanos) -> Place<'_> {
        let guess = self.local_date(instant(at)).year();
        // The clock shows the old year for a second time if it is put back over New Year's midnight.
        for year in [guess, guess + 1] {
            if let Some(table) = self.year(year)
                && (table.begin()..table.end()).contains(&at)
            {
                return Place::Within(year, table);
            }
        }
        if guess < (FIRST_YEAR + LAST_YEAR) / 2 { Place::Before } else { Place::After }
    }

    fn worked_between(&self, from: Nanos, to: Nanos) -> Nanos {
        if to <= from {
            return 0;
        }
        let (from_year, before_from) = self.worked_in_year(from);
        let (to_year, before_to) = self.worked_in_year(to);
        let between = (from_year..to_year).filter_map(|year| self.totals(year)).map(|totals| totals.worked);
        between.sum::<Nanos>() + before_to - before_from
    }

    /// The year an instant lies in, and the working time of that year before it.
    fn worked_in_year(&self, at: Nanos) -> (i32, Nanos) {
        match self.place(at) {
            Place::Before => (FIRST_YEAR, 0),
            Place::Within(year, table) => (year, table.worked_before(at)),
            Place::After => (LAST_YEAR + 1, 0),
        }
    }

    fn after_working_time(&self, start: Nanos, seconds: u32) -> Option<Nanos> {
        let Place::Within(start_year, table) = self.place(start) else { return None };
        let mut left = table.worked_before(start) + nanos_of_second(i64::from(seconds));
        for year in start_year..=start_year + YEARS_AHEAD {
            let worked = self.totals(year)?.worked;
            if left <= worked {
                return self.year(year)?.when_worked(left);
            }
            left -= worked;
        }
        None
    }

    fn after_working_days(&self, start: Nanos, days: u16) -> Option<Nanos> {
        let Place::Within(start_year, table) = self.place(start) else { return None };
        let beginning = self.beginning(start, start_year, table)?;
        let mut day = beginning.day + usize::from(days);
        for year in beginning.year..=start_year + YEARS_AHEAD {
            let days = self.totals(year)?.days;
            if day < days {
                let table = self.year(year)?;
                let date = table.date_of_day(year, day)?;
                let same_time =
                    date.and_time(NaiveTime::MIN).checked_add_signed(self.time_of_day(&beginning)?)?;
                return working_instant(table, day, first_nanos_at(self.zone(), same_time));
            }
            day -= days;
        }
        None
    }

    /// Where the clock begins to run for what begins at `start`: there in working time and at a closing, else at the
    /// next opening.
    fn beginning<'a>(&'a self, start: Nanos, start_year: i32, table: &'a Year) -> Option<Beginning<'a>> {
        let in_span = |year, table: &'a Year, span: OpenSpan, at| Beginning {
            year,
            table,
            day: table.day_of_span(span.number),
            at,
        };
        let opened = table.opened_by(start);
        if let Some(last) = opened.checked_sub(1).and_then(|number| table.span(number)) {
            if start <= last.closes {
                return Some(in_span(start_year, table, last, start));
            }
        } else if start == table.begin()
            && let Some(before) = self.year(start_year - 1)
            && let Some(last) = before.last_span()
            && start == last.closes
        {
            // A closing at 24:00 on the last day of the year.
            return Some(in_span(start_year - 1, before, last, start));
        }
        if let Some(span) = table.span(opened) {
            return Some(in_span(start_year, table, span, span.opens));
        }
        for year in start_year + 1..=start_year + YEARS_AHEAD {
            if self.totals(year)?.days > 0 {
                let table = self.year(year)?;
                let first = table.span(0)?;
                return Some(in_span(year, table, first, first.opens));
            }
        }
        None
    }

    /// What the clock shows, counted from the midnight before the working day. Below zero or over a day where the
    /// clock is changed at midnight; [`working_instant`] keeps to the day.
    fn time_of_day(&self, beginning: &Beginning<'_>) -> Option<TimeDelta> {
        let date = beginning.table.date_of_day(beginning.year, beginning.day)?;
        let shown = reading(self.zone(), instant(beginning.at));
        Some(shown - date.and_time(NaiveTime::MIN))
    }

    /// The spans of working time that have an instant in common with the time from `from` to `to`, both within the
    /// years covered.
    fn open_spans(&self, from: Nanos, to: Nanos) -> impl Iterator<Item = OpenSpan> + '_ {
        let first_year = self.worked_in_year(from).0;
        let last_year = self.worked_in_year(to).0;
        (first_year..=last_year)
            .filter_map(|year| self.year(year))
            .flat_map(move |table| {
                let first = table.opened_by(from).saturating_sub(1);
                (first..).map_while(|number| table.span(number))
            })
            .skip_while(move |span| span.closes < from)
            .take_while(move |span| span.opens <= to)
    }
}

/// The instant itself if the office is open then or just closing; else the closing before it on that day, or the
/// first opening. `None` if the year has no such day.
fn working_instant(table: &Year, day: usize, at: Nanos) -> Option<Nanos> {
    let mut spans = table.spans_of_day(day);
    let first = spans.next()?;
    let last_opened = spans.take_while(|span| span.opens <= at).last().unwrap_or(first);
    Some(at.clamp(last_opened.opens, last_opened.closes))
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rules { zone, hours, seasons, holidays, special_days } = &self.shared.rules;
        f.debug_struct("Calendar")
            .field("zone", zone)
            .field("hours", hours)
            .field("seasons", seasons)
            .field("holidays", holidays)
            .field("special_days", special_days)
            .finish_non_exhaustive()
    }
}

/// Two calendars of the same rules are the same.
impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared) || self.shared.rules == other.shared.rules
    }
}
