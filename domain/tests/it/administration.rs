//! Amendments: who may, what each does, what is refused; the last administrator; oneself; acting.

mod calendar;
mod procedure;
mod rescheduling;

use chrono::{DateTime, NaiveDate, Utc};
use domain::administration::{
    Actor, Amendment, AppointActing, BackdateDays, ChangeOfficer, ChangeRules, CreateCategory, CreateOfficer,
    CreateSection, EndActing, MAX_SECTIONS, MoveOfficer, Refusal, RenameCategory, RenameSection,
    SetLetterhead, SetOfficerPassword, amend, difference,
};
use domain::ids::{ActingId, CategoryId, OfficerId, SectionId};
use domain::input::InputFault;
use domain::office::{Capacity, Office, Officer, Position, Post};
use domain::values::{AgendaFormat, Code, Line, PasswordHash, Username};
use proptest::prelude::*;
use strum::VariantArray;
use uuid::Uuid;

use crate::common::sample::{
    ADMIN, CAMAT, EKBANG, EVERYBODY, FOREIGN_SECTION, INSPEKTUR, KASI_PMD, KASI_TRANTIB, KASUBAG, LINGKUNGAN,
    PMD, SEKRETARIS, STAF, TRANTIB, UMUM, acting, office,
};
use crate::common::wita;

const NOW: &str = "2026-02-02 10:00";
const NEW: OfficerId = OfficerId(Uuid::from_u128(901));
const SECOND_ADMIN: OfficerId = OfficerId(Uuid::from_u128(902));
const NOBODY: OfficerId = OfficerId(Uuid::from_u128(999));

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn username(text: &str) -> Username {
    Username::parse(text).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn try_to(office: &Office, amendment: &Amendment) -> Result<Office, Refusal> {
    amend(office, Actor::Officer(ADMIN), amendment, wita(NOW))
}

fn create(position: Position, section: Option<SectionId>) -> Amendment {
    Amendment::CreateOfficer(CreateOfficer {
        id: NEW,
        username: username("baru"),
        name: line("I Wayan Baru"),
        position,
        section,
        password: PasswordHash::new("hash".to_owned()),
    })
}

fn transfer(officer: OfficerId, position: Position, section: Option<SectionId>) -> Amendment {
    Amendment::MoveOfficer(MoveOfficer { officer, position, section })
}

fn appoint(officer: OfficerId, post: Post, from: &str, to: &str) -> AppointActing {
    AppointActing {
        id: ActingId(Uuid::from_u128(950)),
        officer,
        post,
        capacity: Capacity::Plh,
        decree: None,
        from: day(from),
        to: day(to),
    }
}

fn fault(field: &'static str, fault: InputFault) -> Refusal {
    Refusal::field(field, fault)
}

/// One of each kind that an administrator may do in the sample's office.
fn all_amendments() -> Vec<Amendment> {
    vec![
        create(Position::Staff, None),
        Amendment::ChangeOfficer(ChangeOfficer { officer: STAF, name: Some(line("Lain")), username: None }),
        transfer(STAF, Position::Secretary, None),
        Amendment::DeactivateOfficer(STAF),
        Amendment::SetOfficerPassword(SetOfficerPassword {
            officer: STAF,
            password: PasswordHash::new("hash".to_owned()),
        }),
        Amendment::CreateSection(CreateSection {
            id: SectionId(NEW.0),
            code: Code::parse("BARU").unwrap(),
            name: line("Seksi Baru"),
        }),
        Amendment::RenameSection(RenameSection { section: PMD, name: line("Seksi Lain") }),
        Amendment::DeactivateSection(PMD),
        Amendment::ReactivateSection(EKBANG),
        Amendment::CreateCategory(CreateCategory {
            id: CategoryId(NEW.0),
            code: line("11"),
            name: line("Kategori Baru"),
        }),
        Amendment::RenameCategory(RenameCategory { category: LINGKUNGAN, name: line("Kategori Lain") }),
        Amendment::DeactivateCategory(LINGKUNGAN),
        Amendment::SetLetterhead(SetLetterhead {
            government: Some(line("Pemerintah")),
            ..SetLetterhead::default()
        }),
        Amendment::ChangeRules(ChangeRules {
            agenda_format: None,
            backdate_days: BackdateDays::parse(7).ok(),
        }),
        Amendment::AppointActing(appoint(KASI_PMD, Post::of(Position::Camat), "2026-02-02", "2026-02-06")),
    ]
}

#[test]
fn only_an_administrator_amends_and_whoever_acts_for_one() {
    let mut office = office();
    for amendment in all_amendments() {
        for (name, officer) in EVERYBODY.into_iter().chain([("nobody", NOBODY)]) {
            let done = amend(&office, Actor::Officer(officer), &amendment, wita(NOW));
            if officer == ADMIN {
                assert!(done.is_ok(), "{amendment:?}: {done:?}");
            } else {
                assert_eq!(done, Err(Refusal::NotPermitted), "{name} {amendment:?}");
            }
        }
        assert!(amend(&office, Actor::Operator, &amendment, wita(NOW)).is_ok(), "{amendment:?}");
    }
    let (from, until) = (wita("2026-02-02 00:00"), wita("2026-02-03 00:00"));
    office.acting = vec![acting(SEKRETARIS, Post::of(Position::Administrator), Capacity::Plh, from, until)];
    for (at, may) in [("2026-02-01 23:59", false), (NOW, true), ("2026-02-03 00:00", false)] {
        let done = amend(&office, Actor::Officer(SEKRETARIS), &create(Position::Staff, None), wita(at));
        assert_eq!(done.is_ok(), may, "{at}");
    }
    office.officers.iter_mut().for_each(|officer| officer.active = officer.id != SEKRETARIS);
    let done = amend(&office, Actor::Officer(SEKRETARIS), &create(Position::Staff, None), wita(NOW));
    assert_eq!(done, Err(Refusal::NotPermitted), "who is not active does not act");
}

#[test]
fn an_amendment_changes_what_it_says_and_nothing_else() {
    let before = office();
    for amendment in all_amendments() {
        let after = try_to(&before, &amendment).unwrap();
        let (was, is) = difference(&before, &after, &amendment);
        let subjects: std::collections::BTreeSet<_> =
            was.iter().chain(&is).map(|fact| fact.path[..fact.path.len() - 1].join("/")).collect();
        assert_eq!(subjects.len(), 1, "{amendment:?}: {was:?} {is:?}");
        assert!(!is.is_empty(), "{amendment:?}");
    }
}

#[test]
fn a_position_and_its_section_go_together() {
    let office = office();
    use Position::{Administrator, Camat, HeadOfGeneralAffairs, Inspector, Secretary, SectionHead, Staff};
    for (position, section, right) in [
        (Staff, None, Ok(())),
        (Secretary, None, Ok(())),
        (Camat, None, Ok(())),
        (Administrator, None, Ok(())),
        (HeadOfGeneralAffairs, None, Ok(())),
        (HeadOfGeneralAffairs, Some(UMUM), Ok(())),
        (SectionHead, Some(PMD), Ok(())),
        (SectionHead, None, Err(fault("sectionId", InputFault::Required))),
        (SectionHead, Some(EKBANG), Err(fault("sectionId", InputFault::SectionInactive))),
        (SectionHead, Some(FOREIGN_SECTION), Err(fault("sectionId", InputFault::Unknown))),
        (Staff, Some(FOREIGN_SECTION), Err(fault("sectionId", InputFault::Unknown))),
        (Staff, Some(PMD), Err(fault("sectionId", InputFault::HeadsNoSection))),
        (Secretary, Some(PMD), Err(fault("sectionId", InputFault::HeadsNoSection))),
        (Camat, Some(PMD), Err(fault("sectionId", InputFault::HeadsNoSection))),
        (Administrator, Some(PMD), Err(fault("sectionId", InputFault::HeadsNoSection))),
        (Inspector, None, Err(fault("position", InputFault::OutsideOffice))),
    ] {
        let made = try_to(&office, &create(position, section)).map(drop);
        assert_eq!(made, right, "{position} {section:?}");
        let moved = try_to(&office, &transfer(STAF, position, section)).map(drop);
        if (position, section) != (Staff, None) {
            assert_eq!(moved, right, "{position} {section:?}");
        }
    }
}

#[test]
fn whom_the_office_does_not_know_cannot_be_named() {
    let office = office();
    let unknown = || Err(fault("officerId", InputFault::Unknown));
    for officer in [NOBODY, INSPEKTUR] {
        for amendment in [
            Amendment::ChangeOfficer(ChangeOfficer { officer, name: Some(line("X")), username: None }),
            transfer(officer, Position::Staff, None),
            Amendment::DeactivateOfficer(officer),
            Amendment::ReactivateOfficer(officer),
            Amendment::SetOfficerPassword(SetOfficerPassword {
                officer,
                password: PasswordHash::new("hash".to_owned()),
            }),
            Amendment::AppointActing(appoint(officer, Post::of(Position::Camat), "2026-02-02", "2026-02-06")),
        ] {
            assert_eq!(try_to(&office, &amendment), unknown(), "{amendment:?}");
        }
    }
}

/// The sample with a second administrator.
fn with_two_administrators() -> Office {
    let mut office = office();
    let first = office.officer(ADMIN).unwrap().clone();
    office.officers.push(Officer { id: SECOND_ADMIN, username: "admin2".to_owned(), ..first });
    office.put_in_order();
    office
}

#[test]
fn the_last_administrator_stays() {
    let one = office();
    let ways = [
        Amendment::DeactivateOfficer(ADMIN),
        transfer(ADMIN, Position::Staff, None),
        transfer(ADMIN, Position::HeadOfGeneralAffairs, Some(UMUM)),
    ];
    let by = |office: &Office, actor, amendment| amend(office, actor, amendment, wita(NOW));
    for amendment in &ways {
        assert_eq!(by(&one, Actor::Operator, amendment), Err(Refusal::LastAdministrator), "{amendment:?}");
        // Who acts for one is no administrator to stay behind, nor is one who is not active.
        let mut two = with_two_administrators();
        let (from, until) = (wita("2026-02-02 00:00"), wita("2026-12-31 00:00"));
        two.acting = vec![acting(CAMAT, Post::of(Position::Administrator), Capacity::Plt, from, until)];
        assert!(by(&two, Actor::Officer(SECOND_ADMIN), amendment).is_ok(), "{amendment:?}");
        two.officers.iter_mut().filter(|o| o.id == SECOND_ADMIN).for_each(|o| o.active = false);
        let refused = by(&two, Actor::Officer(CAMAT), amendment);
        assert_eq!(refused, Err(Refusal::LastAdministrator), "{amendment:?}");
    }
    assert_eq!(try_to(&one, &ways[0]), Err(Refusal::LastAdministrator));
}

#[test]
fn nobody_gives_himself_what_takes_steps() {
    let office = with_two_administrators();
    for position in Position::VARIANTS.iter().copied().filter(|p| *p != Position::Administrator) {
        let section = (position == Position::SectionHead).then_some(PMD);
        let moved = try_to(&office, &transfer(ADMIN, position, section));
        assert_eq!(moved, Err(Refusal::Oneself), "{position}");
        let acting = appoint(ADMIN, Post { position, section }, "2026-02-02", "2026-02-06");
        assert_eq!(try_to(&office, &Amendment::AppointActing(acting)), Err(Refusal::Oneself), "{position}");
    }
    // The other may.
    let camat = transfer(ADMIN, Position::Camat, None);
    assert!(amend(&office, Actor::Officer(SECOND_ADMIN), &camat, wita(NOW)).is_ok());
    // Whoever acts as administrator is bound as well.
    let mut office = office;
    let (from, until) = (wita("2026-02-02 00:00"), wita("2026-12-31 00:00"));
    office.acting = vec![acting(KASI_PMD, Post::of(Position::Administrator), Capacity::Plh, from, until)];
    let moved =
        amend(&office, Actor::Officer(KASI_PMD), &transfer(KASI_PMD, Position::Camat, None), wita(NOW));
    assert_eq!(moved, Err(Refusal::Oneself));
}

#[test]
fn a_username_is_somebodys_once() {
    let office = office();
    let rename = |officer, to: &str| {
        Amendment::ChangeOfficer(ChangeOfficer { officer, name: None, username: Some(username(to)) })
    };
    assert_eq!(try_to(&office, &rename(STAF, "camat")), Err(fault("username", InputFault::Taken)));
    assert!(try_to(&office, &rename(STAF, "sari")).is_ok());
    for (typed, wrong) in [
        ("", InputFault::Empty),
        (" \t", InputFault::Empty),
        ("dua kata", InputFault::WhiteSpace),
        ("a\u{0}b", InputFault::ControlCharacter),
        (&"a".repeat(201), InputFault::TooLong { max: 200 }),
    ] {
        assert_eq!(Username::parse(typed), Err(wrong), "{typed:?}");
    }
    assert_eq!(Username::parse(" sari ").unwrap().as_str(), "sari");
}

#[test]
fn numbers_are_never_given_anew() {
    let mut before = office();
    before.sections.retain(|section| section.id != TRANTIB);
    before.officers.retain(|officer| officer.id != KASI_TRANTIB);
    let section = |n: usize| {
        Amendment::CreateSection(CreateSection {
            id: SectionId(Uuid::from_u128(1000 + n as u128)),
            code: Code::parse(&format!("N{n}")).unwrap(),
            name: line("Seksi"),
        })
    };
    let mut grown = before.clone();
    let mut numbers = Vec::new();
    for n in 0..MAX_SECTIONS - before.sections.len() {
        grown = try_to(&grown, &section(n)).unwrap();
        numbers.push(grown.section(SectionId(Uuid::from_u128(1000 + n as u128))).unwrap().number);
    }
    let next: Vec<i32> = (6..).take(numbers.len()).collect();
    assert_eq!(numbers, next, "the second one's number stays its own");
    let full = try_to(&grown, &section(99));
    assert_eq!(full, Err(fault("code", InputFault::TooMany { max: MAX_SECTIONS })));
    let same = Amendment::CreateSection(CreateSection {
        id: SectionId(NEW.0),
        code: Code::parse("EKBANG").unwrap(),
        name: line("Seksi"),
    });
    assert_eq!(try_to(&before, &same), Err(fault("code", InputFault::Taken)), "a dissolved one's code too");
}

#[test]
fn what_changes_nothing_is_told() {
    let mut office = office();
    office.put_in_order();
    for amendment in [
        Amendment::ChangeOfficer(ChangeOfficer { officer: STAF, name: None, username: None }),
        transfer(STAF, Position::Staff, None),
        Amendment::ReactivateOfficer(STAF),
        Amendment::DeactivateSection(EKBANG),
        Amendment::ReactivateCategory(LINGKUNGAN),
        Amendment::SetLetterhead(SetLetterhead::default()),
        Amendment::ChangeRules(ChangeRules {
            agenda_format: Some(AgendaFormat::default()),
            backdate_days: BackdateDays::parse(30).ok(),
        }),
    ] {
        let Err(Refusal::InvalidInput(problems)) = try_to(&office, &amendment) else {
            panic!("{amendment:?}")
        };
        assert_eq!((problems[0].field.len(), &problems[0].fault), (0, &InputFault::NothingChanges));
    }
}

#[test]
fn an_appointment_to_act_is_judged() {
    let office = office();
    let camat = Post::of(Position::Camat);
    let right = || appoint(KASI_PMD, camat, "2026-02-02", "2026-02-06");
    let range = |earliest: &str, latest: &str| InputFault::DateOutOfRange {
        earliest: day(earliest),
        latest: day(latest),
    };
    let cases: Vec<(AppointActing, &'static str, InputFault)> = vec![
        (appoint(CAMAT, camat, "2026-02-02", "2026-02-06"), "officerId", InputFault::HoldsAlready),
        (
            appoint(KASUBAG, Post::head_of(UMUM), "2026-02-02", "2026-02-06"),
            "officerId",
            InputFault::HoldsAlready,
        ),
        (
            appoint(STAF, Post::of(Position::Inspector), "2026-02-02", "2026-02-06"),
            "position",
            InputFault::OutsideOffice,
        ),
        (
            appoint(STAF, Post::of(Position::SectionHead), "2026-02-02", "2026-02-06"),
            "sectionId",
            InputFault::Required,
        ),
        (
            appoint(STAF, Post::head_of(FOREIGN_SECTION), "2026-02-02", "2026-02-06"),
            "sectionId",
            InputFault::Unknown,
        ),
        (
            appoint(STAF, Post { position: Position::Camat, section: Some(PMD) }, "2026-02-02", "2026-02-06"),
            "sectionId",
            InputFault::HeadsNoSection,
        ),
        (AppointActing { capacity: Capacity::Plt, ..right() }, "decree", InputFault::Required),
        (
            AppointActing { capacity: Capacity::Definitive, ..right() },
            "capacity",
            InputFault::NotAnActingCapacity,
        ),
        (
            AppointActing { capacity: Capacity::Substitute, ..right() },
            "capacity",
            InputFault::NotAnActingCapacity,
        ),
        (appoint(KASI_PMD, camat, "2026-01-02", "2026-02-06"), "from", range("2026-01-03", "2027-02-02")),
        (appoint(KASI_PMD, camat, "2027-02-03", "2027-02-06"), "from", range("2026-01-03", "2027-02-02")),
        (appoint(KASI_PMD, camat, "2026-01-20", "2026-02-01"), "to", range("2026-02-02", "2027-01-19")),
        (appoint(KASI_PMD, camat, "2026-02-10", "2026-02-09"), "to", range("2026-02-10", "2027-02-09")),
        (appoint(KASI_PMD, camat, "2026-02-10", "2027-02-10"), "to", range("2026-02-10", "2027-02-09")),
    ];
    for (appointment, field, wrong) in cases {
        let refused = try_to(&office, &Amendment::AppointActing(appointment.clone()));
        assert_eq!(refused, Err(fault(field, wrong)), "{appointment:?}");
    }
    let after = try_to(&office, &Amendment::AppointActing(right())).unwrap();
    assert_eq!(
        (after.acting[0].from, after.acting[0].until),
        (wita("2026-02-02 00:00"), wita("2026-02-07 00:00"))
    );
    let year = appoint(KASI_PMD, camat, "2026-02-10", "2027-02-09");
    assert!(try_to(&office, &Amendment::AppointActing(year)).is_ok());
}

#[test]
fn of_one_post_one_acts_at_a_time_and_the_refusal_names_the_other() {
    let office = office();
    let camat = Post::of(Position::Camat);
    let first = appoint(KASI_PMD, camat, "2026-02-09", "2026-02-13");
    let office = try_to(&office, &Amendment::AppointActing(first)).unwrap();
    let named = InputFault::ActsAlready {
        name: "Ni Wayan Mertha".to_owned(),
        from: wita("2026-02-09 00:00"),
        until: wita("2026-02-14 00:00"),
    };
    for (post, from, to, right) in [
        (camat, "2026-02-02", "2026-02-08", true),
        (camat, "2026-02-02", "2026-02-09", false),
        (camat, "2026-02-10", "2026-02-11", false),
        (camat, "2026-02-13", "2026-02-20", false),
        (camat, "2026-02-14", "2026-02-20", true),
        (Post::of(Position::Secretary), "2026-02-09", "2026-02-13", true),
        (Post::head_of(PMD), "2026-02-09", "2026-02-13", true),
    ] {
        let second = AppointActing { id: ActingId(NEW.0), ..appoint(KASI_TRANTIB, post, from, to) };
        let done = try_to(&office, &Amendment::AppointActing(second)).map(drop);
        let expected = if right { Ok(()) } else { Err(fault("from", named.clone())) };
        assert_eq!(done, expected, "{post:?} {from} {to}");
    }
}

#[test]
fn another_acts_from_the_moment_one_was_ended() {
    let camat = Post::of(Position::Camat);
    let first = appoint(KASI_PMD, camat, "2026-02-02", "2026-02-06");
    let office = try_to(&office(), &Amendment::AppointActing(first)).unwrap();
    let end = EndActing { appointment: office.acting[0].id, last_day: None };
    let office = try_to(&office, &Amendment::EndActing(end)).unwrap();
    assert_eq!(office.acting[0].until, wita(NOW));
    let next =
        |from| AppointActing { id: ActingId(NEW.0), ..appoint(KASI_TRANTIB, camat, from, "2026-02-06") };
    let after = try_to(&office, &Amendment::AppointActing(next("2026-02-02"))).unwrap();
    let appointed = after.acting.iter().find(|acting| acting.officer == KASI_TRANTIB).unwrap();
    assert_eq!((appointed.from, appointed.until), (wita(NOW), wita("2026-02-07 00:00")));
    // What was before stays the other's.
    assert!(try_to(&office, &Amendment::AppointActing(next("2026-02-01"))).is_err());
}

#[test]
fn acting_makes_no_chains() {
    // The secretary acts for the camat, the head of PMD for the secretary.
    let mut office = office();
    let (from, until) = (wita("2026-02-02 00:00"), wita("2026-02-07 00:00"));
    let (camat, secretary) = (Post::of(Position::Camat), Post::of(Position::Secretary));
    office.acting = vec![
        acting(SEKRETARIS, camat, Capacity::Plh, from, until),
        acting(KASI_PMD, secretary, Capacity::Plh, from, until),
    ];
    assert_eq!(office.posts_of(KASI_PMD, wita(NOW)), [Post::head_of(PMD), secretary]);
    let takers: Vec<_> = office.takers(camat, wita(NOW), &[]).iter().map(|taker| taker.officer).collect();
    assert_eq!(takers, [CAMAT, SEKRETARIS]);
    let waiting: Vec<Post> = office.waiting_for(KASI_PMD, wita(NOW)).iter().map(|w| w.post).collect();
    assert!(!waiting[..2].contains(&camat), "{waiting:?}");
}

#[test]
fn whoever_goes_acts_for_nobody_any_more() {
    let mut before = office();
    let appointment = |id: u128, from: &str, until: &str| domain::office::ActingAppointment {
        id: ActingId(Uuid::from_u128(id)),
        ..acting(KASI_PMD, Post::of(Position::Camat), Capacity::Plh, wita(from), wita(until))
    };
    let over = appointment(1, "2026-01-01 00:00", "2026-01-08 00:00");
    let now = appointment(2, "2026-02-01 00:00", "2026-02-10 00:00");
    let to_come = appointment(3, "2026-03-01 00:00", "2026-03-10 00:00");
    before.acting = vec![over.clone(), now.clone(), to_come.clone()];
    let after = try_to(&before, &Amendment::DeactivateOfficer(KASI_PMD)).unwrap();
    let ended = domain::office::ActingAppointment { until: wita(NOW), ..now.clone() };
    assert_eq!(after.acting, [over.clone(), ended]);
    let back = try_to(&after, &Amendment::ReactivateOfficer(KASI_PMD)).unwrap();
    assert_eq!(back.acting, after.acting);
    // Who is moved to the post itself holds it by appointment; for another post they go on acting.
    let camat = try_to(&before, &transfer(KASI_PMD, Position::Camat, None)).unwrap();
    assert_eq!(camat.acting.len(), 2);
    assert!(!camat.acting.iter().any(|acting| acting.in_force(wita(NOW))));
    let staff = try_to(&before, &transfer(KASI_PMD, Position::Staff, None)).unwrap();
    assert_eq!(staff.acting, before.acting);
}

#[test]
fn an_appointment_ends_before_its_time_only() {
    let mut before = office();
    let camat = Post::of(Position::Camat);
    let with_id = |id: u128, from: &str, until: &str| domain::office::ActingAppointment {
        id: ActingId(Uuid::from_u128(id)),
        ..acting(KASI_PMD, camat, Capacity::Plh, wita(from), wita(until))
    };
    before.acting = vec![
        with_id(1, "2026-01-01 00:00", "2026-01-08 00:00"),
        with_id(2, "2026-02-01 00:00", "2026-02-10 00:00"),
        with_id(3, "2026-03-01 00:00", "2026-03-10 00:00"),
    ];
    let end = |id: u128, last_day: Option<&str>| {
        let last_day = last_day.map(day);
        let appointment = ActingId(Uuid::from_u128(id));
        try_to(&before, &Amendment::EndActing(EndActing { appointment, last_day }))
    };
    let until = |done: &Result<Office, Refusal>, id: u128| -> Option<DateTime<Utc>> {
        let office = done.as_ref().unwrap();
        office.acting.iter().find(|a| a.id == ActingId(Uuid::from_u128(id))).map(|a| a.until)
    };
    assert_eq!(end(1, None), Err(fault("appointmentId", InputFault::OverAlready)));
    assert_eq!(end(9, None), Err(fault("appointmentId", InputFault::Unknown)));
    assert_eq!(until(&end(2, None), 2), Some(wita(NOW)));
    assert_eq!(until(&end(2, Some("2026-02-02")), 2), Some(wita("2026-02-03 00:00")));
    assert_eq!(until(&end(3, None), 3), None, "it had not begun");
    assert_eq!(until(&end(3, Some("2026-03-01")), 3), Some(wita("2026-03-02 00:00")));
    let range = |earliest: &str, latest: &str| {
        let fault_of = InputFault::DateOutOfRange { earliest: day(earliest), latest: day(latest) };
        Err(fault("lastDay", fault_of))
    };
    for wrong in ["2026-02-01", "2026-02-10"] {
        assert_eq!(end(2, Some(wrong)), range("2026-02-02", "2026-02-09"), "{wrong}");
    }
    assert_eq!(end(3, Some("2026-02-28")), range("2026-03-01", "2026-03-09"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Whatever is appointed in whatever order, no two act for one post at once, and somebody administers the office.
    #[test]
    fn no_two_ever_act_for_one_post_at_once(
        wanted in prop::collection::vec((0..8_usize, 0..4_usize, 0..30_i64, 0..30_i64, 0..3_u8), 1..20),
    ) {
        let posts = [
            Post::of(Position::Camat),
            Post::of(Position::Secretary),
            Post::head_of(PMD),
            Post::of(Position::Administrator),
        ];
        let today = day("2026-02-02");
        let mut office = office();
        for (n, (who, post, from, days, what)) in wanted.into_iter().enumerate() {
            let officer = EVERYBODY[who].1;
            let from = today + chrono::TimeDelta::days(from);
            let amendment = match what {
                0 => Amendment::DeactivateOfficer(officer),
                _ => Amendment::AppointActing(AppointActing {
                    id: ActingId(Uuid::from_u128(2000 + n as u128)),
                    officer,
                    post: posts[post],
                    capacity: Capacity::Plh,
                    decree: None,
                    from,
                    to: from + chrono::TimeDelta::days(days),
                }),
            };
            if let Ok(after) = try_to(&office, &amendment) {
                office = after;
            }
        }
        for hour in 0..24 * 62 {
            let at = wita("2026-02-02 00:00") + chrono::TimeDelta::hours(hour);
            for post in posts {
                let acting = office.acting.iter().filter(|a| a.post == post && a.in_force(at)).count();
                prop_assert!(acting <= 1, "{post:?} at {at}");
            }
        }
        prop_assert!(office.appointed(Post::of(Position::Administrator)).count() >= 1);
    }
}
