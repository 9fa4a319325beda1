//! Ids: kind, office, UUID and, of what is a part of a complaint, its number. Opaque to clients; this is the only parser.

use async_graphql::ID;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::{ActingId, CategoryId, ComplaintId, OfficeId, OfficerId, SectionId};
use uuid::Uuid;

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeId {
    /// An office.
    Office(OfficeId),
    /// A section of an office.
    Section(OfficeId, SectionId),
    /// An officer, wherever they serve.
    Officer(OfficerId),
    /// A category of an office.
    Category(OfficeId, CategoryId),
    /// A complaint of an office.
    Complaint(OfficeId, ComplaintId),
    /// A step record of a complaint, by its number.
    StepRecord(OfficeId, ComplaintId, i32),
    /// The solution given in a step record, by its number.
    Solution(OfficeId, ComplaintId, i32),
    /// An appointment to act, of an office.
    ActingAppointment(OfficeId, ActingId),
}

impl NodeId {
    /// As clients see it.
    #[must_use]
    pub fn encode(self) -> ID {
        let (kind, office, id, number) = match self {
            Self::Office(office) => (1, office.0, Uuid::nil(), 0),
            Self::Section(office, id) => (2, office.0, id.0, 0),
            Self::Officer(id) => (3, 0, id.0, 0),
            Self::Category(office, id) => (4, office.0, id.0, 0),
            Self::Complaint(office, id) => (5, office.0, id.0, 0),
            Self::StepRecord(office, id, number) => (6, office.0, id.0, number),
            Self::Solution(office, id, number) => (7, office.0, id.0, number),
            Self::ActingAppointment(office, id) => (10, office.0, id.0, 0),
        };
        let mut bytes = vec![kind];
        bytes.extend(office.to_be_bytes());
        bytes.extend(id.as_bytes());
        if number != 0 {
            bytes.extend(number.to_be_bytes());
        }
        ID(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads an id; `None` where it is none of ours.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(id).ok()?;
        let (kind, rest) = bytes.split_first()?;
        let (office, rest) = rest.split_first_chunk::<4>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let office = OfficeId(i32::from_be_bytes(*office));
        let id = Uuid::from_bytes(*id);
        let number = match rest {
            [] => None,
            rest => Some(i32::from_be_bytes(rest.try_into().ok()?)),
        };
        match (kind, number) {
            (1, None) => Some(Self::Office(office)),
            (2, None) => Some(Self::Section(office, SectionId(id))),
            (3, None) => Some(Self::Officer(OfficerId(id))),
            (4, None) => Some(Self::Category(office, CategoryId(id))),
            (5, None) => Some(Self::Complaint(office, ComplaintId(id))),
            (6, Some(number)) => Some(Self::StepRecord(office, ComplaintId(id), number)),
            (7, Some(number)) => Some(Self::Solution(office, ComplaintId(id), number)),
            (10, None) => Some(Self::ActingAppointment(office, ActingId(id))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_names_what_it_was_made_for(office: i32, bytes: [u8; 16], number in 1..i32::MAX) {
            let (office, id) = (OfficeId(office), Uuid::from_bytes(bytes));
            for node in [
                NodeId::Office(office),
                NodeId::Section(office, SectionId(id)),
                NodeId::Officer(OfficerId(id)),
                NodeId::Category(office, CategoryId(id)),
                NodeId::Complaint(office, ComplaintId(id)),
                NodeId::StepRecord(office, ComplaintId(id), number),
                NodeId::Solution(office, ComplaintId(id), number),
                NodeId::ActingAppointment(office, ActingId(id)),
            ] {
                let parsed = NodeId::parse(&node.encode());
                prop_assert_eq!(parsed, Some(node));
            }
        }

        #[test]
        fn any_text_is_an_id_or_none(text in ".{0,60}") {
            let _ = NodeId::parse(&text);
        }
    }
}
