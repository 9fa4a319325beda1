//! The solutions given to a complaint, read from its step records.

use chrono::{DateTime, Utc};

use super::Complaint;
use super::record::{Content, StepRecord};
use crate::ids::{OfficerId, SectionId};
use crate::procedure::step::Step;

/// A solution (solusi atau pemecahan): of a section, or the camat's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// Number of the step record in which it was given.
    pub record: i32,
    /// The section; none where it is the camat's own.
    pub section: Option<SectionId>,
    /// Whether it is the leading section's, or the camat's own.
    pub lead: bool,
    /// Whether it still stands: not replaced after a return, nor of an earlier cycle.
    pub current: bool,
    /// Who gave it.
    pub author: OfficerId,
    /// Its text.
    pub text: String,
    /// When it was given.
    pub submitted_at: DateTime<Utc>,
    /// When and by whom it was signed: the camat's own, as he wrote it.
    pub signed: Option<(DateTime<Utc>, OfficerId)>,
}

impl Solution {
    /// All solutions of a complaint, oldest first.
    #[must_use]
    pub fn all_of(complaint: &Complaint) -> Vec<Self> {
        complaint.records.iter().filter_map(|record| Self::of(complaint, record)).collect()
    }

    /// The solution given in a step record, if one was.
    #[must_use]
    pub fn of(complaint: &Complaint, record: &StepRecord) -> Option<Self> {
        let closing = record.closing.as_ref()?;
        let (author, submitted_at) = (closing.taker?.officer, closing.completed_at?);
        let later =
            || complaint.records.iter().filter(|r| r.number > record.number && r.cycle == record.cycle);
        // Whatever is done again at or before its own step puts a solution out of force.
        let replaced_by =
            later().find(|r| r.step < record.step || (r.step == record.step && r.section == record.section));
        let (text, signed) = match &closing.content {
            Content::Solution { text } => {
                let signature = later()
                    .take_while(|r| replaced_by.is_none_or(|replacing| r.number < replacing.number))
                    .filter(|r| r.step == Step::Sign && r.is_completed())
                    .last()
                    .and_then(|r| r.closing.as_ref());
                (text, signature.and_then(|s| Some((s.completed_at?, s.taker?.officer))))
            }
            Content::OwnSolution { text, .. } => (text, Some((submitted_at, author))),
            Content::None
            | Content::Advice { .. }
            | Content::Consideration { .. }
            | Content::Instruction { .. }
            | Content::Result { .. }
            | Content::Filing { .. }
            | Content::Referral { .. } => return None,
        };
        Some(Self {
            record: record.number,
            section: record.section,
            lead: record.leads(),
            current: record.cycle == complaint.cycle && replaced_by.is_none(),
            author,
            text: text.clone(),
            submitted_at,
            signed,
        })
    }
}
