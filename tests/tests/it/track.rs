//! `trackComplaint`: what the public is told, by the code it was given.

use serde_json::{Value, json};
use tests::{At, Service, Story, on_both};

const TRACK: &str = "query ($code: String!) { trackComplaint(trackingCode: $code) {
    status officeName currentStep arrivedAt receivedAt closedAt answer referredTo } }";

async fn code(story: &Story<'_>) -> String {
    let seen = story.seen_by("staf", "trackingCode").await;
    seen["trackingCode"].as_str().expect("a code").to_owned()
}

async fn track(service: &Service, code: &str) -> Value {
    service.stranger().ask(TRACK, json!({ "code": code })).await["trackComplaint"].take()
}

fn told(status: &str, step: Option<&str>, closed: bool, answer: Option<&str>) -> Value {
    let at = "2026-02-02T00:00:00Z";
    json!({
        "status": status, "officeName": "Kantor Camat Selemadeg Timur", "currentStep": step, "arrivedAt": at, "receivedAt": at,
        "closedAt": closed.then_some(at), "answer": answer, "referredTo": null,
    })
}

on_both!(each_status_is_told, |service: Service| async move {
    let answer = Some("Jalan sudah diperbaiki");
    for (at, expected) in [
        (At::AttachDispositionSheet, told("IN_PROGRESS", Some("ATTACH_DISPOSITION_SHEET"), false, None)),
        (At::Solve, told("IN_PROGRESS", Some("SOLVE"), false, None)),
        (At::CarryOut, told("IN_PROGRESS", Some("CARRY_OUT"), false, None)),
        (At::Archive, told("ANSWERED", Some("ARCHIVE"), false, answer)),
        (At::Archived, told("CLOSED", None, true, answer)),
        (At::Withdrawn, told("WITHDRAWN", None, true, None)),
        (At::Duplicate, told("DUPLICATE", None, true, None)),
    ] {
        let story = service.complaint_at(at).await;
        assert_eq!(track(&service, &code(&story).await).await, expected, "{at:?}");
    }
    let referred = service.complaint_at(At::Referred).await;
    let mut expected = told("REFERRED", None, true, Some("Jalan kabupaten"));
    expected["referredTo"] = json!("Dinas PUPR");
    assert_eq!(track(&service, &code(&referred).await).await, expected, "agency and reason are told");

    let mut reopened = service.complaint_at(At::Archived).await;
    reopened.by("camat", "reopenComplaint", json!({ "reason": "Lagi" })).await;
    let again = track(&service, &code(&reopened).await).await;
    assert_eq!((&again["status"], &again["closedAt"]), (&json!("IN_PROGRESS"), &Value::Null));
});

on_both!(no_personal_data_and_no_content_is_told, |service: Service| async move {
    let mut story = service
        .receive(json!({
            "subject": "Rahasia kata1", "description": "kata2", "confidentiality": "SECRET",
            "complainant": { "name": "Wayan kata3", "phone": "0811234567", "address": "kata4", "nationalId": "5102020304850001" },
        }))
        .await;
    story.go_to(At::Archived).await;
    let told = track(&service, &code(&story).await).await.to_string();
    for word in ["kata", "0811", "51020203", "Wayan", "Nyoman", "Gusti", "Lubang", "PM/2026"] {
        assert!(!told.contains(word), "{word} in {told}");
    }
    let fields =
        service.stranger().ask("{ __type(name: \"TrackedComplaint\") { fields { name } } }", json!({})).await;
    let names: Vec<&str> =
        crate::trial::all(&fields["__type"]["fields"]).iter().filter_map(|f| f["name"].as_str()).collect();
    assert_eq!(
        names,
        [
            "status",
            "officeName",
            "currentStep",
            "arrivedAt",
            "receivedAt",
            "closedAt",
            "answer",
            "referredTo"
        ],
        "a new field of the public's needs a thought here"
    );
});

on_both!(the_code_is_read_as_it_was_dictated, |service: Service| async move {
    let story = service.receive(json!({})).await;
    let code = code(&story).await;
    let mistaken = code.replace('0', "O").replace('1', "l");
    for typed in [
        code.clone(),
        code.to_lowercase(),
        code.replace('-', ""),
        code.replace('-', " "),
        format!("  {code}\n"),
        mistaken.to_lowercase(),
        mistaken.replace('l', "I"),
        code.chars().flat_map(|c| [c, ' ']).collect(),
    ] {
        assert_eq!(track(&service, &typed).await["status"], "IN_PROGRESS", "{typed:?}");
    }
    let last = if code.ends_with('7') { "8" } else { "7" };
    for wrong in [
        String::new(),
        "-".to_owned(),
        code[..code.len() - 1].to_owned(),
        format!("{code}7"),
        format!("{}{last}", &code[..code.len() - 1]),
        code.replacen('1', "2", 1),
        "U".repeat(14),
        "é".repeat(14),
        "Z".repeat(10_000),
        "1' OR '1'='1".to_owned(),
    ] {
        assert_eq!(track(&service, &wrong).await, Value::Null, "{wrong:.40}");
    }
});

on_both!(a_duplicates_complainant_gets_the_originals_answer, |service: Service| async move {
    let mut original = service.receive(json!({})).await;
    let mut duplicate = service.receive(json!({})).await;
    duplicate.by("staf", "closeAsDuplicate", json!({ "originalId": original.id })).await;
    let code = code(&duplicate).await;
    assert_eq!(track(&service, &code).await["answer"], Value::Null);
    original.go_to(At::Archived).await;
    assert_eq!(track(&service, &code).await, told("DUPLICATE", None, true, Some("Jalan sudah diperbaiki")));
});

on_both!(a_duplicate_of_one_that_became_a_duplicate_gets_the_answer_too, |service: Service| async move {
    let mut last = service.receive(json!({})).await;
    let mut middle = service.receive(json!({})).await;
    let mut first = service.receive(json!({})).await;
    first.by("staf", "closeAsDuplicate", json!({ "originalId": middle.id })).await;
    middle.by("staf", "closeAsDuplicate", json!({ "originalId": last.id })).await;
    last.go_to(At::Archived).await;
    assert_eq!(track(&service, &code(&first).await).await["answer"], "Jalan sudah diperbaiki");
});
