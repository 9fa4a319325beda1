//! The sections in step 7, each by its own clock (practice.md K1 to K3).

use crate::dashboard::measure::Measure;
use crate::dashboard::rate::{Bins, Rate};
use crate::dashboard::stock::Stock;
use crate::dashboard::sums::{Measures, Sums};

/// A section's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfSection {
    /// Its number in the office.
    pub section: i32,
    /// Times it was asked in the period.
    pub assigned: i64,
    /// Its step records done in the period, and open at its end.
    pub bins: Bins,
    /// Open as lead at the end.
    pub open_as_lead: i64,
    /// Open as support at the end.
    pub open_as_support: i64,
    /// Of the solutions it submitted in the period, how many were returned to it since.
    pub rework: Rate,
}

/// Of the period.
pub const FLOW: Measures = Measures::of(&[
    Measure::SectionAssigned,
    Measure::SectionDoneOnTime,
    Measure::SectionDoneLate,
    Measure::SectionSubmitted,
    Measure::SectionReturned,
]);
/// Of the end.
pub const STOCK: Measures =
    Measures::of(&[Measure::SectionOpen, Measure::SectionOverdue, Measure::SectionWithoutDue]);

/// A section.
#[must_use]
pub fn of_section(section: i32, flow: &Sums, stock: &Stock<'_>) -> OfSection {
    let index = u64::try_from(section).unwrap_or(0);
    let (lead, support) = (stock.section_open(section, false), stock.section_open(section, true));
    let late = stock.section_overdue(section, false) + stock.section_overdue(section, true);
    OfSection {
        section,
        assigned: flow.get(Measure::SectionAssigned, index),
        bins: Bins {
            done_on_time: flow.get(Measure::SectionDoneOnTime, index),
            done_late: flow.get(Measure::SectionDoneLate, index),
            open_on_time: stock.section_in_time(section),
            open_late: late,
        },
        open_as_lead: lead,
        open_as_support: support,
        rework: Rate::of(
            flow.get(Measure::SectionReturned, index),
            flow.get(Measure::SectionSubmitted, index),
        ),
    }
}
