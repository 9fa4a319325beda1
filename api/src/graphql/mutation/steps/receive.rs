//! `receiveComplaint`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::complaint::exits::ComplainantCorrection;
use domain::complaint::refusal::{InputFault, Refusal};
use domain::complaint::steps::{ComplainantDetails, Receive};
use domain::ids::ComplaintId;
use domain::office::Position;
use domain::values::{Email, Line, NationalId, Phone, Text};
use persistence::receive::NewComplaint;

use crate::graphql::context::ContextExt;
use crate::graphql::enums::{Channel, Confidentiality, Urgency};
use crate::graphql::fault::Fault;
use crate::graphql::input::Reader;
use crate::graphql::mutation::advance::{answer, idempotency, invalid, tracking_bits};
use crate::graphql::mutation::payload::ComplaintPayload;
use crate::graphql::scalars::Instant;
use crate::graphql::user_error::UserError;

/// Step 1: a complaint is received.
#[derive(InputObject, Debug)]
pub struct ReceiveComplaintInput {
    /// How it came in (melalui).
    channel: Channel,
    /// Subject (perihal); required, at most 300 characters.
    subject: String,
    /// What it is about; required, at most 20,000 characters.
    description: String,
    /// When it arrived at the channel, not after `occurredAt`: the clock of step 1 starts here; `occurredAt` where left out.
    arrived_at: Option<Instant>,
    /// When it was received, where paper came first; now where left out. Not in the future, not further back than the office
    /// allows (30 days).
    occurred_at: Option<Instant>,
    /// Who complained (pelapor), as far as known.
    complainant: Option<ComplainantInput>,
    /// Confidentiality (sifat); OPEN where left out.
    confidentiality: Option<Confidentiality>,
    /// Category, where it is settled already.
    category_id: Option<ID>,
    /// Code of the village it is about.
    village_code: Option<String>,
    /// Urgency (tingkat urgensi); ORDINARY where left out.
    urgency: Option<Urgency>,
    /// The officers complained of (terlapor): they neither see nor handle it.
    reported_officer_ids: Option<Vec<ID>>,
    /// Belongs to the officer: the same key with the same input does nothing again and answers with the complaint as it now
    /// stands; with another input it is an IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
}

/// Who complained (pelapor), as far as known.
#[derive(InputObject, Default, Debug)]
pub struct ComplainantInput {
    /// Name.
    name: Option<String>,
    /// Telephone: 5 to 20 digits.
    phone: Option<String>,
    /// E-mail.
    email: Option<String>,
    /// Address.
    address: Option<String>,
    /// National id (NIK): 16 digits. Never a condition.
    national_id: Option<String>,
}

/// Parts of the complainant, with how each is parsed: `given` decides what an empty text means.
macro_rules! parts {
    ($self:ident, $reader:ident, $given:expr, $into:ident) => {
        $into {
            name: $given($reader, "name", $self.name, Line::parse),
            phone: $given($reader, "phone", $self.phone, Phone::parse),
            email: $given($reader, "email", $self.email, Email::parse),
            address: $given($reader, "address", $self.address, Line::parse),
            national_id: $given($reader, "nationalId", $self.national_id, NationalId::parse),
        }
    };
}

impl ComplainantInput {
    /// As received: an empty part is not known.
    pub(in crate::graphql::mutation) fn details(self, reader: &mut Reader) -> ComplainantDetails {
        parts!(self, reader, known, ComplainantDetails)
    }

    /// As corrected: an empty part is taken out.
    pub(in crate::graphql::mutation) fn correction(self, reader: &mut Reader) -> ComplainantCorrection {
        parts!(self, reader, corrected, ComplainantCorrection)
    }
}

fn known<T>(
    reader: &mut Reader,
    part: &'static str,
    typed: Option<String>,
    parse: fn(&str) -> Result<T, InputFault>,
) -> Option<T> {
    corrected(reader, part, typed, parse).flatten()
}

fn corrected<T>(
    reader: &mut Reader,
    part: &'static str,
    typed: Option<String>,
    parse: fn(&str) -> Result<T, InputFault>,
) -> Option<Option<T>> {
    let typed = typed?;
    if typed.trim().is_empty() {
        return Some(None);
    }
    reader.parse(&["complainant", part], parse(&typed)).map(Some)
}

#[derive(Default, Debug)]
pub(in crate::graphql::mutation) struct ReceiveMutation;

#[Object]
impl ReceiveMutation {
    /// Step 1 (menerima pengaduan), by STAFF, in their own office. Gives the agenda number and the tracking code; opens
    /// step 2.
    async fn receive_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is received.")] input: ReceiveComplaintInput,
    ) -> Result<ComplaintPayload> {
        Ok(receive(ctx, input).await?)
    }
}

async fn receive(ctx: &Context<'_>, input: ReceiveComplaintInput) -> Result<ComplaintPayload, Fault> {
    let viewer = ctx.viewer()?;
    let Some(office) = &viewer.office else {
        let refusal = Refusal::NotPermitted { permitted: vec![Position::Staff], until: None };
        return Ok(ComplaintPayload::refused(UserError::refused(ctx, None, &refusal)));
    };
    let mut reader = Reader::new(Some(office.id));
    let key: Option<Text<200>> = reader.optional("idempotencyKey", input.idempotency_key.as_ref());
    let subject = reader.text("subject", &input.subject);
    let description = reader.text("description", &input.description);
    let complainant = input.complainant.unwrap_or_default().details(&mut reader);
    let category = reader.category("categoryId", input.category_id.as_ref());
    let village = reader.village("villageCode", input.village_code.as_ref());
    let reported = reader.officers("reportedOfficerIds", input.reported_officer_ids.as_ref());
    let problems = reader.problems();
    let (Some(subject), Some(description), true) = (subject, description, problems.is_empty()) else {
        return Ok(invalid(ctx, &problems));
    };
    let command = Receive {
        channel: input.channel.into(),
        subject,
        description,
        arrived_at: input.arrived_at.map(|at| at.0),
        complainant,
        confidentiality: input.confidentiality.map(Into::into).unwrap_or_default(),
        category,
        village,
        urgency: input.urgency.map(Into::into).unwrap_or_default(),
        reported: reported.unwrap_or_default(),
    };
    let occurred_at = input.occurred_at.map(|at| at.0);
    let new = NewComplaint {
        office: office.id,
        id: ComplaintId(ctx.service().clock.new_id()),
        tracking_bits: tracking_bits()?,
        idempotency: idempotency(key, &("receiveComplaint", occurred_at, &command)),
        command,
        occurred_at,
        now: ctx.now(),
    };
    let done = ctx.store().receive(&viewer.sight, &new).await;
    answer(ctx, office.id, done).await
}
