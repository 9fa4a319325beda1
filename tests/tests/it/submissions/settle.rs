//! `receiveSubmission`, `joinSubmission`, `dismissSubmission`: by whom, with what, once.

use serde_json::{Value, json};
use tests::{At, EVERYBODY, KEDIRI, SUBMISSION, Service, on_both, over};

use crate::trial::{CONTROL, all, field_of, long, no_such};

const MUTATIONS: [&str; 3] = ["receiveSubmission", "joinSubmission", "dismissSubmission"];

/// What each needs beside the submission.
async fn right(service: &Service, mutation: &str) -> Value {
    match mutation {
        "joinSubmission" => json!({ "complaintId": service.receive(json!({})).await.id }),
        "dismissSubmission" => json!({ "reason": "Iklan" }),
        _ => json!({}),
    }
}

on_both!(a_submission_becomes_a_complaint_with_the_clock_of_its_arrival, |service: Service| async move {
    service.receive(json!({})).await;
    let sent = service.submit(json!({ "complainant": { "name": "Ni Wayan Contoh" } })).await;
    service.at("2026-02-02T08:45:00+08:00");
    let payload = sent.by("staf", "receiveSubmission", json!({ "urgency": "URGENT" })).await;
    let complaint = &payload["complaint"];
    assert_eq!(complaint["agendaNumber"], "0002/PM/2026");
    assert_eq!(complaint["trackingCode"], sent.tracking_code);
    assert_eq!(
        (&complaint["arrivedAt"], &complaint["receivedAt"]),
        (&json!("2026-02-02T00:00:00Z"), &json!("2026-02-02T00:45:00Z"))
    );
    let submission = &payload["submission"];
    assert_eq!((&submission["status"], &submission["version"]), (&json!("RECEIVED"), &json!(2)));
    assert_eq!(submission["complaint"]["id"], complaint["id"]);
    assert_eq!(submission["settledBy"]["name"], "Ni Luh Ayu");
    let story = tests::Story {
        service: &service,
        id: complaint["id"].as_str().expect("an id").to_owned(),
        version: 1,
    };
    let seen = story
        .seen_by("staf", "channel urgency complainant { name } history { step startedAt dueAt completedAt onTime officer { name } }")
        .await;
    assert_eq!((&seen["channel"], &seen["urgency"]), (&json!("WEBSITE"), &json!("URGENT")));
    assert_eq!(seen["complainant"]["name"], "Ni Wayan Contoh");
    assert_eq!(
        seen["history"][0],
        json!({
            "step": "RECEIVE", "startedAt": "2026-02-02T00:00:00Z", "dueAt": "2026-02-02T00:30:00Z",
            "completedAt": "2026-02-02T00:45:00Z", "onTime": false, "officer": { "name": "Ni Luh Ayu" },
        })
    );
    let sent = service.submit(json!({})).await;
    service.at("2026-02-02T09:45:00+08:00");
    let payload =
        sent.by("staf", "receiveSubmission", json!({ "occurredAt": "2026-02-02T09:00:00+08:00" })).await;
    assert_eq!(payload["complaint"]["receivedAt"], "2026-02-02T01:00:00Z");
});

on_both!(the_buttons_say_who_may_and_the_mutations_do_the_same, |service: Service| async move {
    let sent = service.submit(json!({})).await;
    let actions = "actions { name step label allowed refusal { code permitted } }";
    for officer in EVERYBODY {
        let shown = sent.seen_by(officer, actions).await;
        let shown = all(&shown["actions"]);
        let names: Vec<&Value> = shown.iter().map(|action| &action["name"]).collect();
        assert_eq!(names, MUTATIONS);
        for (action, mutation) in shown.iter().zip(MUTATIONS) {
            assert_eq!(action["step"], "RECEIVE");
            assert_eq!(action["allowed"], officer == "staf", "{officer} {mutation}");
            if officer != "staf" {
                assert_eq!(action["refusal"], json!({ "code": "NOT_PERMITTED", "permitted": ["STAFF"] }));
                let before = sent.stored().await;
                let input = sent.input(&right(&service, mutation).await);
                let payload = service.officer(officer).await.settle(mutation, input).await;
                assert_eq!(payload["userErrors"][0]["code"], "NOT_PERMITTED", "{officer} {payload}");
                assert_eq!(sent.stored().await, before);
            }
        }
    }
    let stranger = service.stranger();
    let query = "mutation ($input: DismissSubmissionInput!) { dismissSubmission(input: $input) { userErrors { code } } }";
    let answer = stranger.send(query, json!({ "input": sent.input(&json!({ "reason": "x" })) })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    sent.by("staf", "dismissSubmission", json!({ "reason": "Iklan" })).await;
    assert_eq!(sent.seen_by("staf", actions).await["actions"], json!([]));
});

on_both!(
    where_the_staff_are_complained_of_the_head_of_general_affairs_receives,
    |service: Service| async move {
        let sent = service.submit(json!({})).await;
        let input = json!({ "reportedOfficerIds": [service.officer_id("staf").await] });
        let payload = service.officer("staf").await.settle("receiveSubmission", sent.input(&input)).await;
        assert_eq!(payload["userErrors"][0]["code"], "CONFLICT_OF_INTEREST");
        sent.by("kasubag", "receiveSubmission", input).await;
        // From then on it does not exist for who is complained of, as the complaint does not.
        assert_eq!(sent.seen_by("staf", "id").await, Value::Null);
        assert_eq!(sent.seen_by("kasubag", "status").await["status"], "RECEIVED");
    }
);

on_both!(what_is_not_right_is_told_by_field_and_changes_nothing, |service: Service| async move {
    let sent = service.submit(json!({})).await;
    let category = service.category_of(KEDIRI, "09").await;
    let theirs = service.receive_by("staf.kediri", json!({})).await.id;
    let original = service.receive(json!({})).await.id;
    let (duplicate, withdrawn) =
        (service.complaint_at(At::Duplicate).await.id, service.complaint_at(At::Withdrawn).await.id);
    let officer = service.officer_id("camat.kediri").await;
    let receive = "receiveSubmission";
    for (mutation, wrong, fields) in [
        (receive, json!({ "subject": "" }), vec!["subject"]),
        (receive, json!({ "subject": long(301) }), vec!["subject"]),
        (receive, json!({ "subject": CONTROL, "description": "\u{7}x" }), vec!["subject", "description"]),
        (receive, json!({ "description": long(20_001) }), vec!["description"]),
        (receive, json!({ "categoryId": category }), vec!["categoryId"]),
        (receive, json!({ "villageCode": "51.02.06.2001" }), vec!["villageCode"]),
        (receive, json!({ "reportedOfficerIds": [officer] }), vec!["reportedOfficerIds"]),
        (receive, json!({ "reportedOfficerIds": [original] }), vec!["reportedOfficerIds"]),
        (receive, json!({ "occurredAt": "2026-02-02T08:00:01+08:00" }), vec!["occurredAt"]),
        (receive, json!({ "occurredAt": "2026-02-02T07:59:59+08:00" }), vec!["occurredAt"]),
        (receive, json!({ "occurredAt": "2025-02-02T07:59:59+08:00" }), vec!["occurredAt"]),
        (receive, json!({ "idempotencyKey": long(201) }), vec!["idempotencyKey"]),
        ("joinSubmission", json!({ "complaintId": theirs }), vec!["complaintId"]),
        ("joinSubmission", json!({ "complaintId": no_such(&original) }), vec!["complaintId"]),
        ("joinSubmission", json!({ "complaintId": sent.id }), vec!["complaintId"]),
        ("joinSubmission", json!({ "complaintId": "" }), vec!["complaintId"]),
        ("joinSubmission", json!({ "complaintId": duplicate }), vec!["complaintId"]),
        ("joinSubmission", json!({ "complaintId": withdrawn }), vec!["complaintId"]),
        ("joinSubmission", json!({ "complaintId": original, "note": "" }), vec!["note"]),
        ("joinSubmission", json!({ "complaintId": original, "note": CONTROL }), vec!["note"]),
        ("joinSubmission", json!({ "complaintId": original, "note": long(20_001) }), vec!["note"]),
        ("dismissSubmission", json!({ "reason": " \n" }), vec!["reason"]),
        ("dismissSubmission", json!({ "reason": "a\u{7}" }), vec!["reason"]),
        ("dismissSubmission", json!({ "reason": long(20_001) }), vec!["reason"]),
    ] {
        let before = sent.stored().await;
        let payload = service.officer("staf").await.settle(mutation, sent.input(&wrong)).await;
        let errors = all(&payload["userErrors"]);
        let told: Vec<String> = errors.iter().map(field_of).collect();
        assert!(
            told.first().is_some_and(|first| first == fields[0]) && told.len() >= fields.len(),
            "{wrong} {payload}"
        );
        assert!(errors.iter().all(|error| error["code"] == "INVALID_INPUT"), "{payload}");
        assert_eq!(payload["submission"], Value::Null);
        assert_eq!(sent.stored().await, before);
    }
    // The submission itself: of another office, none, no id.
    for mutation in MUTATIONS {
        let right = right(&service, mutation).await;
        for id in [no_such(&sent.id), "x".to_owned(), original.clone()] {
            let input = over(sent.input(&right), &json!({ "submissionId": id }));
            let payload = service.officer("staf").await.settle(mutation, input).await;
            let code = payload["userErrors"][0]["code"].as_str();
            assert!(
                code == Some("NOT_FOUND") || mutation == "joinSubmission" && code == Some("INVALID_INPUT"),
                "{payload}"
            );
        }
        let input = over(sent.input(&right), &json!({ "complaintId": theirs }));
        let input = if mutation == "joinSubmission" { input } else { sent.input(&right) };
        let payload = service.officer("staf.kediri").await.settle(mutation, input).await;
        assert!(
            ["NOT_FOUND", "INVALID_INPUT"].map(Some).contains(&payload["userErrors"][0]["code"].as_str()),
            "{payload}"
        );
    }
    assert_eq!(sent.seen_by("staf", "status").await["status"], "WAITING");
});

on_both!(of_officers_at_once_one_wins_and_the_others_see_what_became_of_it, |service: Service| async move {
    let target = service.receive(json!({})).await.id;
    for _ in 0..12 {
        let sent = service.submit(json!({})).await;
        let staff = service.officer("staf").await;
        let (receive, join, dismiss) = tokio::join!(
            staff.settle("receiveSubmission", sent.input(&json!({}))),
            staff.settle("joinSubmission", sent.input(&json!({ "complaintId": target }))),
            staff.settle("dismissSubmission", sent.input(&json!({ "reason": "Iklan" }))),
        );
        let payloads = [receive, join, dismiss];
        let won: Vec<usize> = (0..3).filter(|n| payloads[*n]["userErrors"] == json!([])).collect();
        assert_eq!(won.len(), 1, "{payloads:#?}");
        let seen = sent.seen_by("staf", SUBMISSION).await;
        assert_eq!(seen["status"], ["RECEIVED", "JOINED", "DISMISSED"][won[0]]);
        for (n, payload) in payloads.iter().enumerate() {
            assert_eq!(payload["submission"], seen, "{n}");
            if n != won[0] {
                assert_eq!(payload["userErrors"][0]["code"], "VERSION_CONFLICT", "{payload}");
            }
        }
        // Who knows what became of it cannot settle it again.
        let again = over(sent.input(&json!({ "reason": "Lagi" })), &json!({ "expectedVersion": 2 }));
        let payload = staff.settle("dismissSubmission", again).await;
        assert_eq!(payload["userErrors"][0]["code"], "CLOSED");
    }
});

on_both!(a_key_settles_once, |service: Service| async move {
    for mutation in MUTATIONS {
        let sent = service.submit(json!({})).await;
        let key = json!({ "idempotencyKey": format!("kunci {mutation}") });
        let input = sent.input(&over(right(&service, mutation).await, &key));
        let staff = service.officer("staf").await;
        let first = staff.settle(mutation, input.clone()).await;
        assert_eq!(first["userErrors"], json!([]), "{first}");
        assert_eq!(staff.settle(mutation, input.clone()).await, first, "the same, and nothing is done again");
        let other = over(input, &json!({ "expectedVersion": 2 }));
        let payload = staff.settle(mutation, other).await;
        assert_eq!(payload["userErrors"][0]["code"], "IDEMPOTENCY_MISMATCH", "{payload}");
    }
    let received = service.officer("staf").await.ask("{ complaints { totalCount } }", json!({})).await;
    assert_eq!(received["complaints"]["totalCount"], 2, "one received, one joined to");
});
