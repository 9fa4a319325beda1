//! What a mutation of a complaint answers.

use async_graphql::SimpleObject;

use crate::graphql::types::Complaint;
use crate::graphql::user_error::UserError;

/// What became of a mutation of a complaint.
#[derive(SimpleObject, Debug, Default)]
pub struct ComplaintPayload {
    /// The complaint as it now stands; null where the mutation was refused, but for a VERSION_CONFLICT, and where the
    /// complaint no longer exists for the viewer.
    pub(super) complaint: Option<Complaint>,
    /// Why nothing was done; empty where it was.
    pub(super) user_errors: Vec<UserError>,
}

impl ComplaintPayload {
    pub(super) fn refused(user_errors: Vec<UserError>) -> Self {
        Self { complaint: None, user_errors }
    }
}
