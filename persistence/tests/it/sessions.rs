//! Sessions, and how often signing in was tried.

use chrono::TimeDelta;
use futures_util::future::join_all;

use crate::harness::office::inspector;
use crate::harness::{Bureau, TestDatabase, at, on_both_engines};

on_both_engines!(
    a_session_lasts_until_it_ends_or_expires,
    sessions_looked_up_at_once_are_each_their_own,
    an_officer_dismissed_is_signed_out,
    attempts_are_counted_within_their_window,
    attempts_at_once_are_all_counted,
    only_what_nobody_asks_for_is_swept_out,
);

fn token(n: u8) -> Vec<u8> {
    vec![n; 32]
}

async fn a_session_lasts_until_it_ends_or_expires(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (now, hour) = (at("2026-11-24 09:00"), TimeDelta::hours(1));
    let staff = bureau.officer("staf");
    db.store.begin_session(token(1), staff, now, now + hour).await.unwrap();
    db.store.begin_session(token(2), staff, now, now + hour).await.unwrap();
    db.store.begin_session(token(1), staff, now, now + hour).await.unwrap_err();
    let found = async |n, at| db.another().await.find_session(token(n), at).await.unwrap();

    let signed_in = found(1, now).await.unwrap();
    assert_eq!(signed_in.officer.id, staff);
    assert_eq!(signed_in.office.unwrap().id, bureau.id());
    assert_eq!(signed_in.expires_at, now + hour);
    let before = signed_in.office_row.unwrap();
    assert_eq!((before.id, before.code.as_str()), (bureau.id(), "510205"));
    bureau.receive(now).await;
    let row = found(1, now).await.unwrap().office_row.unwrap();
    assert_eq!((row.revision, row.register), (before.revision, before.register + 1));
    assert_eq!(db.store.offices_of_regency("Tabanan").await.unwrap(), [row]);
    assert!(found(1, now + hour - TimeDelta::microseconds(1)).await.is_some());
    assert!(found(1, now + hour).await.is_none());
    assert!(found(9, now).await.is_none());
    assert!(db.store.find_session(Vec::new(), now).await.unwrap().is_none());

    assert!(db.store.end_session(token(1), now).await.unwrap());
    assert!(!db.store.end_session(token(1), now).await.unwrap());
    assert!(!db.store.end_session(token(9), now).await.unwrap());
    assert!(found(1, now).await.is_none());
    assert!(found(2, now).await.is_some());

    let statements = db.store.statements();
    db.store.find_session(token(2), now).await.unwrap();
    assert_eq!(db.store.statements() - statements, 1);

    let viewer = inspector(&db.store, &[bureau.id()]).await;
    db.store.begin_session(token(3), viewer.officer, now, now + hour).await.unwrap();
    let signed_in = found(3, now).await.unwrap();
    assert_eq!((signed_in.officer.id, signed_in.office.is_none()), (viewer.officer, true));
}

async fn sessions_looked_up_at_once_are_each_their_own(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (now, hour) = (at("2026-11-24 09:00"), TimeDelta::hours(1));
    let officers = ["staf", "camat", "sekretaris"].map(|name| bureau.officer(name));
    for (officer, n) in officers.iter().cycle().zip(1..=9) {
        // The last one is over already.
        let expires_at = if n == 9 { now } else { now + hour };
        db.store.begin_session(token(n), *officer, now, expires_at).await.unwrap();
    }
    // The tenth is nobody's, the eleventh asks as the first does.
    let asked = (1..=10).chain([1]).map(|n| db.store.find_session(token(n), now));
    let found: Vec<_> = join_all(asked).await.into_iter().map(|found| found.unwrap()).collect();
    let found: Vec<_> = found.into_iter().map(|found| found.map(|found| found.officer.id)).collect();
    let [staff, camat, secretary] = officers.map(Some);
    assert_eq!(
        found,
        [staff, camat, secretary, staff, camat, secretary, staff, camat, None, None, staff],
        "each gets their own"
    );
}

async fn an_officer_dismissed_is_signed_out(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    db.store.begin_session(token(1), bureau.officer("staf"), now, now + TimeDelta::hours(1)).await.unwrap();
    assert!(db.store.find_session(token(1), now).await.unwrap().is_some());
    db.sql("UPDATE officer SET active = false WHERE username = 'staf.510205'").await.unwrap();
    assert!(db.store.find_session(token(1), now).await.unwrap().is_none());
}

async fn attempts_are_counted_within_their_window(db: TestDatabase) {
    let (now, window) = (at("2026-11-24 09:00"), TimeDelta::minutes(1));
    let count = async |subject: &str, seconds| {
        let at = now + TimeDelta::seconds(seconds);
        db.store.count_sign_in_attempt(subject, at, window).await.unwrap()
    };
    for n in 1..=5 {
        assert_eq!(count("staf", n).await, n as i32);
    }
    assert_eq!(count("camat", 6).await, 1);
    // One that succeeded is taken back.
    db.store.forgive_sign_in("staf").await.unwrap();
    assert_eq!(count("staf", 7).await, 5);
    // The window began with the first attempt.
    assert_eq!(count("staf", 60).await, 6);
    assert_eq!(count("staf", 61).await, 1);
    assert_eq!(count("staf", 120).await, 2);
    assert_eq!(count("staf", 121).await, 1);
    // What was counted in a window that has passed takes nothing off the new one's.
    for _ in 0..3 {
        db.store.forgive_sign_in("staf").await.unwrap();
    }
    assert_eq!(count("staf", 122).await, 1);
    db.store.forgive_sign_in("nobody").await.unwrap();
    assert_eq!(count("nobody", 1).await, 1);
}

async fn attempts_at_once_are_all_counted(db: TestDatabase) {
    let (now, window) = (at("2026-11-24 09:00"), TimeDelta::minutes(1));
    let another = db.another().await;
    let mut tasks = Vec::new();
    for n in 0..40 {
        let store = if n % 2 == 0 { db.store.clone() } else { another.clone() };
        tasks.push(tokio::spawn(
            async move { store.count_sign_in_attempt("staf", now, window).await.unwrap() },
        ));
    }
    let mut counts = Vec::new();
    for task in tasks {
        counts.push(task.await.unwrap());
    }
    counts.sort_unstable();
    assert_eq!(counts, (1..=40).collect::<Vec<_>>());
}

async fn only_what_nobody_asks_for_is_swept_out(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (now, day) = (at("2026-11-24 09:00"), TimeDelta::days(1));
    let staff = bureau.officer("staf");
    db.store.begin_session(token(1), staff, now - day * 32, now - day * 31).await.unwrap();
    db.store.begin_session(token(2), staff, now - day * 2, now - day).await.unwrap();
    db.store.begin_session(token(3), staff, now, now + day).await.unwrap();
    db.store.count_sign_in_attempt("old", now - day * 2, TimeDelta::minutes(1)).await.unwrap();
    db.store.count_sign_in_attempt("new", now, TimeDelta::minutes(1)).await.unwrap();
    assert_eq!(db.store.sweep(now).await.unwrap(), 2);
    assert!(db.store.find_session(token(3), now).await.unwrap().is_some());
    assert_eq!(db.store.count_sign_in_attempt("new", now, TimeDelta::minutes(1)).await.unwrap(), 2);
    assert_eq!(db.store.sweep(now).await.unwrap(), 0);
}
