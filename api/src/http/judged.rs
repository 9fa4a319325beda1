//! Documents that passed the guard, as they were parsed: parsing one took almost as long as running it, and people ask the same
//! ones all day.

use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

use async_graphql::Request;
use async_graphql::parser::types::ExecutableDocument;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::order::Order;

/// A document that passed the guard, which judges by its text only.
pub(super) struct Judged {
    text: Arc<str>,
    document: ExecutableDocument,
    /// In which order the fields of its answers belong.
    pub(super) order: Order,
}

impl Judged {
    /// The judgement on a request's document, if there was one.
    pub(super) fn on(request: &Request) -> Option<&Arc<Self>> {
        let judged = request.data.get(&TypeId::of::<Arc<Self>>())?.downcast_ref::<Arc<Self>>()?;
        (*judged.text == *request.query).then_some(judged)
    }
}

/// As many documents as their room holds: those asked for go last.
pub(super) struct Judgements(Cache<Arc<str>, Arc<Judged>, Room>);

impl fmt::Debug for Judgements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} judgements", self.0.len())
    }
}

/// What a document takes: parsed, a field of a few letters is a structure of some hundred bytes.
#[derive(Clone)]
struct Room;

const PER_BYTE: u64 = 32;
const KEEPING: u64 = 1_024;

impl Weighter<Arc<str>, Arc<Judged>> for Room {
    fn weight(&self, text: &Arc<str>, _: &Arc<Judged>) -> u64 {
        text.len() as u64 * PER_BYTE + KEEPING
    }
}

impl Judgements {
    /// None yet, and room for so many bytes of them.
    pub(super) fn new(bytes: usize) -> Self {
        /// Bytes of a usual document.
        const USUAL: usize = 32 * 1_024;
        Self(Cache::with_weighter(bytes / USUAL, bytes as u64, Room))
    }

    /// Gives a request its document parsed, and the judgement on it, where there is one.
    pub(super) fn recall(&self, request: Request) -> Request {
        let Some(judged) = self.0.get(request.query.as_str()) else { return request };
        let mut request = request.data(Arc::clone(&judged));
        request.set_parsed_query(judged.document.clone());
        request
    }

    /// Keeps the document of a request that passed.
    pub(super) fn keep(&self, request: &mut Request) {
        if Judged::on(request).is_some() {
            return;
        }
        let Ok(document) = request.parsed_query().cloned() else { return };
        let (order, text) = (Order::of(&document), Arc::<str>::from(request.query.as_str()));
        self.0.insert(Arc::clone(&text), Arc::new(Judged { text, document, order }));
    }
}
