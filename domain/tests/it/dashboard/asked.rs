//! A period and a selection, and what belongs to them: by the complaints' records alone.

use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use domain::complaint::record::{Closing, StepOutcome, StepRecord};
use domain::complaint::{Channel, Complaint};
use domain::dashboard::measure::Measure;
use domain::dashboard::plan::{Part, Period};
use domain::dashboard::slice::{SectionSet, Selection};
use domain::dashboard::spread::DurationStats;
use domain::dashboard::stock::{Pending, Stock};
use domain::dashboard::sums::{Measures, Sums};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::register::{REGISTERS, Register};

/// A dashboard that is asked for.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) register: &'a Register,
    pub(crate) selection: Selection,
    pub(crate) period: Period,
    pub(crate) today: NaiveDate,
}

fn every_measure() -> Measures {
    Measures::of(Measure::ALL)
}

/// Asks many things of every register.
pub(crate) fn each(check: impl Fn(&Asked<'_>)) {
    let mut runner = TestRunner::deterministic();
    for register in REGISTERS.iter() {
        let today = register.office.calendar.local_date(register.now);
        for _ in 0..30 {
            let (period, selection) = (periods(today), selections()).new_tree(&mut runner).unwrap().current();
            check(&Asked { register, selection, period, today });
        }
    }
}

/// Whole months, some days, one day, to today, into the future, everything, and nothing yet.
fn periods(today: NaiveDate) -> impl Strategy<Value = Period> {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let first = day("2025-11-01");
    let ahead = move |from: NaiveDate, days: u64| Period { from, end: from + Days::new(days) };
    prop_oneof![
        2 => (0..9u32, 1..4u32).prop_map(move |(months, many)| {
            let from = first + chrono::Months::new(months);
            Period { from, end: from + chrono::Months::new(many) }
        }),
        3 => (0..230u64, 1..120u64).prop_map(move |(from, days)| ahead(first + Days::new(from), days)),
        1 => (0..10u64).prop_map(move |ago| ahead(today - Days::new(ago), 1)),
        2 => (0..100u64).prop_map(move |ago| Period { from: today - Days::new(ago), end: today + Days::new(1) }),
        1 => (0..40u64, 2..60u64).prop_map(move |(ago, to)| Period { from: today - Days::new(ago), end: today + Days::new(to) }),
        2 => Just(Period { from: day("2020-01-01"), end: today + Days::new(1) }),
        1 => Just(Period { from: day("0001-01-01"), end: day("9999-12-31") }),
        1 => (1..9u64).prop_map(move |later| ahead(today + Days::new(later), 5)),
    ]
}

fn selections() -> impl Strategy<Value = Selection> {
    let some = |all: Vec<i32>| prop::sample::subsequence(all.clone(), 0..=all.len());
    let channels = prop::sample::subsequence(vec![Channel::Sms, Channel::Email, Channel::InPerson], 0..=3);
    let sections = some(vec![1, 2, 3, 4, 5]);
    let set = sections.prop_map(|all| all.into_iter().fold(SectionSet::default(), SectionSet::with));
    (
        prop::option::weighted(0.4, channels),
        prop::option::weighted(0.4, some(vec![1, 2])),
        prop::option::weighted(0.4, set),
    )
        .prop_map(|(channels, categories, sections)| Selection { channels, categories, sections })
}

impl<'a> Asked<'a> {
    pub(crate) fn complaints(&self) -> impl Iterator<Item = &'a Complaint> + use<'a, '_> {
        let Selection { channels, categories, sections } = &self.selection;
        let office = &self.register.office;
        self.register.complaints.iter().filter(move |complaint| {
            let category = complaint.category.map(|id| office.category(id).unwrap().number);
            channels.as_ref().is_none_or(|all| complaint.channel.is_some_and(|c| all.contains(&c)))
                && categories.as_ref().is_none_or(|all| category.is_some_and(|c| all.contains(&c)))
                && sections.is_none_or(|all| {
                    let numbers: Vec<i32> = all.numbers().collect();
                    complaint.records.iter().any(|r| self.section(r).is_some_and(|n| numbers.contains(&n)))
                })
        })
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = (&'a Complaint, &'a StepRecord)> + use<'a, '_> {
        self.complaints().flat_map(|complaint| complaint.records.iter().map(move |r| (complaint, r)))
    }

    pub(crate) fn section(&self, record: &StepRecord) -> Option<i32> {
        record.section.map(|id| self.register.office.section(id).unwrap().number)
    }

    pub(crate) fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.register.office.calendar.local_date(at)
    }

    pub(crate) fn in_period(&self, at: DateTime<Utc>) -> bool {
        self.period.from <= self.date(at) && self.date(at) < self.period.end
    }

    /// The day after the last that is counted for what is there at the end.
    pub(crate) fn end(&self) -> NaiveDate {
        self.period.end.min(self.today + Days::new(1))
    }

    fn midnight(&self, date: NaiveDate) -> DateTime<Utc> {
        let zone = self.register.office.calendar.zone();
        zone.from_local_datetime(&date.and_hms_opt(0, 0, 0).unwrap()).unwrap().to_utc()
    }

    /// The instant at which a period ends: now, where its end is later.
    pub(crate) fn instant(&self, end: NaiveDate) -> DateTime<Utc> {
        if end > self.today { self.register.now } else { self.midnight(end) }
    }

    /// Complaints open at the end of a day's eve, or now.
    pub(crate) fn open_at(&self, end: NaiveDate) -> i64 {
        let end = self.instant(end);
        let is_open = |complaint: &&Complaint| {
            cycles(complaint).iter().any(|cycle| {
                let began_at =
                    if cycle.number == 1 { complaint.received_at } else { cycle.began_at.unwrap() };
                happened(began_at, end, self.register.now)
                    && cycle.ended.is_none_or(|(_, at)| !happened(at, end, self.register.now))
            })
        };
        number(self.complaints().filter(is_open).count())
    }

    pub(crate) fn sums(&self, parts: Vec<Part>) -> Vec<Vec<Sums>> {
        self.register.tallies.sums(&self.register.office, &self.selection, parts)
    }

    /// What was counted in some days.
    pub(crate) fn flow(&self, period: Period) -> Sums {
        self.sums(vec![Part::flow(period, every_measure(), self.today)]).remove(0).remove(0)
    }

    /// What was counted before the end.
    pub(crate) fn stock(&self) -> Sums {
        self.sums(vec![Part::stock(self.end(), every_measure(), self.today)]).remove(0).remove(0)
    }

    /// What is not due yet; nothing where the end is past.
    pub(crate) fn pending(&self) -> Vec<Pending> {
        if self.period.end > self.today { self.pending_now() } else { Vec::new() }
    }

    pub(crate) fn pending_that_began(&self) -> Vec<Pending> {
        self.pending_now().into_iter().filter(|pending| self.in_period(pending.started_at)).collect()
    }

    fn pending_now(&self) -> Vec<Pending> {
        let now = self.register.now;
        let mut pending = Vec::new();
        for complaint in self.complaints() {
            let earliest = complaint.open_records().filter_map(|r| Some((r.due_at?, r.number))).min();
            for record in complaint.open_records() {
                let Some(due_at) = record.due_at.filter(|due_at| *due_at >= now) else { continue };
                pending.push(Pending {
                    step: record.step,
                    section: self.section(record),
                    supports: record.lead == Some(false),
                    started_at: record.started_at.unwrap(),
                    due_at,
                    leads_complaint: earliest == Some((due_at, record.number)),
                    due_today: self.date(due_at) <= self.today,
                });
            }
        }
        pending
    }

    /// Whether a record waits at the end, and whether it was due before.
    pub(crate) fn waits(&self, record: &StepRecord) -> Option<bool> {
        let (end, now) = (self.instant(self.period.end), self.register.now);
        let ended = completed_at(record);
        let waits = record.started_at.is_some_and(|at| happened(at, end, now))
            && ended.is_none_or(|at| !happened(at, end, now))
            && (record.is_open() || ended.is_some());
        waits.then(|| record.due_at.is_some_and(|due_at| due_at < end))
    }

    /// Of what waits at the end, whether it is late: nobody can say it of what is due at no time.
    pub(crate) fn waits_late(&self, record: &StepRecord) -> Option<bool> {
        self.waits(record).filter(|_| record.due_at.is_some())
    }
}

/// Whether what happened at an instant had happened by another: what happens now has happened.
pub(crate) fn happened(at: DateTime<Utc>, by: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at < by || by == now && at == now
}

pub(crate) fn with_stock<T>(sums: &Sums, pending: &[Pending], read: impl FnOnce(&Stock<'_>) -> T) -> T {
    read(&Stock { sums, pending })
}

pub(crate) fn completed_at(record: &StepRecord) -> Option<DateTime<Utc>> {
    record.closing.as_ref().and_then(|closing| closing.completed_at)
}

pub(crate) fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap()
}

/// How a record was done, where it was: in time or late.
pub(crate) fn done(record: &StepRecord) -> Option<(&Closing, DateTime<Utc>, bool)> {
    let closing = record.closing.as_ref()?;
    let (at, due_at) = (closing.completed_at?, record.due_at?);
    let by_another =
        matches!(closing.outcome, StepOutcome::Withdrawn | StepOutcome::NoAnswer | StepOutcome::Superseded);
    (at > due_at || !by_another).then_some((closing, at, at <= due_at))
}

/// One run through the procedure.
#[derive(Debug)]
pub(crate) struct Cycle<'a> {
    pub(crate) number: i32,
    pub(crate) began_at: Option<DateTime<Utc>>,
    pub(crate) due_at: Option<DateTime<Utc>>,
    /// How it ended, and when.
    pub(crate) ended: Option<(StepOutcome, DateTime<Utc>)>,
    pub(crate) records: Vec<&'a StepRecord>,
}

impl Cycle<'_> {
    pub(crate) fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.ended.filter(|(outcome, _)| *outcome == StepOutcome::Completed).map(|(_, at)| at)
    }

    /// Whether every step is recorded: an imported register does not say how its complaints began.
    pub(crate) fn is_recorded(&self) -> bool {
        self.began_at.is_some()
    }
}

pub(crate) fn cycles(complaint: &Complaint) -> Vec<Cycle<'_>> {
    let cycle = |number: i32| {
        let records: Vec<&StepRecord> = complaint.records.iter().filter(|r| r.cycle == number).collect();
        let last = records.iter().rev().find(|r| r.leads()).unwrap();
        let ended = last.closing.as_ref().map(|closing| {
            let at = records.iter().filter_map(|r| completed_at(r)).max().unwrap();
            (closing.outcome, at)
        });
        Cycle { number, began_at: records[0].started_at, due_at: records[0].cycle_due_at, ended, records }
    };
    (1..=complaint.cycle).map(cycle).collect()
}

/// What is said of durations is said of them: how many exactly, the rest within two percent.
#[track_caller]
pub(crate) fn assert_stats(stats: DurationStats, mut seconds: Vec<i64>) {
    seconds.sort_unstable();
    assert_eq!(stats.count, number(seconds.len()));
    let ranked = |share: f64| {
        let rank = (share * seconds.len() as f64).ceil() as usize;
        (!seconds.is_empty()).then(|| seconds[rank.max(1) - 1])
    };
    let of_all = [(stats.median, 0.5), (stats.p80, 0.8), (stats.p90, 0.9), (stats.max, 1.0)];
    for (shown, share) in of_all {
        let exact = ranked(share);
        assert_eq!(shown.is_some(), exact.is_some());
        let (shown, exact) = (shown.unwrap_or_default(), exact.unwrap_or_default());
        assert!((shown - exact).abs() * 50 <= exact, "{shown} for {exact} of {seconds:?}");
    }
}
