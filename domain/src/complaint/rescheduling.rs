//! Due times computed anew, after the calendar of the office was changed. Of open steps only: a closed one keeps the due time
//! it was judged by, and a cycle keeps the one that was promised when it began.
//!
//! The version of the complaint stays as it is: what an officer is about to do with it is no less right, and must not fail
//! because a holiday was decreed meanwhile.

use chrono::{DateTime, Utc};

use super::Complaint;
use crate::office::Office;
use crate::procedure::step::Step;

/// A complaint whose open step was in time and is overdue by the new due time, or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictChange {
    /// Where it stands.
    pub step: Step,
    /// When that was due; none where the office did not open often enough.
    pub due_before: Option<DateTime<Utc>>,
    /// When it is due now; none as above.
    pub due_after: Option<DateTime<Utc>>,
    /// Whether it is overdue now; before it was the opposite.
    pub is_overdue: bool,
}

/// The complaint with the due times of its open records as the office's calendar now has them.
#[must_use]
pub fn reschedule(office: &Office, complaint: &Complaint) -> Complaint {
    let mut after = complaint.clone();
    let Some(procedure) = office.procedure_kept(complaint.procedure_revision) else { return after };
    for record in after.records.iter_mut().filter(|record| record.is_open()) {
        if let Some(started_at) = record.started_at {
            record.due_at = procedure.due(&office.calendar, record.step, started_at);
        }
    }
    after
}

/// How the verdict changed, as of an instant; none where it stayed the same.
#[must_use]
pub fn verdict_change(before: &Complaint, after: &Complaint, now: DateTime<Utc>) -> Option<VerdictChange> {
    let is_overdue = |complaint: &Complaint| complaint.open_records().any(|record| record.is_overdue(now));
    let step = after.standing.step()?;
    (is_overdue(before) != is_overdue(after)).then(|| VerdictChange {
        step,
        due_before: before.due_at(),
        due_after: after.due_at(),
        is_overdue: is_overdue(after),
    })
}
