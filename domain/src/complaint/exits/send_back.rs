//! `returnComplaint`: back to an earlier step, for correction. The redone steps get new records, the old ones stay.

use serde::Serialize;

use crate::complaint::decide::{Draft, latest_round};
use crate::complaint::record::{Content, StepOutcome};
use crate::complaint::refusal::InputFault;
use crate::ids::SectionId;
use crate::procedure::step::Step;
use crate::values::Prose;

/// Return the complaint to an earlier step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Return {
    /// Where to.
    pub to: Step,
    /// Why.
    pub reason: Prose,
}

impl Return {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let complaint = draft.situation.complaint;
        let possible = complaint.return_targets();
        if !possible.contains(&self.to) {
            draft.fault("toStep", InputFault::NotReturnable { possible });
            return;
        }
        let reason = Some(self.reason.as_str());
        draft.end(StepOutcome::Returned, reason, Content::None);
        if self.to != Step::Solve {
            draft.open(self.to, reason);
            return;
        }
        // The lead and those supporters who had answered are asked again.
        let mut asked: Vec<(Option<SectionId>, Option<bool>, bool)> = Vec::new();
        for record in latest_round(complaint).rev() {
            if asked.iter().all(|(section, ..)| *section != record.section) {
                asked.push((record.section, record.lead, record.is_completed()));
            }
        }
        for (section, lead, answered) in asked.into_iter().rev() {
            if answered || lead == Some(true) {
                draft.open_for(Step::Solve, section, lead, reason);
            }
        }
    }
}
