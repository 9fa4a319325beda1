//! Step 6: the camat disposes. To sections: naming them *is* the coordination, whatever step 5 said of policy. Or by his
//! own solution, straight to carrying it out; steps 7 and 8 are then shown as skipped (sop.md section 4).

use serde::Serialize;

use crate::complaint::decide::{Draft, check_sections};
use crate::complaint::record::{Content, StepOutcome};
use crate::complaint::refusal::InputFault;
use crate::ids::SectionId;
use crate::office::Post;
use crate::procedure::step::Step;
use crate::values::Prose;

/// Dispose: with an instruction to one leading section and any supporting ones, or with the camat's own solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dispose {
    /// The instruction; required with sections.
    pub instruction: Option<Prose>,
    /// The section that leads.
    pub lead_section: Option<SectionId>,
    /// The sections that support it.
    pub supporting_sections: Vec<SectionId>,
    /// Or: the camat's own solution.
    pub own_solution: Option<Prose>,
}

impl Dispose {
    pub(crate) fn apply(&self, draft: &mut Draft<'_>) {
        match (self.lead_section, &self.own_solution) {
            (Some(lead), None) => self.to_sections(draft, lead),
            (None, Some(own)) => self.alone(draft, own),
            (Some(_), Some(_)) => {
                draft.fault("ownSolution", InputFault::NotTogetherWith { other: "leadSectionId" });
            }
            (None, None) if self.supporting_sections.is_empty() => {
                draft.fault("leadSectionId", InputFault::OneOf { fields: ["leadSectionId", "ownSolution"] });
            }
            (None, None) => draft.fault("leadSectionId", InputFault::Required),
        }
    }

    fn to_sections(&self, draft: &mut Draft<'_>, lead: SectionId) {
        check_sections(draft, "leadSectionId", &[lead]);
        check_sections(draft, "supportingSectionIds", &self.supporting_sections);
        if self.supporting_sections.contains(&lead) {
            draft.fault("supportingSectionIds", InputFault::LeadAmongSupporters);
        }
        complained_of(draft, "leadSectionId", lead);
        for &section in &self.supporting_sections {
            complained_of(draft, "supportingSectionIds", section);
        }
        let Some(instruction) = &self.instruction else {
            draft.fault("instruction", InputFault::Required);
            return;
        };
        draft.end(
            StepOutcome::Completed,
            None,
            Content::Instruction { text: instruction.as_str().to_owned() },
        );
        draft.open_for(Step::Solve, Some(lead), Some(true), None);
        for &section in &self.supporting_sections {
            draft.open_for(Step::Solve, Some(section), Some(false), None);
        }
    }

    fn alone(&self, draft: &mut Draft<'_>, own: &Prose) {
        if !self.supporting_sections.is_empty() {
            draft.fault("supportingSectionIds", InputFault::NotTogetherWith { other: "ownSolution" });
        }
        let content = Content::OwnSolution {
            text: own.as_str().to_owned(),
            instruction: self.instruction.as_ref().map(|i| i.as_str().to_owned()),
        };
        draft.end(StepOutcome::Completed, None, content);
        draft.skip(Step::Solve);
        draft.skip(Step::Sign);
        draft.open(Step::CarryOut, None);
    }
}

/// For a section whose head is complained of the camat names another (rules.md section 3).
fn complained_of(draft: &mut Draft<'_>, field: &'static str, section: SectionId) {
    let situation = draft.situation;
    let post = Post::head_of(section);
    let reported = &situation.complaint.reported;
    let held = !situation.office.takers(post, draft.at, &[]).is_empty();
    if held && situation.office.takers(post, draft.at, reported).is_empty() {
        draft.fault(field, InputFault::SectionComplainedOf);
    }
}
