//! Both branches of the SOP, told as a story.

use serde_json::{Value, json};
use tests::on_both;

on_both!(a_complaint_goes_through_all_ten_steps_by_sections, |service: tests::Service| async move {
    let staff = service.sign_in("staf").await;
    let mut complaint = staff
        .done(
            "receiveComplaint",
            "agendaNumber currentStep dueAt",
            json!({ "channel": "IN_PERSON", "subject": "Jalan rusak", "description": "Berlubang di depan banjar" }),
        )
        .await;
    assert_eq!(complaint["agendaNumber"], "0001/PM/2026");
    assert_eq!(complaint["dueAt"], "2026-02-02T01:00:00Z");
    let lead = section(&service, "TRANTIB").await;
    for (officer, name, input) in [
        ("staf", "attachDispositionSheet", json!({ "urgency": "URGENT" })),
        ("kasubag", "forwardToSecretary", json!({ "note": "Lengkap" })),
        ("sekretaris", "adviseCamat", json!({ "advice": "Tinjau lapangan" })),
        ("camat", "considerComplaint", json!({ "consideration": "Setuju", "policyMatter": true })),
        ("camat", "disposeComplaint", json!({ "instruction": "Selesaikan", "leadSectionId": lead })),
        ("kasi.trantib", "submitSolution", json!({ "solution": "Lubang ditutup" })),
        ("camat", "signSolution", json!({})),
        (
            "sekretaris",
            "carryOutSolution",
            json!({ "result": "Ditutup", "answerToComplainant": "Sudah ditutup" }),
        ),
        ("staf", "archiveComplaint", json!({ "archiveCode": "PM/1" })),
    ] {
        let officer = service.sign_in(officer).await;
        let mut input = input;
        input["complaintId"] = complaint["id"].clone();
        input["expectedVersion"] = complaint["version"].clone();
        complaint = officer.done(name, "status currentStep", input).await;
    }
    assert_eq!(complaint["status"], "ARCHIVED");
    assert_eq!(complaint["currentStep"], Value::Null);
});

/// The id of a section of Selemadeg Timur.
async fn section(service: &tests::Service, code: &str) -> Value {
    let office = service.sign_in("staf").await.ask("{ office { sections { id code } } }", json!({})).await;
    let sections = office["office"]["sections"].as_array().expect("a list").clone();
    sections.iter().find(|section| section["code"] == code).expect("the section is there")["id"].clone()
}
