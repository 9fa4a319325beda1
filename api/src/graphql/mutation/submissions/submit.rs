//! `submitComplaint`: the one mutation that anybody may call without signing in, and so the one that is throttled.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::TimeDelta;
use domain::complaint::refusal::{InputFault, InputProblem};
use domain::ids::SubmissionId;
use domain::submission::submit::Submit;
use domain::values::Text;
use persistence::submit::{NewSubmission, SubmitError};

use crate::graphql::attempts::{Attempt, TooMany, from_address};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::{Confidentiality, UserErrorCode};
use crate::graphql::fault::Fault;
use crate::graphql::input::Reader;
use crate::graphql::mutation::advance::{idempotency, tracking_bits};
use crate::graphql::mutation::steps::receive::ComplainantInput;
use crate::graphql::user_error::UserError;
use crate::messages::{self, Other};
use crate::proof::Verdict;

/// A complaint, sent by the website. All texts together have at most 10,000 characters.
#[derive(InputObject, Debug)]
pub struct SubmitComplaintInput {
    /// Code of the office, like 51.02.02.
    office_code: String,
    /// Subject (perihal); required, at most 300 characters.
    subject: String,
    /// What it is about; required.
    description: String,
    /// Who sends it (pelapor), as far as they want to say.
    complainant: Option<ComplainantInput>,
    /// Confidentiality (sifat); OPEN where left out.
    confidentiality: Option<Confidentiality>,
    /// Category, one of the office's.
    category_id: Option<ID>,
    /// Code of the village it is about.
    village_code: Option<String>,
    /// The same key with the same input keeps nothing again and answers the same tracking code; with another input it is an
    /// IDEMPOTENCY_MISMATCH. Long and random, since nobody knows whose it is. A refusal does not use it up. At most 200
    /// characters.
    idempotency_key: Option<String>,
    /// Where the operator wants it: the proof that a person sends this, as the website got it. At most 4,096 characters.
    proof: Option<String>,
}

/// What became of submitting a complaint.
#[derive(SimpleObject, Debug, Default)]
pub struct SubmitComplaintPayload {
    /// What its sender follows it by (`trackComplaint`). It is told here only.
    tracking_code: Option<String>,
    /// Why nothing was kept; empty where it was.
    user_errors: Vec<UserError>,
}

impl SubmitComplaintPayload {
    fn refused(user_errors: Vec<UserError>) -> Self {
        Self { tracking_code: None, user_errors }
    }
}

#[derive(Default, Debug)]
pub(super) struct SubmitMutation;

#[Object]
impl SubmitMutation {
    /// Send a complaint to an office by its website, without signing in. It waits for step 1 until the staff receive it. So many
    /// are taken from an address and by an office in an hour; beyond, the answer is LIMIT_EXCEEDED with `Retry-After`.
    async fn submit_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is sent.")] input: SubmitComplaintInput,
    ) -> Result<SubmitComplaintPayload> {
        Ok(submit(ctx, input).await?)
    }
}

/// In which attempts are counted.
const WINDOW: TimeDelta = TimeDelta::hours(1);

async fn submit(ctx: &Context<'_>, input: SubmitComplaintInput) -> Result<SubmitComplaintPayload, Fault> {
    let mut reader = Reader::new(None);
    let code: Option<Text<30>> = reader.text("officeCode", &input.office_code);
    let Some(code) = code else {
        return Ok(SubmitComplaintPayload::refused(UserError::invalid(ctx, None, &reader.problems())));
    };
    let Some(office) = ctx.store().find_office(code.as_str()).await.or_fault(ctx)? else {
        return Ok(refusal(ctx, UserErrorCode::NotFound, &Other::UnknownOffice, Some(&["officeCode"])));
    };
    let mut reader = Reader::new(Some(office.id));
    let invalid = |problems: &[InputProblem]| {
        SubmitComplaintPayload::refused(UserError::invalid(ctx, Some(&office), problems))
    };
    let key: Option<Text<200>> = reader.optional("idempotencyKey", input.idempotency_key.as_ref());
    let proof: Option<Text<4_096>> = reader.optional("proof", input.proof.as_ref());
    let subject = reader.text("subject", &input.subject);
    let description = reader.text("description", &input.description);
    let complainant = input.complainant.unwrap_or_default().details(&mut reader);
    let category = reader.category("categoryId", input.category_id.as_ref());
    let village = reader.village("villageCode", input.village_code.as_ref());
    let problems = reader.problems();
    let (Some(subject), Some(description), true) = (subject, description, problems.is_empty()) else {
        return Ok(invalid(&problems));
    };
    let confidentiality = input.confidentiality.map(Into::into).unwrap_or_default();
    let command = Submit { subject, description, complainant, confidentiality, category, village };
    if let Err(refusal) = command.judge(&office, ctx.now()) {
        return Ok(SubmitComplaintPayload::refused(UserError::refused(ctx, Some(&office), &refusal)));
    }
    let idempotency = idempotency(key, &("submitComplaint", &command));
    // Who sends again because the answer was lost is answered, whatever was sent from there since, and needs no new proof.
    if let Some(idempotency) = &idempotency
        && let Some(known) = ctx.store().find_submitted(office.id, idempotency).await.or_fault(ctx)?
    {
        let tracking_code = Some(known.tracking_code.to_string());
        return Ok(SubmitComplaintPayload { tracking_code, user_errors: Vec::new() });
    }
    let config = &ctx.service().submissions;
    let too_many = |too_many: TooMany| {
        too_many.retry_after(ctx);
        refusal(ctx, UserErrorCode::LimitExceeded, &Other::TooManySubmissions, None)
    };
    // Before the proof is looked at for the address, after it for the office: what proves nothing holds off nobody else.
    let address = from_address(ctx, "submission").map(|address| (address, config.submissions_address));
    let sent = match Attempt::count(ctx, address, WINDOW).await? {
        Ok(sent) => sent,
        Err(error) => return Ok(too_many(error)),
    };
    match ctx.service().proofs.verify(proof.as_ref().map(Text::as_str)).await {
        Verdict::Proven => {}
        Verdict::Missing => return Ok(invalid(&[InputProblem::new("proof", InputFault::Required)])),
        Verdict::NotProven => return Ok(invalid(&[InputProblem::new("proof", InputFault::NotProven)])),
        Verdict::NotChecked => {
            sent.forgive(ctx).await?;
            return Err(Fault::Unavailable(messages::other(ctx.language(), &Other::ProofNotChecked)));
        }
    }
    let to_office = (format!("submission-office:{}", office.id.0), config.submissions_office);
    let attempt = match Attempt::count(ctx, [to_office], WINDOW).await? {
        Ok(taken) => sent.and(taken),
        Err(error) => return Ok(too_many(error)),
    };
    let new = NewSubmission {
        office: office.id,
        id: SubmissionId(ctx.service().clock.new_id()),
        tracking_bits: tracking_bits()?,
        idempotency,
        command,
        most_waiting: config.submissions_waiting,
        now: ctx.now(),
    };
    match ctx.store().submit(&new).await {
        Ok(kept) => {
            let tracking_code = Some(kept.tracking_code.to_string());
            Ok(SubmitComplaintPayload { tracking_code, user_errors: Vec::new() })
        }
        Err(SubmitError::UnknownOffice) => {
            Ok(refusal(ctx, UserErrorCode::NotFound, &Other::UnknownOffice, Some(&["officeCode"])))
        }
        Err(SubmitError::TooManyWaiting) => {
            attempt.forgive(ctx).await?;
            Ok(refusal(ctx, UserErrorCode::LimitExceeded, &Other::TooManyWaiting, None))
        }
        Err(SubmitError::IdempotencyMismatch) => {
            let (code, other) = (UserErrorCode::IdempotencyMismatch, &Other::IdempotencyMismatch);
            Ok(refusal(ctx, code, other, Some(&["idempotencyKey"])))
        }
        Err(SubmitError::Refused(refusal)) => {
            Ok(SubmitComplaintPayload::refused(UserError::refused(ctx, Some(&office), &refusal)))
        }
        Err(SubmitError::Fault(error)) => {
            attempt.forgive(ctx).await?;
            Err(Fault::Store(error, ctx.language()))
        }
    }
}

fn refusal(
    ctx: &Context<'_>,
    code: UserErrorCode,
    other: &Other,
    field: Option<&[&str]>,
) -> SubmitComplaintPayload {
    SubmitComplaintPayload::refused(vec![UserError::other(ctx, code, other, field)])
}
