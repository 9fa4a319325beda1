//! Step 1: a complaint is received. Its clock has been running since it arrived at its channel.

use chrono::{DateTime, Datelike, TimeZone, Utc};
use serde::Serialize;

use crate::complaint::decide::{bounds, faults_of_reported, permit};
use crate::complaint::record::{Closing, Content, StepOutcome, StepRecord};
use crate::complaint::refusal::{InputFault, InputProblem, Refusal};
use crate::complaint::standing::Standing;
use crate::complaint::{Channel, Complainant, Complaint, Confidentiality, Urgency};
use crate::ids::{CategoryId, ComplaintId, OfficerId};
use crate::office::{Office, Post, Taker};
use crate::procedure::Procedure;
use crate::procedure::step::Step;
use crate::procedure::table;
use crate::values::{
    AgendaNumber, Email, Line, NationalId, Phone, Prose, Subject, TrackingCode, VillageCode,
};

/// Receive a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receive {
    /// How it came in.
    pub channel: Channel,
    /// Subject.
    pub subject: Subject,
    /// What it is about.
    pub description: Prose,
    /// When it arrived at its channel, where that was before it was received.
    pub arrived_at: Option<DateTime<Utc>>,
    /// Who complained.
    pub complainant: ComplainantDetails,
    /// Confidentiality.
    pub confidentiality: Confidentiality,
    /// Category, where it is settled already.
    pub category: Option<CategoryId>,
    /// Village it is about.
    pub village: Option<VillageCode>,
    /// Urgency.
    pub urgency: Urgency,
    /// Officers complained of.
    pub reported: Vec<OfficerId>,
}

/// Who complained, as far as they said. An NIK is never a condition.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct ComplainantDetails {
    /// Name.
    pub name: Option<Line>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail.
    pub email: Option<Email>,
    /// Address.
    pub address: Option<Line>,
    /// National id (NIK).
    pub national_id: Option<NationalId>,
}

/// A complaint that may be received; it lacks only what the store gives it.
#[derive(Debug)]
pub struct Reception<'a> {
    office: &'a Office,
    command: &'a Receive,
    procedure: &'a Procedure,
    taker: Taker,
    arrived_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
}

impl Receive {
    /// Judges whether the complaint may be received.
    ///
    /// # Errors
    /// [`Refusal`]: `CONFLICT_OF_INTEREST`, `NOT_PERMITTED`, `INVALID_INPUT`.
    pub fn judge<'a>(
        &'a self,
        office: &'a Office,
        actor: OfficerId,
        now: DateTime<Utc>,
        occurred_at: Option<DateTime<Utc>>,
    ) -> Result<Reception<'a>, Refusal> {
        let received_at = occurred_at.unwrap_or(now);
        let posts: Vec<Post> = table::of(Step::Receive).positions.iter().copied().map(Post::of).collect();
        let taker = permit(office, actor, now, &self.reported, &posts, received_at.min(now))?;

        let mut problems = Vec::new();
        let mut fault = |field, fault| problems.push(InputProblem::new(field, fault));
        if let Some(wrong) = bounds(office, now, received_at) {
            fault("occurredAt", wrong);
        }
        let arrived_at = self.arrived_at.unwrap_or(received_at);
        let earliest = Utc.with_ymd_and_hms(2000, 1, 1, 0, 0, 0).single().unwrap_or_default();
        if arrived_at > received_at {
            fault("arrivedAt", InputFault::After { latest: received_at });
        } else if arrived_at < earliest {
            fault("arrivedAt", InputFault::Before { earliest });
        }
        if let Some(Err(wrong)) = self.category.map(|id| office.may_be_given(id, None)) {
            fault("categoryId", wrong);
        }
        if self.village.as_ref().is_some_and(|code| office.village(code).is_none()) {
            fault("villageCode", InputFault::Unknown);
        }
        for wrong in faults_of_reported(office, &self.reported) {
            fault("reportedOfficerIds", wrong);
        }
        let Some(procedure) = office.procedure_on(office.calendar.local_date(received_at)) else {
            return Err(Refusal::InvalidInput(problems));
        };
        if !problems.is_empty() {
            return Err(Refusal::InvalidInput(problems));
        }
        Ok(Reception { office, command: self, procedure, taker, arrived_at, received_at, recorded_at: now })
    }
}

impl Reception<'_> {
    /// The year whose next agenda number the complaint gets.
    #[must_use]
    pub fn agenda_year(&self) -> i32 {
        self.office.calendar.local_date(self.received_at).year()
    }

    /// The complaint with its id, its running number in the year, and its tracking code.
    #[must_use]
    pub fn register(self, id: ComplaintId, number: i32, tracking_code: TrackingCode) -> Complaint {
        let Self { office, command, procedure, taker, arrived_at, received_at, recorded_at } = self;
        let date = office.calendar.local_date(received_at);
        let due = |step, start| office.calendar.due(start, procedure.step(step).standard).ok();
        let record = |number, step, start| StepRecord {
            number,
            step,
            cycle: 1,
            visit: 1,
            position: table::of(step).positions[0],
            section: None,
            lead: None,
            started_at: Some(start),
            due_at: due(step, start),
            cycle_due_at: None,
            opened_because: None,
            closing: None,
        };
        let received = StepRecord {
            cycle_due_at: procedure.cycle_due(&office.calendar, Step::Receive, arrived_at),
            closing: Some(Closing {
                outcome: StepOutcome::Completed,
                taker: Some(taker),
                completed_at: Some(received_at),
                recorded_at,
                working_seconds: Some(office.calendar.elapsed_seconds(arrived_at, received_at)),
                cycle_seconds: Some(office.calendar.elapsed_seconds(arrived_at, received_at)),
                entry_lag_seconds: Some(office.calendar.elapsed_seconds(received_at, recorded_at)),
                note: None,
                content: Content::None,
            }),
            ..record(1, Step::Receive, arrived_at)
        };
        Complaint {
            office: office.id,
            id,
            version: 1,
            agenda_number: AgendaNumber {
                year: date.year(),
                number,
                text: office.agenda_format.write(number, date.year(), date.month()),
            },
            tracking_code: Some(tracking_code),
            channel: Some(command.channel),
            subject: Some(command.subject.as_str().to_owned()),
            description: Some(command.description.as_str().to_owned()),
            category: command.category,
            village: command.village.clone(),
            urgency: command.urgency,
            confidentiality: command.confidentiality,
            complainant: command.complainant.clone().into(),
            reported: command.reported.clone(),
            standing: Standing::InProgress { step: Step::AttachDispositionSheet },
            cycle: 1,
            arrived_at,
            received_at,
            procedure_revision: procedure.revision,
            result: None,
            answer: None,
            answered_at: None,
            archive_code: None,
            records: vec![received, record(2, Step::AttachDispositionSheet, received_at)],
        }
    }
}

impl From<ComplainantDetails> for Complainant {
    fn from(details: ComplainantDetails) -> Self {
        let ComplainantDetails { name, phone, email, address, national_id } = details;
        Self {
            name: name.map(Line::into_string),
            phone: phone.map(Phone::into_string),
            email: email.map(Email::into_string),
            address: address.map(Line::into_string),
            national_id: national_id.map(NationalId::into_string),
        }
    }
}
