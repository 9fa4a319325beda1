//! What a request reads of what is confidential. Whatever shows something notes it here; it is put on record in one go, after
//! the request is executed and before its answer is given.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::complaint::{Complaint, Confidentiality};
use domain::ids::{ComplaintId, OfficeId};
use domain::reading::ReadPart;

/// What was read of which complaint: each once, however often it is shown.
type Noted = BTreeSet<(OfficeId, ComplaintId, ReadPart)>;

/// The readings of one request.
#[derive(Clone, Debug, Default)]
pub struct Readings(Arc<Mutex<Noted>>);

impl Readings {
    /// Takes what was noted.
    #[must_use]
    pub fn take(&self) -> Noted {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where readings of a complaint are noted.
    #[must_use]
    pub fn of(&self, complaint: &Complaint) -> ReadingsOf {
        ReadingsOf {
            readings: self.clone(),
            office: complaint.office,
            complaint: complaint.id,
            confidentiality: complaint.confidentiality,
        }
    }
}

/// Where readings of one complaint are noted.
#[derive(Clone, Debug)]
pub struct ReadingsOf {
    readings: Readings,
    office: OfficeId,
    complaint: ComplaintId,
    confidentiality: Confidentiality,
}

impl ReadingsOf {
    /// Notes that a part of it is shown, where that is to be on record.
    pub fn note(&self, part: ReadPart) {
        if part.is_on_record(self.confidentiality) {
            let mut noted = self.readings.0.lock().unwrap_or_else(PoisonError::into_inner);
            noted.insert((self.office, self.complaint, part));
        }
    }
}
