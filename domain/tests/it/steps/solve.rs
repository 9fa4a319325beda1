//! Step 7: each section asked answers on its own clock; the step ends with the lead's.

use domain::complaint::command::Command;
use domain::complaint::record::{Content, StepOutcome};
use domain::complaint::refusal::{InputFault, Refusal};
use domain::complaint::steps::Solve;
use domain::office::{Capacity, Post};
use domain::procedure::step::Step;

use crate::common::commands::{dispose_to, prose, return_to, solve, solve_for, solve_without_support};
use crate::common::sample::{
    CAMAT, KASI_PEMERINTAHAN, KASI_PMD, KASI_TRANTIB, PEMERINTAHAN, PMD, TRANTIB, UMUM, acting,
};
use crate::common::walk::{Walk, received};
use crate::common::wita;

/// Pemerintahan leads; Trantib and PMD support. Disposed on Monday 2 February 2026 at 10:00.
fn asked() -> Walk {
    received()
        .on_to(Step::Dispose)
        .at("2026-02-02 10:00")
        .then(CAMAT, &dispose_to(PEMERINTAHAN, &[TRANTIB, PMD]))
        .at("2026-02-03 10:00")
}

#[test]
fn the_lead_waits_for_its_supporters_unless_it_says_why_not() {
    let walk = asked();
    assert_eq!(
        walk.refusal(KASI_PEMERINTAHAN, &solve()),
        Refusal::SupportPending { sections: vec![TRANTIB, PMD] }
    );
    let walk = walk.then(KASI_TRANTIB, &solve());
    assert_eq!(
        walk.refusal(KASI_PEMERINTAHAN, &solve()),
        Refusal::SupportPending { sections: vec![PMD] },
        "only the silent ones are named"
    );
    let walk = walk.then(KASI_PMD, &solve()).then(KASI_PEMERINTAHAN, &solve());
    assert_eq!(walk.open().step, Step::Sign);
}

#[test]
fn silent_supporters_end_as_no_answer_with_the_leads_reason() {
    let walk = asked()
        .then(KASI_TRANTIB, &solve())
        .at("2026-02-03 11:00")
        .then(KASI_PEMERINTAHAN, &solve_without_support());
    assert_eq!(
        &walk.history()[6..],
        [
            "7 SOLVE 1.1 PEM leads COMPLETED",
            "8 SOLVE 1.1 TRANTIB supports COMPLETED",
            "9 SOLVE 1.1 PMD supports NO_ANSWER",
            "10 SIGN 1.1 open",
        ]
    );
    let silent = walk.record(9).closing.as_ref().unwrap();
    assert_eq!((silent.taker, silent.content.clone()), (None, Content::None), "nobody ended it");
    assert_eq!(silent.note.as_deref(), Some("Trantib sedang bertugas di luar."));
    assert_eq!(silent.completed_at, Some(wita("2026-02-03 11:00")));
    // Monday 10:00 to 16:30 without the break, Tuesday 07:30 to 11:00.
    assert_eq!(silent.working_seconds, Some((330 + 210) * 60));
    let led = walk.record(7).closing.as_ref().unwrap();
    assert_eq!(led.note.as_deref(), Some("Trantib sedang bertugas di luar."));
}

#[test]
fn a_reason_where_nobody_is_silent_says_nothing_and_is_not_kept() {
    let walk = received().on_to_by_one(Step::Solve).then(KASI_PEMERINTAHAN, &solve_without_support());
    assert_eq!(walk.record(7).closing.as_ref().unwrap().note, None);
}

#[test]
fn only_the_lead_gives_a_reason_for_going_on() {
    assert_eq!(
        asked().fault(KASI_TRANTIB, &solve_without_support()),
        ("withoutSupportReason".to_owned(), InputFault::LeadOnly)
    );
}

#[test]
fn the_step_stays_open_until_the_lead_answers() {
    let walk = asked().then(KASI_TRANTIB, &solve()).then(KASI_PMD, &solve());
    assert_eq!(walk.complaint.standing.step(), Some(Step::Solve));
    assert_eq!(walk.open().section, Some(PEMERINTAHAN));
}

#[test]
fn whoever_has_answered_does_not_answer_again() {
    let walk = asked().then(KASI_TRANTIB, &solve());
    for command in [solve(), solve_for(TRANTIB)] {
        assert_eq!(walk.refusal(KASI_TRANTIB, &command), Refusal::WrongStep { current: Some(Step::Solve) });
    }
}

#[test]
fn who_answers_for_several_sections_says_which() {
    let mut walk = asked();
    let (from, until) = (wita("2026-02-01 00:00"), wita("2026-03-01 00:00"));
    walk.office.acting = vec![acting(KASI_TRANTIB, Post::head_of(PMD), Capacity::Plh, from, until)];
    assert_eq!(walk.fault(KASI_TRANTIB, &solve()), ("sectionId".to_owned(), InputFault::Required));
    let walk = walk.then(KASI_TRANTIB, &solve_for(PMD));
    let taker = walk.record(9).closing.as_ref().unwrap().taker.unwrap();
    assert_eq!((taker.capacity, taker.on_behalf_of), (Capacity::Plh, Some(KASI_PMD)));
    // One is left: no need to say.
    let walk = walk.then(KASI_TRANTIB, &solve());
    assert_eq!(walk.outcome(8), Some(StepOutcome::Completed));
    let taker = walk.record(8).closing.as_ref().unwrap().taker.unwrap();
    assert_eq!(taker.capacity, Capacity::Definitive);
}

#[test]
fn a_section_that_was_not_asked_has_nothing_to_answer() {
    let mut walk = asked();
    let (from, until) = (wita("2026-02-01 00:00"), wita("2026-03-01 00:00"));
    walk.office.acting = vec![acting(KASI_TRANTIB, Post::head_of(UMUM), Capacity::Plt, from, until)];
    assert_eq!(
        walk.fault(KASI_TRANTIB, &solve_for(UMUM)),
        ("sectionId".to_owned(), InputFault::SectionNotAsked)
    );
    let Refusal::NotPermitted { .. } = walk.refusal(KASI_TRANTIB, &solve_for(PMD)) else {
        panic!("another's section")
    };
}

#[test]
fn a_supporter_may_answer_before_or_after_another_whenever_it_is_entered() {
    // Trantib answered at 14:00 and enters it first; PMD had answered at 11:00 and enters it later.
    let walk = asked().occurring(KASI_TRANTIB, &solve(), Some(wita("2026-02-02 14:00"))).occurring(
        KASI_PMD,
        &solve(),
        Some(wita("2026-02-02 11:00")),
    );
    assert_eq!(walk.times(8).3, Some(180 * 60));
    assert_eq!(walk.times(9).3, Some(60 * 60));
    // Not before they were asked.
    let earliest = wita("2026-02-02 10:00");
    assert_eq!(
        asked().fault_as_of(KASI_PMD, &solve(), Some(wita("2026-02-02 09:59:59"))),
        ("occurredAt".to_owned(), InputFault::Before { earliest })
    );
}

#[test]
fn the_lead_does_not_answer_before_what_it_rests_on() {
    let walk = asked().occurring(KASI_TRANTIB, &solve(), Some(wita("2026-02-02 14:00"))).occurring(
        KASI_PMD,
        &solve(),
        Some(wita("2026-02-02 11:00")),
    );
    let earliest = wita("2026-02-02 14:00");
    assert_eq!(
        walk.fault_as_of(KASI_PEMERINTAHAN, &solve(), Some(wita("2026-02-02 13:59:59"))),
        ("occurredAt".to_owned(), InputFault::Before { earliest })
    );
    let walk = walk.occurring(KASI_PEMERINTAHAN, &solve(), Some(earliest));
    assert_eq!(walk.open().started_at, Some(earliest), "signing starts when the lead answered");
}

#[test]
fn asked_again_after_a_return_they_are_at_visit_2_and_the_silent_one_is_left_out() {
    let walk = asked()
        .then(KASI_TRANTIB, &solve())
        .then(KASI_PEMERINTAHAN, &solve_without_support())
        .then(CAMAT, &return_to(Step::Solve));
    assert_eq!(
        &walk.history()[8..],
        [
            "9 SOLVE 1.1 PMD supports NO_ANSWER",
            "10 SIGN 1.1 RETURNED",
            "11 SOLVE 1.2 PEM leads open",
            "12 SOLVE 1.2 TRANTIB supports open",
        ]
    );
    // PMD was asked, and is no longer.
    let Refusal::NotPermitted { .. } = walk.refusal(KASI_PMD, &correct_nothing()) else { panic!() };
    assert!(matches!(walk.refusal(KASI_PMD, &solve()), Refusal::WrongStep { current: Some(Step::Solve) }));
}

fn correct_nothing() -> Command {
    Command::Correct(crate::common::commands::no_correction())
}

#[test]
fn a_solution_says_what_its_author_wrote() {
    let text = "Truk kedua.\nJadwal tiap Senin.";
    let command =
        Command::Solve(Solve { solution: prose(text), section: None, without_support_reason: None });
    let walk = received().on_to_by_one(Step::Solve).then(KASI_PEMERINTAHAN, &command);
    let Content::Solution { text: kept, .. } = &walk.record(7).closing.as_ref().unwrap().content else {
        panic!("a solution")
    };
    assert_eq!(kept, text);
}
