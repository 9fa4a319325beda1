//! Answers are packed for those who accept it, where it is worth it.

use crate::server::{ACCEPT, LEGACY, Server};

#[test]
fn answers_are_packed_as_accepted() {
    let server = Server::start();
    let long = "x".repeat(4_000);
    let url = format!("/graphql?query=%7Becho(text:%22{long}%22)%7D");
    let plain = server.get(&url, &[LEGACY]);
    assert_eq!((plain.status, plain.header("content-encoding")), (200, None));
    for (accepted, coding, magic) in [
        ("gzip", Some("gzip"), &[0x1f, 0x8b][..]),
        ("gzip, deflate, br", Some("gzip"), &[0x1f, 0x8b]),
        ("gzip;q=0.5, zstd", Some("gzip"), &[0x1f, 0x8b]),
        ("*", Some("gzip"), &[0x1f, 0x8b]),
        ("br", None, b"{"),
        ("identity", None, b"{"),
        ("gzip;q=0", None, b"{"),
        ("", None, b"{"),
    ] {
        let reply = server.get(&url, &[LEGACY, ("accept-encoding", accepted)]);
        assert_eq!((reply.status, reply.header("content-encoding")), (200, coding), "{accepted}");
        assert!(coding.is_none() || reply.header("transfer-encoding") == Some("chunked"), "{accepted}");
        assert_eq!(reply.header("vary"), plain.header("vary"), "{accepted}");
        assert!(coding.is_none() || reply.body.len() < 400, "{accepted}: {} bytes", reply.body.len());
        let within = reply.body.windows(magic.len()).take(16).any(|bytes| bytes == magic);
        assert!(within, "{accepted}: {:?}", &reply.body[..16]);
    }
    let small = server.get("/graphql?query=%7Becho%7D", &[ACCEPT, ("accept-encoding", "gzip")]);
    assert_eq!((small.status, small.header("content-encoding")), (200, None), "too small to gain by it");
    let sdl = server.get("/schema.graphql", &[("accept-encoding", "gzip")]);
    assert_eq!((sdl.header("content-encoding"), sdl.header("vary")), (Some("gzip"), Some("accept-encoding")));
}

#[test]
fn what_stands_is_not_packed() {
    let server = Server::start();
    let url = format!("/graphql?query=%7Becho(text:%22{}%22)%7D", "x".repeat(4_000));
    let camat = [LEGACY, ("authorization", "Bearer camat"), ("x-until", "1000"), ("accept-encoding", "gzip")];
    let first = server.get(&url, &camat);
    let tag = first.tag.as_deref().unwrap();
    assert_eq!(first.header("content-encoding"), Some("gzip"));
    // One answer, however it is packed: a client may ask for it otherwise the next time.
    for accepted in ["gzip", "br", "identity"] {
        let headers = [camat[0], camat[1], ("accept-encoding", accepted), ("if-none-match", tag)];
        let again = server.get(&url, &headers);
        assert_eq!(
            (again.status, again.header("content-encoding"), again.body.len()),
            (304, None, 0),
            "{accepted}"
        );
    }
}
