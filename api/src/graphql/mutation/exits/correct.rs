//! `correctComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::exits::Correct;

use crate::graphql::enums::{Confidentiality, Urgency};
use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::mutation::steps::receive::ComplainantInput;

/// What was written down wrongly is put right; what is left out stays.
#[derive(InputObject, Debug)]
pub struct CorrectComplaintInput {
    /// The complaint.
    complaint_id: ID,
    /// The version last seen: another one is a VERSION_CONFLICT, changes nothing, and comes with the complaint as it now
    /// stands.
    expected_version: i32,
    /// Belongs to the officer: the same key with the same input does nothing again and answers with the complaint as it
    /// now stands; with another input it is an IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Why; required.
    reason: String,
    /// Subject (perihal).
    subject: Option<String>,
    /// Description.
    description: Option<String>,
    /// Who complained; a part given as an empty text is taken out.
    complainant: Option<ComplainantInput>,
    /// Confidentiality (sifat).
    confidentiality: Option<Confidentiality>,
    /// Category.
    category_id: Option<ID>,
    /// Code of the village it is about.
    village_code: Option<String>,
    /// Urgency (tingkat urgensi).
    urgency: Option<Urgency>,
    /// The officers complained of (terlapor): they neither see nor handle it. Replaces those named before.
    reported_officer_ids: Option<Vec<ID>>,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct CorrectMutation;

#[Object]
impl CorrectMutation {
    /// Put right what was written down wrongly, at any open step, by STAFF, HEAD_OF_GENERAL_AFFAIRS and whoever may take the
    /// open step. What stood before is kept in `changes`; no step moves.
    async fn correct_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CorrectComplaintInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: None,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let reason = reader.text("reason", &input.reason);
            let subject = reader.optional("subject", input.subject.as_ref());
            let description = reader.optional("description", input.description.as_ref());
            let complainant = input.complainant.unwrap_or_default().correction(reader);
            let category = reader.category("categoryId", input.category_id.as_ref());
            let village = reader.village("villageCode", input.village_code.as_ref());
            let reported = reader.officers("reportedOfficerIds", input.reported_officer_ids.as_ref());
            Some(Command::Correct(Correct {
                reason: reason?,
                subject,
                description,
                complainant,
                confidentiality: input.confidentiality.map(Into::into),
                category,
                village,
                urgency: input.urgency.map(Into::into),
                reported,
            }))
        });
        Ok(command.await?)
    }
}
