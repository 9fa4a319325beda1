//! The letterhead (kop surat): what is printed at the head of documents.

use serde::Serialize;

use super::draft::Draft;
use crate::office::Letterhead;
use crate::values::{Email, Line, Phone, Text};

/// Set the whole letterhead; what is left out is not printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SetLetterhead {
    /// The government, like `Pemerintah Kabupaten Tabanan`.
    pub government: Option<Line>,
    /// The office, like `Kecamatan Selemadeg Timur`.
    pub office_name: Option<Line>,
    /// Postal address.
    pub address: Option<Line>,
    /// Telephone.
    pub telephone: Option<Phone>,
    /// E-mail.
    pub email: Option<Email>,
    /// Website.
    pub website: Option<Text<200>>,
}

impl SetLetterhead {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        let Self { government, office_name, address, telephone, email, website } = self.clone();
        draft.after.letterhead = Letterhead {
            government: government.map(Line::into_string),
            office_name: office_name.map(Line::into_string),
            address: address.map(Line::into_string),
            telephone: telephone.map(Phone::into_string),
            email: email.map(Email::into_string),
            website: website.map(Text::into_string),
        };
    }
}
