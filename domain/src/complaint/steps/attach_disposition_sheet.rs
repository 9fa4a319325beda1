//! Step 2: the recorder registers the complaint and attaches a disposition sheet.

use serde::Serialize;

use crate::complaint::Urgency;
use crate::complaint::change::ChangedField;
use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::ids::CategoryId;
use crate::procedure::step::Step;
use crate::values::Prose;

/// Attach the disposition sheet, settling urgency and category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttachDispositionSheet {
    /// Urgency, where it is not as received.
    pub urgency: Option<Urgency>,
    /// Category, where it is not as received.
    pub category: Option<CategoryId>,
    /// A note.
    pub note: Option<Prose>,
}

impl AttachDispositionSheet {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let before = (draft.after.urgency, draft.after.category);
        let reason = self.note.as_ref().map_or("", Prose::as_str);
        // Settling what step 1 left open is no correction; what it had said is kept.
        if let Some(urgency) = self.urgency {
            if before.0 != Urgency::default() {
                let text = |urgency: Urgency| Some(urgency.to_string());
                draft.change(ChangedField::Urgency, reason, text(before.0), text(urgency));
            }
            draft.after.urgency = urgency;
        }
        if let Some(category) = self.category {
            let code = |id| draft.situation.office.category(id).map(|c| c.code.clone());
            let (from, to) = (before.1.and_then(code), code(category));
            if let Err(fault) = draft.situation.office.may_be_given(category, before.1) {
                draft.fault("categoryId", fault);
            }
            if from.is_some() {
                draft.change(ChangedField::Category, reason, from, to);
            }
            draft.after.category = Some(category);
        }
        draft.end(StepOutcome::Completed, self.note.as_ref().map(Prose::as_str), Content::None);
        draft.open(Step::ForwardToSecretary, None);
    }
}
