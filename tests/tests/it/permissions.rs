//! What does not exist for a viewer is given away by nothing: no list, count, filter, search, link or error. Who sees what is
//! the walk's, in `sight`.

use serde_json::{Value, json};
use tests::{At, Client, Service, Story, on_both, over};

use crate::trial::{all, no_such};

/// A complaint of which everything is known.
async fn full<'a>(service: &'a Service, confidentiality: &str, word: &str) -> Story<'a> {
    let category = service.category(if confidentiality == "SECRET" { "03" } else { "09" }).await;
    let reported = service.officer_id("kasi.trantib").await;
    let village = if confidentiality == "SECRET" { "51.02.02.2003" } else { "51.02.02.2005" };
    let mut story = service
        .receive(json!({
            "channel": if confidentiality == "SECRET" { "SMS" } else { "WEBSITE" },
            "subject": format!("Perihal {word}"), "description": format!("Uraian {word}"), "confidentiality": confidentiality,
            "categoryId": category, "villageCode": village, "reportedOfficerIds": [reported],
            "complainant": {
                "name": "Nama Lama", "phone": "0811111111", "email": "wayan@desa.id", "address": "Banjar",
                "nationalId": "5102020304850001",
            },
        }))
        .await;
    let input = json!({
        "reason": "Salah dengar", "subject": format!("Perihal {word} benar"),
        "complainant": { "name": "I Wayan Contoh", "phone": "0822222222", "nationalId": "5102020304850002" },
    });
    story.by("staf", "correctComplaint", input).await;
    story.by("staf", "attachDispositionSheet", json!({ "note": format!("Catatan {word}") })).await;
    story
        .by(
            "kasubag",
            "returnComplaint",
            json!({ "toStep": "ATTACH_DISPOSITION_SHEET", "reason": format!("Alasan {word}") }),
        )
        .await;
    story.go(At::AttachDispositionSheet, At::Dispose).await;
    story.dispose_to(&["PEM"]).await;
    story.by("kasi.pemerintahan", "submitSolution", json!({ "solution": format!("Solusi {word}") })).await;
    story.go(At::Sign, At::Archived).await;
    story
}

/// The whole answer as text, so that nothing in it can differ unseen.
async fn answer(client: &Client, query: &str, variables: Value) -> String {
    client.send(query, variables).await.to_string()
}

on_both!(what_does_not_exist_is_given_away_by_nothing, |service: Service| async move {
    // In the order of receiving: open, the secret one, open. The secret one alone came by SMS, is of category 03 and village 3.
    let before = service.receive(json!({ "subject": "Jalan pertama", "channel": "WEBSITE" })).await;
    let secret = full(&service, "SECRET", "rambutan").await;
    let after = service.receive(json!({ "subject": "Jalan kedua", "channel": "WEBSITE" })).await;
    let mut open_duplicate = service.receive(json!({ "subject": "Sama dengan yang rahasia" })).await;
    open_duplicate.by("staf", "closeAsDuplicate", json!({ "originalId": secret.id })).await;
    let mut secret_duplicate =
        service.receive(json!({ "subject": "Rahasia juga", "confidentiality": "SECRET" })).await;
    secret_duplicate.by("staf", "closeAsDuplicate", json!({ "originalId": before.id })).await;
    let mut waiting =
        service.receive(json!({ "subject": "Rahasia menunggu", "confidentiality": "SECRET" })).await;
    waiting.go_to(At::Solve).await;

    let all_of = "history { id } solutions { id }";
    let parts = secret.seen_by("camat", all_of).await;
    let (record, solution) = (parts["history"][0]["id"].clone(), parts["solutions"][0]["id"].clone());
    let nothing = no_such(&secret.id);
    let part_of_nothing = |kind: u8| {
        use api::graphql::ids::NodeId;
        let Some(NodeId::Complaint(office, id)) = NodeId::parse(&nothing) else { panic!("no complaint") };
        if kind == 6 { NodeId::StepRecord(office, id, 1) } else { NodeId::Solution(office, id, 1) }
            .encode()
            .to_string()
    };
    let category = service.category("03").await;
    let other_category = service.category("07").await;
    let cursor_query = "{ complaints(first: 50, orderBy: { field: RECEIVED_AT, direction: ASC }) { edges { cursor node { id } } } }";
    let edges = service.officer("staf").await.ask(cursor_query, json!({})).await;
    let cursor = all(&edges["complaints"]["edges"])
        .iter()
        .find(|e| e["node"]["id"] == secret.id)
        .expect("it is there")["cursor"]
        .clone();

    for username in ["kasi.pmd", "admin", "kasi.trantib", "camat.kediri", "staf.kediri"] {
        let client = service.officer(username).await;
        let same = async |query: &str, real: Value, unreal: Value| {
            assert_eq!(
                answer(&client, query, real).await,
                answer(&client, query, unreal).await,
                "{username} {query}"
            );
        };
        let id = "query ($id: ID!) { complaint(id: $id) { id version history { id } } }";
        same(id, json!({ "id": secret.id }), json!({ "id": nothing })).await;
        let node = "query ($id: ID!) { node(id: $id) { __typename id } }";
        same(node, json!({ "id": secret.id }), json!({ "id": nothing })).await;
        same(node, json!({ "id": record }), json!({ "id": part_of_nothing(6) })).await;
        same(node, json!({ "id": solution }), json!({ "id": part_of_nothing(7) })).await;
        let nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
        same(
            nodes,
            json!({ "ids": [secret.id, record, before.id, solution] }),
            json!({ "ids": [nothing, part_of_nothing(6), before.id, part_of_nothing(7)] }),
        )
        .await;
        let number = "query ($n: String!, $y: Int!, $o: String) { complaintByAgendaNumber(agendaNumber: $n, year: $y, officeCode: $o) { id } }";
        for (real, unreal) in [("0002/PM/2026", "9999/PM/2026"), ("2", "9999")] {
            for office in [json!(null), json!(tests::SELEMADEG_TIMUR)] {
                same(
                    number,
                    json!({ "n": real, "y": 2026, "o": office }),
                    json!({ "n": unreal, "y": 2026, "o": if username.contains("kediri") && !office.is_null() { json!("99.99.99") } else { office.clone() } }),
                )
                .await;
            }
        }
        let list = "query ($f: ComplaintFilter) { complaints(filter: $f, first: 50) { totalCount nodes { id } pageInfo { hasNextPage } } }";
        for (real, unreal) in [
            (json!({ "search": "rambutan" }), json!({ "search": "tidak ada kata ini" })),
            (json!({ "search": "0002/PM" }), json!({ "search": "9999/PM" })),
            (json!({ "categoryIds": [category] }), json!({ "categoryIds": [other_category] })),
            (json!({ "villageCodes": ["51.02.02.2003"] }), json!({ "villageCodes": ["51.02.02.2009"] })),
            (json!({ "channel": ["SMS"] }), json!({ "channel": ["EMAIL"] })),
            (json!({ "status": ["ARCHIVED"] }), json!({ "status": ["REFERRED"] })),
            (
                json!({ "sectionIds": [service.section("PEM").await] }),
                json!({ "sectionIds": [service.section("UMUM").await] }),
            ),
            (json!({ "currentStep": ["SOLVE"] }), json!({ "currentStep": ["SIGN"] })),
            (
                json!({ "closedFrom": "2026-02-01T00:00:00Z", "status": ["ARCHIVED"] }),
                json!({ "status": ["WITHDRAWN"] }),
            ),
        ] {
            // The head of TRANTIB was asked in the one that waits, and sees that one.
            let asked = username == "kasi.trantib"
                && (real.get("sectionIds").is_some() || real.get("currentStep").is_some());
            if !asked {
                same(list, json!({ "f": real }), json!({ "f": unreal })).await;
            }
        }
        let mutation_input = json!({ "complaintId": secret.id, "expectedVersion": secret.version });
        for (mutation, put) in MUTATIONS {
            let section = service.section("PEM").await;
            let put: Value =
                serde_json::from_str(&put.replace("$section", &section).replace("$original", &before.id))
                    .expect("JSON");
            let real = over(mutation_input.clone(), &put);
            for version in [secret.version, 1] {
                let real = over(real.clone(), &json!({ "expectedVersion": version }));
                let unreal = over(real.clone(), &json!({ "complaintId": nothing }));
                let (real, unreal) = (
                    client.step(mutation, "", real).await.to_string(),
                    client.step(mutation, "", unreal).await.to_string(),
                );
                assert_eq!(real, unreal, "{username} {mutation}");
                assert!(real.contains("NOT_FOUND") || real.contains("INVALID_INPUT"), "{real}");
            }
        }
    }

    // Lists leave out what does not exist before they count, sort and page.
    for (username, visible) in [
        ("kasi.pmd", vec![&before.id, &after.id, &open_duplicate.id]),
        ("admin", vec![&before.id, &after.id, &open_duplicate.id]),
        ("kasi.pemerintahan", vec![&before.id, &secret.id, &after.id, &open_duplicate.id, &waiting.id]),
        ("kasi.trantib", vec![&before.id, &after.id, &open_duplicate.id, &secret_duplicate.id, &waiting.id]),
        ("camat.kediri", vec![]),
    ] {
        let visible: Vec<&String> = visible
            .into_iter()
            .filter(|id| username != "kasi.trantib" || **id != secret_duplicate.id)
            .collect();
        let client = service.officer(username).await;
        for field in ["RECEIVED_AT", "DUE_AT", "CLOSED_AT", "AGENDA_NUMBER"] {
            for direction in ["ASC", "DESC"] {
                let query = format!(
                    "{{ complaints(first: 50, orderBy: {{ field: {field}, direction: {direction} }}) {{ totalCount nodes {{ id }} }} }}"
                );
                let seen = client.ask(&query, json!({})).await;
                let mut ids: Vec<&str> =
                    all(&seen["complaints"]["nodes"]).iter().filter_map(|n| n["id"].as_str()).collect();
                ids.sort_unstable();
                let mut expected: Vec<&str> = visible.iter().map(|id| id.as_str()).collect();
                expected.sort_unstable();
                assert_eq!(ids, expected, "{username} {field} {direction}");
                assert_eq!(seen["complaints"]["totalCount"], expected.len(), "{username}");
            }
        }
    }
    let blind = service.officer("kasi.pmd").await;
    // A cursor that names it is a place like any other.
    let page = "query ($c: String) { complaints(first: 50, after: $c, orderBy: { field: RECEIVED_AT, direction: ASC }) { nodes { id } } }";
    let rest = blind.ask(page, json!({ "c": cursor })).await;
    assert_eq!(rest["complaints"]["nodes"][0]["id"], after.id);
    // Links end at it.
    let links = "duplicateOf { id } duplicates { id } status";
    assert_eq!(
        open_duplicate.seen_by("kasi.pmd", links).await,
        json!({ "duplicateOf": Value::Null, "duplicates": [], "status": "DUPLICATE" })
    );
    assert_eq!(before.seen_by("kasi.pmd", links).await["duplicates"], json!([]));
    assert_eq!(before.seen_by("camat", links).await["duplicates"], json!([{ "id": secret_duplicate.id }]));
    // What waits for others is on nobody else's worklist.
    for username in ["kasi.pmd", "admin", "inspektur"] {
        let list =
            service.officer(username).await.ask("{ worklist { totalCount nodes { id } } }", json!({})).await;
        assert_eq!(list["worklist"], json!({ "totalCount": 0, "nodes": [] }), "{username}");
    }
});

/// An input of every mutation, but for the complaint and its version.
pub const MUTATIONS: &[(&str, &str)] = &[
    ("attachDispositionSheet", "{}"),
    ("forwardToSecretary", "{}"),
    ("adviseCamat", r#"{ "advice": "a" }"#),
    ("considerComplaint", r#"{ "consideration": "a", "policyMatter": true }"#),
    ("disposeComplaint", r#"{ "instruction": "a", "leadSectionId": "$section" }"#),
    ("submitSolution", r#"{ "solution": "a", "sectionId": "$section" }"#),
    ("signSolution", "{}"),
    ("carryOutSolution", r#"{ "result": "a", "answerToComplainant": "a" }"#),
    ("archiveComplaint", r#"{ "archiveCode": "a" }"#),
    ("returnComplaint", r#"{ "toStep": "ADVISE", "reason": "a" }"#),
    ("handBackComplaint", r#"{ "reason": "a" }"#),
    ("referComplaint", r#"{ "agency": "a", "reason": "a" }"#),
    ("closeAsDuplicate", r#"{ "originalId": "$original" }"#),
    ("withdrawComplaint", r#"{ "reason": "a" }"#),
    ("reopenComplaint", r#"{ "reason": "a" }"#),
    ("correctComplaint", r#"{ "reason": "a", "subject": "a" }"#),
];

on_both!(the_inspector_cannot_find_a_secret_by_its_content, |service: Service| async move {
    let secret = full(&service, "SECRET", "rambutan").await;
    let open = full(&service, "OPEN", "durian").await;
    let inspector = service.officer("inspektur").await;
    let category = service.category("03").await;
    let list = "query ($f: ComplaintFilter) { complaints(filter: $f) { totalCount nodes { id } } }";
    let found = async |filter: Value| inspector.ask(list, json!({ "f": filter })).await["complaints"].take();
    let none = json!({ "totalCount": 0, "nodes": [] });
    for filter in [
        json!({ "search": "rambutan" }),
        json!({ "search": "Uraian ramb" }),
        json!({ "categoryIds": [category] }),
        json!({ "villageCodes": ["51.02.02.2003"] }),
        json!({ "channel": ["SMS"] }),
        json!({ "channel": ["SMS"], "confidentiality": null }),
    ] {
        if filter.get("confidentiality").is_none() {
            assert_eq!(found(filter.clone()).await, none, "{filter}");
        }
    }
    let one = |id: &str| json!({ "totalCount": 1, "nodes": [{ "id": id }] });
    assert_eq!(found(json!({ "search": "durian" })).await, one(&open.id));
    assert_eq!(
        found(json!({ "search": "0001/PM" })).await,
        one(&secret.id),
        "steps, times and numbers are seen"
    );
    assert_eq!(found(json!({ "officeCodes": ["51.02.02"] })).await["totalCount"], 2);
    assert_eq!(
        found(json!({ "channel": ["EMAIL", "WEBSITE", "SMS", "TELEPHONE", "IN_PERSON"] })).await,
        one(&open.id)
    );
});

on_both!(the_complained_of_hears_the_same_as_of_nothing_at_every_step, |service: Service| async move {
    let camat = service.officer_id("camat").await;
    let mut story = service.receive(json!({ "reportedOfficerIds": [camat] })).await;
    story.go_to(At::Consider).await;
    let client = service.officer("camat").await;
    for id in [&story.id, &no_such(&story.id)] {
        let input = json!({ "complaintId": id, "expectedVersion": story.version, "consideration": "Saya", "policyMatter": false });
        let error = client.refused("considerComplaint", "NOT_FOUND", input).await;
        assert_eq!(error["message"], "There is no such complaint.");
    }
    let list = client.ask("{ worklist { totalCount } complaints { totalCount } }", json!({})).await;
    assert_eq!(list, json!({ "worklist": { "totalCount": 0 }, "complaints": { "totalCount": 0 } }));
    // The secretary stands in: also to decide, and the history says so.
    let waiting = story.seen_by("sekretaris", "openSteps { position waitingFor { name } }").await;
    assert_eq!(
        waiting["openSteps"],
        json!([{ "position": "CAMAT", "waitingFor": [{ "name": "I Nyoman Arta" }] }])
    );
    let list = service
        .officer("sekretaris")
        .await
        .ask("{ worklist { totalCount nodes { complaint { id } } } }", json!({}))
        .await;
    assert_eq!(list["worklist"], json!({ "totalCount": 1, "nodes": [{ "complaint": { "id": story.id } }] }));
    let input = json!({ "consideration": "Ganti", "policyMatter": false });
    story.by("sekretaris", "considerComplaint", input).await;
    let seen = story
        .seen_by(
            "inspektur",
            "history { step officer { name } capacity onBehalfOf { name } } reportedOfficers { name }",
        )
        .await;
    assert_eq!(
        seen["history"][4],
        json!({ "step": "CONSIDER", "officer": { "name": "I Nyoman Arta" }, "capacity": "SUBSTITUTE", "onBehalfOf": { "name": "I Gusti Ngurah Bagus" } })
    );
    assert_eq!(
        seen["reportedOfficers"],
        json!([{ "name": "I Gusti Ngurah Bagus" }]),
        "marked for the inspector"
    );
});
