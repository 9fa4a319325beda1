//! Idempotency keys: one effect, whatever is sent again, when, by whom.

use chrono::TimeDelta;
use domain::complaint::Confidentiality;
use domain::complaint::refusal::Refusal;
use persistence::advance::{Advance, AdvanceError, Idempotency};
use persistence::receive::NewComplaint;

use crate::harness::{Bureau, TestDatabase, at, commands, new_id, on_both_engines};

on_both_engines!(
    a_reception_sent_again_is_one,
    a_step_sent_again_is_one,
    one_key_ten_times_at_once,
    a_refusal_uses_up_no_key,
    an_officers_key_is_his_own,
    the_answer_is_read_anew,
);

const NOW: &str = "2026-11-24 09:00";

fn key(key: &str, input: &str) -> Option<Idempotency> {
    Some(Idempotency::new(key.to_owned(), &serde_json::json!({ "input": input })))
}

async fn received(db: &TestDatabase) -> i64 {
    db.ask("SELECT count(*) AS n FROM complaint").await[0].parse().unwrap()
}

async fn a_reception_sent_again_is_one(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW);
    let viewer = bureau.viewer("staf", now);
    let new = |input| NewComplaint { idempotency: key("k1", input), ..bureau.new_complaint(now) };
    let first = db.store.receive(&viewer, &new("a")).await.unwrap();
    // Every time with a new id, as the service gives one to each request; also after a restart, long after.
    assert_eq!(db.store.receive(&viewer, &new("a")).await.unwrap(), first);
    let mut late = new("a");
    late.now += TimeDelta::days(3);
    assert_eq!(db.another().await.receive(&viewer, &late).await.unwrap(), first);
    let other = db.store.receive(&viewer, &new("b")).await.unwrap_err();
    assert!(matches!(other, AdvanceError::IdempotencyMismatch), "{other:?}");
    assert_eq!(received(&db).await, 1);
    assert_eq!(bureau.receive(now).await.agenda_number.number, 2);
}

async fn a_step_sent_again_is_one(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW);
    let seen = bureau.receive(now).await;
    let viewer = bureau.viewer("staf", now);
    let send =
        |input| Advance { idempotency: key("k1", input), ..bureau.advance(&seen, commands::attach(), now) };
    let first = db.store.advance(&viewer, &send("a")).await.unwrap();
    // The version is no longer the one that was sent, and that is no conflict.
    assert_eq!(db.another().await.advance(&viewer, &send("a")).await.unwrap(), first);
    let other = db.store.advance(&viewer, &send("b")).await.unwrap_err();
    assert!(matches!(other, AdvanceError::IdempotencyMismatch), "{other:?}");
    assert_eq!(bureau.stored(seen.id).await, first);
}

async fn one_key_ten_times_at_once(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let another = db.another().await;
    let now = at(NOW);
    let viewer = bureau.viewer("staf", now);
    let copy = |n| if n % 2 == 0 { db.store.clone() } else { another.clone() };
    for round in 0..5 {
        let k = format!("receive {round}");
        let mut answers = Vec::new();
        for n in 0..10 {
            let (store, viewer) = (copy(n), viewer.clone());
            let new = NewComplaint { idempotency: key(&k, "a"), ..bureau.new_complaint(now) };
            answers.push(tokio::spawn(async move { store.receive(&viewer, &new).await.unwrap() }));
        }
        let mut complaints = Vec::new();
        for answer in answers {
            complaints.push(answer.await.unwrap());
        }
        assert!(complaints.iter().all(|c| *c == complaints[0]));
        assert_eq!(received(&db).await, round + 1);

        let k = format!("advance {round}");
        let mut answers = Vec::new();
        for n in 0..10 {
            let (store, viewer) = (copy(n), viewer.clone());
            let advance = bureau.advance(&complaints[0], commands::attach(), now);
            let advance = Advance { idempotency: key(&k, "a"), ..advance };
            answers.push(tokio::spawn(async move { store.advance(&viewer, &advance).await.unwrap() }));
        }
        for answer in answers {
            assert_eq!(answer.await.unwrap().version, 2);
        }
        assert_eq!(bureau.stored(complaints[0].id).await.records.len(), 3);
    }
}

async fn a_refusal_uses_up_no_key(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW);
    let viewer = bureau.viewer("staf", now);
    let mut wrong = NewComplaint { idempotency: key("k1", "wrong"), ..bureau.new_complaint(now) };
    wrong.command.category = Some(domain::ids::CategoryId(new_id()));
    db.store.receive(&viewer, &wrong).await.unwrap_err();
    let right = NewComplaint { idempotency: key("k1", "right"), ..bureau.new_complaint(now) };
    let c = db.store.receive(&viewer, &right).await.unwrap();

    let send = |command, version| {
        let mut advance = bureau.advance(&c, command, now);
        (advance.idempotency, advance.expected_version) = (key("k2", "step"), version);
        advance
    };
    let refused = db.store.advance(&viewer, &send(commands::forward(), 1)).await.unwrap_err();
    assert!(matches!(refused, AdvanceError::Refused(Refusal::WrongStep { .. })), "{refused:?}");
    let conflict = db.store.advance(&viewer, &send(commands::attach(), 9)).await.unwrap_err();
    assert!(matches!(conflict, AdvanceError::VersionConflict(_)), "{conflict:?}");
    assert_eq!(db.store.advance(&viewer, &send(commands::attach(), 1)).await.unwrap().version, 2);
}

async fn an_officers_key_is_his_own(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let now = at(NOW);
    let mut complaints = Vec::new();
    for (bureau, by) in [(&bureau, "staf"), (&bureau, "staf2"), (&other, "staf")] {
        let new = NewComplaint { idempotency: key("k1", "a"), ..bureau.new_complaint(now) };
        complaints.push(db.store.receive(&bureau.viewer(by, now), &new).await.unwrap().id);
    }
    complaints.sort();
    complaints.dedup();
    assert_eq!(complaints.len(), 3);
}

async fn the_answer_is_read_anew(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW);
    let new = NewComplaint { idempotency: key("k1", "a"), ..bureau.new_complaint(now) };
    let viewer = bureau.viewer("staf2", now);
    let c = db.store.receive(&viewer, &new).await.unwrap();
    let c = bureau.take("staf", &c, commands::attach(), now).await;
    assert_eq!(db.store.receive(&viewer, &new).await.unwrap(), c);
    // What has since become invisible to the officer is not answered either.
    let mut correct = match commands::correct("Terlapor ditambahkan") {
        domain::complaint::command::Command::Correct(correct) => correct,
        other => panic!("{other:?}"),
    };
    correct.reported = Some(vec![bureau.officer("staf2")]);
    correct.confidentiality = Some(Confidentiality::Secret);
    bureau.take("staf", &c, domain::complaint::command::Command::Correct(correct), now).await;
    let gone = db.store.receive(&viewer, &new).await.unwrap_err();
    assert!(matches!(gone, AdvanceError::NotFound), "{gone:?}");
}
