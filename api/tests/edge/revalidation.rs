//! Revalidation: whose answer has a tag, and to whom it is told that the answer stands.

use crate::server::{ACCEPT, JSON, LEGACY, Server};

const URL: &str = "/graphql?query=%7Becho(text:%22a%22)%7D";
const CAMAT: (&str, &str) = ("authorization", "Bearer camat");
const FIRST: (&str, &str) = ("x-revision", "1");
const UNTIL: (&str, &str) = ("x-until", "1000");

fn tag_of(server: &Server, headers: &[(&str, &str)]) -> String {
    let reply = server.get(URL, headers);
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.tag.clone().unwrap_or_else(|| panic!("no tag: {reply:?}"))
}

#[test]
fn what_stands_is_not_sent_again() {
    let server = Server::start();
    let first = server.get(URL, &[ACCEPT, CAMAT, FIRST, UNTIL]);
    assert_eq!((first.status, first.json()["data"]["echo"].as_str()), (200, Some("a")));
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    let tag = first.tag.as_deref().unwrap();
    assert!(tag.starts_with("W/\""), "{tag}");
    let foreign = format!("\"x\", W/\"y.z\" ,{tag}");
    let strong = tag.trim_start_matches("W/");
    for known in [tag, strong, foreign.as_str()] {
        let again = server.get(URL, &[ACCEPT, CAMAT, FIRST, ("if-none-match", known)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}: {again:?}");
        assert_eq!(again.tag.as_deref(), Some(tag));
        for name in ["cache-control", "vary", "x-content-type-options"] {
            assert_eq!(again.header(name), first.header(name), "{name}");
        }
        assert_eq!(again.header("content-type"), None);
    }
    // In two headers.
    let two = [ACCEPT, CAMAT, FIRST, ("if-none-match", "\"x\""), ("if-none-match", tag)];
    assert_eq!(server.get(URL, &two).status, 304);
}

#[test]
fn another_question_sender_revision_or_time_is_answered_anew() {
    let server = Server::start();
    let tag = tag_of(&server, &[ACCEPT, CAMAT, FIRST, UNTIL]);
    let known = ("if-none-match", tag.as_str());
    type Case<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>);
    let cases: [Case<'_>; 8] = [
        ("another document", "/graphql?query=%7Becho(text:%22b%22)%7D", vec![ACCEPT, CAMAT, FIRST]),
        ("other variables", &format!("{URL}&variables=%7B%22a%22:1%7D"), vec![ACCEPT, CAMAT, FIRST]),
        (
            "another name",
            "/graphql?query=query+A%7Becho(text:%22a%22)%7D&operationName=A",
            vec![ACCEPT, CAMAT, FIRST],
        ),
        ("another media type", URL, vec![LEGACY, CAMAT, FIRST]),
        ("another sender", URL, vec![ACCEPT, ("authorization", "Bearer staf"), FIRST]),
        ("another revision", URL, vec![ACCEPT, CAMAT, ("x-revision", "2")]),
        ("its last instant", URL, vec![ACCEPT, CAMAT, FIRST, ("x-now", "1000")]),
        ("nobody", URL, vec![ACCEPT, FIRST]),
    ];
    for (what, url, mut headers) in cases {
        headers.push(known);
        assert_eq!(server.get(url, &headers).status, 200, "{what}");
    }
    assert_eq!(server.get(URL, &[ACCEPT, CAMAT, FIRST, known, ("x-now", "999")]).status, 304);
    // The refusals of a sender come first.
    let ended = server.get(URL, &[ACCEPT, ("authorization", "Bearer old"), FIRST, known]);
    assert_eq!((ended.status, ended.code().as_str()), (401, "UNAUTHENTICATED"));
    // Another edition may answer otherwise: here one with other limits.
    let limits = api::http::Limits { depth: 10, ..Default::default() };
    assert_eq!(Server::with(&limits).get(URL, &[ACCEPT, CAMAT, FIRST, known]).status, 200);
    assert_eq!(Server::start().get(URL, &[ACCEPT, CAMAT, FIRST, known]).status, 304, "another copy agrees");
}

#[test]
fn a_tag_that_is_not_ours_is_no_tag() {
    let server = Server::start();
    let tag = tag_of(&server, &[ACCEPT, CAMAT, FIRST, UNTIL]);
    let (hash, until) = tag.trim_end_matches('"').split_once('.').unwrap();
    let later = format!("{hash}.{until}0\"");
    let padded = format!("{hash}.0{until}\"");
    let unquoted = tag.trim_start_matches("W/").replace('"', "");
    let many = format!("{}{tag}", "\"x\", ".repeat(40));
    for known in ["*", "", "\"", "\"\"", "\".\"", "W/", "\"a.-1\"", &later, &padded, &unquoted, &many] {
        let reply = server.get(URL, &[ACCEPT, CAMAT, FIRST, UNTIL, ("if-none-match", known)]);
        assert_eq!(reply.status, 200, "{known}");
        assert_eq!(reply.tag.as_deref(), Some(tag.as_str()), "{known}");
    }
}

#[test]
fn only_an_answer_that_may_stand_has_a_tag() {
    let server = Server::start();
    let signed_in = [ACCEPT, CAMAT, FIRST, UNTIL];
    let until = |seconds| [ACCEPT, CAMAT, FIRST, ("x-until", seconds), ("x-now", "500")];
    let mutation = "/graphql?query=mutation%7BlogIn(name:%22a%22)%7D";
    let with_errors = "/graphql?query=%7Becho+branch%7Bfailing%7D%7D";
    for (what, reply, status) in [
        ("of nobody", server.get(URL, &[ACCEPT, FIRST, UNTIL]), 200),
        ("that stands for no time", server.get(URL, &[ACCEPT, CAMAT, FIRST]), 200),
        ("whose time is over", server.get(URL, &until("499")), 200),
        ("whose time ends now", server.get(URL, &until("500")), 200),
        ("with errors", server.get(with_errors, &signed_in), 200),
        ("to no document", server.get("/graphql?query=%7B", &signed_in), 400),
        ("to a mutation", server.get(mutation, &signed_in), 405),
        ("by POST", server.post(&[JSON, ACCEPT, CAMAT, FIRST, UNTIL], br#"{"query": "{ echo }"}"#), 200),
    ] {
        assert_eq!((reply.status, reply.tag.as_deref()), (status, None), "{what}: {reply:?}");
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{what}");
    }
    assert!(server.get(URL, &until("501")).tag.is_some());
    // Nor is anything else told to stand.
    let tag = tag_of(&server, &signed_in);
    let posted = [JSON, ACCEPT, CAMAT, FIRST, ("if-none-match", tag.as_str())];
    let reply = server.post(&posted, br#"{"query": "{ echo(text: \"a\") }"}"#);
    assert_eq!(reply.status, 200);
}
