//! The standard of a step: how much working time it may take.

use std::fmt;
use std::num::{NonZeroU16, NonZeroU32};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How much working time a step may take. Never nothing.
///
/// Its text is an ISO 8601 duration: `PT30M`, `PT1H`, `P2D`. A day there is a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Standard {
    /// Minutes and hours ("30 menit", "1 jam"): working time only is counted.
    WorkingTime {
        /// In seconds.
        seconds: NonZeroU32,
    },
    /// Days ("2 hari"): due at the same local time of day, that many working days later.
    WorkingDays {
        /// In working days.
        days: NonZeroU16,
    },
}

/// Why something is not a standard.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StandardError {
    /// A standard of no time at all would be due before anybody could work.
    #[error("a standard cannot be zero")]
    Zero,
    /// More than 65,535 days, or more seconds than 32 bits hold.
    #[error("{text:?} is too long for a standard")]
    TooLong {
        /// What was to be read.
        text: String,
    },
    /// Not of the form `P2D` or `PT1H30M`. Weeks, months, years, fractions and days together with hours have no
    /// meaning in working time.
    #[error("{text:?} is not a duration of working time such as PT30M, PT1H or P2D")]
    Form {
        /// What was to be read.
        text: String,
    },
}

impl Standard {
    /// How many seconds a working day counts in figures: 37.5 h a week, five days (procedure.graphql,
    /// `standardSeconds`). A due time never depends on it.
    pub const DAY_SECONDS: u32 = 27_000;

    /// So many minutes of working time, checked when compiled: `Standard::minutes::<30>()`.
    pub const fn minutes<const MINUTES: u32>() -> Standard {
        const { assert!(MINUTES > 0 && MINUTES <= u32::MAX / 60) };
        Standard::WorkingTime { seconds: NonZeroU32::MIN.saturating_add(MINUTES * 60 - 1) }
    }

    /// So many hours of working time, checked when compiled: `Standard::hours::<1>()`.
    pub const fn hours<const HOURS: u32>() -> Standard {
        const { assert!(HOURS > 0 && HOURS <= u32::MAX / 3600) };
        Standard::WorkingTime { seconds: NonZeroU32::MIN.saturating_add(HOURS * 3600 - 1) }
    }

    /// So many working days, checked when compiled: `Standard::days::<2>()`.
    pub const fn days<const DAYS: u16>() -> Standard {
        const { assert!(DAYS > 0) };
        Standard::WorkingDays { days: NonZeroU16::MIN.saturating_add(DAYS - 1) }
    }

    /// So many seconds of working time; [`StandardError::Zero`] for none.
    pub fn working_time(seconds: u32) -> Result<Standard, StandardError> {
        let seconds = NonZeroU32::new(seconds).ok_or(StandardError::Zero)?;
        Ok(Standard::WorkingTime { seconds })
    }

    /// So many working days; [`StandardError::Zero`] for none.
    pub fn working_days(days: u16) -> Result<Standard, StandardError> {
        let days = NonZeroU16::new(days).ok_or(StandardError::Zero)?;
        Ok(Standard::WorkingDays { days })
    }

    /// Working time in seconds, for figures: a day counts [`Standard::DAY_SECONDS`]. Whether a step was on time is
    /// judged by its due time and not by this.
    pub const fn seconds(self) -> u32 {
        match self {
            Standard::WorkingTime { seconds } => seconds.get(),
            // 65,535 days are 1.8e9 seconds and fit.
            Standard::WorkingDays { days } => days.get() as u32 * Standard::DAY_SECONDS,
        }
    }
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Standard::WorkingDays { days } => write!(f, "P{days}D"),
            Standard::WorkingTime { seconds } => {
                f.write_str("PT")?;
                let seconds = seconds.get();
                for (count, unit) in [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')] {
                    if count > 0 {
                        write!(f, "{count}{unit}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl FromStr for Standard {
    type Err = StandardError;

    fn from_str(text: &str) -> Result<Standard, StandardError> {
        let form = || StandardError::Form { text: text.to_owned() };
        let too_long = || StandardError::TooLong { text: text.to_owned() };
        let after_p = text.strip_prefix('P').ok_or_else(form)?;
        let Some(mut time) = after_p.strip_prefix('T') else {
            let days = count(after_p.strip_suffix('D').ok_or_else(form)?).ok_or_else(form)?;
            return Standard::working_days(u16::try_from(days).map_err(|_| too_long())?);
        };
        if time.is_empty() {
            return Err(form());
        }
        let mut seconds: u64 = 0;
        for (unit, in_seconds) in [('H', 3600), ('M', 60), ('S', 1)] {
            if let Some((number, rest)) = time.split_once(unit) {
                let part = count(number).ok_or_else(form)?.saturating_mul(in_seconds);
                seconds = seconds.saturating_add(part);
                time = rest;
            }
        }
        if !time.is_empty() {
            return Err(form());
        }
        Standard::working_time(u32::try_from(seconds).map_err(|_| too_long())?)
    }
}

/// Digits alone, without a sign; more than 64 bits hold is the most they hold, which is too long anyway.
fn count(digits: &str) -> Option<u64> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| digits.parse().unwrap_or(u64::MAX))
}

impl TryFrom<String> for Standard {
    type Error = StandardError;

    fn try_from(text: String) -> Result<Standard, StandardError> {
        text.parse()
    }
}

impl From<Standard> for String {
    fn from(standard: Standard) -> String {
        standard.to_string()
    }
}
