//! What a mutation of a complaint, or of a submission, answers.

use async_graphql::SimpleObject;

use crate::graphql::types::{Complaint, Submission};
use crate::graphql::user_error::UserError;

/// What became of a mutation of a complaint.
#[derive(SimpleObject, Debug, Default)]
pub struct ComplaintPayload {
    /// The complaint as it now stands; null where the mutation was refused, but for a VERSION_CONFLICT, and where the
    /// complaint no longer exists for the viewer.
    pub(super) complaint: Option<Complaint>,
    /// Of `receiveSubmission`, the submission as it now stands, also after a VERSION_CONFLICT; null otherwise.
    pub(super) submission: Option<Submission>,
    /// Why nothing was done; empty where it was.
    pub(super) user_errors: Vec<UserError>,
}

impl ComplaintPayload {
    pub(super) fn refused(user_errors: Vec<UserError>) -> Self {
        Self { user_errors, ..Self::default() }
    }
}

/// What became of a mutation of a submission.
#[derive(SimpleObject, Debug, Default)]
pub struct SubmissionPayload {
    /// The submission as it now stands; null where the mutation was refused, but for a VERSION_CONFLICT, and where the submission
    /// no longer exists for the viewer.
    pub(super) submission: Option<Submission>,
    /// Why nothing was done; empty where it was.
    pub(super) user_errors: Vec<UserError>,
}
