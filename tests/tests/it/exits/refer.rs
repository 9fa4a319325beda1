//! `referComplaint`: not this office's authority.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, long, trial};

const TRIAL: Trial = Trial {
    mutation: "referComplaint",
    at: At::Consider,
    fits: &[At::Dispose, At::Sign],
    officers: &["camat"],
    may: "the camat",
    input: |_| json!({ "agency": "Dinas PUPR", "reason": "Jalan kabupaten" }),
    wrong: &[
        (|_| json!({ "agency": "" }), &["agency"]),
        (|_| json!({ "agency": long(301) }), &["agency"]),
        (|_| json!({ "agency": CONTROL }), &["agency"]),
        (|_| json!({ "reason": " " }), &["reason"]),
        (|_| json!({ "reason": long(20_001) }), &["reason"]),
        (
            |_| json!({ "idempotencyKey": "", "agency": CONTROL, "reason": CONTROL }),
            &["idempotencyKey", "agency", "reason"],
        ),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(closes_it_from_each_of_the_camats_steps, |service: tests::Service| async move {
    for (at, step) in [(At::Consider, "CONSIDER"), (At::Dispose, "DISPOSE"), (At::Sign, "SIGN")] {
        let mut story = service.complaint_at(at).await;
        let select =
            "status currentStep referredTo closedAt openSteps { id } history { step outcome note capacity }";
        let input = json!({ "agency": "Dinas PUPR", "reason": "Jalan kabupaten" });
        let mut seen = story.then("camat", "referComplaint", select, input).await;
        let history = seen["history"].take();
        let last = history.as_array().and_then(|records| records.last());
        assert_eq!(
            last,
            Some(
                &json!({ "step": step, "outcome": "REFERRED", "note": "Jalan kabupaten", "capacity": "DEFINITIVE" })
            )
        );
        assert_eq!(
            seen,
            json!({
                "id": story.id, "version": story.version, "status": "REFERRED", "currentStep": Value::Null,
                "referredTo": "Dinas PUPR", "closedAt": "2026-02-02T00:00:00Z", "openSteps": [], "history": null,
            })
        );
    }
});
