//! Step 9: `carryOutSolution`.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, long, trial};

const TRIAL: Trial = Trial {
    mutation: "carryOutSolution",
    at: At::CarryOut,
    fits: &[],
    officers: &["sekretaris", "kasubag"],
    may: "the secretary or the head of General Affairs",
    input: |_| json!({ "result": "Ditutup", "answerToComplainant": "Sudah ditutup" }),
    wrong: &[
        (|_| json!({ "result": "" }), &["result"]),
        (|_| json!({ "answerToComplainant": " " }), &["answerToComplainant"]),
        (|_| json!({ "result": long(20_001) }), &["result"]),
        (|_| json!({ "answerToComplainant": CONTROL }), &["answerToComplainant"]),
        (
            |_| json!({ "idempotencyKey": "", "result": CONTROL, "answerToComplainant": long(20_001) }),
            &["idempotencyKey", "result", "answerToComplainant"],
        ),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(answers_the_complainant, |service: tests::Service| async move {
    for (officer, position) in [("sekretaris", "SECRETARY"), ("kasubag", "HEAD_OF_GENERAL_AFFAIRS")] {
        service.at("2026-02-02T08:00:00+08:00");
        let mut story = service.complaint_at(At::CarryOut).await;
        let waits =
            story.seen_by("camat", "openSteps { position waitingFor { position } } answer answeredAt").await;
        let both = json!([{ "position": "SECRETARY" }, { "position": "HEAD_OF_GENERAL_AFFAIRS" }]);
        assert_eq!(waits["openSteps"], json!([{ "position": "SECRETARY", "waitingFor": both }]));
        assert_eq!(waits["answer"], Value::Null);
        service.at("2026-02-02T09:00:00+08:00");
        let input = json!({ "result": "Ditutup", "answerToComplainant": "Sudah ditutup",
            "occurredAt": "2026-02-02T08:45:00+08:00" });
        let select = "currentStep result answer answeredAt history { position statement }";
        let seen = story.then(officer, "carryOutSolution", select, input).await;
        assert_eq!(seen["currentStep"], "ARCHIVE");
        assert_eq!((&seen["result"], &seen["answer"]), (&json!("Ditutup"), &json!("Sudah ditutup")));
        assert_eq!(seen["answeredAt"], "2026-02-02T00:45:00Z", "when it happened");
        assert_eq!(
            seen["history"][9],
            json!({ "position": position, "statement": "Ditutup" }),
            "who took it"
        );
    }
});
