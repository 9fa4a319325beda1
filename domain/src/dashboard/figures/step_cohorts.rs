//! The steps that began in the period, by how they have gone until now (practice.md C5: an inflow cohort).

use crate::dashboard::measure::Measure;
use crate::dashboard::rate::Bins;
use crate::dashboard::stock::{Pending, count};
use crate::dashboard::sums::{Measures, Sums};
use crate::procedure::step::Step;

/// Of the period.
pub const FLOW: Measures =
    Measures::of(&[Measure::BegunOpen, Measure::BegunDoneOnTime, Measure::BegunDoneLate]);

/// Every step, in order, of what was counted in the period and of the open records not due yet that began in it.
#[must_use]
pub fn step_cohorts(flow: &Sums, pending: &[Pending]) -> Vec<(Step, Bins)> {
    let of = |step: &Step| {
        let in_time = count(pending.iter().filter(|p| p.step == *step).count());
        let bins = Bins {
            done_on_time: flow.get(Measure::BegunDoneOnTime, *step as u64),
            done_late: flow.get(Measure::BegunDoneLate, *step as u64),
            open_on_time: in_time,
            open_late: flow.get(Measure::BegunOpen, *step as u64) - in_time,
        };
        (*step, bins)
    };
    Step::ALL.iter().map(of).collect()
}
