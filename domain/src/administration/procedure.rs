//! Revisions of the procedure: its standard times and texts. What is in force, or was, is never changed, since complaints were
//! received under it; a revision that is still to come may be taken away.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::ChangeKind;
use super::draft::Draft;
use crate::input::{InputFault, InputProblem};
use crate::procedure::step::Step;
use crate::procedure::{Procedure, StepStandard};
use crate::values::{Line, Text};
use crate::working_time::Standard;

/// A text of a step.
pub type StepProse = Text<2_000>;
/// The rules a revision rests on.
pub type LegalBasis = Text<2_000>;

/// How far ahead a revision may be decided, in months.
const MONTHS_AHEAD: u32 = 24;
/// No step of a complaint may take longer.
const LONGEST: Standard = Standard::days::<250>();
/// Revisions of an office, past ones included.
const MAX_REVISIONS: usize = 200;

/// A change of an office's procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each is documented where it is defined")]
pub enum ProcedureAmendment {
    AddRevision(AddProcedureRevision),
    RemoveRevision(RemoveProcedureRevision),
}

/// Adds a revision. What is left out is taken from the newest one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddProcedureRevision {
    /// Number of the SOP.
    pub number: Option<Line>,
    /// Name of the SOP.
    pub title: Option<Line>,
    /// The rules it rests on (dasar hukum).
    pub legal_basis: Option<LegalBasis>,
    /// Local date on which it was decided. Not taken from the newest revision, which was decided on a day of its own.
    pub decided_on: Option<NaiveDate>,
    /// First local date on which complaints are received under it.
    pub effective_from: NaiveDate,
    /// What is new of which steps.
    pub steps: Vec<StepRevision>,
}

/// What is new of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepRevision {
    /// The step.
    pub step: Step,
    /// Kegiatan, in English.
    pub activity: Option<StepProse>,
    /// Kegiatan, as in the SOP.
    pub activity_indonesian: Option<StepProse>,
    /// Kelengkapan.
    pub requirements: Option<StepProse>,
    /// Output.
    pub output: Option<StepProse>,
    /// Waktu.
    pub standard: Option<Standard>,
}

/// Takes a revision away that is not in force yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemoveProcedureRevision {
    /// Its running number in the office.
    pub revision: i32,
}

impl ProcedureAmendment {
    /// Under which kind it is recorded.
    pub(super) fn kind(&self) -> ChangeKind {
        match self {
            Self::AddRevision(_) => ChangeKind::ProcedureRevisionAdded,
            Self::RemoveRevision(_) => ChangeKind::ProcedureRevisionRemoved,
        }
    }

    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        let today = draft.before.calendar.local_date(draft.now);
        match self.apply(&draft.before.procedures, today) {
            Ok(procedures) => draft.after.procedures = procedures,
            Err(problems) => draft.faults(problems),
        }
    }

    /// The revisions after it, oldest first.
    ///
    /// # Errors
    /// What is wrong with the input; every problem at once.
    pub fn apply(
        &self,
        procedures: &[Procedure],
        today: NaiveDate,
    ) -> Result<Vec<Procedure>, Vec<InputProblem>> {
        match self {
            Self::AddRevision(amendment) => amendment.apply(procedures, today),
            Self::RemoveRevision(amendment) => amendment.apply(procedures, today),
        }
    }
}

impl AddProcedureRevision {
    fn apply(&self, procedures: &[Procedure], today: NaiveDate) -> Result<Vec<Procedure>, Vec<InputProblem>> {
        let Some(newest) = procedures.last() else {
            return Err(vec![InputProblem::new("effectiveFrom", InputFault::Unknown)]);
        };
        let mut problems = self.faults(procedures, newest, today);
        let number = procedures.iter().map(|procedure| procedure.revision).max().unwrap_or(0);
        let text = |new: Option<&Line>, kept: &str| new.map_or(kept, Line::as_str).to_owned();
        let mut added = Procedure {
            number: text(self.number.as_ref(), &newest.number),
            title: text(self.title.as_ref(), &newest.title),
            revision: number.saturating_add(1),
            legal_basis: self
                .legal_basis
                .as_ref()
                .map(|basis| basis.as_str().to_owned())
                .or_else(|| newest.legal_basis.clone()),
            decided_on: self.decided_on,
            effective_from: self.effective_from,
            steps: newest.steps.clone(),
        };
        for revision in &self.steps {
            if let Some(step) = added.steps.get_mut(revision.step as usize) {
                revision.apply(step);
            }
        }
        let as_before = Procedure {
            revision: newest.revision,
            decided_on: newest.decided_on,
            effective_from: newest.effective_from,
            ..added.clone()
        };
        if as_before == *newest {
            problems.push(InputProblem::new("steps", InputFault::NothingChanges));
        }
        if problems.is_empty() {
            Ok(procedures.iter().cloned().chain([added]).collect())
        } else {
            Err(problems)
        }
    }

    fn faults(&self, procedures: &[Procedure], newest: &Procedure, today: NaiveDate) -> Vec<InputProblem> {
        let mut problems = Vec::new();
        let mut fault = |field, fault| problems.push(InputProblem::new(field, fault));
        // The newest stays the newest: of two that come into force on one day, one would never be.
        let earliest = newest.effective_from.succ_opt().unwrap_or(NaiveDate::MAX).max(today);
        let latest = today.checked_add_months(Months::new(MONTHS_AHEAD)).unwrap_or(NaiveDate::MAX);
        if self.effective_from < earliest {
            fault("effectiveFrom", InputFault::NotBefore { earliest });
        } else if self.effective_from > latest {
            fault("effectiveFrom", InputFault::NotAfter { latest });
        }
        if self.decided_on.is_some_and(|decided_on| decided_on > today) {
            fault("decidedOn", InputFault::NotAfter { latest: today });
        }
        if procedures.len() >= MAX_REVISIONS {
            fault("number", InputFault::TooMany { max: MAX_REVISIONS });
        }
        for (place, revision) in self.steps.iter().enumerate() {
            if self.steps[..place].iter().any(|other| other.step == revision.step) {
                fault("steps", InputFault::NamedTwice);
            }
            if revision.standard.is_some_and(|standard| standard.seconds() > LONGEST.seconds()) {
                fault("steps", InputFault::StandardTooLong { most: LONGEST });
            }
        }
        problems
    }
}

impl StepRevision {
    fn apply(&self, step: &mut StepStandard) {
        let Self { step: _, activity, activity_indonesian, requirements, output, standard } = self;
        let texts = [
            (activity, &mut step.activity),
            (activity_indonesian, &mut step.activity_indonesian),
            (requirements, &mut step.requirements),
            (output, &mut step.output),
        ];
        for (new, kept) in texts {
            if let Some(new) = new {
                new.as_str().clone_into(kept);
            }
        }
        step.standard = standard.unwrap_or(step.standard);
    }
}

impl RemoveProcedureRevision {
    fn apply(&self, procedures: &[Procedure], today: NaiveDate) -> Result<Vec<Procedure>, Vec<InputProblem>> {
        let refused = |fault| Err(vec![InputProblem::new("revision", fault)]);
        let Some(removed) = procedures.iter().find(|procedure| procedure.revision == self.revision) else {
            return refused(InputFault::Unknown);
        };
        // Where none is effective yet, the oldest is in force.
        let is_oldest = procedures.first().is_some_and(|oldest| oldest.revision == self.revision);
        if removed.effective_from <= today || is_oldest {
            return refused(InputFault::InForceAlready { since: removed.effective_from });
        }
        Ok(procedures.iter().filter(|procedure| procedure.revision != self.revision).cloned().collect())
    }
}
