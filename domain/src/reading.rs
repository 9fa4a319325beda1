//! Readings of what is confidential: which of them are put on record, so that it can be asked later who read what.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::complaint::Confidentiality;
use crate::complaint::change::ChangedField;
use crate::ids::{ComplaintId, SubmissionId};
use crate::office::Position;
use crate::visibility::Viewer;

/// Of what something was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReadOf {
    /// A complaint.
    Complaint(ComplaintId),
    /// What came in by itself and was not received yet, or never.
    Submission(SubmissionId),
}

/// What was read.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ReadPart {
    /// What a complaint is about: all that [`Sight::content`](crate::visibility::Sight::content) shows.
    Content,
    /// The complainant's name, telephone, e-mail or address.
    Complainant,
    /// The complainant's national id (NIK).
    NationalId,
}

impl ReadPart {
    /// Whether a reading of it is put on record: of a secret complaint each, of any other the national id only.
    #[must_use]
    pub fn is_on_record(self, confidentiality: Confidentiality) -> bool {
        match (self, confidentiality) {
            (Self::NationalId, _) | (_, Confidentiality::Secret) => true,
            (Self::Content | Self::Complainant, Confidentiality::Open | Confidentiality::Anonymous) => false,
        }
    }

    /// The part that a field of the log of changes belongs to; none where everybody sees it for whom the complaint exists.
    #[must_use]
    pub fn of(field: ChangedField) -> Option<Self> {
        match field {
            ChangedField::Subject
            | ChangedField::Description
            | ChangedField::Category
            | ChangedField::Village
            | ChangedField::ReportedOfficers => Some(Self::Content),
            ChangedField::ComplainantName
            | ChangedField::ComplainantPhone
            | ChangedField::ComplainantEmail
            | ChangedField::ComplainantAddress => Some(Self::Complainant),
            ChangedField::ComplainantNationalId => Some(Self::NationalId),
            ChangedField::Confidentiality | ChangedField::Urgency | ChangedField::Status => None,
        }
    }
}

impl Viewer {
    /// Whether they may ask who read what: the camat of the office, and the regency's inspector.
    #[must_use]
    pub fn reviews_readings(&self) -> bool {
        self.posts.iter().any(|post| match post.position {
            Position::Camat | Position::Inspector => true,
            Position::Staff
            | Position::HeadOfGeneralAffairs
            | Position::Secretary
            | Position::SectionHead
            | Position::Administrator => false,
        })
    }
}
