//! From an office with nobody but its administrator to officers who take all the steps, with nothing done behind the service's
//! back.

use serde_json::{Value, json};
use tests::{PASSWORD, Service, on_both};

use super::send;
use crate::trial::all;

const PEOPLE: [(&str, &str, Option<&str>); 5] = [
    ("baru.staf", "STAFF", None),
    ("baru.kasubag", "HEAD_OF_GENERAL_AFFAIRS", Some("UMUM")),
    ("baru.sekretaris", "SECRETARY", None),
    ("baru.camat", "CAMAT", None),
    ("baru.kasi", "SECTION_HEAD", Some("PEM")),
];

on_both!(an_empty_office_is_brought_to_work, |service: Service| async move {
    service.empty_office("51.02.09", "admin.baru").await;
    let admin = service.stranger().sign_in("admin.baru", PASSWORD).await;
    let mut sections = json!({});
    for (code, name) in [("UMUM", "Subbagian Umum"), ("PEM", "Seksi Pemerintahan")] {
        let payload = send(&admin, "createSection", json!({ "code": code, "name": name })).await;
        assert_eq!(payload["userErrors"], json!([]));
        sections[code] = payload["section"]["id"].clone();
    }
    for (username, position, section) in PEOPLE {
        let input = json!({
            "username": username, "name": username, "position": position, "password": PASSWORD,
            "sectionId": section.map_or(Value::Null, |code| sections[code].clone()),
        });
        let payload = send(&admin, "createOfficer", input).await;
        assert_eq!(payload["userErrors"], json!([]), "{username}");
    }
    let format = json!({ "agendaFormat": "{number}/BARU/{year}", "backdateDays": 7 });
    assert_eq!(send(&admin, "changeRules", format).await["userErrors"], json!([]));

    let client = async |username: &str| service.stranger().sign_in(username, PASSWORD).await;
    let received = json!({ "channel": "SMS", "subject": "Lampu mati", "description": "Sejak kemarin" });
    let received = client("baru.staf").await.done("receiveComplaint", "agendaNumber", received).await;
    assert_eq!(received["agendaNumber"], "1/BARU/2026");
    let (id, mut version) = (received["id"].clone(), 1);
    for (username, mutation, input) in [
        ("baru.staf", "attachDispositionSheet", json!({})),
        ("baru.kasubag", "forwardToSecretary", json!({})),
        ("baru.sekretaris", "adviseCamat", json!({ "advice": "Segera" })),
        ("baru.camat", "considerComplaint", json!({ "consideration": "Setuju", "policyMatter": true })),
        (
            "baru.camat",
            "disposeComplaint",
            json!({ "instruction": "Selesaikan", "leadSectionId": sections["PEM"] }),
        ),
        ("baru.kasi", "submitSolution", json!({ "solution": "Diganti" })),
        ("baru.camat", "signSolution", json!({})),
        (
            "baru.sekretaris",
            "carryOutSolution",
            json!({ "result": "Menyala", "answerToComplainant": "Sudah menyala" }),
        ),
        ("baru.staf", "archiveComplaint", json!({ "archiveCode": "PM/1" })),
    ] {
        let input = tests::over(json!({ "complaintId": id, "expectedVersion": version }), &input);
        let seen = client(username).await.done(mutation, "status", input).await;
        version += 1;
        assert_eq!(seen["version"], version);
    }

    // The regency's inspector reads who made the office what it is.
    let query =
        "{ officeChanges(officeCode: \"51.02.09\") { totalCount nodes { number kind officer { name } } } }";
    let record = service.officer("inspektur").await.ask(query, json!({})).await;
    assert_eq!(record["officeChanges"]["totalCount"], 8);
    let kinds: Vec<&Value> =
        all(&record["officeChanges"]["nodes"]).iter().map(|node| &node["kind"]).collect();
    assert_eq!(kinds[..2], [&json!("RULES_CHANGED"), &json!("OFFICER_CREATED")]);
    assert!(
        all(&record["officeChanges"]["nodes"])
            .iter()
            .all(|node| node["officer"]["name"] == "I Ketut Administrator")
    );
});
