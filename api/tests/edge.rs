//! The edge over a real socket, with a small schema of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml's leave covers test functions only"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use api::http::{Limits, Prepare, Refused, limited, peer, router, serve};
use async_graphql::{
    Context, EmptySubscription, Error, ErrorExtensions, ID, Object, Request, Schema, SimpleObject,
};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

// ---------------------------------------------------------------- a service

struct Query;

struct Peer(Option<SocketAddr>);

#[derive(SimpleObject)]
struct Leaf {
    name: String,
}

struct Branch(u32);

#[Object]
impl Branch {
    async fn level(&self) -> u32 {
        self.0
    }
    async fn next(&self) -> Branch {
        Branch(self.0 + 1)
    }
    async fn leaves(&self) -> Vec<Leaf> {
        (0..3).map(|number| Leaf { name: format!("leaf {number}") }).collect()
    }
    async fn failing(&self) -> Result<Option<String>, Error> {
        Err(Error::new("secret: no such table"))
    }
    async fn failing_required(&self) -> Result<String, Error> {
        Err(Error::new("secret: no such column"))
    }
    async fn refused(&self) -> Result<Option<String>, Error> {
        Err(Error::new("Not for you.").extend_with(|_, extensions| extensions.set("code", "FORBIDDEN")))
    }
    async fn panicking(&self) -> Option<String> {
        let nothing: Option<String> = std::env::var("NOTHING_OF_THE_KIND").ok();
        Some(nothing.expect("secret: index out of bounds"))
    }
}

#[Object]
impl Query {
    async fn echo(&self, text: Option<String>, list: Option<Vec<String>>) -> String {
        text.unwrap_or_else(|| format!("{:?}", list.unwrap_or_default()))
    }
    async fn twice(&self, number: i32) -> i64 {
        i64::from(number) * 2
    }
    async fn at(&self, time: chrono::DateTime<chrono::Utc>) -> Option<String> {
        Some(time.to_rfc3339())
    }
    async fn branch(&self) -> Option<Branch> {
        Some(Branch(0))
    }
    async fn branches(&self) -> Option<Vec<Branch>> {
        Some(vec![Branch(0), Branch(1)])
    }
    async fn root(&self) -> Branch {
        Branch(0)
    }
    async fn panicking(&self) -> Option<String> {
        let nothing: Option<String> = std::env::var("NOTHING_OF_THE_KIND").ok();
        Some(nothing.expect("secret: index out of bounds"))
    }
    async fn slow(&self) -> bool {
        std::future::pending::<()>().await;
        true
    }
    async fn from_loopback(&self, context: &Context<'_>) -> bool {
        context
            .data::<Peer>()
            .is_ok_and(|Peer(address)| address.is_some_and(|address| address.ip().is_loopback()))
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn log_in(&self, name: String) -> String {
        name
    }
    async fn close(&self, id: ID) -> ID {
        id
    }
}

#[derive(Clone)]
struct Service;

impl Prepare for Service {
    async fn prepare(&self, parts: &Parts, request: Request) -> Result<Request, Refused> {
        match parts.headers.get("authorization").map(HeaderValue::as_bytes) {
            Some(b"Bearer down") => {
                Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "Try later.").retry_after(5))
            }
            Some(b"Bearer old") => {
                Err(Refused::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "The session has ended."))
            }
            Some(b"Bearer panic") => panic!("secret: preparing"),
            _ => Ok(request.data(Peer(peer(parts)))),
        }
    }

    async fn ready(&self) -> bool {
        true
    }
}

struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    stopped: std::sync::mpsc::Receiver<()>,
    _runtime: Runtime,
}

impl Server {
    fn start() -> Self {
        Self::with(&Limits::default())
    }

    fn with(limits: &Limits) -> Self {
        let limits = limits.clone();
        let runtime = Runtime::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let schema = limited(Schema::build(Query, Mutation, EmptySubscription), &limits).finish();
        let router = router(schema.clone(), Service, &limits, schema.sdl());
        let (stop, stopping) = oneshot::channel();
        let (done, stopped) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            serve(listener, router, &limits, async { drop(stopping.await) }).await.unwrap();
            done.send(()).unwrap();
        });
        Self { address, stop: Some(stop), stopped, _runtime: runtime }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    fn raw(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        // The server may answer and close before it has read all; what counts is the answer.
        let _ = stream.write_all(request);
        Reply::read(&mut stream)
    }

    fn post(&self, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = b"POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n".to_vec();
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").unwrap();
        }
        write!(request, "content-length: {}\r\n\r\n", body.len()).unwrap();
        request.extend_from_slice(body);
        self.raw(&request)
    }

    fn ask(&self, body: &Value) -> Reply {
        self.post(&[JSON, ACCEPT], body.to_string().as_bytes())
    }

    fn query(&self, document: &str) -> Reply {
        self.ask(&json!({ "query": document }))
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.request("GET", path, headers)
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        self.raw(request.as_bytes())
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");
const ACCEPT: (&str, &str) = ("accept", "application/graphql-response+json");
const LEGACY: (&str, &str) = ("accept", "application/json");

#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or("none").to_owned()
    }
}

// ---------------------------------------------------------------- hostile documents

fn doubling(levels: usize, leaf: &str) -> String {
    let mut document = "{ ...F0 }".to_owned();
    for level in 0..levels {
        let next = level + 1;
        document.push_str(&format!(" fragment F{level} on Query {{ ...F{next} ...F{next} }}"));
    }
    document + &format!(" fragment F{levels} on Query {{ {leaf} }}")
}

fn nested(open: &str, close: &str, levels: usize) -> String {
    open.repeat(levels) + &close.repeat(levels)
}

#[test]
fn hostile_documents_are_refused_at_once_and_by_name() {
    let server = Server::start();
    let deep_selections =
        format!("{{ branch {} }}", nested("{ next ", "}", 12).replace("next }", "next { level } }"));
    let chain: String = (0..40).map(|n| format!(" fragment C{n} on Branch {{ ...C{} }}", n + 1)).collect();
    let cases: Vec<(&str, String, &str)> = vec![
        ("nested lists", format!("{{ echo(list: {}) }}", nested("[", "]", 2_500)), "NESTING_TOO_DEEP"),
        ("nested objects", format!("{{ echo(text: {}) }}", nested("{a:", "}", 2_500)), "NESTING_TOO_DEEP"),
        ("nested selections", nested("{branch", "}", 2_500), "NESTING_TOO_DEEP"),
        ("opened only", "{branch".repeat(2_500), "NESTING_TOO_DEEP"),
        ("opened only, within the limit", "{branch".repeat(64), "GRAPHQL_PARSE_FAILED"),
        (
            "nested types",
            format!("query($a: {}) {{ root {{ level }} }}", nested("[", "]", 2_500)),
            "NESTING_TOO_DEEP",
        ),
        (
            "after a string that looks like a block",
            format!("{{ echo(text: \"\"\" \" \" {}", "[".repeat(3_000)),
            "GRAPHQL_PARSE_FAILED",
        ),
        (
            "after an escaped block end",
            format!("{{ echo(text: \"\"\"\\\"\"\"\"\"\", list: {}", "[".repeat(3_000)),
            "NESTING_TOO_DEEP",
        ),
        ("after a comment's end", format!("{{ #\r echo(list: {}", "[".repeat(3_000)), "NESTING_TOO_DEEP"),
        (
            "selections within the nesting",
            nested("{branch", "}", 60).replace("{branch}", "{level}"),
            "QUERY_TOO_DEEP",
        ),
        (
            "inline fragments",
            format!("{{ root {} }}", nested("{ ... ", "}", 40).replace("... }", "level }")),
            "QUERY_TOO_DEEP",
        ),
        (
            "deeper than the schema allows",
            deep_selections.replace("branch", "branch { next { next { next { next { next { next").replacen(
                " }",
                " } } } } } } }",
                1,
            ),
            "QUERY_TOO_DEEP",
        ),
        ("doubling fragments", doubling(25, "root { level }"), "TOO_MANY_FIELDS"),
        ("doubling fragments to nothing", doubling(25, "...Missing"), "TOO_MANY_FIELDS"),
        ("many doublings", doubling(400, "root { level }"), "QUERY_TOO_DEEP"),
        (
            "a chain of fragments",
            format!("{{ root {{ ...C0 }} }}{chain} fragment C40 on Branch {{ level }}"),
            "QUERY_TOO_DEEP",
        ),
        (
            "an unused chain",
            format!("{{ root {{ level }} }}{chain} fragment C40 on Branch {{ level }}"),
            "QUERY_TOO_DEEP",
        ),
        (
            "a cycle",
            "{ root { ...A } } fragment A on Branch { next { ...B } } fragment B on Branch { ...A }".into(),
            "FRAGMENT_CYCLE",
        ),
        (
            "an unused cycle",
            "{ root { level } } fragment A on Branch { next { ...A } }".into(),
            "FRAGMENT_CYCLE",
        ),
        (
            "aliases",
            format!("{{ {} }}", (0..101).map(|n| format!("a{n}: echo ")).collect::<String>()),
            "TOO_MANY_ALIASES",
        ),
        ("fields", format!("{{ {} }}", "echo ".repeat(2_001)), "TOO_MANY_FIELDS"),
        ("tokens", format!("{{ echo(list: [{}]) }}", "1 ".repeat(5_000)), "TOO_MANY_TOKENS"),
        ("bytes", format!("{{ echo(text: \"{}\") }}", "x".repeat(50_000)), "DOCUMENT_TOO_LARGE"),
        ("spaces", format!("{{ echo {} }}", " ".repeat(50_000)), "DOCUMENT_TOO_LARGE"),
        ("a long alias", format!("{{ {}: echo }}", "x".repeat(300)), "NAME_TOO_LONG"),
        (
            "directives on a field",
            format!("{{ echo {} }}", "@skip(if: false) ".repeat(9)),
            "TOO_MANY_DIRECTIVES",
        ),
        (
            "directives on a spread",
            format!("{{ ...A {} }} fragment A on Query {{ echo }}", "@skip(if: false) ".repeat(9)),
            "TOO_MANY_DIRECTIVES",
        ),
        (
            "directives on an operation",
            format!("query {} {{ echo }}", "@a ".repeat(9)),
            "TOO_MANY_DIRECTIVES",
        ),
        (
            "guessing by aliases",
            "mutation { a: logIn(name: \"1\") b: logIn(name: \"2\") }".into(),
            "ONE_MUTATION_ONLY",
        ),
        (
            "guessing by fragments",
            "mutation { ...A ... { ...A } } fragment A on Mutation { logIn(name: \"1\") }".into(),
            "ONE_MUTATION_ONLY",
        ),
        (
            "guessing by operations",
            "mutation A { logIn(name: \"1\") } mutation B { logIn(name: \"2\") }".into(),
            "ONE_MUTATION_ONLY",
        ),
        ("no end of a string", "{ echo(text: \"abc\n\") }".into(), "GRAPHQL_PARSE_FAILED"),
        ("a lone surrogate", "{ echo(text: \"\\ud800\") }".into(), "GRAPHQL_PARSE_FAILED"),
        ("NUL in a string", "{ echo(text: \"a\\u0000\") }".into(), "BAD_USER_INPUT"),
        ("NUL", "{ echo \0 }".into(), "GRAPHQL_PARSE_FAILED"),
        ("a huge number", format!("{{ twice(number: {}) }}", "9".repeat(400)), "GRAPHQL_PARSE_FAILED"),
        ("a number too large for its type", "{ twice(number: 4000000000) }".into(), "BAD_USER_INPUT"),
        ("nothing", String::new(), "GRAPHQL_PARSE_FAILED"),
        ("prose", "how many complaints?".into(), "GRAPHQL_PARSE_FAILED"),
        ("an unknown field", "{ password }".into(), "GRAPHQL_VALIDATION_FAILED"),
        ("a subscription", "subscription { x }".into(), "GRAPHQL_VALIDATION_FAILED"),
    ];
    for (what, document, code) in cases {
        let begun = Instant::now();
        let reply = server.query(&document);
        let time = begun.elapsed();
        assert_eq!((reply.status, reply.code().as_str()), (400, code), "{what}: {:?}", reply.json());
        assert!(reply.json().get("data").is_none(), "{what}: {reply:?}");
        assert!(reply.body.len() < 20_000, "{what}: {} bytes", reply.body.len());
        assert!(time < Duration::from_millis(500), "{what}: {time:?}");
    }
}

#[test]
fn ordinary_documents_pass() {
    let server = Server::start();
    let aliases: String = (0..40).map(|n| format!("a{n}: echo(text: \"({{[#{n}\") ")).collect();
    for document in [
        "{ echo(text: \"\"\"[[[ \\\"\"\" {{{ \"\"\") # ((((\n }".to_owned(),
        format!("\u{feff}{{ {aliases} }}"),
        "mutation M { __typename ...A } fragment A on Mutation { logIn(name: \"x\") }".to_owned(),
        "{ echo(text: \"\\u00e9 Run🏃Swim🏊\") branch { next { next { leaves { name } } } } }".to_owned(),
        "{ twice(number: -12) }".to_owned(),
        introspection(),
    ] {
        let reply = server.query(&document);
        assert_eq!(reply.status, 200, "{document}: {:?}", reply.json());
        assert!(reply.json().get("errors").is_none(), "{document}: {:?}", reply.json());
    }
}

/// The document by which GraphQL.js 16 asks for a schema.
fn introspection() -> String {
    let mut of_type = "kind name".to_owned();
    for _ in 0..9 {
        of_type = format!("kind name ofType {{ {of_type} }}");
    }
    format!(
        "query IntrospectionQuery {{ __schema {{ queryType {{ name }} mutationType {{ name }} types {{ ...FullType }}
           directives {{ name description locations args {{ ...InputValue }} }} }} }}
         fragment FullType on __Type {{ kind name description fields(includeDeprecated: true) {{ name description
           args {{ ...InputValue }} type {{ ...TypeRef }} isDeprecated deprecationReason }}
           inputFields {{ ...InputValue }} interfaces {{ ...TypeRef }}
           enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
           possibleTypes {{ ...TypeRef }} }}
         fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue }}
         fragment TypeRef on __Type {{ {of_type} }}"
    )
}

#[test]
fn variables_are_judged_before_anything_runs() {
    let server = Server::start();
    let list = "query($v: [String!]) { echo(list: $v) }";
    let number = "query($v: Int!) { twice(number: $v) }";
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for (what, document, variables, code) in [
        ("nested within JSON's bound", list, nested(100), "NESTING_TOO_DEEP"),
        ("nested beyond JSON's bound", list, nested(5_000), "BAD_REQUEST"),
        ("NUL", list, r#"["a\u0000"]"#.to_owned(), "BAD_USER_INPUT"),
        ("a lone surrogate", list, r#"["\ud800"]"#.to_owned(), "BAD_REQUEST"),
        ("wrong type", number, "\"two\"".to_owned(), "BAD_USER_INPUT"),
        ("null", number, "null".to_owned(), "BAD_USER_INPUT"),
        ("too large", number, "1e300".to_owned(), "BAD_USER_INPUT"),
        ("no number at all", number, "1e999".to_owned(), "BAD_REQUEST"),
        (
            "a time that is none",
            "query($v: DateTime!) { at(time: $v) }",
            "\"soon\"".to_owned(),
            "BAD_USER_INPUT",
        ),
    ] {
        let body = format!("{{\"query\": {}, \"variables\": {{\"v\": {variables}}}}}", json!(document));
        let reply = server.post(&[JSON, ACCEPT], body.as_bytes());
        assert_eq!((reply.status, reply.code().as_str()), (400, code), "{what}: {reply:?}");
        assert!(reply.json().get("data").is_none(), "{what}: {reply:?}");
    }
    let reply = server.query(number);
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"), "not given: {reply:?}");
    let twice = r#"{"query": "{ nonsense }", "query": "{ echo }"}"#;
    assert_eq!(server.post(&[JSON, ACCEPT], twice.as_bytes()).status, 200);
}

#[test]
fn a_flood_of_errors_is_cut() {
    let server = Server::start();
    let reply = server.query(&format!("{{ {} }}", (0..900).map(|n| format!("x{n} ")).collect::<String>()));
    let answer = reply.json();
    assert_eq!(answer["errors"].as_array().unwrap().len(), 20);
    assert_eq!(answer["extensions"]["errorsOmitted"], 880);
    let long = json!({ "query": "query($v: Int!) { twice(number: $v) }", "variables": { "v": "x".repeat(500_000) } });
    assert!(server.ask(&long).body.len() < 2_000);
}

// ---------------------------------------------------------------- execution

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

// ---------------------------------------------------------------- HTTP

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
        assert_eq!(reply.header("vary"), Some("accept, authorization, accept-language"), "{what}");
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
        let tag = reply.header("etag").unwrap().to_owned();
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

// ---------------------------------------------------------------- any text

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_guard(
        base in 0..DOCUMENTS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len(), any::<bool>()), 0..12),
    ) {
        let mut document: Vec<char> = DOCUMENTS[base].chars().collect();
        for (place, piece, replace) in changes {
            let at = place.index(document.len() + 1);
            let end = if replace { document.len().min(at + 3) } else { at };
            document.splice(at..end, PIECES[piece].chars());
        }
        let mut request = Request::new(document.into_iter().collect::<String>());
        if let Err(error) = api::http::guard::check(&mut request, &Limits::default()) {
            assert!(api::http::faults::code_of(&error).is_some(), "{error:?}");
            assert!(!error.message.contains('\n'), "{error:?}");
        }
    }
}

const DOCUMENTS: [&str; 4] = [
    "query A($v: [Int!]! = [1, 2]) @a(b: {c: [\"d\"]}) { x: echo(text: \"\\\"\\u00e9\") ...F ... on Query { y } }",
    "mutation { close(id: \"\"\"block \\\"\"\" string\"\"\") { id } }",
    "{ a { b { c(d: 1.5e-3, e: true, f: null, g: ENUM) } } } fragment F on Query { ...G } fragment G on Query { ...F }",
    "subscription S { s } # comment\n query T { t }",
];

const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\"\"\"",
    "\\",
    "\\u",
    "#",
    "\n",
    "\r",
    "...",
    "$",
    ":",
    "!",
    "@",
    "=",
    "-",
    "0",
    "\u{0}",
    "\u{feff}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];
