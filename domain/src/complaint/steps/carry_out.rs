//! Step 9: the solution is passed on or carried out, and the complainant is answered.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::procedure::step::Step;
use crate::values::Prose;

/// Carry out the solution and answer the complainant, whom the SOP forgets and the law does not (sop.md section 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarryOut {
    /// What was done.
    pub result: Prose,
    /// What the complainant was told.
    pub answer: Prose,
}

impl CarryOut {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let (result, answer) = (self.result.as_str().to_owned(), self.answer.as_str().to_owned());
        draft.after.result = Some(result.clone());
        draft.after.answer = Some(answer.clone());
        draft.after.answered_at = Some(draft.at);
        draft.end(StepOutcome::Completed, None, Content::Result { result, answer });
        draft.open(Step::Archive, None);
    }
}
