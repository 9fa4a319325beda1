//! Whole cycles: archived in time (practice.md C6), answered (C8), disposed the same day (S1), at the first pass (S4), and
//! what became of what was received (I11).

use crate::complaint::standing::Status;
use crate::dashboard::measure::Measure;
use crate::dashboard::rate::{Bins, Rate};
use crate::dashboard::spread::DurationStats;
use crate::dashboard::sums::{Measures, Sums};

/// Of the period: cycles due in it that have ended, also where the day they are due on is still to come.
pub const DUE: Measures = Measures::of(&[Measure::CycleDoneOnTime, Measure::CycleDoneLate]);
/// Of the period as far as it lies before today: cycles due on a day that is over and still open.
pub const STILL_OPEN: Measures = Measures::of(&[Measure::CycleOpen]);

/// The cycles due in the period as a whole that are done or past due (practice.md C6): archived by then, later, or not yet. One
/// that was archived early belongs to the day it is due on, even if that is still to come; one that is open counts once that day
/// is over.
#[must_use]
pub fn whole_cycles(due: &Sums, still_open: &Sums) -> Bins {
    Bins {
        done_on_time: due.one(Measure::CycleDoneOnTime),
        done_late: due.one(Measure::CycleDoneLate),
        open_on_time: 0,
        open_late: still_open.one(Measure::CycleOpen),
    }
}

/// Of the period: answers.
pub const ANSWERS: Measures =
    Measures::of(&[Measure::Answered, Measure::AnsweredOnTime, Measure::AnsweredLate]);

/// The answers given in the period: their working time since the cycle began, and how many came before the whole cycle was
/// due.
#[must_use]
pub fn answers(flow: &Sums) -> (DurationStats, Rate) {
    let on_time = flow.one(Measure::AnsweredOnTime);
    let rate = Rate::of(on_time, on_time + flow.one(Measure::AnsweredLate));
    (flow.spread(Measure::Answered, 0).stats(), rate)
}

/// Of the period: first dispositions.
pub const DISPOSITIONS: Measures = Measures::of(&[Measure::DisposedOnTime, Measure::DisposedLate]);

/// Of the complaints first disposed in the period, those within the standards of steps 1 to 6 together.
#[must_use]
pub fn dispositions(flow: &Sums) -> Rate {
    let on_time = flow.one(Measure::DisposedOnTime);
    Rate::of(on_time, on_time + flow.one(Measure::DisposedLate))
}

/// Of the period: first passes.
pub const FIRST_PASS: Measures = Measures::of(&[Measure::FirstPass, Measure::CycleArchived]);

/// Of the cycles archived in the period, those without a return, a second disposition or a reopening.
#[must_use]
pub fn first_pass(flow: &Sums) -> Rate {
    Rate::of(flow.one(Measure::FirstPass), flow.one(Measure::CycleArchived))
}

/// Of the period: what became of complaints.
pub const COMPLETION: Measures =
    Measures::of(&[Measure::Received, Measure::ReceivedAndAnswered, Measure::ReceivedByStatus]);

/// What became of the complaints received in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Archived with an answer, of all received.
    pub answered: Rate,
    /// Closed as duplicates.
    pub duplicates: i64,
    /// Withdrawn.
    pub withdrawn: i64,
    /// Referred to another agency.
    pub referred: i64,
    /// Still open.
    pub open: i64,
}

/// What became of them.
#[must_use]
pub fn completion(flow: &Sums) -> Completion {
    let by = |status: Status| flow.get(Measure::ReceivedByStatus, status as u64);
    Completion {
        answered: Rate::of(flow.one(Measure::ReceivedAndAnswered), flow.one(Measure::Received)),
        duplicates: by(Status::Duplicate),
        withdrawn: by(Status::Withdrawn),
        referred: by(Status::Referred),
        open: by(Status::InProgress),
    }
}
