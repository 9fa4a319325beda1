//! The worklist is what waits for an officer by `Office::takers`, earliest due first.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::{Complaint, command::Command};
use domain::ids::OfficerId;
use domain::office::Post;
use domain::procedure::step::Step;
use persistence::page::{Page, Rows};
use persistence::worklist::WorklistCursor;

use crate::harness::world::{World, now};
use crate::harness::{Bureau, Random, TestDatabase, at, commands, on_both_engines};

on_both_engines!(
    it_is_what_waits_for_its_officer,
    every_page_walked_both_ways,
    it_follows_the_steps_and_the_acting_officials,
    the_next_due_time_is_that_of_an_open_record,
);

/// The open records that wait for an officer, by the domain.
fn expected(world: &World, bureau: &Bureau, officer: OfficerId, at: DateTime<Utc>) -> Vec<(Complaint, i32)> {
    let mut waiting = Vec::new();
    for complaint in world.complaints.iter().filter(|c| c.office == bureau.id()) {
        for record in complaint.open_records() {
            let post = Post { position: record.position, section: record.section };
            let takers = bureau.office.takers(post, at, &complaint.reported);
            if takers.iter().any(|taker| taker.officer == officer) {
                waiting.push((record.due_at.unwrap(), complaint.id, record.number, complaint.clone()));
            }
        }
    }
    waiting.sort_by_key(|(due, id, number, _)| (*due, *id, *number));
    waiting.into_iter().map(|(_, _, number, complaint)| (complaint, number)).collect()
}

async fn it_is_what_waits_for_its_officer(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let world = World::make(&[&bureau, &other], &Random::new(11), 150).await;
    let mut substitutes = 0;
    for at in [now(), at("2026-08-04 10:00")] {
        for officer in &bureau.office.officers {
            let expected = expected(&world, &bureau, officer.id, at);
            let page = Page::first(1000);
            let Rows { rows, has_previous, has_next } =
                db.store.list_worklist(&bureau.office, officer.id, &page, at).await.unwrap();
            assert_eq!(rows, expected, "{} at {at}", officer.username);
            assert!(!has_previous && !has_next);
            let count = db.store.count_worklist(&bureau.office, officer.id, at).await.unwrap();
            assert_eq!(count, expected.len() as u64);
            substitutes += expected.iter().filter(|(c, _)| !c.reported.is_empty()).count();
        }
    }
    assert!(substitutes > 10);
    // Nobody of another office has anything to do here.
    let stranger = other.officer("staf");
    let rows = db.store.list_worklist(&bureau.office, stranger, &Page::first(10), now()).await.unwrap();
    assert!(rows.rows.is_empty());
}

async fn every_page_walked_both_ways(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let world = World::make(&[&bureau], &Random::new(12), 200).await;
    for name in ["staf", "camat", "kasubag"] {
        let officer = bureau.officer(name);
        let expected = expected(&world, &bureau, officer, now());
        assert!(expected.len() > 5, "{name}");
        for limit in [1, 2, 3, 7, expected.len() - 1, expected.len()] {
            for backward in [false, true] {
                let mut page = Page { backward, ..Page::first(limit as u64) };
                let mut walked: Vec<(Complaint, i32)> = Vec::new();
                loop {
                    let Rows { rows, has_previous, has_next } =
                        db.store.list_worklist(&bureau.office, officer, &page, now()).await.unwrap();
                    let more = if backward { has_previous } else { has_next };
                    let end = if backward { rows.first() } else { rows.last() };
                    let cursor = end.map(|(complaint, number)| WorklistCursor {
                        due_at: complaint.records[*number as usize - 1].due_at.unwrap(),
                        complaint: complaint.id.0,
                        number: *number,
                    });
                    if backward {
                        page.before = cursor;
                        walked.splice(0..0, rows);
                    } else {
                        page.after = cursor;
                        walked.extend(rows);
                    }
                    if !more {
                        break;
                    }
                }
                assert_eq!(walked, expected, "{name}, {limit} rows, backward: {backward}");
            }
        }
    }
}

async fn it_follows_the_steps_and_the_acting_officials(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-07-31 09:00");
    let count = async |name: &str, at| {
        db.store.count_worklist(&bureau.office, bureau.officer(name), at).await.unwrap()
    };
    let mut c = bureau.receive(now).await;
    let umum = bureau.section("umum");
    let steps: [(&str, &str, Command); 9] = [
        ("staf", "staf2", commands::attach()),
        ("kasubag", "kasubag", commands::forward()),
        ("sekretaris", "sekretaris", commands::advise(&[])),
        ("camat", "camat", commands::consider()),
        ("camat", "camat", commands::dispose(umum, &[])),
        // The Kasubag heads the section that is asked.
        ("kasubag", "kasubag", commands::solve()),
        ("camat", "camat", commands::sign()),
        // Both may carry it out; it waits for the secretary.
        ("sekretaris", "kasubag", commands::carry_out()),
        ("staf2", "staf", commands::archive()),
    ];
    for (waits_for, taken_by, command) in steps {
        for officer in &bureau.office.officers {
            let name = officer.username.strip_suffix(".510205").unwrap();
            let waits = name == waits_for || name.starts_with("staf") && waits_for.starts_with("staf");
            assert_eq!(count(name, now).await, u64::from(waits), "{name} at {:?}", c.standing);
        }
        if c.standing.step() == Some(Step::Consider) {
            // The secretary acts for the camat for a few days.
            assert_eq!(count("sekretaris", at("2026-08-03 07:29")).await, 0);
            assert_eq!(count("sekretaris", at("2026-08-03 07:30")).await, 1);
            assert_eq!(count("sekretaris", at("2026-08-08 00:00")).await, 0);
            assert_eq!(count("camat", at("2026-08-04 10:00")).await, 1);
        }
        c = bureau.take(taken_by, &c, command, now).await;
    }
    for officer in &bureau.office.officers {
        let name = officer.username.strip_suffix(".510205").unwrap();
        assert_eq!(count(name, now).await, 0);
    }
}

async fn the_next_due_time_is_that_of_an_open_record(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let world = World::make(&[&bureau, &other], &Random::new(13), 60).await;
    for offices in [&[&bureau][..], &[&other], &[&bureau, &other]] {
        let ids: Vec<_> = offices.iter().map(|bureau| bureau.id()).collect();
        let here = world.complaints.iter().filter(|c| ids.contains(&c.office));
        let mut due: Vec<_> = here.flat_map(Complaint::open_records).filter_map(|r| r.due_at).collect();
        due.sort_unstable();
        let (first, last) = (due[0], due[due.len() - 1]);
        let instant = TimeDelta::microseconds(1);
        for from in [first - instant, first, first + instant, last, last + instant] {
            let expected = due.iter().copied().find(|due| *due >= from);
            assert_eq!(db.store.next_due(&ids, from).await.unwrap(), expected, "{from}");
        }
    }
    assert_eq!(db.store.next_due(&[], now()).await.unwrap(), None);
}
