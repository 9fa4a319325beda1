//! `joinSubmission`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::refusal::InputFault;
use domain::submission::settle::{Join, Settle};

use super::settle::{Head, settle};
use crate::graphql::ids::NodeId;
use crate::graphql::mutation::payload::SubmissionPayload;

/// A submission is the same matter as a complaint that is there already.
#[derive(InputObject, Debug)]
pub struct JoinSubmissionInput {
    /// The submission.
    submission_id: ID,
    /// The version last seen: another one is a VERSION_CONFLICT, changes nothing, and comes with the submission as it now
    /// stands.
    expected_version: i32,
    /// The complaint: of the same office, open or archived, itself no duplicate.
    complaint_id: ID,
    /// A note, for officers; at most 20,000 characters.
    note: Option<String>,
    /// Belongs to the officer: the same key with the same input does nothing again and answers with the submission as it now
    /// stands; with another input it is an IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
}

#[derive(Default, Debug)]
pub(super) struct JoinMutation;

#[Object]
impl JoinMutation {
    /// Join a submission to a complaint that is there already (gabungkan), by STAFF, or who stands in for step 1. Its sender
    /// follows that complaint from then on, by the same tracking code.
    async fn join_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: JoinSubmissionInput,
    ) -> Result<SubmissionPayload> {
        let JoinSubmissionInput { submission_id, expected_version, complaint_id, note, idempotency_key } =
            input;
        let head = Head { submission_id, expected_version, idempotency_key };
        let command = settle(ctx, head, |reader| {
            let complaint = match NodeId::parse(&complaint_id) {
                Some(NodeId::Complaint(office, id)) if reader.is_of_office(office) => Some(id),
                _ => {
                    reader.fault(vec!["complaintId"], InputFault::Unknown);
                    None
                }
            };
            let note = reader.optional("note", note.as_ref());
            Some(Settle::Join(Join { complaint: complaint?, note }))
        });
        Ok(command.await?)
    }
}
