//! Step 6: `disposeComplaint`.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, all, long, trial};

const TRIAL: Trial = Trial {
    mutation: "disposeComplaint",
    at: At::Dispose,
    fits: &[],
    officers: &["camat"],
    may: "the camat",
    input: |ids| json!({ "instruction": "Selesaikan", "leadSectionId": ids.pem, "supportingSectionIds": [ids.pmd] }),
    wrong: &[
        (|_| json!({ "instruction": "" }), &["instruction"]),
        (|_| json!({ "instruction": long(20_001) }), &["instruction"]),
        (|_| json!({ "instruction": CONTROL }), &["instruction"]),
        (|_| json!({ "instruction": null }), &["instruction"]),
        (|_| json!({ "leadSectionId": null }), &["leadSectionId"]),
        (|_| json!({ "leadSectionId": null, "supportingSectionIds": null }), &["leadSectionId"]),
        (|_| json!({ "leadSectionId": null, "supportingSectionIds": [] }), &["leadSectionId"]),
        (|_| json!({ "leadSectionId": "!" }), &["leadSectionId"]),
        (|ids| json!({ "leadSectionId": ids.category }), &["leadSectionId"]),
        (|ids| json!({ "leadSectionId": ids.section_of_kediri }), &["leadSectionId"]),
        (|ids| json!({ "supportingSectionIds": [ids.section_of_kediri] }), &["supportingSectionIds"]),
        (|ids| json!({ "supportingSectionIds": [ids.pmd, ids.pmd] }), &["supportingSectionIds"]),
        (|ids| json!({ "supportingSectionIds": [ids.pem] }), &["supportingSectionIds"]),
        (|_| json!({ "ownSolution": "Saya sendiri" }), &["ownSolution"]),
        (|_| json!({ "ownSolution": "Saya sendiri", "leadSectionId": null }), &["supportingSectionIds"]),
        (|_| json!({ "ownSolution": "" }), &["ownSolution"]),
        (
            |_| json!({ "ownSolution": CONTROL, "leadSectionId": null, "supportingSectionIds": null }),
            &["ownSolution"],
        ),
        (
            |_| json!({ "instruction": "", "leadSectionId": "!", "supportingSectionIds": ["!"], "ownSolution": "" }),
            &["instruction", "leadSectionId", "supportingSectionIds", "ownSolution"],
        ),
        (
            |ids| json!({ "supportingSectionIds": [ids.pem], "instruction": null, "occurredAt": "2027-01-01T00:00:00Z" }),
            &["occurredAt", "supportingSectionIds", "instruction"],
        ),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(opens_a_record_for_each_section, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Dispose).await;
    story.dispose_to(&["TRANTIB", "PEM", "UMUM"]).await;
    let seen = story
        .seen_by(
            "camat",
            "currentStep dispositionSheet { instruction disposedBy { name } disposedAt leadSection { code } supportingSections { code } }
             openSteps { step section { code head { name } } lead position dueAt waitingFor { name } }",
        )
        .await;
    assert_eq!(seen["currentStep"], "SOLVE");
    assert_eq!(
        seen["dispositionSheet"],
        json!({
            "instruction": "Selesaikan bersama", "disposedBy": { "name": "I Gusti Ngurah Bagus" },
            "disposedAt": "2026-02-02T00:00:00Z",
            "leadSection": { "code": "TRANTIB" }, "supportingSections": [{ "code": "PEM" }, { "code": "UMUM" }],
        })
    );
    let open = |code: &str, head: &str, lead: bool| {
        json!({
            "step": "SOLVE", "section": { "code": code, "head": { "name": head } }, "lead": lead, "position": "SECTION_HEAD",
            "dueAt": "2026-02-04T00:00:00Z", "waitingFor": [{ "name": head }],
        })
    };
    assert_eq!(
        seen["openSteps"],
        json!([
            open("TRANTIB", "I Ketut Budiasa", true),
            open("PEM", "I Wayan Suparta", false),
            open("UMUM", "I Made Sudarma", false),
        ]),
        "each has its own clock; the Kasubag heads a subdivision"
    );
});

on_both!(alone_passes_over_the_sections, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Dispose).await;
    story.decide_alone().await;
    let seen = story
        .seen_by("camat", "currentStep history { step outcome startedAt dueAt workingSeconds officer { name } onTime } solutions { text section { code } lead current author { name } signedAt signedBy { name } }")
        .await;
    assert_eq!(seen["currentStep"], "CARRY_OUT");
    for (place, step) in [(6, "SOLVE"), (7, "SIGN")] {
        let skipped = json!({
            "step": step, "outcome": "SKIPPED", "startedAt": Value::Null, "dueAt": null, "workingSeconds": null,
            "officer": null, "onTime": null,
        });
        assert_eq!(seen["history"][place], skipped);
    }
    assert_eq!(all(&seen["history"]).len(), 9);
    let camat = json!({ "name": "I Gusti Ngurah Bagus" });
    assert_eq!(
        seen["solutions"],
        json!([{
            "text": "Camat menegur langsung", "section": null, "lead": true, "current": true, "author": camat,
            "signedAt": "2026-02-02T00:00:00Z", "signedBy": camat,
        }])
    );
});

on_both!(refuses_a_section_whose_head_is_complained_of, |service: tests::Service| async move {
    let head = service.officer_id("kasi.trantib").await;
    let mut story = service.receive(json!({ "reportedOfficerIds": [head] })).await;
    story.go_to(At::Dispose).await;
    let (pem, trantib) = (service.section("PEM").await, service.section("TRANTIB").await);
    for (lead, support, field) in
        [(&trantib, &pem, "leadSectionId"), (&pem, &trantib, "supportingSectionIds")]
    {
        let input =
            json!({ "instruction": "Selesaikan", "leadSectionId": lead, "supportingSectionIds": [support] });
        let error = story.refused("camat", "disposeComplaint", "INVALID_INPUT", input).await;
        assert_eq!(error["field"], json!(["input", field]));
    }
    story.dispose_to(&["PEM", "PMD"]).await;
});
