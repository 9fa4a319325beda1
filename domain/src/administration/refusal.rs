//! Why an amendment is refused: codes, field paths and facts, no prose.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::input::{InputFault, InputProblem};

/// Why an amendment is refused. Judged in the order of the variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not an administrator of the office.
    NotPermitted,
    /// An administrator would give himself a position that takes steps: somebody else has to do it.
    Oneself,
    /// The input is not right; every problem at once.
    InvalidInput(Vec<InputProblem>),
    /// Nobody who is appointed to administer the office would be left.
    LastAdministrator,
}

/// The code of a refusal, as front ends see it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "each code is documented where it arises")]
pub enum RefusalCode {
    NotPermitted,
    Oneself,
    InvalidInput,
    LastAdministrator,
}

impl Refusal {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> RefusalCode {
        match self {
            Self::NotPermitted => RefusalCode::NotPermitted,
            Self::Oneself => RefusalCode::Oneself,
            Self::InvalidInput(_) => RefusalCode::InvalidInput,
            Self::LastAdministrator => RefusalCode::LastAdministrator,
        }
    }

    /// A refusal for one field.
    #[must_use]
    pub fn field(field: &'static str, fault: InputFault) -> Self {
        Self::InvalidInput(vec![InputProblem::new(field, fault)])
    }
}
