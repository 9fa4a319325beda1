//! `carryOutSolution`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::steps::CarryOut;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// Step 9: the solution is carried out and the complainant answered.
#[derive(InputObject, Debug)]
pub struct CarryOutSolutionInput {
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
    /// What was done; required.
    result: String,
    /// What the complainant was told; required.
    answer_to_complainant: String,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct CarryOutMutation;

#[Object]
impl CarryOutMutation {
    /// Step 9 (melaksanakan solusi), by SECRETARY or HEAD_OF_GENERAL_AFFAIRS. Opens step 10.
    async fn carry_out_solution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CarryOutSolutionInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let result = reader.text("result", &input.result);
            let answer = reader.text("answerToComplainant", &input.answer_to_complainant);
            Some(Command::CarryOut(CarryOut { result: result?, answer: answer? }))
        });
        Ok(command.await?)
    }
}
