//! What is there at one instant: the end of a period, or now.

use chrono::{DateTime, Utc};

use super::contribution::part_index;
use super::measure::Measure;
use super::sums::{Measures, Sums};
use crate::procedure::step::Step;

/// An open step record, of step 1 a submission, that is not due yet, though the day it is due on has begun or is yet to come. Tallies know the day
/// only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its step.
    pub step: Step,
    /// Number of its section, in step 7.
    pub section: Option<i32>,
    /// Whether its section supports.
    pub supports: bool,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Whether no open record of its complaint is due before it, and it is the first of those due at that time.
    pub leads_complaint: bool,
    /// Whether the day it is due on has begun.
    pub due_today: bool,
}

/// What is there.
#[derive(Clone, Copy, Debug)]
pub struct Stock<'a> {
    /// Everything counted before the end.
    pub sums: &'a Sums,
    /// Where the end is now: what is not due yet.
    pub pending: &'a [Pending],
}

impl Stock<'_> {
    /// What it needs to tell how many complaints are open.
    pub const OPEN: Measures = Measures::of(&OPEN);

    /// Complaints received and not closed, and what waits to be received.
    #[must_use]
    pub fn open(&self) -> i64 {
        open(self.sums)
    }

    /// Complaints that are at a step.
    #[must_use]
    pub fn open_at(&self, step: Step) -> i64 {
        self.sums.get(Measure::Open, step as u64)
    }

    /// Complaints that are at a step and past due.
    #[must_use]
    pub fn overdue_at(&self, step: Step) -> i64 {
        let not_yet = self.today().filter(|p| p.step == step && p.leads_complaint).count();
        self.sums.get(Measure::Overdue, step as u64) - count(not_yet)
    }

    /// Step records of a section that are open.
    #[must_use]
    pub fn section_open(&self, section: i32, supports: bool) -> i64 {
        self.sums.get(Measure::SectionOpen, part_index(section, supports))
    }

    /// Step records of a section that are open and past due.
    #[must_use]
    pub fn section_overdue(&self, section: i32, supports: bool) -> i64 {
        let mine = |p: &&Pending| p.section == Some(section) && p.supports == supports;
        let not_yet = self.today().filter(mine).count();
        self.sums.get(Measure::SectionOverdue, part_index(section, supports)) - count(not_yet)
    }

    /// Step records of a step that are open: of step 7 one for each section.
    #[must_use]
    pub fn records_open(&self, step: Step) -> i64 {
        if step == Step::Solve { self.sums.total(Measure::SectionOpen) } else { self.open_at(step) }
    }

    /// Step records of a step that are open and past due.
    #[must_use]
    pub fn records_late(&self, step: Step) -> i64 {
        if step != Step::Solve {
            return self.overdue_at(step);
        }
        let not_yet = self.today().filter(|p| p.step == Step::Solve).count();
        self.sums.total(Measure::SectionOverdue) - count(not_yet)
    }

    /// Step records of a step that are open and not past due, without those that are due at no time.
    #[must_use]
    pub fn records_in_time(&self, step: Step) -> i64 {
        let without_due = self.sums.get(Measure::WithoutDue, step as u64);
        self.records_open(step) - self.records_late(step) - without_due
    }

    /// The same of a section.
    #[must_use]
    pub fn section_in_time(&self, section: i32) -> i64 {
        let parts = [false, true].into_iter();
        let each = parts
            .map(|supports| self.section_open(section, supports) - self.section_overdue(section, supports));
        let without_due =
            u64::try_from(section).map_or(0, |index| self.sums.get(Measure::SectionWithoutDue, index));
        each.sum::<i64>() - without_due
    }

    fn today(&self) -> impl Iterator<Item = &Pending> {
        self.pending.iter().filter(|pending| pending.due_today)
    }
}

/// What [`open`] needs.
pub(crate) const OPEN: [Measure; 4] = [Measure::Received, Measure::Closed, Measure::Reopened, Measure::Open];

/// Complaints received and not closed, and what waits to be received, of what was counted up to some day. Not all that are at
/// some step: an imported register does not say where its complaints were.
pub(crate) fn open(sums: &Sums) -> i64 {
    let waiting = sums.get(Measure::Open, Step::Receive as u64);
    waiting + sums.one(Measure::Received) - sums.total(Measure::Closed) + sums.one(Measure::Reopened)
}

pub(crate) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
