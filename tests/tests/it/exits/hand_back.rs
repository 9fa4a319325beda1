//! `handBackComplaint`: a section says that the complaint is not its own.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, all, long, trial};

const TRIAL: Trial = Trial {
    mutation: "handBackComplaint",
    at: At::Solve,
    fits: &[],
    officers: &["kasi.pemerintahan", "kasi.trantib"],
    may: "the head of the section asked",
    input: |_| json!({ "reason": "Bukan tugas kami" }),
    wrong: &[
        (|_| json!({ "reason": "" }), &["reason"]),
        (|_| json!({ "reason": long(20_001) }), &["reason"]),
        (|_| json!({ "reason": CONTROL }), &["reason"]),
        (|_| json!({ "sectionId": "!" }), &["sectionId"]),
        (|ids| json!({ "sectionId": ids.section_of_kediri }), &["sectionId"]),
        (
            |_| json!({ "idempotencyKey": "", "sectionId": "!", "reason": CONTROL }),
            &["idempotencyKey", "sectionId", "reason"],
        ),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(a_supporter_drops_out, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Solve).await;
    let select = "currentStep openSteps { section { code } } history { step outcome note officer { name } }";
    let seen =
        story.then("kasi.trantib", "handBackComplaint", select, json!({ "reason": "Bukan kami" })).await;
    assert_eq!(seen["currentStep"], "SOLVE");
    assert_eq!(seen["openSteps"], json!([{ "section": { "code": "PEM" } }]));
    assert_eq!(
        seen["history"][7],
        json!({ "step": "SOLVE", "outcome": "HANDED_BACK", "note": "Bukan kami", "officer": { "name": "I Ketut Budiasa" } })
    );
    story.refused("kasi.trantib", "handBackComplaint", "WRONG_STEP", json!({ "reason": "Lagi" })).await;
    story.by("kasi.pemerintahan", "submitSolution", json!({ "solution": "Sendiri" })).await;
});

on_both!(the_lead_puts_it_before_the_camat_again, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Solve).await;
    service.at("2026-02-02T09:00:00+08:00");
    let select = "currentStep openSteps { step visit openedBecause dueAt } history { step outcome officer { name } note }
         dispositionSheet { instruction leadSection { code } supportingSections { code } }";
    let seen =
        story.then("kasi.pemerintahan", "handBackComplaint", select, json!({ "reason": "Bukan kami" })).await;
    assert_eq!(seen["currentStep"], "DISPOSE");
    assert_eq!(
        seen["openSteps"],
        json!([{ "step": "DISPOSE", "visit": 2, "openedBecause": "Bukan kami", "dueAt": "2026-02-02T02:00:00Z" }])
    );
    let ended: Vec<&Value> = all(&seen["history"])[6..8].iter().collect();
    assert_eq!(
        json!(ended),
        json!([
            { "step": "SOLVE", "outcome": "HANDED_BACK", "officer": { "name": "I Wayan Suparta" }, "note": "Bukan kami" },
            { "step": "SOLVE", "outcome": "SUPERSEDED", "officer": null, "note": null },
        ])
    );
    story.dispose_to(&["PMD"]).await;
    story.by("kasi.pmd", "submitSolution", json!({ "solution": "Oleh PMD" })).await;
    let seen = story
        .seen_by("camat", "currentStep dispositionSheet { leadSection { code } supportingSections { code } }")
        .await;
    assert_eq!(seen["currentStep"], "SIGN");
    assert_eq!(
        seen["dispositionSheet"],
        json!({ "leadSection": { "code": "PMD" }, "supportingSections": [] })
    );
});
