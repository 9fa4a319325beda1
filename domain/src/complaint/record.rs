//! One step record: who took a step, when, and what it said. The disposition sheet and the solutions are read from
//! these, so nothing that was once written is ever overwritten.

use chrono::{DateTime, Utc};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::ids::SectionId;
use crate::office::{Position, Post, Taker};
use crate::procedure::step::Step;

/// A record of one step taken once. Records of a complaint are numbered in the order in which they began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRecord {
    /// Its number within the complaint, from 1.
    pub number: i32,
    /// The step.
    pub step: Step,
    /// The cycle: a reopened complaint starts cycle 2.
    pub cycle: i32,
    /// The how-manieth time the step is taken in this cycle (in step 7, by this section); being skipped does not count.
    pub visit: i32,
    /// The position that takes it, or took it.
    pub position: Position,
    /// The section asked, in step 7.
    pub section: Option<SectionId>,
    /// In step 7: whether the section leads.
    pub lead: Option<bool>,
    /// When its clock started; none where skipped.
    pub started_at: Option<DateTime<Utc>>,
    /// When it is due; none where skipped or where an imported register does not say.
    pub due_at: Option<DateTime<Utc>>,
    /// Of the record that begins a cycle: when the whole cycle should end, all its standards one after the other. A promise:
    /// fixed when the cycle begins. None where the cycle began in an imported register.
    pub cycle_due_at: Option<DateTime<Utc>>,
    /// Why it was opened, where that was off the straight path: the reason of a return, a hand-back, a reopening.
    pub opened_because: Option<String>,
    /// How it ended; none while it is open.
    pub closing: Option<Closing>,
}

/// How a step record ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// In which way.
    pub outcome: StepOutcome,
    /// Who ended it; nobody where it was skipped or ended with another's.
    pub taker: Option<Taker>,
    /// When it happened; none where skipped.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it was entered: later where paper came first.
    pub recorded_at: DateTime<Utc>,
    /// Working time used, in seconds; none where it never began or an imported register does not say.
    pub working_seconds: Option<i64>,
    /// Working time since the cycle began (the arrival; of a later cycle, the reopening), in seconds; none as above.
    pub cycle_seconds: Option<i64>,
    /// Working time from the happening to the entry, in seconds; none as above.
    pub entry_lag_seconds: Option<i64>,
    /// A note, or the reason of a return, a hand-back, a referral; of a lead's solution, why it did not wait for a silent
    /// supporter.
    pub note: Option<String>,
    /// What the step said.
    pub content: Content,
}

/// What a step said, beyond a note.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    None,
    /// Step 4: the secretary's advice (masukan dan informasi).
    Advice {
        /// Its text.
        text: String,
        /// Sections the secretary suggests.
        suggested: Vec<SectionId>,
    },
    /// Step 5: the camat's consideration (pertimbangan).
    Consideration {
        /// Its text.
        text: String,
        /// Whether it is a matter of policy.
        policy_matter: bool,
    },
    /// Step 6, to sections: the instruction (isi disposisi).
    Instruction {
        /// Its text.
        text: String,
    },
    /// Step 6, alone: the camat's own solution.
    OwnSolution {
        /// Its text.
        text: String,
        /// An instruction for carrying it out.
        instruction: Option<String>,
    },
    /// Step 7: a section's solution (solusi atau pemecahan).
    Solution {
        /// Its text.
        text: String,
    },
    /// Step 9: what was done, and what the complainant was told.
    Result {
        /// What was done.
        result: String,
        /// The answer.
        answer: String,
    },
    /// Step 10: where it is filed.
    Filing {
        /// The archive code.
        archive_code: String,
    },
    /// A referral: to which agency.
    Referral {
        /// The agency.
        agency: String,
    },
}

/// In which way a step record ended.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum StepOutcome {
    /// Done.
    Completed,
    /// Returned for correction.
    Returned,
    /// Passed over: the camat decided alone.
    Skipped,
    /// The complaint was referred to another agency.
    Referred,
    /// The complaint was closed as a duplicate.
    ClosedAsDuplicate,
    /// The complainant withdrew.
    Withdrawn,
    /// The section is not the right one.
    HandedBack,
    /// A supporting section stayed silent and the lead went on.
    NoAnswer,
    /// Open in parallel when the complaint left the step another way.
    Superseded,
}

impl StepRecord {
    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closing.is_none()
    }

    /// Whether it ended in this way.
    #[must_use]
    pub fn ended(&self, outcome: StepOutcome) -> bool {
        self.closing.as_ref().is_some_and(|c| c.outcome == outcome)
    }

    /// Whether it was completed.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.ended(StepOutcome::Completed)
    }

    /// Whether it leads, or is not of step 7.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.lead != Some(false)
    }

    /// The posts whose holders may take it: the position's of the table, in step 7 the head of its section.
    #[must_use]
    pub fn posts(&self) -> Vec<Post> {
        crate::procedure::table::of(self.step)
            .positions
            .iter()
            .map(|&position| Post { position, section: self.section })
            .collect()
    }

    /// Whether it was on time, or is late already: none while open and not yet due, and where nothing was due.
    #[must_use]
    pub fn on_time(&self, now: DateTime<Utc>) -> Option<bool> {
        let due_at = self.due_at?;
        match &self.closing {
            Some(closing) => closing.completed_at.map(|at| at <= due_at),
            None => (due_at < now).then_some(false),
        }
    }

    /// Whether it is open and past its due time.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.is_open() && self.due_at.is_some_and(|due_at| due_at < now)
    }
}
