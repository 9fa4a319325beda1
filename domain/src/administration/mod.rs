//! Administration: what an administrator changes of an office. The office is one aggregate, and every change of it is an
//! [`Amendment`], judged by one pure function, [`amend`]. A file for each subject.
//!
//! Ids and the hash of a password come with the amendment: nothing here is random. They are no part of what a client asks
//! for, and so are left out where an amendment is serialized to compare two requests.

mod acting;
pub mod calendar;
mod categories;
mod change;
mod draft;
mod facts;
mod letterhead;
mod officers;
pub mod procedure;
mod refusal;
mod rules;
mod sections;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

pub use acting::{AppointActing, EndActing};
pub use calendar::CalendarAmendment;
pub use categories::{CreateCategory, RenameCategory};
pub use change::{ChangeKind, OfficeChange};
pub use facts::{Fact, difference, sessions_ended};
pub use letterhead::SetLetterhead;
pub use officers::{ChangeOfficer, CreateOfficer, MoveOfficer, SetOfficerPassword};
pub use procedure::ProcedureAmendment;
pub use refusal::{Refusal, RefusalCode};
pub use rules::{BackdateDays, ChangeRules};
pub use sections::{CreateSection, MAX_SECTIONS, RenameSection};

use crate::ids::{CategoryId, OfficerId, SectionId};
use crate::input::InputFault;
use crate::office::{Office, Position, Post};
use crate::values::PasswordHash;
use draft::Draft;

/// Who amends an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An officer of the office who holds the position ADMINISTRATOR, or acts for it.
    Officer(OfficerId),
    /// Whoever operates the service, by its command line: no officer.
    Operator,
}

impl Actor {
    /// The officer.
    #[must_use]
    pub fn officer(self) -> Option<OfficerId> {
        match self {
            Self::Officer(officer) => Some(officer),
            Self::Operator => None,
        }
    }
}

/// Every way an office can be amended, one variant each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(
    missing_docs,
    reason = "each variant is documented at its struct, or says what it does to what it names"
)]
pub enum Amendment {
    CreateOfficer(CreateOfficer),
    ChangeOfficer(ChangeOfficer),
    MoveOfficer(MoveOfficer),
    DeactivateOfficer(OfficerId),
    ReactivateOfficer(OfficerId),
    SetOfficerPassword(SetOfficerPassword),
    CreateSection(CreateSection),
    RenameSection(RenameSection),
    DeactivateSection(SectionId),
    ReactivateSection(SectionId),
    CreateCategory(CreateCategory),
    RenameCategory(RenameCategory),
    DeactivateCategory(CategoryId),
    ReactivateCategory(CategoryId),
    SetLetterhead(SetLetterhead),
    ChangeRules(ChangeRules),
    AppointActing(AppointActing),
    EndActing(EndActing),
    Calendar(CalendarAmendment),
    Procedure(ProcedureAmendment),
}

impl Amendment {
    /// Under which kind it is recorded.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::CreateOfficer(_) => ChangeKind::OfficerCreated,
            Self::ChangeOfficer(_) => ChangeKind::OfficerChanged,
            Self::MoveOfficer(_) => ChangeKind::OfficerMoved,
            Self::DeactivateOfficer(_) => ChangeKind::OfficerDeactivated,
            Self::ReactivateOfficer(_) => ChangeKind::OfficerReactivated,
            Self::SetOfficerPassword(_) => ChangeKind::PasswordSet,
            Self::CreateSection(_) => ChangeKind::SectionCreated,
            Self::RenameSection(_) => ChangeKind::SectionRenamed,
            Self::DeactivateSection(_) => ChangeKind::SectionDeactivated,
            Self::ReactivateSection(_) => ChangeKind::SectionReactivated,
            Self::CreateCategory(_) => ChangeKind::CategoryCreated,
            Self::RenameCategory(_) => ChangeKind::CategoryRenamed,
            Self::DeactivateCategory(_) => ChangeKind::CategoryDeactivated,
            Self::ReactivateCategory(_) => ChangeKind::CategoryReactivated,
            Self::SetLetterhead(_) => ChangeKind::LetterheadSet,
            Self::ChangeRules(_) => ChangeKind::RulesChanged,
            Self::AppointActing(_) => ChangeKind::ActingAppointed,
            Self::EndActing(_) => ChangeKind::ActingEnded,
            Self::Calendar(calendar) => calendar.kind(),
            Self::Procedure(procedure) => procedure.kind(),
        }
    }

    /// The id of what it makes or changes; none where that is the office itself. What a repeated request is answered with.
    #[must_use]
    pub fn subject(&self) -> Option<Uuid> {
        match self {
            Self::CreateOfficer(create) => Some(create.id.0),
            Self::ChangeOfficer(change) => Some(change.officer.0),
            Self::MoveOfficer(to) => Some(to.officer.0),
            Self::DeactivateOfficer(officer) | Self::ReactivateOfficer(officer) => Some(officer.0),
            Self::SetOfficerPassword(set) => Some(set.officer.0),
            Self::CreateSection(create) => Some(create.id.0),
            Self::RenameSection(rename) => Some(rename.section.0),
            Self::DeactivateSection(section) | Self::ReactivateSection(section) => Some(section.0),
            Self::CreateCategory(create) => Some(create.id.0),
            Self::RenameCategory(rename) => Some(rename.category.0),
            Self::DeactivateCategory(category) | Self::ReactivateCategory(category) => Some(category.0),
            Self::AppointActing(appoint) => Some(appoint.id.0),
            Self::EndActing(end) => Some(end.appointment.0),
            Self::SetLetterhead(_) | Self::ChangeRules(_) | Self::Calendar(_) | Self::Procedure(_) => None,
        }
    }

    /// The password it sets, and whose: the one thing it changes that the aggregate does not hold.
    #[must_use]
    pub fn password(&self) -> Option<(OfficerId, &PasswordHash)> {
        match self {
            Self::CreateOfficer(create) => Some((create.id, &create.password)),
            Self::SetOfficerPassword(set) => Some((set.officer, &set.password)),
            Self::ChangeOfficer(_)
            | Self::MoveOfficer(_)
            | Self::DeactivateOfficer(_)
            | Self::ReactivateOfficer(_)
            | Self::CreateSection(_)
            | Self::RenameSection(_)
            | Self::DeactivateSection(_)
            | Self::ReactivateSection(_)
            | Self::CreateCategory(_)
            | Self::RenameCategory(_)
            | Self::DeactivateCategory(_)
            | Self::ReactivateCategory(_)
            | Self::SetLetterhead(_)
            | Self::ChangeRules(_)
            | Self::AppointActing(_)
            | Self::EndActing(_)
            | Self::Calendar(_)
            | Self::Procedure(_) => None,
        }
    }

    fn write(&self, draft: &mut Draft<'_>) -> Result<(), Refusal> {
        match self {
            Self::CreateOfficer(create) => create.write(draft),
            Self::ChangeOfficer(change) => change.write(draft),
            Self::MoveOfficer(to) => return to.write(draft),
            Self::DeactivateOfficer(officer) => officers::deactivate(draft, *officer),
            Self::ReactivateOfficer(officer) => officers::reactivate(draft, *officer),
            Self::SetOfficerPassword(set) => set.write(draft),
            Self::CreateSection(create) => create.write(draft),
            Self::RenameSection(rename) => rename.write(draft),
            Self::DeactivateSection(section) => sections::set_active(draft, *section, false),
            Self::ReactivateSection(section) => sections::set_active(draft, *section, true),
            Self::CreateCategory(create) => create.write(draft),
            Self::RenameCategory(rename) => rename.write(draft),
            Self::DeactivateCategory(category) => categories::set_active(draft, *category, false),
            Self::ReactivateCategory(category) => categories::set_active(draft, *category, true),
            Self::SetLetterhead(set) => set.write(draft),
            Self::ChangeRules(change) => change.write(draft),
            Self::AppointActing(appoint) => return appoint.write(draft),
            Self::EndActing(end) => end.write(draft),
            Self::Calendar(calendar) => calendar.write(draft),
            Self::Procedure(procedure) => procedure.write(draft),
        }
        Ok(())
    }
}

/// Whether somebody may amend the office at an instant.
///
/// # Errors
/// [`Refusal::NotPermitted`].
pub fn permitted(office: &Office, actor: Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
    match actor {
        Actor::Operator => Ok(()),
        Actor::Officer(officer) => {
            let holds = office.posts_of(officer, now).contains(&Post::of(Position::Administrator));
            if holds { Ok(()) } else { Err(Refusal::NotPermitted) }
        }
    }
}

/// The office as it is after an amendment. Of the input every problem at once.
///
/// # Errors
/// [`Refusal`], in the order of its variants.
pub fn amend(
    office: &Office,
    actor: Actor,
    amendment: &Amendment,
    now: DateTime<Utc>,
) -> Result<Office, Refusal> {
    permitted(office, actor, now)?;
    let mut draft = Draft::of(office, actor, now);
    amendment.write(&mut draft)?;
    let after = draft.finish()?;
    if administrators(office) > 0 && administrators(&after) == 0 {
        return Err(Refusal::LastAdministrator);
    }
    if after == *office && amendment.password().is_none() {
        return Err(Refusal::InvalidInput(vec![crate::input::InputProblem {
            field: Vec::new(),
            fault: InputFault::NothingChanges,
        }]));
    }
    Ok(after)
}

/// How many are appointed to administer the office. Whoever acts for an administrator does not count: an appointment to act
/// ends by itself, and would leave nobody behind.
fn administrators(office: &Office) -> usize {
    office.appointed(Post::of(Position::Administrator)).count()
}
