//! What a command changes: everything the store has to write, and nothing it has to think about.

use super::Complaint;
use super::change::Change;

/// The complaint as it stands after a command, and which parts of it are new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The complaint after it; its version is one higher.
    pub after: Complaint,
    /// Numbers of the records that were open before and are closed after.
    pub closed: Vec<i32>,
    /// Numbers of the records that are new: opened, or written as skipped.
    pub added: Vec<i32>,
    /// Entries for the log of changes.
    pub changes: Vec<Change>,
}
