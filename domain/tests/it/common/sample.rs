//! An office as the SOP knows it: five subdivisions, a Kasubag who heads one of them, an inspector outside.

use chrono::{DateTime, Utc};
use domain::ids::{ActingId, CategoryId, OfficeId, OfficerId, SectionId};
use domain::office::{
    ActingAppointment, Capacity, Category, Letterhead, Office, Officer, Position, Post, Section, Village,
};
use domain::procedure::sop_065_2262::procedure;
use domain::values::{AgendaFormat, VillageCode};
use domain::working_time::{Calendar, Holiday, HolidayKind, WeeklyHours};
use uuid::Uuid;

pub(crate) const OFFICE: OfficeId = OfficeId(2);

pub(crate) const STAF: OfficerId = OfficerId(Uuid::from_u128(101));
pub(crate) const KASUBAG: OfficerId = OfficerId(Uuid::from_u128(102));
pub(crate) const SEKRETARIS: OfficerId = OfficerId(Uuid::from_u128(103));
pub(crate) const CAMAT: OfficerId = OfficerId(Uuid::from_u128(104));
pub(crate) const KASI_PEMERINTAHAN: OfficerId = OfficerId(Uuid::from_u128(105));
pub(crate) const KASI_TRANTIB: OfficerId = OfficerId(Uuid::from_u128(106));
pub(crate) const KASI_PMD: OfficerId = OfficerId(Uuid::from_u128(107));
pub(crate) const ADMIN: OfficerId = OfficerId(Uuid::from_u128(108));
/// The regency's inspector belongs to no office.
pub(crate) const INSPEKTUR: OfficerId = OfficerId(Uuid::from_u128(109));

/// Who tries what in the table of permissions, by the name they sign in with.
pub(crate) const EVERYBODY: [(&str, OfficerId); 9] = [
    ("staf", STAF),
    ("kasubag", KASUBAG),
    ("sekretaris", SEKRETARIS),
    ("camat", CAMAT),
    ("pemerintahan", KASI_PEMERINTAHAN),
    ("trantib", KASI_TRANTIB),
    ("pmd", KASI_PMD),
    ("admin", ADMIN),
    ("inspektur", INSPEKTUR),
];

pub(crate) const PEMERINTAHAN: SectionId = SectionId(Uuid::from_u128(201));
pub(crate) const TRANTIB: SectionId = SectionId(Uuid::from_u128(202));
pub(crate) const PMD: SectionId = SectionId(Uuid::from_u128(203));
/// Headed by the Kasubag.
pub(crate) const UMUM: SectionId = SectionId(Uuid::from_u128(204));
/// Dissolved.
pub(crate) const EKBANG: SectionId = SectionId(Uuid::from_u128(205));
/// Of another office.
pub(crate) const FOREIGN_SECTION: SectionId = SectionId(Uuid::from_u128(299));

pub(crate) const LINGKUNGAN: CategoryId = CategoryId(Uuid::from_u128(309));
pub(crate) const PELAYANAN: CategoryId = CategoryId(Uuid::from_u128(302));

pub(crate) fn megati() -> VillageCode {
    VillageCode("51.02.02.2005".to_owned())
}

pub(crate) fn bantas() -> VillageCode {
    VillageCode("51.02.02.2003".to_owned())
}

/// Kecamatan Selemadeg Timur.
pub(crate) fn office() -> Office {
    let section = |number, id, code: &str, name: &str, active| Section {
        id,
        code: code.to_owned(),
        name: name.to_owned(),
        active,
        number,
    };
    let officer = |id, username: &str, name: &str, position, section| Officer {
        id,
        office: Some(OFFICE),
        regency: None,
        username: username.to_owned(),
        name: name.to_owned(),
        position,
        section,
        active: true,
    };
    let category = |number, id, code: &str, name: &str| Category {
        id,
        code: code.to_owned(),
        name: name.to_owned(),
        active: true,
        number,
    };
    Office {
        id: OFFICE,
        code: "51.02.02".to_owned(),
        name: "Selemadeg Timur".to_owned(),
        regency: "Tabanan".to_owned(),
        calendar: calendar(),
        agenda_format: AgendaFormat::parse(AgendaFormat::DEFAULT).unwrap(),
        backdate_days: 30,
        letterhead: Letterhead::default(),
        sections: vec![
            section(1, PEMERINTAHAN, "PEM", "Seksi Tata Pemerintahan", true),
            section(2, TRANTIB, "TRANTIB", "Seksi Ketenteraman dan Ketertiban Umum", true),
            section(3, PMD, "PMD", "Seksi Pemberdayaan Masyarakat dan Desa", true),
            section(4, UMUM, "UMUM", "Subbag Umum dan Kepegawaian", true),
            section(5, EKBANG, "EKBANG", "Seksi Ekonomi dan Pembangunan", false),
        ],
        officers: vec![
            officer(STAF, "staf", "Ni Luh Sari", Position::Staff, None),
            officer(KASUBAG, "kasubag", "I Nyoman Arta", Position::HeadOfGeneralAffairs, Some(UMUM)),
            officer(SEKRETARIS, "sekretaris", "Ni Made Rai", Position::Secretary, None),
            officer(CAMAT, "camat", "I Gusti Putu Ngurah", Position::Camat, None),
            officer(
                KASI_PEMERINTAHAN,
                "kasi.pemerintahan",
                "I Wayan Suda",
                Position::SectionHead,
                Some(PEMERINTAHAN),
            ),
            officer(KASI_TRANTIB, "kasi.trantib", "I Ketut Wira", Position::SectionHead, Some(TRANTIB)),
            officer(KASI_PMD, "kasi.pmd", "Ni Wayan Mertha", Position::SectionHead, Some(PMD)),
            officer(ADMIN, "admin", "I Putu Eka", Position::Administrator, None),
        ],
        acting: Vec::new(),
        categories: vec![
            category(1, PELAYANAN, "02", "Pelayanan masyarakat"),
            category(2, LINGKUNGAN, "09", "Lingkungan hidup"),
        ],
        villages: vec![
            Village { code: bantas(), name: "Bantas".to_owned() },
            Village { code: megati(), name: "Megati".to_owned() },
        ],
        procedures: vec![procedure()],
    }
}

/// An appointment to act for a post from one instant until another.
pub(crate) fn acting(
    officer: OfficerId,
    post: Post,
    capacity: Capacity,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> ActingAppointment {
    let id = ActingId(Uuid::from_u128(401));
    let decree = Some("821.2/117/BKPSDM".to_owned());
    ActingAppointment { id, officer, post, capacity, decree, from, until }
}

/// The province's hours in Bali, with the holidays of 2025 to 2027; local dispensation days are closed.
fn calendar() -> Calendar {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/holidays-id.csv");
    let holidays = csv::Reader::from_path(file)
        .unwrap()
        .records()
        .map(|record| {
            let record = record.unwrap();
            let (kind, estimated) = match &record[2] {
                "national_holiday" => (HolidayKind::National, false),
                "national_holiday_estimated" => (HolidayKind::National, true),
                "collective_leave" => (HolidayKind::CollectiveLeave, false),
                "bali_dispensation" => (HolidayKind::Local, false),
                "bali_dispensation_estimated" => (HolidayKind::Local, true),
                unknown => panic!("kind {unknown}"),
            };
            let date = record[0].parse().unwrap();
            Holiday { date, name: record[1].to_owned(), kind, closed: true, estimated }
        })
        .collect();
    Calendar::new(chrono_tz::Asia::Makassar, WeeklyHours::bali_default(), Vec::new(), holidays).unwrap()
}
