//! A complaint (pengaduan): what is true of every one, and how it moves.

pub mod actions;
pub mod change;
pub mod command;
pub mod conflict;
pub mod decide;
pub mod exits;
pub mod record;
pub mod refusal;
pub mod rescheduling;
pub mod sheet;
pub mod solution;
pub mod standing;
pub mod steps;
pub mod transition;

use chrono::{DateTime, Utc};
use serde::Serialize;
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::ids::{CategoryId, ComplaintId, OfficeId, OfficerId, SectionId};
use crate::procedure::step::Step;
use crate::values::{AgendaNumber, TrackingCode, VillageCode};
use record::StepRecord;
use standing::Standing;

/// How a complaint came in.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Channel {
    /// E-mail.
    Email,
    /// Website.
    Website,
    /// SMS.
    Sms,
    /// Telephone.
    Telephone,
    /// In person (langsung).
    InPerson,
}

/// How urgent it is (tingkat urgensi), apart from how secret.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Urgency {
    /// Biasa.
    #[default]
    Ordinary,
    /// Segera.
    Urgent,
    /// Sangat segera.
    VeryUrgent,
}

/// How far it is confidential (sifat), apart from how urgent.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Confidentiality {
    /// Not at all.
    #[default]
    Open,
    /// The complainant's identity is hidden (anonim).
    Anonymous,
    /// The content is hidden too (rahasia).
    Secret,
}

/// Who complained (pelapor), as far as known.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Complainant {
    /// Name.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// National id (NIK).
    pub national_id: Option<String>,
}

/// A complaint with all its records, as it stands at one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The office it belongs to.
    pub office: OfficeId,
    /// Its id.
    pub id: ComplaintId,
    /// Raised by one with each transition.
    pub version: i32,
    /// Its number in the register.
    pub agenda_number: AgendaNumber,
    /// What the complainant follows it by.
    pub tracking_code: Option<TrackingCode>,
    /// How it came in; none where an imported register does not say.
    pub channel: Option<Channel>,
    /// Subject (perihal); none where an imported register does not say.
    pub subject: Option<String>,
    /// What it is about; none where an imported register does not say.
    pub description: Option<String>,
    /// Category.
    pub category: Option<CategoryId>,
    /// Village it is about.
    pub village: Option<VillageCode>,
    /// Urgency.
    pub urgency: Urgency,
    /// Confidentiality.
    pub confidentiality: Confidentiality,
    /// Who complained.
    pub complainant: Complainant,
    /// Officers complained of (terlapor): they neither see nor handle it.
    pub reported: Vec<OfficerId>,
    /// How it stands.
    pub standing: Standing,
    /// The present cycle, from 1.
    pub cycle: i32,
    /// When it arrived at its channel: the clock of step 1 starts here.
    pub arrived_at: DateTime<Utc>,
    /// When step 1 was done.
    pub received_at: DateTime<Utc>,
    /// The revision of the procedure it was received under.
    pub procedure_revision: i32,
    /// What was done (step 9).
    pub result: Option<String>,
    /// What the complainant was told (step 9).
    pub answer: Option<String>,
    /// When the complainant was told.
    pub answered_at: Option<DateTime<Utc>>,
    /// Where it is filed (step 10).
    pub archive_code: Option<String>,
    /// Its step records, in the order of their numbers.
    pub records: Vec<StepRecord>,
}

impl Complaint {
    /// The open records: more than one where several sections solve.
    pub fn open_records(&self) -> impl Iterator<Item = &StepRecord> {
        self.records.iter().filter(|r| r.is_open())
    }

    /// When the open step is due: the earliest of its records.
    #[must_use]
    pub fn due_at(&self) -> Option<DateTime<Utc>> {
        self.open_records().filter_map(|r| r.due_at).min()
    }

    /// When the open step started.
    #[must_use]
    pub fn step_started_at(&self) -> Option<DateTime<Utc>> {
        self.open_records().filter_map(|r| r.started_at).min()
    }

    /// The records of the present cycle.
    pub fn cycle_records(&self) -> impl DoubleEndedIterator<Item = &StepRecord> {
        self.records.iter().filter(|r| r.cycle == self.cycle)
    }

    /// When the present cycle began: at the arrival, or when the complaint was reopened. None where an imported register
    /// does not say when anything started.
    #[must_use]
    pub fn cycle_began_at(&self) -> Option<DateTime<Utc>> {
        self.cycle_records().next().and_then(|record| record.started_at)
    }

    /// The newest completed record of a step in the present cycle.
    #[must_use]
    pub fn last_completed(&self, step: Step) -> Option<&StepRecord> {
        self.cycle_records().rev().find(|r| r.step == step && r.is_completed())
    }

    /// Sections named in any cycle.
    pub fn asked_sections(&self) -> impl Iterator<Item = SectionId> {
        self.records.iter().filter_map(|r| r.section)
    }

    /// The steps to which the complaint can be returned: earlier ones already taken in this cycle, never RECEIVE nor a
    /// skipped one (rules.md section 1).
    #[must_use]
    pub fn return_targets(&self) -> Vec<Step> {
        let Some(open) = self.standing.step() else { return Vec::new() };
        Step::ALL
            .iter()
            .copied()
            .filter(|&step| step != Step::Receive && step < open)
            .filter(|&step| {
                self.cycle_records()
                    .rev()
                    .find(|r| r.step == step && r.leads())
                    .is_some_and(StepRecord::is_completed)
            })
            .collect()
    }
}
