//! `withdrawComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::exits::Withdraw;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// The complainant withdrew.
#[derive(InputObject, Debug)]
pub struct WithdrawComplaintInput {
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
    /// Why; required.
    reason: String,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct WithdrawMutation;

#[Object]
impl WithdrawMutation {
    /// Enter that the complainant withdrew (dicabut), by STAFF at any open step. Closes the complaint: WITHDRAWN, which never
    /// counts as resolved.
    async fn withdraw_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: WithdrawComplaintInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let reason = reader.text("reason", &input.reason)?;
            Some(Command::Withdraw(Withdraw { reason }))
        });
        Ok(command.await?)
    }
}
