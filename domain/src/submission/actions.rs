//! Which buttons a front end draws for a submission: the judge's own question, asked for every kind of command.

use chrono::{DateTime, Utc};
use strum::{IntoStaticStr, VariantArray};

use super::{Submission, posts};
use crate::complaint::decide::permit;
use crate::complaint::refusal::Refusal;
use crate::ids::OfficerId;
use crate::office::{Office, Taker};

/// The kinds of command to a submission; their name is the mutation's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[allow(missing_docs, reason = "each kind is documented at its command's struct")]
pub enum SubmissionCommandKind {
    #[strum(serialize = "receiveSubmission")]
    Receive,
    #[strum(serialize = "joinSubmission")]
    Join,
    #[strum(serialize = "dismissSubmission")]
    Dismiss,
}

impl SubmissionCommandKind {
    /// All kinds.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The mutation's name.
    #[must_use]
    pub fn mutation(self) -> &'static str {
        self.into()
    }
}

/// All kinds of command that fit, with as whom the viewer may give them or why not: none once it waits no more.
#[must_use]
pub fn actions(
    office: &Office,
    submission: &Submission,
    viewer: OfficerId,
    now: DateTime<Utc>,
) -> Vec<(SubmissionCommandKind, Result<Taker, Refusal>)> {
    if submission.settled.is_some() {
        return Vec::new();
    }
    let verdict = permit(office, viewer, now, &[], &posts(), now);
    SubmissionCommandKind::ALL.iter().map(|kind| (*kind, verdict.clone())).collect()
}
