//! `returnComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::exits::Return;

use crate::graphql::enums::Step;
use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// Back to an earlier step, for correction.
#[derive(InputObject, Debug)]
pub struct ReturnComplaintInput {
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
    /// Where to: an earlier step already taken in this cycle, never RECEIVE nor a skipped one; `actions` lists them.
    to_step: Step,
    /// Why; required.
    reason: String,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct ReturnMutation;

#[Object]
impl ReturnMutation {
    /// Back to an earlier step of this cycle, for correction (dikembalikan), by whoever may take the open step: from steps 3 to
    /// 6, 8 and 9. The redone steps get new records with the full standard, the old ones stay.
    async fn return_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ReturnComplaintInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let reason = reader.text("reason", &input.reason)?;
            Some(Command::Return(Return { to: input.to_step.into(), reason }))
        });
        Ok(command.await?)
    }
}
