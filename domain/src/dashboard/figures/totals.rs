//! How many came in and left in the period, how many are there at its end, and how well they are kept in time (practice.md
//! C3 and C5). The same for one office is a line of a comparison of offices.

use crate::dashboard::measure::Measure;
use crate::dashboard::rate::Bins;
use crate::dashboard::spread::DurationStats;
use crate::dashboard::stock::Stock;
use crate::dashboard::sums::{Measures, Sums};
use crate::procedure::step::Step;

/// The totals of a dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Totals {
    /// Complaints received in the period.
    pub received: i64,
    /// Complaints closed in the period, by any exit.
    pub closed: i64,
    /// Complaints reopened in the period.
    pub reopened: i64,
    /// Submissions that came in by themselves in the period.
    pub submitted: i64,
    /// Submissions joined to a complaint in the period.
    pub joined: i64,
    /// Submissions set aside in the period.
    pub dismissed: i64,
    /// Complaints open at the end, and what waits to be received.
    pub open: i64,
    /// Those of them past due at the end.
    pub overdue: i64,
    /// Step records done in the period, and open at its end.
    pub bins: Bins,
    /// Working time of what was archived in the period.
    pub resolution: DurationStats,
}

/// Of the period.
pub const FLOW: Measures = Measures::of(&[
    Measure::Received,
    Measure::Closed,
    Measure::Reopened,
    Measure::Submitted,
    Measure::Joined,
    Measure::Dismissed,
    Measure::DoneOnTime,
    Measure::DoneLate,
    Measure::Resolution,
]);
/// Of the period, for one of many offices.
pub const OFFICE_FLOW: Measures =
    Measures::of(&[Measure::Received, Measure::Closed, Measure::DoneOnTime, Measure::DoneLate]);
/// Of the end.
pub const STOCK: Measures = Stock::OPEN.and(Measures::of(&[
    Measure::Open,
    Measure::Overdue,
    Measure::SectionOpen,
    Measure::SectionOverdue,
    Measure::WithoutDue,
]));

/// The totals.
#[must_use]
pub fn totals(flow: &Sums, stock: &Stock<'_>) -> Totals {
    Totals {
        received: flow.one(Measure::Received),
        closed: flow.total(Measure::Closed),
        reopened: flow.one(Measure::Reopened),
        submitted: flow.one(Measure::Submitted),
        joined: flow.one(Measure::Joined),
        dismissed: flow.one(Measure::Dismissed),
        open: stock.open(),
        overdue: Step::ALL.iter().map(|step| stock.overdue_at(*step)).sum(),
        bins: Step::ALL.iter().map(|step| bins_of(*step, flow, stock)).sum(),
        resolution: flow.spread(Measure::Resolution, 0).stats(),
    }
}

/// A step's records.
pub(crate) fn bins_of(step: Step, flow: &Sums, stock: &Stock<'_>) -> Bins {
    Bins {
        done_on_time: flow.get(Measure::DoneOnTime, step as u64),
        done_late: flow.get(Measure::DoneLate, step as u64),
        open_on_time: stock.records_in_time(step),
        open_late: stock.records_late(step),
    }
}
