//! What is counted: measures, and cells of them.

use strum::{FromRepr, VariantArray};

use super::spread::BINS;

/// Something that is counted by the day. The numbers are stored: a measure keeps its own for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, FromRepr, VariantArray)]
#[repr(u8)]
pub enum Measure {
    /// Complaints received, on the day they were.
    Received = 1,
    /// The same by channel.
    ReceivedByChannel = 2,
    /// The same by category.
    ReceivedByCategory = 3,
    /// The same by how they stand now: moves on that day whenever their standing does.
    ReceivedByStatus = 4,
    /// Of those received on a day, the ones that are archived and were answered.
    ReceivedAndAnswered = 5,
    /// Complaints closed by any exit, on the day they were, by the exit.
    Closed = 6,
    /// The same by channel.
    ClosedByChannel = 7,
    /// Complaints reopened.
    Reopened = 8,
    /// By step: +1 on the day complaints come to it, −1 on the day they leave it. Summed up to a day: how many are there. At
    /// step 1 these are submissions.
    Open = 9,
    /// By step: +1 on the day complaints there become overdue or will, −1 on the day they leave it overdue.
    Overdue = 10,
    /// By step: step records done in time, on the day they were.
    DoneOnTime = 11,
    /// By step: step records done late.
    DoneLate = 12,
    /// By step and bin of a [`Spread`](super::spread::Spread): working time of step records done.
    Duration = 13,
    /// By bin: working time from a cycle's beginning to the archive, on the day of archiving.
    Resolution = 14,
    /// By section: step records of step 7 begun.
    SectionAssigned = 15,
    /// By section and part (lead 0, support 1): as [`Measure::Open`], of step records.
    SectionOpen = 16,
    /// As [`Measure::Overdue`], of step records.
    SectionOverdue = 17,
    /// By section: as [`Measure::DoneOnTime`].
    SectionDoneOnTime = 18,
    /// By section: as [`Measure::DoneLate`].
    SectionDoneLate = 19,
    /// By section: solutions submitted.
    SectionSubmitted = 20,
    /// By section, on the day they were submitted: solutions that were returned for correction.
    SectionReturned = 21,
    /// By step, on the day step records began: those that are open.
    BegunOpen = 22,
    /// Those that were done in time.
    BegunDoneOnTime = 23,
    /// Those that were done late.
    BegunDoneLate = 24,
    /// On the day cycles are due as a whole: those that are open.
    CycleOpen = 25,
    /// Those that were archived in time.
    CycleDoneOnTime = 26,
    /// Those that were archived, or left the procedure, late.
    CycleDoneLate = 27,
    /// By step, on the day of archiving: working seconds that the cycle spent in it.
    Dwell = 28,
    /// By bin: working time from a cycle's beginning to the answer, on the day of the answer.
    Answered = 29,
    /// Answers given before the cycle was due as a whole.
    AnsweredOnTime = 30,
    /// Answers given after that.
    AnsweredLate = 31,
    /// First dispositions within the standards of steps 1 to 6 since the arrival.
    DisposedOnTime = 32,
    /// First dispositions later than that.
    DisposedLate = 33,
    /// By step from and step to: returns for correction.
    Returned = 34,
    /// By step: step records that were completed or returned.
    Left = 35,
    /// Cycles archived of which all steps are recorded.
    CycleArchived = 36,
    /// Of these, those without a return, a second disposition or a reopening.
    FirstPass = 37,
    /// Step records by who took them, on the day they were entered.
    Entered = 38,
    /// Of these, those entered more than one working day after it happened.
    EnteredLate = 39,
    /// Of these, those that were in time by when it happened and late by when it was entered.
    EnteredLateInTime = 40,
    /// By bin: working time from the happening to the entry.
    EntryLag = 41,
    /// By axis of conformance, on the day of archiving: how often it was met.
    AxisMet = 42,
    /// By axis: how often it could have been.
    AxisApplicable = 43,
    /// Conformance of the cycles archived, in millionths, summed.
    Conformance = 44,
    /// Cycles archived whose steps follow each other as the SOP has them.
    Fitting = 45,
    /// By sequence of steps: cycles archived.
    Variant = 46,
    /// By step: as [`Measure::Open`], of step records that are due at no time.
    WithoutDue = 47,
    /// By section: the same of step 7.
    SectionWithoutDue = 48,
    /// Submissions that came in by themselves, on the day they arrived.
    Submitted = 49,
    /// Submissions joined to a complaint that was there already, on the day they were.
    Joined = 50,
    /// Submissions set aside as no complaint, on the day they were.
    Dismissed = 51,
}

impl Measure {
    /// All measures.
    pub const ALL: &'static [Measure] = Self::VARIANTS;
}

/// One number of a tally: a measure, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// The measure.
    pub measure: Measure,
    /// Of which step, section, bin …: what the measure says.
    pub index: u64,
}

impl Cell {
    /// A measure that is one number.
    #[must_use]
    pub fn of(measure: Measure) -> Self {
        Self { measure, index: 0 }
    }

    /// A measure by something.
    #[must_use]
    pub fn by(measure: Measure, index: u64) -> Self {
        Self { measure, index }
    }

    /// A measure by step and bin.
    #[must_use]
    pub fn by_bin(measure: Measure, part: u64, bin: usize) -> Self {
        Self { measure, index: part * BINS as u64 + bin as u64 }
    }
}
