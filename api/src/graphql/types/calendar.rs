//! When an office works: hours, seasons, holidays, special days.

use async_graphql::SimpleObject;
use domain::working_time::{OpeningSpan, WeeklyHours};

use crate::graphql::enums::HolidayKind;
use crate::graphql::scalars::Date;

/// A span in which the office is open on a weekday.
#[derive(SimpleObject, Clone, Debug)]
pub struct WorkingHours {
    /// ISO weekday: 1 is Monday, 7 Sunday.
    weekday: i32,
    /// Local time at which it opens, HH:MM.
    opens: String,
    /// Local time at which it closes, HH:MM; 24:00 is midnight at the end of the day.
    closes: String,
}

impl WorkingHours {
    /// The hours of a week, from Monday on, in order.
    pub(super) fn of(hours: &WeeklyHours) -> Vec<Self> {
        hours
            .rows()
            .map(|(weekday, span)| Self {
                weekday: i32::try_from(weekday.number_from_monday()).unwrap_or_default(),
                opens: span.opens.to_string(),
                closes: span.closes.to_string(),
            })
            .collect()
    }
}

/// A part of a year with working hours of its own (musim), such as Ramadan.
#[derive(SimpleObject, Clone, Debug)]
pub struct Season {
    /// What the office calls it.
    name: String,
    /// Its first date. No two seasons share it, so mutations name a season by it.
    from: Date,
    /// Its last date.
    to: Date,
    /// The hours that take the place of the ordinary ones on every weekday; a break makes two rows. Empty where the office
    /// is closed throughout.
    working_hours: Vec<WorkingHours>,
}

impl From<&domain::working_time::Season> for Season {
    fn from(season: &domain::working_time::Season) -> Self {
        Self {
            name: season.name.clone(),
            from: Date(season.from),
            to: Date(season.to),
            working_hours: WorkingHours::of(&season.hours),
        }
    }
}

/// A holiday (hari libur).
#[derive(SimpleObject, Clone, Debug)]
pub struct Holiday {
    /// The date.
    date: Date,
    /// Its name; a date can have several. No two of a date share it, so mutations name a holiday by both.
    name: String,
    /// Its kind.
    kind: HolidayKind,
    /// Whether the office is closed for it.
    closed: bool,
    /// Whether the date is not fixed yet and has to be checked in time.
    estimated: bool,
}

impl From<&domain::working_time::Holiday> for Holiday {
    fn from(holiday: &domain::working_time::Holiday) -> Self {
        Self {
            date: Date(holiday.date),
            name: holiday.name.clone(),
            kind: holiday.kind.into(),
            closed: holiday.closed,
            estimated: holiday.estimated,
        }
    }
}

/// A span in which the office is open on a certain day.
#[derive(SimpleObject, Clone, Debug)]
pub struct OpeningHours {
    /// Local time at which it opens, HH:MM.
    opens: String,
    /// Local time at which it closes, HH:MM; 24:00 is midnight at the end of the day.
    closes: String,
}

impl From<&OpeningSpan> for OpeningHours {
    fn from(span: &OpeningSpan) -> Self {
        Self { opens: span.opens.to_string(), closes: span.closes.to_string() }
    }
}

/// A single day that goes by neither its weekday nor its holidays (hari khusus).
#[derive(SimpleObject, Clone, Debug)]
pub struct SpecialDay {
    /// The date.
    date: Date,
    /// What the office calls it.
    name: String,
    /// When the office is open; empty where it stays closed.
    opening_hours: Vec<OpeningHours>,
}

impl From<&domain::working_time::SpecialDay> for SpecialDay {
    fn from(day: &domain::working_time::SpecialDay) -> Self {
        Self {
            date: Date(day.date()),
            name: day.name().to_owned(),
            opening_hours: day.hours().iter().map(OpeningHours::from).collect(),
        }
    }
}
