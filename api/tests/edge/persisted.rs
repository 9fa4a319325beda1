//! Persisted queries: a document is named by its hash, and sent only where it is not known.

use api::http::Limits;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::server::{ACCEPT, JSON, LEGACY, Reply, Server};

const DOCUMENT: &str = "query A($n: Int!) { twice(number: $n) } query B { echo(text: \"é\") }";

fn hash(document: &str) -> String {
    Sha256::digest(document).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn named(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn by_hash(server: &Server, document: &str) -> Reply {
    server.ask(&json!({ "extensions": named(&hash(document)) }))
}

fn send(server: &Server, document: &str) -> Reply {
    server.ask(&json!({ "query": document, "extensions": named(&hash(document)) }))
}

#[test]
fn a_document_that_is_not_known_is_asked_for_once() {
    let server = Server::start();
    let extensions = named(&hash(DOCUMENT));
    let ask = |document: Option<&str>, accept| {
        let mut body = json!({ "operationName": "A", "variables": { "n": 21 }, "extensions": extensions });
        if let Some(document) = document {
            body["query"] = document.into();
        }
        server.post(&[JSON, accept], body.to_string().as_bytes())
    };
    // Apollo's clients take 400 of application/json for a service without persisted queries.
    for (accept, status) in [(LEGACY, 200), (ACCEPT, 400)] {
        let reply = ask(None, accept);
        assert_eq!((reply.status, reply.code().as_str()), (status, "PERSISTED_QUERY_NOT_FOUND"), "{reply:?}");
        assert_eq!(reply.json()["errors"][0]["message"], "PersistedQueryNotFound");
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    for document in [Some(DOCUMENT), None] {
        assert_eq!(ask(document, LEGACY).json(), json!({ "data": { "twice": 42 } }), "{document:?}");
    }
    // What was sent by POST is known by GET, in any operation and with any variables.
    let get = |rest: &str| {
        let hash = hash(DOCUMENT).to_uppercase();
        let extensions =
            format!("%7B%22persistedQuery%22:%7B%22version%22:1,%22sha256Hash%22:%22{hash}%22%7D%7D");
        server.get(&format!("/graphql?extensions={extensions}&{rest}"), &[ACCEPT])
    };
    assert_eq!(get("operationName=B").json()["data"], json!({ "echo": "é" }));
    assert_eq!(get("operationName=A&variables=%7B%22n%22:4%7D").json()["data"], json!({ "twice": 8 }));
    assert_eq!(get("operationName=A").code(), "BAD_USER_INPUT", "variables are judged each time");
    assert_eq!(get("").code(), "OPERATION_RESOLUTION_FAILURE");
}

#[test]
fn a_hash_names_its_document_only() {
    let server = Server::start();
    let good = hash("{ echo }");
    let of = |version: Value, hash: Value| json!({ "version": version, "sha256Hash": hash });
    let cases = [
        (
            "another's",
            json!("{ root { level } }"),
            of(json!(1), json!(good)),
            "PERSISTED_QUERY_HASH_MISMATCH",
        ),
        ("nothing's", json!(""), of(json!(1), json!(good)), "PERSISTED_QUERY_HASH_MISMATCH"),
        ("version 2", json!("{ echo }"), of(json!(2), json!(good)), "BAD_REQUEST"),
        ("no version", json!("{ echo }"), json!({ "sha256Hash": good }), "BAD_REQUEST"),
        ("version as text", json!("{ echo }"), of(json!("1"), json!(good)), "BAD_REQUEST"),
        ("no hash", json!("{ echo }"), json!({ "version": 1 }), "BAD_REQUEST"),
        ("short", Value::Null, of(json!(1), json!(&good[1..])), "BAD_REQUEST"),
        ("long", Value::Null, of(json!(1), json!(format!("{good}00"))), "BAD_REQUEST"),
        ("no digits", Value::Null, of(json!(1), json!("é".repeat(32))), "BAD_REQUEST"),
        ("no object", json!("{ echo }"), json!(good), "BAD_REQUEST"),
        ("null and nothing else", Value::Null, Value::Null, "BAD_REQUEST"),
    ];
    for (what, query, persisted, code) in cases {
        let body = json!({ "query": query, "extensions": { "persistedQuery": persisted } });
        for accept in [ACCEPT, LEGACY] {
            let reply = server.post(&[JSON, accept], body.to_string().as_bytes());
            assert_eq!((reply.status, reply.code().as_str()), (400, code), "{what}: {reply:?}");
        }
    }
    let body = json!({ "query": "{ echo }", "extensions": { "persistedQuery": null } });
    assert_eq!(server.ask(&body).json()["data"], json!({ "echo": "[]" }));
    assert_eq!(by_hash(&server, "{ echo }").code(), "PERSISTED_QUERY_NOT_FOUND", "nothing of this was kept");
}

#[test]
fn what_the_guard_refuses_is_not_kept() {
    let server = Server::start();
    let long = format!("{{ echo(text: \"{}\") }}", "x".repeat(50_000));
    let deep = format!("{{ echo(list: {}{}) }}", "[".repeat(2_500), "]".repeat(2_500));
    for (document, code) in [
        (long.as_str(), "DOCUMENT_TOO_LARGE"),
        (deep.as_str(), "NESTING_TOO_DEEP"),
        ("how many complaints?", "GRAPHQL_PARSE_FAILED"),
        ("mutation { a: logIn(name: \"1\") b: logIn(name: \"2\") }", "ONE_MUTATION_ONLY"),
    ] {
        assert_eq!(send(&server, document).code(), code);
        assert_eq!(by_hash(&server, document).code(), "PERSISTED_QUERY_NOT_FOUND");
    }
}

#[test]
fn a_mutation_is_not_run_by_get_under_its_hash_either() {
    let server = Server::start();
    let document = "mutation { logIn(name: \"x\") }";
    assert_eq!(send(&server, document).json()["data"], json!({ "logIn": "x" }));
    assert_eq!(by_hash(&server, document).json()["data"], json!({ "logIn": "x" }));
    let extensions =
        named(&hash(document)).to_string().replace('{', "%7B").replace('}', "%7D").replace('"', "%22");
    let reply = server.get(&format!("/graphql?extensions={extensions}"), &[ACCEPT]);
    assert_eq!((reply.status, reply.header("allow")), (405, Some("post")));
}

#[test]
fn what_is_kept_has_a_bound() {
    let server = Server::with(&Limits { persisted_bytes: 64 * 1024, ..Limits::default() });
    let document = |n: usize, length: usize| format!("{{ echo(text: \"{n}{}\") }}", "x".repeat(length));
    for length in [10, 5_000] {
        let known = (0..200)
            .map(|n| document(n, length))
            .filter(|document| {
                assert_eq!(send(&server, document).status, 200);
                by_hash(&server, document).status == 200
            })
            .count();
        assert!(known > 100, "{known} were known at first");
        let left = (0..200).filter(|n| by_hash(&server, &document(*n, length)).status == 200).count();
        let most = 64 * 1024 / (1_024 + length);
        assert!((1..=most).contains(&left), "{left} of {length} bytes are left");
    }
    let server = Server::with(&Limits { persisted_bytes: 0, ..Limits::default() });
    assert_eq!(send(&server, "{ echo }").status, 200);
    assert_eq!(by_hash(&server, "{ echo }").code(), "PERSISTED_QUERY_NOT_FOUND");
}
