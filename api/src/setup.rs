//! What a new office begins with: the SOP's procedure, the province's hours, the holidays that are shipped, the
//! government's categories, the villages of Tabanan.

use chrono_tz::Tz;
use domain::ids::{CategoryId, OfficeId};
use domain::input::InputFault;
use domain::office::{Category, Letterhead, Office, Section, Village};
use domain::procedure::sop_065_2262;
use domain::values::{AgendaFormat, VillageCode};
use domain::working_time::{Calendar, CalendarError, Holiday, WeeklyHours};
use serde::Deserialize;

use crate::clock::Clock;
use crate::import;

/// Holidays of 2025 to 2027 (SKB of three ministers, circulars of Bali), as shipped with the domain.
const HOLIDAYS: &str = include_str!("../../domain/data/holidays-id.csv");
/// The sub-districts and villages of Tabanan.
const TABANAN: &str = include_str!("../data/tabanan.csv");

/// Days back a step may be entered, unless the office says otherwise.
pub const BACKDATE_DAYS: u16 = 30;

/// The government's categories for the handling of complaints (sop.md section 6).
const CATEGORIES: [(&str, &str); 10] = [
    ("01", "Penyalahgunaan wewenang"),
    ("02", "Pelayanan masyarakat"),
    ("03", "Korupsi/pungli"),
    ("04", "Kepegawaian/ketenagakerjaan"),
    ("05", "Pertanahan/perumahan"),
    ("06", "Hukum/peradilan dan HAM"),
    ("07", "Kewaspadaan nasional"),
    ("08", "Tatalaksana/regulasi"),
    ("09", "Lingkungan hidup"),
    ("10", "Umum"),
];

/// What differs between new offices.
#[derive(Clone, Debug)]
pub struct NewOffice {
    /// Code in the national list.
    pub code: String,
    /// Name.
    pub name: String,
    /// Regency.
    pub regency: String,
    /// Time zone.
    pub zone: Tz,
    /// How agenda numbers are written.
    pub agenda_format: AgendaFormat,
    /// Sections.
    pub sections: Vec<Section>,
    /// Villages.
    pub villages: Vec<Village>,
}

/// Shipped data that cannot be read, or a calendar that cannot be.
#[derive(Debug, thiserror::Error)]
pub enum SetupDataError {
    /// A line of a shipped file.
    #[error("shipped data: {0}")]
    Csv(#[from] csv::Error),
    /// The holidays.
    #[error("shipped holidays: {0:?}")]
    Holidays(Vec<InputFault>),
    /// The calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

impl NewOffice {
    /// The office with everything it begins with; its number is given by the store.
    ///
    /// # Errors
    /// [`SetupDataError`].
    pub fn build(self, clock: &dyn Clock) -> Result<Office, SetupDataError> {
        let calendar = Calendar::new(self.zone, WeeklyHours::bali_default(), Vec::new(), holidays()?)?;
        let category = |(code, name): (&str, &str)| Category {
            id: CategoryId(clock.new_id()),
            code: code.to_owned(),
            name: name.to_owned(),
            active: true,
            number: 0,
        };
        Ok(Office {
            id: OfficeId(0),
            code: self.code,
            name: self.name,
            regency: self.regency,
            calendar,
            agenda_format: self.agenda_format,
            backdate_days: BACKDATE_DAYS,
            letterhead: Letterhead::default(),
            sections: self.sections,
            officers: Vec::new(),
            acting: Vec::new(),
            categories: CATEGORIES.into_iter().map(category).collect(),
            villages: self.villages,
            procedures: vec![sop_065_2262::procedure()],
        })
    }
}

/// The shipped holidays. Local dispensation days count as closed (sop.md section 9).
///
/// # Errors
/// [`SetupDataError`].
pub fn holidays() -> Result<Vec<Holiday>, SetupDataError> {
    import::holidays::read(HOLIDAYS, true).map_err(SetupDataError::Holidays)
}

/// The sub-districts and villages of Tabanan.
#[derive(Clone, Debug)]
pub struct TabananPlaces(Vec<Place>);

/// A place of Tabanan.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    level: String,
    /// Code in the national list.
    pub code: String,
    /// Its name.
    pub name: String,
    parent_code: String,
}

impl TabananPlaces {
    /// As shipped.
    ///
    /// # Errors
    /// [`SetupDataError`].
    pub fn shipped() -> Result<Self, SetupDataError> {
        let places =
            csv::Reader::from_reader(TABANAN.as_bytes()).into_deserialize().collect::<Result<_, _>>()?;
        Ok(Self(places))
    }

    /// A sub-district (kecamatan) by its code.
    #[must_use]
    pub fn sub_district(&self, code: &str) -> Option<&Place> {
        self.0.iter().find(|place| place.level == "kecamatan" && place.code == code)
    }

    /// The villages of a sub-district.
    #[must_use]
    pub fn villages(&self, sub_district: &str) -> Vec<Village> {
        let of = |place: &&Place| place.level != "kecamatan" && place.parent_code == sub_district;
        self.0
            .iter()
            .filter(of)
            .map(|place| Village { code: VillageCode(place.code.clone()), name: place.name.clone() })
            .collect()
    }
}
