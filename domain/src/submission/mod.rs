//! A submission (kiriman): what came in by itself and waits for step 1. It has a tracking code but no agenda number: the
//! register holds complaints only. The staff receive it, join it to a complaint that is there already, or set it aside.

pub mod actions;
pub mod settle;
pub mod submit;

use chrono::{DateTime, Utc};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::complaint::record::{Closing, Content, StepOutcome, StepRecord};
use crate::complaint::steps::ComplainantDetails;
use crate::complaint::{Channel, Confidentiality};
use crate::ids::{CategoryId, ComplaintId, OfficeId, OfficerId, SubmissionId};
use crate::office::{Office, Post};
use crate::procedure::step::Step;
use crate::procedure::table;
use crate::values::{Prose, Subject, TrackingCode, VillageCode};

/// A submission, as it stands at one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The office it was sent to.
    pub office: OfficeId,
    /// Its id.
    pub id: SubmissionId,
    /// Raised by one when it is settled.
    pub version: i32,
    /// What its sender follows it by; a complaint that is made of it keeps the code.
    pub tracking_code: TrackingCode,
    /// How it came in.
    pub channel: Channel,
    /// Subject (perihal).
    pub subject: Subject,
    /// What it is about.
    pub description: Prose,
    /// Category its sender chose.
    pub category: Option<CategoryId>,
    /// Village it is about.
    pub village: Option<VillageCode>,
    /// Confidentiality its sender asked for.
    pub confidentiality: Confidentiality,
    /// Who sent it, as far as they said.
    pub complainant: ComplainantDetails,
    /// When it arrived: the clock of step 1 starts here.
    pub arrived_at: DateTime<Utc>,
    /// When step 1 is due, as [`due_of`] had it when it arrived or the office's calendar was last changed.
    pub due_at: DateTime<Utc>,
    /// What became of it; none while it waits.
    pub settled: Option<Settled>,
}

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// When that happened.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: OfficerId,
    /// Working time from its arrival until then, in seconds, by the calendar of that time.
    pub working_seconds: i64,
    /// In which way.
    pub outcome: Outcome,
}

/// In which way a submission was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It became a complaint.
    Received {
        /// Which.
        complaint: ComplaintId,
    },
    /// It is the same matter as a complaint that was there already.
    Joined {
        /// Which.
        complaint: ComplaintId,
        /// A note.
        note: Option<String>,
    },
    /// It is no complaint: spam, a question, praise.
    Dismissed {
        /// Why; for officers only.
        reason: String,
    },
}

/// How a submission stands, without the data.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Waits for step 1 (menunggu).
    Waiting,
    /// Became a complaint (diterima).
    Received,
    /// Was joined to a complaint (digabung).
    Joined,
    /// Was set aside (dikesampingkan).
    Dismissed,
}

impl Submission {
    /// How it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        match self.settled.as_ref().map(|settled| &settled.outcome) {
            None => Status::Waiting,
            Some(Outcome::Received { .. }) => Status::Received,
            Some(Outcome::Joined { .. }) => Status::Joined,
            Some(Outcome::Dismissed { .. }) => Status::Dismissed,
        }
    }

    /// The complaint it became, or was joined to.
    #[must_use]
    pub fn complaint(&self) -> Option<ComplaintId> {
        match &self.settled.as_ref()?.outcome {
            Outcome::Received { complaint } | Outcome::Joined { complaint, .. } => Some(*complaint),
            Outcome::Dismissed { .. } => None,
        }
    }

    /// Whether it waits past its due time.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.settled.is_none() && self.due_at < now
    }

    /// Step 1 of it, as a complaint has records of its steps.
    #[must_use]
    pub fn step_record(&self) -> StepRecord {
        StepRecord {
            number: 1,
            step: Step::Receive,
            cycle: 1,
            visit: 1,
            position: table::of(Step::Receive).positions[0],
            section: None,
            lead: None,
            started_at: Some(self.arrived_at),
            due_at: Some(self.due_at),
            cycle_due_at: None,
            opened_because: None,
            closing: self.settled.as_ref().map(|settled| Closing {
                outcome: StepOutcome::Completed,
                taker: None,
                completed_at: Some(settled.at),
                recorded_at: settled.at,
                working_seconds: Some(settled.working_seconds),
                cycle_seconds: None,
                entry_lag_seconds: None,
                note: None,
                content: Content::None,
            }),
        }
    }
}

/// When step 1 of a submission is due: by the office's calendar and the revision in force on the day it arrived.
#[must_use]
pub fn due_of(office: &Office, submission: &Submission) -> DateTime<Utc> {
    due_from(office, submission.arrived_at)
}

/// As [`due_of`], from the arrival. An office that does not open often enough for it ever to be due is late from the start.
fn due_from(office: &Office, arrived_at: DateTime<Utc>) -> DateTime<Utc> {
    let procedure = office.procedure_on(office.calendar.local_date(arrived_at));
    let due = procedure.and_then(|p| office.calendar.due(arrived_at, p.step(Step::Receive).standard).ok());
    due.unwrap_or(arrived_at)
}

/// The posts whose holders may settle a submission: those of step 1.
fn posts() -> Vec<Post> {
    table::of(Step::Receive).positions.iter().copied().map(Post::of).collect()
}
