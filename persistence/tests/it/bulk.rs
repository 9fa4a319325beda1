//! Many complaints at once, each whole.

use chrono::TimeDelta;
use domain::complaint::standing::Standing;
use domain::complaint::{Complaint, Confidentiality};
use domain::ids::ComplaintId;
use domain::procedure::step::Step;
use persistence::bulk::Whole;

use crate::advance::bring_to;
use crate::harness::world::{World, imported};
use crate::harness::{Bureau, Random, TestDatabase, at, commands, new_id, on_both_engines};

on_both_engines!(
    numbers_follow_the_order_within_each_year,
    a_register_is_not_imported_twice,
    duplicates_come_after_their_originals,
    what_is_written_whole_is_read_whole,
    bulk_and_single_receptions_share_a_counter,
);

fn whole(complaint: Complaint) -> Whole {
    let updated_at = complaint.received_at;
    Whole { complaint, changes: Vec::new(), source_number: None, updated_at }
}

async fn numbers_follow_the_order_within_each_year(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    assert_eq!(bureau.receive(at("2026-03-02 09:00")).await.agenda_number.number, 1);
    let days =
        ["2026-05-04 00:00", "2025-12-31 23:59", "2026-01-01 00:00", "2025-01-01 00:00", "2026-02-01 00:00"];
    let wholes: Vec<_> = days.iter().map(|day| whole(imported(&bureau, at(day)))).collect();
    let ids: Vec<_> = wholes.iter().map(|w| w.complaint.id).collect();
    db.store.write_whole(&bureau.office, wholes).await.unwrap();
    let mut written = Vec::new();
    for id in ids {
        written.push(bureau.stored(id).await.agenda_number.text);
    }
    assert_eq!(written, ["0002/PM/2026", "0001/PM/2025", "0003/PM/2026", "0002/PM/2025", "0004/PM/2026"]);
    assert_eq!(bureau.receive(at("2026-06-02 09:00")).await.agenda_number.number, 5);
    db.store.write_whole(&bureau.office, Vec::new()).await.unwrap();
}

async fn a_register_is_not_imported_twice(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let rows = |from: usize, to: usize| -> Vec<Whole> {
        (from..to)
            .map(|n| Whole {
                source_number: Some(format!("CRM-{n}")),
                ..whole(imported(&bureau, at("2026-05-04 00:00")))
            })
            .collect()
    };
    // More than fit into one statement.
    db.store.write_whole(&bureau.office, rows(0, 1_200)).await.unwrap();
    let numbers: Vec<String> = (1_190..1_210).map(|n| format!("CRM-{n}")).collect();
    let known = db.store.known_source_numbers(bureau.id(), &numbers).await.unwrap();
    let mut known: Vec<_> = known.into_iter().collect();
    known.sort();
    assert_eq!(known, numbers[..10]);
    assert!(db.store.known_source_numbers(other.id(), &numbers).await.unwrap().is_empty());
    assert!(db.store.known_source_numbers(bureau.id(), &[]).await.unwrap().is_empty());

    db.store.write_whole(&bureau.office, rows(1_199, 1_205)).await.unwrap_err();
    assert_eq!(db.ask("SELECT count(*) AS n FROM complaint").await, ["1200"]);
    assert_eq!(bureau.receive(at("2026-06-02 09:00")).await.agenda_number.number, 1_201);
    // Another office's register may use the same numbers.
    let mut elsewhere = rows(0, 3);
    for whole in &mut elsewhere {
        whole.complaint.office = other.id();
    }
    db.store.write_whole(&other.office, elsewhere).await.unwrap();
}

async fn duplicates_come_after_their_originals(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let start = at("2026-05-04 00:00");
    let complaints: Vec<Complaint> =
        (0..1_300).map(|n| imported(&bureau, start + TimeDelta::minutes(n))).collect();
    let ids: Vec<ComplaintId> = complaints.iter().map(|c| c.id).collect();
    let mut wholes: Vec<Whole> = complaints.into_iter().map(whole).collect();
    // A duplicate of a duplicate of the last one, and its numbers are still those of its place.
    for (duplicate, original) in [(0, 700), (700, 1_299), (5, 0)] {
        wholes[duplicate].complaint.standing = Standing::Duplicate { at: start, of: ids[original] };
    }
    db.store.write_whole(&bureau.office, wholes).await.unwrap();
    let first = bureau.stored(ids[0]).await;
    assert_eq!(first.standing, Standing::Duplicate { at: start, of: ids[700] });
    assert_eq!(first.agenda_number.number, 1);
    assert_eq!(bureau.stored(ids[1_299]).await.agenda_number.number, 1_300);
}

async fn what_is_written_whole_is_read_whole(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    // From one office's history to another database's: every shape of a complaint and its records.
    let world = World::make(&[&bureau], &Random::new(5), 120).await;
    for complaint in &world.complaints {
        assert_eq!(bureau.stored(complaint.id).await, *complaint);
    }
    let archived = bring_to(&bureau, Step::Archive).await;
    let now = at("2026-11-24 12:00");
    let archived = bureau.take("kasubag", &archived, commands::correct("Jalan putus"), now).await;
    let mut changes = db.store.changes_by_complaints(&[(bureau.id(), archived.id)]).await.unwrap();
    let changes = changes.remove(&archived.id).unwrap();
    let mut copy = archived.clone();
    (copy.id, copy.tracking_code) = (ComplaintId(new_id()), None);
    let id = copy.id;
    let whole = Whole { complaint: copy, changes: changes.clone(), source_number: None, updated_at: now };
    db.store.write_whole(&bureau.office, vec![whole]).await.unwrap();
    let read = bureau.stored(id).await;
    assert_eq!(
        (read.records, read.standing, read.confidentiality),
        (archived.records, archived.standing, Confidentiality::Open)
    );
    assert_eq!(db.store.changes_by_complaints(&[(bureau.id(), id)]).await.unwrap()[&id], changes);
    assert!(db.store.complaints_by_ids(&[(other.id(), id)]).await.unwrap().is_empty());
}

async fn bulk_and_single_receptions_share_a_counter(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let mut tasks = Vec::new();
    for n in 0..12 {
        let bureau = bureau.clone();
        tasks.push(tokio::spawn(async move {
            let now = at("2026-05-04 10:00");
            if n % 2 == 0 {
                bureau.receive(now).await;
            } else {
                let wholes =
                    (0..20).map(|n| whole(imported(&bureau, now - TimeDelta::days(n * 20)))).collect();
                bureau.store.write_whole(&bureau.office, wholes).await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let gaps = "SELECT agenda_year, count(*) - max(agenda_seq) AS gap FROM complaint \
                GROUP BY agenda_year ORDER BY agenda_year";
    assert_eq!(db.ask(gaps).await, ["2025 | 0", "2026 | 0"]);
}
