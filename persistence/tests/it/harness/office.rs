//! An office with everything in it, and complaints that go through it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Asia::Makassar;
use domain::administration::{Actor, Amendment};
use domain::complaint::command::Command;
use domain::complaint::steps::Receive;
use domain::complaint::{Channel, Complaint};
use domain::ids::{ActingId, CategoryId, ComplaintId, OfficeId, OfficerId, SectionId};
use domain::office::{
    ActingAppointment, Capacity, Category, Letterhead, Office, Officer, Position, Post, Section, Village,
};
use domain::procedure::sop_065_2262;
use domain::values::{AgendaFormat, VillageCode};
use domain::visibility::Viewer;
use domain::working_time::{Calendar, Holiday, HolidayKind, Season, WeeklyHours};
use persistence::Store;
use persistence::advance::{Advance, AdvanceError};
use persistence::amend::{Amend, AmendError, Amended};
use persistence::officers::NewOfficer;
use persistence::receive::NewComplaint;
use uuid::Uuid;

use super::commands;

/// A new id, unlike any other of the run.
pub(crate) fn new_id() -> Uuid {
    static LAST: AtomicU64 = AtomicU64::new(0);
    Uuid::from_u64_pair(0x019a_b000_0000_7000, 1 << 63 | LAST.fetch_add(1, Ordering::Relaxed))
}

/// A local time in Bali.
pub(crate) fn at(local: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
    Makassar.from_local_datetime(&local).unwrap().to_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An office of the tests, as stored.
#[derive(Clone, Debug)]
pub(crate) struct Bureau {
    pub(crate) store: Store,
    pub(crate) office: Arc<Office>,
}

impl Bureau {
    /// Makes an office of this code, with an officer for each position.
    pub(crate) async fn open(store: &Store, code: &str) -> Self {
        let (office, officers) = plan(code);
        store.create_office(&office, &officers, new_id).await.unwrap();
        let office = store.find_office(code).await.unwrap().unwrap();
        Self { store: store.clone(), office }
    }

    pub(crate) fn id(&self) -> OfficeId {
        self.office.id
    }

    /// An officer by the first part of their username.
    pub(crate) fn officer(&self, name: &str) -> OfficerId {
        let username = format!("{name}.{}", self.office.code);
        self.office.officers.iter().find(|o| o.username == username).unwrap().id
    }

    pub(crate) fn section(&self, code: &str) -> SectionId {
        self.office.sections.iter().find(|s| s.code == code).unwrap().id
    }

    pub(crate) fn category(&self, code: &str) -> CategoryId {
        self.office.categories.iter().find(|c| c.code == code).unwrap().id
    }

    /// An officer who looks.
    pub(crate) fn viewer(&self, name: &str, now: DateTime<Utc>) -> Viewer {
        let officer = self.officer(name);
        Viewer { officer, offices: vec![self.id()], posts: self.office.posts_of(officer, now) }
    }

    /// A complaint to be received by the staff.
    pub(crate) fn new_complaint(&self, now: DateTime<Utc>) -> NewComplaint {
        NewComplaint {
            office: self.id(),
            id: ComplaintId(new_id()),
            tracking_bits: (new_id().as_u128() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15),
            idempotency: None,
            command: commands::receive(),
            occurred_at: None,
            now,
        }
    }

    pub(crate) async fn receive(&self, now: DateTime<Utc>) -> Complaint {
        self.receive_as(now, |_| {}).await
    }

    pub(crate) async fn receive_as(
        &self,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut Receive),
    ) -> Complaint {
        let mut new = self.new_complaint(now);
        change(&mut new.command);
        self.store.receive(&self.viewer("staf", now), &new).await.unwrap()
    }

    /// A command to a complaint as it was last seen.
    pub(crate) fn advance(&self, complaint: &Complaint, command: Command, now: DateTime<Utc>) -> Advance {
        Advance {
            office: complaint.office,
            complaint: complaint.id,
            expected_version: complaint.version,
            idempotency: None,
            command,
            occurred_at: None,
            now,
        }
    }

    pub(crate) async fn try_take(
        &self,
        by: &str,
        complaint: &Complaint,
        command: Command,
        now: DateTime<Utc>,
    ) -> Result<Complaint, AdvanceError> {
        self.store.advance(&self.viewer(by, now), &self.advance(complaint, command, now)).await
    }

    /// Takes a step, which must succeed, and compares what was answered with what is stored.
    pub(crate) async fn take(
        &self,
        by: &str,
        complaint: &Complaint,
        command: Command,
        now: DateTime<Utc>,
    ) -> Complaint {
        let after = self.try_take(by, complaint, command, now).await.unwrap();
        assert_eq!(self.stored(after.id).await, after);
        assert_eq!(after.version, complaint.version + 1);
        after
    }

    /// What the administrator changes of the office; a dry run where it is one.
    pub(crate) fn amendment(&self, by: &str, amendment: Amendment, now: DateTime<Utc>) -> Amend {
        let actor = Actor::Officer(self.officer(by));
        Amend { office: self.id(), actor, amendment, dry_run: false, idempotency: None, now }
    }

    /// Changes the office, which must succeed or be refused, and compares what was answered with what is stored.
    pub(crate) async fn amend(
        &self,
        by: &str,
        amendment: Amendment,
        now: DateTime<Utc>,
    ) -> Result<Office, AmendError> {
        let done = self.store.amend(&self.amendment(by, amendment, now), new_id).await;
        let stored = self.as_stored().await;
        let done = done.map(|done| done.after)?;
        assert_eq!(stored, done);
        Ok(done)
    }

    /// As the command line changes the office.
    pub(crate) async fn operate(&self, amendment: Amendment) -> Result<Amended, AmendError> {
        let asked =
            Amend { actor: Actor::Operator, ..self.amendment("admin", amendment, at("2026-02-02 08:00")) };
        self.store.amend(&asked, new_id).await
    }

    /// The office as it is stored now.
    pub(crate) async fn as_stored(&self) -> Office {
        let stored = self.store.find_office(&self.office.code).await.unwrap().unwrap();
        Arc::unwrap_or_clone(stored)
    }

    /// A complaint as it is stored.
    pub(crate) async fn stored(&self, id: ComplaintId) -> Complaint {
        self.store.complaints_by_ids(&[(self.id(), id)]).await.unwrap().remove(&id).unwrap()
    }
}

/// An office as it is asked for, and its officers.
pub(crate) fn plan(code: &str) -> (Office, Vec<NewOfficer>) {
    let id = OfficeId(0);
    let sections: Vec<Section> =
        [("pem", true), ("pmd", true), ("trantib", true), ("umum", true), ("usang", false)]
            .map(|(code, active)| Section {
                id: SectionId(new_id()),
                code: code.to_owned(),
                name: format!("Seksi {code}"),
                active,
                number: 0,
            })
            .to_vec();
    let categories = ["jalan", "lampu", "sampah"]
        .map(|code| Category {
            id: CategoryId(new_id()),
            code: code.to_owned(),
            name: format!("Perihal {code}"),
            active: true,
            number: 0,
        })
        .to_vec();
    let villages = ["1", "2", "3"]
        .map(|number| Village { code: VillageCode(format!("{code}.{number}")), name: "Bantas".to_owned() })
        .to_vec();
    let section = |code: &str| sections.iter().find(|s| s.code == code).map(|s| s.id);
    let officer = |name: &str, position, section| Officer {
        id: OfficerId(new_id()),
        office: Some(id),
        regency: None,
        username: format!("{name}.{code}"),
        name: format!("I Made {name}"),
        position,
        section,
        active: true,
    };
    let officers = vec![
        officer("staf", Position::Staff, None),
        officer("staf2", Position::Staff, None),
        officer("kasubag", Position::HeadOfGeneralAffairs, section("umum")),
        officer("sekretaris", Position::Secretary, None),
        officer("camat", Position::Camat, None),
        officer("kasi.pem", Position::SectionHead, section("pem")),
        officer("kasi.pmd", Position::SectionHead, section("pmd")),
        officer("kasi.trantib", Position::SectionHead, section("trantib")),
        officer("admin", Position::Administrator, None),
    ];
    let acting = vec![ActingAppointment {
        id: ActingId(new_id()),
        officer: officers[3].id,
        post: Post::of(Position::Camat),
        capacity: Capacity::Plh,
        decree: Some("800/12/2026".to_owned()),
        from: at("2026-08-03 07:30"),
        until: at("2026-08-08 00:00"),
    }];
    let holidays = vec![
        holiday("2026-01-01", "Tahun Baru 2026 Masehi", HolidayKind::National, true),
        holiday("2026-03-19", "Hari Suci Nyepi", HolidayKind::Local, true),
        holiday("2026-03-19", "Hari Suci Nyepi (Tahun Baru Saka 1948)", HolidayKind::National, true),
        holiday("2026-12-24", "Kelahiran Yesus Kristus", HolidayKind::CollectiveLeave, false),
    ];
    let season = Season {
        name: "Ramadan".to_owned(),
        from: date("2026-02-18"),
        to: date("2026-03-18"),
        hours: WeeklyHours::bali_ramadan(),
    };
    let calendar = Calendar::new(Makassar, WeeklyHours::bali_default(), vec![season], holidays).unwrap();
    let mut second = sop_065_2262::procedure();
    second.revision = 2;
    second.effective_from = date("2027-01-01");
    let office = Office {
        id,
        code: code.to_owned(),
        name: format!("Kecamatan {code}"),
        regency: "Tabanan".to_owned(),
        calendar,
        agenda_format: AgendaFormat::parse(AgendaFormat::DEFAULT).unwrap(),
        backdate_days: 30,
        letterhead: Letterhead::default(),
        sections,
        officers: officers.clone(),
        acting,
        categories,
        villages,
        procedures: vec![sop_065_2262::procedure(), second],
    };
    let officers = officers
        .into_iter()
        .map(|officer| NewOfficer { officer, password_hash: "$argon2id$…".to_owned() })
        .collect();
    (office, officers)
}

fn holiday(on: &str, name: &str, kind: HolidayKind, closed: bool) -> Holiday {
    Holiday { date: date(on), name: name.to_owned(), kind, closed, estimated: kind == HolidayKind::Local }
}

/// The inspector of the regency, made once for each database.
pub(crate) async fn inspector(store: &Store, offices: &[OfficeId]) -> Viewer {
    let officer = Officer {
        id: OfficerId(new_id()),
        office: None,
        regency: Some("Tabanan".to_owned()),
        username: "inspektur".to_owned(),
        name: "Ni Luh Inspektur".to_owned(),
        position: Position::Inspector,
        section: None,
        active: true,
    };
    let new = NewOfficer { officer, password_hash: "$argon2id$…".to_owned() };
    store.create_officer(&new).await.unwrap();
    Viewer { officer: new.officer.id, offices: offices.to_vec(), posts: vec![Post::of(Position::Inspector)] }
}

pub(crate) const CHANNELS: [Channel; 5] =
    [Channel::Email, Channel::Website, Channel::Sms, Channel::Telephone, Channel::InPerson];
