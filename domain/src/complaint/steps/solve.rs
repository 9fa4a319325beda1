//! Step 7: each section asked gives its solution; the step ends with the lead's.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome, StepRecord};
use crate::complaint::refusal::{InputFault, Refusal};
use crate::ids::SectionId;
use crate::procedure::step::Step;
use crate::values::Prose;

/// Submit a section's solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Solve {
    /// The solution.
    pub solution: Prose,
    /// Which section's, where the actor heads or acts for several.
    pub section: Option<SectionId>,
    /// Of the lead: why it does not wait for a silent supporter.
    pub without_support_reason: Option<Prose>,
}

impl Solve {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) -> Result<(), Refusal> {
        let leads = draft.target().is_none_or(StepRecord::leads);
        let reason = self.without_support_reason.as_ref().map(Prose::as_str);
        let silent: Vec<(i32, SectionId)> = draft
            .after
            .open_records()
            .filter(|r| !r.leads())
            .filter_map(|r| Some((r.number, r.section?)))
            .collect();
        if leads && reason.is_none() && !silent.is_empty() {
            return Err(Refusal::SupportPending {
                sections: silent.into_iter().map(|(_, section)| section).collect(),
            });
        }
        if !leads && reason.is_some() {
            draft.fault("withoutSupportReason", InputFault::LeadOnly);
        }
        let without = reason.filter(|_| !silent.is_empty());
        draft.end(
            StepOutcome::Completed,
            without,
            Content::Solution { text: self.solution.as_str().to_owned() },
        );
        if leads {
            for (number, _) in silent {
                draft.close(number, StepOutcome::NoAnswer, None, reason, Content::None);
            }
            draft.open(Step::Sign, None);
        }
        Ok(())
    }
}
