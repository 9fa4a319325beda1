//! What came in, left and stayed, interval by interval.

use chrono::NaiveDate;

use crate::dashboard::measure::Measure;
use crate::dashboard::plan::Period;
use crate::dashboard::stock::{OPEN, Stock, open};
use crate::dashboard::sums::{Measures, Sums};

/// One interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InInterval {
    /// Its first day within the period.
    pub start: NaiveDate,
    /// Complaints received in it.
    pub received: i64,
    /// Complaints closed in it.
    pub closed: i64,
    /// Complaints open at its end, or now where that is earlier; with them what waited to be received.
    pub open_at_end: i64,
}

/// Of each interval.
pub const SERIES: Measures = Measures::of(&OPEN);
/// Of the end.
pub const STOCK: Measures = Stock::OPEN;

/// Every interval of the period, those in which nothing happened too.
#[must_use]
pub fn time_series(intervals: &[Period], flows: &[Sums], stock: &Stock<'_>) -> Vec<InInterval> {
    let net: i64 = flows.iter().map(open).sum();
    let mut open_at_end = stock.open() - net;
    let interval = |(period, flow): (&Period, &Sums)| {
        open_at_end += open(flow);
        InInterval {
            start: period.from,
            received: flow.one(Measure::Received),
            closed: flow.total(Measure::Closed),
            open_at_end,
        }
    };
    intervals.iter().zip(flows).map(interval).collect()
}
