//! An office is amended as a whole: what is written is what was answered, what was changed is recorded, of two at once each
//! is judged on what the other left.

use std::sync::Arc;

use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::administration::{Actor, Amendment, BackdateDays};
use domain::administration::{
    AppointActing, ChangeKind, ChangeOfficer, ChangeRules, CreateCategory, CreateOfficer, CreateSection,
    EndActing, MoveOfficer, OfficeChange, Refusal, RenameCategory, RenameSection, SetLetterhead,
    SetOfficerPassword,
};
use domain::ids::{ActingId, CategoryId, OfficerId, SectionId};
use domain::input::InputFault;
use domain::office::{Capacity, Office, Position, Post};
use domain::values::{AgendaFormat, Code, Email, Line, PasswordHash, Phone, Text, Username};
use persistence::advance::Idempotency;
use persistence::amend::{Amend, AmendError};
use persistence::page::Page;
use persistence::{OfficeChangeFilter, Store};
use strum::VariantArray;
use tokio::sync::Barrier;

use crate::calendar;
use crate::harness::{Bureau, Random, TestDatabase, at, new_id, on_both_engines};

on_both_engines!(
    what_is_written_is_what_was_answered,
    everything_is_recorded_and_no_password,
    a_dry_run_answers_the_same_and_changes_nothing,
    a_refusal_leaves_nothing_behind,
    a_key_is_used_once,
    of_two_administrators_one_stays,
    numbers_of_the_record_have_no_gaps,
    whoever_is_let_go_is_signed_out,
    an_officer_of_another_office_is_not_known,
    a_page_of_the_record_begins_where_the_last_ended,
);

const NOW: &str = "2026-11-24 09:00";

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn hash() -> PasswordHash {
    PasswordHash::new("$argon2id$canary".to_owned())
}

fn create_officer(username: &str, position: Position, section: Option<SectionId>) -> Amendment {
    Amendment::CreateOfficer(CreateOfficer {
        id: OfficerId(new_id()),
        username: Username::parse(username).unwrap(),
        name: line("I Wayan Baru"),
        position,
        section,
        password: hash(),
    })
}

async fn record(store: &Store, bureau: &Bureau) -> Vec<OfficeChange> {
    let page = Page::first(100);
    store.list_office_changes(bureau.id(), &OfficeChangeFilter::default(), &page).await.unwrap().rows
}

/// An amendment as it comes; often one that is refused.
fn any_amendment(office: &Office, random: &Random, n: usize, now: DateTime<Utc>) -> Amendment {
    let officer = random.one(&office.officers).id;
    let section = random.one(&office.sections).id;
    let category = random.one(&office.categories).id;
    let position = *random.one(Position::VARIANTS);
    let headed = (position == Position::SectionHead || random.once_in(4)).then_some(section);
    match random.below(26) {
        18.. => calendar::any_amendment(office, random, n, now),
        0 => create_officer(&format!("baru{n}"), position, headed),
        1 => Amendment::ChangeOfficer(ChangeOfficer {
            officer,
            name: random.once_in(2).then(|| line(&format!("Nama {n}"))),
            username: random.once_in(2).then(|| Username::parse(&format!("nama{n}")).unwrap()),
        }),
        2 | 3 => Amendment::MoveOfficer(MoveOfficer { officer, position, section: headed }),
        4 => Amendment::DeactivateOfficer(officer),
        5 => Amendment::ReactivateOfficer(officer),
        6 => Amendment::SetOfficerPassword(SetOfficerPassword { officer, password: hash() }),
        7 => Amendment::CreateSection(CreateSection {
            id: SectionId(new_id()),
            code: Code::parse(&format!("S{}", random.below(12))).unwrap(),
            name: line("Seksi Baru"),
        }),
        8 => Amendment::RenameSection(RenameSection { section, name: line(&format!("Seksi {n}")) }),
        9 if random.once_in(2) => Amendment::DeactivateSection(section),
        9 => Amendment::ReactivateSection(section),
        10 => Amendment::CreateCategory(CreateCategory {
            id: CategoryId(new_id()),
            code: line(&format!("K{}", random.below(12))),
            name: line("Kategori Baru"),
        }),
        11 => Amendment::RenameCategory(RenameCategory { category, name: line(&format!("Kategori {n}")) }),
        12 if random.once_in(2) => Amendment::DeactivateCategory(category),
        12 => Amendment::ReactivateCategory(category),
        13 => Amendment::SetLetterhead(SetLetterhead {
            government: random.once_in(2).then(|| line("Pemerintah Kabupaten Tabanan")),
            office_name: random.once_in(2).then(|| line(&format!("Kecamatan {n}"))),
            address: random.once_in(2).then(|| line("Jalan Raya")),
            telephone: random.once_in(2).then(|| Phone::parse("(0361) 811234").unwrap()),
            email: random.once_in(2).then(|| Email::parse("kantor@tabanankab.go.id").unwrap()),
            website: random.once_in(2).then(|| Text::parse("tabanankab.go.id").unwrap()),
        }),
        14 => Amendment::ChangeRules(ChangeRules {
            agenda_format: random
                .once_in(2)
                .then(|| AgendaFormat::parse(&format!("{{number}}/{n}/{{year}}")).unwrap()),
            backdate_days: random
                .once_in(2)
                .then(|| BackdateDays::parse(i32::try_from(n).unwrap() % 90).unwrap()),
        }),
        15 if !office.acting.is_empty() => {
            let appointment = random.one(&office.acting).id;
            let today = office.calendar.local_date(now);
            let last_day = random.once_in(2).then(|| today + Days::new(random.below(20) as u64));
            Amendment::EndActing(EndActing { appointment, last_day })
        }
        _ => {
            let from = office.calendar.local_date(now) + Days::new(random.below(40) as u64);
            let section = (position == Position::SectionHead).then_some(section);
            Amendment::AppointActing(AppointActing {
                id: ActingId(new_id()),
                officer,
                post: Post { position, section },
                capacity: if random.once_in(2) { Capacity::Plt } else { Capacity::Plh },
                decree: (!random.once_in(4)).then(|| line("821.2/117/BKPSDM")),
                from,
                to: from + Days::new(random.below(20) as u64),
            })
        }
    }
}

async fn what_is_written_is_what_was_answered(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let copy = db.another().await;
    let (random, mut now) = (Random::new(5), at(NOW));
    let mut kinds = std::collections::BTreeSet::new();
    let mut recorded = 0;
    for n in 0..400 {
        now += TimeDelta::hours(random.below(30) as i64);
        let before = bureau.as_stored().await;
        let amendment = any_amendment(&before, &random, n, now);
        let asked = bureau.amendment("admin", amendment.clone(), now);
        let actor = before.officers.iter().find(|o| o.position == Position::Administrator && o.active);
        let asked = Amend { actor: Actor::Officer(actor.unwrap().id), ..asked };
        let judged = domain::administration::amend(&before, asked.actor, &amendment, now);
        let done = db.store.amend(&asked, new_id).await;
        let stored = copy.find_office("510205").await.unwrap().unwrap();
        match done {
            Ok(done) => {
                assert_eq!(Ok(&done.after), judged.as_ref());
                assert_eq!((&done.before, &done.after), (&before, &*stored), "{amendment:?}");
                kinds.insert(amendment.kind());
                recorded += 1;
            }
            Err(AmendError::Refused(refusal)) => {
                assert_eq!(Err(refusal), judged, "{amendment:?}");
                assert_eq!(before, *stored);
            }
            Err(error) => panic!("{amendment:?}: {error:?}"),
        }
    }
    assert!(recorded > 100, "{recorded} were not refused");
    let missing: Vec<_> = ChangeKind::VARIANTS
        .iter()
        .filter(|kind| **kind != ChangeKind::SessionsEnded && !kinds.contains(*kind))
        .collect();
    assert!(missing.is_empty(), "never done: {missing:?}");
    let count = db.store.count_office_changes(bureau.id(), &OfficeChangeFilter::default()).await.unwrap();
    assert_eq!(count, recorded);
}

fn facts(of: &[domain::administration::Fact]) -> Vec<String> {
    of.iter().map(|fact| format!("{}={}", fact.path.join("/"), fact.value)).collect()
}

async fn everything_is_recorded_and_no_password(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (now, staf) = (at(NOW), bureau.officer("staf"));
    let change = ChangeOfficer {
        officer: staf,
        name: Some(line("Ni Luh Sari")),
        username: Some(Username::parse("sari").unwrap()),
    };
    bureau.amend("admin", Amendment::ChangeOfficer(change), now).await.unwrap();
    let set = SetOfficerPassword { officer: staf, password: hash() };
    bureau.amend("admin", Amendment::SetOfficerPassword(set), now).await.unwrap();
    bureau.operate(create_officer("baru", Position::Staff, None)).await.unwrap();
    let changes = record(&db.store, &bureau).await;
    let seen: Vec<_> = changes.iter().map(|c| (c.number, c.kind, c.officer)).collect();
    let admin = Some(bureau.officer("admin"));
    assert_eq!(
        seen,
        [
            (3, ChangeKind::OfficerCreated, None),
            (2, ChangeKind::PasswordSet, admin),
            (1, ChangeKind::OfficerChanged, admin),
        ]
    );
    assert_eq!(
        facts(&changes[2].before),
        ["officers/staf.510205/name=I Made staf", "officers/staf.510205/username=staf.510205"]
    );
    assert_eq!(facts(&changes[2].after), ["officers/sari/name=Ni Luh Sari", "officers/sari/username=sari"]);
    assert_eq!(facts(&changes[1].before), Vec::<String>::new());
    assert_eq!(facts(&changes[1].after), ["officers/sari/password=set"]);
    assert_eq!(
        facts(&changes[0].after),
        [
            "officers/baru/active=true",
            "officers/baru/name=I Wayan Baru",
            "officers/baru/password=set",
            "officers/baru/position=STAFF",
            "officers/baru/username=baru",
        ]
    );
    let hashes = db.ask("SELECT count(*) AS n FROM officer WHERE password_hash = '$argon2id$canary'").await;
    assert_eq!(hashes, ["2"]);
    let leaked =
        "SELECT count(*) AS n FROM office_change WHERE before LIKE '%argon%' OR after LIKE '%argon%'";
    assert_eq!(db.ask(leaked).await, ["0"]);
}

async fn a_dry_run_answers_the_same_and_changes_nothing(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let before = bureau.as_stored().await;
    let asked = bureau.amendment("admin", Amendment::DeactivateOfficer(bureau.officer("camat")), at(NOW));
    let idempotency = Some(Idempotency::new("k".to_owned(), &serde_json::json!("deactivate")));
    let dry = Amend { dry_run: true, idempotency: idempotency.clone(), ..asked.clone() };
    let answered = db.store.amend(&dry, new_id).await.unwrap();
    assert_eq!(bureau.as_stored().await, before);
    assert_eq!(record(&db.store, &bureau).await, []);
    let done = db.store.amend(&Amend { idempotency, ..asked }, new_id).await.unwrap();
    assert_eq!((answered.before, answered.after), (done.before, done.after.clone()));
    assert_eq!(bureau.as_stored().await, done.after);
}

async fn a_refusal_leaves_nothing_behind(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let before = bureau.as_stored().await;
    let now = at(NOW);
    let taken = Refusal::field("username", InputFault::Taken);
    let rename = |username: &str| {
        Amendment::ChangeOfficer(ChangeOfficer {
            officer: bureau.officer("staf"),
            name: Some(line("Nama Lain")),
            username: Some(Username::parse(username).unwrap()),
        })
    };
    // In use in the same office, in another one, and by an inspector, who has none.
    crate::harness::office::inspector(&db.store, &[bureau.id()]).await;
    for username in ["camat.510205", "camat.510206", "inspektur"] {
        for amendment in [rename(username), create_officer(username, Position::Staff, None)] {
            let refused = bureau.amend("admin", amendment, now).await.unwrap_err();
            assert!(matches!(&refused, AmendError::Refused(why) if *why == taken), "{refused:?}");
        }
    }
    let refused = bureau.amend("camat", rename("boleh"), now).await.unwrap_err();
    assert!(matches!(refused, AmendError::Refused(Refusal::NotPermitted)), "{refused:?}");
    // Nobody administers an office that is not theirs.
    let theirs = Amend { office: other.id(), ..bureau.amendment("admin", rename("boleh"), now) };
    let refused = db.store.amend(&theirs, new_id).await.unwrap_err();
    assert!(matches!(refused, AmendError::Refused(Refusal::NotPermitted)), "{refused:?}");
    assert_eq!(bureau.as_stored().await, before);
    assert_eq!(record(&db.store, &bureau).await, []);
    assert_eq!(record(&db.store, &other).await, []);
}

async fn a_key_is_used_once(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let send = |input: &str, username: &str| {
        let asked = bureau.amendment("admin", create_officer(username, Position::Staff, None), at(NOW));
        Amend { idempotency: Some(Idempotency::new("k".to_owned(), &serde_json::json!(input))), ..asked }
    };
    // A refusal does not use it up.
    db.store.amend(&send("other", "camat.510205"), new_id).await.unwrap_err();
    let first = db.store.amend(&send("a", "baru"), new_id).await.unwrap();
    let again = db.another().await.amend(&send("a", "baru"), new_id).await.unwrap();
    assert_eq!((again.subject, again.after), (first.subject, first.after.clone()));
    assert!(first.after.officer(OfficerId(first.subject.unwrap())).is_some());
    let mismatch = db.store.amend(&send("b", "lain"), new_id).await.unwrap_err();
    assert!(matches!(mismatch, AmendError::IdempotencyMismatch), "{mismatch:?}");
    assert_eq!(record(&db.store, &bureau).await.len(), 1);
    assert_eq!(bureau.as_stored().await, first.after);
}

/// Sends amendments at the same moment, by two copies of the service.
async fn at_once(stores: &[Store], sent: Vec<Amend>) -> Vec<Result<Office, AmendError>> {
    let barrier = Arc::new(Barrier::new(sent.len()));
    let mut racers = Vec::new();
    for (n, amend) in sent.into_iter().enumerate() {
        let (store, barrier) = (stores[n % stores.len()].clone(), Arc::clone(&barrier));
        racers.push(tokio::spawn(async move {
            barrier.wait().await;
            store.amend(&amend, new_id).await.map(|done| done.after)
        }));
    }
    let mut answers = Vec::new();
    for racer in racers {
        answers.push(racer.await.unwrap());
    }
    answers
}

async fn of_two_administrators_one_stays(db: TestDatabase) {
    let stores = [db.store.clone(), db.another().await];
    for round in 0..20 {
        let bureau = Bureau::open(&db.store, &format!("5102{round:02}")).await;
        let second = format!("admin2.{}", bureau.office.code);
        bureau.operate(create_officer(&second, Position::Administrator, None)).await.unwrap();
        let bureau = Bureau { office: Arc::new(bureau.as_stored().await), ..bureau };
        // Each lets the other go.
        let sent = [("admin", "admin2"), ("admin2", "admin")].map(|(by, whom)| {
            bureau.amendment(by, Amendment::DeactivateOfficer(bureau.officer(whom)), at(NOW))
        });
        let answers = at_once(&stores, sent.to_vec()).await;
        let done = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(done, 1, "{answers:?}");
        // The loser holds nothing any more by the time he is judged.
        assert!(answers.iter().any(|a| matches!(a, Err(AmendError::Refused(Refusal::NotPermitted)))));
        // And the one who stays cannot go.
        let stored = bureau.as_stored().await;
        let left: Vec<_> = stored.appointed(Post::of(Position::Administrator)).map(|o| o.id).collect();
        assert_eq!(left.len(), 1);
        let asked = bureau.amendment("admin", Amendment::DeactivateOfficer(left[0]), at(NOW));
        let asked = Amend { actor: Actor::Officer(left[0]), ..asked };
        let refused = db.store.amend(&asked, new_id).await.unwrap_err();
        assert!(matches!(refused, AmendError::Refused(Refusal::LastAdministrator)), "{refused:?}");
    }
}

async fn numbers_of_the_record_have_no_gaps(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let stores = [db.store.clone(), db.another().await];
    let mut sent: Vec<_> = (0..16)
        .map(|n| create_officer(&format!("baru{n}"), Position::Staff, None))
        .map(|amendment| bureau.amendment("admin", amendment, at(NOW)))
        .collect();
    // Some are refused meanwhile, some only tried.
    sent.extend(
        (0..4).map(|_| {
            bureau.amendment("admin", create_officer("camat.510205", Position::Staff, None), at(NOW))
        }),
    );
    let tried = bureau.amendment("admin", create_officer("coba", Position::Staff, None), at(NOW));
    sent.push(Amend { dry_run: true, ..tried });
    let answers = at_once(&stores, sent).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 17);
    let numbers: Vec<_> = record(&db.store, &bureau).await.iter().map(|change| change.number).collect();
    assert_eq!(numbers, (1..=16).rev().collect::<Vec<_>>());
    assert_eq!(bureau.as_stored().await.officers.len(), bureau.office.officers.len() + 16);
}

async fn whoever_is_let_go_is_signed_out(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (now, later) = (at(NOW), at("2026-12-24 09:00"));
    for (token, officer) in [(1_u8, "staf"), (2, "camat")] {
        db.store.begin_session(vec![token; 32], bureau.officer(officer), now, later).await.unwrap();
    }
    let machine = |token: u8| {
        db.store.create_machine_token(vec![token; 32], bureau.officer("staf"), "grafana", now, later)
    };
    machine(3).await.unwrap();
    let known = async |token: u8| db.store.find_session(vec![token; 32], now).await.unwrap().is_some();
    // Another password ends what people began with the old one; a machine's token was not got by it.
    let set = SetOfficerPassword { officer: bureau.officer("staf"), password: hash() };
    bureau.amend("admin", Amendment::SetOfficerPassword(set), now).await.unwrap();
    assert_eq!([known(1).await, known(2).await, known(3).await], [false, true, true]);
    let away = Amendment::DeactivateOfficer(bureau.officer("staf"));
    let tried = Amend { dry_run: true, ..bureau.amendment("admin", away.clone(), now) };
    db.store.amend(&tried, new_id).await.unwrap();
    assert!(known(3).await);
    bureau.amend("admin", away, now).await.unwrap();
    assert_eq!([known(1).await, known(2).await, known(3).await], [false, true, false]);
    // Taken back, they sign in anew: what was ended stays so.
    bureau.amend("admin", Amendment::ReactivateOfficer(bureau.officer("staf")), now).await.unwrap();
    assert_eq!([known(1).await, known(3).await], [false, false]);
}

async fn an_officer_of_another_office_is_not_known(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let before = other.as_stored().await;
    let nobody = OfficerId(new_id());
    let (section, category) = (other.section("pem"), other.category("jalan"));
    for officer in [other.officer("staf"), nobody] {
        for amendment in [
            Amendment::ChangeOfficer(ChangeOfficer { officer, name: Some(line("X")), username: None }),
            Amendment::MoveOfficer(MoveOfficer { officer, position: Position::Camat, section: None }),
            Amendment::DeactivateOfficer(officer),
            Amendment::ReactivateOfficer(officer),
            Amendment::SetOfficerPassword(SetOfficerPassword { officer, password: hash() }),
        ] {
            let refused = bureau.amend("admin", amendment, at(NOW)).await.unwrap_err();
            let unknown = Refusal::field("officerId", InputFault::Unknown);
            assert!(matches!(&refused, AmendError::Refused(why) if *why == unknown), "{refused:?}");
        }
    }
    for amendment in [
        Amendment::DeactivateSection(section),
        Amendment::RenameSection(RenameSection { section, name: line("X") }),
        create_officer("baru", Position::SectionHead, Some(section)),
        Amendment::DeactivateCategory(category),
        Amendment::RenameCategory(RenameCategory { category, name: line("X") }),
    ] {
        let refused = bureau.amend("admin", amendment, at(NOW)).await.unwrap_err();
        let AmendError::Refused(Refusal::InvalidInput(problems)) = &refused else { panic!("{refused:?}") };
        assert_eq!(problems[0].fault, InputFault::Unknown);
    }
    assert_eq!(other.as_stored().await, before);
}

async fn a_page_of_the_record_begins_where_the_last_ended(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let start = at("2026-11-24 09:00");
    for n in 0..7 {
        let name = line(&format!("Nama {n}"));
        let change = ChangeOfficer { officer: bureau.officer("staf"), name: Some(name), username: None };
        let now = start + TimeDelta::days(n);
        bureau.amend("admin", Amendment::ChangeOfficer(change), now).await.unwrap();
    }
    let numbers = async |filter: &OfficeChangeFilter, page: &Page<i32>| {
        let rows = db.store.list_office_changes(bureau.id(), filter, page).await.unwrap();
        let numbers: Vec<_> = rows.rows.iter().map(|change| change.number).collect();
        (numbers, rows.has_previous, rows.has_next)
    };
    let all = OfficeChangeFilter::default();
    let page = |limit, after, before, backward| Page { limit, after, before, backward };
    assert_eq!(numbers(&all, &page(3, None, None, false)).await, (vec![7, 6, 5], false, true));
    assert_eq!(numbers(&all, &page(3, Some(5), None, false)).await, (vec![4, 3, 2], true, true));
    assert_eq!(numbers(&all, &page(3, Some(2), None, false)).await, (vec![1], true, false));
    assert_eq!(numbers(&all, &page(3, None, None, true)).await, (vec![3, 2, 1], true, false));
    assert_eq!(numbers(&all, &page(2, None, Some(2), true)).await, (vec![4, 3], true, true));
    let some = OfficeChangeFilter {
        from: Some(start + TimeDelta::days(2)),
        until: Some(start + TimeDelta::days(4)),
    };
    assert_eq!(numbers(&some, &page(9, None, None, false)).await, (vec![4, 3], false, false));
    assert_eq!(db.store.count_office_changes(bureau.id(), &some).await.unwrap(), 2);
}
