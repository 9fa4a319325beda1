//! How long each step takes against the SOP's standard (practice.md C5 and C7).

use crate::dashboard::figures::totals::bins_of;
use crate::dashboard::measure::Measure;
use crate::dashboard::rate::Bins;
use crate::dashboard::spread::DurationStats;
use crate::dashboard::stock::Stock;
use crate::dashboard::sums::{Measures, Sums};
use crate::procedure::step::Step;

/// A step's performance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Performance {
    /// The step.
    pub step: Step,
    /// Its records done in the period, and open at its end.
    pub bins: Bins,
    /// Working time of those done in the period.
    pub duration: DurationStats,
    /// Working seconds that cycles archived in the period spent in it.
    pub dwell_seconds: i64,
}

/// Of the period.
pub const FLOW: Measures =
    Measures::of(&[Measure::DoneOnTime, Measure::DoneLate, Measure::Duration, Measure::Dwell]);
/// Of the end.
pub const STOCK: Measures = Measures::of(&[
    Measure::Open,
    Measure::Overdue,
    Measure::SectionOpen,
    Measure::SectionOverdue,
    Measure::WithoutDue,
]);

/// Every step, in order.
#[must_use]
pub fn step_performance(flow: &Sums, stock: &Stock<'_>) -> Vec<Performance> {
    let of = |step: &Step| Performance {
        step: *step,
        bins: bins_of(*step, flow, stock),
        duration: flow.spread(Measure::Duration, *step as u64).stats(),
        dwell_seconds: flow.get(Measure::Dwell, *step as u64),
    };
    Step::ALL.iter().map(of).collect()
}
