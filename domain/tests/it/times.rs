//! When a step happened and when it was entered: bounds of `occurredAt`, and a clock that goes back.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::refusal::{InputFault, InputProblem, Refusal, RefusalCode};
use domain::complaint::steps::Receive;
use domain::office::{Capacity, Position, Post};
use domain::procedure::step::Step;

use crate::common::commands::{
    attach, carry_out, consider, forward, receive, reopen, return_to, sign, withdraw,
};
use crate::common::sample::{CAMAT, KASI_PMD, KASUBAG, SEKRETARIS, STAF, acting};
use crate::common::walk::{Walk, received};
use crate::common::wita;

fn occurred(fault: InputFault) -> (String, InputFault) {
    ("occurredAt".to_owned(), fault)
}

#[test]
fn entered_later_than_it_happened_a_step_keeps_both_times_and_the_next_starts_when_it_happened() {
    let walk = received().at("2026-02-04 09:00").occurring(STAF, &attach(), Some(wita("2026-02-02 08:40")));
    let closing = walk.record(2).closing.as_ref().unwrap();
    assert_eq!(closing.completed_at, Some(wita("2026-02-02 08:40")));
    assert_eq!(closing.recorded_at, wita("2026-02-04 09:00"));
    assert_eq!(closing.working_seconds, Some(30 * 60));
    assert_eq!(walk.record(2).on_time(walk.now), Some(true), "judged by when it happened");
    let (started, due, ..) = walk.times(3);
    assert_eq!((started.as_str(), due.as_str()), ("02-02 08:40", "02-02 09:40"));
    assert!(walk.complaint.open_records().all(|r| r.is_overdue(walk.now)));
}

#[test]
fn never_in_the_future() {
    let walk = received().at("2026-02-02 08:40");
    let future = wita("2026-02-02 08:40:01");
    assert_eq!(walk.fault_as_of(STAF, &attach(), Some(future)), occurred(InputFault::InFuture));
    assert!(walk.tries_as_of(STAF, &attach(), Some(walk.now)).is_ok());
}

#[test]
fn thirty_days_back_exactly_and_not_a_second_more() {
    let walk = received().at("2026-03-04 08:40");
    let bound = wita("2026-02-02 08:40");
    assert_eq!(walk.now - bound, TimeDelta::days(30));
    assert!(walk.tries_as_of(STAF, &attach(), Some(bound)).is_ok());
    let before = bound - TimeDelta::seconds(1);
    assert_eq!(
        walk.fault_as_of(STAF, &attach(), Some(before)),
        occurred(InputFault::TooFarBack { days: 30 })
    );
    let mut walk = walk;
    walk.office.backdate_days = 31;
    assert!(walk.tries_as_of(STAF, &attach(), Some(before)).is_ok(), "the office sets the bound");
}

#[test]
fn not_before_the_step_began() {
    let earliest = wita("2026-02-02 08:10");
    let walk = received().at("2026-02-03 09:00");
    assert_eq!(
        walk.fault_as_of(STAF, &attach(), Some(earliest - TimeDelta::seconds(1))),
        occurred(InputFault::Before { earliest })
    );
    assert!(walk.tries_as_of(STAF, &attach(), Some(earliest)).is_ok());
    // Order is judged on the stored record: what was entered late binds what follows by when it happened.
    let walk = walk.occurring(STAF, &attach(), Some(wita("2026-02-02 10:00")));
    assert_eq!(
        walk.fault_as_of(KASUBAG, &forward(), Some(wita("2026-02-02 09:59"))),
        occurred(InputFault::Before { earliest: wita("2026-02-02 10:00") })
    );
    assert!(walk.tries_as_of(KASUBAG, &forward(), Some(wita("2026-02-02 10:00"))).is_ok());
}

#[test]
fn exits_are_bound_by_the_same_times() {
    let walk = received().on_to(Step::Consider).at("2026-02-03 09:00");
    let earliest = walk.open().started_at.unwrap();
    let before = Some(earliest - TimeDelta::seconds(1));
    for (actor, command) in [(CAMAT, return_to(Step::Advise)), (STAF, withdraw())] {
        assert_eq!(walk.fault_as_of(actor, &command, before), occurred(InputFault::Before { earliest }));
        let transition = walk.tries_as_of(actor, &command, Some(earliest)).unwrap();
        let closed = transition.after.records.iter().find(|r| r.number == 5).unwrap();
        assert_eq!(closed.closing.as_ref().unwrap().completed_at, Some(earliest));
    }
}

#[test]
fn wrong_time_and_wrong_input_are_told_together() {
    let walk = received().on_to(Step::Consider).at("2026-02-03 09:00");
    let Err(Refusal::InvalidInput(problems)) =
        walk.tries_as_of(CAMAT, &return_to(Step::Receive), Some(wita("2026-02-03 10:00")))
    else {
        panic!("refused for its input")
    };
    assert_eq!(problems.iter().map(|p| p.field[0]).collect::<Vec<_>>(), ["occurredAt", "toStep"]);
}

#[test]
fn a_clock_that_was_set_back_does_not_put_a_step_before_the_one_it_follows() {
    let walk = received().at("2026-02-02 08:05").then(STAF, &attach());
    let closing = walk.record(2).closing.as_ref().unwrap();
    assert_eq!(closing.completed_at, Some(wita("2026-02-02 08:10")), "when it began");
    assert_eq!(closing.recorded_at, wita("2026-02-02 08:05"), "what the clock said");
    assert_eq!(closing.working_seconds, Some(0));
    assert_eq!(walk.open().started_at, Some(wita("2026-02-02 08:10")));
    // An archived complaint is not reopened before it was archived either.
    let walk = received().through_all_steps();
    let archived = walk.complaint.standing.closed_at().unwrap();
    let walk = walk.at("2026-02-01 09:00").then(CAMAT, &reopen());
    assert_eq!(walk.open().started_at, Some(archived));
}

fn acted(walk: &mut Walk, officer: domain::ids::OfficerId, position: Position, capacity: Capacity) {
    let (from, until) = (wita("2026-02-03 00:00"), wita("2026-02-05 00:00"));
    walk.office.acting = vec![acting(officer, Post::of(position), capacity, from, until)];
}

#[test]
fn an_officer_acts_from_the_first_instant_until_just_before_the_last() {
    let mut walk = received().on_to(Step::Consider);
    acted(&mut walk, SEKRETARIS, Position::Camat, Capacity::Plh);
    let from = wita("2026-02-03 00:00");
    let refusal = |now: &str| walk.clone().at(now).tries(SEKRETARIS, &consider()).map(|_| ());
    assert_eq!(
        refusal("2026-02-02 23:59:59"),
        Err(Refusal::NotPermitted { permitted: vec![Position::Camat], until: Some(from) }),
        "the refusal ends by itself when the appointment begins"
    );
    assert_eq!(refusal("2026-02-03 00:00"), Ok(()));
    assert_eq!(refusal("2026-02-04 23:59:59"), Ok(()));
    assert_eq!(
        refusal("2026-02-05 00:00"),
        Err(Refusal::NotPermitted { permitted: vec![Position::Camat], until: None })
    );
}

#[test]
fn the_history_says_who_acted_and_for_whom() {
    for capacity in [Capacity::Plt, Capacity::Plh] {
        let mut walk = received().on_to(Step::Consider).at("2026-02-03 09:00");
        acted(&mut walk, SEKRETARIS, Position::Camat, capacity);
        let walk = walk.then(SEKRETARIS, &consider());
        let record = walk.record(5);
        let taker = record.closing.as_ref().unwrap().taker.unwrap();
        assert_eq!((taker.officer, taker.on_behalf_of), (SEKRETARIS, Some(CAMAT)));
        assert_eq!(
            (taker.position, taker.capacity, record.position),
            (Position::Camat, capacity, Position::Camat)
        );
        // The holder himself still may, as himself.
        let transition = walk.tries(CAMAT, &crate::common::commands::dispose_alone()).unwrap();
        let disposed = transition.after.records.iter().find(|r| r.number == 6).unwrap();
        let taker = disposed.closing.as_ref().unwrap().taker.unwrap();
        assert_eq!((taker.capacity, taker.on_behalf_of), (Capacity::Definitive, None));
    }
}

#[test]
fn in_a_vacancy_there_is_nobody_to_act_for() {
    let mut walk = received().on_to(Step::Consider).at("2026-02-03 09:00");
    walk.office.officers.retain(|officer| officer.id != CAMAT);
    assert_eq!(
        walk.refusal(SEKRETARIS, &consider()).code(),
        RefusalCode::NotPermitted,
        "a vacancy is no substitution"
    );
    acted(&mut walk, SEKRETARIS, Position::Camat, Capacity::Plt);
    let walk = walk.then(SEKRETARIS, &consider());
    let taker = walk.record(5).closing.as_ref().unwrap().taker.unwrap();
    assert_eq!((taker.capacity, taker.on_behalf_of), (Capacity::Plt, None));
}

#[test]
fn whether_an_officer_acted_is_judged_at_the_time_the_step_happened() {
    let mut walk = received().on_to(Step::Consider);
    acted(&mut walk, SEKRETARIS, Position::Camat, Capacity::Plh);
    let walk = walk.at("2026-02-06 09:00");
    let judged = |at: &str| walk.tries_as_of(SEKRETARIS, &consider(), Some(wita(at))).map(|_| ());
    assert_eq!(judged("2026-02-04 10:00"), Ok(()), "entered after the appointment, done within it");
    assert_eq!(judged("2026-02-05 10:00").unwrap_err().code(), RefusalCode::NotPermitted);
    let early = walk.at("2026-02-03 09:00");
    let judged = early.tries_as_of(SEKRETARIS, &consider(), Some(wita("2026-02-02 23:00")));
    assert_eq!(
        judged.unwrap_err(),
        Refusal::NotPermitted { permitted: vec![Position::Camat], until: None },
        "waiting would not help: it happened before the appointment"
    );
}

#[test]
fn who_acts_for_the_secretary_and_the_camat_advises_and_decides_which_is_shown() {
    let mut walk = received().on_to(Step::Sign).at("2026-02-03 09:00");
    acted(&mut walk, SEKRETARIS, Position::Camat, Capacity::Plh);
    let walk = walk.then(SEKRETARIS, &sign()).then(SEKRETARIS, &carry_out());
    let takers: Vec<_> = [4, 9, 10]
        .map(|n| walk.record(n).closing.as_ref().unwrap().taker.unwrap())
        .map(|t| (t.officer, t.position, t.capacity))
        .to_vec();
    assert_eq!(
        takers,
        [
            (SEKRETARIS, Position::Secretary, Capacity::Definitive),
            (SEKRETARIS, Position::Camat, Capacity::Plh),
            (SEKRETARIS, Position::Secretary, Capacity::Definitive),
        ]
    );
}

#[test]
fn his_own_appointment_goes_before_acting_and_acting_before_standing_in() {
    // The Kasubag is Plh. secretary: step 9 he takes as what he is.
    let mut walk = received().on_to(Step::CarryOut).at("2026-02-03 09:00");
    acted(&mut walk, KASUBAG, Position::Secretary, Capacity::Plh);
    let walk = walk.then(KASUBAG, &carry_out());
    let taker = walk.record(10).closing.as_ref().unwrap().taker.unwrap();
    assert_eq!((taker.position, taker.capacity), (Position::HeadOfGeneralAffairs, Capacity::Definitive));
    // PMD's head is Plh. secretary and the Kasubag is away from it: only acting is left.
    let mut walk = received().on_to(Step::CarryOut).at("2026-02-03 09:00");
    acted(&mut walk, KASI_PMD, Position::Secretary, Capacity::Plh);
    let walk = walk.then(KASI_PMD, &carry_out());
    assert_eq!(walk.record(10).closing.as_ref().unwrap().taker.unwrap().capacity, Capacity::Plh);
}

#[test]
fn an_officer_who_has_left_holds_nothing_and_acts_for_nobody() {
    let mut walk = received().on_to(Step::Consider).at("2026-02-03 09:00");
    acted(&mut walk, SEKRETARIS, Position::Camat, Capacity::Plh);
    for officer in walk.office.officers.iter_mut().filter(|o| [SEKRETARIS, CAMAT].contains(&o.id)) {
        officer.active = false;
    }
    for officer in [SEKRETARIS, CAMAT] {
        assert_eq!(walk.refusal(officer, &consider()).code(), RefusalCode::NotPermitted);
        assert_eq!(walk.office.posts_of(officer, walk.now), []);
    }
}

#[test]
fn the_furthest_times_there_are_are_refused_like_any_other() {
    let walk = received();
    for (at, fault) in [
        (DateTime::<Utc>::MAX_UTC, InputFault::InFuture),
        (DateTime::<Utc>::MIN_UTC, InputFault::TooFarBack { days: 30 }),
    ] {
        assert_eq!(walk.fault_as_of(STAF, &attach(), Some(at)), occurred(fault.clone()));
        let command = receive();
        let Err(Refusal::InvalidInput(problems)) = command.judge(&walk.office, STAF, walk.now, Some(at))
        else {
            panic!("refused for its input")
        };
        assert_eq!(problems[0], InputProblem::new("occurredAt", fault));
        let command = Receive { arrived_at: Some(at), ..receive() };
        assert!(command.judge(&walk.office, STAF, walk.now, None).is_err());
    }
}
