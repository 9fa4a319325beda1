//! `archiveComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::steps::Archive;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// Step 10: the complaint is filed.
#[derive(InputObject, Debug)]
pub struct ArchiveComplaintInput {
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
    /// Where it is filed (kode arsip); required.
    archive_code: String,
    /// A note.
    note: Option<String>,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct ArchiveMutation;

#[Object]
impl ArchiveMutation {
    /// Step 10 (arsip pengaduan), by STAFF. Closes the complaint: ARCHIVED.
    async fn archive_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ArchiveComplaintInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let archive_code = reader.text("archiveCode", &input.archive_code);
            let note = reader.optional("note", input.note.as_ref());
            Some(Command::Archive(Archive { archive_code: archive_code?, note }))
        });
        Ok(command.await?)
    }
}
