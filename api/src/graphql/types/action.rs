//! Which buttons to draw, and why some may not be pressed.

use async_graphql::SimpleObject;
use domain::complaint::actions;
use domain::complaint::refusal;
use domain::office;
use domain::submission::actions::SubmissionCommandKind;
use std::sync::Arc;

use super::Section;
use crate::graphql::enums::{Position, Step, UserErrorCode};
use crate::graphql::scalars::Instant;
use crate::messages::{self, Language};

/// A mutation that fits how a complaint, or a submission, stands, allowed to the viewer or not. Computed by the judge of the mutations.
#[derive(SimpleObject, Clone, Debug)]
pub struct Action {
    /// The mutation's name.
    name: String,
    /// The open step it acts on.
    step: Option<Step>,
    /// The section of the open step, in step 7.
    section: Option<Section>,
    /// Of `returnComplaint`: where to.
    return_to: Option<Vec<Step>>,
    /// Label of the button, in the language of the request.
    label: String,
    /// Whether the viewer may.
    allowed: bool,
    /// Why not.
    refusal: Option<Refusal>,
}

/// Why the viewer may not.
#[derive(SimpleObject, Clone, Debug)]
pub struct Refusal {
    /// The code with which the mutation would be refused.
    code: UserErrorCode,
    /// A sentence for the viewer, in the language of the request.
    message: String,
    /// Which positions may.
    permitted: Vec<Position>,
    /// When the refusal ends by itself, where it does: an acting appointment of the viewer begins.
    until: Option<Instant>,
}

impl Refusal {
    fn of(refusal: &refusal::Refusal, office: &office::Office, language: Language) -> Self {
        let (permitted, until) = match refusal {
            refusal::Refusal::NotPermitted { permitted, until } => (permitted.as_slice(), *until),
            refusal::Refusal::ConflictOfInterest { permitted } => (permitted.as_slice(), None),
            refusal::Refusal::Closed { .. }
            | refusal::Refusal::Settled { .. }
            | refusal::Refusal::WrongStep { .. }
            | refusal::Refusal::SupportPending { .. }
            | refusal::Refusal::InvalidInput(_) => (&[][..], None),
        };
        Self {
            code: refusal.code().into(),
            message: messages::refusal(language, Some(office), refusal),
            permitted: permitted.iter().map(|&position| position.into()).collect(),
            until: until.map(Instant),
        }
    }
}

impl Action {
    pub(crate) fn of(action: actions::Action, office: &Arc<office::Office>, language: Language) -> Self {
        Self {
            name: action.kind.mutation().to_owned(),
            step: action.step.map(Into::into),
            section: action.section.and_then(|id| Section::find(office, id)),
            return_to: action.return_to.map(|steps| steps.into_iter().map(Into::into).collect()),
            label: messages::label(language, action.kind).to_owned(),
            allowed: action.verdict.is_ok(),
            refusal: action.verdict.err().map(|refusal| Refusal::of(&refusal, office, language)),
        }
    }

    /// Of a submission, which waits at step 1.
    pub(crate) fn of_submission(
        kind: SubmissionCommandKind,
        verdict: Result<office::Taker, refusal::Refusal>,
        office: &office::Office,
        language: Language,
    ) -> Self {
        Self {
            name: kind.mutation().to_owned(),
            step: Some(Step::Receive),
            section: None,
            return_to: None,
            label: messages::submission_label(language, kind).to_owned(),
            allowed: verdict.is_ok(),
            refusal: verdict.err().map(|refusal| Refusal::of(&refusal, office, language)),
        }
    }
}
