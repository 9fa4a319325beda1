//! `considerComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::steps::Consider;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// Step 5: the camat weighs the advice.
#[derive(InputObject, Debug)]
pub struct ConsiderComplaintInput {
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
    /// The consideration (pertimbangan); required.
    consideration: String,
    /// Whether it is a matter of policy (bersifat kebijakan). The branch is taken in step 6.
    policy_matter: bool,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct ConsiderMutation;

#[Object]
impl ConsiderMutation {
    /// Step 5 (mempertimbangkan masukan), by CAMAT. Opens step 6.
    async fn consider_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ConsiderComplaintInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let consideration = reader.text("consideration", &input.consideration)?;
            Some(Command::Consider(Consider { consideration, policy_matter: input.policy_matter }))
        });
        Ok(command.await?)
    }
}
