//! `withdrawComplaint`: the staff enter that the complainant withdrew. Counted apart, never as resolved.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::complaint::standing::Standing;
use crate::values::Prose;

/// Withdraw the complaint for its complainant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withdraw {
    /// Why.
    pub reason: Prose,
}

impl Withdraw {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let taker = draft.taker;
        for number in draft.still_open() {
            draft.close(
                number,
                StepOutcome::Withdrawn,
                Some(taker),
                Some(self.reason.as_str()),
                Content::None,
            );
        }
        draft.after.standing = Standing::Withdrawn { at: draft.at };
    }
}
