//! `closeAsDuplicate`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::exits::CloseAsDuplicate;
use domain::complaint::refusal::InputFault;

use crate::graphql::ids::NodeId;
use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// The same matter as another complaint of the office.
#[derive(InputObject, Debug)]
pub struct CloseAsDuplicateInput {
    /// The complaint.
    complaint_id: ID,
    /// The version last seen: another one is a VERSION_CONFLICT, changes nothing, and comes with the complaint as it now
    /// stands.
    expected_version: i32,
    /// When it happened, where paper came first; now where left out. Not in the future, not before what it follows, not
    /// further back than the office allows (30 days).
    occurred_at: Option<Instant>,
    /// Belongs to the officer: the same key with the same input does nothing again and answers with the complaint as it
    /// now stands; with another input it is an IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Of which complaint: open or archived, itself no duplicate.
    original_id: ID,
    /// Why.
    reason: Option<String>,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct CloseAsDuplicateMutation;

#[Object]
impl CloseAsDuplicateMutation {
    /// Close as the duplicate of another complaint of the office, by whoever may take the open step: steps 2 to 6. The
    /// complainant still gets the answer to the original.
    async fn close_as_duplicate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CloseAsDuplicateInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let original = match NodeId::parse(&input.original_id) {
                Some(NodeId::Complaint(office, id)) if reader.is_of_office(office) => Some(id),
                _ => {
                    reader.fault(vec!["originalId"], InputFault::Unknown);
                    None
                }
            };
            let reason = reader.optional("reason", input.reason.as_ref());
            Some(Command::CloseAsDuplicate(CloseAsDuplicate { original: original?, reason }))
        });
        Ok(command.await?)
    }
}
