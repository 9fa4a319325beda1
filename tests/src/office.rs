//! The offices of the tests: as an operator would make them.

use std::sync::OnceLock;

use api::clock::Clock;
use api::setup::{NewOffice, TabananPlaces};
use domain::ids::{ActingId, OfficerId, SectionId};
use domain::office::{ActingAppointment, Capacity, Office, Officer, Position, Post, Section};
use domain::values::AgendaFormat;
use persistence::Store;
use persistence::officers::NewOfficer;

use crate::instant;

/// Code of Selemadeg Timur.
pub const SELEMADEG_TIMUR: &str = "51.02.02";
/// Code of Kediri; its officers' usernames end in `.kediri`.
pub const KEDIRI: &str = "51.02.06";
/// Everybody's password.
pub const PASSWORD: &str = "rahasia sekali 2026";

/// The usernames of all officers of Selemadeg Timur, and of the inspector.
pub const EVERYBODY: [&str; 9] = [
    "staf",
    "kasubag",
    "sekretaris",
    "camat",
    "kasi.pemerintahan",
    "kasi.trantib",
    "kasi.pmd",
    "admin",
    "inspektur",
];

const SECTIONS: [(&str, &str); 4] = [
    ("PEM", "Seksi Tata Pemerintahan"),
    ("PMD", "Seksi Pemberdayaan Masyarakat dan Desa"),
    ("TRANTIB", "Seksi Ketenteraman dan Ketertiban Umum"),
    ("UMUM", "Subbagian Umum dan Kepegawaian"),
];

const PEOPLE: [(&str, &str, Position, Option<&str>); 8] = [
    ("staf", "Ni Luh Ayu", Position::Staff, None),
    ("kasubag", "I Made Sudarma", Position::HeadOfGeneralAffairs, Some("UMUM")),
    ("sekretaris", "I Nyoman Arta", Position::Secretary, None),
    ("camat", "I Gusti Ngurah Bagus", Position::Camat, None),
    ("kasi.pemerintahan", "I Wayan Suparta", Position::SectionHead, Some("PEM")),
    ("kasi.trantib", "I Ketut Budiasa", Position::SectionHead, Some("TRANTIB")),
    ("kasi.pmd", "Ni Made Sri", Position::SectionHead, Some("PMD")),
    ("admin", "I Putu Eka", Position::Administrator, None),
];

/// Hashed once: it is slow on purpose.
fn password_hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| api::signin::password::hash_chosen(PASSWORD).expect("a password can be hashed"))
        .clone()
}

fn officer(clock: &dyn Clock, username: String, name: &str, position: Position) -> Officer {
    Officer {
        id: OfficerId(clock.new_id()),
        office: None,
        regency: None,
        username,
        name: name.to_owned(),
        position,
        section: None,
        active: true,
    }
}

pub(crate) async fn create_both(store: &Store, clock: &dyn Clock) {
    create(store, clock, SELEMADEG_TIMUR, "Kantor Camat Selemadeg Timur", "").await;
    create(store, clock, KEDIRI, "Kantor Camat Kediri", ".kediri").await;
    let inspector = Officer {
        regency: Some("Tabanan".to_owned()),
        ..officer(clock, "inspektur".to_owned(), "I Dewa Made Rai", Position::Inspector)
    };
    let inspector = NewOfficer { officer: inspector, password_hash: password_hash() };
    store.create_officer(&inspector).await.expect("the inspector can be made");
}

async fn create(store: &Store, clock: &dyn Clock, code: &str, name: &str, suffix: &str) {
    let sections: Vec<Section> = SECTIONS
        .iter()
        .map(|(code, name)| Section {
            id: SectionId(clock.new_id()),
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            active: true,
            number: 0,
        })
        .collect();
    let officers: Vec<NewOfficer> = PEOPLE
        .iter()
        .map(|(username, name, position, section)| {
            let section = section.and_then(|code| sections.iter().find(|s| s.code == code).map(|s| s.id));
            let officer =
                Officer { section, ..officer(clock, format!("{username}{suffix}"), name, *position) };
            NewOfficer { officer, password_hash: password_hash() }
        })
        .collect();
    let new = NewOffice {
        code: code.to_owned(),
        name: name.to_owned(),
        regency: "Tabanan".to_owned(),
        zone: chrono_tz::Asia::Makassar,
        agenda_format: AgendaFormat::default(),
        sections,
        villages: TabananPlaces::shipped().expect("the places are shipped").villages(code),
    };
    let acting = acting(clock, &officers, &new.sections);
    let office = Office { acting, ..new.build(clock).expect("the office can be built") };
    store.create_office(&office, &officers, || clock.new_id()).await.expect("the office can be made");
}

/// Who acts: the secretary as Plh. camat in March 2026, since the camat is away, with a decree; the head of PMD as Plt. head
/// of PEM in April 2026; the head of TRANTIB as Plh. Kasubag for a week of July 2026.
fn acting(clock: &dyn Clock, officers: &[NewOfficer], sections: &[Section]) -> Vec<ActingAppointment> {
    let who = |username: &str| {
        let named = |new: &&NewOfficer| new.officer.username.split(".kediri").next() == Some(username);
        officers.iter().find(named).expect("the officer is there").officer.id
    };
    let section = sections.iter().find(|s| s.code == "PEM").expect("the section is there");
    vec![
        ActingAppointment {
            id: ActingId(clock.new_id()),
            officer: who("sekretaris"),
            post: Post::of(Position::Camat),
            capacity: Capacity::Plh,
            decree: Some("800/12/2026".to_owned()),
            from: instant("2026-03-02T00:00:00+08:00"),
            until: instant("2026-03-28T00:00:00+08:00"),
        },
        ActingAppointment {
            id: ActingId(clock.new_id()),
            officer: who("kasi.pmd"),
            post: Post::head_of(section.id),
            capacity: Capacity::Plt,
            decree: None,
            from: instant("2026-04-01T00:00:00+08:00"),
            until: instant("2026-05-01T00:00:00+08:00"),
        },
        ActingAppointment {
            id: ActingId(clock.new_id()),
            officer: who("kasi.trantib"),
            post: Post::of(Position::HeadOfGeneralAffairs),
            capacity: Capacity::Plh,
            decree: Some("800/31/2026".to_owned()),
            from: instant("2026-07-06T00:00:00+08:00"),
            until: instant("2026-07-11T00:00:00+08:00"),
        },
    ]
}

/// An office as `pengaduan admin create` makes it, with nobody in it but its administrator.
pub(crate) async fn create_empty(store: &Store, clock: &dyn Clock, code: &str, administrator: &str) {
    let new = NewOffice {
        code: code.to_owned(),
        name: format!("Kantor Camat {code}"),
        regency: "Tabanan".to_owned(),
        zone: chrono_tz::Asia::Makassar,
        agenda_format: AgendaFormat::default(),
        sections: Vec::new(),
        villages: TabananPlaces::shipped().expect("the places are shipped").villages(code),
    };
    let administrator =
        officer(clock, administrator.to_owned(), "I Ketut Administrator", Position::Administrator);
    let administrator = NewOfficer { officer: administrator, password_hash: password_hash() };
    let office = new.build(clock).expect("the office can be built");
    let made = store.create_office(&office, &[administrator], || clock.new_id()).await;
    made.expect("the office can be made");
}
