//! The record of what was changed: who may read it, what it says, page by page.

use serde_json::{Value, json};
use tests::{KEDIRI, SELEMADEG_TIMUR, Service, on_both};

use super::{done, refused};
use crate::trial::all;

const QUERY: &str = "query ($code: String, $first: Int, $after: String, $from: DateTime, $to: DateTime) {
    officeChanges(officeCode: $code, first: $first, after: $after, from: $from, to: $to) {
      totalCount nodes { number at officer { name } kind before { path value } after { path value } }
      pageInfo { hasNextPage endCursor } } }";

on_both!(the_record_is_for_who_answers_for_the_office, |service: Service| async move {
    let kasi = service.officer_id("kasi.pmd").await;
    service.at("2026-02-02T09:00:00+08:00");
    let input = json!({ "officerId": kasi, "position": "SECRETARY" });
    done(&service, "moveOfficer", input).await;
    refused(
        &service,
        "camat",
        "moveOfficer",
        "NOT_PERMITTED",
        json!({ "officerId": kasi, "position": "STAFF" }),
    )
    .await;
    let moved = json!({
        "number": 1, "at": "2026-02-02T01:00:00Z", "officer": { "name": "I Putu Eka" }, "kind": "OFFICER_MOVED",
        "before": [
            { "path": ["officers", "kasi.pmd", "position"], "value": "SECTION_HEAD" },
            { "path": ["officers", "kasi.pmd", "section"], "value": "PMD" },
        ],
        "after": [{ "path": ["officers", "kasi.pmd", "position"], "value": "SECRETARY" }],
    });
    for officer in ["admin", "camat", "inspektur"] {
        let seen = service.officer(officer).await.ask(QUERY, json!({ "code": SELEMADEG_TIMUR })).await;
        assert_eq!(seen["officeChanges"]["nodes"], json!([moved]), "{officer}");
        assert_eq!(seen["officeChanges"]["totalCount"], 1);
    }
    for officer in ["staf", "kasubag", "sekretaris", "kasi.trantib"] {
        for code in [SELEMADEG_TIMUR, KEDIRI] {
            let answer = service.officer(officer).await.send(QUERY, json!({ "code": code })).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{officer} {answer}");
            assert_eq!(answer["data"]["officeChanges"], Value::Null);
        }
    }
    for code in [KEDIRI, "99.99.99"] {
        let seen = service.officer("admin").await.ask(QUERY, json!({ "code": code })).await;
        assert_eq!(seen["officeChanges"], Value::Null, "nothing of another office");
    }
    let seen = service.officer("inspektur").await.ask(QUERY, json!({ "code": KEDIRI })).await;
    assert_eq!(seen["officeChanges"]["totalCount"], 0);
});

on_both!(a_password_is_recorded_nowhere, |service: Service| async move {
    let kasi = service.officer_id("kasi.pmd").await;
    let secret = "kata sandi kenari 4711";
    let input = json!({ "officerId": kasi, "password": secret });
    done(&service, "setOfficerPassword", input).await;
    let seen = service.officer("inspektur").await.ask(QUERY, json!({ "code": SELEMADEG_TIMUR })).await;
    let entry = &seen["officeChanges"]["nodes"][0];
    assert_eq!(
        (&entry["kind"], &entry["before"], &entry["after"]),
        (
            &json!("PASSWORD_SET"),
            &json!([]),
            &json!([{ "path": ["officers", "kasi.pmd", "password"], "value": "set" }])
        )
    );
    let text = seen.to_string();
    assert!(!text.contains(secret) && !text.contains("argon2"), "{text}");
});

on_both!(the_record_is_read_page_by_page, |service: Service| async move {
    let officer = service.officer_id("staf").await;
    for (n, at) in
        (1..).zip(["2026-02-02T09:00:00+08:00", "2026-02-03T09:00:00+08:00", "2026-02-04T09:00:00+08:00"])
    {
        service.at(at);
        done(&service, "changeOfficer", json!({ "officerId": officer, "name": format!("Nama {n}") })).await;
    }
    let client = service.officer("camat").await;
    let numbers = |seen: &Value| -> Vec<i64> {
        all(&seen["officeChanges"]["nodes"]).iter().filter_map(|node| node["number"].as_i64()).collect()
    };
    let first = client.ask(QUERY, json!({ "first": 2 })).await;
    assert_eq!(numbers(&first), [3, 2]);
    assert_eq!(first["officeChanges"]["totalCount"], 3);
    let info = &first["officeChanges"]["pageInfo"];
    assert_eq!(info["hasNextPage"], true);
    let second = client.ask(QUERY, json!({ "first": 2, "after": info["endCursor"] })).await;
    assert_eq!(numbers(&second), [1]);
    let day = json!({ "from": "2026-02-03T00:00:00+08:00", "to": "2026-02-04T00:00:00+08:00" });
    let some = client.ask(QUERY, day).await;
    assert_eq!((numbers(&some), &some["officeChanges"]["totalCount"]), (vec![2], &json!(1)));
    let forged = client.send(QUERY, json!({ "after": "bukan kursor" })).await;
    assert_eq!(forged["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
});

on_both!(the_record_costs_no_statement_for_each_row, |service: Service| async move {
    let officer = service.officer_id("staf").await;
    let client = service.officer("camat").await;
    let mut counted = Vec::new();
    for round in 0..2 {
        for n in 0..(1 + round * 10) {
            let name = format!("Nama {round} {n}");
            done(&service, "changeOfficer", json!({ "officerId": officer, "name": name })).await;
        }
        client.ask(QUERY, json!({ "first": 50 })).await;
        let before = service.store.statements();
        client.ask(QUERY, json!({ "first": 50 })).await;
        counted.push(service.store.statements() - before);
    }
    assert_eq!(counted[0], counted[1]);
});
