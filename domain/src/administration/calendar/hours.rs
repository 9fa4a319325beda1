//! The ordinary working hours (jam kerja), and how hours are read.

use chrono::Weekday;
use serde::Serialize;

use super::Draft;
use crate::input::InputFault;
use crate::working_time::{HoursError, OpeningSpan, WeeklyHours};

/// Spans of one day, at most.
pub const MAX_SPANS_A_DAY: usize = 6;

/// Replaces the ordinary hours of the week. An office is open at some time of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetWorkingHours {
    /// The hours.
    pub hours: WeeklyHours,
}

impl SetWorkingHours {
    pub(super) fn apply(&self, draft: &mut Draft) {
        if self.hours.minutes_a_week() == 0 {
            draft.fault("hours", InputFault::NeverOpen);
        }
        draft.rules.hours = self.hours.clone();
    }
}

/// The hours of a week, from rows of ISO weekday (1 is Monday) and times as typed, in any order.
///
/// # Errors
/// [`InputFault`] of the first row that is not right.
pub fn weekly_hours<'a>(
    rows: impl IntoIterator<Item = (i32, &'a str, &'a str)>,
) -> Result<WeeklyHours, InputFault> {
    let mut read = Vec::new();
    for (weekday, opens, closes) in rows {
        let from_monday = weekday.checked_sub(1).and_then(|day| u8::try_from(day).ok());
        let weekday = from_monday.and_then(|day| Weekday::try_from(day).ok());
        let weekday = weekday.ok_or(InputFault::NotAWeekday)?;
        if read.iter().filter(|(other, _)| *other == weekday).count() == MAX_SPANS_A_DAY {
            return Err(InputFault::TooMany { max: MAX_SPANS_A_DAY });
        }
        read.push((weekday, span(opens, closes)?));
    }
    WeeklyHours::new(read).map_err(fault_of)
}

/// The spans of one day, from times as typed.
///
/// # Errors
/// [`InputFault`] of the first span that is not right.
pub fn opening_spans<'a>(
    rows: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<OpeningSpan>, InputFault> {
    let mut read = Vec::new();
    for (opens, closes) in rows {
        if read.len() == MAX_SPANS_A_DAY {
            return Err(InputFault::TooMany { max: MAX_SPANS_A_DAY });
        }
        read.push(span(opens, closes)?);
    }
    Ok(read)
}

fn span(opens: &str, closes: &str) -> Result<OpeningSpan, InputFault> {
    let time = |typed: &str| typed.trim().parse().map_err(|_| InputFault::NotATimeOfDay);
    Ok(OpeningSpan { opens: time(opens)?, closes: time(closes)? })
}

pub(super) fn fault_of(error: HoursError) -> InputFault {
    match error {
        HoursError::ClosesTooEarly { weekday, span } => InputFault::ClosesTooEarly { weekday, span },
        HoursError::Overlap { weekday, earlier, later } => {
            InputFault::SpansOverlap { weekday, earlier, later }
        }
    }
}
