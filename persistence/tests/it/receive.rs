//! Receiving: numbers without gaps, whatever happens at once or goes wrong.

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::complaint::Confidentiality;
use domain::complaint::refusal::Refusal;
use domain::ids::CategoryId;
use futures_util::future::join_all;
use persistence::advance::AdvanceError;
use persistence::tracking::Tracked;

use crate::harness::{Bureau, TestDatabase, at, new_id, on_both_engines};

on_both_engines!(
    a_hundred_receptions_at_once_leave_no_gap,
    a_refused_reception_leaves_no_gap,
    numbers_begin_anew_with_the_local_year,
    what_is_answered_is_what_is_stored,
    another_office_receives_nothing,
    complaints_are_found_by_number_and_code,
    complaints_of_several_offices_are_found_at_once,
);

async fn a_hundred_receptions_at_once_leave_no_gap(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let another = db.another().await;
    let now = at("2026-11-24 09:00");
    let viewer = bureau.viewer("staf", now);
    let mut receptions = Vec::new();
    for n in 0..100 {
        let store = if n % 2 == 0 { db.store.clone() } else { another.clone() };
        let (viewer, new) = (viewer.clone(), bureau.new_complaint(now));
        receptions.push(tokio::spawn(async move { store.receive(&viewer, &new).await.unwrap() }));
    }
    let mut numbers = Vec::new();
    for reception in receptions {
        numbers.push(reception.await.unwrap().agenda_number.number);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
}

async fn a_refused_reception_leaves_no_gap(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    assert_eq!(bureau.receive(now).await.agenda_number.number, 1);

    let new = bureau.new_complaint(now);
    let refused = db.store.receive(&bureau.viewer("camat", now), &new).await.unwrap_err();
    assert!(matches!(refused, AdvanceError::Refused(Refusal::NotPermitted { .. })), "{refused:?}");
    let mut wrong = bureau.new_complaint(now);
    wrong.command.category = Some(CategoryId(new_id()));
    wrong.occurred_at = Some(now + TimeDelta::hours(1));
    let refused = db.store.receive(&bureau.viewer("staf", now), &wrong).await.unwrap_err();
    assert!(
        matches!(&refused, AdvanceError::Refused(Refusal::InvalidInput(all)) if all.len() == 2),
        "{refused:?}"
    );
    // Refused by the database, after the number was drawn.
    let mut double = bureau.new_complaint(now);
    double.tracking_bits = 7;
    db.store.receive(&bureau.viewer("staf", now), &double).await.unwrap();
    double.id = bureau.new_complaint(now).id;
    let fault = db.store.receive(&bureau.viewer("staf", now), &double).await.unwrap_err();
    assert!(matches!(fault, AdvanceError::Fault(_)), "{fault:?}");

    assert_eq!(bureau.receive(now).await.agenda_number.number, 3);
}

async fn numbers_begin_anew_with_the_local_year(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let (eve, new_year) = (at("2026-12-31 23:59"), at("2027-01-01 00:00"));
    let mut written = Vec::new();
    for now in [eve, eve, new_year] {
        written.push(bureau.receive(now).await.agenda_number.text);
    }
    // Entered in the new year, received in the old one.
    let mut late = bureau.new_complaint(at("2027-01-04 08:00"));
    late.occurred_at = Some(eve);
    let late = db.store.receive(&bureau.viewer("staf", late.now), &late).await.unwrap();
    written.push(late.agenda_number.text);
    let next = bureau.receive(at("2027-01-04 08:05")).await;
    written.push(next.agenda_number.text.clone());
    written.push(other.receive(eve).await.agenda_number.text);
    assert_eq!(
        written,
        ["0001/PM/2026", "0002/PM/2026", "0001/PM/2027", "0003/PM/2026", "0002/PM/2027", "0001/PM/2026"]
    );
    assert_eq!((late.procedure_revision, next.procedure_revision), (1, 2));
}

async fn what_is_answered_is_what_is_stored(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00") + TimeDelta::nanoseconds(123_456_789);
    let plain = bureau.receive(now).await;
    assert_eq!(bureau.stored(plain.id).await, plain);
    assert_eq!(plain.received_at, at("2026-11-24 09:00") + TimeDelta::microseconds(123_456));

    let mut full = bureau.new_complaint(now);
    full.occurred_at = Some(now - TimeDelta::nanoseconds(999));
    full.command.arrived_at = Some(now - TimeDelta::nanoseconds(1001));
    full.command.category = Some(bureau.category("jalan"));
    full.command.village = Some(bureau.office.villages[1].code.clone());
    full.command.reported = vec![bureau.officer("kasi.pmd"), bureau.officer("admin")];
    let full = db.store.receive(&bureau.viewer("staf", now), &full).await.unwrap();
    assert_eq!(bureau.stored(full.id).await, full);
    assert_eq!(full.arrived_at.timestamp_subsec_nanos() % 1000, 0);

    let mut bare = bureau.new_complaint(now);
    bare.command.complainant = Default::default();
    let bare = db.store.receive(&bureau.viewer("staf", now), &bare).await.unwrap();
    assert_eq!(bureau.stored(bare.id).await, bare);
}

async fn another_office_receives_nothing(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let now = at("2026-11-24 09:00");
    let refused = db.store.receive(&other.viewer("staf", now), &bureau.new_complaint(now)).await.unwrap_err();
    assert!(matches!(refused, AdvanceError::NotFound), "{refused:?}");
}

async fn complaints_are_found_by_number_and_code(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let now = at("2026-11-24 09:00");
    let complaint = bureau.receive(now).await;
    other.receive(now).await;
    let viewer = bureau.viewer("staf", now);
    for typed in ["0001/PM/2026", "1", "0001"] {
        let found = db.store.find_by_agenda_number(&viewer, bureau.id(), typed, 2026).await.unwrap();
        assert_eq!(found.as_ref(), Some(&complaint), "{typed}");
    }
    for typed in ["2", "0001/PM/2027", "", "1\0", "%", "99999999999"] {
        let found = db.store.find_by_agenda_number(&viewer, bureau.id(), typed, 2026).await.unwrap();
        assert_eq!(found, None, "{typed}");
    }
    // What does not exist for the viewer is not found, with as many statements.
    let secret = bureau.receive_as(now, |receive| receive.confidentiality = Confidentiality::Secret).await;
    let (staff, head) = (bureau.viewer("staf", now), bureau.viewer("kasi.pem", now));
    let elsewhere = other.viewer("staf", now);
    for (viewer, typed, expected) in [
        (&staff, "2", Some(secret.id)),
        (&head, "1", Some(complaint.id)),
        (&head, "2", None),
        (&head, "0002/PM/2026", None),
        (&head, "3", None),
        (&elsewhere, "1", None),
    ] {
        let before = db.store.statements();
        let found = db.store.find_by_agenda_number(viewer, bureau.id(), typed, 2026).await.unwrap();
        assert_eq!(found.map(|c| c.id), expected, "{typed}");
        let expected = if expected.is_some() { 2 } else { u64::from(viewer != &elsewhere) };
        assert_eq!(db.store.statements() - before, expected, "{typed}");
    }
    let code = complaint.tracking_code.clone().unwrap();
    let tracked = Tracked { submission: None, complaint: Some(complaint), original_answer: None };
    assert_eq!(db.store.find_by_tracking_code(&code).await.unwrap(), Some(tracked));
    let wrong = domain::values::TrackingCode::new(bureau.id(), 1 << 40);
    assert_eq!(db.store.find_by_tracking_code(&wrong).await.unwrap(), None);
}

async fn complaints_of_several_offices_are_found_at_once(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let now = at("2026-11-24 09:00");
    let mut complaints = Vec::new();
    for _ in 0..20 {
        complaints.extend([bureau.receive(now).await, other.receive(now).await]);
    }
    let keys: Vec<_> = complaints.iter().map(|complaint| (complaint.office, complaint.id)).collect();
    // One by one, a few that are named one by one, and more than that.
    for length in [1, 2, 32, 33, 40] {
        for keys in keys.chunks(length) {
            let found = db.store.complaints_by_ids(keys).await.unwrap();
            assert_eq!(found.len(), keys.len());
            let all = complaints.iter().filter(|complaint| found.contains_key(&complaint.id));
            assert!(all.clone().all(|complaint| found.get(&complaint.id) == Some(complaint)), "{length}");
        }
    }
    // The last two have the id of another office's.
    let swapped = [(bureau.id(), keys[1].1), (other.id(), keys[0].1)];
    let asked = keys.iter().copied().chain(swapped);
    let found = join_all(asked.map(async |key| db.store.complaints_by_ids(&[key]).await.unwrap())).await;
    for (found, complaint) in found.iter().zip(&complaints) {
        assert_eq!(found.values().collect::<Vec<_>>(), [complaint]);
    }
    assert!(found.iter().skip(complaints.len()).all(HashMap::is_empty));
}
