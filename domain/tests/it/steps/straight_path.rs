//! Both branches from receiving to archiving: history, due times and working seconds, worked out by hand.

use domain::complaint::record::{Content, StepOutcome};
use domain::complaint::standing::{Standing, Status};
use domain::office::{Capacity, Position, Post};
use domain::procedure::step::Step;

use crate::common::commands::{
    advise, advise_to_ask, archive, attach, carry_out, consider, dispose_alone, dispose_to, forward, prose,
    receive, sign, solve,
};
use crate::common::sample::{
    CAMAT, EKBANG, FOREIGN_SECTION, KASI_PEMERINTAHAN, KASI_TRANTIB, KASUBAG, OFFICE, PEMERINTAHAN, PMD,
    SEKRETARIS, STAF, TRANTIB, office,
};
use crate::common::walk::{ID, Walk, received};
use crate::common::{shown, wita};
use domain::complaint::command::Command;
use domain::complaint::refusal::InputFault;
use domain::complaint::steps::{ForwardToSecretary, Receive, Sign};
use domain::values::TrackingCode;

#[test]
fn with_sections_every_step_is_recorded_with_its_due_time_and_the_working_time_used() {
    // Each in its own hour of Monday; Trantib and Pemerintahan on Tuesday and Wednesday, over a night and over breaks.
    let walk = received()
        .at("2026-02-02 08:40")
        .then(STAF, &attach())
        .at("2026-02-02 11:30")
        .then(KASUBAG, &forward())
        .at("2026-02-02 13:15")
        .then(SEKRETARIS, &advise())
        .at("2026-02-02 14:00")
        .then(CAMAT, &consider())
        .at("2026-02-02 17:00")
        .then(CAMAT, &dispose_to(PEMERINTAHAN, &[TRANTIB]))
        .at("2026-02-03 10:00")
        .then(KASI_TRANTIB, &solve())
        .at("2026-02-05 08:30")
        .then(KASI_PEMERINTAHAN, &solve())
        .at("2026-02-05 09:00")
        .then(CAMAT, &sign())
        .at("2026-02-06 09:00")
        .then(SEKRETARIS, &carry_out())
        .at("2026-02-06 14:00")
        .then(STAF, &archive());

    assert_eq!(
        walk.history(),
        [
            "1 RECEIVE 1.1 COMPLETED",
            "2 ATTACH_DISPOSITION_SHEET 1.1 COMPLETED",
            "3 FORWARD_TO_SECRETARY 1.1 COMPLETED",
            "4 ADVISE 1.1 COMPLETED",
            "5 CONSIDER 1.1 COMPLETED",
            "6 DISPOSE 1.1 COMPLETED",
            "7 SOLVE 1.1 PEM leads COMPLETED",
            "8 SOLVE 1.1 TRANTIB supports COMPLETED",
            "9 SIGN 1.1 COMPLETED",
            "10 CARRY_OUT 1.1 COMPLETED",
            "11 ARCHIVE 1.1 COMPLETED",
        ]
    );
    let minutes = |n: i64| Some(n * 60);
    let times = |number| walk.times(number);
    let row = |started: &str, due: &str, completed: &str, seconds| {
        (started.to_owned(), due.to_owned(), completed.to_owned(), seconds)
    };
    assert_eq!(times(1), row("02-02 08:00", "02-02 08:30", "02-02 08:10", minutes(10)));
    assert_eq!(times(2), row("02-02 08:10", "02-02 09:10", "02-02 08:40", minutes(30)));
    // Late by 1 h 50 min.
    assert_eq!(times(3), row("02-02 08:40", "02-02 09:40", "02-02 11:30", minutes(170)));
    // Half an hour before the break, a quarter after it.
    assert_eq!(times(4), row("02-02 11:30", "02-02 13:30", "02-02 13:15", minutes(45)));
    assert_eq!(times(5), row("02-02 13:15", "02-02 14:15", "02-02 14:00", minutes(45)));
    // Done after closing: late, and the working time ends at 16:30.
    assert_eq!(times(6), row("02-02 14:00", "02-02 15:00", "02-02 17:00", minutes(150)));
    // Begun after closing, so from Tuesday 07:30: two days on is Thursday 07:30.
    assert_eq!(times(7), row("02-02 17:00", "02-05 07:30", "02-05 08:30", minutes(8 * 60 * 2 + 60)));
    assert_eq!(times(8), row("02-02 17:00", "02-05 07:30", "02-03 10:00", minutes(150)));
    assert_eq!(times(9), row("02-05 08:30", "02-05 09:30", "02-05 09:00", minutes(30)));
    // Friday 09:00 is a day after Thursday 09:00: exactly on time.
    assert_eq!(times(10), row("02-05 09:00", "02-06 09:00", "02-06 09:00", minutes(8 * 60)));
    // Friday's break is from 11:30 to 13:00.
    assert_eq!(times(11), row("02-06 09:00", "02-06 09:30", "02-06 14:00", minutes(150 + 60)));

    let on_time: Vec<_> = walk.complaint.records.iter().map(|r| r.on_time(walk.now)).collect();
    let late = [3, 6, 7, 11];
    for record in &walk.complaint.records {
        assert_eq!(on_time[record.number as usize - 1], Some(!late.contains(&record.number)), "{record:?}");
    }
    assert_eq!(walk.complaint.standing, Standing::Archived { at: wita("2026-02-06 14:00") });
    assert_eq!(walk.complaint.version, 11);
    assert_eq!(walk.complaint.due_at(), None);
    assert_eq!(walk.complaint.step_started_at(), None);
    assert_eq!(walk.complaint.archive_code.as_deref(), Some("R2/K1/B7"));
    assert_eq!(walk.complaint.result.as_deref(), Some("Sampah diangkut."));
    assert_eq!(walk.complaint.answered_at, Some(wita("2026-02-06 09:00")));
}

#[test]
fn alone_the_camat_sends_it_straight_to_carrying_out_and_the_steps_passed_over_are_shown_as_skipped() {
    let walk = received()
        .alone_to(Step::Dispose)
        .at("2026-02-13 13:45")
        .then(CAMAT, &dispose_alone())
        .at("2026-02-18 10:00")
        .then(KASUBAG, &carry_out());
    assert_eq!(
        &walk.history()[5..],
        [
            "6 DISPOSE 1.1 COMPLETED",
            "7 SOLVE 1.1 SKIPPED",
            "8 SIGN 1.1 SKIPPED",
            "9 CARRY_OUT 1.1 COMPLETED",
            "10 ARCHIVE 1.1 open",
        ]
    );
    // Nobody took them, at no time, and nothing was due: neither on time nor late.
    for number in [7, 8] {
        let record = walk.record(number);
        let closing = record.closing.as_ref().unwrap();
        assert_eq!((record.started_at, record.due_at), (None, None));
        assert_eq!((closing.taker, closing.completed_at, closing.working_seconds), (None, None, None));
        assert_eq!(closing.content, Content::None);
        assert_eq!(record.on_time(walk.now), None);
        assert!(!record.is_overdue(walk.now));
    }
    // Friday 13:45 and a day; Monday the 16th and Tuesday the 17th are closed: Wednesday 13:45.
    let (started, due, completed, seconds) = walk.times(9);
    assert_eq!((started.as_str(), due.as_str()), ("02-13 13:45", "02-18 13:45"));
    // 45 minutes on Friday, 2 h 30 min on Wednesday.
    assert_eq!((completed.as_str(), seconds), ("02-18 10:00", Some(195 * 60)));
    // The Kasubag took what waited for the secretary: the record says as what.
    assert_eq!(walk.record(9).position, Position::HeadOfGeneralAffairs);
}

#[test]
fn a_step_that_is_open_is_overdue_only_after_its_due_time() {
    let walk = received();
    let due = wita("2026-02-02 09:10");
    let open = walk.open();
    assert_eq!(open.due_at, Some(due));
    assert_eq!(walk.complaint.due_at(), Some(due));
    assert!(!open.is_overdue(due));
    assert_eq!(open.on_time(due), None, "not yet decided");
    let after = wita("2026-02-02 09:10:01");
    assert!(open.is_overdue(after));
    assert_eq!(open.on_time(after), Some(false));
}

#[test]
fn who_took_a_step_stands_in_its_record_with_position_and_capacity() {
    let walk = received().through_all_steps();
    let expected = [
        (STAF, Position::Staff),
        (STAF, Position::Staff),
        (KASUBAG, Position::HeadOfGeneralAffairs),
        (SEKRETARIS, Position::Secretary),
        (CAMAT, Position::Camat),
        (CAMAT, Position::Camat),
        (KASI_PEMERINTAHAN, Position::SectionHead),
        (KASI_TRANTIB, Position::SectionHead),
        (CAMAT, Position::Camat),
        (SEKRETARIS, Position::Secretary),
        (STAF, Position::Staff),
    ];
    for (record, (officer, position)) in walk.complaint.records.iter().zip(expected) {
        let taker = record.closing.as_ref().unwrap().taker.unwrap();
        assert_eq!((taker.officer, taker.position, record.position), (officer, position, position));
        assert_eq!((taker.capacity, taker.on_behalf_of), (Capacity::Definitive, None));
    }
}

#[test]
fn notes_of_the_steps_that_take_one_are_kept() {
    let noted = |text: &str| Some(prose(text));
    let walk = received()
        .on_to(Step::ForwardToSecretary)
        .then(KASUBAG, &Command::ForwardToSecretary(ForwardToSecretary { note: noted("Mendesak.") }))
        .on_to(Step::Sign)
        .then(CAMAT, &Command::Sign(Sign { note: noted("Setuju.") }));
    let note = |number| walk.record(number).closing.as_ref().unwrap().note.clone();
    assert_eq!(note(3).as_deref(), Some("Mendesak."));
    assert_eq!(note(9).as_deref(), Some("Setuju."));
}

#[test]
fn a_section_suggested_must_be_one_that_could_be_asked() {
    let walk = received().on_to(Step::Advise);
    let field = "suggestedSectionIds".to_owned();
    let fault = |suggested: &[_]| walk.fault(SEKRETARIS, &advise_to_ask(suggested));
    assert_eq!(fault(&[FOREIGN_SECTION]), (field.clone(), InputFault::Unknown));
    assert_eq!(fault(&[EKBANG]), (field.clone(), InputFault::SectionInactive));
    assert_eq!(fault(&[PMD, TRANTIB, PMD]), (field, InputFault::NamedTwice));
    assert!(walk.tries(SEKRETARIS, &advise_to_ask(&[PMD, TRANTIB])).is_ok());
}

#[test]
fn nothing_is_refused_for_lateness_nor_out_of_hours() {
    // Nyepi 2026, at night, weeks late: nobody is there, and still it counts.
    let walk = received().at("2026-03-19 23:30").then(STAF, &attach());
    assert_eq!(walk.outcome(2), Some(StepOutcome::Completed));
    assert_eq!(walk.complaint.standing.status(), Status::InProgress);
    // 18, 19, 20 March closed, 21 and 22 too, 23 and 24: the next opening is Wednesday the 25th.
    assert_eq!(walk.times(3).1, "03-25 08:30");
}

/// sop.md section 8, local dispensation days closed: what is due if every step is done exactly when it is due.
const WORKED: &str = "
    2026-02-02 08:00 | 02-02 08:30 | 02-02 14:30 | 02-04 14:30 | 02-04 15:30 | 02-05 15:30 | 02-05 16:00 | 02-03 14:30 | 02-03 15:00
    2026-02-13 13:45 | 02-13 14:15 | 02-18 13:15 | 02-20 13:15 | 02-20 14:15 | 02-23 14:15 | 02-23 14:45 | 02-19 13:15 | 02-19 13:45
    2026-03-17 16:00 | 03-17 16:30 | 03-25 13:30 | 03-27 13:30 | 03-27 14:30 | 03-30 14:30 | 03-30 15:00 | 03-26 13:30 | 03-26 14:00
    2026-04-04 21:10 | 04-06 08:00 | 04-06 14:00 | 04-09 14:00 | 04-09 15:00 | 04-10 14:30 | 04-13 08:00 | 04-07 14:00 | 04-07 14:30
    2026-06-15 15:50 | 06-15 16:20 | 06-19 13:50 | 06-23 13:50 | 06-23 14:50 | 06-24 14:50 | 06-24 15:20 | 06-22 13:50 | 06-22 14:20
    2026-11-03 10:00 | 11-03 10:30 | 11-03 16:30 | 11-06 14:30 | 11-09 08:30 | 11-10 08:30 | 11-10 09:00 | 11-05 16:30 | 11-06 08:00
";

/// Due times of the records, by number, where each is done exactly when it is due.
fn done_when_due(arrived: &str, alone: bool) -> Vec<String> {
    let office = office();
    let command = Receive { arrived_at: Some(wita(arrived)), ..receive() };
    let standard = office.procedures[0].step(Step::Receive).standard;
    let due = office.calendar.due(wita(arrived), standard).unwrap();
    let reception = command.judge(&office, STAF, due, None).unwrap();
    let complaint = reception.register(ID, 1, TrackingCode::new(OFFICE, 1));
    let mut walk = Walk { office, complaint, now: due, original: None };
    while let Some(step) = walk.complaint.standing.step() {
        walk.now = walk.open().due_at.unwrap();
        walk = match step {
            Step::AttachDispositionSheet => walk.then(STAF, &attach()),
            Step::ForwardToSecretary => walk.then(KASUBAG, &forward()),
            Step::Advise => walk.then(SEKRETARIS, &advise()),
            Step::Consider => walk.then(CAMAT, &consider()),
            Step::Dispose if alone => walk.then(CAMAT, &dispose_alone()),
            Step::Dispose => walk.then(CAMAT, &dispose_to(PEMERINTAHAN, &[])),
            Step::Solve => walk.then(KASI_PEMERINTAHAN, &solve()),
            Step::Sign => walk.then(CAMAT, &sign()),
            Step::CarryOut => walk.then(SEKRETARIS, &carry_out()),
            Step::Archive => walk.then(STAF, &archive()),
            Step::Receive => panic!("received already"),
        };
    }
    assert!(walk.complaint.records.iter().all(|r| r.on_time(walk.now) != Some(false)));
    walk.complaint.records.iter().map(|r| r.due_at.map_or("-".to_owned(), shown)).collect()
}

#[test]
fn the_worked_due_times_of_the_sop_come_out_of_the_procedure() {
    for row in WORKED.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let sections = done_when_due(cells[0], false);
        assert_eq!(sections.len(), 10);
        assert_eq!([&sections[..1], &sections[5..]].concat(), cells[1..7], "{}", cells[0]);
        let alone = done_when_due(cells[0], true);
        assert_eq!([&alone[5..6], &alone[8..]].concat(), [cells[2], cells[7], cells[8]], "{}", cells[0]);
        assert_eq!(alone[6..8], ["-", "-"]);
    }
}

#[test]
fn step_9_waits_for_the_secretary_and_the_kasubag_may_take_it_too() {
    let walk = received().on_to(Step::CarryOut);
    let first = walk.open().posts()[0];
    assert_eq!(first, Post::of(Position::Secretary));
    let waits = |officer| {
        walk.office.waiting_for(officer, walk.now).iter().any(|w| w.post == first && w.reported.is_empty())
    };
    assert!(waits(SEKRETARIS));
    assert!(!waits(KASUBAG));
    assert!(walk.tries(KASUBAG, &carry_out()).is_ok());
}
