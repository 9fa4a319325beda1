//! Step 1: its clock starts when the complaint arrives at its channel.

use domain::complaint::Complaint;
use domain::complaint::refusal::{InputFault, InputProblem, Refusal, RefusalCode};
use domain::complaint::steps::Receive;
use domain::ids::{CategoryId, OfficerId};
use domain::office::Capacity;
use domain::values::{TrackingCode, VillageCode};
use uuid::Uuid;

use crate::common::commands::{receive, receive_against};
use crate::common::sample::{
    CAMAT, INSPEKTUR, KASUBAG, LINGKUNGAN, OFFICE, PELAYANAN, SEKRETARIS, STAF, office,
};
use crate::common::walk::{ID, received_in};
use crate::common::{shown, wita};

fn register(command: &Receive, now: &str, occurred: Option<&str>) -> Complaint {
    let reception = command.judge(&office(), STAF, wita(now), occurred.map(wita)).map(|reception| {
        let year = reception.agenda_year();
        (reception.register(ID, 17, TrackingCode::new(OFFICE, 7)), year)
    });
    let (complaint, year) = reception.unwrap();
    assert_eq!(complaint.agenda_number.year, year);
    complaint
}

fn problems(command: &Receive, now: &str, occurred: Option<&str>) -> Vec<InputProblem> {
    match command.judge(&office(), STAF, wita(now), occurred.map(wita)) {
        Err(Refusal::InvalidInput(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_clock_of_step_1_starts_at_the_channel_and_out_of_hours_at_the_next_opening() {
    // An e-mail on Saturday night before a Monday, read on Monday.
    let command = Receive { arrived_at: Some(wita("2026-01-31 21:10")), ..receive() };
    let complaint = register(&command, "2026-02-02 07:50", None);
    let [received, attach] = complaint.records.as_slice() else { panic!("two records") };
    assert_eq!(received.started_at, Some(wita("2026-01-31 21:10")));
    assert_eq!(received.due_at.map(shown).as_deref(), Some("02-02 08:00"));
    let closing = received.closing.as_ref().unwrap();
    assert_eq!(closing.completed_at, Some(wita("2026-02-02 07:50")));
    assert_eq!(closing.working_seconds, Some(20 * 60));
    assert_eq!(attach.started_at, Some(wita("2026-02-02 07:50")), "step 2 starts when step 1 was done");
    assert_eq!(attach.due_at, Some(wita("2026-02-02 08:50")));
    assert_eq!(
        (complaint.arrived_at, complaint.received_at),
        (wita("2026-01-31 21:10"), wita("2026-02-02 07:50"))
    );
    assert_eq!((complaint.version, complaint.cycle), (1, 1));
}

#[test]
fn received_on_paper_earlier_it_stands_with_both_times() {
    let complaint = register(&receive(), "2026-02-03 09:00", Some("2026-02-02 09:00"));
    let closing = complaint.records[0].closing.as_ref().unwrap();
    assert_eq!(closing.completed_at, Some(wita("2026-02-02 09:00")));
    assert_eq!(closing.recorded_at, wita("2026-02-03 09:00"));
    assert_eq!(
        complaint.arrived_at,
        wita("2026-02-02 09:00"),
        "without arrivedAt it arrived when it was received"
    );
    assert_eq!(complaint.records[1].started_at, Some(wita("2026-02-02 09:00")));
}

#[test]
fn received_neither_in_the_future_nor_further_back_than_the_office_allows() {
    let fault = |occurred| problems(&receive(), "2026-02-03 09:00", Some(occurred));
    assert_eq!(fault("2026-02-03 09:00:01"), [InputProblem::new("occurredAt", InputFault::InFuture)]);
    assert_eq!(
        fault("2026-01-04 08:59:59"),
        [InputProblem::new("occurredAt", InputFault::TooFarBack { days: 30 })]
    );
    register(&receive(), "2026-02-03 09:00", Some("2026-02-03 09:00"));
    register(&receive(), "2026-02-03 09:00", Some("2026-01-04 09:00"));
}

#[test]
fn it_cannot_arrive_after_it_was_received_nor_before_there_were_offices_on_line() {
    let arrived = |at| Receive { arrived_at: Some(wita(at)), ..receive() };
    let now = "2026-02-03 09:00";
    let latest = wita("2026-02-02 09:00");
    assert_eq!(
        problems(&arrived("2026-02-02 09:00:01"), now, Some("2026-02-02 09:00")),
        [InputProblem::new("arrivedAt", InputFault::After { latest })]
    );
    register(&arrived("2026-02-02 09:00"), now, Some("2026-02-02 09:00"));
    // Far back is allowed: a letter may have lain for months. Before 2000 somebody mistyped the year.
    register(&arrived("2025-06-02 09:00"), now, None);
    assert_eq!(problems(&arrived("1999-12-31 09:00"), now, None).len(), 1);
}

#[test]
fn the_agenda_number_is_of_the_local_year_in_which_it_was_received() {
    // 23:30 UTC on 31 December is 07:30 of 1 January in Bali.
    let complaint = register(&receive(), "2026-01-01 07:30", None);
    assert_eq!(complaint.agenda_number.text, "0017/PM/2026");
    let complaint = register(&receive(), "2026-01-01 07:30", Some("2025-12-31 23:59"));
    assert_eq!((complaint.agenda_number.year, complaint.agenda_number.number), (2025, 17));
    assert_eq!(complaint.agenda_number.text, "0017/PM/2025");
}

#[test]
fn what_is_named_must_be_known_and_every_problem_is_told_at_once() {
    let unknown = Receive {
        category: Some(CategoryId(Uuid::from_u128(999))),
        village: Some(VillageCode("51.02.01.2001".to_owned())),
        reported: vec![OfficerId(Uuid::from_u128(999))],
        arrived_at: Some(wita("2026-02-04 09:00")),
        ..receive()
    };
    let problems = problems(&unknown, "2026-02-03 09:00", Some("2026-02-03 09:30"));
    let fields: Vec<&str> = problems.iter().map(|p| p.field[0]).collect();
    assert_eq!(fields, ["occurredAt", "arrivedAt", "categoryId", "villageCode", "reportedOfficerIds"]);
    let known = Receive { category: Some(LINGKUNGAN), reported: vec![SEKRETARIS], ..receive() };
    let complaint = register(&known, "2026-02-03 09:00", None);
    assert_eq!((complaint.category, complaint.reported), (Some(LINGKUNGAN), vec![SEKRETARIS]));
    assert_ne!(LINGKUNGAN, PELAYANAN);
}

#[test]
fn an_officer_complained_of_is_named_once() {
    let twice = receive_against(&[SEKRETARIS, CAMAT, SEKRETARIS]);
    assert_eq!(
        problems(&twice, "2026-02-03 09:00", None),
        [InputProblem::new("reportedOfficerIds", InputFault::NamedTwice)]
    );
}

#[test]
fn whoever_is_complained_of_does_not_receive_it_and_the_kasubag_stands_in_for_the_staff() {
    let command = receive_against(&[STAF]);
    let now = wita("2026-02-02 08:10");
    let judge = |officer| command.judge(&office(), officer, now, None).map(|_| ()).map_err(|r| r.code());
    assert_eq!(judge(STAF), Err(RefusalCode::ConflictOfInterest));
    assert_eq!(judge(SEKRETARIS), Err(RefusalCode::NotPermitted));
    assert_eq!(judge(INSPEKTUR), Err(RefusalCode::NotPermitted));
    assert_eq!(judge(KASUBAG), Ok(()));
    let walk = received_in(office(), receive_against(&[STAF]));
    let taker = walk.record(1).closing.as_ref().unwrap().taker.unwrap();
    assert_eq!(
        (taker.officer, taker.capacity, taker.on_behalf_of),
        (KASUBAG, Capacity::Substitute, Some(STAF))
    );
}

#[test]
fn it_is_received_under_the_revision_in_force_when_it_was_received_and_keeps_it() {
    let mut office = office();
    let mut second = office.procedures[0].clone();
    second.revision = 2;
    second.effective_from = "2026-02-03".parse().unwrap();
    second.steps[2].standard = "PT2H".parse().unwrap();
    office.procedures.push(second);
    let walk = received_in(office, receive());
    assert_eq!(walk.complaint.procedure_revision, 1);
    // Attached after the new revision came into force: step 3 still has its hour of the first.
    let walk = walk.at("2026-02-04 08:00").then(STAF, &crate::common::commands::attach());
    assert_eq!(walk.times(3).1, "02-04 09:00");
    let command = receive();
    let reception = command.judge(&walk.office, STAF, wita("2026-02-04 08:00"), None).unwrap();
    assert_eq!(reception.register(ID, 18, TrackingCode::new(OFFICE, 8)).procedure_revision, 2);
}
