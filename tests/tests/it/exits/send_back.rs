//! `returnComplaint`: back to an earlier step, for correction.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, all, long, trial};

const TRIAL: Trial = Trial {
    mutation: "returnComplaint",
    at: At::Consider,
    fits: &[At::ForwardToSecretary, At::Advise, At::Dispose, At::Sign, At::CarryOut],
    officers: &["camat"],
    may: "the camat",
    input: |_| json!({ "toStep": "ADVISE", "reason": "Nasihat kurang jelas" }),
    wrong: &[
        (|_| json!({ "reason": "" }), &["reason"]),
        (|_| json!({ "reason": long(20_001) }), &["reason"]),
        (|_| json!({ "reason": CONTROL }), &["reason"]),
        (|_| json!({ "reason": CONTROL, "idempotencyKey": "" }), &["idempotencyKey", "reason"]),
        (|_| json!({ "toStep": "RECEIVE" }), &["toStep"]),
        (|_| json!({ "toStep": "CONSIDER" }), &["toStep"]),
        (|_| json!({ "toStep": "DISPOSE" }), &["toStep"]),
        (|_| json!({ "toStep": "ARCHIVE" }), &["toStep"]),
        (|_| json!({ "toStep": "ARCHIVE", "occurredAt": "2027-01-01T00:00:00Z" }), &["occurredAt", "toStep"]),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(goes_to_any_step_already_taken, |service: tests::Service| async move {
    for (at, officer, targets) in [
        (At::ForwardToSecretary, "kasubag", vec!["ATTACH_DISPOSITION_SHEET"]),
        (At::Advise, "sekretaris", vec!["ATTACH_DISPOSITION_SHEET", "FORWARD_TO_SECRETARY"]),
        (
            At::CarryOut,
            "kasubag",
            vec![
                "ATTACH_DISPOSITION_SHEET",
                "FORWARD_TO_SECRETARY",
                "ADVISE",
                "CONSIDER",
                "DISPOSE",
                "SOLVE",
                "SIGN",
            ],
        ),
    ] {
        for to in &targets {
            let mut story = service.complaint_at(at).await;
            let seen = story.seen_by(officer, "actions { name allowed returnTo }").await;
            let action = all(&seen["actions"]).iter().find(|action| action["name"] == "returnComplaint");
            assert_eq!(
                action,
                Some(&json!({ "name": "returnComplaint", "allowed": true, "returnTo": targets }))
            );
            let input = json!({ "toStep": to, "reason": "Perlu diperbaiki" });
            let select =
                "currentStep openSteps { step visit openedBecause dueAt outcome } history { outcome note }";
            let seen = story.then(officer, "returnComplaint", select, input).await;
            assert_eq!(seen["currentStep"], *to);
            for open in all(&seen["openSteps"]) {
                assert_eq!((&open["visit"], &open["openedBecause"]), (&json!(2), &json!("Perlu diperbaiki")));
            }
            assert!(
                all(&seen["history"])
                    .iter()
                    .any(|r| r["outcome"] == "RETURNED" && r["note"] == "Perlu diperbaiki"),
                "{seen:#}"
            );
        }
    }
});

on_both!(never_to_a_step_that_was_skipped, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Dispose).await;
    story.decide_alone().await;
    for to in ["SOLVE", "SIGN"] {
        let input = json!({ "toStep": to, "reason": "Kembali" });
        let error = story.refused("sekretaris", "returnComplaint", "INVALID_INPUT", input).await;
        assert_eq!(error["field"], json!(["input", "toStep"]));
    }
    story.by("sekretaris", "returnComplaint", json!({ "toStep": "DISPOSE", "reason": "Perlu seksi" })).await;
    story.go(At::Dispose, At::Archived).await;
    let seen = story.seen_by("staf", "history { step visit outcome }").await;
    let of = |step: &str| -> Vec<(i64, String)> {
        let records = all(&seen["history"]).iter().filter(|r| r["step"] == step);
        records
            .map(|r| (r["visit"].as_i64().unwrap_or(0), r["outcome"].as_str().unwrap_or("").to_owned()))
            .collect()
    };
    assert_eq!(of("SIGN"), [(1, "SKIPPED".to_owned()), (1, "COMPLETED".to_owned())]);
    assert_eq!(of("DISPOSE"), [(1, "COMPLETED".to_owned()), (2, "COMPLETED".to_owned())]);
    assert_eq!(of("CARRY_OUT"), [(1, "RETURNED".to_owned()), (2, "COMPLETED".to_owned())]);
});

on_both!(to_solve_asks_the_lead_and_those_who_had_answered, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Dispose).await;
    story.dispose_to(&["PEM", "TRANTIB", "PMD"]).await;
    story.by("kasi.pmd", "submitSolution", json!({ "solution": "Warga dikumpulkan" })).await;
    let input = json!({ "solution": "Lubang ditutup", "withoutSupportReason": "TRANTIB diam" });
    story.by("kasi.pemerintahan", "submitSolution", input).await;
    service.at("2026-02-03T09:00:00+08:00");
    let select = "openSteps { section { code } lead visit startedAt dueAt } solutions { text current }";
    let input = json!({ "toStep": "SOLVE", "reason": "Kurang rinci" });
    let seen = story.then("camat", "returnComplaint", select, input).await;
    // The full standard of two working days from the return.
    let open = |code: &str, lead: bool| json!({ "section": { "code": code }, "lead": lead, "visit": 2, "startedAt": "2026-02-03T01:00:00Z", "dueAt": "2026-02-05T01:00:00Z" });
    assert_eq!(seen["openSteps"], json!([open("PEM", true), open("PMD", false)]));
    let replaced = |text: &str| json!({ "text": text, "current": false });
    assert_eq!(seen["solutions"], json!([replaced("Lubang ditutup"), replaced("Warga dikumpulkan")]));
});

on_both!(a_section_does_not_return_but_hands_back, |service: tests::Service| async move {
    let story = service.complaint_at(At::Solve).await;
    let input = json!({ "toStep": "DISPOSE", "reason": "Bukan kami" });
    let error = story.refused("kasi.pemerintahan", "returnComplaint", "WRONG_STEP", input).await;
    assert_eq!(error["field"], Value::Null);
});
