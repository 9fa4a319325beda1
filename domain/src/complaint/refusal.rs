//! Why a command is refused: codes, field paths and facts, no prose. The sentences are in `api/src/messages`.

use chrono::{DateTime, Utc};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::standing::Status;
use crate::ids::SectionId;
pub use crate::input::{InputFault, InputProblem};
use crate::office::Position;
use crate::procedure::step::Step;
use crate::submission;

/// Why a command is refused. Judged in the order of the variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The complaint is closed.
    Closed {
        /// How it was closed.
        status: Status,
    },
    /// The submission waits no more.
    Settled {
        /// What became of it.
        status: submission::Status,
    },
    /// The complaint does not stand at a step from which this can be done.
    WrongStep {
        /// Where it stands.
        current: Option<Step>,
    },
    /// The officer is complained of.
    ConflictOfInterest {
        /// Who may.
        permitted: Vec<Position>,
    },
    /// The officer holds none of the positions that may.
    NotPermitted {
        /// Who may.
        permitted: Vec<Position>,
        /// When an acting appointment of the officer begins that permits it.
        until: Option<DateTime<Utc>>,
    },
    /// Supporting sections have not answered, and the lead gave no reason for going on without them.
    SupportPending {
        /// The silent ones.
        sections: Vec<SectionId>,
    },
    /// The input is not right; every problem at once.
    InvalidInput(Vec<InputProblem>),
}

/// The code of a refusal, as front ends see it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "each code is documented where it arises")]
pub enum RefusalCode {
    Closed,
    WrongStep,
    ConflictOfInterest,
    NotPermitted,
    SupportPending,
    InvalidInput,
}

impl Refusal {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> RefusalCode {
        match self {
            Self::Closed { .. } | Self::Settled { .. } => RefusalCode::Closed,
            Self::WrongStep { .. } => RefusalCode::WrongStep,
            Self::ConflictOfInterest { .. } => RefusalCode::ConflictOfInterest,
            Self::NotPermitted { .. } => RefusalCode::NotPermitted,
            Self::SupportPending { .. } => RefusalCode::SupportPending,
            Self::InvalidInput(_) => RefusalCode::InvalidInput,
        }
    }

    /// A refusal for one field.
    #[must_use]
    pub fn field(field: &'static str, fault: InputFault) -> Self {
        Self::InvalidInput(vec![InputProblem::new(field, fault)])
    }
}
