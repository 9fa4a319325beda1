//! `closeAsDuplicate`: the same matter as another complaint of the office, never in a circle.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::complaint::refusal::InputFault;
use crate::complaint::standing::{Standing, Status};
use crate::ids::ComplaintId;
use crate::values::Prose;

/// Close the complaint as a duplicate. Its own complainant still gets the original's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CloseAsDuplicate {
    /// Of which complaint.
    pub original: ComplaintId,
    /// Why.
    pub reason: Option<Prose>,
}

impl CloseAsDuplicate {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let actor = draft.situation.actor;
        let fault = match draft.situation.original {
            _ if self.original == draft.after.id => Some(InputFault::Itself),
            None => Some(InputFault::Unknown),
            Some(original) if original.id != self.original || original.reported.contains(&actor) => {
                Some(InputFault::Unknown)
            }
            Some(original) => fault_of_original(original.status),
        };
        if let Some(fault) = fault {
            draft.fault("originalId", fault);
        }
        draft.after.standing = Standing::Duplicate { at: draft.at, of: self.original };
        draft.end(StepOutcome::ClosedAsDuplicate, self.reason.as_ref().map(Prose::as_str), Content::None);
    }
}

/// What is wrong with a complaint of which another is said to be the same matter, by how it stands: it is open or archived, so
/// that there is, or will be, an answer of its own.
pub(crate) fn fault_of_original(status: Status) -> Option<InputFault> {
    match status {
        Status::InProgress | Status::Archived => None,
        Status::Duplicate => Some(InputFault::IsADuplicate),
        Status::Referred | Status::Withdrawn => Some(InputFault::NoOriginal),
    }
}
