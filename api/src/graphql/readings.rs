//! What a request reads of what is confidential. Whatever shows something notes it here; it is put on record in one go, after
//! the request is executed and before its answer is given.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::complaint::Confidentiality;
use domain::ids::OfficeId;
use domain::reading::{ReadOf, ReadPart};

/// What was read of which complaint or submission: each once, however often it is shown.
type Noted = BTreeSet<(OfficeId, ReadOf, ReadPart)>;

/// The readings of one request.
#[derive(Clone, Debug, Default)]
pub struct Readings(Arc<Mutex<Noted>>);

impl Readings {
    /// Takes what was noted.
    #[must_use]
    pub fn take(&self) -> Noted {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where readings of a complaint or a submission of an office are noted.
    #[must_use]
    pub fn of(&self, office: OfficeId, of: ReadOf, confidentiality: Confidentiality) -> ReadingsOf {
        ReadingsOf { readings: self.clone(), office, of, confidentiality }
    }
}

/// Where readings of one complaint or submission are noted.
#[derive(Clone, Debug)]
pub struct ReadingsOf {
    readings: Readings,
    office: OfficeId,
    of: ReadOf,
    confidentiality: Confidentiality,
}

impl ReadingsOf {
    /// Notes that a part of it is shown, where that is to be on record.
    pub fn note(&self, part: ReadPart) {
        if part.is_on_record(self.confidentiality) {
            let mut noted = self.readings.0.lock().unwrap_or_else(PoisonError::into_inner);
            noted.insert((self.office, self.of, part));
        }
    }
}
