//! The disposition sheet (lembar disposisi) of the present cycle, read from the step records: the recorder fills in
//! the head, the secretary advises, only the camat disposes (sop.md section 5).

use chrono::{DateTime, Utc};

use super::Complaint;
use super::record::{Content, StepRecord};
use crate::ids::{OfficerId, SectionId};
use crate::procedure::step::Step;

/// An entry of the sheet: what was written, by whom, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The text.
    pub text: Option<String>,
    /// Who wrote it.
    pub officer: OfficerId,
    /// When.
    pub at: DateTime<Utc>,
}

/// The sheet as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispositionSheet {
    /// When and by whom it was attached (step 2).
    pub attached: Entry,
    /// The secretary's advice (step 4).
    pub advice: Option<Entry>,
    /// Sections the secretary suggests.
    pub suggested_sections: Vec<SectionId>,
    /// The camat's consideration (step 5).
    pub consideration: Option<Entry>,
    /// Whether it is a matter of policy (step 5).
    pub policy_matter: Option<bool>,
    /// The camat's disposition (step 6).
    pub instruction: Option<Entry>,
    /// The section that leads.
    pub lead_section: Option<SectionId>,
    /// The sections that support it.
    pub supporting_sections: Vec<SectionId>,
}

impl DispositionSheet {
    /// Reads the sheet of the present cycle; none until step 2 is done in it, nor where a register was imported.
    #[must_use]
    pub fn of(complaint: &Complaint) -> Option<Self> {
        let entry = |record: &StepRecord, text: Option<&String>| {
            let closing = record.closing.as_ref()?;
            Some(Entry { text: text.cloned(), officer: closing.taker?.officer, at: closing.completed_at? })
        };
        let taken =
            |step| complaint.last_completed(step).and_then(|r| Some((r, &r.closing.as_ref()?.content)));

        let attached = complaint.last_completed(Step::AttachDispositionSheet)?;
        let mut sheet = Self {
            attached: entry(attached, attached.closing.as_ref()?.note.as_ref())?,
            advice: None,
            suggested_sections: Vec::new(),
            consideration: None,
            policy_matter: None,
            instruction: None,
            lead_section: None,
            supporting_sections: Vec::new(),
        };
        if let Some((record, Content::Advice { text, suggested })) = taken(Step::Advise) {
            sheet.advice = entry(record, Some(text));
            sheet.suggested_sections.clone_from(suggested);
        }
        if let Some((record, Content::Consideration { text, policy_matter })) = taken(Step::Consider) {
            sheet.consideration = entry(record, Some(text));
            sheet.policy_matter = Some(*policy_matter);
        }
        match taken(Step::Dispose) {
            Some((record, Content::Instruction { text })) => {
                sheet.instruction = entry(record, Some(text));
                let named = complaint.cycle_records().filter(|r| r.number > record.number);
                for (section, lead) in named.filter_map(|r| Some((r.section?, r.lead?))) {
                    if lead {
                        sheet.lead_section = Some(section);
                    } else if !sheet.supporting_sections.contains(&section) {
                        sheet.supporting_sections.push(section);
                    }
                }
            }
            Some((record, Content::OwnSolution { instruction, .. })) => {
                sheet.instruction = entry(record, instruction.as_ref());
            }
            _ => {}
        }
        Some(sheet)
    }
}
