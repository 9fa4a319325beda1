//! Step 8: the camat examines and signs the solution.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::procedure::step::Step;
use crate::values::Prose;

/// Sign the solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sign {
    /// A note.
    pub note: Option<Prose>,
}

impl Sign {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        draft.end(StepOutcome::Completed, self.note.as_ref().map(Prose::as_str), Content::None);
        draft.open(Step::CarryOut, None);
    }
}
