//! Rates, durations and bins, as figures show them.

use async_graphql::SimpleObject;
use domain::dashboard::{rate, spread};

/// A count as the schema shows it.
pub(super) fn int(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(if count < 0 { i32::MIN } else { i32::MAX })
}

/// A share of a number of cases: never a bare percentage, since an office has few cases.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct Rate {
    /// `numerator` ÷ `denominator`; null where the denominator is 0, and in no other case.
    value: Option<f64>,
    /// Cases in which it is so.
    numerator: i32,
    /// All cases.
    denominator: i32,
    /// Lower end of the Wilson interval at 95 %; null as `value`.
    low: Option<f64>,
    /// Upper end of the Wilson interval at 95 %; null as `value`.
    high: Option<f64>,
}

impl From<rate::Rate> for Rate {
    fn from(rate: rate::Rate) -> Self {
        let interval = rate.interval();
        Self {
            value: rate.value(),
            numerator: int(rate.numerator),
            denominator: int(rate.denominator),
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
        }
    }
}

/// How durations are spread, in seconds of working time. Percentiles by nearest rank, from a histogram: every figure is at
/// most 2 % away from a duration that was counted.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct DurationStats {
    /// How many durations.
    count: i32,
    /// Median; null where there is none.
    median: Option<i32>,
    /// 80th percentile.
    p80: Option<i32>,
    /// 90th percentile.
    p90: Option<i32>,
    /// Longest.
    max: Option<i32>,
}

impl From<spread::DurationStats> for DurationStats {
    fn from(stats: spread::DurationStats) -> Self {
        Self {
            count: int(stats.count),
            median: stats.median.map(int),
            p80: stats.p80.map(int),
            p90: stats.p90.map(int),
            max: stats.max.map(int),
        }
    }
}

/// Step records by whether they were, or are still, in time. Done: the step record ended in the period by its own step
/// (completed, returned, handed back, referred, closed as a duplicate), or by something else (withdrawal, a silent supporter)
/// after it was due. Open: it is open at the end of the period. Records that are due at no time, since the office does not open
/// often enough or an imported register does not say, count in none: nobody can say whether they are in time.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct Bins {
    /// Done at or before they were due.
    done_on_time: i32,
    /// Done after they were due.
    done_late: i32,
    /// Open, and due at a time that has not passed.
    open_on_time: i32,
    /// Open, and due at a time that has passed.
    open_late: i32,
}

impl From<rate::Bins> for Bins {
    fn from(bins: rate::Bins) -> Self {
        Self {
            done_on_time: int(bins.done_on_time),
            done_late: int(bins.done_late),
            open_on_time: int(bins.open_on_time),
            open_late: int(bins.open_late),
        }
    }
}
