//! Histories at random, step by step.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::Complaint;
use domain::complaint::decide::Original;
use domain::complaint::record::StepRecord;
use domain::ids::OfficerId;
use domain::office::{Position, Post};
use domain::visibility::Viewer;
use persistence::advance::AdvanceError;

use super::are_what_the_history_says;
use crate::harness::office::CHANNELS;
use crate::harness::world::{World, command};
use crate::harness::{Bureau, Random, TestDatabase, at, commands, new_id, on_both_engines};

on_both_engines!(
    what_is_written_whole_is_tallied,
    what_is_done_step_by_step_is_tallied,
    a_corrected_category_moves_all_that_its_complaint_counts_for,
    a_holiday_that_is_added_changes_nothing_that_was_counted,
    what_is_imported_and_reopened_is_tallied,
    what_is_refused_is_not_tallied,
);

async fn what_is_written_whole_is_tallied(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    World::make(&[&bureau], &Random::new(7), 120).await;
    are_what_the_history_says(&bureau).await;
    assert!(db.ask("SELECT count(*) FROM tally").await[0].parse::<i64>().unwrap() > 100);
}

/// Receives a complaint, or moves one that there is, as it comes; answers whether anything was done.
pub(super) async fn wander(
    bureau: &Bureau,
    random: &Random,
    complaints: &mut Vec<Complaint>,
    now: DateTime<Utc>,
) -> bool {
    let earlier = TimeDelta::minutes(random.below(3_000) as i64);
    if complaints.is_empty() || random.once_in(6) {
        let received = bureau.receive_as(now, |receive| {
            receive.channel = *random.one(&CHANNELS);
            receive.category = (!random.once_in(3)).then(|| random.one(&bureau.office.categories).id);
            receive.arrived_at = random.once_in(2).then_some(now - earlier);
        });
        complaints.push(received.await);
        return true;
    }
    let place = random.below(complaints.len());
    let complaint = complaints[place].clone();
    let original = random.one(complaints);
    let original = (original.id != complaint.id).then(|| Original {
        id: original.id,
        status: original.standing.status(),
        reported: Vec::new(),
    });
    let command = command(bureau, random, &complaint, original.as_ref());
    let position = *random.one(&[Position::Staff, Position::Camat, Position::Secretary]);
    let posts = complaint.open_records().flat_map(StepRecord::posts).chain([Post::of(position)]);
    let takers: Vec<OfficerId> =
        posts.flat_map(|post| bureau.office.takers(post, now, &[])).map(|taker| taker.officer).collect();
    for officer in takers {
        let viewer =
            Viewer { officer, offices: vec![bureau.id()], posts: bureau.office.posts_of(officer, now) };
        let mut advance = bureau.advance(&complaint, command.clone(), now);
        advance.occurred_at = random.once_in(3).then_some(now - earlier);
        match bureau.store.advance(&viewer, &advance).await {
            Ok(after) => {
                complaints[place] = after;
                return true;
            }
            Err(AdvanceError::Refused(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    false
}

/// Wanders for so many steps, each some hours after the one before.
pub(crate) async fn wander_on(
    bureau: &Bureau,
    random: &Random,
    complaints: &mut Vec<Complaint>,
    now: &mut DateTime<Utc>,
    steps: usize,
) {
    let mut done = 0;
    for _ in 0..steps {
        *now += TimeDelta::minutes(random.below(400) as i64);
        done += usize::from(wander(bureau, random, complaints, *now).await);
    }
    assert!(done * 3 > steps, "{done} of {steps} were refused");
}

async fn what_is_done_step_by_step_is_tallied(db: TestDatabase) {
    let bureaus = [Bureau::open(&db.store, "510205").await, Bureau::open(&db.store, "510206").await];
    let random = Random::new(41);
    let (mut now, mut complaints) = (at("2026-01-12 08:00"), [Vec::new(), Vec::new()]);
    for _ in 0..3 {
        for (bureau, complaints) in bureaus.iter().zip(&mut complaints) {
            wander_on(bureau, &random, complaints, &mut now, 60).await;
        }
        for bureau in &bureaus {
            are_what_the_history_says(bureau).await;
        }
    }
}

async fn a_corrected_category_moves_all_that_its_complaint_counts_for(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    let complaint = bureau.receive_as(now, |r| r.category = Some(bureau.category("jalan"))).await;
    let complaint = bureau.take("staf", &complaint, commands::attach(), now).await;
    let of = async |number: i32| {
        let rows = format!(
            "SELECT count(*) AS n FROM tally WHERE slice = 'CATEGORY {number}' AND length(counts) > 0"
        );
        db.ask(&rows).await
    };
    // Ever, the month, the day, and the day on which the whole is due.
    assert_eq!((of(1).await, of(3).await), (vec!["4".to_owned()], vec!["0".to_owned()]));
    let sampah = commands::correct_category(bureau.category("sampah"));
    bureau.take("staf", &complaint, sampah, now).await;
    assert_eq!((of(1).await, of(3).await), (vec!["0".to_owned()], vec!["4".to_owned()]));
    are_what_the_history_says(&bureau).await;
}

async fn a_holiday_that_is_added_changes_nothing_that_was_counted(db: TestDatabase) {
    let mut bureau = Bureau::open(&db.store, "510205").await;
    let random = Random::new(42);
    let (mut now, mut complaints) = (at("2026-01-12 08:00"), Vec::new());
    wander_on(&bureau, &random, &mut complaints, &mut now, 50).await;
    let office = bureau.id().0;
    for (day, name) in [("2026-01-13", "A"), ("2026-01-20", "B"), ("2026-01-21", "C")] {
        let id = new_id();
        let id = if db.url.starts_with("sqlite") { format!("x'{}'", id.simple()) } else { format!("'{id}'") };
        let added = format!(
            "INSERT INTO holiday (office_id, id, on_date, name, kind, closed, estimated) \
             VALUES ({office}, {id}, '{day}', '{name}', 'LOCAL', true, false)"
        );
        db.sql(&added).await.unwrap();
    }
    db.sql(&format!("UPDATE office SET revision = revision + 1 WHERE id = {office}")).await.unwrap();
    bureau.office = db.store.find_office("510205").await.unwrap().unwrap();
    assert_eq!(bureau.office.calendar.holidays_on("2026-01-20".parse().unwrap()).len(), 1);
    are_what_the_history_says(&bureau).await;
    wander_on(&bureau, &random, &mut complaints, &mut now, 50).await;
    are_what_the_history_says(&bureau).await;
}

async fn what_is_imported_and_reopened_is_tallied(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let random = Random::new(43);
    let mut complaints = World::make(&[&bureau], &random, 40).await.complaints;
    complaints.retain(|c| c.reported.is_empty());
    let mut now = at("2026-06-01 08:00");
    let imported = complaints.iter_mut().filter(|c| c.tracking_code.is_none());
    let mut reopened = 0;
    for complaint in imported {
        *complaint = bureau.take("camat", complaint, commands::reopen(), now).await;
        reopened += 1;
    }
    assert!(reopened > 2);
    wander_on(&bureau, &random, &mut complaints, &mut now, 60).await;
    are_what_the_history_says(&bureau).await;
}

async fn what_is_refused_is_not_tallied(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    let complaint = bureau.receive(now).await;
    let rows = "SELECT revision FROM register";
    let before = db.ask(rows).await;
    bureau.try_take("camat", &complaint, commands::attach(), now).await.unwrap_err();
    bureau.try_take("staf", &complaint, commands::archive(), now).await.unwrap_err();
    are_what_the_history_says(&bureau).await;
    assert_eq!(db.ask(rows).await, before);
    bureau.take("staf", &complaint, commands::attach(), now).await;
    bureau.try_take("staf", &complaint, commands::withdraw(), now).await.unwrap_err();
    are_what_the_history_says(&bureau).await;
}
