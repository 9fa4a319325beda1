//! `reopenComplaint`: an archived complaint begins cycle 2 at step 2, with the same agenda number.

use domain::complaint::change::ChangedField;
use domain::complaint::command::Command;
use domain::complaint::standing::Status;
use domain::procedure::step::Step;

use crate::common::commands::{archive, attach, correct, refer, reopen, solve, withdraw};
use crate::common::sample::{CAMAT, KASI_PEMERINTAHAN, SEKRETARIS, STAF};
use crate::common::walk::received;
use crate::common::wita;

#[test]
fn cycle_2_begins_at_attaching_with_its_clock_from_the_reopening() {
    let walk = received().through_all_steps();
    let (number, records) = (walk.complaint.agenda_number.clone(), walk.complaint.records.clone());
    let walk = walk.at("2026-03-02 16:00");
    let transition = walk.tries(CAMAT, &reopen()).unwrap();
    assert_eq!((transition.closed, transition.added), (Vec::new(), vec![12]));
    let [change] = transition.changes.as_slice() else { panic!("one change") };
    assert_eq!(
        (change.field, change.before.as_deref(), change.after.as_deref()),
        (ChangedField::Status, Some("ARCHIVED"), Some("IN_PROGRESS"))
    );
    let walk = walk.then(SEKRETARIS, &reopen());
    assert_eq!(walk.complaint.cycle, 2);
    assert_eq!(walk.complaint.agenda_number, number);
    assert_eq!(walk.complaint.records[..11], records[..], "cycle 1 stays as it was");
    assert_eq!(walk.history()[11], "12 ATTACH_DISPOSITION_SHEET 2.1 open");
    // Monday 16:00 and an hour: half of it on Tuesday.
    assert_eq!(walk.times(12), ("03-02 16:00".into(), "03-03 08:00".into(), "-".into(), None));
    assert_eq!(walk.open().opened_because.as_deref(), Some("Sampah menumpuk lagi."));
    assert_eq!(walk.complaint.standing.closed_at(), None);
}

#[test]
fn cycle_2_goes_the_whole_way_and_can_be_followed_by_a_third() {
    let walk =
        received().through_all_steps().then(CAMAT, &reopen()).alone_to(Step::Archive).then(STAF, &archive());
    assert_eq!(walk.complaint.standing.status(), Status::Archived);
    assert!(walk.complaint.records[11..].iter().all(|r| r.cycle == 2 && r.visit == 1));
    let walk = walk.then(SEKRETARIS, &reopen());
    assert_eq!((walk.complaint.cycle, walk.open().step), (3, Step::AttachDispositionSheet));
}

#[test]
fn sections_of_cycle_1_have_nothing_to_answer_in_cycle_2_but_stay_asked() {
    let walk = received().through_all_steps().then(CAMAT, &reopen()).on_to_by_one(Step::Solve);
    assert!(walk.tries(KASI_PEMERINTAHAN, &solve()).is_ok(), "support of cycle 1 is not waited for");
    let asked: Vec<_> = walk.complaint.asked_sections().collect();
    assert_eq!(asked.len(), 3, "named in any cycle");
}

#[test]
fn not_before_it_was_archived_and_not_while_open_or_closed_another_way() {
    use domain::complaint::refusal::{InputFault, RefusalCode};
    let walk = received().on_to(Step::Archive).at("2026-02-10 10:00").then(STAF, &archive());
    assert_eq!(
        walk.fault_as_of(CAMAT, &reopen(), Some(wita("2026-02-10 09:59"))),
        ("occurredAt".to_owned(), InputFault::Before { earliest: wita("2026-02-10 10:00") })
    );
    assert_eq!(received().refusal(CAMAT, &reopen()).code(), RefusalCode::WrongStep);
    let closed: [(&str, &Command); 2] = [("withdrawn", &withdraw()), ("referred", &refer())];
    for (name, command) in closed {
        let walk = received().on_to(Step::Consider);
        let actor = if name == "withdrawn" { STAF } else { CAMAT };
        assert_eq!(walk.then(actor, command).refusal(CAMAT, &reopen()).code(), RefusalCode::Closed, "{name}");
    }
    let archived = received().through_all_steps();
    assert_eq!(archived.refusal(STAF, &correct()).code(), RefusalCode::Closed);
    assert_eq!(archived.refusal(STAF, &attach()).code(), RefusalCode::Closed);
}
