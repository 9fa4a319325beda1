//! Each step: who waits there, how long it takes, and what goes back from it.

use std::collections::BTreeMap;

use domain::complaint::record::StepOutcome;
use domain::dashboard::figures::by_step::by_step;
use domain::dashboard::figures::returns::returns;
use domain::dashboard::figures::step_cohorts::step_cohorts;
use domain::dashboard::figures::step_performance::step_performance;
use domain::dashboard::rate::{Bins, Rate};
use domain::procedure::step::Step;

use super::asked::{assert_stats, completed_at, cycles, done, each, number, with_stock};

#[test]
fn complaints_wait_where_their_records_are_open() {
    each(|asked| {
        let (sums, pending) = (asked.stock(), asked.pending());
        for at in with_stock(&sums, &pending, by_step).into_iter().filter(|at| at.step != Step::Receive) {
            let waiting = |late: bool| {
                let waits = |r: &domain::complaint::record::StepRecord| {
                    r.step == at.step && asked.waits(r).is_some_and(|is_late| is_late || !late)
                };
                number(asked.complaints().filter(|c| c.records.iter().any(waits)).count())
            };
            assert_eq!(
                (at.open, at.overdue),
                (waiting(false), waiting(true)),
                "{} {:?}",
                at.step,
                asked.period
            );
        }
    });
}

#[test]
fn performance_is_that_of_the_records() {
    each(|asked| {
        let (flow, sums, pending) = (asked.flow(asked.period), asked.stock(), asked.pending());
        for found in with_stock(&sums, &pending, |stock| step_performance(&flow, stock)) {
            let of_step = || asked.records().map(|(_, r)| r).filter(|r| r.step == found.step);
            let ended: Vec<_> =
                of_step().filter_map(done).filter(|(_, at, _)| asked.in_period(*at)).collect();
            let waiting = |late: bool| {
                let waits =
                    of_step().filter(|r| r.step != Step::Receive && asked.waits_late(r) == Some(late));
                number(waits.count())
            };
            let bins = Bins {
                done_on_time: number(ended.iter().filter(|(_, _, on_time)| *on_time).count()),
                done_late: number(ended.iter().filter(|(_, _, on_time)| !on_time).count()),
                open_on_time: waiting(false),
                open_late: waiting(true),
            };
            assert_eq!(found.bins, bins, "{} {:?}", found.step, asked.period);
            assert_stats(found.duration, ended.iter().map(|(c, _, _)| c.working_seconds.unwrap()).collect());
            let archived = asked.complaints().flat_map(cycles).filter(|cycle| {
                cycle.is_recorded() && cycle.archived_at().is_some_and(|at| asked.in_period(at))
            });
            let dwell: i64 = archived
                .flat_map(|cycle| cycle.records)
                .filter(|r| r.step == found.step && r.lead != Some(false))
                .filter_map(|r| r.closing.as_ref()?.working_seconds)
                .sum();
            assert_eq!(found.dwell_seconds, dwell);
        }
    });
}

#[test]
fn cohorts_are_the_records_that_began() {
    each(|asked| {
        let flow = asked.flow(asked.period);
        let found = step_cohorts(&flow, &asked.pending_that_began());
        for (step, found) in found {
            let mut bins = Bins::default();
            let began = asked.records().map(|(_, r)| r).filter(|r| {
                r.step == step && r.due_at.is_some() && r.started_at.is_some_and(|at| asked.in_period(at))
            });
            for record in began {
                match done(record) {
                    Some((_, _, true)) => bins.done_on_time += 1,
                    Some((_, _, false)) => bins.done_late += 1,
                    None if !record.is_open() => {}
                    None if record.due_at.unwrap() < asked.register.now => bins.open_late += 1,
                    None => bins.open_on_time += 1,
                }
            }
            assert_eq!(found, bins, "{step}");
        }
    });
}

#[test]
fn returns_are_counted_by_their_way() {
    each(|asked| {
        let mut ways: BTreeMap<(Step, Step), i64> = BTreeMap::new();
        let mut left: BTreeMap<Step, i64> = BTreeMap::new();
        for (complaint, record) in asked.records() {
            let Some(at) = completed_at(record).filter(|at| asked.in_period(*at)) else { continue };
            if record.started_at.is_none() {
                continue;
            }
            if record.ended(StepOutcome::Returned) {
                let next = complaint.records.iter().find(|r| r.number == record.number + 1).unwrap();
                assert_eq!(next.started_at, Some(at));
                *ways.entry((record.step, next.step)).or_default() += 1;
            }
            if record.ended(StepOutcome::Returned) || record.is_completed() {
                *left.entry(record.step).or_default() += 1;
            }
        }
        let expected: Vec<(Step, Step, Rate)> =
            ways.into_iter().map(|((from, to), n)| (from, to, Rate::of(n, left[&from]))).collect();
        assert_eq!(returns(&asked.flow(asked.period)), expected);
    });
}
