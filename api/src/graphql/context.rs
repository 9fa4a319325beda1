//! What a resolver has at hand: who looks, when, in which language, through which loaders.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::Context;
use chrono::{DateTime, Utc};
use domain::ids::OfficeId;
use domain::office::{Office, Officer};
use domain::visibility::Viewer;
use persistence::{OfficeRow, Store};

use super::fault::Fault;
use super::loaders::Loaders;
use super::readings::Readings;
use crate::messages::Language;
use crate::service::Service;

/// Everything that belongs to one request.
#[derive(Debug)]
pub struct Request {
    /// Who is signed in, if anybody.
    pub viewer: Option<SignedViewer>,
    /// The request's one reading of the time.
    pub now: DateTime<Utc>,
    /// The language of its messages.
    pub language: Language,
    /// From where it comes.
    pub address: Option<IpAddr>,
    /// The hash of the token that came with it.
    pub token_hash: Option<Vec<u8>>,
    /// The store as this request reads it: a query may read from a standby.
    pub store: Store,
    /// Whether something was answered that [`ContextExt::fleeting`] is about.
    pub fleeting: Arc<AtomicBool>,
    /// What is read of what is confidential.
    pub readings: Readings,
}

/// Who is signed in, and what is in their reach.
#[derive(Clone, Debug)]
pub struct SignedViewer {
    /// The officer.
    pub officer: Arc<Officer>,
    /// Their office, as it stands; none for an inspector.
    pub office: Option<Arc<Office>>,
    /// The offices in their reach, by code, as they were before anything else of them was read.
    pub offices: Vec<OfficeRow>,
    /// When their session expires.
    pub expires_at: DateTime<Utc>,
    /// What decides what they see.
    pub sight: Viewer,
}

impl SignedViewer {
    /// The number of an office in their reach, by its code.
    #[must_use]
    pub fn office_by_code(&self, code: &str) -> Option<OfficeId> {
        self.offices.iter().find(|office| office.code == code).map(|office| office.id)
    }
}

/// What every resolver asks of its context.
pub trait ContextExt {
    /// The request.
    fn request(&self) -> &Request;
    /// The service.
    fn service(&self) -> &Service;
    /// The store, as this request reads it.
    fn store(&self) -> &Store;
    /// The request's loaders.
    fn loaders(&self) -> &Loaders;
    /// The request's one reading of the time.
    fn now(&self) -> DateTime<Utc>;
    /// The language of its messages.
    fn language(&self) -> Language;
    /// Called by a resolver whose answer changes with every second, or rests on more than the viewer and the records and
    /// registers of the offices in their reach: a client has to fetch it each time, since no revision tells that it stands.
    fn fleeting(&self);
    /// Who is signed in.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`] where nobody is.
    fn viewer(&self) -> Result<&SignedViewer, Fault>;
}

impl ContextExt for Context<'_> {
    fn request(&self) -> &Request {
        self.data_unchecked::<Request>()
    }

    fn service(&self) -> &Service {
        self.data_unchecked::<Service>()
    }

    fn store(&self) -> &Store {
        &self.request().store
    }

    fn loaders(&self) -> &Loaders {
        self.data_unchecked::<Loaders>()
    }

    fn now(&self) -> DateTime<Utc> {
        self.request().now
    }

    fn language(&self) -> Language {
        self.request().language
    }

    fn fleeting(&self) {
        self.request().fleeting.store(true, Ordering::Relaxed);
    }

    fn viewer(&self) -> Result<&SignedViewer, Fault> {
        self.request().viewer.as_ref().ok_or_else(|| Fault::Unauthenticated(self.language()))
    }
}

/// A store's failure, in the request's language.
pub(crate) trait StoreResult<T> {
    fn or_fault(self, ctx: &Context<'_>) -> Result<T, Fault>;
}

impl<T> StoreResult<T> for Result<T, persistence::StoreError> {
    fn or_fault(self, ctx: &Context<'_>) -> Result<T, Fault> {
        self.map_err(|error| Fault::Store(error, ctx.language()))
    }
}

impl<T> StoreResult<T> for Result<T, Arc<persistence::StoreError>> {
    fn or_fault(self, ctx: &Context<'_>) -> Result<T, Fault> {
        self.map_err(|error| Fault::Shared(error, ctx.language()))
    }
}
