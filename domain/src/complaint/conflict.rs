//! A conflict of interest: officers of the procedure's path are complained of, and others stand in for them, or nobody
//! (rules.md section 3).

use chrono::{DateTime, Utc};

use super::Complaint;
use super::record::StepRecord;
use crate::ids::SectionId;
use crate::office::{Office, Position, Post};

/// What is in conflict in a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The positions of the path that somebody complained of holds or acts for, each once.
    pub positions: Vec<Position>,
    /// Whether the open step waits and nobody is left who may take it.
    pub waits_for_nobody: bool,
}

impl Conflict {
    /// The conflict of a complaint at an instant; none where nobody of its path is complained of. Heads of sections are of
    /// the path once their section was asked.
    #[must_use]
    pub fn of(office: &Office, complaint: &Complaint, at: DateTime<Utc>) -> Option<Self> {
        let asked: Vec<SectionId> = complaint.asked_sections().collect();
        let mut positions = Vec::new();
        for post in complaint.reported.iter().flat_map(|&officer| office.posts_of(officer, at)) {
            if is_of_the_path(post, &asked) && !positions.contains(&post.position) {
                positions.push(post.position);
            }
        }
        if positions.is_empty() {
            return None;
        }
        positions.sort_unstable();
        let is_left_to_nobody = |record: &StepRecord| {
            let mut posts = record.posts();
            // The camat takes it back, to name another section.
            posts.extend(record.section.map(|_| Post::of(Position::Camat)));
            posts.iter().all(|&post| office.takers(post, at, &complaint.reported).is_empty())
                && posts.iter().any(|&post| office.is_left_to_nobody(post, at, &complaint.reported))
        };
        Some(Self { positions, waits_for_nobody: complaint.open_records().any(is_left_to_nobody) })
    }
}

fn is_of_the_path(post: Post, asked: &[SectionId]) -> bool {
    match post.position {
        Position::Staff | Position::HeadOfGeneralAffairs | Position::Secretary | Position::Camat => true,
        Position::SectionHead => post.section.is_some_and(|section| asked.contains(&section)),
        Position::Administrator | Position::Inspector => false,
    }
}
