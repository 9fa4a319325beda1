//! Automatic persisted queries, by Apollo's protocol: a client names a document by its SHA-256, and sends the document
//! itself only where the service does not know it. So a query fits into a URL, and a screen that asks it again sends a
//! hash. What is kept is a convenience: a copy of the service that does not know a document asks for it.

use std::fmt;
use std::sync::Arc;

use quick_cache::sync::Cache;
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::edge::Refused;

/// The SHA-256 of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Hash([u8; 32]);

impl Hash {
    fn of(document: &str) -> Self {
        Self(Sha256::digest(document).into())
    }

    /// The hash that `extensions.persistedQuery` names; `None` for null.
    pub(super) fn named_by(persisted: &Json) -> Result<Option<Self>, Refused> {
        let bad = |message| Err(Refused::bad_request("BAD_REQUEST", message));
        if persisted.is_null() {
            return Ok(None);
        }
        let Json::Object(fields) = persisted else {
            return bad("The extension \"persistedQuery\" must be an object.");
        };
        if fields.get("version").and_then(Json::as_u64) != Some(1) {
            return bad("Of persisted queries, version 1 is served only.");
        }
        match fields.get("sha256Hash").and_then(Json::as_str).and_then(Self::parse) {
            Some(hash) => Ok(Some(hash)),
            None => bad("The \"sha256Hash\" of a persisted query must be a string of 64 hexadecimal digits."),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut hash = [0; 32];
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
        if pairs.len() != hash.len() {
            return None;
        }
        for (byte, pair) in hash.iter_mut().zip(pairs) {
            let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
            *byte = u8::try_from(high? * 16 + low?).ok()?;
        }
        Some(Self(hash))
    }
}

/// The documents that clients named by their hashes, as many as their room holds: those asked for go last.
pub(super) struct Documents(Cache<Hash, Arc<str>, Room>);

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} documents", self.0.len())
    }
}

/// What a document takes: its bytes, and what it takes to keep it, so that small ones have a bound, too.
#[derive(Clone)]
struct Room;

const KEEPING: u64 = 1_024;

impl Weighter<Hash, Arc<str>> for Room {
    fn weight(&self, _: &Hash, document: &Arc<str>) -> u64 {
        document.len() as u64 + KEEPING
    }
}

impl Documents {
    /// None yet, and room for so many bytes of them.
    pub(super) fn new(bytes: usize) -> Self {
        /// A document finds room only within its shard.
        const SHARDS: usize = 4;
        /// Bytes of a usual document, with its keeping.
        const USUAL: usize = 2_048;
        let room = bytes as u64;
        let options = OptionsBuilder::new()
            .shards(SHARDS)
            .estimated_items_capacity(bytes / USUAL)
            .weight_capacity(room)
            .build();
        Self(match options {
            Ok(options) => {
                Cache::with_options(options, Room, DefaultHashBuilder::default(), Default::default())
            }
            Err(_) => Cache::with_weighter(bytes / USUAL, room, Room),
        })
    }

    /// The document of a hash.
    pub(super) fn get(&self, hash: &Hash) -> Option<Arc<str>> {
        self.0.get(hash)
    }

    /// Keeps a document.
    pub(super) fn keep(&self, hash: Hash, document: &str) {
        self.0.insert(hash, document.into());
    }

    /// The document that a request asks for: the one sent, or else the one kept. `None` where it is not known.
    ///
    /// # Errors
    /// The hash is that of another document.
    pub(super) fn find(&self, sent: Option<String>, hash: Option<&Hash>) -> Result<Option<String>, Refused> {
        match (sent, hash) {
            (Some(document), Some(hash)) if Hash::of(&document) != *hash => {
                let message = "The \"sha256Hash\" is not the SHA-256 of the query.";
                Err(Refused::bad_request("PERSISTED_QUERY_HASH_MISMATCH", message))
            }
            (None, Some(hash)) => Ok(self.get(hash).map(|document| document.as_ref().to_owned())),
            (sent, _) => Ok(sent),
        }
    }
}
