//! What is not what the history says is named, mended, and meanwhile stops what would build on it.

use persistence::StoreError;
use persistence::advance::AdvanceError;

use super::{are_what_the_history_says, differences};
use crate::harness::world::World;
use crate::harness::{Bureau, Engine, Random, TestDatabase, at, commands, on_both_engines};

on_both_engines!(
    what_was_tampered_with_is_named_and_mended,
    a_row_that_cannot_be_read_stops_what_would_build_on_it,
    tallies_that_are_gone_come_back,
);

fn bytes(db: &TestDatabase, hex: &str) -> String {
    match db.engine {
        Engine::Sqlite => format!("x'{hex}'"),
        Engine::Postgres => format!("'\\x{hex}'::bytea"),
    }
}

/// A row that says three were received: no dimensions, one column, measure 1, two bytes: index 0, number 3.
const THREE_RECEIVED: &str = "000101020006";

async fn what_was_tampered_with_is_named_and_mended(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    World::make(&[&bureau], &Random::new(61), 60).await;
    let office = bureau.id().0;
    let garbage = bytes(&db, "ff00ff");
    let three = bytes(&db, THREE_RECEIVED);
    let most = bytes(&db, "0001010b00ffffffffffffffffff01");
    let ever = format!("WHERE office_id = {office} AND slice = 'ALL' AND bucket = 0");
    let insert = |slice: &str, bucket: i32, counts: &str| {
        format!(
            "INSERT INTO tally (office_id, slice, bucket, counts) VALUES ({office}, '{slice}', {bucket}, {counts})"
        )
    };
    for (tampered, named, slice, bucket) in [
        (format!("UPDATE tally SET counts = {three} {ever}"), true, "ALL", 0),
        (format!("UPDATE tally SET counts = {most} {ever}"), true, "ALL", 0),
        (format!("UPDATE tally SET counts = {garbage} {ever}"), true, "ALL", 0),
        (format!("DELETE FROM tally {ever}"), true, "ALL", 0),
        (
            format!("DELETE FROM tally WHERE office_id = {office} AND slice = 'CROSS'"),
            true,
            "CROSS",
            20_260_105,
        ),
        (insert("NOTHING", 202_601, &three), true, "NOTHING", 202_601),
        (insert("NOTHING", 202_602, &garbage), true, "NOTHING", 202_602),
        (insert("CHANNEL SMS", 20_200_101, &garbage), true, "CHANNEL SMS", 20_200_101),
        (insert("CHANNEL SMS", 20_200_102, &bytes(&db, "")), false, "", 0),
    ] {
        db.sql(&tampered).await.unwrap();
        let found = differences(&bureau).await;
        assert_eq!(!found.is_empty(), named, "{tampered}");
        let is_named = |slice: &str, bucket: i32| {
            let of_rows = found.numbers.keys().any(|(s, b, ..)| s == slice && *b == bucket);
            of_rows || found.unreadable.contains(&(slice.to_owned(), bucket))
        };
        assert!(!named || is_named(slice, bucket), "{tampered}: {found:#?}");
        let mended = db.store.rebuild_tallies(bureau.id()).await.unwrap();
        assert_eq!(mended, found);
        are_what_the_history_says(&bureau).await;
    }
}

async fn a_row_that_cannot_be_read_stops_what_would_build_on_it(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    let complaint = bureau.receive(now).await;
    let garbage = bytes(&db, "ff00ff");
    let tampered = format!("UPDATE tally SET counts = {garbage} WHERE slice = 'ALL' AND bucket = 202611");
    db.sql(&tampered).await.unwrap();
    let rows = "SELECT (SELECT count(*) FROM complaint) AS a, (SELECT count(*) FROM step_record) AS b, \
                (SELECT max(revision) FROM register) AS c, (SELECT max(last) FROM agenda_counter) AS d";
    let before = db.ask(rows).await;

    let refused = bureau.try_take("staf", &complaint, commands::attach(), now).await.unwrap_err();
    let AdvanceError::Fault(fault) = refused else { panic!("{refused:?}") };
    assert!(matches!(fault, StoreError::Inconsistent { table: "tally", .. }), "{fault:?}");
    let row = format!("table tally, row {}/ALL/202611: cannot be read", bureau.id().0);
    assert_eq!(fault.to_string(), row);
    let staff = bureau.viewer("staf", now);
    db.store.receive(&staff, &bureau.new_complaint(now)).await.unwrap_err();
    assert_eq!(db.ask(rows).await, before);
    assert_eq!(bureau.stored(complaint.id).await, complaint);

    db.store.rebuild_tallies(bureau.id()).await.unwrap();
    let complaint = bureau.take("staf", &complaint, commands::attach(), now).await;
    bureau.take("kasubag", &complaint, commands::forward(), now).await;
    are_what_the_history_says(&bureau).await;
}

async fn tallies_that_are_gone_come_back(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    World::make(&[&bureau, &other], &Random::new(62), 60).await;
    let rows = "SELECT office_id, slice, bucket, length(counts) AS n FROM tally WHERE length(counts) > 0 \
                ORDER BY office_id, slice, bucket";
    let before = db.ask(rows).await;
    db.sql(&format!("DELETE FROM tally WHERE office_id = {}", bureau.id().0)).await.unwrap();
    are_what_the_history_says(&other).await;
    db.store.rebuild_tallies(bureau.id()).await.unwrap();
    are_what_the_history_says(&bureau).await;
    assert_eq!(db.ask(rows).await, before);
}
