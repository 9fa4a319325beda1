//! Step 3: the Kasubag reads the complaint and hands it to the secretary.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::procedure::step::Step;
use crate::values::Prose;

/// Hand the complaint to the secretary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForwardToSecretary {
    /// A note.
    pub note: Option<Prose>,
}

impl ForwardToSecretary {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        draft.end(StepOutcome::Completed, self.note.as_ref().map(Prose::as_str), Content::None);
        draft.open(Step::Advise, None);
    }
}
