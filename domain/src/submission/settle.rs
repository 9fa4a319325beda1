//! Settling a submission: it is received, joined to a complaint, or set aside. The questions common to all three are asked in
//! the order of [`decide`](crate::complaint::decide::decide): does it wait? permitted? then the input.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Outcome, Settled, Submission, posts};
use crate::complaint::decide::{Original, permit};
use crate::complaint::exits::fault_of_original;
use crate::complaint::refusal::{InputFault, InputProblem, Refusal};
use crate::complaint::steps::{Receive, Reception};
use crate::complaint::{Complaint, Confidentiality, Urgency};
use crate::ids::{CategoryId, ComplaintId, OfficerId};
use crate::office::Office;
use crate::values::{Prose, Subject, VillageCode};

/// Everything a decision rests on.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The submission's office.
    pub office: &'a Office,
    /// The submission as stored.
    pub submission: &'a Submission,
    /// Who gives the command.
    pub actor: OfficerId,
    /// When it is entered.
    pub now: DateTime<Utc>,
}

impl Situation<'_> {
    /// A clock that was set back must not settle a submission before it arrived.
    fn at(&self) -> DateTime<Utc> {
        self.now.max(self.submission.arrived_at)
    }

    fn waits(&self) -> Result<(), Refusal> {
        let Submission { settled, .. } = self.submission;
        match settled {
            None => Ok(()),
            Some(_) => Err(Refusal::Settled { status: self.submission.status() }),
        }
    }

    fn settled(&self, at: DateTime<Utc>, by: OfficerId, outcome: Outcome) -> Submission {
        let submission = self.submission;
        let working_seconds = self.office.calendar.elapsed_seconds(submission.arrived_at, at);
        Submission {
            version: submission.version + 1,
            settled: Some(Settled { at, by, working_seconds, outcome }),
            ..submission.clone()
        }
    }
}

/// Step 1 for a submission: it becomes a complaint. What is left out is taken from the submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiveSubmission {
    /// Subject.
    pub subject: Option<Subject>,
    /// What it is about.
    pub description: Option<Prose>,
    /// Category.
    pub category: Option<CategoryId>,
    /// Village it is about.
    pub village: Option<VillageCode>,
    /// Urgency.
    pub urgency: Urgency,
    /// Confidentiality.
    pub confidentiality: Option<Confidentiality>,
    /// Officers complained of.
    pub reported: Vec<OfficerId>,
}

impl ReceiveSubmission {
    /// The command by which a complaint of this kind is received: it arrived when the submission did.
    #[must_use]
    pub fn complete(&self, office: &Office, submission: &Submission) -> Receive {
        // A category that was closed meanwhile is nothing the officer gave.
        let its_own = submission.category.filter(|id| office.may_be_given(*id, None).is_ok());
        Receive {
            channel: submission.channel,
            subject: self.subject.clone().unwrap_or_else(|| submission.subject.clone()),
            description: self.description.clone().unwrap_or_else(|| submission.description.clone()),
            arrived_at: Some(submission.arrived_at),
            complainant: submission.complainant.clone(),
            confidentiality: self.confidentiality.unwrap_or(submission.confidentiality),
            category: self.category.or(its_own),
            village: self.village.clone().or_else(|| submission.village.clone()),
            urgency: self.urgency,
            reported: self.reported.clone(),
        }
    }
}

/// Judges whether a submission may be received, by the command that [`ReceiveSubmission::complete`] made.
///
/// # Errors
/// [`Refusal`]: `CLOSED`, `CONFLICT_OF_INTEREST`, `NOT_PERMITTED`, `INVALID_INPUT`.
pub fn receive<'a>(
    situation: &Situation<'a>,
    command: &'a Receive,
    occurred_at: Option<DateTime<Utc>>,
) -> Result<Reception<'a>, Refusal> {
    situation.waits()?;
    let reception = command.judge(situation.office, situation.actor, situation.at(), occurred_at);
    reception.map_err(|refusal| match refusal {
        Refusal::InvalidInput(problems) => {
            Refusal::InvalidInput(problems.into_iter().map(|p| of_submission(p, situation)).collect())
        }
        other => other,
    })
}

/// The arrival is the submission's: what cannot follow it is when it was received.
fn of_submission(problem: InputProblem, situation: &Situation<'_>) -> InputProblem {
    if problem.field == ["arrivedAt"] {
        let earliest = situation.submission.arrived_at;
        InputProblem::new("occurredAt", InputFault::Before { earliest })
    } else {
        problem
    }
}

/// The submission once the complaint was made of it.
#[must_use]
pub fn received(situation: &Situation<'_>, complaint: &Complaint) -> Submission {
    let outcome = Outcome::Received { complaint: complaint.id };
    situation.settled(complaint.received_at, situation.actor, outcome)
}

/// Join a submission to a complaint that is there already: it is the same matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Join {
    /// To which.
    pub complaint: ComplaintId,
    /// A note.
    pub note: Option<Prose>,
}

/// Set a submission aside: it is no complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dismiss {
    /// Why; for officers only.
    pub reason: Prose,
}

/// A command that settles a submission without a complaint being made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each variant is documented at its struct")]
pub enum Settle {
    Join(Join),
    Dismiss(Dismiss),
}

/// Judges such a command. `original` is the complaint named, where one is named and exists for the actor.
///
/// # Errors
/// [`Refusal`]: `CLOSED`, `NOT_PERMITTED`, `INVALID_INPUT`.
pub fn settle(
    situation: &Situation<'_>,
    command: &Settle,
    original: Option<&Original>,
) -> Result<Submission, Refusal> {
    let Situation { office, actor, now, .. } = *situation;
    situation.waits()?;
    let taker = permit(office, actor, now, &[], &posts(), now)?;
    let outcome = match command {
        Settle::Join(Join { complaint, note }) => {
            let fault = match original.filter(|original| original.id == *complaint) {
                None => Some(InputFault::Unknown),
                Some(original) => fault_of_original(original.status),
            };
            if let Some(fault) = fault {
                return Err(Refusal::field("complaintId", fault));
            }
            let note = note.clone().map(Prose::into_string);
            Outcome::Joined { complaint: *complaint, note }
        }
        Settle::Dismiss(Dismiss { reason }) => Outcome::Dismissed { reason: reason.as_str().to_owned() },
    };
    Ok(situation.settled(situation.at(), taker.officer, outcome))
}
