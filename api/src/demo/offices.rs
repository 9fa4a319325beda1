//! The demonstration's offices and officers.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{ActingId, OfficerId, SectionId};
use domain::office::{ActingAppointment, Capacity, Office, Officer, Position, Post, Section};
use domain::values::AgendaFormat;
use persistence::officers::NewOfficer;

use crate::clock::Clock;
use crate::setup::{NewOffice, SetupDataError, TabananPlaces};

/// The regency of both.
const REGENCY: &str = "Tabanan";

/// An office of the demonstration.
#[derive(Debug)]
pub(super) struct Place {
    /// Code in the national list.
    pub(super) code: &'static str,
    name: &'static str,
    /// After the usernames.
    suffix: &'static str,
    /// Names of the officers, in the order of [`PEOPLE`].
    names: [&'static str; 8],
}

/// The two offices.
pub(super) const PLACES: [Place; 2] = [
    Place {
        code: "51.02.02",
        name: "Kantor Camat Selemadeg Timur",
        suffix: "",
        names: [
            "Ni Luh Putu Ayu Lestari",
            "I Made Sudarma, S.Sos.",
            "I Nyoman Arta Wiguna, S.IP.",
            "I Gusti Ngurah Bagus Wirawan, S.STP., M.Si.",
            "I Wayan Suparta, S.H.",
            "I Ketut Budiasa",
            "Ni Made Sri Handayani, S.E.",
            "I Putu Eka Pradnyana",
        ],
    },
    Place {
        code: "51.02.06",
        name: "Kantor Camat Kediri",
        suffix: ".kediri",
        names: [
            "Ni Kadek Dwi Cahyani",
            "I Nengah Suarjana, S.E.",
            "Ni Wayan Rusmini, S.Sos.",
            "I Made Oka Suryawan, S.IP., M.A.P.",
            "I Gede Agus Mahendra, S.H.",
            "I Wayan Sutama",
            "Ni Luh Gede Puspawati",
            "I Komang Adi Saputra",
        ],
    },
];

/// Username, position and section of each officer.
const PEOPLE: [(&str, Position, Option<&str>); 8] = [
    ("staf", Position::Staff, None),
    ("kasubag", Position::HeadOfGeneralAffairs, Some("UMUM")),
    ("sekretaris", Position::Secretary, None),
    ("camat", Position::Camat, None),
    ("kasi.pemerintahan", Position::SectionHead, Some("PEM")),
    ("kasi.trantib", Position::SectionHead, Some("TRANTIB")),
    ("kasi.pmd", Position::SectionHead, Some("PMD")),
    ("admin", Position::Administrator, None),
];

const SECTIONS: [(&str, &str); 4] = [
    ("PEM", "Seksi Tata Pemerintahan"),
    ("PMD", "Seksi Pemberdayaan Masyarakat dan Desa"),
    ("TRANTIB", "Seksi Ketenteraman dan Ketertiban Umum"),
    ("UMUM", "Subbagian Umum dan Kepegawaian"),
];

/// An office with its officers.
pub(super) fn build(
    place: &Place,
    clock: &dyn Clock,
    now: DateTime<Utc>,
    password_hash: &str,
) -> Result<(Office, Vec<NewOfficer>), SetupDataError> {
    let sections: Vec<Section> = SECTIONS
        .into_iter()
        .map(|(code, name)| Section {
            id: SectionId(clock.new_id()),
            code: code.to_owned(),
            name: name.to_owned(),
            active: true,
            number: 0,
        })
        .collect();
    let section = |code: &str| sections.iter().find(|s| s.code == code).map(|s| s.id);
    let officers: Vec<NewOfficer> = PEOPLE
        .iter()
        .zip(place.names)
        .map(|((username, position, head_of), name)| NewOfficer {
            officer: Officer {
                id: OfficerId(clock.new_id()),
                office: None,
                regency: None,
                username: format!("{username}{}", place.suffix),
                name: name.to_owned(),
                position: *position,
                section: head_of.and_then(section),
                active: true,
            },
            password_hash: password_hash.to_owned(),
        })
        .collect();
    let mut office = NewOffice {
        code: place.code.to_owned(),
        name: place.name.to_owned(),
        regency: REGENCY.to_owned(),
        zone: chrono_tz::Asia::Makassar,
        agenda_format: AgendaFormat::default(),
        sections: sections.clone(),
        villages: TabananPlaces::shipped()?.villages(place.code),
    }
    .build(clock)?;
    // The camat was away for three weeks in spring; the secretary acted.
    if let Some(secretary) = officers.iter().find(|o| o.officer.position == Position::Secretary) {
        office.acting.push(ActingAppointment {
            id: ActingId(clock.new_id()),
            officer: secretary.officer.id,
            post: Post::of(Position::Camat),
            capacity: Capacity::Plh,
            decree: Some("800/117/BKPSDM".to_owned()),
            from: now - TimeDelta::days(120),
            until: now - TimeDelta::days(99),
        });
    }
    Ok((office, officers))
}

/// The regency's inspector.
pub(super) fn inspector(clock: &dyn Clock, password_hash: &str) -> NewOfficer {
    NewOfficer {
        officer: Officer {
            id: OfficerId(clock.new_id()),
            office: None,
            regency: Some(REGENCY.to_owned()),
            username: "inspektur".to_owned(),
            name: "I Dewa Made Rai Yudana, S.E., M.M.".to_owned(),
            position: Position::Inspector,
            section: None,
            active: true,
        },
        password_hash: password_hash.to_owned(),
    }
}
