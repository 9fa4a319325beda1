//! Row ⇄ [`Submission`]. Both directions name every column, so that a new one does not compile until it is mapped.

use std::fmt::Display;

use domain::complaint::steps::ComplainantDetails;
use domain::ids::{CategoryId, ComplaintId, OfficeId, OfficerId, SubmissionId};
use domain::input::InputFault;
use domain::submission::{Outcome, Settled, Status, Submission};
use domain::values::{Email, Line, NationalId, Phone, Prose, Subject, TrackingCode, VillageCode};

use crate::entity::submission;
use crate::error::{StoreError, inconsistent};
use crate::instant::kept;
use crate::rows::in_place;

in_place! { submission::Model {
    office_id, id, version, tracking_code, channel, subject, description, category_id, village_code,
    confidentiality, complainant_name, complainant_phone, complainant_email, complainant_address,
    complainant_national_id, arrived_at, due_at, status, settled_at, settled_by_id, working_seconds,
    complaint_id, reason,
} }

/// A submission's row.
pub(crate) fn row_of(s: &Submission) -> submission::Model {
    let ComplainantDetails { name, phone, email, address, national_id } = s.complainant.clone();
    let reason = s.settled.as_ref().and_then(|settled| match &settled.outcome {
        Outcome::Received { .. } => None,
        Outcome::Joined { note, .. } => note.clone(),
        Outcome::Dismissed { reason } => Some(reason.clone()),
    });
    submission::Model {
        office_id: s.office.0,
        id: s.id.0,
        version: s.version,
        tracking_code: s.tracking_code.to_string(),
        channel: s.channel.to_string(),
        subject: s.subject.as_str().to_owned(),
        description: s.description.as_str().to_owned(),
        category_id: s.category.map(|v| v.0),
        village_code: s.village.as_ref().map(|v| v.0.clone()),
        confidentiality: s.confidentiality.to_string(),
        complainant_name: name.map(Line::into_string),
        complainant_phone: phone.map(Phone::into_string),
        complainant_email: email.map(Email::into_string),
        complainant_address: address.map(Line::into_string),
        complainant_national_id: national_id.map(NationalId::into_string),
        arrived_at: kept(s.arrived_at),
        due_at: kept(s.due_at),
        status: s.status().to_string(),
        settled_at: s.settled.as_ref().map(|settled| kept(settled.at)),
        settled_by_id: s.settled.as_ref().map(|settled| settled.by.0),
        working_seconds: s.settled.as_ref().map(|settled| settled.working_seconds),
        complaint_id: s.complaint().map(|id| id.0),
        reason,
    }
}

/// A submission from its row.
pub(crate) fn submission_of(row: submission::Model) -> Result<Submission, StoreError> {
    let submission::Model {
        office_id,
        id,
        version,
        tracking_code,
        channel,
        subject,
        description,
        category_id,
        village_code,
        confidentiality,
        complainant_name,
        complainant_phone,
        complainant_email,
        complainant_address,
        complainant_national_id,
        arrived_at,
        due_at,
        status,
        settled_at,
        settled_by_id,
        working_seconds,
        complaint_id,
        reason,
    } = row;
    let row = Row { key: format!("{office_id}/{id}") };
    let missing = |what: &str| row.wrong(&format!("{status} without {what}"), "");
    let complaint = || complaint_id.map(ComplaintId).ok_or_else(|| missing("complaint_id"));
    let outcome = match status.parse().map_err(|_| row.wrong("status", &status))? {
        Status::Waiting => None,
        Status::Received => Some(Outcome::Received { complaint: complaint()? }),
        Status::Joined => Some(Outcome::Joined { complaint: complaint()?, note: reason }),
        Status::Dismissed => Some(Outcome::Dismissed { reason: reason.ok_or_else(|| missing("reason"))? }),
    };
    let settled = outcome.map(|outcome| -> Result<Settled, StoreError> {
        Ok(Settled {
            at: settled_at.ok_or_else(|| missing("settled_at"))?,
            by: settled_by_id.map(OfficerId).ok_or_else(|| missing("settled_by_id"))?,
            working_seconds: working_seconds.ok_or_else(|| missing("working_seconds"))?,
            outcome,
        })
    });
    Ok(Submission {
        office: OfficeId(office_id),
        id: SubmissionId(id),
        version,
        tracking_code: TrackingCode::parse(&tracking_code)
            .ok_or_else(|| row.wrong("tracking_code", &tracking_code))?,
        channel: channel.parse().map_err(|_| row.wrong("channel", &channel))?,
        subject: row.parsed("subject", Subject::parse(&subject))?,
        description: row.parsed("description", Prose::parse(&description))?,
        category: category_id.map(CategoryId),
        village: village_code.map(VillageCode),
        confidentiality: confidentiality
            .parse()
            .map_err(|_| row.wrong("confidentiality", &confidentiality))?,
        complainant: ComplainantDetails {
            name: row.part("complainant_name", complainant_name, Line::parse)?,
            phone: row.part("complainant_phone", complainant_phone, Phone::parse)?,
            email: row.part("complainant_email", complainant_email, Email::parse)?,
            address: row.part("complainant_address", complainant_address, Line::parse)?,
            national_id: row.part("complainant_national_id", complainant_national_id, NationalId::parse)?,
        },
        arrived_at,
        due_at,
        settled: settled.transpose()?,
    })
}

/// The row that is read, by its key.
struct Row {
    key: String,
}

impl Row {
    fn wrong(&self, what: &str, value: impl Display) -> StoreError {
        inconsistent("submission", &self.key, format!("{what} {value}"))
    }

    /// What is wrong with a text is told, the text is not: it may be personal.
    fn parsed<T>(&self, column: &str, parsed: Result<T, InputFault>) -> Result<T, StoreError> {
        parsed.map_err(|fault| self.wrong(column, format!("{fault:?}")))
    }

    fn part<T>(
        &self,
        column: &str,
        text: Option<String>,
        parse: fn(&str) -> Result<T, InputFault>,
    ) -> Result<Option<T>, StoreError> {
        text.map(|text| self.parsed(column, parse(&text))).transpose()
    }
}
