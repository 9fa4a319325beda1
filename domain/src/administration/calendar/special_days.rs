//! Special days: a single day is opened or closed, whatever its weekday, its season and its holidays say. These stay as they
//! are, and hold again when the day is restored.

use chrono::NaiveDate;
use serde::Serialize;

use super::Draft;
use super::hours::fault_of;
use crate::input::InputFault;
use crate::values::Line;
use crate::working_time::{OpeningSpan, SpecialDay};

/// Special days of an office, past ones included.
const MAX_SPECIAL_DAYS: usize = 5_000;

/// Opens or closes a single day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetDay {
    /// The local date.
    pub date: NaiveDate,
    /// What the office calls it.
    pub name: Line,
    /// Whether the office opens.
    pub open: bool,
    /// When it is open; where left out, at the hours of its weekday in its season, so that a Sunday needs hours of its own.
    pub hours: Option<Vec<OpeningSpan>>,
}

/// Takes away what was set of a single day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RestoreDay {
    /// The local date.
    pub date: NaiveDate,
}

impl SetDay {
    pub(super) fn apply(&self, draft: &mut Draft) {
        let hours = match (self.open, &self.hours) {
            (false, None) => Vec::new(),
            (false, Some(_)) => {
                return draft.fault("hours", InputFault::NotTogetherWith { other: "open: false" });
            }
            (true, Some(hours)) => hours.clone(),
            (true, None) => draft.rules.hours_on(self.date).to_vec(),
        };
        if self.open && hours.is_empty() {
            return draft.fault("hours", InputFault::Required);
        }
        let day = match SpecialDay::new(self.date, self.name.as_str(), hours) {
            Ok(day) => day,
            Err(error) => return draft.fault("hours", fault_of(error)),
        };
        draft.rules.special_days.insert(self.date, day);
        if draft.rules.special_days.len() > MAX_SPECIAL_DAYS {
            draft.fault("date", InputFault::TooMany { max: MAX_SPECIAL_DAYS });
        }
    }
}

impl RestoreDay {
    pub(super) fn apply(&self, draft: &mut Draft) {
        if draft.rules.special_days.remove(&self.date).is_none() {
            draft.fault("date", InputFault::Unknown);
        }
    }
}
