//! `dismissSubmission`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::submission::settle::{Dismiss, Settle};

use super::settle::{Head, settle};
use crate::graphql::mutation::payload::SubmissionPayload;

/// A submission is no complaint.
#[derive(InputObject, Debug)]
pub struct DismissSubmissionInput {
    /// The submission.
    submission_id: ID,
    /// The version last seen: another one is a VERSION_CONFLICT, changes nothing, and comes with the submission as it now
    /// stands.
    expected_version: i32,
    /// Why, for officers; required, at most 20,000 characters. Its sender is told only that it was set aside.
    reason: String,
    /// Belongs to the officer: the same key with the same input does nothing again and answers with the submission as it now
    /// stands; with another input it is an IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
}

#[derive(Default, Debug)]
pub(super) struct DismissMutation;

#[Object]
impl DismissMutation {
    /// Set a submission aside (kesampingkan), by STAFF, or who stands in for step 1: it is no complaint but spam, a question,
    /// praise. It is kept, and counted apart.
    async fn dismiss_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DismissSubmissionInput,
    ) -> Result<SubmissionPayload> {
        let DismissSubmissionInput { submission_id, expected_version, reason, idempotency_key } = input;
        let head = Head { submission_id, expected_version, idempotency_key };
        let command = settle(ctx, head, |reader| {
            Some(Settle::Dismiss(Dismiss { reason: reader.text("reason", &reason)? }))
        });
        Ok(command.await?)
    }
}
