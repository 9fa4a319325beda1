//! `withdrawComplaint`: the staff enter that the complainant withdrew.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, all, long, trial};

const TRIAL: Trial = Trial {
    mutation: "withdrawComplaint",
    at: At::Advise,
    fits: &At::OPEN,
    officers: &["staf"],
    may: "the staff of General Affairs",
    input: |_| json!({ "reason": "Sudah selesai sendiri" }),
    wrong: &[
        (|_| json!({ "reason": "" }), &["reason"]),
        (|_| json!({ "reason": long(20_001) }), &["reason"]),
        (|_| json!({ "reason": CONTROL }), &["reason"]),
        (|_| json!({ "idempotencyKey": "", "reason": CONTROL }), &["idempotencyKey", "reason"]),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(ends_every_open_record_at_any_step, |service: tests::Service| async move {
    for at in At::OPEN {
        let mut story = service.complaint_at(at).await;
        let open = all(&story.seen_by("staf", "openSteps { id }").await["openSteps"]).to_vec();
        let select =
            "status currentStep closedAt openSteps { id } history { id outcome note officer { position } }";
        let seen = story.then("staf", "withdrawComplaint", select, json!({ "reason": "Dicabut" })).await;
        assert_eq!((&seen["status"], &seen["currentStep"]), (&json!("WITHDRAWN"), &Value::Null), "{at:?}");
        assert_eq!(seen["closedAt"], "2026-02-02T00:00:00Z");
        let withdrawn: Vec<&Value> =
            all(&seen["history"]).iter().filter(|r| r["outcome"] == "WITHDRAWN").collect();
        assert_eq!(withdrawn.len(), open.len(), "{at:?}");
        for (record, open) in withdrawn.into_iter().zip(&open) {
            assert_eq!(record["id"], open["id"]);
            assert_eq!(
                (&record["note"], &record["officer"]["position"]),
                (&json!("Dicabut"), &json!("STAFF"))
            );
        }
    }
});
