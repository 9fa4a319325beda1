//! Told to stop, the service finishes what is under way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tests::Engine;
use tests::process::{Machine, PATIENCE, Server};

use crate::office::{self, OFFICERS, PASSWORD};

/// A connection that has been accepted: it had an answer already.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(server: &Server) -> Self {
        let stream = TcpStream::connect(server.address).expect("the service listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out can be set");
        let mut connection = Self(BufReader::new(stream));
        connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert_eq!(connection.answer(), "ok\n");
        connection
    }

    fn send(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).expect("the service reads");
    }

    fn login(&mut self, username: &str) {
        let query = "mutation ($u: String!, $p: String!) { login(username: $u, password: $p) { token userErrors { code } } }";
        let body = json!({ "query": query, "variables": { "u": username, "p": PASSWORD } }).to_string();
        self.send(&format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ));
    }

    /// Reads an answer and gives its body; it must be a 200.
    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("an answer");
        assert_eq!(line.trim_end(), "HTTP/1.1 200 OK");
        let mut length = 0;
        loop {
            line.clear();
            self.0.read_line(&mut line).expect("a header");
            if let Some((name, value)) = line.split_once(':') {
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse().expect("a length");
                }
            } else {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("the body");
        String::from_utf8(body).expect("UTF-8")
    }
}

async fn is_told(signal: &str) {
    let machine = Machine::new(Engine::Sqlite).await;
    office::create(&machine);
    // Hashing is slow on purpose: one after the other, so many sign-ins are under way for a while.
    let mut server = machine.serve(&["--passwords-at-once", "1"], &[]).await;
    let mut connections: Vec<Connection> = OFFICERS.iter().map(|_| Connection::open(&server)).collect();
    for (connection, (username, ..)) in connections.iter_mut().zip(OFFICERS) {
        connection.login(username);
    }
    // Answered in whatever order; after the first answer all have been read.
    let mut answers = vec![connections[0].answer()];
    server.process.signal(signal);
    answers.extend(connections[1..].iter_mut().map(Connection::answer));
    let status = server.process.wait(Duration::from_secs(10));
    assert_eq!(status.code(), Some(0), "{}", server.process.stderr());
    for answer in answers {
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert!(answer["data"]["login"]["token"].is_string(), "{answer}");
    }
    assert!(server.process.stderr().contains("stopping"), "{}", server.process.stderr());
    assert!(TcpStream::connect(server.address).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_finishes_the_requests_under_way() {
    is_told("TERM").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sigint_finishes_the_requests_under_way() {
    is_told("INT").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_finish_does_not_hold_up_the_stop() {
    let machine = Machine::new(Engine::Sqlite).await;
    machine.write("limits.toml", "shutdown_seconds = 1\n");
    let mut server = machine.serve(&["--limits", "limits.toml"], &[]).await;
    let mut idle = Connection::open(&server);
    let mut half = Connection::open(&server);
    half.send("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
    server.process.signal("TERM");
    assert_eq!(server.process.wait(Duration::from_secs(10)).code(), Some(0));
    assert_eq!(idle.0.read(&mut [0; 1]).expect("closed in order"), 0);
}
