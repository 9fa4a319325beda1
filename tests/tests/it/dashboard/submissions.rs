//! What waits for step 1 counts as open there, and what becomes of it counts once.

use serde_json::{Value, json};
use tests::{Service, on_both};

use super::ask;

const SELECT: &str = "totals { received submitted joined dismissed open overdue closed bins { doneOnTime doneLate openOnTime openLate } }
    byStep { step open overdue } timeSeries(interval: DAY) { start received openAtEnd }
    workload { position open overdue } complaints(figure: OPEN) { totalCount }";

async fn figures(service: &Service, filter: Value) -> Value {
    ask(service, "camat", filter, SELECT).await
}

/// Received, submitted, joined, dismissed, open, overdue; at step 1 open and overdue.
fn numbers(seen: &Value) -> [i64; 8] {
    let totals =
        ["received", "submitted", "joined", "dismissed", "open", "overdue"].map(|name| &seen["totals"][name]);
    let step = &seen["byStep"][0];
    assert_eq!(step["step"], "RECEIVE");
    let number = |value: &Value| value.as_i64().expect("a number");
    let [a, b, c, d, e, f] = totals.map(number);
    [a, b, c, d, e, f, number(&step["open"]), number(&step["overdue"])]
}

on_both!(what_waits_is_open_at_step_1_until_it_is_settled, |service: Service| async move {
    let mut story = service.receive(json!({})).await;
    let mut sent = Vec::new();
    for _ in 0..3 {
        sent.push(service.submit(json!({})).await);
    }
    let now = figures(&service, json!({})).await;
    assert_eq!(numbers(&now), [1, 3, 0, 0, 4, 0, 3, 0]);
    assert_eq!(
        now["totals"]["bins"],
        json!({ "doneOnTime": 1, "doneLate": 0, "openOnTime": 4, "openLate": 0 })
    );
    assert_eq!(now["workload"][0], json!({ "position": "STAFF", "open": 4, "overdue": 0 }));
    assert_eq!(now["complaints"]["totalCount"], 1, "complaints only");
    service.at("2026-02-02T08:30:00+08:00");
    assert_eq!(numbers(&figures(&service, json!({})).await), [1, 3, 0, 0, 4, 0, 3, 0], "due, not past due");
    service.at("2026-02-02T08:30:01+08:00");
    let now = figures(&service, json!({})).await;
    assert_eq!(numbers(&now), [1, 3, 0, 0, 4, 3, 3, 3]);
    assert_eq!(now["workload"][0], json!({ "position": "STAFF", "open": 4, "overdue": 3 }));

    service.at("2026-02-03T09:00:00+08:00");
    sent[0].by("staf", "receiveSubmission", json!({})).await;
    sent[1].by("staf", "joinSubmission", json!({ "complaintId": story.id })).await;
    let now = figures(&service, json!({})).await;
    assert_eq!(numbers(&now), [2, 3, 1, 0, 3, 2, 1, 1], "the received one waits at step 2, in time");
    assert_eq!(
        now["totals"]["bins"],
        json!({ "doneOnTime": 1, "doneLate": 2, "openOnTime": 1, "openLate": 2 })
    );
    sent[2].by("staf", "dismissSubmission", json!({ "reason": "Iklan" })).await;
    assert_eq!(numbers(&figures(&service, json!({})).await), [2, 3, 1, 1, 2, 1, 0, 0]);
    story.by("staf", "withdrawComplaint", json!({ "reason": "Dicabut" })).await;
    let now = figures(&service, json!({ "from": "2026-02-02", "to": "2026-02-03" })).await;
    assert_eq!(numbers(&now), [2, 3, 1, 1, 1, 0, 0, 0]);
    // As it was at the end of Monday: four were open, three of them submissions, all late.
    let monday = figures(&service, json!({ "from": "2026-02-02", "to": "2026-02-02" })).await;
    assert_eq!(numbers(&monday), [1, 3, 0, 0, 4, 4, 3, 3]);
    assert_eq!(
        now["timeSeries"],
        json!([
            { "start": "2026-02-02", "received": 1, "openAtEnd": 4 },
            { "start": "2026-02-03", "received": 1, "openAtEnd": 1 },
        ])
    );
});

on_both!(filters_take_what_was_submitted_by_channel_and_category, |service: Service| async move {
    let category = service.category("09").await;
    service.submit(json!({ "categoryId": category })).await;
    service.submit(json!({})).await;
    let section = service.section("PEM").await;
    for (filter, submitted) in [
        (json!({}), 2),
        (json!({ "channel": ["WEBSITE"] }), 2),
        (json!({ "channel": ["SMS"] }), 0),
        (json!({ "categoryIds": [category] }), 1),
        (json!({ "categoryIds": [category], "channel": ["WEBSITE"] }), 1),
        (json!({ "sectionIds": [section] }), 0),
    ] {
        let seen = figures(&service, filter.clone()).await;
        assert_eq!(numbers(&seen), [0, submitted, 0, 0, submitted, 0, submitted, 0], "{filter}");
    }
});
