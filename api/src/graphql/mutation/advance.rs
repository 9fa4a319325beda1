//! What every step's mutation shares.

use async_graphql::{Context, ID};
use domain::complaint::Complaint;
use domain::complaint::command::Command;
use domain::complaint::refusal::InputProblem;
use domain::ids::{ComplaintId, OfficeId};
use domain::values::Text;
use persistence::advance::{Advance, AdvanceError, Idempotency};
use serde::Serialize;
use serde_json::json;

use super::payload::ComplaintPayload;
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::UserErrorCode;
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::input::Reader;
use crate::graphql::scalars::Instant;
use crate::graphql::types;
use crate::graphql::user_error::UserError;
use crate::messages::Other;

/// The part that all inputs share.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) complaint_id: ID,
    pub(super) expected_version: i32,
    pub(super) occurred_at: Option<Instant>,
    pub(super) idempotency_key: Option<String>,
}

impl Head {
    fn target(&self) -> Option<(OfficeId, ComplaintId)> {
        match NodeId::parse(&self.complaint_id) {
            Some(NodeId::Complaint(office, id)) => Some((office, id)),
            _ => None,
        }
    }
}

/// Reads the input's own fields, carries the command out, and answers.
pub(super) async fn advance(
    ctx: &Context<'_>,
    head: Head,
    read: impl FnOnce(&mut Reader) -> Option<Command>,
) -> Result<ComplaintPayload, Fault> {
    let viewer = ctx.viewer()?;
    let target = head.target();
    let mut reader = Reader::new(target.map(|(office, _)| office));
    let key: Option<Text<200>> = reader.optional("idempotencyKey", head.idempotency_key.as_ref());
    let command = read(&mut reader);
    let problems = reader.problems();
    let Some(command) = command.filter(|_| problems.is_empty()) else { return Ok(invalid(ctx, &problems)) };
    let Some((office, complaint)) = target else { return Ok(not_found(ctx)) };
    let occurred_at = head.occurred_at.map(|at| at.0);
    let input = (command.kind().mutation(), complaint, head.expected_version, occurred_at, &command);
    let done = ctx
        .store()
        .advance(
            &viewer.sight,
            &Advance {
                office,
                complaint,
                expected_version: head.expected_version,
                idempotency: idempotency(key, &input),
                occurred_at,
                now: ctx.now(),
                command,
            },
        )
        .await;
    answer(ctx, office, done).await
}

/// A key with what it stands for.
pub(super) fn idempotency(key: Option<Text<200>>, input: &impl Serialize) -> Option<Idempotency> {
    key.map(|key| Idempotency::new(key.into_string(), &json!(input)))
}

pub(super) fn invalid(ctx: &Context<'_>, problems: &[InputProblem]) -> ComplaintPayload {
    let office = ctx.request().viewer.as_ref().and_then(|viewer| viewer.office.as_deref());
    ComplaintPayload::refused(UserError::invalid(ctx, office, problems))
}

fn not_found(ctx: &Context<'_>) -> ComplaintPayload {
    let error = UserError::other(ctx, UserErrorCode::NotFound, &Other::NotFound, Some(&["complaintId"]));
    ComplaintPayload::refused(vec![error])
}

/// The one place where the store's answers become what front ends see.
pub(super) async fn answer(
    ctx: &Context<'_>,
    office: OfficeId,
    done: Result<Complaint, AdvanceError>,
) -> Result<ComplaintPayload, Fault> {
    match done {
        Ok(complaint) => {
            Ok(ComplaintPayload { complaint: show(ctx, complaint).await?, ..ComplaintPayload::default() })
        }
        Err(AdvanceError::NotFound) => Ok(not_found(ctx)),
        Err(AdvanceError::VersionConflict(complaint)) => {
            let other = Other::VersionConflict { current: complaint.version };
            let error =
                UserError::other(ctx, UserErrorCode::VersionConflict, &other, Some(&["expectedVersion"]));
            let complaint = show(ctx, *complaint).await?;
            Ok(ComplaintPayload { complaint, user_errors: vec![error], ..ComplaintPayload::default() })
        }
        Err(AdvanceError::IdempotencyMismatch) => {
            let field: Option<&[&str]> = Some(&["idempotencyKey"]);
            let error =
                UserError::other(ctx, UserErrorCode::IdempotencyMismatch, &Other::IdempotencyMismatch, field);
            Ok(ComplaintPayload::refused(vec![error]))
        }
        Err(AdvanceError::Refused(refusal)) => {
            let office = ctx.loaders().offices.load_one(office).await.or_fault(ctx)?;
            Ok(ComplaintPayload::refused(UserError::refused(ctx, office.as_deref(), &refusal)))
        }
        Err(AdvanceError::Fault(error)) => Err(Fault::Store(error, ctx.language())),
    }
}

/// Random bits for a tracking code.
pub(super) fn tracking_bits() -> Result<u64, Fault> {
    let mut bits = [0; 8];
    getrandom::fill(&mut bits).map_err(|error| Fault::Failed(error.to_string()))?;
    Ok(u64::from_be_bytes(bits))
}

pub(super) async fn show(ctx: &Context<'_>, complaint: Complaint) -> Result<Option<types::Complaint>, Fault> {
    let views = ctx.loaders().sighted.loader().look_at(vec![complaint], true).await.or_fault(ctx)?;
    Ok(views.into_iter().next().map(types::Complaint))
}
