//! A naive reading of complaints, record by record: which of them a figure counts.

use chrono::{DateTime, Utc};
use domain::complaint::Complaint;
use domain::complaint::record::{StepOutcome, StepRecord};
use domain::procedure::step::Step;

/// From an instant to before another, or until now.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    pub from: DateTime<Utc>,
    pub end: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
}

impl Days {
    fn hold(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.end.is_none_or(|end| at < end)
    }

    /// The instant of its stock.
    fn instant(&self) -> DateTime<Utc> {
        self.end.unwrap_or(self.now)
    }

    fn has_open(&self, record: &StepRecord) -> bool {
        let ended = record.closing.as_ref().map(|closing| closing.completed_at);
        record.step != Step::Receive
            && record.started_at.is_some_and(|at| self.end.is_none_or(|end| at < end))
            && match (ended, self.end) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(at), Some(end)) => at.is_some_and(|at| at >= end),
            }
    }
}

/// The records of a complaint that a figure of step records counts.
pub fn records<'a>(complaint: &'a Complaint, figure: &str, days: Days) -> Vec<&'a StepRecord> {
    let done = |record: &StepRecord, on_time: bool| {
        let ended =
            record.closing.as_ref().and_then(|closing| Some((closing.outcome, closing.completed_at?)));
        let Some(((outcome, at), due)) = ended.zip(record.due_at) else { return false };
        let by_itself = !matches!(
            outcome,
            StepOutcome::Withdrawn | StepOutcome::NoAnswer | StepOutcome::Superseded | StepOutcome::Skipped
        );
        days.hold(at) && if on_time { at <= due && by_itself } else { at > due }
    };
    let late = |record: &StepRecord| record.due_at.is_some_and(|due| due < days.instant());
    let counts = |record: &&StepRecord| match figure {
        "DONE_ON_TIME" => done(record, true),
        "DONE_LATE" => done(record, false),
        "OPEN_ON_TIME" => days.has_open(record) && record.due_at.is_some() && !late(record),
        "OPEN_LATE" => days.has_open(record) && late(record),
        _ => unreachable!("{figure} counts no records"),
    };
    complaint.records.iter().filter(counts).collect()
}

/// Whether a figure counts a complaint.
pub fn counts(complaint: &Complaint, figure: &str, step: Option<Step>, days: Days) -> bool {
    let at_step = |record: &&StepRecord| step.is_none_or(|step| record.step == step);
    match figure {
        "RECEIVED" => days.hold(complaint.received_at),
        "CLOSED" => closings(complaint).into_iter().any(|at| days.hold(at)),
        "OPEN" => complaint.records.iter().filter(at_step).any(|record| days.has_open(record)),
        "OVERDUE" => records(complaint, "OPEN_LATE", days).iter().any(at_step),
        _ => records(complaint, figure, days).iter().any(at_step),
    }
}

/// When it was closed: at the end of each cycle but the one that is open.
pub fn closings(complaint: &Complaint) -> Vec<DateTime<Utc>> {
    let last = |cycle: i32| {
        let ended = |record: &StepRecord| record.closing.as_ref()?.completed_at;
        complaint.records.iter().filter(|record| record.cycle == cycle).filter_map(ended).max()
    };
    let closed = |cycle: &i32| *cycle < complaint.cycle || complaint.standing.closed_at().is_some();
    (1..=complaint.cycle).filter(closed).filter_map(last).collect()
}
