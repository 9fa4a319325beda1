//! The server under test: a schema of its own behind the edge, and a client that sends bytes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use api::http::{Basis, Limits, Prepare, Refused, limited, peer, router, serve};
use async_graphql::{
    Context, EmptySubscription, Error, ErrorExtensions, ID, Object, Request, Schema, SimpleObject,
};
use axum::http::StatusCode;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

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

/// What the service knows of a sender stands in their request: `x-revision`, and in seconds `x-now` and `x-until`.
struct Sender {
    peer: Option<SocketAddr>,
    basis: Option<Basis>,
    until: Option<DateTime<Utc>>,
    is_recorded: bool,
}

impl Prepare for Service {
    type Sender = Sender;

    async fn recognise(&self, parts: &Parts) -> Result<Sender, Refused> {
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let instant = |name| DateTime::from_timestamp(text(name)?.parse().ok()?, 0);
        match text("authorization") {
            Some("Bearer down") => {
                Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "Try later.").retry_after(5))
            }
            Some("Bearer old") => {
                Err(Refused::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "The session has ended."))
            }
            Some("Bearer panic") => panic!("secret: preparing"),
            name => Ok(Sender {
                peer: peer(parts),
                basis: name.map(|name| Basis {
                    digest: Sha256::digest(format!("{name} {:?}", text("x-revision"))).into(),
                    now: instant("x-now").unwrap_or_default(),
                }),
                until: instant("x-until"),
                is_recorded: name != Some("Bearer unrecorded"),
            }),
        }
    }

    fn admit_mutation(&self, _: &Sender) -> Result<(), Refused> {
        Ok(())
    }

    async fn equip(&self, sender: &Sender, request: Request) -> Request {
        request.data(Peer(sender.peer))
    }

    fn basis(&self, sender: &Sender) -> Option<Basis> {
        sender.basis.clone()
    }

    async fn put_on_record(&self, sender: &Sender) -> Result<(), Refused> {
        match sender.is_recorded {
            true => Ok(()),
            false => Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "Not on record.")),
        }
    }

    async fn stands_until(&self, sender: &Sender) -> Option<DateTime<Utc>> {
        sender.until
    }

    async fn ready(&self) -> bool {
        true
    }
}

pub struct Server {
    pub address: SocketAddr,
    pub stop: Option<oneshot::Sender<()>>,
    pub stopped: std::sync::mpsc::Receiver<()>,
    _runtime: Runtime,
}

impl Server {
    pub fn start() -> Self {
        Self::with(&Limits::default())
    }

    pub fn with(limits: &Limits) -> Self {
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

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    pub fn raw(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        // The server may answer and close before it has read all; what counts is the answer.
        let _ = stream.write_all(request);
        Reply::read(&mut stream)
    }

    pub fn post(&self, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = b"POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n".to_vec();
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").unwrap();
        }
        write!(request, "content-length: {}\r\n\r\n", body.len()).unwrap();
        request.extend_from_slice(body);
        self.raw(&request)
    }

    pub fn ask(&self, body: &Value) -> Reply {
        self.post(&[JSON, ACCEPT], body.to_string().as_bytes())
    }

    pub fn query(&self, document: &str) -> Reply {
        self.ask(&json!({ "query": document }))
    }

    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.request("GET", path, headers)
    }

    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        self.raw(request.as_bytes())
    }
}

pub const JSON: (&str, &str) = ("content-type", "application/json");
pub const ACCEPT: (&str, &str) = ("accept", "application/graphql-response+json");
pub const LEGACY: (&str, &str) = ("accept", "application/json");

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// In lower case.
    pub head: String,
    /// The `ETag`, in which upper and lower case differ.
    pub tag: Option<String>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).map(ToOwned::to_owned);
        let head = head.to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head, tag, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or("none").to_owned()
    }
}
