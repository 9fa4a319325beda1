//! Hostile requests against the program as it is delivered. `.ci/release` runs this against a release build, since there
//! the parser's recursion meets other stack frames and other overflow checks.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::process::{Machine, Server};
use tests::{Client, Engine};

fn fragments_doubling(levels: usize) -> String {
    let mut document = "{ ...f0 }".to_owned();
    for level in 0..levels {
        let next = level + 1;
        document += &format!(" fragment f{level} on Query {{ ...f{next} ...f{next} }}");
    }
    document + &format!(" fragment f{levels} on Query {{ viewer {{ name }} }}")
}

fn nested(open: &str, inner: &str, close: &str, levels: usize) -> String {
    format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
}

/// Documents with their variables.
fn documents() -> Vec<(&'static str, String, Value)> {
    let mut list = json!("x");
    let mut object = json!("x");
    for _ in 0..100 {
        list = json!([list]);
        object = json!({ "filter": object });
    }
    let variables = "query ($f: ComplaintFilter) { complaints(filter: $f) { totalCount } }".to_owned();
    vec![
        ("2,500 nested lists in a value", format!("{{ node(id: {}) {{ id }} }}", nested("[", "1", "]", 2_500)), json!({})),
        ("10,000 nested lists in a value", format!("{{ node(id: {}) {{ id }} }}", nested("[", "1", "]", 10_000)), json!({})),
        ("nested lists never closed", format!("{{ node(id: {}", "[".repeat(20_000)), json!({})),
        ("5,000 nested objects in a value", format!("{{ node(id: {}) {{ id }} }}", nested("{a:", "1", "}", 5_000)), json!({})),
        ("2,000 nested selections", nested("{ viewer ", "{ name }", "}", 2_000), json!({})),
        ("nested selections never closed", "{a".repeat(20_000), json!({})),
        ("nested types of variables", format!("query ($v: {}) {{ viewer {{ name }} }}", nested("[", "Int", "]", 2_500)), json!({})),
        ("nested inline fragments", format!("{{ {} }}", nested("... { ", "viewer { name }", " }", 2_000)), json!({})),
        ("fragments doubling 25 levels", fragments_doubling(25), json!({})),
        ("fragments doubling 300 levels", fragments_doubling(300), json!({})),
        ("a circle of fragments", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".to_owned(), json!({})),
        ("nested lists in variables", variables.clone(), json!({ "f": { "search": list } })),
        ("nested objects in variables", variables.clone(), json!({ "f": object })),
        ("NUL in a document", "{ viewer { name\0 } }".to_owned(), json!({})),
        ("NUL in a text", "{ complaints(filter: { search: \"a\0b\" }) { totalCount } }".to_owned(), json!({})),
        ("NUL in a variable", variables.clone(), json!({ "f": { "search": "a\0b" } })),
        ("a huge name", format!("{{ {} }}", "a".repeat(40_000)), json!({})),
        ("a huge number", format!("{{ offices(first: {}) {{ totalCount }} }}", "9".repeat(40_000)), json!({})),
        ("a huge exponent", "{ offices(first: 1e999999999) { totalCount } }".to_owned(), json!({})),
        ("a document that is too large", format!("{{ viewer {{ name }} }} # {}", "x".repeat(60_000)), json!({})),
        ("too many tokens", format!("{{ {} }}", "viewer{name}".repeat(4_000)), json!({})),
        ("too many aliases", format!("{{ {} }}", (0..500).map(|n| format!("a{n}:viewer{{name}}")).collect::<String>()), json!({})),
        ("too many directives", format!("{{ viewer {} {{ name }} }}", "@skip(if: false) ".repeat(500)), json!({})),
        ("pages in pages", "{ offices(first: 100) { nodes { officers(first: 100) { nodes { name office { officers(first: 100) { nodes { name } } } } } } } }".to_owned(), json!({})),
        ("many sign-ins in one document", format!("mutation {{ {} }}", (0..50).map(|n| format!("a{n}: login(username: \"camat\", password: \"{n}\") {{ token }} ")).collect::<String>()), json!({})),
    ]
}

/// Bodies that are no request at all.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("nested JSON", nested("[", "1", "]", 100_000).into_bytes()),
        (
            "nested JSON in variables",
            format!(
                "{{\"query\":\"{{viewer{{name}}}}\",\"variables\":{{\"a\":{}}}}}",
                nested("[", "1", "]", 100_000)
            )
            .into_bytes(),
        ),
        (
            "nested JSON in extensions",
            format!(
                "{{\"query\":\"{{viewer{{name}}}}\",\"extensions\":{}}}",
                nested("{\"a\":", "1", "}", 50_000)
            )
            .into_bytes(),
        ),
        ("an array of requests", b"[{\"query\":\"{viewer{name}}\"}]".to_vec()),
        ("no UTF-8", b"{\"query\":\"{viewer{\xff\xfe}}\"}".to_vec()),
        ("half a surrogate", b"{\"query\":\"{viewer{name}} \\ud800\"}".to_vec()),
        ("an empty body", Vec::new()),
        ("a huge number", b"{\"query\":\"{viewer{name}}\",\"variables\":{\"a\":1e999}}".to_vec()),
    ]
}

async fn post(client: &Client, body: Vec<u8>) -> (u16, Value) {
    let (http, address) = client.raw();
    let mut request = http
        .post(format!("http://{address}/graphql"))
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json")
        .body(body);
    if let Some(token) = &client.token {
        request = request.bearer_auth(token);
    }
    let answer = request.send().await.expect("the process is alive and answers");
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("the answer is JSON"))
}

async fn refuses(server: &mut Server, client: &Client, what: &str, body: Vec<u8>) -> Duration {
    let begun = Instant::now();
    let (status, answer) = post(client, body).await;
    let taken = begun.elapsed();
    // A client's error with a code, by status or, where the document was carried out, in the answer.
    assert!((200..500).contains(&status), "{what}: {status} {answer}");
    let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("{what}: {answer}"));
    for error in errors {
        let code = error["extensions"]["code"].as_str();
        assert!(code.is_some_and(|code| code != "INTERNAL"), "{what}: {answer}");
    }
    assert!(answer.to_string().len() < 100_000, "{what}: a long answer");
    assert!(taken.as_secs() < 5, "{what} took {taken:?}");
    // Alive, and no other process in its place.
    let ready = client.raw().0.get(format!("http://{}/readyz", server.address)).send().await;
    assert!(ready.is_ok_and(|ready| ready.status() == 200), "{what} stopped it: {}", server.process.stderr());
    assert!(server.process.is_running(), "{what}");
    taken
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_requests_are_refused_with_a_code_and_the_process_lives() {
    const PASSWORD: &str = "sandi demo 2026";
    let machine = Machine::new(Engine::Sqlite).await;
    let mut server = machine.serve(&["--demo"], &[("PENGADUAN_DEMO_PASSWORD", PASSWORD)]).await;
    let stranger = server.stranger();
    let inspector = stranger.sign_in("inspektur", PASSWORD).await;
    let mut slowest = (Duration::ZERO, "");
    for client in [&stranger, &inspector] {
        for (what, document, variables) in documents() {
            let body = json!({ "query": document, "variables": variables }).to_string().into_bytes();
            slowest = slowest.max((refuses(&mut server, client, what, body).await, what));
        }
        for (what, body) in bodies() {
            slowest = slowest.max((refuses(&mut server, client, what, body).await, what));
        }
    }
    eprintln!("the slowest refusal took {slowest:?}");
    assert_eq!(inspector.ask("{ viewer { position } }", json!({})).await["viewer"]["position"], "INSPECTOR");
}
