//! Which buttons a front end draws: the judge's own questions, asked for every kind of command that fits the state.

use chrono::{DateTime, Utc};

use super::Complaint;
use super::command::CommandKind;
use super::decide::{Situation, fits, may, posts_for, posts_of_section};
use super::refusal::Refusal;
use crate::ids::{OfficerId, SectionId};
use crate::office::{Office, Taker};
use crate::procedure::step::Step;

/// A command that fits how the complaint stands, and whether the viewer may give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its kind.
    pub kind: CommandKind,
    /// The open step it acts on.
    pub step: Option<Step>,
    /// The section of the open step, in step 7.
    pub section: Option<SectionId>,
    /// Where to, of a return.
    pub return_to: Option<Vec<Step>>,
    /// As whom the viewer may, or why not.
    pub verdict: Result<Taker, Refusal>,
}

/// All commands that fit, the step's own first.
#[must_use]
pub fn actions(office: &Office, complaint: &Complaint, viewer: OfficerId, now: DateTime<Utc>) -> Vec<Action> {
    let situation = Situation { office, complaint, actor: viewer, now, occurred_at: None, original: None };
    let step = complaint.standing.step();
    let mut actions = Vec::new();
    for &kind in CommandKind::ALL {
        if fits(complaint, kind).is_err() {
            continue;
        }
        if matches!(kind, CommandKind::Solve | CommandKind::HandBack) {
            actions.extend(complaint.open_records().map(|record| Action {
                kind,
                step,
                section: record.section,
                return_to: None,
                verdict: may(&situation, &posts_of_section(&situation, kind, record, now), now),
            }));
        } else {
            actions.push(Action {
                kind,
                step,
                section: None,
                return_to: (kind == CommandKind::Return).then(|| complaint.return_targets()),
                verdict: may(&situation, &posts_for(complaint, kind), now),
            });
        }
    }
    actions
}
