//! Step 4: `adviseCamat`.

use serde_json::{Value, json};
use tests::{At, on_both};

use crate::trial::{CONTROL, Trial, long, trial};

const TRIAL: Trial = Trial {
    mutation: "adviseCamat",
    at: At::Advise,
    fits: &[],
    officers: &["sekretaris"],
    may: "the secretary",
    input: |ids| json!({ "advice": "Tinjau lapangan", "suggestedSectionIds": [ids.pem, ids.pmd] }),
    wrong: &[
        (|_| json!({ "advice": "" }), &["advice"]),
        (|_| json!({ "advice": "\u{a0}\n" }), &["advice"]),
        (|_| json!({ "advice": long(20_001) }), &["advice"]),
        (|_| json!({ "advice": CONTROL }), &["advice"]),
        (|_| json!({ "suggestedSectionIds": ["!"] }), &["suggestedSectionIds"]),
        (|ids| json!({ "suggestedSectionIds": [ids.category] }), &["suggestedSectionIds"]),
        (|ids| json!({ "suggestedSectionIds": [ids.section_of_kediri] }), &["suggestedSectionIds"]),
        (|ids| json!({ "suggestedSectionIds": [ids.pem, ids.pem] }), &["suggestedSectionIds"]),
        (
            |_| json!({ "idempotencyKey": "", "advice": "", "suggestedSectionIds": ["!", "?"] }),
            &["idempotencyKey", "advice", "suggestedSectionIds", "suggestedSectionIds"],
        ),
        (
            |ids| json!({ "suggestedSectionIds": [ids.pem, ids.pem], "occurredAt": "2027-01-01T00:00:00Z" }),
            &["occurredAt", "suggestedSectionIds"],
        ),
    ],
    occurs: true,
};

trial!(TRIAL);

on_both!(puts_advice_on_the_sheet, |service: tests::Service| async move {
    let mut story = service.complaint_at(At::Advise).await;
    let sections = [service.section("PMD").await, service.section("PEM").await];
    let input = json!({ "advice": "Baris satu\nbaris dua", "suggestedSectionIds": sections });
    let select = "dispositionSheet { advice advisedBy { name } advisedAt suggestedSections { code } }";
    let seen = story.then("sekretaris", "adviseCamat", select, input).await;
    assert_eq!(
        seen["dispositionSheet"],
        json!({
            "advice": "Baris satu\nbaris dua", "advisedBy": { "name": "I Nyoman Arta" }, "advisedAt": "2026-02-02T00:00:00Z",
            "suggestedSections": [{ "code": "PMD" }, { "code": "PEM" }],
        })
    );
    let history = story.seen_by("camat", "history { statement note }").await;
    assert_eq!(history["history"][3], json!({ "statement": "Baris satu\nbaris dua", "note": Value::Null }));
});
