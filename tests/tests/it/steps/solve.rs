//! Step 7: `submitSolution`.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, all, long};

/// Tried on a complaint with TRANTIB, a supporter, who may answer at any time.
const TRIAL: Trial = Trial {
    mutation: "submitSolution",
    at: At::Solve,
    fits: &[],
    officers: &["kasi.trantib"],
    may: "the head of the section asked",
    input: |_| json!({ "solution": "Lalu lintas diatur" }),
    wrong: &[
        (|_| json!({ "solution": "" }), &["solution"]),
        (|_| json!({ "solution": long(20_001) }), &["solution"]),
        (|_| json!({ "solution": CONTROL }), &["solution"]),
        (|_| json!({ "withoutSupportReason": "" }), &["withoutSupportReason"]),
        (|_| json!({ "withoutSupportReason": "Tidak menunggu" }), &["withoutSupportReason"]),
        (|_| json!({ "sectionId": "!" }), &["sectionId"]),
        (|ids| json!({ "sectionId": ids.section_of_kediri }), &["sectionId"]),
        (|ids| json!({ "sectionId": ids.category }), &["sectionId"]),
        (
            |_| json!({ "idempotencyKey": "", "solution": "", "sectionId": "!", "withoutSupportReason": "" }),
            &["idempotencyKey", "solution", "sectionId", "withoutSupportReason"],
        ),
    ],
    occurs: true,
};

/// The lead may too, of course: it is left out of those who may not.
const BY_ANY: Trial = Trial { officers: &["kasi.trantib", "kasi.pemerintahan"], ..TRIAL };

on_both!(is_refused_where_anything_is_not_right, |service: tests::Service| async move {
    BY_ANY.refusals(&service).await;
});
on_both!(fits_nowhere_else, |service: tests::Service| async move { TRIAL.elsewhere(&service).await });
on_both!(is_done_once_and_when_it_was_done, |service: tests::Service| async move {
    TRIAL.once(&service).await;
    let lead = Trial {
        officers: &["kasi.pemerintahan"],
        input: |_| json!({ "solution": "Lubang ditutup", "withoutSupportReason": "TRANTIB diam" }),
        ..TRIAL
    };
    lead.once(&service).await;
});

on_both!(ends_with_the_leads_and_not_before_its_supporters, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Dispose).await;
    story.dispose_to(&["PEM", "TRANTIB", "PMD"]).await;
    story.by("kasi.pmd", "submitSolution", json!({ "solution": "Warga dikumpulkan" })).await;
    let lead = json!({ "solution": "Lubang ditutup" });
    let error = story.refused("kasi.pemerintahan", "submitSolution", "SUPPORT_PENDING", lead).await;
    assert_eq!(error["field"], json!(["input", "withoutSupportReason"]));
    assert_eq!(
        error["message"],
        "Supporting sections have not answered yet: Seksi Ketenteraman dan Ketertiban Umum. To go on without them, give a reason."
    );
    let error =
        story.refused("kasi.pmd", "submitSolution", "WRONG_STEP", json!({ "solution": "Lagi" })).await;
    assert_eq!(error["field"], Value::Null, "PMD has answered");

    let input = json!({ "solution": "Lubang ditutup", "withoutSupportReason": "TRANTIB tidak menjawab" });
    story.by("kasi.pemerintahan", "submitSolution", input).await;
    let seen = story.seen_by("camat", "currentStep history { step section { code } outcome officer { name } note statement } solutions { section { code } lead text current }").await;
    assert_eq!(seen["currentStep"], "SIGN");
    let records: Vec<Value> =
        all(&seen["history"]).iter().filter(|r| r["step"] == "SOLVE").cloned().collect();
    assert_eq!(
        json!(records),
        json!([
            { "step": "SOLVE", "section": { "code": "PEM" }, "outcome": "COMPLETED", "officer": { "name": "I Wayan Suparta" }, "note": "TRANTIB tidak menjawab", "statement": "Lubang ditutup" },
            { "step": "SOLVE", "section": { "code": "TRANTIB" }, "outcome": "NO_ANSWER", "officer": null, "note": "TRANTIB tidak menjawab", "statement": null },
            { "step": "SOLVE", "section": { "code": "PMD" }, "outcome": "COMPLETED", "officer": { "name": "Ni Made Sri" }, "note": null, "statement": "Warga dikumpulkan" },
        ])
    );
    assert_eq!(
        seen["solutions"],
        json!([
            { "section": { "code": "PEM" }, "lead": true, "text": "Lubang ditutup", "current": true },
            { "section": { "code": "PMD" }, "lead": false, "text": "Warga dikumpulkan", "current": true },
        ])
    );
});

on_both!(supporters_answer_independently_of_each_other, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Dispose).await;
    story.dispose_to(&["PEM", "TRANTIB", "PMD"]).await;
    service.at("2026-02-02T11:00:00+08:00");
    let at = |when: &str, what: &str| json!({ "solution": what, "occurredAt": when });
    story.by("kasi.pmd", "submitSolution", at("2026-02-02T10:30:00+08:00", "Kedua")).await;
    story
        .by("kasi.trantib", "submitSolution", at("2026-02-02T09:00:00+08:00", "Pertama, di atas kertas"))
        .await;
    // The lead's ends the step, so it is not before theirs.
    let error = story
        .refused(
            "kasi.pemerintahan",
            "submitSolution",
            "INVALID_INPUT",
            at("2026-02-02T10:00:00+08:00", "Ketiga"),
        )
        .await;
    assert_eq!(error["field"], json!(["input", "occurredAt"]));
    assert_eq!(error["message"], "Must not be before 2026-02-02 10:30:00 WITA.");
    story.by("kasi.pemerintahan", "submitSolution", at("2026-02-02T10:30:00+08:00", "Ketiga")).await;
});

on_both!(one_who_heads_two_sections_says_which, |service: tests::Service| async move {
    // In April the head of PMD acts for PEM too.
    service.at("2026-04-06T08:00:00+08:00");
    let mut story = service.complaint_at(At::Dispose).await;
    story.dispose_to(&["PMD", "PEM"]).await;
    let error = story
        .refused("kasi.pmd", "submitSolution", "INVALID_INPUT", json!({ "solution": "Yang mana" }))
        .await;
    assert_eq!(error["field"], json!(["input", "sectionId"]));
    let pem = service.section("PEM").await;
    let trantib = service.section("TRANTIB").await;
    let input = json!({ "solution": "Bukan saya", "sectionId": trantib });
    story.refused("kasi.pmd", "submitSolution", "NOT_PERMITTED", input.clone()).await;
    let error = story.refused("kasi.trantib", "submitSolution", "INVALID_INPUT", input).await;
    assert_eq!(error["field"], json!(["input", "sectionId"]), "that section was not asked");
    story.by("kasi.pmd", "submitSolution", json!({ "solution": "Dari PEM", "sectionId": pem })).await;
    story.by("kasi.pmd", "submitSolution", json!({ "solution": "Dari PMD" })).await;
    let seen = story
        .seen_by("camat", "history { section { code } capacity officer { name } onBehalfOf { name } }")
        .await;
    let solved: Vec<Value> = all(&seen["history"])[6..8].to_vec();
    let sri = json!({ "name": "Ni Made Sri" });
    assert_eq!(
        json!(solved),
        json!([
            { "section": { "code": "PMD" }, "capacity": "DEFINITIVE", "officer": sri, "onBehalfOf": null },
            { "section": { "code": "PEM" }, "capacity": "PLT", "officer": sri, "onBehalfOf": { "name": "I Wayan Suparta" } },
        ])
    );
});
