//! The harness: it starts the service on a fresh database with a clock that is set by hand, and signs people in over HTTP.
//!
//! PostgreSQL is the one named by `PENGADUAN_TEST_POSTGRES` (the test command starts it).

mod client;
mod clock;
mod database;
mod office;
pub mod process;

pub use client::Client;
pub use clock::SetClock;
pub use database::Engine;
pub use office::{KEDIRI, PASSWORD, SELEMADEG_TIMUR};

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use persistence::Store;
use tokio::sync::oneshot;

/// A running service with two offices of Tabanan, Selemadeg Timur and Kediri, and the regency's inspector. All officers
/// have the usernames of the demonstration.
#[derive(Debug)]
pub struct Service {
    /// Where it listens.
    pub address: SocketAddr,
    /// The store behind it: for counting statements, and for what no mutation does yet.
    pub store: Store,
    /// Its clock.
    pub clock: Arc<SetClock>,
    stop: Option<oneshot::Sender<()>>,
    database: database::Database,
}

impl Service {
    /// Starts the service on a fresh database. It is Monday 2 February 2026, 08:00 in Tabanan.
    pub async fn open(engine: Engine) -> Self {
        Self::open_with(engine, api::http::Limits::default()).await
    }

    /// As [`Service::open`], with limits of one's own.
    pub async fn open_with(engine: Engine, limits: api::http::Limits) -> Self {
        let database = database::Database::new(engine).await;
        let clock = Arc::new(SetClock::at("2026-02-02T08:00:00+08:00"));
        let store = Store::connect(&database.config()).await.expect("the database can be connected to");
        store.migrate().await.expect("the schema can be made");
        office::create_both(&store, clock.as_ref()).await;
        let (address, stop) = start(store.clone(), Arc::clone(&clock), limits);
        Self { address, store, clock, stop: Some(stop), database }
    }

    /// Where the database is.
    pub fn database_url(&self) -> String {
        self.database.config().url
    }

    /// Sets the clock, like `2026-02-02T08:30:00+08:00`.
    pub fn at(&self, instant: &str) {
        self.clock.set(instant);
    }

    /// Nobody signed in.
    pub fn stranger(&self) -> Client {
        Client::new(self.address, None)
    }

    /// Signs an officer in, as a person does.
    pub async fn sign_in(&self, username: &str) -> Client {
        self.stranger().sign_in(username, PASSWORD).await
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

fn start(store: Store, clock: Arc<SetClock>, limits: api::http::Limits) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.set_nonblocking(true).expect("the listener can be set");
    let address = listener.local_addr().expect("the listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let signin = api::config::SignInConfig {
        passwords_at_once: 8,
        signin_failures_address: 10_000,
        ..Default::default()
    };
    let serving = api::Serving { store, clock, limits, signin };
    tokio::spawn(async move {
        let shutdown = async {
            let _ = stopped.await;
        };
        api::serve(serving, listener, shutdown).await.expect("the service runs");
    });
    (address, stop)
}

/// Reads an instant.
pub fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("an instant in RFC 3339").to_utc()
}

/// Runs a test on both engines: `on_both!(name, |service| async move { … });`
#[macro_export]
macro_rules! on_both {
    ($name:ident, $test:expr) => {
        mod $name {
            #[allow(unused_imports, reason = "the test decides what it needs")]
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                ($test)($crate::Service::open($crate::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                ($test)($crate::Service::open($crate::Engine::Postgres).await).await;
            }
        }
    };
}
