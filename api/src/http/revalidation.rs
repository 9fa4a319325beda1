//! Revalidation: an answer to a query by GET carries a tag (`ETag`), and who sends it back (`If-None-Match`) is told that
//! nothing has changed (304) without the query being run, or even read.
//!
//! A tag holds no state of the service, so any copy of it can judge: it is a hash of the question, of the sender and of what
//! the sender's answers rest on, as it was *before* the answer was made, with the instant at which the clock alone may
//! change the answer. So an answer may carry a tag older than it is, and is then fetched once too often; never a newer one.

use std::fmt;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::accept::MediaType;
use super::limits::Limits;

/// What a sender's answers rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Differs whenever the same question may be answered otherwise, but for the passing of time: by who asks, in which
    /// language, and at which revision of everything that may be shown to them.
    pub digest: [u8; 32],
    /// When they ask.
    pub now: DateTime<Utc>,
}

/// The build and its settings: another one may answer otherwise.
#[derive(Clone)]
pub(super) struct Edition(Sha256);

impl Edition {
    pub(super) fn new(limits: &Limits, sdl: &str) -> Self {
        Self(
            Sha256::new()
                .chain_update(concat!(env!("CARGO_PKG_VERSION"), "\n"))
                .chain_update(format!("{limits:?}\n{sdl}")),
        )
    }

    /// A question by GET. Its URL says all of it: a hash in it is as good as the document.
    pub(super) fn question(&self, url_query: &str, media_type: MediaType) -> Question {
        let state = self.0.clone().chain_update(media_type.header()).chain_update(Sha256::digest(url_query));
        Question(state)
    }
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an edition")
    }
}

/// A question by GET, of nobody yet.
pub(super) struct Question(Sha256);

impl Question {
    /// The tag of an answer that stands until an instant; `None` where that has come already.
    pub(super) fn tag(&self, basis: &Basis, until: DateTime<Utc>) -> Option<HeaderValue> {
        self.tag_at(basis, until.timestamp_millis())
    }

    /// The tag that the sender knows, if the answer still stands. `*` claims to know some answer, whichever it is, and is
    /// told nothing: with a tag of ours, that answer would pass for the present one.
    pub(super) fn known(&self, headers: &HeaderMap, basis: &Basis) -> Option<HeaderValue> {
        /// Nobody has more tags of one URL.
        const MOST: usize = 16;
        let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let tags = values.flat_map(|value| value.split(',')).map(str::trim).take(MOST);
        tags.filter_map(|tag| {
            let opaque = tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"')?.strip_suffix('"')?;
            let (_, until) = opaque.split_once('.')?;
            let ours = self.tag_at(basis, i64::from_str_radix(until, 16).ok()?)?;
            (opaque == ours.to_str().ok()?.strip_prefix("W/\"")?.strip_suffix('"')?).then_some(ours)
        })
        .next()
    }

    /// The instant stands under the hash, so that nobody's mangled tag matches. In milliseconds, the earlier one.
    fn tag_at(&self, basis: &Basis, until: i64) -> Option<HeaderValue> {
        /// 128 bits, as nobody gains by a collision but with their own answers.
        const BYTES: usize = 16;
        if until <= basis.now.timestamp_millis() {
            return None;
        }
        let hash = self.0.clone().chain_update(basis.digest).chain_update(until.to_be_bytes()).finalize();
        let hash = URL_SAFE_NO_PAD.encode(hash.get(..BYTES)?);
        HeaderValue::try_from(format!("W/\"{hash}.{until:x}\"")).ok()
    }
}
