//! How soon what happened is entered (practice.md S8 and I5).

use crate::dashboard::measure::Measure;
use crate::dashboard::rate::Rate;
use crate::dashboard::spread::DurationStats;
use crate::dashboard::sums::{Measures, Sums};

/// Entries of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entries {
    /// Working time from the happening to the entry.
    pub lag: DurationStats,
    /// Entered more than one working day after it happened.
    pub late: Rate,
    /// Of these, in time by when it happened though it was due before it was entered.
    pub late_in_time: Rate,
}

/// Of the period.
pub const FLOW: Measures =
    Measures::of(&[Measure::Entered, Measure::EnteredLate, Measure::EnteredLateInTime, Measure::EntryLag]);

/// The step records entered in the period.
#[must_use]
pub fn entries(flow: &Sums) -> Entries {
    let late = flow.one(Measure::EnteredLate);
    Entries {
        lag: flow.spread(Measure::EntryLag, 0).stats(),
        late: Rate::of(late, flow.one(Measure::Entered)),
        late_in_time: Rate::of(flow.one(Measure::EnteredLateInTime), late),
    }
}
