//! `closeAsDuplicate`: of another complaint, open or archived, that is no duplicate itself.

use domain::complaint::decide::Original;
use domain::complaint::record::StepOutcome;
use domain::complaint::refusal::InputFault;
use domain::complaint::standing::{Standing, Status};
use domain::procedure::step::Step;

use crate::common::commands::{ORIGINAL, duplicate_of};
use crate::common::sample::{CAMAT, KASUBAG, SEKRETARIS, STAF};
use crate::common::walk::{ID, Walk, received};
use crate::common::wita;

fn with_original(status: Status) -> Walk {
    Walk { original: Some(Original { id: ORIGINAL, status, reported: Vec::new() }), ..received() }
}

fn fault(fault: InputFault) -> (String, InputFault) {
    ("originalId".to_owned(), fault)
}

#[test]
fn of_an_open_or_an_archived_complaint() {
    for status in [Status::InProgress, Status::Archived] {
        let walk = with_original(status).at("2026-02-02 08:40").then(STAF, &duplicate_of(ORIGINAL));
        assert_eq!(
            walk.complaint.standing,
            Standing::Duplicate { at: wita("2026-02-02 08:40"), of: ORIGINAL }
        );
        assert_eq!(walk.outcome(2), Some(StepOutcome::ClosedAsDuplicate));
        assert_eq!(walk.record(2).closing.as_ref().unwrap().note.as_deref(), Some("Pasar yang sama."));
        assert_eq!(walk.complaint.open_records().count(), 0);
    }
}

#[test]
fn never_of_itself_nor_of_a_duplicate_nor_of_one_closed_without_an_answer() {
    let itself = Original { id: ID, status: Status::InProgress, reported: Vec::new() };
    let walk = Walk { original: Some(itself), ..received() };
    assert_eq!(walk.fault(STAF, &duplicate_of(ID)), fault(InputFault::Itself));
    for (status, wrong) in [
        (Status::Duplicate, InputFault::IsADuplicate),
        (Status::Referred, InputFault::NoOriginal),
        (Status::Withdrawn, InputFault::NoOriginal),
    ] {
        assert_eq!(with_original(status).fault(STAF, &duplicate_of(ORIGINAL)), fault(wrong));
    }
}

#[test]
fn an_original_that_does_not_exist_for_the_officer_is_unknown() {
    let walk = Walk { original: None, ..received() };
    assert_eq!(walk.fault(STAF, &duplicate_of(ORIGINAL)), fault(InputFault::Unknown));
    // He is complained of in it, so it does not exist for him, whatever its status.
    for status in [Status::InProgress, Status::Duplicate, Status::Withdrawn] {
        let against = Original { id: ORIGINAL, status, reported: vec![STAF] };
        let walk = Walk { original: Some(against), ..received() };
        assert_eq!(walk.fault(STAF, &duplicate_of(ORIGINAL)), fault(InputFault::Unknown));
    }
}

#[test]
fn an_original_other_than_the_one_named_is_not_taken_for_it() {
    let walk = received();
    let named = domain::ids::ComplaintId(uuid::Uuid::from_u128(903));
    assert_eq!(walk.fault(STAF, &duplicate_of(named)), fault(InputFault::Unknown));
}

#[test]
fn by_whoever_may_take_the_open_step_from_attaching_to_disposing() {
    for (step, taker) in [
        (Step::AttachDispositionSheet, STAF),
        (Step::ForwardToSecretary, KASUBAG),
        (Step::Advise, SEKRETARIS),
        (Step::Consider, CAMAT),
        (Step::Dispose, CAMAT),
    ] {
        let walk = received().on_to(step).then(taker, &duplicate_of(ORIGINAL));
        assert_eq!(walk.complaint.standing.status(), Status::Duplicate);
    }
}
