//! Limits of a request: each has an answer of its own, and what it stops does nothing.

use api::http::Limits;
use serde_json::{Value, json};
use tests::{Engine, Service};

async fn small() -> Service {
    let limits = Limits {
        document_bytes: 2_000,
        tokens: 150,
        nesting: 12,
        fields: 60,
        aliases: 5,
        depth: 5,
        complexity: 120,
        directives: 2,
        body_bytes: 4_000,
        page_rows: 10,
        errors: 2,
        name_bytes: 40,
        ..Limits::default()
    };
    Service::open_with(Engine::Sqlite, limits).await
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("no error")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_limit_has_its_code() {
    let service = small().await;
    let camat = service.officer("camat").await;
    let deep = "{ complaints(first: 1) { nodes { office { sections { head { section { code } } } } } } }";
    let many_aliases = (0..6).map(|n| format!("a{n}: viewer {{ id }}")).collect::<Vec<_>>().join(" ");
    let many_fields = format!(
        "{{ {} }} fragment F on Query {{ viewer {{ id name position active }} }}",
        "...F ".repeat(15)
    );
    let costly = "{ complaints(first: 10) { nodes { id subject history { id step outcome officer { name } note } changes { field } } } }";
    let spread = "query { ...F ...F ...F ...F ...F ...F ...F ...F ...F } fragment F on Query { viewer { id name position active } a: viewer { id name } }";
    for (query, expected) in [
        ("{ viewer { id } }".to_owned(), "no error"),
        (deep.to_owned(), "QUERY_TOO_DEEP"),
        (format!("{{ {many_aliases} }}"), "TOO_MANY_ALIASES"),
        (many_fields, "TOO_MANY_FIELDS"),
        (costly.to_owned(), "QUERY_TOO_COMPLEX"),
        (format!("{{ {} }}", "viewer { id } ".repeat(40)), "TOO_MANY_TOKENS"),
        (format!("{{ viewer {{ id }} }} # {}", "x".repeat(2_000)), "DOCUMENT_TOO_LARGE"),
        (format!("{{ {}: viewer {{ id }} }}", "x".repeat(41)), "NAME_TOO_LONG"),
        (
            "{ viewer @include(if: true) @skip(if: false) @include(if: true) { id } }".to_owned(),
            "TOO_MANY_DIRECTIVES",
        ),
        (format!("{{ nodes(ids: {}) {{ id }} }}", "[".repeat(13) + &"]".repeat(13)), "NESTING_TOO_DEEP"),
        (spread.to_owned(), "TOO_MANY_ALIASES"),
        ("{ complaints(first: 11) { nodes { id } } }".to_owned(), "LIMIT_EXCEEDED"),
        ("{ complaints(last: 11) { nodes { id } } }".to_owned(), "LIMIT_EXCEEDED"),
        ("{ offices(first: 11) { nodes { id } } }".to_owned(), "LIMIT_EXCEEDED"),
        ("{ worklist(first: 11) { nodes { id } } }".to_owned(), "LIMIT_EXCEEDED"),
        ("{ office { officers(first: 11) { nodes { id } } } }".to_owned(), "LIMIT_EXCEEDED"),
        ("{ viewer { id }".to_owned(), "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }".to_owned(), "GRAPHQL_VALIDATION_FAILED"),
        ("{ node(id: 1.5) { id } }".to_owned(), "BAD_USER_INPUT"),
        ("subscription { x }".to_owned(), "GRAPHQL_VALIDATION_FAILED"),
    ] {
        let answer = camat.send(&query, json!({})).await;
        assert_eq!(code(&answer), expected, "{query:.120} {answer}");
    }
    let ids = vec!["!"; 11];
    let answer = camat.send("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
    assert_eq!(code(&answer), "LIMIT_EXCEEDED");
    // The list that is asked for without a size keeps to the limit.
    for _ in 0..12 {
        service.receive(json!({})).await;
    }
    let answer =
        camat.ask("{ complaints { totalCount nodes { id } } worklist { nodes { id } } }", json!({})).await;
    assert_eq!(answer["complaints"]["nodes"].as_array().map(Vec::len), Some(10));
    assert_eq!(answer["complaints"]["totalCount"], 12, "the count is not capped");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_too_large_is_answered_with_413_and_receives_nothing() {
    let service = small().await;
    let staff = service.officer("staf").await;
    let (http, address) = staff.raw();
    let document = crate::trial::document("receiveComplaint");
    let input = json!({ "channel": "SMS", "subject": "Besar", "description": "x".repeat(4_000) });
    let response = http
        .post(format!("http://{address}/graphql"))
        .bearer_auth(staff.token.as_deref().expect("a token"))
        .json(&json!({ "query": document, "variables": { "input": input } }))
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 413);
    let answer: Value = response.json().await.expect("JSON");
    assert_eq!(code(&answer), "BODY_TOO_LARGE");
    let counted = staff.ask("{ complaints { totalCount } }", json!({})).await;
    assert_eq!(counted["complaints"]["totalCount"], 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_over_a_limit_does_nothing_at_all() {
    let service = small().await;
    let staff = service.officer("staf").await;
    let receive = |alias: usize| {
        format!(
            "a{alias}: receiveComplaint(input: {{ channel: SMS, subject: \"Alias\", description: \"x\" }}) {{ complaint {{ id }} }}"
        )
    };
    let query = format!("mutation {{ {} }}", (0..6).map(receive).collect::<Vec<_>>().join(" "));
    let answer = staff.send(&query, json!({})).await;
    assert!(["TOO_MANY_ALIASES", "TOO_MANY_TOKENS"].contains(&code(&answer)), "{answer}");
    let counted = staff.ask("{ complaints { totalCount } }", json!({})).await;
    assert_eq!(counted["complaints"]["totalCount"], 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_so_many_errors_are_told_and_how_many_more_there_were() {
    let service = small().await;
    let query = "{ a: complaints { totalCount } b: complaints { totalCount } c: worklist { totalCount } d: offices { totalCount } }";
    let answer = service.stranger().send(query, json!({})).await;
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(2), "{answer}");
    assert_eq!(answer["extensions"]["errorsOmitted"], 2, "{answer}");
    assert_eq!(
        answer["data"],
        json!({ "a": null, "b": null, "c": null, "d": null }),
        "a tile that fails blanks no other"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dates_from_the_ends_of_time_cost_nothing() {
    let service = Service::open(Engine::Sqlite).await;
    let query = "{ office { workingSecondsBetween(from: \"0001-01-01T00:00:00Z\", to: \"9999-12-31T23:59:59Z\")
        a: dueAt(step: SOLVE, start: \"0001-01-01T00:00:00Z\") b: dueAt(step: SOLVE, start: \"9999-12-31T23:59:59Z\")
        c: workingSecondsBetween(from: \"2026-02-03T00:00:00Z\", to: \"2026-02-02T00:00:00Z\")
        holidays(year: -2147483648) { name } d: workingHours(on: \"9999-12-31\") { opens } } }";
    let started = std::time::Instant::now();
    let answer = service.officer("staf").await.ask(query, json!({})).await;
    assert!(started.elapsed() < std::time::Duration::from_secs(2));
    assert_eq!((&answer["office"]["c"], &answer["office"]["holidays"]), (&json!(0), &json!([])));
    // The calendar is open from 1900 to 2199.
    let seconds = answer["office"]["workingSecondsBetween"].as_i64().expect("a number");
    assert!((2_000_000_000..=i64::from(i32::MAX)).contains(&seconds), "{seconds}");
}

/// Lists in lists, that lead back to where they come from: each level is ten times the one above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_grows_without_bound_is_cut_off() {
    let limits = Limits { answer_fields: 60, ..Limits::default() };
    let service = Service::open_with(Engine::Sqlite, limits).await;
    let story = service.receive(json!({})).await;
    let staff = service.officer("staf").await;
    let nested = |rounds: usize| {
        let mut query = "id".to_owned();
        for _ in 0..rounds {
            query = format!("history {{ step complaint {{ {query} }} }}");
        }
        format!("query ($id: ID!) {{ complaint(id: $id) {{ {query} }} }}")
    };
    let id = json!({ "id": story.id });
    staff.ask(&nested(2), id.clone()).await;
    let answer = staff.send(&nested(4), id.clone()).await;
    assert_eq!((code(&answer), &answer["data"]), ("ANSWER_TOO_LARGE", &Value::Null), "{answer:#}");
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1));
    assert_eq!(code(&staff.send(&nested(6), id).await), "QUERY_TOO_COMPLEX");
}
