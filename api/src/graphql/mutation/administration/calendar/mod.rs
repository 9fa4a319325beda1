//! When the office works: hours, seasons, holidays, special days.

mod holidays;
mod hours;
mod seasons;
mod special_days;

use std::sync::Arc;

use async_graphql::{Context, MergedObject, SimpleObject};
use domain::administration::{Amendment, CalendarAmendment};
use domain::complaint::Complaint;
use domain::complaint::rescheduling::VerdictChange;
use domain::office::Office;
use domain::reading::ReadOf;
use domain::visibility::sight;
use persistence::reschedule::Rescheduled;

use crate::graphql::context::ContextExt;
use crate::graphql::enums::Step;
use crate::graphql::fault::Fault;
use crate::graphql::input::Reader;
use crate::graphql::mutation::amend::{Head, amend};
use crate::graphql::scalars::Instant;
use crate::graphql::types;
use crate::graphql::types::complaint::ComplaintView;
use crate::graphql::user_error::UserError;

/// When the office works: hours, seasons, holidays, special days.
#[derive(MergedObject, Default, Debug)]
pub struct CalendarMutations(
    hours::HoursMutation,
    seasons::SeasonMutation,
    holidays::HolidayMutation,
    special_days::SpecialDayMutation,
);

/// What became of a change of when the office works, or would. A request that is repeated by its key changes nothing again,
/// and says so.
#[derive(SimpleObject, Debug, Default)]
pub struct CalendarPayload {
    /// The office as it now stands, or would; null where the mutation was refused.
    office: Option<types::Office>,
    /// How many open steps are due at another time.
    due_times_changed: i32,
    /// How many complaints are overdue now and were not, or the other way round: of those that exist for the viewer.
    verdicts_changed_count: i32,
    /// These complaints, at most 100 of them.
    verdicts_changed: Vec<ChangedVerdict>,
    /// Why nothing was done; empty where it was.
    user_errors: Vec<UserError>,
}

/// A complaint whose open step was in time and is overdue by its new due time, or the other way round.
#[derive(SimpleObject, Debug)]
pub struct ChangedVerdict {
    /// The complaint, as it now stands, or would.
    complaint: types::Complaint,
    /// The step at which it stands.
    step: Step,
    /// When that was due; null where the office did not open often enough.
    due_before: Option<Instant>,
    /// When it is due now; null where the office does not open often enough.
    due_after: Option<Instant>,
    /// Whether it is overdue now; before it was the opposite.
    overdue: bool,
}

/// Reads the input's own fields, amends the calendar, and answers.
async fn amend_calendar(
    ctx: &Context<'_>,
    head: Head,
    read: impl FnOnce(&mut Reader) -> Option<CalendarAmendment>,
) -> Result<CalendarPayload, Fault> {
    let amended = match amend(ctx, head, |reader| read(reader).map(Amendment::Calendar)).await? {
        Ok(amended) => amended,
        Err(user_errors) => return Ok(CalendarPayload { user_errors, ..CalendarPayload::default() }),
    };
    let office = Arc::new(amended.after);
    let Rescheduled { due_times, verdicts_count, verdicts } = amended.rescheduled;
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let mut verdicts_changed = Vec::with_capacity(verdicts.len());
    for (complaint, change) in verdicts {
        verdicts_changed.extend(changed_verdict(ctx, &office, complaint, change)?);
    }
    Ok(CalendarPayload {
        office: Some(types::Office(office)),
        due_times_changed: count(due_times),
        verdicts_changed_count: count(verdicts_count),
        verdicts_changed,
        user_errors: Vec::new(),
    })
}

/// Of a complaint that exists for the viewer.
fn changed_verdict(
    ctx: &Context<'_>,
    office: &Arc<Office>,
    complaint: Complaint,
    change: VerdictChange,
) -> Result<Option<ChangedVerdict>, Fault> {
    let VerdictChange { step, due_before, due_after, is_overdue } = change;
    let Some(sight) = sight(&ctx.viewer()?.sight, &complaint) else { return Ok(None) };
    let of = ReadOf::Complaint(complaint.id);
    let readings = ctx.request().readings.of(office.id, of, complaint.confidentiality);
    let view = ComplaintView { complaint, sight, office: Arc::clone(office), whole: true, readings };
    Ok(Some(ChangedVerdict {
        complaint: types::Complaint(Arc::new(view)),
        step: step.into(),
        due_before: due_before.map(Instant),
        due_after: due_after.map(Instant),
        overdue: is_overdue,
    }))
}
