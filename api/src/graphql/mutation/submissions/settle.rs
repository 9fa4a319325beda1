//! What the mutations share that settle a submission.

use std::sync::Arc;

use async_graphql::{Context, ID};
use domain::ids::{OfficeId, SubmissionId};
use domain::submission::Submission;
use domain::submission::actions::SubmissionCommandKind;
use domain::submission::settle::Settle;
use domain::values::Text;
use persistence::settle::{SettleError, Settlement};

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::UserErrorCode;
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::input::Reader;
use crate::graphql::mutation::advance::idempotency;
use crate::graphql::mutation::payload::SubmissionPayload;
use crate::graphql::types;
use crate::graphql::user_error::UserError;
use crate::messages::Other;

/// The part that all inputs share.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) submission_id: ID,
    pub(super) expected_version: i32,
    pub(super) idempotency_key: Option<String>,
}

/// The submission that is meant.
pub(super) type Target = (OfficeId, SubmissionId);

impl Head {
    pub(super) fn target(&self) -> Option<Target> {
        match NodeId::parse(&self.submission_id) {
            Some(NodeId::Submission(office, id)) => Some((office, id)),
            _ => None,
        }
    }

    pub(super) fn key(&self, reader: &mut Reader) -> Option<Text<200>> {
        reader.optional("idempotencyKey", self.idempotency_key.as_ref())
    }
}

/// Reads the input's own fields, carries the command out, and answers.
pub(super) async fn settle(
    ctx: &Context<'_>,
    head: Head,
    read: impl FnOnce(&mut Reader) -> Option<Settle>,
) -> Result<SubmissionPayload, Fault> {
    let viewer = ctx.viewer()?;
    let target = head.target();
    let mut reader = Reader::new(target.map(|(office, _)| office));
    let key = head.key(&mut reader);
    let command = read(&mut reader);
    let problems = reader.problems();
    let refuse = |user_errors| Ok(SubmissionPayload { submission: None, user_errors });
    let Some(command) = command.filter(|_| problems.is_empty()) else {
        return refuse(UserError::invalid(ctx, viewer.office.as_deref(), &problems));
    };
    let Some((office, submission)) = target else { return refuse(not_found(ctx)) };
    let kind = match &command {
        Settle::Join(_) => SubmissionCommandKind::Join,
        Settle::Dismiss(_) => SubmissionCommandKind::Dismiss,
    };
    let settlement = Settlement {
        office,
        submission,
        expected_version: head.expected_version,
        idempotency: idempotency(key, &(kind.mutation(), submission, head.expected_version, &command)),
        command,
        now: ctx.now(),
    };
    match ctx.store().settle_submission(&viewer.sight, &settlement).await {
        Ok(submission) => {
            Ok(SubmissionPayload { submission: show(ctx, submission).await?, user_errors: Vec::new() })
        }
        Err(error) => refused(ctx, office, error).await,
    }
}

pub(super) fn not_found(ctx: &Context<'_>) -> Vec<UserError> {
    let field: Option<&[&str]> = Some(&["submissionId"]);
    vec![UserError::other(ctx, UserErrorCode::NotFound, &Other::SubmissionNotFound, field)]
}

/// A refusal as front ends see it, with the submission as it now stands where somebody was first.
pub(super) async fn refused(
    ctx: &Context<'_>,
    office: OfficeId,
    error: SettleError,
) -> Result<SubmissionPayload, Fault> {
    let plain = |user_errors| SubmissionPayload { submission: None, user_errors };
    match error {
        SettleError::NotFound => Ok(plain(not_found(ctx))),
        SettleError::VersionConflict(submission) => {
            let other = Other::SubmissionVersionConflict { current: submission.version };
            let field: Option<&[&str]> = Some(&["expectedVersion"]);
            let error = UserError::other(ctx, UserErrorCode::VersionConflict, &other, field);
            Ok(SubmissionPayload { submission: show(ctx, *submission).await?, user_errors: vec![error] })
        }
        SettleError::IdempotencyMismatch => {
            let (code, other) = (UserErrorCode::IdempotencyMismatch, &Other::IdempotencyMismatch);
            Ok(plain(vec![UserError::other(ctx, code, other, Some(&["idempotencyKey"]))]))
        }
        SettleError::Refused(refusal) => {
            let office = ctx.loaders().offices.load_one(office).await.or_fault(ctx)?;
            Ok(plain(UserError::refused(ctx, office.as_deref(), &refusal)))
        }
        SettleError::Fault(error) => Err(Fault::Store(error, ctx.language())),
    }
}

/// A submission as the viewer sees it.
pub(super) async fn show(
    ctx: &Context<'_>,
    submission: Submission,
) -> Result<Option<types::Submission>, Fault> {
    let loader = ctx.loaders().sighted.loader();
    let views = loader.look_at_submissions(vec![submission]).await.or_fault(ctx)?;
    Ok(views.first().map(|view| types::Submission(Arc::clone(view))))
}
