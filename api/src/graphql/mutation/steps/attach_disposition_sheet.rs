//! `attachDispositionSheet`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::steps::AttachDispositionSheet;

use crate::graphql::enums::Urgency;
use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// Step 2: the complaint gets its disposition sheet.
#[derive(InputObject, Debug)]
pub struct AttachDispositionSheetInput {
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
    /// Urgency (tingkat urgensi), where it is not as received.
    urgency: Option<Urgency>,
    /// Category, where it is not as received.
    category_id: Option<ID>,
    /// A note.
    note: Option<String>,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct AttachDispositionSheetMutation;

#[Object]
impl AttachDispositionSheetMutation {
    /// Step 2 (memberi lembar disposisi), by STAFF: registers the complaint and attaches the disposition sheet. Opens step 3.
    async fn attach_disposition_sheet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AttachDispositionSheetInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let (category, note) = (
                reader.category("categoryId", input.category_id.as_ref()),
                reader.optional("note", input.note.as_ref()),
            );
            let urgency = input.urgency.map(Into::into);
            Some(Command::AttachDispositionSheet(AttachDispositionSheet { urgency, category, note }))
        });
        Ok(command.await?)
    }
}
