//! The rules of HTTP: methods, headers, bodies, addresses, connections.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use api::http::Limits;
use serde_json::json;

use crate::server::{ACCEPT, JSON, LEGACY, Reply, Server};

#[test]
fn posts_follow_the_rules_of_http() {
    let server = Server::with(&Limits { body_bytes: 1_000, ..Limits::default() });
    let good = br#"{"query": "{ echo }"}"#.as_slice();
    let large = format!("{{\"query\": \"{{ echo }}\", \"x\": \"{}\"}}", "x".repeat(2_000));
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [u8], u16, &'a str);
    let cases: &[Case<'_>] = &[
        ("plain", &[JSON], good, 200, "none"),
        ("charset", &[("content-type", "Application/JSON; charset=\"UTF-8\"")], good, 200, "none"),
        (
            "other charset",
            &[("content-type", "application/json; charset=utf-16")],
            good,
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        ("no content type", &[], good, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("two content types", &[JSON, JSON], good, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("text", &[("content-type", "text/plain")], good, 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            "form",
            &[("content-type", "application/x-www-form-urlencoded")],
            b"query={echo}",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (
            "multipart",
            &[("content-type", "multipart/form-data; boundary=x")],
            good,
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        ("gzip", &[JSON, ("content-encoding", "gzip")], good, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("large", &[JSON], large.as_bytes(), 413, "BODY_TOO_LARGE"),
        ("empty", &[JSON], b"", 400, "BAD_REQUEST"),
        ("not JSON", &[JSON], b"{ \"query", 400, "BAD_REQUEST"),
        ("BOM", &[JSON], b"\xef\xbb\xbf{\"query\": \"{ echo }\"}", 400, "BAD_REQUEST"),
        ("not UTF-8", &[JSON], b"{\"query\": \"{ echo(text: \\\"\xff\\\") }\"}", 400, "INVALID_UTF8"),
        ("array", &[JSON], br#"[{"query": "{ echo }"}]"#, 400, "BATCH_NOT_SUPPORTED"),
        ("string", &[JSON], br#""{ echo }""#, 400, "BAD_REQUEST"),
        ("no query", &[JSON], br#"{"qeury": "{ echo }"}"#, 400, "BAD_REQUEST"),
        ("query of a wrong type", &[JSON], br#"{"query": ["{ echo }"]}"#, 400, "BAD_REQUEST"),
        (
            "variables of a wrong type",
            &[JSON],
            br#"{"query": "{ echo }", "variables": []}"#,
            400,
            "BAD_REQUEST",
        ),
        (
            "name of a wrong type",
            &[JSON],
            br#"{"query": "{ echo }", "operationName": 1}"#,
            400,
            "BAD_REQUEST",
        ),
        (
            "extensions of a wrong type",
            &[JSON],
            br#"{"query": "{ echo }", "extensions": "x"}"#,
            400,
            "BAD_REQUEST",
        ),
        (
            "all null",
            &[JSON],
            br#"{"query": "{ echo }", "variables": null, "operationName": null, "extensions": null}"#,
            200,
            "none",
        ),
        ("the old type", &[JSON, LEGACY], br#"{"query": "{"}"#, 200, "GRAPHQL_PARSE_FAILED"),
        ("the new type", &[JSON, ACCEPT], br#"{"query": "{"}"#, 400, "GRAPHQL_PARSE_FAILED"),
        (
            "the new type rather",
            &[JSON, ("accept", "application/json;q=0.9, application/graphql-response+json")],
            br#"{"query": "{"}"#,
            400,
            "GRAPHQL_PARSE_FAILED",
        ),
        (
            "the old type rather",
            &[JSON, ("accept", "application/json, application/graphql-response+json;q=0.5")],
            br#"{"query": "{"}"#,
            200,
            "GRAPHQL_PARSE_FAILED",
        ),
        ("anything", &[JSON, ("accept", "*/*")], br#"{"query": "{"}"#, 200, "GRAPHQL_PARSE_FAILED"),
        ("HTML", &[JSON, ("accept", "text/html")], good, 406, "NOT_ACCEPTABLE"),
        ("nothing but HTML", &[JSON, ("accept", "text/html, */*;q=0")], good, 406, "NOT_ACCEPTABLE"),
        (
            "another charset",
            &[JSON, ("accept", "application/json; charset=latin1")],
            good,
            406,
            "NOT_ACCEPTABLE",
        ),
        ("the session has ended", &[JSON, ("authorization", "Bearer old")], good, 401, "UNAUTHENTICATED"),
        ("the database is down", &[JSON, ("authorization", "Bearer down")], good, 503, "UNAVAILABLE"),
        ("a panic before the schema", &[JSON, ("authorization", "Bearer panic")], good, 500, "INTERNAL"),
        ("a foreign origin", &[JSON, ("origin", "https://elsewhere.example")], good, 200, "none"),
    ];
    for (what, headers, body, status, code) in cases {
        let reply = server.post(headers, body);
        assert_eq!((reply.status, reply.code().as_str()), (*status, *code), "{what}: {reply:?}");
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{what}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{what}");
        assert_eq!(
            reply.header("vary"),
            Some("accept, authorization, accept-language, accept-encoding"),
            "{what}"
        );
        assert!(!reply.head.contains("access-control"), "{what}");
        let new = headers.iter().any(|(_, value)| value.ends_with("graphql-response+json"));
        let media_type = if new { "application/graphql-response+json" } else { "application/json" };
        assert_eq!(
            reply.header("content-type"),
            Some(format!("{media_type}; charset=utf-8").as_str()),
            "{what}"
        );
    }
}

#[test]
fn a_large_body_is_refused_however_it_comes() {
    let server = Server::with(&Limits { body_bytes: 1_000, ..Limits::default() });
    let head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    // Announced only: the answer comes although not one byte of the body does.
    let reply = server.raw(format!("{head}content-length: 60000000\r\n\r\n").as_bytes());
    assert_eq!((reply.status, reply.code().as_str()), (413, "BODY_TOO_LARGE"), "{reply:?}");
    // In chunks without an end.
    let chunks = "400\r\n".to_owned() + &"x".repeat(0x400) + "\r\n";
    let reply = server.raw(format!("{head}transfer-encoding: chunked\r\n\r\n{chunks}").as_bytes());
    assert_eq!((reply.status, reply.code().as_str()), (413, "BODY_TOO_LARGE"), "{reply:?}");
    // Two lengths are a way to smuggle a second request.
    let both = format!(
        "{head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
    );
    let reply = server.raw(both.as_bytes());
    assert_eq!(reply.head.matches("http/1.1 ").count(), 1, "{reply:?}");
    assert!(reply.status == 400, "{reply:?}");
}

#[test]
fn gets_run_queries_only() {
    let server = Server::start();
    let cases = [
        ("query=%7B+echo(text:%22a%22)+%7D", 200, "none"),
        ("query=query($n:Int!){twice(number:$n)}&variables=%7B%22n%22:2%7D", 200, "none"),
        ("query=query+A%7Becho%7Dquery+B%7Becho%7D&operationName=A", 200, "none"),
        ("query=%7Becho%7D&operationName=&variables=&extensions=", 200, "none"),
        ("query=mutation%7BlogIn(name:%22a%22)%7D", 405, "METHOD_NOT_ALLOWED"),
        ("query=mutation%7B__typename%7D", 405, "METHOD_NOT_ALLOWED"),
        (
            "query=query+A%7Becho%7Dmutation+B%7BlogIn(name:%22a%22)%7D&operationName=B",
            405,
            "METHOD_NOT_ALLOWED",
        ),
        ("query=%7Becho%7D&variables=%5B%5D", 400, "BAD_REQUEST"),
        ("query=%7Becho%7D&variables=%7B", 400, "BAD_REQUEST"),
        ("query=%7Becho%7D%ff", 400, "BAD_REQUEST"),
        ("query=%7Becho%7D%f", 400, "BAD_REQUEST"),
        ("", 400, "BAD_REQUEST"),
    ];
    for (query, status, code) in cases {
        let reply = server.get(&format!("/graphql?{query}"), &[ACCEPT]);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{query}: {reply:?}");
        assert_eq!(reply.header("allow"), (status == 405).then_some("post"), "{query}");
    }
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH"] {
        let reply = server.request(method, "/graphql?query=%7Becho%7D", &[]);
        assert_eq!((reply.status, reply.header("allow")), (405, Some("get, post")), "{method}");
        assert!(!reply.head.contains("access-control"), "{method}");
    }
    assert_eq!(server.query("{ fromLoopback }").json()["data"], json!({ "fromLoopback": true }));
}

#[test]
fn the_other_addresses_answer() {
    let server = Server::start();
    let page = server.get("/", &[]);
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    let html = String::from_utf8(page.body).unwrap();
    assert!(!html.contains("//"), "the page names another host");
    for file in html.split('"').filter(|part| part.starts_with("/graphiql/")) {
        let reply = server.get(file, &[]);
        assert_eq!((reply.status, reply.header("x-content-type-options")), (200, Some("nosniff")), "{file}");
        let tag = reply.tag.clone().unwrap();
        let again = server.get(file, &[("if-none-match", &tag)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{file}");
    }
    assert!(String::from_utf8(server.get("/schema.graphql", &[]).body).unwrap().contains("type Query"));
    assert_eq!(server.get("/healthz", &[]).status, 200);
    assert_eq!(server.get("/readyz", &[]).status, 200);
    for path in ["/nowhere", "/graphiql/../Cargo.toml", "/graphiql/%2e%2e%2fCargo.toml", "/graphiql/x.js"] {
        let reply = server.get(path, &[]);
        assert_eq!((reply.status, reply.code().as_str()), (404, "NOT_FOUND"), "{path}");
    }
    let reply = server.request("POST", "/healthz", &[]);
    assert_eq!((reply.status, reply.code().as_str()), (405, "METHOD_NOT_ALLOWED"));
}

#[test]
fn slow_and_oversized_headers_are_not_waited_for() {
    let server = Server::with(&Limits { header_seconds: 1, ..Limits::default() });
    for begun in ["", "POST /graphql HTTP/1.1\r\nhost: x\r\n", "PRI * HT"] {
        let clock = Instant::now();
        let reply = server.raw(begun.as_bytes());
        assert!(reply.status == 0 || reply.status == 408, "{begun}: {reply:?}");
        assert!(clock.elapsed() < Duration::from_secs(5), "{begun}: {:?}", clock.elapsed());
    }
    let reply = server.get("/healthz", &[("x-long", &"x".repeat(20_000))]);
    assert_eq!(reply.status, 431, "{reply:?}");
}

#[test]
fn a_stop_waits_for_requests_under_way() {
    let mut server = Server::start();
    let mut stream = server.connect();
    let body = r#"{"query": "{ echo }"}"#;
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    // The handler has the request once it asks for the body.
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert!(interim.starts_with(b"HTTP/1.1 100"));
    server.stop.take().unwrap().send(()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let reply = Reply::read(&mut stream);
    assert_eq!(reply.json()["data"], json!({ "echo": "[]" }));
    server.stopped.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(TcpStream::connect(server.address).is_err());
}
