//! `returnComplaint`: to an earlier step already taken in this cycle, never to RECEIVE nor to a skipped one.

use domain::complaint::record::{Content, StepOutcome};
use domain::complaint::refusal::InputFault;
use domain::office::Position;
use domain::procedure::step::Step;
use domain::procedure::step::Step::{
    Advise, Archive, AttachDispositionSheet, CarryOut, Consider, Dispose, ForwardToSecretary, Receive, Sign,
    Solve,
};

use crate::common::commands::{attach, dispose_alone, dispose_to, hand_back, reopen, return_to, solve};
use crate::common::sample::{
    CAMAT, KASI_PEMERINTAHAN, KASI_PMD, KASI_TRANTIB, KASUBAG, PEMERINTAHAN, PMD, SEKRETARIS, STAF, TRANTIB,
};
use crate::common::walk::{Walk, received};
use crate::common::wita;

/// Targets of a return, and that the judge takes each of them and no other.
fn targets(walk: &Walk, taker: domain::ids::OfficerId) -> Vec<Step> {
    let targets = walk.complaint.return_targets();
    for &step in Step::ALL {
        let taken = walk.tries(taker, &return_to(step));
        assert_eq!(taken.is_ok(), targets.contains(&step), "{step}: {taken:?}");
        if taken.is_err() {
            let fault = InputFault::NotReturnable { possible: targets.clone() };
            assert_eq!(walk.fault(taker, &return_to(step)), ("toStep".to_owned(), fault));
        }
    }
    targets
}

#[test]
fn back_to_any_step_already_taken_but_never_to_receiving() {
    let at = |step| received().on_to(step);
    assert_eq!(targets(&at(ForwardToSecretary), KASUBAG), [AttachDispositionSheet]);
    assert_eq!(targets(&at(Advise), SEKRETARIS), [AttachDispositionSheet, ForwardToSecretary]);
    assert_eq!(targets(&at(Consider), CAMAT), [AttachDispositionSheet, ForwardToSecretary, Advise]);
    assert_eq!(targets(&at(Dispose), CAMAT), [AttachDispositionSheet, ForwardToSecretary, Advise, Consider]);
    assert_eq!(
        targets(&at(Sign), CAMAT),
        [AttachDispositionSheet, ForwardToSecretary, Advise, Consider, Dispose, Solve]
    );
    for taker in [SEKRETARIS, KASUBAG] {
        assert_eq!(
            targets(&at(CarryOut), taker),
            [AttachDispositionSheet, ForwardToSecretary, Advise, Consider, Dispose, Solve, Sign]
        );
    }
}

#[test]
fn never_back_to_a_skipped_step() {
    let alone = received().alone_to(CarryOut);
    let earlier = [AttachDispositionSheet, ForwardToSecretary, Advise, Consider, Dispose];
    assert_eq!(targets(&alone, SEKRETARIS), earlier);
    // Solved and signed first, then decided alone after a return: what counts is how it went last.
    let walk = received().on_to(Sign).then(CAMAT, &return_to(Dispose)).then(CAMAT, &dispose_alone());
    assert_eq!(targets(&walk, SEKRETARIS), earlier);
    // And the other way round.
    let walk = alone.then(SEKRETARIS, &return_to(Dispose)).on_to(CarryOut);
    assert_eq!(targets(&walk, SEKRETARIS), [earlier.as_slice(), &[Solve, Sign]].concat());
}

#[test]
fn a_step_that_was_itself_left_by_a_return_is_no_target_until_it_is_done() {
    let walk = received()
        .on_to(Dispose)
        .then(CAMAT, &return_to(Advise))
        .then(SEKRETARIS, &return_to(ForwardToSecretary));
    assert_eq!(targets(&walk, KASUBAG), [AttachDispositionSheet]);
    let walk = walk.on_to(Consider);
    assert_eq!(targets(&walk, CAMAT), [AttachDispositionSheet, ForwardToSecretary, Advise]);
}

#[test]
fn redone_steps_get_new_records_with_the_full_standard_from_the_return() {
    let walk = received()
        .on_to(Consider)
        .at("2026-02-02 11:00")
        .then(CAMAT, &return_to(ForwardToSecretary))
        .on_to(Consider);
    assert_eq!(
        &walk.history()[2..],
        [
            "3 FORWARD_TO_SECRETARY 1.1 COMPLETED",
            "4 ADVISE 1.1 COMPLETED",
            "5 CONSIDER 1.1 RETURNED",
            "6 FORWARD_TO_SECRETARY 1.2 COMPLETED",
            "7 ADVISE 1.2 COMPLETED",
            "8 CONSIDER 1.2 open",
        ]
    );
    let returned = walk.record(5).closing.as_ref().unwrap();
    assert_eq!(returned.note.as_deref(), Some("Belum lengkap."));
    assert_eq!((returned.taker.unwrap().officer, returned.content.clone()), (CAMAT, Content::None));
    assert_eq!(walk.record(6).opened_because.as_deref(), Some("Belum lengkap."));
    assert_eq!(
        walk.record(7).opened_because,
        None,
        "only the step it was returned to was opened by the return"
    );
    let (started, due, ..) = walk.times(6);
    assert_eq!((started.as_str(), due.as_str()), ("02-02 11:00", "02-02 12:00"));
}

#[test]
fn back_to_the_sections_the_lead_and_those_who_had_answered_are_asked_again() {
    for from in [Sign, CarryOut] {
        let taker = if from == Sign { CAMAT } else { SEKRETARIS };
        let walk = received()
            .on_to(Dispose)
            .then(CAMAT, &dispose_to(PEMERINTAHAN, &[TRANTIB, PMD]))
            .then(KASI_PMD, &hand_back())
            .on_to(from)
            .at("2026-02-06 14:00")
            .then(taker, &return_to(Solve));
        let number = if from == Sign { 11 } else { 12 };
        assert_eq!(
            &walk.history()[number - 1..],
            [
                format!("{number} SOLVE 1.2 PEM leads open"),
                format!("{} SOLVE 1.2 TRANTIB supports open", number + 1),
            ]
        );
        // Friday 14:00 and two days, in full.
        let (started, due, ..) = walk.times(number as i32);
        assert_eq!((started.as_str(), due.as_str()), ("02-06 14:00", "02-10 14:00"));
    }
}

#[test]
fn who_was_asked_again_and_stayed_silent_is_not_asked_a_third_time() {
    use crate::common::commands::solve_without_support;
    let walk = received()
        .on_to(Sign)
        .then(CAMAT, &return_to(Solve))
        .then(KASI_PEMERINTAHAN, &solve_without_support())
        .then(CAMAT, &return_to(Solve));
    let open: Vec<_> = walk.complaint.open_records().map(|r| (r.section, r.visit)).collect();
    assert_eq!(open, [(Some(PEMERINTAHAN), 3)]);
}

#[test]
fn back_to_disposing_the_disposition_is_made_anew() {
    let walk = received().on_to(Sign).then(CAMAT, &return_to(Dispose));
    assert_eq!(walk.open().step, Dispose);
    assert_eq!(walk.open().visit, 2);
    let walk = walk.then(CAMAT, &dispose_to(TRANTIB, &[PMD]));
    assert_eq!(
        &walk.history()[8..],
        [
            "9 SIGN 1.1 RETURNED",
            "10 DISPOSE 1.2 COMPLETED",
            "11 SOLVE 1.2 TRANTIB leads open",
            "12 SOLVE 1.1 PMD supports open",
        ],
        "Trantib solves for the second time, PMD for the first"
    );
    let walk = walk.then(KASI_PMD, &solve()).then(KASI_TRANTIB, &solve());
    // Returned again: those of the newest disposition, not of the one before.
    let walk = walk.then(CAMAT, &return_to(Solve));
    let open: Vec<_> = walk.complaint.open_records().map(|r| r.section).collect();
    assert_eq!(open, [Some(TRANTIB), Some(PMD)]);
}

#[test]
fn a_step_that_was_only_skipped_is_done_for_the_first_time_after_a_return() {
    let walk = received().alone_to(CarryOut).then(SEKRETARIS, &return_to(Dispose)).on_to_by_one(CarryOut);
    assert_eq!(
        &walk.history()[5..],
        [
            "6 DISPOSE 1.1 COMPLETED",
            "7 SOLVE 1.1 SKIPPED",
            "8 SIGN 1.1 SKIPPED",
            "9 CARRY_OUT 1.1 RETURNED",
            "10 DISPOSE 1.2 COMPLETED",
            "11 SOLVE 1.1 PEM leads COMPLETED",
            "12 SIGN 1.1 COMPLETED",
            "13 CARRY_OUT 1.2 open",
        ]
    );
}

#[test]
fn neither_from_receiving_and_attaching_nor_from_the_sections_nor_from_the_archive() {
    use domain::complaint::refusal::RefusalCode;
    for (step, taker) in [(AttachDispositionSheet, STAF), (Solve, KASI_PEMERINTAHAN), (Archive, STAF)] {
        let walk = received().on_to(step);
        assert_eq!(walk.refusal(taker, &return_to(AttachDispositionSheet)).code(), RefusalCode::WrongStep);
    }
    assert_eq!(Receive.order(), 1);
}

#[test]
fn in_cycle_2_only_what_was_taken_in_it_can_be_returned_to() {
    let walk = received().through_all_steps().then(CAMAT, &reopen()).then(STAF, &attach());
    assert_eq!(targets(&walk, KASUBAG), [AttachDispositionSheet]);
}

#[test]
fn whoever_returns_stands_in_the_record_with_the_position_he_took_it_as() {
    let walk = received().on_to(CarryOut).at("2026-02-03 09:00").then(KASUBAG, &return_to(Sign));
    let record = walk.record(10);
    assert_eq!(walk.outcome(10), Some(StepOutcome::Returned));
    assert_eq!(record.position, Position::HeadOfGeneralAffairs);
    assert_eq!(record.closing.as_ref().unwrap().completed_at, Some(wita("2026-02-03 09:00")));
    assert_eq!(walk.open().position, Position::Camat);
}
