//! When the office is open in an ordinary week, and in the seasons with hours of their own.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A time on the wall clock of the office, in whole minutes from midnight: 00:00 to 24:00.
///
/// 24:00 is the end of a day, so that a night shift is two rows: 22:00-24:00, and 00:00-06:00 on the next
/// weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    minutes: u16,
}

/// Why something is not a time of day.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TimeOfDayError {
    /// The text is not two digits, a colon and two digits.
    #[error("{text:?} is not a time of day written HH:MM")]
    Form {
        /// What was to be read.
        text: String,
    },
    /// The hour is over 24, the minute over 59, or the whole over 24:00.
    #[error("{text:?} is not between 00:00 and 24:00")]
    Range {
        /// What was to be read.
        text: String,
    },
}

impl TimeOfDay {
    /// The beginning of a day, 00:00.
    pub const MIDNIGHT: TimeOfDay = TimeOfDay { minutes: 0 };
    /// The end of a day, 24:00.
    pub const DAYS_END: TimeOfDay = TimeOfDay { minutes: 24 * 60 };

    /// The time so many minutes after midnight; 0 to 1440, `None` above.
    pub const fn from_minutes(minutes: u16) -> Option<TimeOfDay> {
        if minutes <= 24 * 60 { Some(TimeOfDay { minutes }) } else { None }
    }

    /// Minutes from midnight, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.minutes
    }

    const fn at<const HOUR: u16, const MINUTE: u16>() -> TimeOfDay {
        const { assert!(MINUTE < 60 && HOUR * 60 + MINUTE <= 24 * 60) };
        TimeOfDay { minutes: HOUR * 60 + MINUTE }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;

    fn from_str(text: &str) -> Result<TimeOfDay, TimeOfDayError> {
        let two_digits = |tens: u8, ones: u8| {
            (tens.is_ascii_digit() && ones.is_ascii_digit())
                .then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
        };
        let form = || TimeOfDayError::Form { text: text.to_owned() };
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return Err(form()) };
        let (Some(hour), Some(minute)) = (two_digits(h1, h2), two_digits(m1, m2)) else { return Err(form()) };
        if minute > 59 {
            return Err(TimeOfDayError::Range { text: text.to_owned() });
        }
        TimeOfDay::from_minutes(hour * 60 + minute)
            .ok_or_else(|| TimeOfDayError::Range { text: text.to_owned() })
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = TimeOfDayError;

    fn try_from(text: String) -> Result<TimeOfDay, TimeOfDayError> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> String {
        time.to_string()
    }
}

/// One stretch of opening hours on one day, in local time. [`WeeklyHours::new`] sees to it that it closes after
/// it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OpeningSpan {
    /// Work begins.
    pub opens: TimeOfDay,
    /// Work ends; this instant still belongs to the day.
    pub closes: TimeOfDay,
}

impl OpeningSpan {
    /// Its length on a day without a change of the clock, in minutes.
    pub const fn minutes(self) -> u16 {
        self.closes.minutes.saturating_sub(self.opens.minutes)
    }

    const fn between(opens: TimeOfDay, closes: TimeOfDay) -> OpeningSpan {
        OpeningSpan { opens, closes }
    }
}

impl fmt::Display for OpeningSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.opens, self.closes)
    }
}

impl FromStr for OpeningSpan {
    type Err = TimeOfDayError;

    /// As it is written, `07:30-12:00`.
    fn from_str(text: &str) -> Result<OpeningSpan, TimeOfDayError> {
        let (opens, closes) = text.split_once('-').unwrap_or((text, ""));
        Ok(OpeningSpan { opens: opens.parse()?, closes: closes.parse()? })
    }
}

/// Opening hours for each weekday, with breaks: what lies between two spans of a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize)]
pub struct WeeklyHours {
    from_monday: [Vec<OpeningSpan>; 7],
}

/// What is wrong with a list of opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HoursError {
    /// It closes when it opens, or earlier. A night shift is two rows, see [`TimeOfDay`].
    #[error("{weekday}: {span} closes before it has been open")]
    ClosesTooEarly {
        /// The day of the row.
        weekday: Weekday,
        /// The row.
        span: OpeningSpan,
    },
    /// Two rows of one weekday have time in common.
    #[error("{weekday}: {earlier} and {later} overlap")]
    Overlap {
        /// The day of both rows.
        weekday: Weekday,
        /// The row that opens first.
        earlier: OpeningSpan,
        /// The row that opens while the other is still open.
        later: OpeningSpan,
    },
}

impl WeeklyHours {
    /// Opening hours from rows in any order; a weekday without a row is closed. Rows that only touch, such as
    /// 08:00-12:00 and 12:00-16:00, are allowed.
    pub fn new(rows: impl IntoIterator<Item = (Weekday, OpeningSpan)>) -> Result<WeeklyHours, HoursError> {
        let mut hours = WeeklyHours::default();
        for (weekday, span) in rows {
            hours.from_monday[day_index(weekday)].push(span);
        }
        for (weekday, spans) in WEEKDAYS.into_iter().zip(&mut hours.from_monday) {
            put_in_order(weekday, spans)?;
        }
        Ok(hours)
    }

    /// The spans of a weekday, in order, without overlap; empty where the office stays closed.
    pub fn on(&self, weekday: Weekday) -> &[OpeningSpan] {
        &self.from_monday[day_index(weekday)]
    }

    /// All rows, from Monday on, in order.
    pub fn rows(&self) -> impl Iterator<Item = (Weekday, OpeningSpan)> + '_ {
        WEEKDAYS.into_iter().flat_map(|weekday| self.on(weekday).iter().map(move |span| (weekday, *span)))
    }

    /// Working time of a week without holidays or a change of the clock, in minutes.
    pub fn minutes_a_week(&self) -> u32 {
        self.rows().map(|(_, span)| u32::from(span.minutes())).sum()
    }

    /// The province's hours: Monday to Thursday 07:30-16:30 with a break 12:00-13:00, Friday 07:30-14:30 with a
    /// break 11:30-13:00; 37 h 30 min a week. Source: Pergub Bali 58/2023.
    pub fn bali_default() -> WeeklyHours {
        WeeklyHours::monday_to_friday(
            [
                OpeningSpan::between(TimeOfDay::at::<7, 30>(), TimeOfDay::at::<12, 0>()),
                OpeningSpan::between(TimeOfDay::at::<13, 0>(), TimeOfDay::at::<16, 30>()),
            ],
            [
                OpeningSpan::between(TimeOfDay::at::<7, 30>(), TimeOfDay::at::<11, 30>()),
                OpeningSpan::between(TimeOfDay::at::<13, 0>(), TimeOfDay::at::<14, 30>()),
            ],
        )
    }

    /// The province's hours in Ramadan: Monday to Thursday 08:00-15:30 with a break 12:00-12:30, Friday
    /// 08:00-13:30 with a break 11:30-12:30; 32 h 30 min a week. They do not bind units that serve the public, so
    /// an office has them only if it sets up a season. Source: Pergub Bali 58/2023; the breaks are our reading.
    pub fn bali_ramadan() -> WeeklyHours {
        WeeklyHours::monday_to_friday(
            [
                OpeningSpan::between(TimeOfDay::at::<8, 0>(), TimeOfDay::at::<12, 0>()),
                OpeningSpan::between(TimeOfDay::at::<12, 30>(), TimeOfDay::at::<15, 30>()),
            ],
            [
                OpeningSpan::between(TimeOfDay::at::<8, 0>(), TimeOfDay::at::<11, 30>()),
                OpeningSpan::between(TimeOfDay::at::<12, 30>(), TimeOfDay::at::<13, 30>()),
            ],
        )
    }

    fn monday_to_friday(to_thursday: [OpeningSpan; 2], friday: [OpeningSpan; 2]) -> WeeklyHours {
        let day = || to_thursday.to_vec();
        WeeklyHours { from_monday: [day(), day(), day(), day(), friday.to_vec(), Vec::new(), Vec::new()] }
    }
}

/// Puts the spans of a day in order, and sees to it that each closes after it opens and no two overlap.
pub(super) fn put_in_order(weekday: Weekday, spans: &mut [OpeningSpan]) -> Result<(), HoursError> {
    if let Some(&span) = spans.iter().find(|span| span.closes <= span.opens) {
        return Err(HoursError::ClosesTooEarly { weekday, span });
    }
    spans.sort_unstable_by_key(|span| span.opens);
    for (&earlier, &later) in spans.iter().zip(spans.iter().skip(1)) {
        if later.opens < earlier.closes {
            return Err(HoursError::Overlap { weekday, earlier, later });
        }
    }
    Ok(())
}

const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

fn day_index(weekday: Weekday) -> usize {
    match weekday {
        Weekday::Mon => 0,
        Weekday::Tue => 1,
        Weekday::Wed => 2,
        Weekday::Thu => 3,
        Weekday::Fri => 4,
        Weekday::Sat => 5,
        Weekday::Sun => 6,
    }
}

/// A part of a year with opening hours of its own, such as Ramadan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// What the office calls it.
    pub name: String,
    /// The first local date with these hours.
    pub from: NaiveDate,
    /// The last local date with these hours.
    pub to: NaiveDate,
    /// The hours, which take the place of the ordinary ones on every weekday.
    pub hours: WeeklyHours,
}
