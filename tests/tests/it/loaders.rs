//! Statements counted: how many a request issues does not depend on how many rows it shows.

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use crate::trial::all;

/// Asks, and answers how many statements that took. The office is kept in memory already.
async fn statements(service: &Service, officer: &str, query: &str, variables: Value) -> (u64, Value) {
    let client = service.officer(officer).await;
    client.ask("{ viewer { id } }", json!({})).await;
    let before = service.store.statements();
    let answer = client.ask(query, variables).await;
    (service.store.statements() - before, answer)
}

/// So many complaints: corrected, with a duplicate each, solved by several sections.
async fn complaints(service: &Service, count: usize) -> Vec<Value> {
    let category = service.category("09").await;
    let mut ids = Vec::new();
    for place in 0..count {
        let mut story =
            service.receive(json!({ "categoryId": category, "subject": format!("Perkara {place}") })).await;
        story
            .by(
                "staf",
                "correctComplaint",
                json!({ "reason": "Salah", "subject": format!("Perkara nomor {place}") }),
            )
            .await;
        let mut duplicate = service.receive(json!({ "subject": "Sama" })).await;
        duplicate.by("staf", "closeAsDuplicate", json!({ "originalId": story.id })).await;
        if place % 2 == 0 {
            story.go_to(At::Solve).await;
        }
        ids.push(json!(story.id));
    }
    ids
}

const ROW: &str = "id office { code sections { code head { name } } officers(first: 3) { nodes { name office { code } } } } category { code }
    village { name } procedure { number }
    history { section { code office { code } head { name } } officer { name section { code } office { code } acting { position } }
        onBehalfOf { name } waitingFor { name } complaint { id } dueExplanation { start } }
    openSteps { waitingFor { name } } dispositionSheet { attachedBy { name } leadSection { code } }
    solutions { author { name } } reportedOfficers { name } actions { name refusal { message } }
    changes { officer { name } field } duplicates { id history { id } } duplicateOf { id history { officer { name } } }";

on_both!(
    a_list_with_everything_takes_as_many_statements_for_two_rows_as_for_fifty,
    |service: Service| async move {
        complaints(&service, 25).await;
        let query = format!("query ($first: Int) {{ complaints(first: $first) {{ nodes {{ {ROW} }} }} }}");
        for rows in [2, 10, 50] {
            let (count, answer) = statements(&service, "camat", &query, json!({ "first": rows })).await;
            assert_eq!(all(&answer["complaints"]["nodes"]).len(), rows);
            // 1 the session with its officer and the office's revision
            // 2 the page of complaints
            // 3 their step records
            // 4 their logs of changes
            // 5 the duplicates of all of them
            // 6 the step records of the duplicates
            // 7 the originals of all of them
            // 8 the step records of the originals
            assert_eq!(count, 8, "{rows} rows");
        }
    }
);

on_both!(an_inspector_reads_two_offices_in_as_many_statements, |service: Service| async move {
    complaints(&service, 3).await;
    service.receive_by("staf.kediri", json!({})).await;
    let query = "{ complaints(first: 50) { nodes { id office { code name } history { officer { name office { code } } } } } }";
    // Both offices are read once before they are kept.
    statements(&service, "inspektur", query, json!({})).await;
    let (count, answer) = statements(&service, "inspektur", query, json!({})).await;
    assert_eq!(all(&answer["complaints"]["nodes"]).len(), 7);
    // 1 the session, 2 the offices of the regency with their revisions, 3 the page, 4 the step records
    assert_eq!(count, 4);
});

on_both!(the_total_costs_a_statement_only_when_asked, |service: Service| async move {
    complaints(&service, 3).await;
    for (query, expected) in [
        // 1 the session, 2 the page, 3 the step records
        ("{ complaints { nodes { id } } }", 3),
        // and 4 the count
        ("{ complaints { totalCount nodes { id } } }", 4),
        // 1 the session, 2 the keys of the page, 3 its complaints, 4 their step records
        ("{ worklist { nodes { id } } }", 4),
        // and 5 the count
        ("{ worklist { totalCount nodes { id } } }", 5),
        // What is in memory costs no more than the session.
        (
            "{ viewer { name office { name officers { totalCount nodes { name } } sections { name head { name } } categories { name } } } }",
            1,
        ),
        (
            "{ office { dueAt(step: SOLVE, start: \"2026-02-02T00:00:00Z\") holidays(year: 2026) { name } procedure { steps { step } } } }",
            1,
        ),
    ] {
        let (count, _) = statements(&service, "staf", query, json!({})).await;
        assert_eq!(count, expected, "{query}");
    }
});

on_both!(the_worklist_takes_as_many_statements_for_one_row_as_for_twenty, |service: Service| async move {
    complaints(&service, 20).await;
    let query = "query ($first: Int) { worklist(first: $first) { nodes { id step waitingFor { name } section { head { name } }
        complaint { subject changes { field officer { name } } history { officer { name } } duplicates { id } } } } }";
    for rows in [1, 5, 10] {
        let (count, answer) = statements(&service, "staf", query, json!({ "first": rows })).await;
        assert_eq!(all(&answer["worklist"]["nodes"]).len(), rows);
        // 1 the session, 2 the keys of the page, 3 its complaints, 4 their step records, 5 their logs of changes,
        // 6 their duplicates, 7 the step records of these
        assert_eq!(count, 7, "{rows} rows");
    }
});

on_both!(nodes_are_loaded_together, |service: Service| async move {
    let ids = complaints(&service, 8).await;
    let query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Complaint { subject history { officer { name } } changes { field } } } }";
    for rows in [1, 8] {
        let (count, answer) = statements(&service, "camat", query, json!({ "ids": ids[..rows] })).await;
        assert_eq!(all(&answer["nodes"]).len(), rows);
        // 1 the session, 2 the complaints, 3 their step records, 4 their logs of changes
        assert_eq!(count, 4, "{rows} nodes");
    }
    let mut records = Vec::new();
    for id in &ids[..4] {
        let query = "query ($id: ID!) { complaint(id: $id) { history { id } } }";
        let seen = service.officer("camat").await.ask(query, json!({ "id": id })).await;
        records.extend(all(&seen["complaint"]["history"]).iter().map(|record| record["id"].clone()));
    }
    let (count, _) = statements(&service, "camat", query, json!({ "ids": records })).await;
    // 1 the session, 2 the complaints of all records, 3 their step records
    assert_eq!(count, 3);
    let mut officers = Vec::new();
    for officer in tests::EVERYBODY {
        officers.push(service.officer_id(officer).await);
    }
    let (count, _) = statements(&service, "camat", query, json!({ "ids": officers })).await;
    // 1 the session, 2 the officers
    assert_eq!(count, 2);
});

on_both!(aliases_share_what_was_loaded, |service: Service| async move {
    let ids = complaints(&service, 1).await;
    let query = "query ($id: ID!) { a: complaint(id: $id) { subject } b: complaint(id: $id) { history { id } } c: node(id: $id) { id } }";
    let (count, _) = statements(&service, "camat", query, json!({ "id": ids[0] })).await;
    // 1 the session, 2 the complaint, 3 its step records
    assert_eq!(count, 3);
});
