//! Step 2: `attachDispositionSheet`.

use serde_json::json;
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, long, trial};

const TRIAL: Trial = Trial {
    mutation: "attachDispositionSheet",
    at: At::AttachDispositionSheet,
    fits: &[],
    officers: &["staf"],
    may: "the staff of General Affairs",
    input: |ids| json!({ "urgency": "URGENT", "categoryId": ids.category, "note": "Segera" }),
    wrong: &[
        (|_| json!({ "note": " \n\t" }), &["note"]),
        (|_| json!({ "note": long(20_001) }), &["note"]),
        (|_| json!({ "note": CONTROL }), &["note"]),
        (|_| json!({ "categoryId": "!" }), &["categoryId"]),
        (|ids| json!({ "categoryId": ids.pem }), &["categoryId"]),
        (|ids| json!({ "categoryId": ids.category_of_kediri }), &["categoryId"]),
        (
            |_| json!({ "idempotencyKey": "", "categoryId": "!", "note": "" }),
            &["idempotencyKey", "categoryId", "note"],
        ),
        (|_| json!({ "occurredAt": "2026-02-02T08:00:01+08:00" }), &["occurredAt"]),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(settles_urgency_and_category_and_logs_what_was_said_before, |service: tests::Service| async move {
    let mut story = service.receive(json!({ "urgency": "URGENT" })).await;
    let category = service.category("09").await;
    let input = json!({ "urgency": "VERY_URGENT", "categoryId": category, "note": "Ada korban" });
    story.by("staf", "attachDispositionSheet", input).await;
    let seen = story
        .seen_by(
            "camat",
            "urgency category { code } changes { field before after reason officer { name } }
             dispositionSheet { agendaNumber urgency attachedAt attachedBy { name } advice policyMatter instruction }",
        )
        .await;
    assert_eq!(
        seen,
        json!({
            "urgency": "VERY_URGENT",
            "category": { "code": "09" },
            "changes": [
                { "field": "urgency", "before": "URGENT", "after": "VERY_URGENT", "reason": "Ada korban", "officer": { "name": "Ni Luh Ayu" } },
            ],
            "dispositionSheet": {
                "agendaNumber": "0001/PM/2026", "urgency": "VERY_URGENT", "attachedAt": "2026-02-02T00:00:00Z",
                "attachedBy": { "name": "Ni Luh Ayu" }, "advice": null, "policyMatter": null, "instruction": null,
            },
        })
    );
});
