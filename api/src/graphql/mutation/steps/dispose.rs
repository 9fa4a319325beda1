//! `disposeComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::steps::Dispose;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// Step 6: the camat disposes, to sections or alone: exactly one of `leadSectionId` and `ownSolution`.
#[derive(InputObject, Debug)]
pub struct DisposeComplaintInput {
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
    /// The instruction (isi disposisi); required with sections.
    instruction: Option<String>,
    /// The section that leads.
    lead_section_id: Option<ID>,
    /// The sections that support it.
    supporting_section_ids: Option<Vec<ID>>,
    /// Or: the camat's own solution, straight to step 9.
    own_solution: Option<String>,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct DisposeMutation;

#[Object]
impl DisposeMutation {
    /// Step 6 (disposisi), by CAMAT. To sections: opens step 7 for each of them. Or alone: the steps 7 and 8 are shown as
    /// SKIPPED and step 9 opens.
    async fn dispose_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DisposeComplaintInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let instruction = reader.optional("instruction", input.instruction.as_ref());
            let lead_section = input.lead_section_id.and_then(|id| reader.section("leadSectionId", &id));
            let supporting_sections =
                reader.sections("supportingSectionIds", input.supporting_section_ids.as_ref());
            let own_solution = reader.optional("ownSolution", input.own_solution.as_ref());
            Some(Command::Dispose(Dispose { instruction, lead_section, supporting_sections, own_solution }))
        });
        Ok(command.await?)
    }
}
