//! `submitComplaint`: anybody sends a complaint by the website. Nobody judges it yet; it must only be fit to be received.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Submission, due_from};
use crate::complaint::refusal::{InputFault, InputProblem, Refusal};
use crate::complaint::steps::ComplainantDetails;
use crate::complaint::{Channel, Confidentiality};
use crate::ids::{CategoryId, SubmissionId};
use crate::office::Office;
use crate::values::{Email, Line, NationalId, Phone, Prose, Subject, TrackingCode, VillageCode};

/// Submit a complaint, with the rules for fields that [`Receive`](crate::complaint::steps::Receive) has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Submit {
    /// Subject.
    pub subject: Subject,
    /// What it is about.
    pub description: Prose,
    /// Who sends it, as far as they say.
    pub complainant: ComplainantDetails,
    /// Confidentiality.
    pub confidentiality: Confidentiality,
    /// Category.
    pub category: Option<CategoryId>,
    /// Village it is about.
    pub village: Option<VillageCode>,
}

/// A submission that may be kept; it lacks only what the store gives it.
#[derive(Debug)]
pub struct Arrival<'a> {
    office: &'a Office,
    command: &'a Submit,
    arrived_at: DateTime<Utc>,
}

impl Submit {
    /// Characters of all its texts together, at most: whoever sends it is not known.
    pub const MOST_CHARACTERS: usize = 10_000;

    /// Judges whether the submission may be kept.
    ///
    /// # Errors
    /// [`Refusal::InvalidInput`].
    pub fn judge<'a>(&'a self, office: &'a Office, now: DateTime<Utc>) -> Result<Arrival<'a>, Refusal> {
        let mut problems = Vec::new();
        if self.characters() > Self::MOST_CHARACTERS {
            let too_long = InputFault::TooLong { max: Self::MOST_CHARACTERS };
            problems.push(InputProblem::new("description", too_long));
        }
        if let Some(Err(fault)) = self.category.map(|id| office.may_be_given(id, None)) {
            problems.push(InputProblem::new("categoryId", fault));
        }
        if self.village.as_ref().is_some_and(|code| office.village(code).is_none()) {
            problems.push(InputProblem::new("villageCode", InputFault::Unknown));
        }
        if problems.is_empty() {
            Ok(Arrival { office, command: self, arrived_at: now })
        } else {
            Err(Refusal::InvalidInput(problems))
        }
    }

    fn characters(&self) -> usize {
        let ComplainantDetails { name, phone, email, address, national_id } = &self.complainant;
        let texts = [
            Some(self.subject.as_str()),
            Some(self.description.as_str()),
            name.as_ref().map(Line::as_str),
            phone.as_ref().map(Phone::as_str),
            email.as_ref().map(Email::as_str),
            address.as_ref().map(Line::as_str),
            national_id.as_ref().map(NationalId::as_str),
        ];
        texts.into_iter().flatten().map(|text| text.chars().count()).sum()
    }
}

impl Arrival<'_> {
    /// The submission with its id and its tracking code.
    #[must_use]
    pub fn register(self, id: SubmissionId, tracking_code: TrackingCode) -> Submission {
        let Self { office, command, arrived_at } = self;
        let Submit { subject, description, complainant, confidentiality, category, village } =
            command.clone();
        Submission {
            office: office.id,
            id,
            version: 1,
            tracking_code,
            channel: Channel::Website,
            subject,
            description,
            category,
            village,
            confidentiality,
            complainant,
            arrived_at,
            due_at: due_from(office, arrived_at),
            settled: None,
        }
    }
}
