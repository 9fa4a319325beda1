//! Step 5: the camat weighs the secretary's advice.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::procedure::step::Step;
use crate::values::Prose;

/// Consider the advice, and say whether it is a matter of policy. The branch is taken in step 6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Consider {
    /// The camat's consideration.
    pub consideration: Prose,
    /// Whether it is a matter of policy (bersifat kebijakan).
    pub policy_matter: bool,
}

impl Consider {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let content = Content::Consideration {
            text: self.consideration.as_str().to_owned(),
            policy_matter: self.policy_matter,
        };
        draft.end(StepOutcome::Completed, None, content);
        draft.open(Step::Dispose, None);
    }
}
