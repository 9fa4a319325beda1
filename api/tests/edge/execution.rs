//! What execution promises: faults are masked, it has a time, and so many at once.

use std::time::{Duration, Instant};

use api::http::Limits;
use serde_json::{Value, json};

use crate::server::{ACCEPT, Server};

#[test]
fn faults_are_masked_and_leave_the_rest_standing() {
    let server = Server::start();
    let reply =
        server.query("{ branch { level failing panicking refused } panicking echo(text: \"still here\") }");
    assert_eq!(reply.status, 200);
    assert!(!String::from_utf8_lossy(&reply.body).contains("secret"), "{reply:?}");
    let answer = reply.json();
    let branch = json!({ "level": 0, "failing": null, "panicking": null, "refused": null });
    assert_eq!(answer["data"], json!({ "branch": branch, "panicking": null, "echo": "still here" }));
    let mut codes = Vec::new();
    for error in answer["errors"].as_array().unwrap() {
        codes.push((error["path"].to_string(), error["extensions"]["code"].as_str().unwrap()));
        assert_eq!(error["extensions"]["code"] == "INTERNAL", error["extensions"]["faultId"].is_string());
    }
    codes.sort();
    let expected = [
        (r#"["branch","failing"]"#.to_owned(), "INTERNAL"),
        (r#"["branch","panicking"]"#.to_owned(), "INTERNAL"),
        (r#"["branch","refused"]"#.to_owned(), "FORBIDDEN"),
        (r#"["panicking"]"#.to_owned(), "INTERNAL"),
    ];
    assert_eq!(codes, expected);
    assert_eq!(server.query("{ echo }").status, 200);
}

#[test]
fn a_required_field_that_fails_takes_its_parent_with_it() {
    let server = Server::start();
    for (document, data) in [
        ("{ echo(text: \"x\") branch { level failingRequired } }", json!({ "echo": "x", "branch": null })),
        ("{ branch { next { next { failingRequired } } } echo }", json!({ "branch": null, "echo": "[]" })),
        ("{ branches { level failingRequired } echo }", json!({ "branches": null, "echo": "[]" })),
        ("{ echo root { failingRequired } }", Value::Null),
    ] {
        let reply = server.query(document);
        assert_eq!(reply.status, 200, "{document}: {reply:?}");
        assert_eq!(reply.json()["data"], data, "{document}");
        assert!(reply.json().as_object().unwrap().contains_key("data"), "{document}");
        assert_eq!(reply.code(), "INTERNAL");
    }
}

#[test]
fn the_operation_must_be_there() {
    let server = Server::start();
    let document = "query A { echo } query B { twice(number: 2) }";
    for (name, code) in
        [(Value::Null, "OPERATION_RESOLUTION_FAILURE"), (json!("C"), "OPERATION_RESOLUTION_FAILURE")]
    {
        let reply = server.ask(&json!({ "query": document, "operationName": name }));
        assert_eq!((reply.status, reply.code().as_str()), (400, code), "{reply:?}");
    }
    assert_eq!(
        server.ask(&json!({ "query": document, "operationName": "B" })).json()["data"],
        json!({ "twice": 4 })
    );
}

#[test]
fn a_request_has_a_time() {
    let server = Server::with(&Limits { request_seconds: 1, ..Limits::default() });
    let begun = Instant::now();
    let reply = server.query("{ slow }");
    assert_eq!((reply.status, reply.code().as_str()), (503, "TIMEOUT"), "{reply:?}");
    let reply = server.raw(
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{",
    );
    assert_eq!((reply.status, reply.code().as_str()), (408, "REQUEST_TIMEOUT"), "{reply:?}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn too_many_at_once_are_sent_away() {
    let server = Server::with(&Limits { concurrent_requests: 0, ..Limits::default() });
    let reply = server.query("{ echo }");
    assert_eq!((reply.status, reply.code().as_str()), (503, "OVERLOADED"), "{reply:?}");
    assert_eq!(reply.header("retry-after"), Some("1"));
}

#[test]
fn what_cannot_be_put_on_record_is_not_shown() {
    let server = Server::start();
    let url = "/graphql?query=%7Becho(text:%22confidential%22)%7D";
    let reply = server.get(url, &[ACCEPT, ("authorization", "Bearer unrecorded"), ("x-until", "1000")]);
    assert_eq!(reply.status, 503, "{reply:?}");
    assert_eq!(reply.json()["errors"][0]["extensions"]["code"], "UNAVAILABLE");
    assert!(!String::from_utf8_lossy(&reply.body).contains("confidential"), "{reply:?}");
    assert_eq!(reply.tag, None, "nor is there a tag by which it could be told that it stands");
}
