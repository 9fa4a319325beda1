//! Without the standby, everything is answered by the primary; when it is back, by the standby again.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;
use tests::process::PATIENCE;
use tests::standby::{Door, Standby};
use tests::{At, Client, Service, Story};

use crate::{stage, version};

/// One who has not written, and a complaint of which the standby has one version less than the primary.
async fn lag<'a>(standby: &Standby, service: &'a Service) -> (Client, Story<'a>) {
    let mut story = service.complaint_at(At::AttachDispositionSheet).await;
    standby.pause().await;
    story.by("staf", "attachDispositionSheet", json!({})).await;
    let kasubag = service.officer("kasubag").await;
    assert_eq!(version(&kasubag, &story).await, 1, "from the standby");
    (kasubag, story)
}

/// Waits until the standby is read again.
async fn is_read_again(client: &Client, story: &Story<'_>) {
    let until = Instant::now() + PATIENCE;
    while version(client, story).await != 1 {
        assert!(Instant::now() < until, "the standby is never read again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_stopped_is_stood_in_for_until_it_is_back() {
    let Some((standby, service)) = stage().await else { return };
    let (kasubag, story) = lag(&standby, &service).await;
    standby.door(Door::Shut);
    for _ in 0..20 {
        assert_eq!(version(&kasubag, &story).await, 2, "from the primary");
    }
    standby.door(Door::Open);
    is_read_again(&kasubag, &story).await;
    // Its connections end under the requests' hands.
    for _ in 0..5 {
        standby.terminate(&service.database_url()).await;
        let seen = version(&kasubag, &story).await;
        assert!(seen == 1 || seen == 2, "{seen}");
    }
    is_read_again(&kasubag, &story).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_silent_holds_up_few() {
    let Some((standby, service)) = stage().await else { return };
    let (kasubag, story) = lag(&standby, &service).await;
    standby.door(Door::Silent);
    assert_eq!(version(&kasubag, &story).await, 2, "from the primary, if late");
    let since = Instant::now();
    for _ in 0..10 {
        assert_eq!(version(&kasubag, &story).await, 2);
    }
    assert!(since.elapsed() < Duration::from_secs(6), "{:?}", since.elapsed());
    standby.door(Door::Open);
    is_read_again(&kasubag, &story).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_its_replay_holds_up_is_answered_by_the_primary() {
    let Some((standby, service)) = stage().await else { return };
    let kasubag = service.officer("kasubag").await;
    let story = service.complaint_at(At::AttachDispositionSheet).await;
    let tx = service.store.writer().begin().await.expect("a transaction");
    tx.execute_unprepared("LOCK TABLE complaint IN ACCESS EXCLUSIVE MODE").await.expect("it can be locked");
    tx.execute_unprepared("UPDATE complaint SET version = version + 1").await.expect("a row");
    // What was written so far is sent with the next commit.
    service.officer("camat").await;
    standby.pause().await;
    tx.commit().await.expect("it can be committed");
    assert_eq!(version(&kasubag, &story).await, 2, "though the standby's table is locked still");
    standby.resume().await;
    assert_eq!(version(&kasubag, &story).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_was_never_there_does_not_matter() {
    let Some(_standby) = Standby::take().await else { return };
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port");
    let service = Service::open_with_standby(&nobody.to_string()).await;
    let story = service.complaint_at(At::Archived).await;
    let kasubag = service.officer("kasubag").await;
    assert_eq!(version(&kasubag, &story).await, story.version);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_has_not_arrived_yet_is_read_on_the_primary() {
    let Some(standby) = Standby::take().await else { return };
    standby.pause().await;
    let service = Service::open_with_standby(&standby.address).await;
    let story = service.complaint_at(At::ForwardToSecretary).await;
    let kasubag = service.officer("kasubag").await;
    assert_eq!(version(&kasubag, &story).await, 2);
    standby.resume().await;
    assert_eq!(version(&kasubag, &story).await, 2);
}
