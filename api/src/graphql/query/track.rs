//! `trackComplaint`

use async_graphql::{Context, Object, Result};
use chrono::TimeDelta;
use domain::complaint::Complaint;
use domain::complaint::record::StepOutcome;
use domain::complaint::standing::Standing;
use domain::procedure::step::Step;
use domain::submission::{Outcome, Submission};
use domain::values::TrackingCode;
use persistence::tracking::Tracked;

use crate::graphql::attempts::{Attempt, from_address};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::TrackingStatus;
use crate::graphql::fault::Fault;
use crate::graphql::types::TrackedComplaint;
use crate::messages::{self, Other};

#[derive(Default, Debug)]
pub(super) struct TrackQuery;

#[Object]
impl TrackQuery {
    /// A complaint by its tracking code, for its complainant: without sign-in, and without personal data. Also one that was
    /// submitted and waits to be received, was joined to a complaint that was there already, or was set aside. So many codes an
    /// hour may be tried from one address, right or wrong; then LIMIT_EXCEEDED, with `Retry-After`.
    async fn track_complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The code, as it was given or dictated: upper and lower case, spaces and hyphens do not matter."
        )]
        tracking_code: String,
    ) -> Result<Option<TrackedComplaint>> {
        // Of any office, whoever asks.
        ctx.fleeting();
        admit(ctx).await?;
        let Some(code) = TrackingCode::parse(&tracking_code) else { return Ok(None) };
        let tracked = ctx.store().find_by_tracking_code(&code).await.or_fault(ctx)?;
        let offices = ctx.store().offices_by_ids(&[code.office()]).await.or_fault(ctx)?;
        let office_name = offices.get(&code.office()).map(|office| office.name.clone()).unwrap_or_default();
        let Some(Tracked { submission, complaint, original_answer }) = tracked else { return Ok(None) };
        Ok(match (complaint, submission) {
            (Some(complaint), submission) => {
                let told = of_complaint(&complaint, original_answer, office_name);
                Some(match submission {
                    Some(submission) => of_joined(&submission, told),
                    None => told,
                })
            }
            (None, Some(submission)) => Some(of_submission(&submission, office_name)),
            (None, None) => None,
        })
    }
}

/// Counts a code that is tried from an address, before it is looked up: guessing is to lead nowhere, and whoever guesses is
/// not to learn by being held off whether they were right.
async fn admit(ctx: &Context<'_>) -> Result<(), Fault> {
    const WINDOW: TimeDelta = TimeDelta::hours(1);
    let most = ctx.service().signin.trackings_address;
    let subjects = from_address(ctx, "tracking").map(|address| (address, most));
    let Err(too_many) = Attempt::count(ctx, subjects, WINDOW).await? else { return Ok(()) };
    too_many.retry_after(ctx);
    let other = Other::TooManyTrackings { until: too_many.until };
    Err(Fault::LimitExceeded(messages::other(ctx.language(), &other)))
}

fn of_complaint(
    complaint: &Complaint,
    original_answer: Option<String>,
    office_name: String,
) -> TrackedComplaint {
    let mut referred_to = None;
    let (status, answer) = match &complaint.standing {
        Standing::InProgress { step: Step::Archive } => (TrackingStatus::Answered, complaint.answer.clone()),
        Standing::InProgress { .. } => (TrackingStatus::InProgress, complaint.answer.clone()),
        Standing::Archived { .. } => (TrackingStatus::Closed, complaint.answer.clone()),
        Standing::Referred { to, .. } => {
            referred_to = Some(to.clone());
            let referral = complaint.records.iter().find(|r| r.ended(StepOutcome::Referred));
            (TrackingStatus::Referred, referral.and_then(|r| r.closing.as_ref()?.note.clone()))
        }
        Standing::Duplicate { .. } => (TrackingStatus::Duplicate, original_answer),
        Standing::Withdrawn { .. } => (TrackingStatus::Withdrawn, None),
    };
    TrackedComplaint {
        status,
        office_name,
        current_step: complaint.standing.step().map(Into::into),
        arrived_at: complaint.arrived_at.into(),
        received_at: Some(complaint.received_at.into()),
        closed_at: complaint.standing.closed_at().map(Into::into),
        answer,
        referred_to,
    }
}

/// Whose submission was joined follows the complaint from then on; what he sent arrived and was received at its own times.
fn of_joined(submission: &Submission, told: TrackedComplaint) -> TrackedComplaint {
    let received_at = submission.settled.as_ref().map(|settled| settled.at.into());
    TrackedComplaint { arrived_at: submission.arrived_at.into(), received_at, ..told }
}

/// Why something was set aside is written for officers.
fn of_submission(submission: &Submission, office_name: String) -> TrackedComplaint {
    let (status, current_step, closed_at) = match &submission.settled {
        Some(settled) if matches!(settled.outcome, Outcome::Dismissed { .. }) => {
            (TrackingStatus::Dismissed, None, Some(settled.at.into()))
        }
        // Received or joined since it was read, a moment ago: then the complaint is told the next time.
        Some(_) | None => (TrackingStatus::Waiting, Some(crate::graphql::enums::Step::Receive), None),
    };
    TrackedComplaint {
        status,
        office_name,
        current_step,
        arrived_at: submission.arrived_at.into(),
        received_at: None,
        closed_at,
        answer: None,
        referred_to: None,
    }
}
