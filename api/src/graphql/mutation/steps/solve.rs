//! `submitSolution`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::steps::Solve;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// Step 7: a section gives its solution.
#[derive(InputObject, Debug)]
pub struct SubmitSolutionInput {
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
    /// The solution; required.
    solution: String,
    /// Which section's, where the viewer heads or acts for several.
    section_id: Option<ID>,
    /// Of the lead: why it does not wait for a silent supporter.
    without_support_reason: Option<String>,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct SolveMutation;

#[Object]
impl SolveMutation {
    /// Step 7 (solusi atau pemecahan), by the SECTION_HEAD of a section asked. The step ends with the lead's solution; then
    /// step 8 opens.
    async fn submit_solution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SubmitSolutionInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let solution = reader.text("solution", &input.solution);
            let section = input.section_id.and_then(|id| reader.section("sectionId", &id));
            let without_support_reason =
                reader.optional("withoutSupportReason", input.without_support_reason.as_ref());
            Some(Command::Solve(Solve { solution: solution?, section, without_support_reason }))
        });
        Ok(command.await?)
    }
}
