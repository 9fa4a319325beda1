//! `handBackComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::exits::HandBack;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// A section says that the complaint is not its own.
#[derive(InputObject, Debug)]
pub struct HandBackComplaintInput {
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
    /// Which section, where the viewer heads or acts for several.
    section_id: Option<ID>,
    /// Why; required.
    reason: String,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct HandBackMutation;

#[Object]
impl HandBackMutation {
    /// A section asked says that the complaint is not its own. A supporter drops out; the lead puts it before the camat again
    /// (step 6).
    async fn hand_back_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: HandBackComplaintInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let section = input.section_id.and_then(|id| reader.section("sectionId", &id));
            let reason = reader.text("reason", &input.reason)?;
            Some(Command::HandBack(HandBack { section, reason }))
        });
        Ok(command.await?)
    }
}
