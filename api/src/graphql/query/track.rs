//! `trackComplaint`

use async_graphql::{Context, Object, Result};
use chrono::TimeDelta;
use domain::complaint::record::StepOutcome;
use domain::complaint::standing::Standing;
use domain::ids::{ComplaintId, OfficeId};
use domain::procedure::step::Step;
use domain::values::TrackingCode;
use persistence::sessions::Attempts;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::TrackingStatus;
use crate::graphql::fault::Fault;
use crate::graphql::types::TrackedComplaint;
use crate::messages::{self, Other};
use crate::signin::address::network_of;

#[derive(Default, Debug)]
pub(super) struct TrackQuery;

#[Object]
impl TrackQuery {
    /// A complaint by its tracking code, for its complainant: without sign-in, and without personal data. So many codes an
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
        // For a wrong code all the same: it is to take as long as a right one.
        let found = ctx.store().find_by_tracking_code(&code).await.or_fault(ctx)?;
        let offices = ctx.store().offices_by_ids(&[code.office()]).await.or_fault(ctx)?;
        let Some(complaint) = found else { return Ok(None) };
        let office_name =
            offices.get(&complaint.office).map(|office| office.name.clone()).unwrap_or_default();
        let mut referred_to = None;
        let (status, answer) = match &complaint.standing {
            Standing::InProgress { step: Step::Archive } => {
                (TrackingStatus::Answered, complaint.answer.clone())
            }
            Standing::InProgress { .. } => (TrackingStatus::InProgress, complaint.answer.clone()),
            Standing::Archived { .. } => (TrackingStatus::Closed, complaint.answer.clone()),
            Standing::Referred { to, .. } => {
                referred_to = Some(to.clone());
                let referral = complaint.records.iter().find(|r| r.ended(StepOutcome::Referred));
                (TrackingStatus::Referred, referral.and_then(|r| r.closing.as_ref()?.note.clone()))
            }
            Standing::Duplicate { of, .. } => {
                (TrackingStatus::Duplicate, answer_of(ctx, complaint.office, *of).await?)
            }
            Standing::Withdrawn { .. } => (TrackingStatus::Withdrawn, None),
        };
        Ok(Some(TrackedComplaint {
            status,
            office_name,
            current_step: complaint.standing.step().map(Into::into),
            arrived_at: complaint.arrived_at.into(),
            received_at: Some(complaint.received_at.into()),
            closed_at: complaint.standing.closed_at().map(Into::into),
            answer,
            referred_to,
        }))
    }
}

/// Counts a code that is tried from an address, before it is looked up: guessing is to lead nowhere, and whoever guesses is
/// not to learn by being held off whether they were right.
async fn admit(ctx: &Context<'_>) -> Result<(), Fault> {
    const WINDOW: TimeDelta = TimeDelta::hours(1);
    let Some(address) = ctx.request().address else { return Ok(()) };
    let subject = format!("tracking:{}", network_of(address));
    let Attempts { count, until } =
        ctx.store().count_attempt(&subject, ctx.now(), WINDOW).await.or_fault(ctx)?;
    if count <= ctx.service().signin.trackings_address {
        return Ok(());
    }
    let seconds = (until - ctx.now()).num_seconds().max(1);
    ctx.insert_http_header("retry-after", seconds.to_string());
    Err(Fault::LimitExceeded(messages::other(ctx.language(), &Other::TooManyTrackings { until })))
}

/// The answer to a complaint that others were closed as duplicates of. It may have become a duplicate itself since, of a
/// third: never in a circle.
async fn answer_of(
    ctx: &Context<'_>,
    office: OfficeId,
    mut id: ComplaintId,
) -> Result<Option<String>, Fault> {
    const MOST_HOPS: usize = 10;
    for _ in 0..MOST_HOPS {
        let Some(original) = ctx.store().complaints_by_ids(&[(office, id)]).await.or_fault(ctx)?.remove(&id)
        else {
            return Ok(None);
        };
        match original.standing {
            Standing::Duplicate { of, .. } => id = of,
            Standing::InProgress { .. }
            | Standing::Archived { .. }
            | Standing::Referred { .. }
            | Standing::Withdrawn { .. } => return Ok(original.answer),
        }
    }
    Ok(None)
}
