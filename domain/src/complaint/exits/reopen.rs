//! `reopenComplaint`: an archived complaint begins a new cycle at step 2, with the same agenda number.

use serde::Serialize;

use crate::complaint::change::ChangedField;
use crate::complaint::decide::Draft;
use crate::complaint::standing::Status;
use crate::procedure::step::Step;
use crate::values::Prose;

/// Reopen the complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reopen {
    /// Why.
    pub reason: Prose,
}

impl Reopen {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let reason = self.reason.as_str();
        let status = |status: Status| Some(status.to_string());
        draft.after.cycle += 1;
        draft.open(Step::AttachDispositionSheet, Some(reason));
        draft.change(ChangedField::Status, reason, status(Status::Archived), status(Status::InProgress));
    }
}
