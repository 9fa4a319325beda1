//! Forty-four offices of Bali, each with its sections, villages, categories and officers.

use std::sync::Arc;

use api::clock::Clock;
use api::failure::Failure;
use api::setup::NewOffice;
use domain::ids::{CategoryId, OfficerId, SectionId};
use domain::office::{Category, Office, Officer, Position, Section, Village};
use domain::values::{AgendaFormat, VillageCode};
use persistence::Store;
use persistence::officers::NewOfficer;

/// How many there are.
pub(crate) const OFFICES: usize = 44;
/// A member of the staff.
pub(crate) const STAFF: &str = "staf";
/// The camat.
pub(crate) const CAMAT: &str = "camat";
/// The inspector of the regency with the most offices.
pub(crate) const INSPECTOR: &str = "inspektur";

const REGENCIES: [(&str, usize); 6] =
    [("Tabanan", 10), ("Buleleng", 9), ("Karangasem", 8), ("Gianyar", 7), ("Badung", 6), ("Denpasar", 4)];

const SECTIONS: [(&str, &str); 6] = [
    ("PEM", "Seksi Tata Pemerintahan"),
    ("PMD", "Seksi Pemberdayaan Masyarakat dan Desa"),
    ("TRANTIB", "Seksi Ketenteraman dan Ketertiban Umum"),
    ("UMUM", "Subbagian Umum dan Kepegawaian"),
    ("KESSOS", "Seksi Kesejahteraan Sosial"),
    ("PELUM", "Seksi Pelayanan Umum"),
];

/// Two more than the government's ten.
const CATEGORIES: [(&str, &str); 2] = [("11", "Infrastruktur desa"), ("12", "Bantuan sosial")];

const VILLAGES: [&str; 7] = ["Megati", "Bantas", "Gadungan", "Tegal Mengkeb", "Beraban", "Mambang", "Dalang"];

const OFFICERS: [(&str, &str, Position, Option<&str>); 12] = [
    (STAFF, "Ni Luh Putu Ayu Lestari", Position::Staff, None),
    ("staf2", "I Komang Adi Saputra", Position::Staff, None),
    ("staf3", "Ni Kadek Dwi Cahyani", Position::Staff, None),
    ("kasubag", "I Made Sudarma, S.Sos.", Position::HeadOfGeneralAffairs, Some("UMUM")),
    ("sekretaris", "I Nyoman Arta Wiguna, S.IP.", Position::Secretary, None),
    (CAMAT, "I Gusti Ngurah Bagus Wirawan, S.STP., M.Si.", Position::Camat, None),
    ("kasi.pem", "I Wayan Suparta, S.H.", Position::SectionHead, Some("PEM")),
    ("kasi.pmd", "Ni Made Sri Handayani, S.E.", Position::SectionHead, Some("PMD")),
    ("kasi.trantib", "I Ketut Budiasa", Position::SectionHead, Some("TRANTIB")),
    ("kasi.kessos", "I Wayan Sutama", Position::SectionHead, Some("KESSOS")),
    ("kasi.pelum", "Ni Luh Gede Puspawati", Position::SectionHead, Some("PELUM")),
    ("admin", "I Putu Eka Pradnyana", Position::Administrator, None),
];

/// The username of an officer of the office at a place.
pub(crate) fn username(officer: &str, place: usize) -> String {
    format!("{officer}.{place}")
}

/// How many of all complaints are those of the office at a place: some have three times as many as others.
pub(super) fn share(place: usize, complaints: usize) -> usize {
    let weight = |place: usize| 2 + place * 7 % 5;
    let before: usize = (0..place).map(weight).sum();
    let all: usize = (0..OFFICES).map(weight).sum();
    complaints * (before + weight(place)) / all - complaints * before / all
}

/// Makes them, and the inspector.
pub(super) async fn create(
    store: &Store,
    clock: &dyn Clock,
    hash: &str,
) -> Result<Vec<Arc<Office>>, Failure> {
    let regencies = REGENCIES.iter().enumerate().flat_map(|(number, (name, offices))| {
        (1..=*offices).map(move |office| (*name, format!("51.{:02}.{office:02}", number + 1)))
    });
    let mut made = Vec::new();
    for (place, (regency, code)) in regencies.enumerate() {
        let (office, officers) = build(clock, hash, place, regency, &code)?;
        store.create_office(&office, &officers, || clock.new_id()).await?;
        made.push(store.find_office(&code).await?.ok_or("an office was not made")?);
    }
    let inspector = Officer {
        id: OfficerId(clock.new_id()),
        office: None,
        regency: Some(REGENCIES[0].0.to_owned()),
        username: INSPECTOR.to_owned(),
        name: "I Dewa Made Rai Yudana, S.E., M.M.".to_owned(),
        position: Position::Inspector,
        section: None,
        active: true,
    };
    store.create_officer(&NewOfficer { officer: inspector, password_hash: hash.to_owned() }).await?;
    Ok(made)
}

fn build(
    clock: &dyn Clock,
    hash: &str,
    place: usize,
    regency: &str,
    code: &str,
) -> Result<(Office, Vec<NewOfficer>), Failure> {
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
    let officers = OFFICERS
        .into_iter()
        .map(|(officer, name, position, head_of)| NewOfficer {
            officer: Officer {
                id: OfficerId(clock.new_id()),
                office: None,
                regency: None,
                username: username(officer, place),
                name: name.to_owned(),
                position,
                section: head_of.and_then(section),
                active: true,
            },
            password_hash: hash.to_owned(),
        })
        .collect();
    let villages = (2_001..)
        .zip(VILLAGES)
        .map(|(number, name)| Village {
            code: VillageCode(format!("{code}.{number}")),
            name: name.to_owned(),
        })
        .collect();
    let mut office = NewOffice {
        code: code.to_owned(),
        name: format!("Kantor Camat {regency} {code}"),
        regency: regency.to_owned(),
        zone: chrono_tz::Asia::Makassar,
        agenda_format: AgendaFormat::default(),
        sections: sections.clone(),
        villages,
    }
    .build(clock)?;
    office.categories.extend(CATEGORIES.into_iter().map(|(code, name)| Category {
        id: CategoryId(clock.new_id()),
        code: code.to_owned(),
        name: name.to_owned(),
        active: true,
        number: 0,
    }));
    Ok((office, officers))
}
