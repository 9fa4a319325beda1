//! `closeAsDuplicate`: the same matter as another complaint of the office, never in a circle.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, long, trial};

const TRIAL: Trial = Trial {
    mutation: "closeAsDuplicate",
    at: At::AttachDispositionSheet,
    fits: &[At::ForwardToSecretary, At::Advise, At::Consider, At::Dispose],
    officers: &["staf"],
    may: "the staff of General Affairs",
    input: |ids| json!({ "originalId": ids.original, "reason": "Sudah dilaporkan" }),
    wrong: &[
        (|_| json!({ "originalId": "" }), &["originalId"]),
        (|_| json!({ "originalId": "!" }), &["originalId"]),
        (|ids| json!({ "originalId": ids.pem }), &["originalId"]),
        (|ids| json!({ "originalId": ids.nothing }), &["originalId"]),
        (|ids| json!({ "originalId": ids.of_kediri }), &["originalId"]),
        (|ids| json!({ "originalId": ids.duplicate }), &["originalId"]),
        (|ids| json!({ "originalId": ids.withdrawn }), &["originalId"]),
        (|_| json!({ "reason": "" }), &["reason"]),
        (|_| json!({ "reason": long(20_001) }), &["reason"]),
        (|_| json!({ "reason": CONTROL }), &["reason"]),
        (
            |_| json!({ "idempotencyKey": "", "originalId": "!", "reason": CONTROL }),
            &["idempotencyKey", "originalId", "reason"],
        ),
        (
            |ids| json!({ "originalId": ids.nothing, "occurredAt": "2027-01-01T00:00:00Z" }),
            &["occurredAt", "originalId"],
        ),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(links_it_to_its_original, |service: tests::Service| async move {
    for (at, officer) in [
        (At::ForwardToSecretary, "kasubag"),
        (At::Advise, "sekretaris"),
        (At::Consider, "camat"),
        (At::Dispose, "camat"),
    ] {
        let original = service.complaint_at(At::Archived).await;
        let mut story = service.complaint_at(at).await;
        let select = "status currentStep closedAt duplicateOf { id status duplicates { id } }";
        let input = json!({ "originalId": original.id });
        let seen = story.then(officer, "closeAsDuplicate", select, input).await;
        assert_eq!(
            seen,
            json!({
                "id": story.id, "version": story.version, "status": "DUPLICATE", "currentStep": Value::Null,
                "closedAt": "2026-02-02T00:00:00Z",
                "duplicateOf": { "id": original.id, "status": "ARCHIVED", "duplicates": [{ "id": story.id }] },
            })
        );
        assert_eq!(original.picture().await["version"], original.version, "the original is untouched");
    }
});

on_both!(never_of_itself_nor_in_a_circle, |service: tests::Service| async move {
    let (mut first, second) = (service.receive(json!({})).await, service.receive(json!({})).await);
    let itself = json!({ "originalId": first.id });
    let error = first.refused("staf", "closeAsDuplicate", "INVALID_INPUT", itself).await;
    assert_eq!(error["message"], "A complaint cannot be a duplicate of itself.");
    first.by("staf", "closeAsDuplicate", json!({ "originalId": second.id })).await;
    let back = json!({ "originalId": first.id });
    let error = second.refused("staf", "closeAsDuplicate", "INVALID_INPUT", back).await;
    assert_eq!(error["message"], "This complaint is a duplicate itself; name its original.");
});

on_both!(two_at_once_make_no_circle, |service: tests::Service| async move {
    for _ in 0..10 {
        let (one, other) = (service.receive(json!({})).await, service.receive(json!({})).await);
        let staff = service.officer("staf").await;
        let close = async |which: &tests::Story<'_>, of: &str| {
            staff.step("closeAsDuplicate", "status", which.input(&json!({ "originalId": of }))).await
        };
        let (a, b) = tokio::join!(close(&one, &other.id), close(&other, &one.id));
        let done = [&a, &b].iter().filter(|payload| payload["userErrors"] == json!([])).count();
        assert_eq!(done, 1, "{a} {b}");
    }
});
