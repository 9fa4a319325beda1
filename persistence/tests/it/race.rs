//! Races: of two that act at once exactly one wins, and the other leaves nothing behind.

use std::sync::Arc;
use std::task::Poll;

use chrono::TimeDelta;
use domain::complaint::command::Command;
use domain::complaint::standing::Status;
use domain::complaint::{Complaint, decide};
use domain::procedure::step::Step;
use persistence::Store;
use persistence::advance::{Advance, AdvanceError};
use tokio::sync::Barrier;

use crate::advance::bring_to;
use crate::harness::{Bureau, Random, TestDatabase, at, commands, on_both_engines};

on_both_engines!(
    of_two_transitions_one_wins,
    of_many_transitions_one_wins,
    duplicates_never_form_a_circle,
    thirty_two_writers_at_once,
    what_is_given_up_is_done_or_not_done,
);

type Answer = Result<Complaint, AdvanceError>;

/// Sends commands at the same moment, by two copies of the service.
async fn race(stores: &[Store], bureau: &Bureau, sent: Vec<(&str, Advance)>) -> Vec<Answer> {
    let barrier = Arc::new(Barrier::new(sent.len()));
    let mut racers = Vec::new();
    for (n, (by, advance)) in sent.into_iter().enumerate() {
        let (store, barrier) = (stores[n % stores.len()].clone(), Arc::clone(&barrier));
        let viewer = bureau.viewer(by, advance.now);
        racers.push(tokio::spawn(async move {
            barrier.wait().await;
            store.advance(&viewer, &advance).await
        }));
    }
    let mut answers = Vec::new();
    for racer in racers {
        answers.push(racer.await.unwrap());
    }
    answers
}

/// One has won, the others hear how it stands now; stored is the winner's, as the pure judge would have it.
async fn one_won(bureau: &Bureau, before: &Complaint, sent: &[(&str, Advance)], answers: &[Answer]) {
    let stored = bureau.stored(before.id).await;
    assert_eq!(stored.version, before.version + 1);
    let mut winner = None;
    for (n, answer) in answers.iter().enumerate() {
        match answer {
            Ok(after) => {
                assert_eq!(*after, stored);
                assert!(winner.replace(n).is_none(), "two won");
            }
            Err(AdvanceError::VersionConflict(current)) => assert_eq!(**current, stored),
            Err(other) => panic!("{other:?}"),
        }
    }
    let (by, advance) = &sent[winner.unwrap()];
    let situation = decide::Situation {
        office: &bureau.office,
        complaint: before,
        actor: bureau.officer(by),
        now: advance.now,
        occurred_at: None,
        original: None,
    };
    assert_eq!(stored, decide::decide(&situation, &advance.command).unwrap().after);
}

async fn of_two_transitions_one_wins(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let stores = [db.store.clone(), db.another().await];
    let now = at("2026-11-24 09:00");
    let pem = bureau.section("pem");
    let mut first_won = 0;
    let rounds = 300;
    let mut c = bring_to(&bureau, Step::Advise).await;
    for round in 0..rounds {
        let now = now + TimeDelta::minutes(10 + round);
        // Each pair leads to another state; what won is brought round again.
        let pair: [(&str, Command); 2] = match c.standing.step().unwrap() {
            Step::AttachDispositionSheet => {
                [("staf", commands::attach()), ("staf2", commands::correct(&format!("Jalan {round}")))]
            }
            Step::ForwardToSecretary => [
                ("kasubag", commands::forward()),
                ("kasubag", commands::send_back(Step::AttachDispositionSheet)),
            ],
            Step::Advise => [
                ("sekretaris", commands::advise(&[pem])),
                ("sekretaris", commands::send_back(Step::ForwardToSecretary)),
            ],
            Step::Consider => {
                [("camat", commands::consider()), ("staf", commands::correct(&format!("Jalan {round}")))]
            }
            Step::Dispose => {
                [("camat", commands::dispose(pem, &[])), ("camat", commands::send_back(Step::Advise))]
            }
            Step::Solve => [("kasi.pem", commands::solve()), ("kasi.pem", commands::hand_back())],
            Step::Sign => [("camat", commands::sign()), ("camat", commands::send_back(Step::Solve))],
            Step::CarryOut => {
                [("kasubag", commands::carry_out()), ("sekretaris", commands::send_back(Step::Dispose))]
            }
            Step::Archive => [("staf", commands::archive()), ("staf2", commands::withdraw())],
            Step::Receive => unreachable!(),
        };
        let mut sent: Vec<_> =
            pair.map(|(by, command)| (by, bureau.advance(&c, command, now))).into_iter().collect();
        if round % 2 == 0 {
            sent.reverse();
        }
        let answers = race(&stores, &bureau, sent.clone()).await;
        one_won(&bureau, &c, &sent, &answers).await;
        let first = answers[if round % 2 == 0 { 1 } else { 0 }].is_ok();
        first_won += i32::from(first);
        c = bureau.stored(c.id).await;
        if c.standing.step().is_none() || c.records.len() > 60 {
            c = bring_to(&bureau, Step::Advise).await;
        }
    }
    assert!(first_won > 0 && i64::from(first_won) < rounds, "{first_won} of {rounds}: that was no race");
}

async fn of_many_transitions_one_wins(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let stores = [db.store.clone(), db.another().await];
    for _ in 0..5 {
        let c = bring_to(&bureau, Step::Consider).await;
        let now = at("2026-11-24 10:00");
        let sent: Vec<_> = (0..50)
            .map(|n| match n % 3 {
                0 => ("camat", commands::consider()),
                1 => ("camat", commands::refer()),
                _ => ("staf", commands::withdraw()),
            })
            .map(|(by, command)| (by, bureau.advance(&c, command, now)))
            .collect();
        let answers = race(&stores, &bureau, sent.clone()).await;
        one_won(&bureau, &c, &sent, &answers).await;
    }
}

async fn duplicates_never_form_a_circle(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let stores = [db.store.clone(), db.another().await];
    let now = at("2026-11-24 09:00");
    for _ in 0..40 {
        let (a, b) = (bureau.receive(now).await, bureau.receive(now).await);
        let sent = vec![
            ("staf", bureau.advance(&a, commands::duplicate_of(b.id), now)),
            ("staf2", bureau.advance(&b, commands::duplicate_of(a.id), now)),
        ];
        let answers = race(&stores, &bureau, sent).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for answer in &answers {
            assert!(matches!(answer, Ok(_) | Err(AdvanceError::Refused(_))), "{answer:?}");
        }
        let mut statuses = Vec::new();
        for c in [&a, &b] {
            statuses.push(bureau.stored(c.id).await.standing.status());
        }
        statuses.sort();
        assert_eq!(statuses, [Status::InProgress, Status::Duplicate]);
    }
}

async fn thirty_two_writers_at_once(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let stores = [db.store.clone(), db.another().await];
    let now = at("2026-11-24 09:00");
    let mut writers = Vec::new();
    for n in 0..32 {
        let bureau = Bureau { store: stores[n % 2].clone(), office: Arc::clone(&bureau.office) };
        writers.push(tokio::spawn(async move {
            for _ in 0..3 {
                let c = bureau.receive(now).await;
                let c = bureau.take("staf", &c, commands::attach(), now).await;
                bureau.take("kasubag", &c, commands::forward(), now).await;
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let last = bureau.receive(now).await;
    assert_eq!(last.agenda_number.number, 97);
}

/// Polls a future so many times at most, and drops it where it stands then: no clock decides. Answers how often it was
/// polled.
async fn polled<T>(most: usize, future: impl Future<Output = T>) -> (Option<T>, usize) {
    let mut future = Box::pin(future);
    let mut polls = 0;
    std::future::poll_fn(move |context| {
        if polls == most {
            return Poll::Ready((None, polls));
        }
        polls += 1;
        future.as_mut().poll(context).map(|done| (Some(done), polls))
    })
    .await
}

/// A client hangs up, a request takes too long: its future is dropped wherever it stands.
async fn what_is_given_up_is_done_or_not_done(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let random = Random::new(31);
    let now = at("2026-11-24 09:00");
    let staff = bureau.viewer("staf", now);
    // On a busy machine one of them may be polled far less often than most.
    let mut usual = 0;
    for _ in 0..5 {
        let (received, polls) =
            polled(usize::MAX, db.store.receive(&staff, &bureau.new_complaint(now))).await;
        received.unwrap().unwrap();
        usual = usual.max(polls);
    }
    let (mut given_up, mut done) = (0, 0);
    for _ in 0..200 {
        let patience = random.below(2 * usual);
        let new = bureau.new_complaint(now);
        match polled(patience, db.store.receive(&staff, &new)).await.0 {
            Some(received) => {
                let complaint = received.unwrap();
                let advance = bureau.advance(&complaint, commands::attach(), now);
                let _ = polled(patience, db.store.advance(&staff, &advance)).await;
                done += 1;
            }
            None => given_up += 1,
        }
    }
    assert!(given_up > 10 && done > 10, "{given_up} given up, {done} done");
    bureau.receive(now).await;
    let gap = "SELECT count(*) - max(agenda_seq) AS gap FROM complaint";
    assert_eq!(db.ask(gap).await, ["0"]);
    // No half step: as many records as the version tells, the last of them open.
    let half = "SELECT count(*) AS n FROM complaint WHERE version + 1 <> \
                (SELECT count(*) FROM step_record WHERE complaint_id = complaint.id)";
    assert_eq!(db.ask(half).await, ["0"]);
}
