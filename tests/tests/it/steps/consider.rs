//! Step 5: `considerComplaint`.

use serde_json::json;
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, document, long, trial};

const TRIAL: Trial = Trial {
    mutation: "considerComplaint",
    at: At::Consider,
    fits: &[],
    officers: &["camat"],
    may: "the camat",
    input: |_| json!({ "consideration": "Setuju", "policyMatter": true }),
    wrong: &[
        (|_| json!({ "consideration": "" }), &["consideration"]),
        (|_| json!({ "consideration": long(20_001) }), &["consideration"]),
        (|_| json!({ "consideration": CONTROL }), &["consideration"]),
        (|_| json!({ "consideration": CONTROL, "idempotencyKey": "" }), &["idempotencyKey", "consideration"]),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(records_whether_it_is_a_matter_of_policy, |service: tests::Service| async move {
    for policy_matter in [true, false] {
        let mut story = service.complaint_at(At::Consider).await;
        let input = json!({ "consideration": "Cukup jelas", "policyMatter": policy_matter });
        let select = "currentStep dispositionSheet { consideration consideredBy { position } consideredAt policyMatter }";
        let seen = story.then("camat", "considerComplaint", select, input).await;
        assert_eq!(seen["currentStep"], "DISPOSE", "the branch is taken in step 6");
        let sheet = json!({
            "consideration": "Cukup jelas", "consideredBy": { "position": "CAMAT" },
            "consideredAt": "2026-02-02T00:00:00Z", "policyMatter": policy_matter,
        });
        assert_eq!(seen["dispositionSheet"], sheet);
    }
});

on_both!(wants_the_question_of_policy_answered, |service: tests::Service| async move {
    let story = service.complaint_at(At::Consider).await;
    let before = story.picture().await;
    let input = story.input(&json!({ "consideration": "Setuju" }));
    let answer =
        service.officer("camat").await.send(&document("considerComplaint"), json!({ "input": input })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
    assert_eq!(story.picture().await, before);
});
