//! When the office works: hours, seasons, holidays, special days.

mod holidays;
mod hours;
mod seasons;
mod special_days;

use async_graphql::{Context, MergedObject, SimpleObject};
use domain::administration::calendar::CalendarAmendment;
use domain::complaint::rescheduling::VerdictChange;

use crate::graphql::enums::Step;
use crate::graphql::scalars::Instant;
use crate::graphql::types;
use crate::graphql::user_error::UserError;

/// When the office works: hours, seasons, holidays, special days.
#[derive(MergedObject, Default, Debug)]
pub struct CalendarMutations(
    hours::HoursMutation,
    seasons::SeasonMutation,
    holidays::HolidayMutation,
    special_days::SpecialDayMutation,
);

/// What became of a change of when the office works, or would.
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
