//! Many at once in one office: nothing is lost, nobody waits for somebody who waits for them.

use std::sync::Arc;

use domain::complaint::Complaint;
use domain::procedure::step::Step;
use persistence::bulk::Whole;
use tokio::sync::Barrier;

use super::are_what_the_history_says;
use crate::advance::bring_to;
use crate::harness::world::imported;
use crate::harness::{Bureau, Engine, TestDatabase, at, commands, on_both_engines};

on_both_engines!(
    many_steps_of_one_office_are_all_tallied,
    tallies_are_mended_while_the_service_goes_on,
    an_import_and_steps_do_not_meet,
);

/// Receives complaints and takes each to the secretary: all of it is answered, and stored as it was answered.
async fn work(bureau: Bureau, barrier: Arc<Barrier>, rounds: usize) {
    let now = at("2026-11-24 09:00");
    barrier.wait().await;
    for _ in 0..rounds {
        let c = bureau.receive_as(now, |r| r.category = Some(bureau.category("lampu"))).await;
        let c = bureau.take("staf", &c, commands::attach(), now).await;
        let c = bureau.take("kasubag", &c, commands::forward(), now).await;
        let c = bureau.take("sekretaris", &c, commands::send_back(Step::ForwardToSecretary), now).await;
        bureau.take("staf", &c, commands::withdraw(), now).await;
    }
}

async fn advance_one(bureau: Bureau, c: Complaint, barrier: Arc<Barrier>) {
    let now = at("2026-11-24 10:00");
    barrier.wait().await;
    let c = bureau.take("kasi.pem", &c, commands::solve(), now).await;
    let c = bureau.take("camat", &c, commands::sign(), now).await;
    bureau.take("sekretaris", &c, commands::carry_out(), now).await;
}

async fn many_steps_of_one_office_are_all_tallied(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let stores = [db.store.clone(), db.another().await];
    let (receivers, movers) = (8, 8);
    let barrier = Arc::new(Barrier::new(receivers + movers));
    let of = |n: usize| Bureau { store: stores[n % 2].clone(), office: Arc::clone(&bureau.office) };
    let mut tasks = Vec::new();
    for n in 0..movers {
        let complaint = bring_to(&bureau, Step::Solve).await;
        tasks.push(tokio::spawn(advance_one(of(n), complaint, Arc::clone(&barrier))));
    }
    tasks.extend((0..receivers).map(|n| tokio::spawn(work(of(n), Arc::clone(&barrier), 3))));
    for task in tasks {
        task.await.unwrap();
    }
    are_what_the_history_says(&bureau).await;
    let counted = db.ask("SELECT count(*) AS n FROM complaint").await;
    assert_eq!(counted, [(movers + receivers * 3).to_string()]);
}

async fn tallies_are_mended_while_the_service_goes_on(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let another = db.another().await;
    for _ in 0..20 {
        bring_to(&bureau, Step::Dispose).await;
    }
    let barrier = Arc::new(Barrier::new(3));
    let of = || Bureau { store: another.clone(), office: Arc::clone(&bureau.office) };
    let tasks = [0, 1].map(|_| tokio::spawn(work(of(), Arc::clone(&barrier), 4)));
    let office = bureau.id().0;
    // As whoever changes tallies: holding the register.
    let deleted = match db.engine {
        Engine::Sqlite => format!("DELETE FROM tally WHERE office_id = {office} AND bucket = 0"),
        Engine::Postgres => format!(
            "WITH held AS (UPDATE register SET revision = revision + 1 WHERE office_id = {office} RETURNING office_id) \
             DELETE FROM tally USING held WHERE tally.office_id = held.office_id AND bucket = 0"
        ),
    };
    barrier.wait().await;
    let mut mended = 0;
    while mended < 6 || tasks.iter().any(|task| !task.is_finished()) {
        // Somebody deletes what there is, again and again.
        db.sql(&deleted).await.unwrap();
        let differed = db.store.rebuild_tallies(bureau.id()).await.unwrap();
        assert!(!differed.is_empty());
        mended += 1;
    }
    for task in tasks {
        task.await.unwrap();
    }
    are_what_the_history_says(&bureau).await;
}

async fn an_import_and_steps_do_not_meet(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let another = db.another().await;
    let barrier = Arc::new(Barrier::new(4));
    let of = || Bureau { store: another.clone(), office: Arc::clone(&bureau.office) };
    let tasks = [0, 1].map(|_| tokio::spawn(work(of(), Arc::clone(&barrier), 4)));
    let importers = [db.store.clone(), another.clone()].map(|store| {
        let (barrier, bureau) = (Arc::clone(&barrier), bureau.clone());
        tokio::spawn(async move {
            barrier.wait().await;
            for _ in 0..4 {
                let days = ["2026-11-02 09:00", "2024-05-04 00:00", "2025-12-31 23:59", "2026-11-24 09:00"];
                let wholes = days.iter().cycle().take(40).map(|day| {
                    let complaint = imported(&bureau, at(day));
                    let updated_at = complaint.received_at;
                    Whole { complaint, changes: Vec::new(), source_number: None, updated_at }
                });
                store.write_whole(&bureau.office, wholes.collect()).await.unwrap();
            }
        })
    });
    for task in tasks.into_iter().chain(importers) {
        task.await.unwrap();
    }
    are_what_the_history_says(&bureau).await;
    assert_eq!(db.ask("SELECT count(*) AS n FROM complaint").await, [(2 * 4 + 2 * 4 * 40).to_string()]);
}
