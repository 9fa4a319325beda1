//! `adviseCamat`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::steps::Advise;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// Step 4: the secretary advises the camat.
#[derive(InputObject, Debug)]
pub struct AdviseCamatInput {
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
    /// The advice (masukan dan informasi); required.
    advice: String,
    /// Sections the secretary suggests.
    suggested_section_ids: Option<Vec<ID>>,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct AdviseMutation;

#[Object]
impl AdviseMutation {
    /// Step 4 (masukan serta informasi), by SECRETARY. Opens step 5.
    async fn advise_camat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AdviseCamatInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let advice = reader.text("advice", &input.advice);
            let suggested_sections =
                reader.sections("suggestedSectionIds", input.suggested_section_ids.as_ref());
            Some(Command::Advise(Advise { advice: advice?, suggested_sections }))
        });
        Ok(command.await?)
    }
}
