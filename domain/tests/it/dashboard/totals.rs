//! What came in, left and stayed.

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::complaint::Channel;
use domain::complaint::record::{StepOutcome, StepRecord};
use domain::complaint::standing::Status;
use domain::dashboard::figures::counts::{by_category, by_channel, by_status};
use domain::dashboard::figures::time_series::{InInterval, SERIES, time_series};
use domain::dashboard::figures::totals::totals;
use domain::dashboard::plan::{Interval, Part, Period};
use domain::procedure::step::Step;
use strum::VariantArray;

use super::asked::{Asked, assert_stats, completed_at, cycles, done, each, happened, number, with_stock};

fn closed(asked: &Asked<'_>, period: Period) -> Vec<(Option<Channel>, StepOutcome)> {
    let mut closed = Vec::new();
    for complaint in asked.complaints() {
        for (outcome, at) in cycles(complaint).iter().filter_map(|cycle| cycle.ended) {
            if period.from <= asked.date(at) && asked.date(at) < period.end {
                closed.push((complaint.channel, outcome));
            }
        }
    }
    closed
}

fn received(asked: &Asked<'_>, period: Period) -> i64 {
    let within = |date| period.from <= date && date < period.end;
    number(asked.complaints().filter(|c| within(asked.date(c.received_at))).count())
}

#[test]
fn totals_are_those_of_the_complaints() {
    each(|asked| {
        let (flow, stock) = (asked.flow(asked.period), asked.stock());
        let found = with_stock(&stock, &asked.pending(), |stock| totals(&flow, stock));
        assert_eq!(found.received, received(asked, asked.period), "{:?}", asked.period);
        assert_eq!(found.closed, number(closed(asked, asked.period).len()));
        let begun = asked.complaints().flat_map(cycles).filter(|cycle| cycle.number > 1);
        let reopened = begun.filter(|cycle| asked.in_period(cycle.began_at.unwrap())).count();
        assert_eq!(found.reopened, number(reopened));
        assert_eq!(found.open, asked.open_at(asked.period.end), "{:?}", asked.period);
        // A complaint that is not received yet is none.
        let late = |r: &StepRecord| r.step != Step::Receive && asked.waits(r) == Some(true);
        let overdue = asked.complaints().filter(|c| c.records.iter().any(late));
        assert_eq!(found.overdue, number(overdue.count()));
        let mut bins = [0; 4];
        for (_, record) in asked.records() {
            if let Some((_, _, on_time)) = done(record).filter(|(_, at, _)| asked.in_period(*at)) {
                bins[if on_time { 0 } else { 1 }] += 1;
            }
            if let Some(late) = asked.waits_late(record).filter(|_| record.step != Step::Receive) {
                bins[if late { 3 } else { 2 }] += 1;
            }
        }
        // An imported complaint waits nowhere, though nothing says when its last step began.
        let shown = found.bins;
        assert_eq!([shown.done_on_time, shown.done_late, shown.open_on_time, shown.open_late], bins);
        let archived = asked
            .complaints()
            .flat_map(cycles)
            .filter(|cycle| cycle.is_recorded() && cycle.archived_at().is_some_and(|at| asked.in_period(at)));
        let seconds =
            archived.map(|c| c.records.last().unwrap().closing.as_ref().unwrap().cycle_seconds.unwrap());
        assert_stats(found.resolution, seconds.collect());
    });
}

#[test]
fn a_complaint_that_was_not_imported_is_open_where_it_is_at_a_step() {
    each(|asked| {
        let (sums, pending) = (asked.stock(), asked.pending());
        let (open, at_steps) = with_stock(&sums, &pending, |stock| {
            (stock.open(), Step::ALL.iter().map(|step| stock.open_at(*step)).sum::<i64>())
        });
        // Between its two records, or until the import, an imported complaint is open and at no step.
        let (end, now) = (asked.instant(asked.period.end), asked.register.now);
        let imported = asked.complaints().filter(|c| {
            let next = c.records.get(1).and_then(|next| next.started_at.or(completed_at(next)));
            !cycles(c)[0].is_recorded()
                && happened(c.received_at, end, now)
                && !happened(next.unwrap(), end, now)
        });
        assert_eq!(open - at_steps, number(imported.count()), "{:?}", asked.period);
    });
}

#[test]
fn counts_by_one_property_are_those_of_the_complaints() {
    each(|asked| {
        let flow = asked.flow(asked.period);
        let mut statuses: BTreeMap<Status, i64> = Status::VARIANTS.iter().map(|s| (*s, 0)).collect();
        let mut channels: BTreeMap<Option<Channel>, (i64, i64)> =
            Channel::VARIANTS.iter().map(|c| (Some(*c), (0, 0))).collect();
        let mut categories: BTreeMap<i32, i64> = BTreeMap::new();
        for complaint in asked.complaints().filter(|c| asked.in_period(c.received_at)) {
            *statuses.get_mut(&complaint.standing.status()).unwrap() += 1;
            channels.entry(complaint.channel).or_default().0 += 1;
            let category =
                complaint.category.map_or(0, |id| asked.register.office.category(id).unwrap().number);
            *categories.entry(category).or_default() += 1;
        }
        for (channel, _) in closed(asked, asked.period) {
            channels.entry(channel).or_default().1 += 1;
        }
        assert_eq!(by_status(&flow).into_iter().collect::<BTreeMap<_, _>>(), statuses);
        let shown: BTreeMap<_, _> = by_channel(&flow)
            .into_iter()
            .map(|(channel, received, closed)| (channel, (received, closed)))
            .collect();
        assert_eq!(shown, channels);
        let shown: BTreeMap<_, _> = by_category(&flow).filter(|(_, count)| *count != 0).collect();
        assert_eq!(shown, categories);
    });
}

#[test]
fn a_series_has_every_interval_of_the_period() {
    let intervals = [Interval::Day, Interval::Week, Interval::Month, Interval::Quarter, Interval::Year];
    each(|asked| {
        if asked.period.from.year() < 2025 {
            return;
        }
        for interval in intervals {
            let parts = vec![
                Part::series(asked.period, interval, SERIES, asked.today),
                Part::stock(asked.end(), SERIES, asked.today),
            ];
            let mut sums = asked.sums(parts);
            let (stock, flows) = (sums.remove(1).remove(0), sums.remove(0));
            let divided = asked.period.divided(interval);
            let found = with_stock(&stock, &[], |stock| time_series(&divided, &flows, stock));
            let expected: Vec<InInterval> = divided
                .iter()
                .map(|part| InInterval {
                    start: part.from,
                    received: received(asked, *part),
                    closed: number(closed(asked, *part).len()),
                    open_at_end: asked.open_at(part.end),
                })
                .collect();
            assert_eq!(found, expected, "{interval:?} of {:?}", asked.period);
        }
    });
}
