//! The log of changes: what stood before a correction is kept.

use chrono::{DateTime, Utc};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::ids::OfficerId;

/// One field changed by a correction, or the status changed by a reopening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// By whom.
    pub officer: OfficerId,
    /// Why.
    pub reason: String,
    /// Which field.
    pub field: ChangedField,
    /// What stood before.
    pub before: Option<String>,
    /// What stands after.
    pub after: Option<String>,
}

/// A field that can change after receiving, in the words of the schema.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "camelCase")]
#[allow(missing_docs, reason = "each field is documented at Complaint and Complainant")]
pub enum ChangedField {
    Subject,
    Description,
    #[strum(serialize = "complainant.name")]
    ComplainantName,
    #[strum(serialize = "complainant.phone")]
    ComplainantPhone,
    #[strum(serialize = "complainant.email")]
    ComplainantEmail,
    #[strum(serialize = "complainant.address")]
    ComplainantAddress,
    #[strum(serialize = "complainant.nationalId")]
    ComplainantNationalId,
    Confidentiality,
    Category,
    #[strum(serialize = "villageCode")]
    Village,
    Urgency,
    ReportedOfficers,
    Status,
}
