//! The service: configuration, signing in, the GraphQL schema, the HTTP edge and the command line.

pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod failure;
pub mod graphql;
pub mod http;
pub mod import;
pub mod messages;
pub mod operator;
pub mod service;
pub mod setup;
pub mod signin;
pub mod telemetry;

use std::net::TcpListener;
use std::sync::Arc;

use persistence::Store;

/// What is served, and with which clock: tests pass one that stands still; no switch of the program sets it.
#[derive(Debug)]
pub struct Serving {
    /// The store, its schema up to date.
    pub store: Store,
    /// The clock.
    pub clock: clock::SharedClock,
    /// The limits of a request.
    pub limits: http::Limits,
    /// Rules of signing in.
    pub signin: config::SignInConfig,
}

/// Why the service did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// No password could be checked.
    #[error(transparent)]
    Passwords(#[from] signin::password::PasswordError),
    /// The listener cannot be used.
    #[error(transparent)]
    Listener(#[from] std::io::Error),
}

/// Serves until `shutdown` resolves; requests under way are then finished.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(
    serving: Serving,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let limits = serving.limits.clone();
    let sweeping = sweep_now_and_then(serving.store.clone(), Arc::clone(&serving.clock));
    let router = router(serving)?;
    tokio::select! {
        served = http::serve(listener, router, &limits, shutdown) => Ok(served?),
        never = sweeping => never,
    }
}

/// Sweeps the store out every hour, for as long as it is polled.
async fn sweep_now_and_then<T>(store: Store, clock: clock::SharedClock) -> T {
    let mut hours = tokio::time::interval(std::time::Duration::from_secs(3_600));
    loop {
        hours.tick().await;
        if let Err(error) = store.sweep(clock.now()).await {
            tracing::warn!(?error, "the store was not swept out");
        }
    }
}

/// All routes of the service.
fn router(serving: Serving) -> Result<axum::Router, ServeError> {
    let Serving { store, clock, limits, signin } = serving;
    let service = service::Service {
        store,
        clock,
        passwords: signin::password::Passwords::new(usize::from(signin.passwords_at_once))?,
        signin: Arc::new(signin),
        limits: Arc::new(limits.clone()),
    };
    let schema = graphql::build(service.clone());
    Ok(http::router(schema, service, &limits, graphql::sdl()))
}
