//! Step 4: the secretary adds advice and information.

use serde::Serialize;

use crate::complaint::decide::{Draft, check_sections};
use crate::complaint::record::{Content, StepOutcome};
use crate::ids::SectionId;
use crate::procedure::step::Step;
use crate::values::Prose;

/// Advise the camat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advise {
    /// The advice: the SOP's output is input for the camat, so it is never empty.
    pub advice: Prose,
    /// Sections the secretary suggests.
    pub suggested_sections: Vec<SectionId>,
}

impl Advise {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        check_sections(draft, "suggestedSectionIds", &self.suggested_sections);
        let content = Content::Advice {
            text: self.advice.as_str().to_owned(),
            suggested: self.suggested_sections.clone(),
        };
        draft.end(StepOutcome::Completed, None, content);
        draft.open(Step::Consider, None);
    }
}
