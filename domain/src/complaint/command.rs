//! Every way a complaint can move, one variant each.

use serde::Serialize;
use strum::{IntoStaticStr, VariantArray};

use super::exits::{CloseAsDuplicate, Correct, HandBack, Refer, Reopen, Return, Withdraw};
use super::steps::{
    Advise, Archive, AttachDispositionSheet, CarryOut, Consider, Dispose, ForwardToSecretary, Sign, Solve,
};
use crate::procedure::step::Step;
use crate::procedure::table;

/// A command to a complaint that is there already. Receiving one is [`super::steps::Receive`], for there is nothing yet to judge it on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each variant is documented at its struct")]
pub enum Command {
    AttachDispositionSheet(AttachDispositionSheet),
    ForwardToSecretary(ForwardToSecretary),
    Advise(Advise),
    Consider(Consider),
    Dispose(Dispose),
    Solve(Solve),
    Sign(Sign),
    CarryOut(CarryOut),
    Archive(Archive),
    Return(Return),
    HandBack(HandBack),
    Refer(Refer),
    CloseAsDuplicate(CloseAsDuplicate),
    Withdraw(Withdraw),
    Reopen(Reopen),
    Correct(Correct),
}

/// The kinds of command; their name is the mutation's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[allow(missing_docs, reason = "each kind is documented at its command's struct")]
pub enum CommandKind {
    #[strum(serialize = "receiveComplaint")]
    Receive,
    #[strum(serialize = "attachDispositionSheet")]
    AttachDispositionSheet,
    #[strum(serialize = "forwardToSecretary")]
    ForwardToSecretary,
    #[strum(serialize = "adviseCamat")]
    Advise,
    #[strum(serialize = "considerComplaint")]
    Consider,
    #[strum(serialize = "disposeComplaint")]
    Dispose,
    #[strum(serialize = "submitSolution")]
    Solve,
    #[strum(serialize = "signSolution")]
    Sign,
    #[strum(serialize = "carryOutSolution")]
    CarryOut,
    #[strum(serialize = "archiveComplaint")]
    Archive,
    #[strum(serialize = "returnComplaint")]
    Return,
    #[strum(serialize = "handBackComplaint")]
    HandBack,
    #[strum(serialize = "referComplaint")]
    Refer,
    #[strum(serialize = "closeAsDuplicate")]
    CloseAsDuplicate,
    #[strum(serialize = "withdrawComplaint")]
    Withdraw,
    #[strum(serialize = "reopenComplaint")]
    Reopen,
    #[strum(serialize = "correctComplaint")]
    Correct,
}

impl CommandKind {
    /// All kinds, the steps first, in order.
    pub const ALL: &'static [CommandKind] = Self::VARIANTS;

    /// The mutation's name.
    #[must_use]
    pub fn mutation(self) -> &'static str {
        self.into()
    }

    /// The step it takes; none for a way off the straight path.
    #[must_use]
    pub fn step(self) -> Option<Step> {
        table::STEPS.iter().find(|row| row.kind == self).map(|row| row.step)
    }

    /// The kind that takes a step.
    #[must_use]
    pub fn of_step(step: Step) -> Self {
        table::of(step).kind
    }
}

impl Command {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        match self {
            Self::AttachDispositionSheet(_) => CommandKind::AttachDispositionSheet,
            Self::ForwardToSecretary(_) => CommandKind::ForwardToSecretary,
            Self::Advise(_) => CommandKind::Advise,
            Self::Consider(_) => CommandKind::Consider,
            Self::Dispose(_) => CommandKind::Dispose,
            Self::Solve(_) => CommandKind::Solve,
            Self::Sign(_) => CommandKind::Sign,
            Self::CarryOut(_) => CommandKind::CarryOut,
            Self::Archive(_) => CommandKind::Archive,
            Self::Return(_) => CommandKind::Return,
            Self::HandBack(_) => CommandKind::HandBack,
            Self::Refer(_) => CommandKind::Refer,
            Self::CloseAsDuplicate(_) => CommandKind::CloseAsDuplicate,
            Self::Withdraw(_) => CommandKind::Withdraw,
            Self::Reopen(_) => CommandKind::Reopen,
            Self::Correct(_) => CommandKind::Correct,
        }
    }
}
