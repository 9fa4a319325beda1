//! What does not exist for a viewer takes the statements of what is not there at all, so that nothing is told by the time it
//! takes.

use serde_json::{Value, json};
use tests::{At, Client, Service, on_both, over};

use crate::permissions::MUTATIONS;
use crate::trial::{all, no_such};

/// How many statements a request takes, and its answer.
async fn statements(service: &Service, client: &Client, query: &str, variables: Value) -> (u64, String) {
    let before = service.store.statements();
    let answer = client.send(query, variables).await;
    (service.store.statements() - before, answer.to_string())
}

/// A secret complaint that was filed, and about the head of TRANTIB.
async fn hidden(service: &Service) -> tests::Story<'_> {
    let reported = service.officer_id("kasi.trantib").await;
    let mut story =
        service.receive(json!({ "confidentiality": "SECRET", "reportedOfficerIds": [reported] })).await;
    story.go_to(At::Dispose).await;
    story.dispose_to(&["PEM"]).await;
    story
}

on_both!(a_look_at_the_hidden_takes_what_a_look_at_nothing_takes, |service: Service| async move {
    let story = hidden(&service).await;
    let seen = story.seen_by("staf", "agendaNumber history { id }").await;
    let record = seen["history"][0]["id"].as_str().expect("an id").to_owned();
    let nothing = no_such(&story.id);
    for officer in ["kasi.pmd", "admin", "kasi.trantib"] {
        let client = service.officer(officer).await;
        client.ask("{ office { name } }", json!({})).await;
        for (query, real, unreal) in [
            (
                "query ($id: ID!) { complaint(id: $id) { subject history { note } changes { field } } }",
                json!({ "id": story.id }),
                json!({ "id": nothing }),
            ),
            (
                "query ($id: ID!) { node(id: $id) { id } }",
                json!({ "id": story.id }),
                json!({ "id": nothing }),
            ),
            ("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": record }), json!({ "id": nothing })),
            (
                "query ($id: ID!) { nodes(ids: [$id, $id]) { id } }",
                json!({ "id": story.id }),
                json!({ "id": nothing }),
            ),
            (
                "query ($id: String!) { complaintByAgendaNumber(agendaNumber: $id, year: 2026) { subject } }",
                json!({ "id": seen["agendaNumber"] }),
                json!({ "id": "4711/PM/2026" }),
            ),
            (
                "query ($id: String!) { complaints(filter: { search: $id }) { totalCount nodes { id } } }",
                json!({ "id": seen["agendaNumber"] }),
                json!({ "id": "4711/PM/2026" }),
            ),
        ] {
            let found = statements(&service, &client, query, real).await;
            let missing = statements(&service, &client, query, unreal).await;
            assert_eq!(found, missing, "{officer} {query}");
        }
    }
});

on_both!(a_step_on_the_hidden_takes_what_a_step_on_nothing_takes, |service: Service| async move {
    let story = hidden(&service).await;
    let (open, nothing) = (service.receive(json!({})).await, no_such(&story.id));
    let section = service.section("PEM").await;
    for officer in ["kasi.pmd", "admin", "kasi.trantib"] {
        let client = service.officer(officer).await;
        client.ask("{ office { name } }", json!({})).await;
        for (mutation, put) in MUTATIONS {
            let put = put.replace("$section", &section).replace("$original", &open.id);
            let put: Value = serde_json::from_str(&put).expect("JSON");
            let count = async |id: &str| {
                let input = over(put.clone(), &json!({ "complaintId": id, "expectedVersion": 1 }));
                let document = crate::trial::document(mutation);
                statements(&service, &client, &document, json!({ "input": input })).await
            };
            assert_eq!(count(&story.id).await, count(&nothing).await, "{officer} {mutation}");
        }
    }
    // As the original of a duplicate it is as unknown, and as long in the looking up.
    let mut own =
        service.receive(json!({ "reportedOfficerIds": [service.officer_id("kasi.pmd").await] })).await;
    own.go_to(At::Consider).await;
    let about_camat =
        service.receive(json!({ "reportedOfficerIds": [service.officer_id("camat").await] })).await;
    let camat = service.officer("camat").await;
    let mut counts = Vec::new();
    for original in [&about_camat.id, &nothing] {
        let input = own.input(&json!({ "originalId": original }));
        let document = crate::trial::document("closeAsDuplicate");
        counts.push(statements(&service, &camat, &document, json!({ "input": input })).await);
    }
    assert!(counts[0].1.contains("INVALID_INPUT"), "{counts:?}");
    assert_eq!(counts[0], counts[1]);
});

on_both!(links_to_the_hidden_take_what_no_links_take, |service: Service| async move {
    let (plain, original) = (service.receive(json!({})).await, service.receive(json!({})).await);
    let mut secret = service.receive(json!({ "confidentiality": "SECRET" })).await;
    secret.by("staf", "closeAsDuplicate", json!({ "originalId": original.id })).await;
    let client = service.officer("kasi.pmd").await;
    client.ask("{ office { name } }", json!({})).await;
    let query = "query ($id: ID!) { complaint(id: $id) { duplicates { id subject } } }";
    let with = statements(&service, &client, query, json!({ "id": original.id })).await;
    let without = statements(&service, &client, query, json!({ "id": plain.id })).await;
    assert_eq!(with, without);
    let camat = service.officer("camat").await.ask(query, json!({ "id": original.id })).await;
    assert_eq!(all(&camat["complaint"]["duplicates"]).len(), 1, "it is there for who may see it");
});
