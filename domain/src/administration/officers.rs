//! Officers: making them, changing them, moving them to another position, letting them go.

use serde::Serialize;

use super::draft::Draft;
use super::{Actor, Refusal};
use crate::ids::{OfficerId, SectionId};
use crate::input::InputFault;
use crate::office::{Officer, Position};
use crate::values::{Line, PasswordHash, Username};

/// Make an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreateOfficer {
    /// Their id.
    #[serde(skip)]
    pub id: OfficerId,
    /// What they sign in with; nobody else's, in any office.
    pub username: Username,
    /// Their name.
    pub name: Line,
    /// The position they are appointed to.
    pub position: Position,
    /// The section they head: of a section head, and of a Kasubag whose subdivision can be asked.
    pub section: Option<SectionId>,
    /// What their password is verified by.
    #[serde(skip)]
    pub password: PasswordHash,
}

/// Change what an officer is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeOfficer {
    /// Who.
    pub officer: OfficerId,
    /// Their name from now on.
    pub name: Option<Line>,
    /// What they sign in with from now on.
    pub username: Option<Username>,
}

/// Appoint an officer to another position (mutasi). Appointments to act for what they now hold themselves end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MoveOfficer {
    /// Who.
    pub officer: OfficerId,
    /// The position from now on.
    pub position: Position,
    /// The section they head from now on.
    pub section: Option<SectionId>,
}

/// Give an officer another password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetOfficerPassword {
    /// Whose.
    pub officer: OfficerId,
    /// What it is verified by.
    #[serde(skip)]
    pub password: PasswordHash,
}

impl CreateOfficer {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        place(draft, self.position, self.section);
        username_is_free(draft, &self.username, None);
        draft.after.officers.push(Officer {
            id: self.id,
            office: Some(draft.before.id),
            regency: None,
            username: self.username.as_str().to_owned(),
            name: self.name.as_str().to_owned(),
            position: self.position,
            section: self.section,
            active: true,
        });
    }
}

impl ChangeOfficer {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        if let Some(username) = &self.username {
            username_is_free(draft, username, Some(self.officer));
        }
        let Some(officer) = draft.officer(self.officer) else { return };
        if let Some(name) = &self.name {
            name.as_str().clone_into(&mut officer.name);
        }
        if let Some(username) = &self.username {
            username.as_str().clone_into(&mut officer.username);
        }
    }
}

impl MoveOfficer {
    pub(super) fn write(&self, draft: &mut Draft<'_>) -> Result<(), Refusal> {
        if draft.actor == Actor::Officer(self.officer) && self.position != Position::Administrator {
            return Err(Refusal::Oneself);
        }
        place(draft, self.position, self.section);
        let Some(officer) = draft.officer(self.officer) else { return Ok(()) };
        (officer.position, officer.section) = (self.position, self.section);
        let held: Vec<_> = officer.posts().collect();
        draft.end_acting(|acting| acting.officer == self.officer && held.contains(&acting.post));
        Ok(())
    }
}

impl SetOfficerPassword {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        draft.officer(self.officer);
    }
}

/// Lets an officer go: they hold nothing from now on, and act for nobody.
pub(super) fn deactivate(draft: &mut Draft<'_>, id: OfficerId) {
    let Some(officer) = draft.officer(id) else { return };
    officer.active = false;
    draft.end_acting(|acting| acting.officer == id);
}

/// Takes an officer back, to the position they had.
pub(super) fn reactivate(draft: &mut Draft<'_>, id: OfficerId) {
    let Some(officer) = draft.officer(id) else { return };
    officer.active = true;
    let dissolved = officer.section.and_then(|id| draft.before.section(id)).is_some_and(|s| !s.active);
    if dissolved {
        draft.fault("officerId", InputFault::SectionInactive);
    }
}

/// A position of the office, with the section that goes with it.
fn place(draft: &mut Draft<'_>, position: Position, section: Option<SectionId>) {
    if position == Position::Inspector {
        draft.fault("position", InputFault::OutsideOffice);
    }
    match (position, section.map(|id| draft.before.section(id))) {
        (Position::SectionHead, None) => draft.fault("sectionId", InputFault::Required),
        (_, Some(None)) => draft.fault("sectionId", InputFault::Unknown),
        (Position::SectionHead | Position::HeadOfGeneralAffairs, Some(Some(section))) if !section.active => {
            draft.fault("sectionId", InputFault::SectionInactive);
        }
        (
            Position::Staff
            | Position::Secretary
            | Position::Camat
            | Position::Administrator
            | Position::Inspector,
            Some(Some(_)),
        ) => draft.fault("sectionId", InputFault::HeadsNoSection),
        (Position::SectionHead | Position::HeadOfGeneralAffairs, Some(Some(_))) | (_, None) => {}
    }
}

/// The store asks the same of all other offices.
fn username_is_free(draft: &mut Draft<'_>, username: &Username, of: Option<OfficerId>) {
    let taken = draft.before.officers.iter().any(|o| Some(o.id) != of && o.username == username.as_str());
    if taken {
        draft.fault("username", InputFault::Taken);
    }
}
