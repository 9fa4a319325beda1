//! `correctComplaint`: what was written down wrongly is put right, what stood before is kept.

use serde_json::{Value, json};
use tests::{At, on_both, over};

use crate::trial::{CONTROL, Trial, all, document, long, trial};

/// At step 2 the staff, who take it, and the Kasubag may.
const TRIAL: Trial = Trial {
    mutation: "correctComplaint",
    at: At::AttachDispositionSheet,
    fits: &At::OPEN,
    officers: &["staf", "kasubag"],
    may: "the staff of General Affairs or the head of General Affairs",
    input: |_| json!({ "reason": "Salah dengar", "subject": "Lampu jalan mati" }),
    wrong: &[
        (|_| json!({ "reason": "" }), &["reason"]),
        (|_| json!({ "subject": "" }), &["subject"]),
        (|_| json!({ "subject": long(301) }), &["subject"]),
        (|_| json!({ "description": CONTROL }), &["description"]),
        (|_| json!({ "description": long(20_001) }), &["description"]),
        (|_| json!({ "complainant": { "phone": "x" } }), &["complainant.phone"]),
        (|_| json!({ "complainant": { "email": "x" } }), &["complainant.email"]),
        (|_| json!({ "complainant": { "address": long(301) } }), &["complainant.address"]),
        (|_| json!({ "complainant": { "nationalId": "1" } }), &["complainant.nationalId"]),
        (|_| json!({ "categoryId": "!" }), &["categoryId"]),
        (|ids| json!({ "categoryId": ids.category_of_kediri }), &["categoryId"]),
        (|_| json!({ "villageCode": "51.02.06.2001" }), &["villageCode"]),
        (|ids| json!({ "reportedOfficerIds": [ids.camat_of_kediri] }), &["reportedOfficerIds"]),
        (|ids| json!({ "reportedOfficerIds": [ids.pem] }), &["reportedOfficerIds"]),
        // Nothing would change.
        (|_| json!({ "subject": null }), &["reason"]),
        (|_| json!({ "subject": "Jalan rusak di Banjar Dalang " }), &["reason"]),
        (|_| json!({ "subject": null, "complainant": { "name": "" } }), &["reason"]),
        (
            |_| json!({ "idempotencyKey": "", "reason": "", "subject": "", "description": "", "categoryId": "!", "villageCode": "", "complainant": { "phone": "x" } }),
            &[
                "idempotencyKey",
                "reason",
                "subject",
                "description",
                "complainant.phone",
                "categoryId",
                "villageCode",
            ],
        ),
    ],
    occurs: false,
};

trial!(TRIAL);

on_both!(by_the_staff_the_kasubag_and_who_may_take_the_step, |service: tests::Service| async move {
    let mut story = service.receive(json!({})).await;
    let mut count = 0;
    for (place, at) in At::OPEN.into_iter().enumerate() {
        if place > 0 {
            story.take(At::OPEN[place - 1]).await;
        }
        let takers: &[&str] = match at {
            At::AttachDispositionSheet | At::ForwardToSecretary | At::Archive => &[],
            At::Advise | At::CarryOut => &["sekretaris"],
            At::Consider | At::Dispose | At::Sign => &["camat"],
            At::Solve => &["kasi.pemerintahan", "kasi.trantib"],
            other => panic!("{other:?} is not open"),
        };
        for officer in tests::EVERYBODY {
            count += 1;
            let input = json!({ "reason": "Salah tulis", "subject": format!("Judul {count}") });
            if ["staf", "kasubag"].contains(&officer) || takers.contains(&officer) {
                let before = story.seen_by("staf", "currentStep history { id outcome }").await;
                story.by(officer, "correctComplaint", input).await;
                assert_eq!(
                    story.seen_by("staf", "currentStep history { id outcome }").await,
                    before,
                    "no step moves"
                );
            } else {
                let payload =
                    service.officer(officer).await.step("correctComplaint", "", story.input(&input)).await;
                assert_eq!(payload["userErrors"][0]["code"], "NOT_PERMITTED", "{officer} at {at:?}");
            }
        }
    }
    for at in At::CLOSED {
        let story = service.complaint_at(at).await;
        let input = json!({ "reason": "Terlambat", "subject": "Lain" });
        story.refused("staf", "correctComplaint", "CLOSED", input).await;
    }
});

on_both!(keeps_what_stood_before, |service: tests::Service| async move {
    let mut story =
        service.receive(json!({ "complainant": { "name": "Wayan", "phone": "081234567" } })).await;
    let category = service.category("09").await;
    let reported = service.officer_id("kasi.pmd").await;
    let input = json!({
        "reason": "Salah tulis", "subject": "Lampu mati", "description": "Di pasar", "urgency": "URGENT",
        "confidentiality": "ANONYMOUS", "categoryId": category, "villageCode": "51.02.02.2005", "reportedOfficerIds": [reported],
        "complainant": { "name": "Made", "phone": "", "email": "made@desa.id", "address": "Banjar", "nationalId": "5102020304850001" },
    });
    story.by("staf", "correctComplaint", input).await;
    let select = "changes { field before after reason officer { name } at }
        subject urgency confidentiality complainant { name phone email address nationalId } reportedOfficers { name } village { code }";
    let seen = story.seen_by("staf", select).await;
    let change = |field: &str, before: Value, after: Value| json!({ "field": field, "before": before, "after": after, "reason": "Salah tulis", "officer": { "name": "Ni Luh Ayu" }, "at": "2026-02-02T00:00:00Z" });
    assert_eq!(
        seen["changes"],
        json!([
            change("subject", json!("Jalan rusak di Banjar Dalang"), json!("Lampu mati")),
            change("description", json!("Berlubang sejak hujan minggu lalu"), json!("Di pasar")),
            change("complainant.name", json!("Wayan"), json!("Made")),
            change("complainant.phone", json!("081234567"), Value::Null),
            change("complainant.email", Value::Null, json!("made@desa.id")),
            change("complainant.address", Value::Null, json!("Banjar")),
            change("complainant.nationalId", Value::Null, json!("5102020304850001")),
            change("confidentiality", json!("OPEN"), json!("ANONYMOUS")),
            change("category", Value::Null, json!("09")),
            change("villageCode", Value::Null, json!("51.02.02.2005")),
            change("urgency", json!("ORDINARY"), json!("URGENT")),
            change("reportedOfficers", Value::Null, json!("Ni Made Sri")),
        ])
    );
    assert_eq!(
        seen["complainant"],
        json!({ "name": "Made", "phone": null, "email": "made@desa.id", "address": "Banjar", "nationalId": "5102020304850001" })
    );
    assert_eq!(story.seen_by("kasi.pmd", "id").await, Value::Null, "it is gone for the one complained of");
    story.by("staf", "correctComplaint", json!({ "reason": "Bukan dia", "reportedOfficerIds": [] })).await;
    assert_ne!(story.seen_by("kasi.pmd", "id").await, Value::Null);
});

on_both!(one_who_enters_that_he_is_complained_of_sees_it_no_more, |service: tests::Service| async move {
    let story = service.receive(json!({})).await;
    let staff = service.officer_id("staf").await;
    let input = story.input(&json!({ "reason": "Ternyata saya", "reportedOfficerIds": [staff] }));
    let payload = service.officer("staf").await.step("correctComplaint", "", input).await;
    assert_eq!(payload, json!({ "complaint": Value::Null, "userErrors": [] }), "done, and gone");
    assert_eq!(story.seen_by("staf", "id").await, Value::Null);
    assert_eq!(story.seen_by("kasubag", "version").await["version"], 2);
});

on_both!(does_not_say_when_it_happened, |service: tests::Service| async move {
    let story = service.receive(json!({})).await;
    let input = over(
        story.input(&json!({ "reason": "x", "subject": "y" })),
        &json!({ "occurredAt": "2026-02-02T08:00:00+08:00" }),
    );
    let answer =
        service.officer("staf").await.send(&document("correctComplaint"), json!({ "input": input })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
    assert_eq!(all(&story.picture().await["changes"]).len(), 0);
});
