//! What somebody leaves behind: shown as far as the administrator may know of it, and in the worklist of who follows.

use serde_json::{Value, json};
use tests::{PASSWORD, Service, on_both};

use super::{done, worklist};
use crate::trial::all;

on_both!(what_waited_for_an_officer_waits_for_who_follows, |service: Service| async move {
    let mut open = service.receive(json!({})).await;
    open.by("staf", "attachDispositionSheet", json!({})).await;
    let officer = service.officer_id("kasubag").await;
    let left = done(&service, "deactivateOfficer", json!({ "officerId": officer })).await;
    assert_eq!(
        left["openWork"],
        json!({ "count": 1, "stepRecords": [
            { "step": "FORWARD_TO_SECRETARY", "complaint": { "id": open.id }, "waitingFor": [] },
        ] }),
        "nobody may take it yet"
    );
    let create = json!({
        "username": "kasubag.baru", "name": "Ni Komang Baru", "position": "HEAD_OF_GENERAL_AFFAIRS", "password": PASSWORD,
    });
    done(&service, "createOfficer", create).await;
    assert_eq!(worklist(&service, "kasubag.baru").await, 1);
    open.by("kasubag.baru", "forwardToSecretary", json!({})).await;
});

on_both!(who_is_moved_leaves_the_work_to_those_who_stay, |service: Service| async move {
    let create =
        json!({ "username": "staf2", "name": "I Komang Dua", "position": "STAFF", "password": PASSWORD });
    done(&service, "createOfficer", create).await;
    service.receive(json!({})).await;
    service.receive(json!({})).await;
    let input = json!({
        "officerId": service.officer_id("staf").await, "position": "SECTION_HEAD", "sectionId": service.section("PMD").await,
    });
    let left = done(&service, "moveOfficer", input).await;
    assert_eq!(left["openWork"]["count"], 2);
    for record in all(&left["openWork"]["stepRecords"]) {
        assert_eq!(record["waitingFor"], json!([{ "name": "I Komang Dua" }]));
    }
    assert_eq!((worklist(&service, "staf").await, worklist(&service, "staf2").await), (json!(0), json!(2)));
});

on_both!(an_administrator_hears_nothing_of_what_he_may_not_know, |service: Service| async move {
    let admin = service.officer_id("admin").await;
    service.receive(json!({ "confidentiality": "SECRET" })).await;
    service.receive(json!({ "reportedOfficerIds": [admin] })).await;
    let shown = service.receive(json!({})).await;
    let input = json!({ "officerId": service.officer_id("staf").await, "dryRun": true });
    let left = done(&service, "deactivateOfficer", input).await;
    assert_eq!(left["openWork"]["count"], 1);
    let ids: Vec<&Value> =
        all(&left["openWork"]["stepRecords"]).iter().map(|record| &record["complaint"]["id"]).collect();
    assert_eq!(ids, [&json!(shown.id)]);
});

on_both!(an_officer_who_is_renamed_leaves_nothing, |service: Service| async move {
    service.receive(json!({})).await;
    let officer = service.officer_id("staf").await;
    let payload =
        done(&service, "changeOfficer", json!({ "officerId": officer, "name": "Ni Luh Lain" })).await;
    assert_eq!(payload["openWork"], json!({ "count": 0, "stepRecords": [] }));
    assert_eq!(worklist(&service, "staf").await, 1);
});
