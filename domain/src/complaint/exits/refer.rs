//! `referComplaint`: the matter is not this office's authority.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::complaint::standing::Standing;
use crate::values::{Line, Prose};

/// Refer the complaint to another agency; agency and reason are told to the complainant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refer {
    /// To which agency.
    pub agency: Line,
    /// Why.
    pub reason: Prose,
}

impl Refer {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let agency = self.agency.as_str().to_owned();
        draft.after.standing = Standing::Referred { at: draft.at, to: agency.clone() };
        draft.end(StepOutcome::Referred, Some(self.reason.as_str()), Content::Referral { agency });
    }
}
