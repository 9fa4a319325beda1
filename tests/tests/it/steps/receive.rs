//! Step 1: `receiveComplaint`, for which there is no complaint yet.

use serde_json::{Value, json};
use tests::{EVERYBODY, Service, on_both, over};

use crate::trial::{CONTROL, Ids, all, document, field_of, long};

fn input() -> Value {
    json!({ "channel": "TELEPHONE", "subject": "Lampu jalan mati", "description": "Sejak Senin" })
}

async fn count(service: &Service) -> Value {
    service.officer("staf").await.ask("{ complaints { totalCount } }", json!({})).await["complaints"]["totalCount"].take()
}

on_both!(only_the_staff_receive, |service: Service| async move {
    for officer in EVERYBODY.iter().filter(|officer| **officer != "staf") {
        let error =
            service.officer(officer).await.refused("receiveComplaint", "NOT_PERMITTED", input()).await;
        assert_eq!(error["message"], "Only the staff of General Affairs may do this.", "{officer}");
    }
    let answer = service.stranger().send(&document("receiveComplaint"), json!({ "input": input() })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(count(&service).await, 0, "nothing was received");
    let received = service.officer("staf").await.done("receiveComplaint", "agendaNumber", input()).await;
    assert_eq!(received["agendaNumber"], "0001/PM/2026", "no refusal used a number");
});

on_both!(whatever_is_not_right_is_told_at_once, |service: Service| async move {
    let ids = Ids::of(&service).await;
    let staff = service.officer("staf").await;
    let before = count(&service).await;
    let wrong: &[(Value, &[&str])] = &[
        (json!({ "subject": "" }), &["subject"]),
        (json!({ "subject": long(301) }), &["subject"]),
        (json!({ "description": " \n" }), &["description"]),
        (json!({ "description": long(20_001) }), &["description"]),
        (json!({ "description": CONTROL }), &["description"]),
        (json!({ "categoryId": "!" }), &["categoryId"]),
        (json!({ "categoryId": ids.pem }), &["categoryId"]),
        (json!({ "categoryId": ids.category_of_kediri }), &["categoryId"]),
        (json!({ "villageCode": "51.02.06.2001" }), &["villageCode"]),
        (json!({ "villageCode": "" }), &["villageCode"]),
        (json!({ "reportedOfficerIds": [ids.pem] }), &["reportedOfficerIds"]),
        (json!({ "reportedOfficerIds": [ids.camat_of_kediri] }), &["reportedOfficerIds"]),
        (json!({ "complainant": { "name": long(301) } }), &["complainant.name"]),
        (json!({ "complainant": { "phone": "1234" } }), &["complainant.phone"]),
        (json!({ "complainant": { "email": "made" } }), &["complainant.email"]),
        (json!({ "complainant": { "address": CONTROL } }), &["complainant.address"]),
        (json!({ "complainant": { "nationalId": "51020203048500011" } }), &["complainant.nationalId"]),
        (json!({ "idempotencyKey": "" }), &["idempotencyKey"]),
        (json!({ "occurredAt": "2026-02-02T08:00:01+08:00" }), &["occurredAt"]),
        (json!({ "occurredAt": "2026-01-03T07:59:59+08:00" }), &["occurredAt"]),
        (json!({ "arrivedAt": "2026-02-02T08:00:01+08:00" }), &["arrivedAt"]),
        (json!({ "arrivedAt": "1999-12-31T00:00:00Z" }), &["arrivedAt"]),
        (
            json!({ "occurredAt": "2026-02-02T07:00:00+08:00", "arrivedAt": "2026-02-02T07:00:01+08:00" }),
            &["arrivedAt"],
        ),
        (
            json!({
                "idempotencyKey": "", "subject": "", "description": "", "categoryId": "!", "villageCode": "",
                "complainant": { "phone": "x", "email": "x", "nationalId": "x" }, "reportedOfficerIds": ["!"],
            }),
            &[
                "idempotencyKey",
                "subject",
                "description",
                "complainant.phone",
                "complainant.email",
                "complainant.nationalId",
                "categoryId",
                "villageCode",
                "reportedOfficerIds",
            ],
        ),
        (
            json!({ "occurredAt": "2027-01-01T00:00:00Z", "arrivedAt": "2028-01-01T00:00:00Z", "villageCode": "51.02.06.2001" }),
            &["occurredAt", "arrivedAt", "villageCode"],
        ),
    ];
    for (put, fields) in wrong {
        let payload = staff.step("receiveComplaint", "", over(input(), put)).await;
        let errors = all(&payload["userErrors"]);
        assert_eq!(errors.iter().map(field_of).collect::<Vec<_>>(), *fields, "{put} {payload:#}");
        assert!(errors.iter().all(|error| error["code"] == "INVALID_INPUT"), "{put} {payload:#}");
        assert_eq!(payload["complaint"], Value::Null);
    }
    assert_eq!(count(&service).await, before, "nothing was received");
});

on_both!(gives_number_code_and_clock, |service: Service| async move {
    let category = service.category("09").await;
    let village = service.office(tests::SELEMADEG_TIMUR).await.villages[0].clone();
    let full = json!({
        "channel": "SMS", "subject": "  Sampah menumpuk ", "description": "Di pasar\nSudah seminggu", "urgency": "VERY_URGENT",
        "confidentiality": "ANONYMOUS", "categoryId": category, "villageCode": village.code.0,
        "complainant": { "name": "I Wayan Contoh", "phone": "+62 812-3456-7890", "email": "wayan@desa.id", "address": "Banjar Dalang", "nationalId": "5102 0203 0485 0001" },
        // Friday 30 January 15:00: arrived after closing at 14:30, received on Monday 07:45, entered at 08:00.
        "arrivedAt": "2026-01-30T15:00:00+08:00", "occurredAt": "2026-02-02T07:45:00+08:00",
    });
    let received = service
        .officer("staf")
        .await
        .done(
            "receiveComplaint",
            "agendaNumber trackingCode channel subject description urgency confidentiality category { code } village { name }
             complainant { name phone email address nationalId } complainantHidden status currentStep arrivedAt receivedAt dueAt
             procedure { number revision } reportedOfficers { name } cycle
             history { step outcome officer { name } capacity startedAt dueAt completedAt recordedAt workingSeconds onTime }",
            full,
        )
        .await;
    let (id, code) = (received["id"].clone(), received["trackingCode"].clone());
    assert_eq!(
        received,
        json!({
            "id": id, "version": 1, "agendaNumber": "0001/PM/2026", "trackingCode": code, "channel": "SMS",
            "subject": "Sampah menumpuk", "description": "Di pasar\nSudah seminggu", "urgency": "VERY_URGENT",
            "confidentiality": "ANONYMOUS", "category": { "code": "09" }, "village": { "name": village.name },
            "complainant": { "name": "I Wayan Contoh", "phone": "+62 812-3456-7890", "email": "wayan@desa.id", "address": "Banjar Dalang", "nationalId": "5102020304850001" },
            "complainantHidden": false, "status": "IN_PROGRESS", "currentStep": "ATTACH_DISPOSITION_SHEET",
            "arrivedAt": "2026-01-30T07:00:00Z", "receivedAt": "2026-02-01T23:45:00Z", "dueAt": "2026-02-02T00:45:00Z",
            "procedure": { "number": "065/2262/Org.", "revision": 1 }, "reportedOfficers": [], "cycle": 1,
            "history": [
                {
                    "step": "RECEIVE", "outcome": "COMPLETED", "officer": { "name": "Ni Luh Ayu" }, "capacity": "DEFINITIVE",
                    "startedAt": "2026-01-30T07:00:00Z", "dueAt": "2026-02-02T00:00:00Z", "completedAt": "2026-02-01T23:45:00Z",
                    "recordedAt": "2026-02-02T00:00:00Z", "workingSeconds": 15 * 60, "onTime": true,
                },
                {
                    "step": "ATTACH_DISPOSITION_SHEET", "outcome": null, "officer": null, "capacity": null,
                    "startedAt": "2026-02-01T23:45:00Z", "dueAt": "2026-02-02T00:45:00Z", "completedAt": null, "recordedAt": null,
                    "workingSeconds": 15 * 60, "onTime": null,
                },
            ],
        })
    );
    let code = code.as_str().expect("a code");
    assert!(code.len() >= 15 && code.split('-').count() == 4, "{code}");
});

on_both!(the_same_key_receives_once, |service: Service| async move {
    let staff = service.officer("staf").await;
    let keyed = over(input(), &json!({ "idempotencyKey": "kertas-17" }));
    let empty = over(keyed.clone(), &json!({ "subject": "" }));
    staff.refused("receiveComplaint", "INVALID_INPUT", empty).await;
    let first = staff.done("receiveComplaint", "agendaNumber trackingCode", keyed.clone()).await;
    assert_eq!(staff.done("receiveComplaint", "agendaNumber trackingCode", keyed.clone()).await, first);
    assert_eq!(count(&service).await, 1);
    for put in [
        json!({ "subject": "Lain" }),
        json!({ "urgency": "URGENT" }),
        json!({ "occurredAt": "2026-02-02T07:59:00+08:00" }),
    ] {
        let error =
            staff.refused("receiveComplaint", "IDEMPOTENCY_MISMATCH", over(keyed.clone(), &put)).await;
        assert_eq!(error["field"], json!(["input", "idempotencyKey"]));
    }
    // The complaint as it now stands: on its way.
    let attach = json!({ "complaintId": first["id"], "expectedVersion": 1 });
    staff.done("attachDispositionSheet", "", attach.clone()).await;
    let again = staff.done("receiveComplaint", "currentStep", keyed).await;
    assert_eq!((&again["version"], &again["currentStep"]), (&json!(2), &json!("FORWARD_TO_SECRETARY")));
    // A key belongs to the officer, whatever it was used for.
    let other_mutation = over(attach, &json!({ "idempotencyKey": "kertas-17" }));
    staff.refused("attachDispositionSheet", "IDEMPOTENCY_MISMATCH", other_mutation).await;
    assert_eq!(count(&service).await, 1);
    let next = staff.done("receiveComplaint", "agendaNumber", input()).await;
    assert_eq!(next["agendaNumber"], "0002/PM/2026", "without a gap");
});

on_both!(numbers_run_by_office_and_year_of_the_office, |service: Service| async move {
    let number = async |officer: &str, put: Value| {
        let staff = service.officer(officer).await;
        staff.done("receiveComplaint", "agendaNumber", over(input(), &put)).await["agendaNumber"].clone()
    };
    // 23:59 in Tabanan on the last day of 2026 is 15:59 in London, and a minute later it is 2027.
    service.at("2027-01-01T00:00:00+08:00");
    assert_eq!(number("staf", json!({})).await, "0001/PM/2027");
    assert_eq!(number("staf", json!({ "occurredAt": "2026-12-31T23:59:59+08:00" })).await, "0001/PM/2026");
    assert_eq!(number("staf", json!({})).await, "0002/PM/2027");
    assert_eq!(number("staf.kediri", json!({})).await, "0001/PM/2027");
    assert_eq!(number("staf", json!({ "occurredAt": "2026-12-31T16:00:00Z" })).await, "0003/PM/2027");
});

on_both!(who_is_complained_of_does_not_receive_it, |service: Service| async move {
    let staff = service.officer_id("staf").await;
    let about_the_staff = over(input(), &json!({ "reportedOfficerIds": [staff] }));
    service
        .officer("staf")
        .await
        .refused("receiveComplaint", "CONFLICT_OF_INTEREST", about_the_staff.clone())
        .await;
    service
        .officer("camat")
        .await
        .refused("receiveComplaint", "NOT_PERMITTED", about_the_staff.clone())
        .await;
    let select =
        "history { officer { name } capacity onBehalfOf { name } position } reportedOfficers { name }";
    let received = service.officer("kasubag").await.done("receiveComplaint", select, about_the_staff).await;
    assert_eq!(
        received["history"][0],
        json!({ "officer": { "name": "I Made Sudarma" }, "capacity": "SUBSTITUTE", "onBehalfOf": { "name": "Ni Luh Ayu" }, "position": "STAFF" })
    );
    assert_eq!(received["reportedOfficers"], json!([{ "name": "Ni Luh Ayu" }]));
});
