//! `submitComplaint`: what is kept, what is refused and changes nothing, and what its sender is told.

use serde_json::{Value, json};
use tests::{At, KEDIRI, Service, on_both, over, usual};

use crate::trial::{CONTROL, all, field_of, long};

async fn waiting(service: &Service) -> Value {
    let query = "{ submissions(status: [WAITING, RECEIVED, JOINED, DISMISSED]) { totalCount } }";
    service.officer("inspektur").await.ask(query, json!({})).await["submissions"]["totalCount"].take()
}

on_both!(a_stranger_is_told_a_code_and_nothing_else, |service: Service| async move {
    let category = service.category("09").await;
    let sent = service
        .submit(json!({
            "categoryId": category, "villageCode": "51.02.02.2005", "confidentiality": "ANONYMOUS",
            "complainant": { "name": "Ni Wayan Contoh", "phone": "0812-3456-7890", "nationalId": "5102020304850001" },
        }))
        .await;
    let seen = sent.seen_by("staf", tests::SUBMISSION).await;
    assert_eq!(
        seen,
        over(
            json!({
                "id": sent.id, "version": 1, "trackingCode": sent.tracking_code, "channel": "WEBSITE",
                "subject": "Lampu jalan padam di Bantas",
                "description": "Sudah tiga hari lampu di depan pasar tidak menyala",
                "confidentiality": "ANONYMOUS", "status": "WAITING", "arrivedAt": "2026-02-02T00:00:00Z",
                "dueAt": "2026-02-02T00:30:00Z", "overdue": false, "dismissalReason": null, "note": null,
                "settledAt": null, "settledBy": null, "category": { "code": "09" },
                "village": { "code": "51.02.02.2005" }, "complainantHidden": false, "complaint": null,
            }),
            &json!({ "complainant": {
                "name": "Ni Wayan Contoh", "phone": "0812-3456-7890", "email": null, "address": null,
                "nationalId": "5102020304850001",
            } }),
        )
    );
    let told = sent.tracked().await;
    assert_eq!(
        told,
        json!({
            "status": "WAITING", "officeName": "Kantor Camat Selemadeg Timur", "currentStep": "RECEIVE",
            "arrivedAt": "2026-02-02T00:00:00Z", "receivedAt": null, "closedAt": null, "answer": null, "referredTo": null,
        })
    );
    service.at("2026-02-02T08:30:01+08:00");
    assert_eq!(sent.seen_by("staf", "overdue").await["overdue"], true);
});

on_both!(what_is_not_right_is_told_by_field_and_keeps_nothing, |service: Service| async move {
    let category = service.category_of(KEDIRI, "09").await;
    let officer = service.officer_id("staf").await;
    for (wrong, code, fields) in [
        (json!({ "officeCode": "99.99.99" }), "NOT_FOUND", vec!["officeCode"]),
        (json!({ "officeCode": "" }), "INVALID_INPUT", vec!["officeCode"]),
        (json!({ "officeCode": "51.02\u{7}" }), "INVALID_INPUT", vec!["officeCode"]),
        (json!({ "officeCode": long(31) }), "INVALID_INPUT", vec!["officeCode"]),
        (json!({ "subject": " ", "description": "" }), "INVALID_INPUT", vec!["subject", "description"]),
        (json!({ "subject": long(301) }), "INVALID_INPUT", vec!["subject"]),
        (json!({ "subject": "a\nb" }), "INVALID_INPUT", vec!["subject"]),
        (json!({ "subject": CONTROL }), "INVALID_INPUT", vec!["subject"]),
        (json!({ "description": "a\u{7}b" }), "INVALID_INPUT", vec!["description"]),
        (json!({ "description": long(10_001) }), "INVALID_INPUT", vec!["description"]),
        (json!({ "description": long(20_001) }), "INVALID_INPUT", vec!["description"]),
        (
            json!({ "description": long(9_900), "complainant": { "address": long(100) } }),
            "INVALID_INPUT",
            vec!["description"],
        ),
        (json!({ "complainant": { "name": CONTROL } }), "INVALID_INPUT", vec!["complainant.name"]),
        (json!({ "complainant": { "phone": "abc" } }), "INVALID_INPUT", vec!["complainant.phone"]),
        (json!({ "complainant": { "email": "x@y" } }), "INVALID_INPUT", vec!["complainant.email"]),
        (json!({ "complainant": { "address": long(301) } }), "INVALID_INPUT", vec!["complainant.address"]),
        (json!({ "complainant": { "nationalId": "1" } }), "INVALID_INPUT", vec!["complainant.nationalId"]),
        (json!({ "categoryId": category }), "INVALID_INPUT", vec!["categoryId"]),
        (json!({ "categoryId": officer }), "INVALID_INPUT", vec!["categoryId"]),
        (json!({ "categoryId": "apa saja" }), "INVALID_INPUT", vec!["categoryId"]),
        (json!({ "villageCode": "51.02.06.2001" }), "INVALID_INPUT", vec!["villageCode"]),
        (json!({ "villageCode": long(31) }), "INVALID_INPUT", vec!["villageCode"]),
        (json!({ "idempotencyKey": "" }), "INVALID_INPUT", vec!["idempotencyKey"]),
        (json!({ "idempotencyKey": long(201) }), "INVALID_INPUT", vec!["idempotencyKey"]),
        (json!({ "proof": long(4_097) }), "INVALID_INPUT", vec!["proof"]),
        (json!({ "proof": CONTROL }), "INVALID_INPUT", vec!["proof"]),
    ] {
        let payload = service.stranger().submit(usual(&wrong)).await;
        assert_eq!(payload["trackingCode"], Value::Null, "{payload}");
        let errors = all(&payload["userErrors"]);
        assert_eq!(errors.iter().map(field_of).collect::<Vec<_>>(), fields, "{payload}");
        assert!(errors.iter().all(|error| error["code"] == code), "{payload}");
    }
    // A NUL does not even reach the input.
    let query =
        "mutation ($input: SubmitComplaintInput!) { submitComplaint(input: $input) { trackingCode } }";
    let input = usual(&json!({ "description": "a\u{0}b" }));
    let answer = service.stranger().send(query, json!({ "input": input })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(waiting(&service).await, 0);
    let indonesian = service.stranger().in_language("id").submit(usual(&json!({ "officeCode": "x" }))).await;
    assert_eq!(indonesian["userErrors"][0]["message"], "Tidak ada kantor dengan kode ini.");
});

on_both!(one_key_keeps_one_submission, |service: Service| async move {
    let input = usual(&json!({ "idempotencyKey": "dari situs web 1" }));
    let sending = (0..8).map(|_| {
        let (stranger, input) = (service.stranger(), input.clone());
        tokio::spawn(async move { stranger.submit(input).await })
    });
    let mut codes = Vec::new();
    for sent in sending.collect::<Vec<_>>() {
        codes.push(sent.await.expect("an answer")["trackingCode"].clone());
    }
    assert!(codes[0].is_string() && codes.iter().all(|code| *code == codes[0]), "{codes:?}");
    assert_eq!(waiting(&service).await, 1);
    let other = over(input.clone(), &json!({ "subject": "Lain" }));
    let payload = service.stranger().submit(other).await;
    assert_eq!(payload["userErrors"][0]["code"], "IDEMPOTENCY_MISMATCH");
    assert_eq!(payload["userErrors"][0]["field"], json!(["input", "idempotencyKey"]));
    // The same key in another office is another one; one that was refused is not used up.
    let theirs = service.stranger().submit(over(input, &json!({ "officeCode": KEDIRI }))).await;
    assert_ne!(theirs["trackingCode"], codes[0]);
    let refused = json!({ "idempotencyKey": "dua", "subject": "" });
    service.stranger().submit(usual(&refused)).await;
    let again = service.stranger().submit(usual(&json!({ "idempotencyKey": "dua" }))).await;
    assert!(again["trackingCode"].is_string());
});

on_both!(its_sender_follows_it_to_the_answer, |service: Service| async move {
    let sent = service.submit(json!({})).await;
    service.at("2026-02-02T08:10:00+08:00");
    let payload = sent.by("staf", "receiveSubmission", json!({})).await;
    let id = payload["complaint"]["id"].as_str().expect("an id").to_owned();
    let told = sent.tracked().await;
    assert_eq!(told["status"], "IN_PROGRESS");
    assert_eq!(
        (&told["arrivedAt"], &told["receivedAt"]),
        (&json!("2026-02-02T00:00:00Z"), &json!("2026-02-02T00:10:00Z"))
    );
    let mut story = tests::Story { service: &service, id: id.clone(), version: 1 };
    story.go_to(At::Archived).await;
    let told = sent.tracked().await;
    assert_eq!((&told["status"], &told["answer"]), (&json!("CLOSED"), &json!("Jalan sudah diperbaiki")));

    // Joined to another's complaint, he follows that one, by his own code and times.
    let mut other = service.receive(json!({})).await;
    let joined = service.submit(json!({})).await;
    service.at("2026-02-02T08:20:00+08:00");
    joined.by("staf", "joinSubmission", json!({ "complaintId": other.id, "note": "Sama" })).await;
    let told = joined.tracked().await;
    assert_eq!(
        (&told["status"], &told["currentStep"]),
        (&json!("IN_PROGRESS"), &json!("ATTACH_DISPOSITION_SHEET"))
    );
    assert_eq!(
        (&told["arrivedAt"], &told["receivedAt"]),
        (&json!("2026-02-02T00:10:00Z"), &json!("2026-02-02T00:20:00Z"))
    );
    // Also where that one turns out to be a duplicate itself.
    other.by("staf", "closeAsDuplicate", json!({ "originalId": id })).await;
    let told = joined.tracked().await;
    assert_eq!((&told["status"], &told["answer"]), (&json!("DUPLICATE"), &json!("Jalan sudah diperbaiki")));

    // Why it was set aside is for officers.
    let dismissed = service.submit(json!({})).await;
    dismissed.by("staf", "dismissSubmission", json!({ "reason": "Iklan obat" })).await;
    let told = dismissed.tracked().await;
    assert_eq!((&told["status"], &told["closedAt"]), (&json!("DISMISSED"), &json!("2026-02-02T00:20:00Z")));
    assert!(!told.to_string().contains("Iklan"), "{told}");
});

on_both!(a_right_code_and_a_wrong_one_cost_the_same_statements, |service: Service| async move {
    use std::sync::{Arc, Mutex};
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let watched = Arc::clone(&seen);
    service.store.watch_statements(move |statement| {
        watched.lock().expect("nobody panicked").push(statement.sql.clone());
    });
    let sent = service.submit(json!({})).await;
    let story = service.receive(json!({})).await;
    let duplicate = service.complaint_at(At::Duplicate).await;
    let mut codes = vec![sent.tracking_code.clone()];
    for story in [&story, &duplicate] {
        let code = story.seen_by("staf", "trackingCode").await["trackingCode"].clone();
        codes.push(code.as_str().expect("a code").to_owned());
    }
    let office = service.office(tests::SELEMADEG_TIMUR).await.id;
    codes.push(domain::values::TrackingCode::new(office, 7 << 40).to_string());
    let mut statements = Vec::new();
    for code in codes {
        service
            .stranger()
            .ask("query ($c: String!) { trackComplaint(trackingCode: $c) { status } }", json!({ "c": code }))
            .await;
        seen.lock().expect("nobody panicked").clear();
        service
            .stranger()
            .ask("query ($c: String!) { trackComplaint(trackingCode: $c) { status } }", json!({ "c": code }))
            .await;
        statements.push(std::mem::take(&mut *seen.lock().expect("nobody panicked")));
    }
    assert_eq!(statements[0].len(), 6, "{:#?}", statements[0]);
    assert!(statements.iter().all(|of_code| *of_code == statements[0]), "{statements:#?}");
});
