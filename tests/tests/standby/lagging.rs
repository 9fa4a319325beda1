//! What others did is seen once the standby has it.

use serde_json::{Value, json};
use tests::{At, Client, Service};

use crate::{stage, version};

const TRACK: &str = "query ($code: String!) { trackComplaint(trackingCode: $code) { currentStep } }";

async fn worklist(client: &Client) -> Value {
    client.ask("{ worklist { totalCount } }", json!({})).await["worklist"]["totalCount"].take()
}

async fn tracked(service: &Service, code: &Value) -> Value {
    service.stranger().ask(TRACK, json!({ "code": code })).await["trackComplaint"].take()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_complaints_and_tracking_are_read_from_the_standby() {
    let Some((standby, service)) = stage().await else { return };
    let (kasubag, inspector) = (service.officer("kasubag").await, service.officer("inspektur").await);
    let mut story = service.complaint_at(At::AttachDispositionSheet).await;
    let code = story.seen_by("staf", "trackingCode").await["trackingCode"].take();

    standby.pause().await;
    story.by("staf", "attachDispositionSheet", json!({})).await;
    for client in [&kasubag, &inspector] {
        assert_eq!(version(client, &story).await, 1, "as the standby has it");
    }
    assert_eq!(worklist(&kasubag).await, 0);
    assert_eq!(tracked(&service, &code).await["currentStep"], "ATTACH_DISPOSITION_SHEET");

    standby.resume().await;
    for client in [&kasubag, &inspector] {
        assert_eq!(version(client, &story).await, 2);
    }
    assert_eq!(worklist(&kasubag).await, 1);
    assert_eq!(tracked(&service, &code).await["currentStep"], "FORWARD_TO_SECRETARY");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_was_told_a_moment_ago_is_found() {
    let Some((standby, service)) = stage().await else { return };
    standby.pause().await;
    let story = service.receive(json!({})).await;
    let code = story.seen_by("staf", "trackingCode").await["trackingCode"].take();
    let told = tracked(&service, &code).await;
    assert_eq!(told["currentStep"], "ATTACH_DISPOSITION_SHEET");
    let kasubag = service.officer("kasubag").await;
    let list = kasubag.ask("{ complaints { totalCount } }", json!({})).await;
    assert_eq!(list["complaints"]["totalCount"], 0, "the list is the standby's");
    let unknown = "A".repeat(code.as_str().expect("a code").len());
    assert_eq!(tracked(&service, &json!(unknown)).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dashboards_are_read_from_the_standby() {
    let Some((standby, service)) = stage().await else { return };
    let received = async |officer: &str| {
        let client = service.officer(officer).await;
        let seen = client.ask("{ dashboard { totals { received open } } }", json!({})).await;
        let totals = &seen["dashboard"]["totals"];
        assert_eq!(totals["received"], totals["open"]);
        totals["received"].clone()
    };
    service.receive(json!({})).await;
    standby.pause().await;
    service.receive(json!({})).await;
    assert_eq!(received("kasubag").await, 1, "as the standby has it");
    assert_eq!(received("inspektur").await, 1);
    assert_eq!(received("staf").await, 2, "what they wrote themselves");
    standby.resume().await;
    for officer in ["kasubag", "inspektur", "staf"] {
        assert_eq!(received(officer).await, 2);
    }
}
