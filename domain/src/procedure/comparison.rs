//! Two revisions of the procedure side by side: what of each step differs.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::step::Step;
use super::{Procedure, StepStandard};
use crate::working_time::Standard;

/// A text of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum StepText {
    /// Kegiatan, in English.
    Activity,
    /// Kegiatan, as in the SOP.
    ActivityIndonesian,
    /// Kelengkapan.
    Requirements,
    /// Output.
    Output,
}

impl StepText {
    /// The text itself.
    #[must_use]
    pub fn of(self, step: &StepStandard) -> &str {
        match self {
            Self::Activity => &step.activity,
            Self::ActivityIndonesian => &step.activity_indonesian,
            Self::Requirements => &step.requirements,
            Self::Output => &step.output,
        }
    }
}

/// A text that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextDifference {
    /// Which.
    pub text: StepText,
    /// In the one revision.
    pub before: String,
    /// In the other.
    pub after: String,
}

/// A step that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDifference {
    /// The step.
    pub step: Step,
    /// Its standard time in the one revision.
    pub standard_before: Standard,
    /// Its standard time in the other.
    pub standard_after: Standard,
    /// Its texts that differ.
    pub texts: Vec<TextDifference>,
}

/// The steps of which anything differs, in order.
#[must_use]
pub fn compare(before: &Procedure, after: &Procedure) -> Vec<StepDifference> {
    let pairs = before.steps().zip(after.steps()).filter(|((_, one), (_, other))| one != other);
    pairs
        .map(|((step, one), (_, other))| {
            let texts = StepText::VARIANTS.iter().filter(|text| text.of(one) != text.of(other));
            StepDifference {
                step,
                standard_before: one.standard,
                standard_after: other.standard,
                texts: texts
                    .map(|text| TextDifference {
                        text: *text,
                        before: text.of(one).to_owned(),
                        after: text.of(other).to_owned(),
                    })
                    .collect(),
            }
        })
        .collect()
}
