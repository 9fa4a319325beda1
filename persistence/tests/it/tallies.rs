//! Tallies are what the history says: written in bulk, step by step, and by two at once.

use crate::harness::world::World;
use crate::harness::{Bureau, Random, TestDatabase, on_both_engines};

on_both_engines!(what_is_written_whole_is_tallied);

async fn what_is_written_whole_is_tallied(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let random = Random::new(7);
    World::make(&[&bureau], &random, 120).await;
    let differences = db.store.verify_tallies(bureau.id()).await.unwrap();
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(db.ask("SELECT count(*) FROM tally").await[0].parse::<i64>().unwrap() > 100);
}
