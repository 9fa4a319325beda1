//! Step 3: `forwardToSecretary`.

use serde_json::json;
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, long, trial};

const TRIAL: Trial = Trial {
    mutation: "forwardToSecretary",
    at: At::ForwardToSecretary,
    fits: &[],
    officers: &["kasubag"],
    may: "the head of General Affairs",
    input: |_| json!({ "note": "Lengkap" }),
    wrong: &[
        (|_| json!({ "note": "" }), &["note"]),
        (|_| json!({ "note": long(20_001) }), &["note"]),
        (|_| json!({ "note": CONTROL }), &["note"]),
        (|_| json!({ "note": CONTROL, "idempotencyKey": " " }), &["idempotencyKey", "note"]),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(hands_it_to_the_secretary, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::ForwardToSecretary).await;
    let select = "currentStep openSteps { step position waitingFor { name } }";
    let seen = story.then("kasubag", "forwardToSecretary", select, json!({ "note": "  Lengkap \n" })).await;
    assert_eq!(seen["currentStep"], "ADVISE");
    let secretary =
        json!([{ "step": "ADVISE", "position": "SECRETARY", "waitingFor": [{ "name": "I Nyoman Arta" }] }]);
    assert_eq!(seen["openSteps"], secretary);
    let history = story.seen_by("staf", "history { note }").await;
    assert_eq!(history["history"][2]["note"], "Lengkap", "trimmed");
});
