//! `handBackComplaint`: a section says that the complaint is not its own.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome, StepRecord};
use crate::ids::SectionId;
use crate::procedure::step::Step;
use crate::values::Prose;

/// Hand the complaint back: a supporter drops out, a lead puts it before the camat again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandBack {
    /// Which section, where the actor heads or acts for several.
    pub section: Option<SectionId>,
    /// Why.
    pub reason: Prose,
}

impl HandBack {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let leads = draft.target().is_none_or(StepRecord::leads);
        let reason = Some(self.reason.as_str());
        draft.end(StepOutcome::HandedBack, reason, Content::None);
        if leads {
            for number in draft.still_open() {
                draft.close(number, StepOutcome::Superseded, None, None, Content::None);
            }
            draft.open(Step::Dispose, reason);
        }
    }
}
