//! What is read is what was counted: of any complaints, in any days.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::complaint::Complaint;
use domain::dashboard::contribution::{Counted, count};
use domain::dashboard::measure::{Cell, Measure};
use domain::dashboard::plan::{Interval, Part, Period, Plan};
use domain::dashboard::slice::{Dimensions, SectionSet, Selection};
use domain::dashboard::stock::Pending;
use domain::dashboard::sums::{Measures, Sums};
use persistence::tallies::pending::PendingRead;
use persistence::tallies::read::TallyRead;

use crate::harness::office::CHANNELS;
use crate::harness::world::World;
use crate::harness::{Bureau, Random, TestDatabase, at, on_both_engines};

on_both_engines!(
    sums_are_those_of_the_complaints_selected,
    what_is_not_due_yet_is_found,
    many_offices_and_slices_are_read
);

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn some_selection(random: &Random) -> Selection {
    let number = |n: usize| i32::try_from(n).unwrap();
    let sections = random.some(&[1, 2, 3, 4]);
    Selection {
        channels: random.once_in(3).then(|| random.some(&CHANNELS)),
        categories: random.once_in(3).then(|| random.some(&(1..4).map(number).collect::<Vec<_>>())),
        sections: random
            .once_in(3)
            .then(|| sections.into_iter().fold(SectionSet::default(), SectionSet::with)),
    }
}

fn some_period(random: &Random) -> Period {
    let from = date("2025-12-01") + Days::new(random.below(90) as u64);
    Period { from, end: from + Days::new(random.below(70) as u64) }
}

/// What was counted on days that are wanted.
fn sum(counted: &Counted, selection: &Selection, wanted: impl Fn(NaiveDate) -> bool) -> Vec<(Cell, i64)> {
    let mut sums = std::collections::BTreeMap::<Cell, i64>::new();
    for ((_, _), cells) in counted.iter().filter(|((d, day), _)| wanted(*day) && selection.takes(d)) {
        for (cell, value) in cells {
            *sums.entry(*cell).or_default() += value;
        }
    }
    sums.into_iter().filter(|(_, value)| *value != 0).collect()
}

fn cells(sums: &Sums) -> Vec<(Cell, i64)> {
    let mut cells: Vec<(Cell, i64)> = Vec::new();
    for measure in Measure::ALL {
        let numbers = (0..).zip(sums.column(*measure)).filter(|(_, value)| **value != 0);
        cells.extend(numbers.map(|(index, value)| (Cell::by(*measure, index), *value)));
    }
    cells.extend(sums.variants().map(|(index, value)| (Cell::by(Measure::Variant, index), value)));
    cells
}

async fn sums_are_those_of_the_complaints_selected(db: TestDatabase) {
    let bureaus = [Bureau::open(&db.store, "510205").await, Bureau::open(&db.store, "510206").await];
    let random = Random::new(51);
    let world = World::make(&[&bureaus[0], &bureaus[1]], &random, 150).await;
    let counted = bureaus.each_ref().map(|bureau| {
        let mut counted = Counted::new();
        for complaint in world.complaints.iter().filter(|c| c.office == bureau.id()) {
            count(&bureau.office, complaint, 1, &mut counted);
        }
        counted
    });
    let (today, measures) = (date("2026-02-20"), Measures::of(Measure::ALL));
    for _ in 0..60 {
        let (period, later) = (some_period(&random), some_period(&random));
        let selections = [some_selection(&random), some_selection(&random)];
        let parts = vec![
            Part::flow(period, measures, today),
            Part::stock(later.from, measures, today),
            Part::series(later, Interval::Week, measures, today),
            Part::series(period, Interval::Month, measures, today),
        ];
        let reads: Vec<TallyRead> = bureaus
            .iter()
            .zip(&selections)
            .map(|(bureau, selection)| TallyRead {
                office: bureau.id(),
                selection: selection.clone(),
                slices: selection.slices(&bureau.office),
                plan: Plan { parts: parts.clone(), office_parts: parts.clone() },
            })
            .collect();
        let tallied = db.store.read_tallies(&reads).await.unwrap();
        for (part, all) in tallied.all.iter().enumerate() {
            let mut summed = vec![Sums::default(); all.len()];
            for own in tallied.offices.values() {
                for (sums, own) in summed.iter_mut().zip(&own[part]) {
                    sums.add_all(own);
                }
            }
            let both = |sums: &[Sums]| sums.iter().map(cells).collect::<Vec<_>>();
            assert_eq!(both(all), both(&summed), "over all offices");
        }
        for ((bureau, selection), counted) in bureaus.iter().zip(&selections).zip(&counted) {
            let found = &tallied.offices[&bureau.id()];
            let within = |period: Period| move |day| period.from <= day && day < period.end;
            assert_eq!(
                cells(&found[0][0]),
                sum(counted, selection, within(period)),
                "{selection:?} {period:?}"
            );
            assert_eq!(cells(&found[1][0]), sum(counted, selection, |day| day < later.from), "{selection:?}");
            for (found, (whole, interval)) in
                found[2..].iter().zip([(later, Interval::Week), (period, Interval::Month)])
            {
                for (found, part) in found.iter().zip(whole.divided(interval)) {
                    assert_eq!(cells(found), sum(counted, selection, within(part)), "{selection:?} {part:?}");
                }
            }
        }
    }
}

/// As the records say it.
fn pending_of(bureau: &Bureau, complaint: &Complaint, now: DateTime<Utc>) -> Vec<Pending> {
    let earliest = complaint.open_records().filter_map(|r| Some((r.due_at?, r.number))).min();
    let today = bureau.office.calendar.local_date(now);
    let due = complaint.open_records().filter(|r| r.due_at.is_some_and(|due_at| due_at >= now));
    due.map(|record| Pending {
        step: record.step,
        section: record.section.map(|id| bureau.office.section(id).unwrap().number),
        supports: record.lead == Some(false),
        started_at: record.started_at.unwrap(),
        due_at: record.due_at.unwrap(),
        leads_complaint: earliest == Some((record.due_at.unwrap(), record.number)),
        due_today: bureau.office.calendar.local_date(record.due_at.unwrap()) == today,
    })
    .collect()
}

/// Which of the records that are due together leads its complaint does not matter.
fn in_order(mut pending: Vec<Pending>) -> Vec<String> {
    pending.sort_by_key(|p| (p.due_at, p.started_at, p.step, p.section, p.supports));
    let leads = pending.iter().filter(|p| p.leads_complaint).count();
    let rest = pending.into_iter().map(|p| format!("{:?}", Pending { leads_complaint: false, ..p }));
    rest.chain([format!("{leads}")]).collect()
}

async fn what_is_not_due_yet_is_found(db: TestDatabase) {
    let bureaus = [Bureau::open(&db.store, "510205").await, Bureau::open(&db.store, "510206").await];
    let random = Random::new(52);
    let world = World::make(&[&bureaus[0], &bureaus[1]], &random, 500).await;
    let (now, day_ends_at) = (at("2026-02-10 11:00"), at("2026-02-11 00:00"));
    let mut seen = 0;
    for _ in 0..60 {
        let selections = [some_selection(&random), some_selection(&random)];
        let today_only = random.once_in(2);
        let reads: Vec<PendingRead<'_>> = bureaus
            .iter()
            .zip(&selections)
            .map(|(bureau, selection)| PendingRead {
                office: &bureau.office,
                selection,
                day_ends_at,
                today_only,
            })
            .collect();
        let found = db.store.pending_records(&reads, now).await.unwrap();
        for (bureau, selection) in bureaus.iter().zip(&selections) {
            let mine = world.complaints.iter().filter(|c| c.office == bureau.id());
            let selected = mine.filter(|c| selection.takes(&Dimensions::of(&bureau.office, c)));
            let expected: Vec<Pending> = selected
                .flat_map(|c| pending_of(bureau, c, now))
                .filter(|p| !today_only || p.due_today)
                .collect();
            let found = found.iter().filter(|(office, _)| *office == bureau.id()).map(|(_, p)| p.clone());
            seen += expected.len();
            assert_eq!(in_order(found.collect()), in_order(expected), "{selection:?} {today_only}");
        }
    }
    assert!(seen > 50, "{seen}");
    assert!(db.store.pending_records(&[], now).await.unwrap().is_empty());
}

/// An inspector filters all offices at once by whatever there is.
async fn many_offices_and_slices_are_read(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    World::make(&[&bureau], &Random::new(53), 20).await;
    let today = date("2026-02-20");
    let period = Period { from: date("2025-02-03"), end: date("2026-02-13") };
    let measures = Measures::of(&[Measure::Received]);
    let mut office = (*bureau.office).clone();
    let category = office.categories[0].clone();
    office.categories.extend((10..60).map(|number| domain::office::Category { number, ..category.clone() }));
    let selection = Selection { sections: Some(SectionSet(0b11_1110)), ..Selection::default() };
    let read = |office_id| TallyRead {
        office: domain::ids::OfficeId(office_id),
        selection: selection.clone(),
        slices: selection.slices(&office),
        plan: Plan {
            parts: Vec::new(),
            office_parts: vec![
                Part::flow(period, measures, today),
                Part::flow(period.before(), measures, today),
                Part::stock(period.end, measures, today),
            ],
        },
    };
    let reads: Vec<TallyRead> = (0..44).map(|n| read(bureau.id().0 + n)).collect();
    let tallied = db.store.read_tallies(&reads).await.unwrap();
    let alone = db.store.read_tallies(&reads[..1]).await.unwrap();
    assert_eq!(tallied.offices.len(), 44);
    let received =
        |sums: &Vec<Vec<Sums>>| sums.iter().map(|part| part[0].one(Measure::Received)).collect::<Vec<_>>();
    assert_eq!(received(&tallied.offices[&bureau.id()]), received(&alone.offices[&bureau.id()]));
    assert!(received(&alone.offices[&bureau.id()])[2] > 0);
}
