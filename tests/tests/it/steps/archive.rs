//! Step 10: `archiveComplaint`.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, long, trial};

const TRIAL: Trial = Trial {
    mutation: "archiveComplaint",
    at: At::Archive,
    fits: &[],
    officers: &["staf"],
    may: "the staff of General Affairs",
    input: |_| json!({ "archiveCode": "PM/2026/1", "note": "Rak 3" }),
    wrong: &[
        (|_| json!({ "archiveCode": "" }), &["archiveCode"]),
        (|_| json!({ "archiveCode": long(301) }), &["archiveCode"]),
        (|_| json!({ "archiveCode": CONTROL }), &["archiveCode"]),
        (|_| json!({ "note": "" }), &["note"]),
        (
            |_| json!({ "idempotencyKey": "", "archiveCode": "", "note": "" }),
            &["idempotencyKey", "archiveCode", "note"],
        ),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(closes_the_complaint, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Archive).await;
    service.at("2026-02-02T09:00:00+08:00");
    let select = "status currentStep closedAt dueAt stepStartedAt overdue openSteps { step } archiveCode";
    let seen = story.then("staf", "archiveComplaint", select, json!({ "archiveCode": "PM/2026/1" })).await;
    assert_eq!(
        seen,
        json!({
            "id": story.id, "version": story.version, "status": "ARCHIVED", "currentStep": Value::Null,
            "closedAt": "2026-02-02T01:00:00Z", "dueAt": null, "stepStartedAt": null, "overdue": false, "openSteps": [],
            "archiveCode": "PM/2026/1",
        })
    );
});
