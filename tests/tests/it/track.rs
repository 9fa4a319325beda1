//! `trackComplaint`: what the public is told, by the code it was given.

use serde_json::{Value, json};
use tests::{At, Client, Engine, Service, Story, on_both};

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

/// Asks from behind a proxy, as one whose address the proxy saw.
async fn from(client: &Client, address: &str, code: &str) -> reqwest::Response {
    let (http, at) = client.raw();
    let body = json!({ "query": TRACK, "variables": { "code": code } });
    let request = http.post(format!("http://{at}/graphql")).json(&body).header("x-forwarded-for", address);
    request.header("accept-language", "en").send().await.expect("the service answers")
}

/// What is told of a refusal: its code, and when to come again.
async fn refusal(response: reqwest::Response) -> (Value, Option<String>) {
    let again = response.headers().get("retry-after").and_then(|v| v.to_str().ok()).map(ToOwned::to_owned);
    let answer: Value = response.json().await.expect("JSON");
    (answer["errors"][0]["extensions"]["code"].clone(), again)
}

fn few_codes(serving: &mut api::Serving) {
    (serving.signin.trackings_address, serving.signin.trusted_proxies) = (5, 1);
}

async fn codes_are_counted_by_address(engine: Engine) {
    let service = Service::open_as(engine, few_codes).await;
    let story = service.receive(json!({})).await;
    let right = code(&story).await;
    let last = if right.ends_with('7') { "8" } else { "7" };
    let wrong = format!("{}{last}", &right[..right.len() - 1]);
    let client = service.stranger();
    // Right and wrong ones count alike, and the refusal says nothing of the code.
    for address in ["192.0.2.1", "2001:db8:1:2::1"] {
        for code in [&right, &wrong, &right, &wrong, &"nonsense".to_owned()] {
            let (code, again) = refusal(from(&client, address, code).await).await;
            assert_eq!((code, again), (Value::Null, None));
        }
        let mut refusals = Vec::new();
        for code in [&right, &wrong, &"nonsense".to_owned()] {
            let answer = from(&client, address, code).await;
            refusals
                .push((answer.headers().get("retry-after").cloned(), answer.text().await.expect("a text")));
        }
        assert_eq!(refusals[0], refusals[1]);
        assert_eq!(refusals[0], refusals[2]);
        assert!(refusals[0].1.contains("LIMIT_EXCEEDED"), "{}", refusals[0].1);
        assert_eq!(refusals[0].0.as_ref().and_then(|v| v.to_str().ok()), Some("3600"));
    }
    // A household's network is one; another address is another; the header counts as far as the proxy wrote it.
    assert_eq!(refusal(from(&client, "2001:db8:1:2:ffff::9", &right).await).await.0, "LIMIT_EXCEEDED");
    assert_eq!(refusal(from(&client, "192.0.2.2, 192.0.2.1", &right).await).await.0, "LIMIT_EXCEEDED");
    for free in ["192.0.2.2", "2001:db8:1:3::1", "192.0.2.1, 192.0.2.3"] {
        assert_eq!(refusal(from(&client, free, &right).await).await.0, Value::Null, "{free}");
    }
    // Several codes in one document count each.
    let many = (0..6).map(|n| format!("a{n}: trackComplaint(trackingCode: \"{right}\") {{ status }}"));
    let document = format!("{{ {} }}", many.collect::<Vec<_>>().join(" "));
    let (http, at) = client.raw();
    let request = http.post(format!("http://{at}/graphql")).json(&json!({ "query": document }));
    let answer: Value = request
        .header("x-forwarded-for", "192.0.2.9")
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1), "{answer}");
    service.at("2026-02-02T08:59:59+08:00");
    assert_eq!(
        refusal(from(&client, "192.0.2.1", &right).await).await,
        (json!("LIMIT_EXCEEDED"), Some("1".to_owned()))
    );
    service.at("2026-02-02T09:00:00+08:00");
    assert_eq!(refusal(from(&client, "192.0.2.1", &right).await).await.0, Value::Null, "an hour later");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_are_counted_by_address_on_sqlite() {
    codes_are_counted_by_address(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_are_counted_by_address_on_postgres() {
    codes_are_counted_by_address(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copies_count_codes_together() {
    let service = Service::open_as(Engine::Postgres, few_codes).await;
    let copy = service.copy_as(few_codes).await;
    let clients = [service.stranger(), copy.stranger()];
    for attempt in 0..5 {
        let (code, _) = refusal(from(&clients[attempt % 2], "192.0.2.1", "1-0000-0000-0000").await).await;
        assert_eq!(code, Value::Null);
    }
    assert_eq!(refusal(from(&clients[1], "192.0.2.1", "1-0000-0000-0000").await).await.0, "LIMIT_EXCEEDED");
}

on_both!(a_wrong_code_takes_the_statements_of_a_right_one, |service: Service| async move {
    let mut story = service.receive(json!({ "confidentiality": "SECRET" })).await;
    story.go_to(At::Archived).await;
    let right = code(&story).await;
    let office = service.office(tests::SELEMADEG_TIMUR).await.id;
    let wrong = domain::values::TrackingCode::new(office, 4_711 << 20).to_string();
    track(&service, &right).await;
    let mut counts = Vec::new();
    for code in [&right, &wrong, &right, &wrong] {
        let before = service.store.statements();
        let told = track(&service, code).await;
        assert_eq!(told.is_object(), code == &right);
        counts.push(service.store.statements() - before);
    }
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
});
