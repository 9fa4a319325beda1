//! Whole cycles: in time, answered, disposed, at the first pass, as the SOP has them.

use std::collections::BTreeMap;

use domain::complaint::record::{Content, StepOutcome, StepRecord};
use domain::complaint::standing::Status;
use domain::dashboard::conformance::Axis;
use domain::dashboard::figures::conformity::conformity;
use domain::dashboard::figures::cycles::{
    Completion, answers, completion, dispositions, first_pass, whole_cycles,
};
use domain::dashboard::plan::Period;
use domain::dashboard::rate::{Bins, Rate};
use domain::procedure::step::Step;

use super::asked::{Asked, Cycle, assert_stats, completed_at, cycles, each, number};

fn archived<'a>(asked: &'a Asked<'_>) -> impl Iterator<Item = (i32, Cycle<'a>)> {
    asked
        .complaints()
        .flat_map(|c| cycles(c).into_iter().map(|cycle| (c.cycle, cycle)))
        .filter(|(_, cycle)| cycle.is_recorded() && cycle.archived_at().is_some_and(|at| asked.in_period(at)))
}

#[test]
fn cycles_are_in_time_by_the_promise_of_their_beginning() {
    each(|asked| {
        let past = Period { end: asked.period.end.min(asked.today), ..asked.period };
        let mut bins = Bins::default();
        for cycle in asked.complaints().flat_map(cycles) {
            let Some(due_at) = cycle.due_at.filter(|at| asked.in_period(*at)) else { continue };
            match cycle.ended {
                None if asked.date(due_at) < asked.today => bins.open_late += 1,
                None => {}
                Some((_, at)) if at > due_at => bins.done_late += 1,
                Some((StepOutcome::Completed, _)) => bins.done_on_time += 1,
                Some(_) => {}
            }
        }
        let found = whole_cycles(&asked.flow(asked.period), &asked.flow(past));
        assert_eq!(found, bins, "{:?}", asked.period);
    });
}

#[test]
fn answers_are_the_last_of_their_cycles() {
    each(|asked| {
        let (mut seconds, mut on_time, mut judged) = (Vec::new(), 0, 0);
        for cycle in asked.complaints().flat_map(cycles) {
            let said = |r: &&StepRecord| {
                r.closing.as_ref().is_some_and(|c| matches!(c.content, Content::Result { .. }))
            };
            let Some(closing) = cycle.records.iter().copied().rfind(said).and_then(|r| r.closing.as_ref())
            else {
                continue;
            };
            let at = closing.completed_at.unwrap();
            if cycle.is_recorded() && asked.in_period(at) {
                seconds.push(closing.cycle_seconds.unwrap());
                judged += i64::from(cycle.due_at.is_some());
                on_time += i64::from(cycle.due_at.is_some_and(|due_at| at <= due_at));
            }
        }
        let (stats, rate) = answers(&asked.flow(asked.period));
        assert_stats(stats, seconds);
        assert_eq!(rate, Rate::of(on_time, judged));
    });
}

#[test]
fn dispositions_are_the_first_of_their_complaints() {
    each(|asked| {
        let (mut on_time, mut all) = (0, 0);
        for complaint in asked.complaints() {
            if !cycles(complaint)[0].is_recorded() {
                continue;
            }
            let mut first = complaint.records.iter().filter(|r| r.cycle == 1 && r.step == Step::Dispose);
            let Some(first) = first.find(|r| r.is_completed()) else { continue };
            let closing = first.closing.as_ref().unwrap();
            if asked.in_period(closing.completed_at.unwrap()) {
                all += 1;
                // Half an hour and five hours.
                on_time += i64::from(closing.cycle_seconds.unwrap() <= 330 * 60);
            }
        }
        assert_eq!(dispositions(&asked.flow(asked.period)), Rate::of(on_time, all));
    });
}

#[test]
fn a_first_pass_goes_straight_and_is_never_reopened() {
    each(|asked| {
        let straight = |cycle: &Cycle<'_>| {
            let disposed = cycle.records.iter().filter(|r| r.step == Step::Dispose).count();
            disposed == 1 && !cycle.records.iter().any(|r| r.ended(StepOutcome::Returned))
        };
        let all: Vec<_> = archived(asked).collect();
        let passed = all.iter().filter(|(cycles, cycle)| *cycles == 1 && straight(cycle)).count();
        let found = first_pass(&asked.flow(asked.period));
        assert_eq!(found, Rate::of(number(passed), number(all.len())));
    });
}

#[test]
fn what_was_received_has_become_something() {
    each(|asked| {
        let received: Vec<_> = asked.complaints().filter(|c| asked.in_period(c.received_at)).collect();
        let by = |status| number(received.iter().filter(|c| c.standing.status() == status).count());
        let answered = received.iter().filter(|c| {
            let said = |r: &StepRecord| {
                r.closing.as_ref().is_some_and(|c| matches!(c.content, Content::Result { .. }))
            };
            c.standing.status() == Status::Archived && c.records.iter().any(said)
        });
        let expected = Completion {
            answered: Rate::of(number(answered.count()), number(received.len())),
            duplicates: by(Status::Duplicate),
            withdrawn: by(Status::Withdrawn),
            referred: by(Status::Referred),
            open: by(Status::InProgress),
        };
        assert_eq!(completion(&asked.flow(asked.period)), expected);
    });
}

/// What `decide` allows is what the SOP has: order, actor and output are met always, time by the due times.
#[test]
fn what_the_judge_allowed_conforms_but_for_time() {
    each(|asked| {
        let found = conformity(&asked.flow(asked.period));
        let (mut index, mut axes, mut cycles) = (0.0, BTreeMap::<Axis, Rate>::new(), 0);
        let mut variants: BTreeMap<Vec<Step>, i64> = BTreeMap::new();
        for (_, cycle) in archived(asked) {
            let taken: Vec<&StepRecord> =
                cycle.records.iter().copied().filter(|r| r.is_completed()).collect();
            let with_text = |r: &&&StepRecord| {
                matches!(
                    r.step,
                    Step::Advise
                        | Step::Consider
                        | Step::Dispose
                        | Step::Solve
                        | Step::CarryOut
                        | Step::Archive
                )
            };
            let outputs = number(taken.iter().filter(with_text).count());
            let on_time = number(taken.iter().filter(|r| completed_at(r) <= r.due_at).count());
            let due = number(taken.iter().filter(|r| r.due_at.is_some()).count());
            let all = number(taken.len());
            let of_cycle = [
                (Axis::Order, Rate::of(1, 1)),
                (Axis::Actor, Rate::of(all, all)),
                (Axis::Output, Rate::of(outputs, outputs)),
                (Axis::Time, Rate::of(on_time, due)),
            ];
            let (met, applicable) =
                of_cycle.iter().fold((0, 0), |(m, a), (_, r)| (m + r.numerator, a + r.denominator));
            index += met as f64 / applicable as f64;
            cycles += 1;
            for (axis, rate) in of_cycle {
                let sum = axes.entry(axis).or_default();
                *sum = Rate::of(sum.numerator + rate.numerator, sum.denominator + rate.denominator);
            }
            let came = cycle.records.iter().filter(|r| r.lead != Some(false) && r.started_at.is_some());
            let steps: Vec<Step> = came.map(|r| r.step).collect();
            *variants.entry(if steps.len() > 13 { Vec::new() } else { steps }).or_default() += 1;
        }
        assert_eq!(found.cycles, cycles);
        assert_eq!(found.fitness, Rate::of(cycles, cycles));
        match found.index {
            None => assert_eq!(cycles, 0),
            Some(found) => assert!((found - index / cycles as f64).abs() < 1e-5),
        }
        for (axis, rate) in found.axes {
            assert_eq!(rate, axes.get(&axis).copied().unwrap_or_default(), "{axis:?}");
        }
        assert!(found.variants.windows(2).all(|two| two[0].1.numerator >= two[1].1.numerator));
        assert!(found.variants.iter().all(|(_, rate)| rate.denominator == cycles));
        let shown: BTreeMap<_, _> = found.variants.into_iter().map(|(s, rate)| (s, rate.numerator)).collect();
        assert_eq!(shown, variants);
    });
}
