//! `correctComplaint`: what was written down wrongly is put right; what stood before is kept. No step moves.

use serde::Serialize;

use crate::complaint::change::ChangedField;
use crate::complaint::decide::{Draft, faults_of_reported};
use crate::complaint::refusal::InputFault;
use crate::complaint::{Complaint, Confidentiality, Urgency};
use crate::ids::{CategoryId, OfficerId};
use crate::office::Office;
use crate::values::{Email, Line, NationalId, Phone, Prose, Subject, VillageCode};
use crate::visibility::{Viewer, sight};

/// Correct the complaint; what is left out stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correct {
    /// Why.
    pub reason: Prose,
    /// Subject.
    pub subject: Option<Subject>,
    /// Description.
    pub description: Option<Prose>,
    /// Who complained.
    pub complainant: ComplainantCorrection,
    /// Confidentiality.
    pub confidentiality: Option<Confidentiality>,
    /// Category.
    pub category: Option<CategoryId>,
    /// Village.
    pub village: Option<VillageCode>,
    /// Urgency.
    pub urgency: Option<Urgency>,
    /// Officers complained of.
    pub reported: Option<Vec<OfficerId>>,
}

/// Corrections of who complained: left out stays, an inner `None` takes out what should not have been written down.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct ComplainantCorrection {
    /// Name.
    pub name: Option<Option<Line>>,
    /// Telephone.
    pub phone: Option<Option<Phone>>,
    /// E-mail.
    pub email: Option<Option<Email>>,
    /// Address.
    pub address: Option<Option<Line>>,
    /// National id (NIK).
    pub national_id: Option<Option<NationalId>>,
}

impl Correct {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        let office = draft.situation.office;
        if let Some(Err(fault)) = self.category.map(|id| office.may_be_given(id, draft.after.category)) {
            draft.fault("categoryId", fault);
        }
        if self.village.as_ref().is_some_and(|code| office.village(code).is_none()) {
            draft.fault("villageCode", InputFault::Unknown);
        }
        for wrong in faults_of_reported(office, self.reported.as_deref().unwrap_or_default()) {
            draft.fault("reportedOfficerIds", wrong);
        }
        let viewer = Viewer {
            officer: draft.situation.actor,
            offices: vec![office.id],
            posts: office.posts_of(draft.situation.actor, draft.situation.now),
        };
        let sight_before = sight(&viewer, draft.situation.complaint).unwrap_or_default();
        // Asked of what is given, not of what differs: otherwise a guess at what is hidden would be answered.
        for (field, path) in self.complainant.given() {
            if !sight_before.shows(field) {
                draft.fault_at(vec!["complainant", path], InputFault::Hidden);
            }
        }
        if draft.has_problems() {
            return;
        }
        let after = &mut draft.after;
        put(&mut after.subject, self.subject.clone().map(|s| Some(s.into_string())));
        put(&mut after.description, self.description.clone().map(|d| Some(d.into_string())));
        let correction = self.complainant.clone();
        let complainant = &mut after.complainant;
        put(&mut complainant.name, correction.name.map(|v| v.map(Line::into_string)));
        put(&mut complainant.phone, correction.phone.map(|v| v.map(Phone::into_string)));
        put(&mut complainant.email, correction.email.map(|v| v.map(Email::into_string)));
        put(&mut complainant.address, correction.address.map(|v| v.map(Line::into_string)));
        put(&mut complainant.national_id, correction.national_id.map(|v| v.map(NationalId::into_string)));
        put(&mut after.confidentiality, self.confidentiality);
        put(&mut after.category, self.category.map(Some));
        put(&mut after.village, self.village.clone().map(Some));
        put(&mut after.urgency, self.urgency);
        put(&mut after.reported, self.reported.clone());

        if !sight(&viewer, &draft.after).unwrap_or_default().is_within(sight_before) {
            draft.fault("confidentiality", InputFault::WouldReveal);
        }
        let before = fields(office, draft.situation.complaint);
        for ((field, before), (_, after)) in before.into_iter().zip(fields(office, &draft.after)) {
            draft.change(field, self.reason.as_str(), before, after);
        }
        if !draft.has_changes() {
            draft.fault("reason", InputFault::NothingChanges);
        }
    }
}

impl ComplainantCorrection {
    /// The parts that are given, and what the schema calls them.
    fn given(&self) -> impl Iterator<Item = (ChangedField, &'static str)> {
        let Self { name, phone, email, address, national_id } = self;
        [
            (name.is_some(), ChangedField::ComplainantName, "name"),
            (phone.is_some(), ChangedField::ComplainantPhone, "phone"),
            (email.is_some(), ChangedField::ComplainantEmail, "email"),
            (address.is_some(), ChangedField::ComplainantAddress, "address"),
            (national_id.is_some(), ChangedField::ComplainantNationalId, "nationalId"),
        ]
        .into_iter()
        .filter_map(|(given, field, path)| given.then_some((field, path)))
    }
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// What can be corrected, as it is written into the log of changes.
fn fields(office: &Office, complaint: &Complaint) -> [(ChangedField, Option<String>); 12] {
    let complainant = &complaint.complainant;
    // Two officers may share a name: then what they sign in with tells them apart.
    let name = |id: &OfficerId| {
        let officer = office.officer(*id)?;
        let namesakes = office.officers.iter().filter(|o| o.name == officer.name).count();
        Some(match namesakes {
            1 => officer.name.clone(),
            _ => format!("{} ({})", officer.name, officer.username),
        })
    };
    let reported: Vec<String> = complaint.reported.iter().filter_map(name).collect();
    [
        (ChangedField::Subject, complaint.subject.clone()),
        (ChangedField::Description, complaint.description.clone()),
        (ChangedField::ComplainantName, complainant.name.clone()),
        (ChangedField::ComplainantPhone, complainant.phone.clone()),
        (ChangedField::ComplainantEmail, complainant.email.clone()),
        (ChangedField::ComplainantAddress, complainant.address.clone()),
        (ChangedField::ComplainantNationalId, complainant.national_id.clone()),
        (ChangedField::Confidentiality, Some(complaint.confidentiality.to_string())),
        (
            ChangedField::Category,
            complaint.category.and_then(|id| office.category(id)).map(|c| c.code.clone()),
        ),
        (ChangedField::Village, complaint.village.as_ref().map(|v| v.0.clone())),
        (ChangedField::Urgency, Some(complaint.urgency.to_string())),
        (ChangedField::ReportedOfficers, (!reported.is_empty()).then(|| reported.join(", "))),
    ]
}
