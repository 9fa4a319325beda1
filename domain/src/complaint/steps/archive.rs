//! Step 10: the recorder takes the file back and archives it.

use serde::Serialize;

use crate::complaint::decide::Draft;
use crate::complaint::record::{Content, StepOutcome};
use crate::complaint::standing::Standing;
use crate::values::{Line, Prose};

/// File the complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Archive {
    /// Where it is filed.
    pub archive_code: Line,
    /// A note.
    pub note: Option<Prose>,
}

impl Archive {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let archive_code = self.archive_code.as_str().to_owned();
        draft.after.archive_code = Some(archive_code.clone());
        draft.end(
            StepOutcome::Completed,
            self.note.as_ref().map(Prose::as_str),
            Content::Filing { archive_code },
        );
        draft.after.standing = Standing::Archived { at: draft.at };
    }
}
