//! The procedure: the ten steps are code, their standards are data of a revision.

pub mod comparison;
pub mod sop_065_2262;
pub mod step;
pub mod table;

use chrono::{DateTime, NaiveDate, Utc};
use strum::VariantArray;

use crate::working_time::{Calendar, Standard};
use step::Step;

/// A revision of the procedure, with its quality standard (mutu baku). A complaint keeps the one it was received under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Number of the SOP.
    pub number: String,
    /// Name of the SOP.
    pub title: String,
    /// Running number of the revision within the office, from 1.
    pub revision: i32,
    /// The rules it rests on (dasar hukum), where known.
    pub legal_basis: Option<String>,
    /// Local date on which it was decided (tanggal pengesahan), where known.
    pub decided_on: Option<NaiveDate>,
    /// First local date on which complaints are received under it.
    pub effective_from: NaiveDate,
    /// One for each step, in order.
    pub steps: [StepStandard; 10],
}

/// A step's texts and standard time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepStandard {
    /// Kegiatan, in English.
    pub activity: String,
    /// Kegiatan, as in the SOP.
    pub activity_indonesian: String,
    /// Kelengkapan, as in the SOP.
    pub requirements: String,
    /// Output, as in the SOP.
    pub output: String,
    /// Waktu.
    pub standard: Standard,
}

impl Procedure {
    /// A step's standard.
    #[must_use]
    pub fn step(&self, step: Step) -> &StepStandard {
        &self.steps[step as usize]
    }

    /// When a step that began at an instant is due. None where the office does not open often enough.
    #[must_use]
    pub fn due(&self, calendar: &Calendar, step: Step, began_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        calendar.due(began_at, self.step(step).standard).ok()
    }

    /// When a cycle that begins at a step should end: the standards of that step and all after it, one after the other. None
    /// where the office does not open often enough.
    #[must_use]
    pub fn cycle_due(
        &self,
        calendar: &Calendar,
        first: Step,
        began_at: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let steps = Step::VARIANTS.iter().filter(|step| **step >= first);
        steps.into_iter().try_fold(began_at, |at, step| self.due(calendar, *step, at))
    }

    /// All steps with their standards, in order.
    pub fn steps(&self) -> impl Iterator<Item = (Step, &StepStandard)> {
        Step::VARIANTS.iter().copied().zip(&self.steps)
    }
}
