//! Who has written reads it, wherever the standby stands.

use serde_json::json;
use tests::At;

use crate::{stage, version};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_writer_reads_their_own_write_and_others_later() {
    let Some((standby, service)) = stage().await else { return };
    let (staff, kasubag) = (service.officer("staf").await, service.officer("kasubag").await);
    standby.pause().await;
    let mut story = service.receive(json!({})).await;
    assert_eq!(version(&staff, &story).await, 1);
    let unseen =
        kasubag.ask("query ($id: ID!) { complaint(id: $id) { id } }", json!({ "id": story.id })).await;
    assert_eq!(unseen["complaint"], json!(null));

    standby.resume().await;
    for client in [&staff, &kasubag] {
        assert_eq!(version(client, &story).await, 1);
    }
    // A second time: what is known of the first says nothing about the second.
    standby.pause().await;
    story.by("staf", "attachDispositionSheet", json!({})).await;
    assert_eq!(version(&staff, &story).await, 2);
    assert_eq!(version(&kasubag, &story).await, 1);

    // And where the standby has it, the writer reads from there again.
    standby.resume().await;
    assert_eq!(version(&staff, &story).await, 2);
    standby.pause().await;
    story.by("kasubag", "forwardToSecretary", json!({})).await;
    assert_eq!(version(&kasubag, &story).await, 3);
    assert_eq!(version(&staff, &story).await, 2, "what another wrote since");
    standby.resume().await;
    assert_eq!(version(&staff, &story).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mutation_answers_what_it_wrote() {
    let Some((standby, service)) = stage().await else { return };
    let mut story = service.complaint_at(At::Solve).await;
    let others = service.receive(json!({ "subject": "Laporan pertama" })).await;
    standby.pause().await;
    let select = "currentStep history { step outcome officer { name } } changes { field before after reason } duplicateOf { id subject }";
    let solution = json!({ "solution": "Lalu lintas diatur" });
    let seen = story.then("kasi.trantib", "submitSolution", select, solution).await;
    let mut ended = seen["history"].as_array().expect("a history").iter().filter(|r| !r["outcome"].is_null());
    assert_eq!(ended.next_back().expect("records")["officer"]["name"], "I Ketut Budiasa");
    let correction = json!({ "subject": "Jalan amblas", "reason": "Salah dengar" });
    let seen = story.then("staf", "correctComplaint", select, correction).await;
    assert_eq!(seen["changes"][0]["after"], "Jalan amblas", "{seen:#}");
    let mut story = service.receive(json!({})).await;
    let seen = story.then("staf", "closeAsDuplicate", select, json!({ "originalId": others.id })).await;
    assert_eq!(seen["duplicateOf"]["subject"], "Laporan pertama");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_copy_of_the_service_knows_who_wrote() {
    let Some((standby, service)) = stage().await else { return };
    let copy = service.copy().await;
    let (staff, kasubag) = (service.officer("staf").await, service.officer("kasubag").await);
    let mut story = service.complaint_at(At::AttachDispositionSheet).await;
    standby.pause().await;
    story.by("staf", "attachDispositionSheet", json!({})).await;
    assert_eq!(version(&copy.known(&staff), &story).await, 2);
    assert_eq!(version(&copy.known(&kasubag), &story).await, 1);
    standby.resume().await;
    assert_eq!(version(&copy.known(&kasubag), &story).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_lost_a_race_sees_what_the_winner_did() {
    let Some((standby, service)) = stage().await else { return };
    let (staff, kasubag) = (service.officer("staf").await, service.officer("kasubag").await);
    let mut story = service.complaint_at(At::ForwardToSecretary).await;
    standby.pause().await;
    let stale = story.input(&json!({ "reason": "Dicabut" }));
    story.by("kasubag", "forwardToSecretary", json!({})).await;
    // The pause came after what the staff wrote themselves.
    assert_eq!(version(&staff, &story).await, 2);
    staff.refused("withdrawComplaint", "VERSION_CONFLICT", stale).await;
    assert_eq!(version(&staff, &story).await, 3, "or the next attempt would lose as well");
    assert_eq!(version(&kasubag, &story).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_whose_commit_has_not_arrived_is_not_taken_for_visible() {
    use sea_orm::{ConnectionTrait, TransactionTrait};
    let Some((standby, service)) = stage().await else { return };
    let staff = service.officer("staf").await;
    let story = service.complaint_at(At::AttachDispositionSheet).await;
    // The standby has read of the transaction, and of one that ended after it, but not yet that it ended.
    let tx = service.store.writer().begin().await.expect("a transaction");
    tx.execute_unprepared("UPDATE officer_write SET writes = writes + 1").await.expect("a row");
    tx.execute_unprepared("UPDATE complaint SET version = version + 1").await.expect("a row");
    service.receive_by("staf.kediri", json!({})).await;
    standby.pause().await;
    tx.commit().await.expect("it can be committed");
    assert_eq!(version(&staff, &story).await, 2);
    standby.resume().await;
    assert_eq!(version(&staff, &story).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_read_of_a_secret_is_on_record_on_the_primary() {
    let Some((standby, service)) = stage().await else { return };
    let story = service.receive(json!({ "confidentiality": "SECRET" })).await;
    standby.catch_up().await;
    standby.pause().await;
    // The kasubag has not written, and reads from the standby.
    let query = "query ($id: ID!) { complaint(id: $id) { subject } }";
    let seen = service.officer("kasubag").await.ask(query, json!({ "id": story.id })).await;
    assert!(seen["complaint"]["subject"].is_string());
    let record = "{ readings { totalCount nodes { officer { name } what } } }";
    let seen = service.officer("inspektur").await.ask(record, json!({})).await;
    let expected = json!([{ "officer": { "name": "I Made Sudarma" }, "what": "CONTENT" }]);
    assert_eq!(seen["readings"], json!({ "totalCount": 1, "nodes": expected }), "and asked for there");
    standby.resume().await;
}
