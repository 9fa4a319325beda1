//! The record of what was changed of an office, by whom and when: append-only.

use chrono::{DateTime, Utc};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::Fact;
use crate::ids::OfficerId;

/// What was done.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ChangeKind {
    /// An officer was made.
    OfficerCreated,
    /// An officer was given another name or username.
    OfficerChanged,
    /// An officer was moved to another position.
    OfficerMoved,
    /// An officer was let go.
    OfficerDeactivated,
    /// An officer was taken back.
    OfficerReactivated,
    /// An officer was given another password; it is recorded nowhere.
    PasswordSet,
    /// An officer's sessions were ended by an administrator.
    SessionsEnded,
    /// A section was made.
    SectionCreated,
    /// A section was given another name.
    SectionRenamed,
    /// A section was dissolved.
    SectionDeactivated,
    /// A section was taken up again.
    SectionReactivated,
    /// A category was made.
    CategoryCreated,
    /// A category was given another name.
    CategoryRenamed,
    /// A category was closed.
    CategoryDeactivated,
    /// A category was taken up again.
    CategoryReactivated,
    /// The letterhead was set.
    LetterheadSet,
    /// The rules of the register were changed.
    RulesChanged,
    /// An officer was appointed to act.
    ActingAppointed,
    /// An appointment to act was ended before its time.
    ActingEnded,
    /// The ordinary working hours were set.
    WorkingHoursSet,
    /// A season was made.
    SeasonCreated,
    /// A season was changed.
    SeasonChanged,
    /// A season was taken away.
    SeasonRemoved,
    /// A holiday was added.
    HolidayAdded,
    /// A holiday was changed.
    HolidayChanged,
    /// A holiday was taken away.
    HolidayRemoved,
    /// A table of holidays was imported.
    HolidaysImported,
    /// A single day was opened or closed.
    DaySet,
    /// What was set of a single day was taken away.
    DayRestored,
    /// A revision of the procedure was added.
    ProcedureRevisionAdded,
    /// A revision of the procedure was taken away before it came into force.
    ProcedureRevisionRemoved,
}

/// An entry of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeChange {
    /// Its number within the office, from 1, without gaps.
    pub number: i32,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it; none where it was done by the command line.
    pub officer: Option<OfficerId>,
    /// What was done.
    pub kind: ChangeKind,
    /// What was so before and is not any more.
    pub before: Vec<Fact>,
    /// What is so since.
    pub after: Vec<Fact>,
}
