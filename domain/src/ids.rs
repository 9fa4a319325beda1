//! Ids: one type for each kind of thing, so that a section's id cannot be passed for an officer's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An office's small number. It stands first in every key of the office's rows and begins its tracking codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OfficeId(pub i32);

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub Uuid);
    )+};
}

uuid_ids! {
    /// A complaint (pengaduan), within its office.
    ComplaintId,
    /// A submission (kiriman), within its office: what came in by itself and waits for step 1.
    SubmissionId,
    /// An officer (pejabat, staf): a person who signs in.
    OfficerId,
    /// A section or subdivision (seksi, subbagian), within its office.
    SectionId,
    /// A category of complaints, within its office.
    CategoryId,
    /// An acting appointment (Plt., Plh.), within its office.
    ActingId,
    /// A session of an officer. Nothing of its token can be told from it.
    SessionId,
}
