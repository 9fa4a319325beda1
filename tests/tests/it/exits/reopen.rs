//! `reopenComplaint`: cycle 2 begins at step 2.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, all, long};

const TRIAL: Trial = Trial {
    mutation: "reopenComplaint",
    at: At::Archived,
    fits: &[],
    officers: &["sekretaris", "camat"],
    may: "the secretary or the camat",
    input: |_| json!({ "reason": "Lubang muncul lagi" }),
    wrong: &[
        (|_| json!({ "reason": "" }), &["reason"]),
        (|_| json!({ "reason": long(20_001) }), &["reason"]),
        (|_| json!({ "reason": CONTROL }), &["reason"]),
        (|_| json!({ "idempotencyKey": "", "reason": CONTROL }), &["idempotencyKey", "reason"]),
    ],
    occurs: true,
};

crate::trial::trial!(TRIAL);

on_both!(begins_a_new_cycle_under_the_same_number, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Archived).await;
    let before = story.seen_by("staf", "agendaNumber trackingCode history { id outcome } answer").await;
    service.at("2026-02-09T08:00:00+08:00");
    let select =
        "agendaNumber trackingCode status currentStep cycle closedAt answer dispositionSheet { agendaNumber }
         history { id outcome } changes { field before after reason }
         openSteps { step cycle visit startedAt dueAt openedBecause } solutions { current }";
    let seen =
        story.then("camat", "reopenComplaint", select, json!({ "reason": "Lubang muncul lagi" })).await;
    assert_eq!(
        (&seen["agendaNumber"], &seen["trackingCode"]),
        (&before["agendaNumber"], &before["trackingCode"])
    );
    assert_eq!(
        (&seen["status"], &seen["cycle"], &seen["closedAt"]),
        (&json!("IN_PROGRESS"), &json!(2), &Value::Null)
    );
    assert_eq!(seen["dispositionSheet"], Value::Null, "the sheet is of the present cycle");
    assert_eq!(
        seen["openSteps"],
        json!([{
            "step": "ATTACH_DISPOSITION_SHEET", "cycle": 2, "visit": 1, "startedAt": "2026-02-09T00:00:00Z",
            "dueAt": "2026-02-09T01:00:00Z", "openedBecause": "Lubang muncul lagi",
        }])
    );
    assert_eq!(
        seen["changes"],
        json!([{ "field": "status", "before": "ARCHIVED", "after": "IN_PROGRESS", "reason": "Lubang muncul lagi" }])
    );
    let records = all(&seen["history"]);
    assert_eq!(records[..records.len() - 1], *all(&before["history"]), "old records stay as they were");
    assert!(all(&seen["solutions"]).iter().all(|solution| solution["current"] == false));
});
