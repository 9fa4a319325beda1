//! Sections: making, renaming, dissolving them. A section's code stays, and its number is never given anew.

use serde::Serialize;

use super::draft::Draft;
use crate::ids::SectionId;
use crate::input::InputFault;
use crate::office::Section;
use crate::values::{Code, Line};

/// An office has at most so many sections, those dissolved included: a set of them is kept as the bits of one number.
pub const MAX_SECTIONS: usize = 62;

/// Make a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreateSection {
    /// Its id.
    #[serde(skip)]
    pub id: SectionId,
    /// Short code, unique in the office.
    pub code: Code,
    /// Its name.
    pub name: Line,
}

/// Give a section another name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RenameSection {
    /// Which.
    pub section: SectionId,
    /// Its name from now on.
    pub name: Line,
}

impl CreateSection {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        let sections = &draft.before.sections;
        let full = sections.len() >= MAX_SECTIONS;
        let taken = sections.iter().any(|section| section.code == self.code.as_str());
        let number = sections.iter().map(|section| section.number).max().unwrap_or_default() + 1;
        if full {
            draft.fault("code", InputFault::TooMany { max: MAX_SECTIONS });
        }
        if taken {
            draft.fault("code", InputFault::Taken);
        }
        draft.after.sections.push(Section {
            id: self.id,
            code: self.code.as_str().to_owned(),
            name: self.name.as_str().to_owned(),
            active: true,
            number,
        });
    }
}

impl RenameSection {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        if let Some(section) = draft.section(self.section) {
            self.name.as_str().clone_into(&mut section.name);
        }
    }
}

/// Dissolves a section, to which nothing is disposed any more, or takes it up again. What waits for its head goes on waiting.
pub(super) fn set_active(draft: &mut Draft<'_>, id: SectionId, active: bool) {
    if let Some(section) = draft.section(id) {
        section.active = active;
    }
}
