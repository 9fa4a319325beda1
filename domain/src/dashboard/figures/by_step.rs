//! Where complaints wait at the end of the period; at step 1, what waits to become one.

use crate::dashboard::measure::Measure;
use crate::dashboard::stock::Stock;
use crate::dashboard::sums::Measures;
use crate::procedure::step::Step;

/// Complaints at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtStep {
    /// The step.
    pub step: Step,
    /// How many wait there.
    pub open: i64,
    /// Of these, how many are past due.
    pub overdue: i64,
}

/// Of the end.
pub const STOCK: Measures = Measures::of(&[Measure::Open, Measure::Overdue]);

/// Every step, in order.
#[must_use]
pub fn by_step(stock: &Stock<'_>) -> Vec<AtStep> {
    let at =
        |step: &Step| AtStep { step: *step, open: stock.open_at(*step), overdue: stock.overdue_at(*step) };
    Step::ALL.iter().map(at).collect()
}
