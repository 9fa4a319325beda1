//! `referComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::command::Command;
use domain::complaint::exits::Refer;

use crate::graphql::mutation::advance::{Head, advance};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;

/// The matter is not this office's authority.
#[derive(InputObject, Debug)]
pub struct ReferComplaintInput {
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
    /// To which agency; required.
    agency: String,
    /// Why; required, and told to the complainant.
    reason: String,
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct ReferMutation;

#[Object]
impl ReferMutation {
    /// Refer to another agency (diteruskan ke instansi lain), by CAMAT in steps 5, 6 and 8. Closes the complaint: REFERRED.
    /// Agency and reason are told to the complainant.
    async fn refer_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ReferComplaintInput,
    ) -> Result<ComplaintPayload> {
        let head = Head {
            complaint_id: input.complaint_id,
            expected_version: input.expected_version,
            occurred_at: input.occurred_at,
            idempotency_key: input.idempotency_key,
        };
        let command = advance(ctx, head, |reader| {
            let (agency, reason) =
                (reader.text("agency", &input.agency), reader.text("reason", &input.reason));
            Some(Command::Refer(Refer { agency: agency?, reason: reason? }))
        });
        Ok(command.await?)
    }
}
