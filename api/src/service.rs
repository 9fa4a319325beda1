//! The service: what all requests share, and how each is prepared.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use domain::office::{Officer, Post};
use domain::visibility::Viewer;
use persistence::sessions::SignedIn;
use persistence::{Store, StoreError};

use crate::clock::SharedClock;
use crate::graphql::context::{Request, SignedViewer};
use crate::graphql::loaders::Loaders;
use crate::http::{Limits, Prepare, Refused, peer};
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
}

impl Service {
    /// Who looks, with what is in their reach: one statement more for an inspector, who reads a whole regency.
    async fn signed_viewer(
        &self,
        signed_in: SignedIn,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<SignedViewer, StoreError> {
        let SignedIn { officer, office, office_row, expires_at: _ } = signed_in;
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
        Ok(SignedViewer { officer: Arc::new(officer), office, offices, sight })
    }
}

impl Prepare for Service {
    async fn prepare(
        &self,
        parts: &Parts,
        request: async_graphql::Request,
    ) -> Result<async_graphql::Request, Refused> {
        let now = self.clock.now();
        let language =
            Language::preferred(parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()));
        let token_hash = bearer(&parts.headers).map(token::hash);
        let failed = |error: StoreError| {
            tracing::error!(?error, "a session could not be looked up");
            Refused::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "UNAVAILABLE",
                crate::messages::other(language, &crate::messages::Other::Unavailable),
            )
            .retry_after(1)
        };
        let viewer = match &token_hash {
            Some(hash) => match self.store.find_session(hash.clone(), now).await.map_err(failed)? {
                Some(signed_in) => Some(self.signed_viewer(signed_in, now).await.map_err(failed)?),
                None => None,
            },
            None => None,
        };
        let loaders = match &viewer {
            Some(viewer) => Loaders::for_request(&self.store, viewer.sight.clone(), viewer.office.clone()),
            None => {
                let nobody = domain::ids::OfficerId(uuid::Uuid::nil());
                Loaders::for_request(
                    &self.store,
                    Viewer { officer: nobody, offices: Vec::new(), posts: Vec::new() },
                    None,
                )
            }
        };
        let address = client_address(parts, self.signin.trusted_proxies);
        Ok(request.data(Request { viewer, now, language, address, token_hash }).data(loaders))
    }

    async fn ready(&self) -> bool {
        matches!(self.store.is_ready().await, Ok(true))
    }
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
