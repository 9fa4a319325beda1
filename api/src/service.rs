//! The service: what all requests share, and how each is prepared.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::parser::types::OperationType;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use chrono::{DateTime, Utc};
use domain::office::{Officer, Post};
use domain::visibility::Viewer;
use persistence::readings::Reading;
use persistence::sessions::SignedIn;
use persistence::{Store, StoreError};
use sha2::{Digest, Sha256};

use crate::clock::SharedClock;
use crate::graphql::context::{Request, SignedViewer};
use crate::graphql::loaders::Loaders;
use crate::graphql::readings::Readings;
use crate::http::guard::operation_type;
use crate::http::{Basis, Limits, Prepare, Refused, peer};
use crate::messages::Language;
use crate::signin::password::Passwords;
use crate::signin::token;

/// What all requests share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Service {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: SharedClock,
    /// The limits of a request.
    pub limits: Arc<Limits>,
    /// Password hashing, so many at once.
    pub passwords: Passwords,
    /// Rules of signing in.
    pub signin: Arc<crate::config::SignInConfig>,
    /// Judges proofs that a person sends something.
    pub proofs: crate::proof::Proofs,
    /// What is taken from people who do not sign in.
    pub submissions: Arc<crate::config::SubmissionConfig>,
}

impl Service {
    /// Who looks, with what is in their reach: one statement more for an inspector, who reads a whole regency.
    async fn signed_viewer(
        &self,
        signed_in: SignedIn,
        now: DateTime<Utc>,
    ) -> Result<SignedViewer, StoreError> {
        let SignedIn { officer, office, office_row, expires_at, read_only: _, writes: _ } = signed_in;
        let offices = match (office_row, &officer.regency) {
            (Some(row), _) => vec![row],
            (None, Some(regency)) => self.store.offices_of_regency(regency).await?,
            (None, None) => Vec::new(),
        };
        let posts: Vec<Post> = match &office {
            Some(office) => office.posts_of(officer.id, now),
            None => Officer::posts(&officer).collect(),
        };
        let sight =
            Viewer { officer: officer.id, offices: offices.iter().map(|office| office.id).collect(), posts };
        Ok(SignedViewer { officer: Arc::new(officer), office, offices, expires_at, sight })
    }

    /// The next instant at which the clock alone changes what the viewer is answered: a step of an office in their reach
    /// becomes overdue, an appointment to act begins or ends there, a day ends, their session expires.
    async fn next_change(
        &self,
        viewer: &SignedViewer,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, StoreError> {
        let offices = self.store.offices_at(&viewer.offices).await?;
        let offices = offices.iter().map(|office| office.next_change(now));
        let due = self.store.next_due(&viewer.sight.offices, now).await?;
        Ok(offices.chain(due).fold(viewer.expires_at, DateTime::min))
    }
}

/// Who sends a request, and when.
#[derive(Debug)]
pub struct Sender {
    signed_in: Option<SignedIn>,
    viewer: Option<SignedViewer>,
    now: DateTime<Utc>,
    language: Language,
    address: Option<IpAddr>,
    token_hash: Option<Vec<u8>>,
    fleeting: Arc<AtomicBool>,
    readings: Readings,
}

impl Prepare for Service {
    type Sender = Sender;

    async fn recognise(&self, parts: &Parts) -> Result<Sender, Refused> {
        let now = self.clock.now();
        let language =
            Language::preferred(parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()));
        let token_hash = bearer(&parts.headers).map(token::hash);
        let failed = |error: StoreError| {
            tracing::error!(?error, "a session could not be looked up");
            unavailable(language)
        };
        let signed_in = match &token_hash {
            Some(hash) => self.store.find_session(hash.clone(), now).await.map_err(failed)?,
            None => None,
        };
        let viewer = match signed_in.clone() {
            Some(signed_in) => Some(self.signed_viewer(signed_in, now).await.map_err(failed)?),
            None => None,
        };
        let address = client_address(parts, self.signin.trusted_proxies);
        let (fleeting, readings) = (Arc::default(), Readings::default());
        Ok(Sender { signed_in, viewer, now, language, address, token_hash, fleeting, readings })
    }

    fn admit_mutation(&self, sender: &Sender) -> Result<(), Refused> {
        if !sender.signed_in.as_ref().is_some_and(|signed_in| signed_in.read_only) {
            return Ok(());
        }
        let message = crate::messages::other(sender.language, &crate::messages::Other::ReadsOnly);
        Err(Refused::new(StatusCode::FORBIDDEN, "FORBIDDEN", message))
    }

    async fn equip(&self, sender: &Sender, mut request: async_graphql::Request) -> async_graphql::Request {
        let Sender { signed_in, viewer, now, language, address, token_hash, fleeting, readings } = sender;
        let store = match operation_type(&mut request) {
            Some(OperationType::Query) => {
                let store = self.store.reading_for(signed_in.as_ref()).await;
                let offices = viewer.as_ref().map_or(&[][..], |viewer| &viewer.offices);
                // What is read from a standby may be older than the revisions that were read from the primary.
                if !store.has_reached(offices).await {
                    fleeting.store(true, Ordering::Relaxed);
                }
                store
            }
            // What a mutation answers, it has just written.
            Some(OperationType::Mutation | OperationType::Subscription) | None => self.store.clone(),
        };
        let (sight, in_reach) = match viewer {
            Some(viewer) => (viewer.sight.clone(), viewer.offices.as_slice()),
            None => {
                let nobody = domain::ids::OfficerId(uuid::Uuid::nil());
                (Viewer { officer: nobody, offices: Vec::new(), posts: Vec::new() }, &[][..])
            }
        };
        request.data(Loaders::for_request(&store, sight, in_reach, readings)).data(Request {
            viewer: viewer.clone(),
            now: *now,
            language: *language,
            address: *address,
            token_hash: token_hash.clone(),
            store,
            fleeting: Arc::clone(fleeting),
            readings: readings.clone(),
        })
    }

    async fn put_on_record(&self, sender: &Sender) -> Result<(), Refused> {
        let Some(viewer) = &sender.viewer else { return Ok(()) };
        let reading = |(office, of, what)| Reading {
            office,
            id: self.clock.new_id(),
            at: sender.now,
            officer: viewer.officer.id,
            of,
            what,
        };
        let readings: Vec<Reading> = sender.readings.take().into_iter().map(reading).collect();
        if readings.is_empty() {
            return Ok(());
        }
        self.store.record_readings(readings).await.map_err(|error| {
            tracing::error!(?error, "readings could not be put on record, so nothing is shown");
            unavailable(sender.language)
        })
    }

    fn basis(&self, sender: &Sender) -> Option<Basis> {
        let SignedViewer { officer, office: _, offices, expires_at: _, sight } = sender.viewer.as_ref()?;
        let Viewer { officer: _, offices: _, posts } = sight;
        let text = format!("{:?} {officer:?} {posts:?} {offices:?}", sender.language);
        Some(Basis { digest: Sha256::digest(text).into(), now: sender.now })
    }

    async fn stands_until(&self, sender: &Sender) -> Option<DateTime<Utc>> {
        let viewer = sender.viewer.as_ref().filter(|_| !sender.fleeting.load(Ordering::Relaxed))?;
        match self.next_change(viewer, sender.now).await {
            Ok(change) => Some(change),
            Err(error) => {
                tracing::warn!(?error, "it could not be found out until when an answer stands");
                None
            }
        }
    }

    async fn ready(&self) -> bool {
        matches!(self.store.is_ready().await, Ok(true))
    }
}

fn unavailable(language: Language) -> Refused {
    let message = crate::messages::other(language, &crate::messages::Other::Unavailable);
    Refused::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", message).retry_after(1)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The client's address: the peer's, or behind so many proxies of the operator's own, what the outermost of them saw. What
/// stands further left in the header anybody can write.
fn client_address(parts: &Parts, trusted_proxies: usize) -> Option<IpAddr> {
    let peer = peer(parts).map(|address| address.ip());
    if trusted_proxies == 0 {
        return peer;
    }
    let forwarded: Vec<&str> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let seen = forwarded.len().checked_sub(trusted_proxies).and_then(|at| forwarded.get(at));
    seen.and_then(|address| address.parse().ok()).or(peer)
}
