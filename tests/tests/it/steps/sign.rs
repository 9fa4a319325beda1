//! Step 8: `signSolution`.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, long, trial};

const TRIAL: Trial = Trial {
    mutation: "signSolution",
    at: At::Sign,
    fits: &[],
    officers: &["camat"],
    may: "the camat",
    input: |_| json!({ "note": "Baik" }),
    wrong: &[
        (|_| json!({ "note": "" }), &["note"]),
        (|_| json!({ "note": long(20_001) }), &["note"]),
        (|_| json!({ "note": CONTROL }), &["note"]),
        (|_| json!({ "note": CONTROL, "idempotencyKey": CONTROL }), &["idempotencyKey", "note"]),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(signs_every_solution_of_the_round, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Sign).await;
    let unsigned = story.seen_by("camat", "solutions { signedAt signedBy { name } }").await;
    let nobody = json!({ "signedAt": Value::Null, "signedBy": null });
    assert_eq!(unsigned["solutions"], json!([nobody, nobody]));
    service.at("2026-02-02T09:00:00+08:00");
    let select = "currentStep solutions { signedAt signedBy { position } }";
    let seen = story.then("camat", "signSolution", select, json!({})).await;
    assert_eq!(seen["currentStep"], "CARRY_OUT");
    let signed = json!({ "signedAt": "2026-02-02T01:00:00Z", "signedBy": { "position": "CAMAT" } });
    assert_eq!(seen["solutions"], json!([signed, signed]));
});
