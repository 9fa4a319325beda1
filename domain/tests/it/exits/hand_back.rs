//! `handBackComplaint`: a section says that it is not the right one.

use domain::complaint::record::StepOutcome;
use domain::complaint::refusal::{InputFault, Refusal};
use domain::complaint::transition::Transition;
use domain::procedure::step::Step;

use crate::common::commands::{dispose_to, hand_back, hand_back_for, solve};
use crate::common::sample::{
    CAMAT, KASI_PEMERINTAHAN, KASI_PMD, KASI_TRANTIB, KASUBAG, PEMERINTAHAN, PMD, TRANTIB, UMUM,
};
use crate::common::walk::{Walk, received};
use crate::common::wita;

fn asked() -> Walk {
    received()
        .on_to(Step::Dispose)
        .at("2026-02-02 10:00")
        .then(CAMAT, &dispose_to(PEMERINTAHAN, &[TRANTIB, PMD]))
        .at("2026-02-03 08:30")
}

#[test]
fn a_supporter_drops_out_and_the_others_go_on() {
    let walk = asked().then(KASI_TRANTIB, &hand_back());
    assert_eq!(
        &walk.history()[6..],
        [
            "7 SOLVE 1.1 PEM leads open",
            "8 SOLVE 1.1 TRANTIB supports HANDED_BACK",
            "9 SOLVE 1.1 PMD supports open"
        ]
    );
    let closing = walk.record(8).closing.as_ref().unwrap();
    assert_eq!(closing.note.as_deref(), Some("Bukan tugas kami."));
    assert_eq!(closing.taker.unwrap().officer, KASI_TRANTIB);
    // Its clock is its own: Monday 10:00-16:30 without the break, an hour on Tuesday.
    assert_eq!(closing.working_seconds, Some((330 + 60) * 60));
    // Whoever handed back is not waited for.
    let walk = walk.then(KASI_PMD, &solve()).then(KASI_PEMERINTAHAN, &solve());
    assert_eq!(walk.open().step, Step::Sign);
}

#[test]
fn the_lead_puts_it_before_the_camat_again_and_what_was_open_in_parallel_is_superseded() {
    let walk = asked().then(KASI_PMD, &solve());
    let transition = walk.tries(KASI_PEMERINTAHAN, &hand_back()).unwrap();
    let Transition { closed, added, changes, .. } = transition;
    assert_eq!((closed, added, changes), (vec![7, 8], vec![10], Vec::new()));
    let walk = walk.then(KASI_PEMERINTAHAN, &hand_back());
    assert_eq!(
        &walk.history()[6..],
        [
            "7 SOLVE 1.1 PEM leads HANDED_BACK",
            "8 SOLVE 1.1 TRANTIB supports SUPERSEDED",
            "9 SOLVE 1.1 PMD supports COMPLETED",
            "10 DISPOSE 1.2 open",
        ]
    );
    let superseded = walk.record(8).closing.as_ref().unwrap();
    assert_eq!(superseded.taker, None, "the section did nothing");
    assert_eq!(superseded.completed_at, walk.record(7).closing.as_ref().unwrap().completed_at);
    assert_eq!(walk.open().opened_because.as_deref(), Some("Bukan tugas kami."));
    assert_eq!(walk.open().started_at, Some(wita("2026-02-03 08:45")));
}

#[test]
fn a_section_named_again_after_handing_back_is_at_visit_2() {
    let walk = asked().then(KASI_PEMERINTAHAN, &hand_back()).then(CAMAT, &dispose_to(PMD, &[PEMERINTAHAN]));
    let open: Vec<_> = walk.complaint.open_records().map(|r| (r.section, r.lead, r.visit)).collect();
    assert_eq!(open, [(Some(PMD), Some(true), 2), (Some(PEMERINTAHAN), Some(false), 2)]);
}

#[test]
fn who_has_answered_or_was_not_asked_has_nothing_to_hand_back() {
    let walk = asked().then(KASI_PMD, &solve());
    for command in [hand_back(), hand_back_for(PMD)] {
        assert_eq!(walk.refusal(KASI_PMD, &command), Refusal::WrongStep { current: Some(Step::Solve) });
    }
    assert_eq!(
        walk.fault(KASUBAG, &hand_back_for(UMUM)),
        ("sectionId".to_owned(), InputFault::SectionNotAsked)
    );
}

#[test]
fn a_lead_that_hands_back_does_so_after_the_answers_it_has_seen() {
    let walk = asked().occurring(KASI_PMD, &solve(), Some(wita("2026-02-02 15:00")));
    assert_eq!(
        walk.fault_as_of(KASI_PEMERINTAHAN, &hand_back(), Some(wita("2026-02-02 14:00"))),
        ("occurredAt".to_owned(), InputFault::Before { earliest: wita("2026-02-02 15:00") })
    );
    // A supporter's hand-back is as independent of the others as its answer.
    let walk = walk.occurring(KASI_TRANTIB, &hand_back(), Some(wita("2026-02-02 14:00")));
    assert_eq!(walk.outcome(8), Some(StepOutcome::HandedBack));
}

/// For a section whose head turns out to be the one complained of, the camat names another: nobody else could go on.
#[test]
fn the_camat_takes_back_what_waits_for_the_one_complained_of() {
    let mut walk = asked();
    assert!(matches!(walk.refusal(CAMAT, &hand_back_for(PEMERINTAHAN)), Refusal::NotPermitted { .. }));
    walk.complaint.reported = vec![KASI_PEMERINTAHAN];
    assert!(matches!(walk.refusal(KASUBAG, &hand_back_for(PEMERINTAHAN)), Refusal::NotPermitted { .. }));
    assert!(matches!(walk.refusal(CAMAT, &hand_back_for(TRANTIB)), Refusal::NotPermitted { .. }));
    let walk = walk.then(CAMAT, &hand_back());
    assert_eq!(walk.complaint.standing.step(), Some(Step::Dispose));
    assert!(walk.record(7).ended(StepOutcome::HandedBack));
}
