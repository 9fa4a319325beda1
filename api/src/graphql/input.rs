//! Reading an input: every field is parsed, and all problems are told at once.

use async_graphql::ID;
use domain::complaint::refusal::{InputFault, InputProblem};
use domain::ids::{ActingId, CategoryId, OfficeId, OfficerId, SectionId};
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
        self.bounded(field, ids).iter().filter_map(|id| self.section(field, id)).collect()
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

    /// An officer; whether they are of the office, whoever judges asks.
    pub fn officer(&mut self, field: &'static str, id: &ID) -> Option<OfficerId> {
        match NodeId::parse(id) {
            Some(NodeId::Officer(id)) => Some(id),
            _ => {
                self.fault(vec![field], InputFault::Unknown);
                None
            }
        }
    }

    /// An appointment to act, of the office.
    pub fn appointment(&mut self, field: &'static str, id: &ID) -> Option<ActingId> {
        match NodeId::parse(id) {
            Some(NodeId::ActingAppointment(office, id)) if Some(office) == self.office => Some(id),
            _ => {
                self.fault(vec![field], InputFault::Unknown);
                None
            }
        }
    }

    /// Officers.
    pub fn officers(&mut self, field: &'static str, ids: Option<&Vec<ID>>) -> Option<Vec<OfficerId>> {
        let mut officers = Vec::new();
        ids?;
        for id in self.bounded(field, ids) {
            match NodeId::parse(id) {
                Some(NodeId::Officer(id)) => officers.push(id),
                _ => self.fault(vec![field], InputFault::Unknown),
            }
        }
        Some(officers)
    }

    /// No more ids than any office has sections or officers.
    fn bounded<'a>(&mut self, field: &'static str, ids: Option<&'a Vec<ID>>) -> &'a [ID] {
        const MOST: usize = 500;
        let ids = ids.map(Vec::as_slice).unwrap_or_default();
        if ids.len() > MOST {
            self.fault(vec![field], InputFault::TooMany { max: MOST });
            return &[];
        }
        ids
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
