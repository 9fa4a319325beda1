//! The objects of the schema.

pub mod action;
pub mod calendar;
pub mod category;
pub mod complaint;
pub mod conflict_of_interest;
pub mod disposition_sheet;
pub mod office;
pub mod office_change;
pub mod officer;
pub mod procedure;
pub mod reading;
pub mod section;
pub mod session;
pub mod solution;
pub mod step_record;
pub mod submission;
pub mod tracked_complaint;

use async_graphql::{ID, Interface};

pub use action::{Action, Refusal};
pub use category::Category;
pub use complaint::Complaint;
pub use conflict_of_interest::ConflictOfInterest;
pub use disposition_sheet::DispositionSheet;
pub use office::Office;
pub use office_change::OfficeChange;
pub use officer::Officer;
pub use procedure::Procedure;
pub use reading::Reading;
pub use section::Section;
pub use session::Session;
pub use solution::Solution;
pub use step_record::StepRecord;
pub use submission::Submission;
pub use tracked_complaint::TrackedComplaint;

/// A thing with an id by which it can be asked for again.
#[derive(Interface, Debug)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id: opaque, the same for as long as the thing exists."))]
pub enum Node {
    /// An office.
    Office(Office),
    /// A section.
    Section(Section),
    /// An officer.
    Officer(Officer),
    /// A category.
    Category(Category),
    /// A complaint.
    Complaint(Complaint),
    /// A step record.
    StepRecord(StepRecord),
    /// A solution.
    Solution(Solution),
    /// A submission.
    Submission(Submission),
}
