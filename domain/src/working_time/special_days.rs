//! Single days that go by neither their weekday nor their holidays (hari khusus): one on which the office closes, or one on
//! which it opens although it would not. The holidays of the day keep what they say, for when the special day is taken away.

use chrono::{Datelike, NaiveDate};

use super::hours::{HoursError, OpeningSpan, put_in_order};

/// A day with hours of its own; without any, the office is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    date: NaiveDate,
    name: String,
    hours: Vec<OpeningSpan>,
}

impl SpecialDay {
    /// A special day, from its hours in any order.
    ///
    /// # Errors
    /// [`HoursError`], as for the hours of a week.
    pub fn new(
        date: NaiveDate,
        name: impl Into<String>,
        mut hours: Vec<OpeningSpan>,
    ) -> Result<Self, HoursError> {
        put_in_order(date.weekday(), &mut hours)?;
        Ok(Self { date, name: name.into(), hours })
    }

    /// The local date.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// What the office calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When the office is open, in order and without overlap; empty where it stays closed.
    pub fn hours(&self) -> &[OpeningSpan] {
        &self.hours
    }

    /// Whether the office opens at all.
    pub fn is_open(&self) -> bool {
        !self.hours.is_empty()
    }
}
