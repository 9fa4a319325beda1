//! How a complaint can stand.

use chrono::{DateTime, Utc};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::ids::ComplaintId;
use crate::procedure::step::Step;

/// How a complaint stands, with what is true of it then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A step is open.
    InProgress {
        /// Which.
        step: Step,
    },
    /// Filed after all its steps.
    Archived {
        /// When.
        at: DateTime<Utc>,
    },
    /// Not this office's authority.
    Referred {
        /// When.
        at: DateTime<Utc>,
        /// To which agency.
        to: String,
    },
    /// The same matter as another complaint of the office.
    Duplicate {
        /// When it was closed as such.
        at: DateTime<Utc>,
        /// Of which.
        of: ComplaintId,
    },
    /// Withdrawn by its complainant.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
}

/// A standing without its data.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// A step is open (diproses).
    InProgress,
    /// Filed (diarsipkan).
    Archived,
    /// Referred to another agency (diteruskan ke instansi lain).
    Referred,
    /// Closed as the duplicate of another (duplikat).
    Duplicate,
    /// Withdrawn (dicabut).
    Withdrawn,
}

impl Standing {
    /// Without its data.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::InProgress { .. } => Status::InProgress,
            Self::Archived { .. } => Status::Archived,
            Self::Referred { .. } => Status::Referred,
            Self::Duplicate { .. } => Status::Duplicate,
            Self::Withdrawn { .. } => Status::Withdrawn,
        }
    }

    /// The open step.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        match self {
            Self::InProgress { step } => Some(*step),
            Self::Archived { .. }
            | Self::Referred { .. }
            | Self::Duplicate { .. }
            | Self::Withdrawn { .. } => None,
        }
    }

    /// When it was closed.
    #[must_use]
    pub fn closed_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::InProgress { .. } => None,
            Self::Archived { at }
            | Self::Referred { at, .. }
            | Self::Duplicate { at, .. }
            | Self::Withdrawn { at } => Some(*at),
        }
    }
}
