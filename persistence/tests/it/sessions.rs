//! Sessions, and how often signing in was tried.

use chrono::TimeDelta;
use futures_util::future::join_all;
use persistence::account::session_id;
use persistence::sessions::Attempts;

use crate::harness::office::inspector;
use crate::harness::{Bureau, TestDatabase, at, on_both_engines};

on_both_engines!(
    a_session_lasts_until_it_ends_or_expires,
    sessions_looked_up_at_once_are_each_their_own,
    an_officer_dismissed_is_signed_out,
    attempts_are_counted_within_their_window,
    a_window_ends_when_it_says,
    sessions_are_listed_and_ended_by_their_own_ids,
    a_password_is_changed_once_and_ends_the_other_sessions,
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
        db.store.count_attempt(subject, at, window).await.unwrap().count
    };
    for n in 1..=5 {
        assert_eq!(count("staf", n).await, n as i32);
    }
    assert_eq!(count("camat", 6).await, 1);
    // One that succeeded is taken back.
    db.store.forgive_attempt("staf").await.unwrap();
    assert_eq!(count("staf", 7).await, 5);
    // The window began with the first attempt.
    assert_eq!(count("staf", 60).await, 6);
    assert_eq!(count("staf", 61).await, 1);
    assert_eq!(count("staf", 120).await, 2);
    assert_eq!(count("staf", 121).await, 1);
    // What was counted in a window that has passed takes nothing off the new one's.
    for _ in 0..3 {
        db.store.forgive_attempt("staf").await.unwrap();
    }
    assert_eq!(count("staf", 122).await, 1);
    db.store.forgive_attempt("nobody").await.unwrap();
    assert_eq!(count("nobody", 1).await, 1);
}

async fn a_window_ends_when_it_says(db: TestDatabase) {
    let (now, window) = (at("2026-11-24 09:00"), TimeDelta::hours(1));
    let attempt = async |minutes| {
        let attempts = db.store.count_attempt("tracking", now + TimeDelta::minutes(minutes), window).await;
        let Attempts { count, until } = attempts.unwrap();
        (count, (until - now).num_minutes())
    };
    assert_eq!(attempt(0).await, (1, 60));
    assert_eq!(attempt(59).await, (2, 60));
    assert_eq!(attempt(60).await, (1, 120));
}

async fn sessions_are_listed_and_ended_by_their_own_ids(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (now, hour) = (at("2026-11-24 09:00"), TimeDelta::hours(1));
    let (staff, camat) = (bureau.officer("staf"), bureau.officer("camat"));
    for n in 1..=4 {
        db.store.begin_session(token(n), staff, now + hour * i32::from(n), now + hour * 10).await.unwrap();
    }
    db.store.create_machine_token(token(5), staff, "grafana", now, now + hour * 10).await.unwrap();
    db.store.begin_session(token(6), camat, now, now + hour * 10).await.unwrap();
    db.store.begin_session(token(7), staff, now - hour * 2, now).await.unwrap();
    db.store.end_session(token(1), now).await.unwrap();
    let listed = async |officer| {
        let sessions = db.store.list_sessions(officer, now).await.unwrap();
        sessions.into_iter().map(|session| session.id).collect::<Vec<_>>()
    };
    let ids = |tokens: &[u8]| tokens.iter().map(|n| session_id(&token(*n))).collect::<Vec<_>>();
    assert_eq!(listed(staff).await, ids(&[4, 3, 2, 5]), "newest first, without what ended or expired");
    let labels = db.store.list_sessions(staff, now).await.unwrap();
    assert_eq!(labels.iter().filter_map(|s| s.label.as_deref()).collect::<Vec<_>>(), ["grafana"]);

    for not_open in [1, 6, 7, 9] {
        let ended = db.store.end_session_of(staff, session_id(&token(not_open)), now).await.unwrap();
        assert!(!ended, "{not_open}");
    }
    assert!(db.store.end_session_of(staff, session_id(&token(3)), now).await.unwrap());
    assert_eq!(listed(staff).await, ids(&[4, 2, 5]));
    assert_eq!(db.store.end_other_sessions(staff, Some(&token(2)), now).await.unwrap(), 2);
    assert_eq!(listed(staff).await, ids(&[2]));
    let office = bureau.as_stored().await;
    let of_staff = office.officer(staff).unwrap();
    let admin = bureau.officer("admin");
    assert_eq!(db.store.end_officer_sessions(office.id, admin, of_staff, now).await.unwrap(), 1);
    assert_eq!(db.store.end_officer_sessions(office.id, admin, of_staff, now).await.unwrap(), 0);
    assert_eq!(listed(camat).await, ids(&[6]));
}

async fn a_password_is_changed_once_and_ends_the_other_sessions(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (now, hour) = (at("2026-11-24 09:00"), TimeDelta::hours(1));
    let staff = bureau.officer("staf");
    for n in 1..=3 {
        db.store.begin_session(token(n), staff, now, now + hour).await.unwrap();
    }
    let hash = async || db.store.find_credentials("staf.510205").await.unwrap().unwrap().1;
    let old = hash().await;
    let change = async |old: &str, new: &str| {
        db.store.change_password(staff, old, new, Some(&token(2)), now).await.unwrap()
    };
    assert!(!change("another", "new").await);
    assert_eq!(hash().await, old);
    assert_eq!(db.store.list_sessions(staff, now).await.unwrap().len(), 3, "nothing has happened");
    assert!(change(&old, "new").await);
    assert_eq!(hash().await, "new");
    assert!(!change(&old, "newer").await, "it is another by now");
    let left = db.store.list_sessions(staff, now).await.unwrap();
    assert_eq!(left.iter().map(|s| s.id).collect::<Vec<_>>(), [session_id(&token(2))]);
}

async fn attempts_at_once_are_all_counted(db: TestDatabase) {
    let (now, window) = (at("2026-11-24 09:00"), TimeDelta::minutes(1));
    let another = db.another().await;
    let mut tasks = Vec::new();
    for n in 0..40 {
        let store = if n % 2 == 0 { db.store.clone() } else { another.clone() };
        tasks
            .push(tokio::spawn(async move { store.count_attempt("staf", now, window).await.unwrap().count }));
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
    db.store.count_attempt("old", now - day * 2, TimeDelta::minutes(1)).await.unwrap();
    db.store.count_attempt("new", now, TimeDelta::minutes(1)).await.unwrap();
    assert_eq!(db.store.sweep(now).await.unwrap(), 2);
    assert!(db.store.find_session(token(3), now).await.unwrap().is_some());
    assert_eq!(db.store.count_attempt("new", now, TimeDelta::minutes(1)).await.unwrap().count, 2);
    assert_eq!(db.store.sweep(now).await.unwrap(), 0);
}
