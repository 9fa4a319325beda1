//! `receiveSubmission`

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::ids::{ComplaintId, OfficeId, SubmissionId};
use domain::submission::actions::SubmissionCommandKind;
use domain::submission::settle::ReceiveSubmission;
use persistence::settle::{Receiving, Settlement};

use super::settle::{Head, not_found, refused};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::{Confidentiality, Urgency};
use crate::graphql::fault::Fault;
use crate::graphql::input::Reader;
use crate::graphql::loaders::SubmissionKey;
use crate::graphql::mutation::advance::{self, idempotency, invalid};
use crate::graphql::mutation::payload::{ComplaintPayload, SubmissionPayload};
use crate::graphql::scalars::Instant;
use crate::graphql::types::{Complaint, Submission};

/// Step 1 for a submission; what is left out is taken from the submission.
#[derive(InputObject, Debug)]
pub struct ReceiveSubmissionInput {
    /// The submission.
    submission_id: ID,
    /// The version last seen: another one is a VERSION_CONFLICT, changes nothing, and comes with the submission as it now
    /// stands.
    expected_version: i32,
    /// When it was received, where paper came first; now where left out. Not before it arrived, not in the future, not further
    /// back than the office allows (30 days).
    occurred_at: Option<Instant>,
    /// Belongs to the officer: the same key with the same input does nothing again and answers with the complaint as it now
    /// stands; with another input it is an IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Subject (perihal), at most 300 characters.
    subject: Option<String>,
    /// What it is about, at most 20,000 characters.
    description: Option<String>,
    /// Category.
    category_id: Option<ID>,
    /// Code of the village it is about.
    village_code: Option<String>,
    /// Urgency (tingkat urgensi); ORDINARY where left out.
    urgency: Option<Urgency>,
    /// Confidentiality (sifat).
    confidentiality: Option<Confidentiality>,
    /// The officers complained of (terlapor): they neither see nor handle it.
    reported_officer_ids: Option<Vec<ID>>,
}

#[derive(Default, Debug)]
pub(super) struct ReceiveSubmissionMutation;

#[Object]
impl ReceiveSubmissionMutation {
    /// Step 1 (menerima pengaduan) for what came in by itself, by STAFF, or who stands in for step 1: it becomes a complaint. The
    /// clock of step 1 has been running since it arrived; the complaint keeps the tracking code its sender was given, and gets
    /// the next agenda number; step 2 is opened.
    async fn receive_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is received.")] input: ReceiveSubmissionInput,
    ) -> Result<ComplaintPayload> {
        Ok(receive(ctx, input).await?)
    }
}

async fn receive(ctx: &Context<'_>, input: ReceiveSubmissionInput) -> Result<ComplaintPayload, Fault> {
    let viewer = ctx.viewer()?;
    let ReceiveSubmissionInput { submission_id, expected_version, idempotency_key, .. } = input;
    let head = Head { submission_id, expected_version, idempotency_key };
    let target = head.target();
    let mut reader = Reader::new(target.map(|(office, _)| office));
    let key = head.key(&mut reader);
    let command = ReceiveSubmission {
        subject: reader.optional("subject", input.subject.as_ref()),
        description: reader.optional("description", input.description.as_ref()),
        category: reader.category("categoryId", input.category_id.as_ref()),
        village: reader.village("villageCode", input.village_code.as_ref()),
        urgency: input.urgency.map(Into::into).unwrap_or_default(),
        confidentiality: input.confidentiality.map(Into::into),
        reported: reader
            .officers("reportedOfficerIds", input.reported_officer_ids.as_ref())
            .unwrap_or_default(),
    };
    let problems = reader.problems();
    if !problems.is_empty() {
        return Ok(invalid(ctx, &problems));
    }
    let Some((office, submission)) = target else { return Ok(ComplaintPayload::refused(not_found(ctx))) };
    let occurred_at = input.occurred_at.map(|at| at.0);
    let mutation = SubmissionCommandKind::Receive.mutation();
    let settlement = Settlement {
        office,
        submission,
        expected_version,
        idempotency: idempotency(key, &(mutation, submission, expected_version, occurred_at, &command)),
        command: Receiving { command, complaint: ComplaintId(ctx.service().clock.new_id()), occurred_at },
        now: ctx.now(),
    };
    match ctx.store().receive_submission(&viewer.sight, &settlement).await {
        Ok(complaint) => Ok(ComplaintPayload {
            complaint: advance::show(ctx, complaint).await?,
            submission: stored(ctx, office, submission).await?,
            user_errors: Vec::new(),
        }),
        Err(error) => {
            let SubmissionPayload { submission, user_errors } = refused(ctx, office, error).await?;
            let view = submission.as_ref().and_then(|Submission(view)| view.complaint.clone());
            let complaint = view.filter(|_| submission.as_ref().is_some_and(|s| s.0.sight.content));
            Ok(ComplaintPayload { complaint: complaint.map(Complaint), submission, user_errors })
        }
    }
}

async fn stored(ctx: &Context<'_>, office: OfficeId, id: SubmissionId) -> Result<Option<Submission>, Fault> {
    Ok(ctx.loaders().sighted.load_one(SubmissionKey(office, id)).await.or_fault(ctx)?.map(Submission))
}
