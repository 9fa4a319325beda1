//! Reading an input: every field is parsed, and all problems are told at once.

use async_graphql::ID;
use domain::complaint::refusal::{InputFault, InputProblem};
use domain::ids::{CategoryId, OfficeId, OfficerId, SectionId};
use domain::values::{Text, VillageCode};

use super::ids::NodeId;

/// Collects what is wrong while an input is read.
#[derive(Debug)]
pub struct Reader {
    office: Option<OfficeId>,
    problems: Vec<InputProblem>,
}

impl Reader {
    /// Reads an input about an office's complaint.
    #[must_use]
    pub fn new(office: Option<OfficeId>) -> Self {
        Self { office, problems: Vec::new() }
    }

    /// Whether an id of that office can be meant.
    #[must_use]
    pub fn is_of_office(&self, office: OfficeId) -> bool {
        self.office == Some(office)
    }

    /// Notes a problem.
    pub fn fault(&mut self, field: Vec<&'static str>, fault: InputFault) {
        self.problems.push(InputProblem { field, fault });
    }

    /// A value that is parsed, at a path.
    pub fn parse<T>(&mut self, field: &[&'static str], parsed: Result<T, InputFault>) -> Option<T> {
        parsed.map_err(|fault| self.fault(field.to_vec(), fault)).ok()
    }

    /// Text that must be there.
    pub fn text<const MAX: usize>(&mut self, field: &'static str, typed: &str) -> Option<Text<MAX>> {
        self.parse(&[field], Text::parse(typed))
    }

    /// Text that may be left out; where it is given it must be something.
    pub fn optional<const MAX: usize>(
        &mut self,
        field: &'static str,
        typed: Option<&String>,
    ) -> Option<Text<MAX>> {
        typed.and_then(|typed| self.text(field, typed))
    }

    /// A section of the complaint's office. One of another office is as unknown as one that does not exist.
    pub fn section(&mut self, field: &'static str, id: &ID) -> Option<SectionId> {
        match NodeId::parse(id) {
            Some(NodeId::Section(office, id)) if Some(office) == self.office => Some(id),
            _ => {
                self.fault(vec![field], InputFault::Unknown);
                None
            }
        }
    }

    /// Sections of the complaint's office.
    pub fn sections(&mut self, field: &'static str, ids: Option<&Vec<ID>>) -> Vec<SectionId> {
        let ids = ids.map(Vec::as_slice).unwrap_or_default();
        ids.iter().take(MOST_IDS).filter_map(|id| self.section(field, id)).collect()
    }

    /// A category of the complaint's office.
    pub fn category(&mut self, field: &'static str, id: Option<&ID>) -> Option<CategoryId> {
        match NodeId::parse(id?) {
            Some(NodeId::Category(office, id)) if Some(office) == self.office => Some(id),
            _ => {
                self.fault(vec![field], InputFault::Unknown);
                None
            }
        }
    }

    /// Officers.
    pub fn officers(&mut self, field: &'static str, ids: Option<&Vec<ID>>) -> Option<Vec<OfficerId>> {
        let mut officers = Vec::new();
        for id in ids?.iter().take(MOST_IDS) {
            match NodeId::parse(id) {
                Some(NodeId::Officer(id)) if !officers.contains(&id) => officers.push(id),
                Some(NodeId::Officer(_)) => {}
                _ => self.fault(vec![field], InputFault::Unknown),
            }
        }
        Some(officers)
    }

    /// A village by its code; whether the office knows it, the judge asks.
    pub fn village(&mut self, field: &'static str, code: Option<&String>) -> Option<VillageCode> {
        let code: Text<30> = self.optional(field, code)?;
        Some(VillageCode(code.into_string()))
    }

    /// What is wrong, if anything.
    pub fn problems(self) -> Vec<InputProblem> {
        self.problems
    }
}

/// More sections or officers than any office has are not read.
const MOST_IDS: usize = 100;
