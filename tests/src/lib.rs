//! The harness: it starts the service on a fresh database with a clock that is set by hand, and signs people in over HTTP.
//!
//! PostgreSQL is the one named by `PENGADUAN_TEST_POSTGRES` (the test command starts it).

mod client;
mod clock;
mod database;
mod office;
pub mod process;
pub mod standby;
mod story;

pub use client::Client;
pub use clock::SetClock;
pub use database::Engine;
pub use office::{EVERYBODY, KEDIRI, PASSWORD, SELEMADEG_TIMUR};
pub use story::{At, PICTURE, Story, over};

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use api::graphql::ids::NodeId;
use chrono::{DateTime, Utc};
use domain::administration::{Amendment, CreateSection};
use domain::ids::{OfficeId, SectionId};
use domain::office::Office;
use domain::values::{Code, Line};
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
    clients: Mutex<HashMap<String, Client>>,
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
        Self::on(database, Arc::new(SetClock::at("2026-02-02T08:00:00+08:00")), limits).await
    }

    /// As [`Service::open`], on PostgreSQL with a standby that is reached at this address, like `127.0.0.1:5432`.
    pub async fn open_with_standby(address: &str) -> Self {
        let mut database = database::Database::new(Engine::Postgres).await;
        let url = database.config().url;
        let (_, name) = url.rsplit_once('/').expect("the URL names a database");
        database.read_url = Some(format!("postgres://pengaduan@{address}/{name}"));
        let clock = Arc::new(SetClock::at("2026-02-02T08:00:00+08:00"));
        Self::on(database, clock, api::http::Limits::default()).await
    }

    /// Another copy of the service, on the same database and with the same clock.
    pub async fn copy(&self) -> Self {
        let mut database = database::Database::at(self.database_url());
        database.read_url.clone_from(&self.database.read_url);
        Self::on(database, Arc::clone(&self.clock), api::http::Limits::default()).await
    }

    async fn on(database: database::Database, clock: Arc<SetClock>, limits: api::http::Limits) -> Self {
        let store = Store::connect(&database.config()).await.expect("the database can be connected to");
        let (address, stop) = start(store.clone(), Arc::clone(&clock), limits);
        Self { address, store, clock, clients: Mutex::default(), stop: Some(stop), database }
    }

    /// A client of another copy, with the token it has there.
    pub fn known(&self, client: &Client) -> Client {
        Client::new(self.address, client.token.clone())
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

    /// An officer who is signed in already, by a session that outlasts every story: signing in is slow on purpose, and has
    /// tests of its own.
    pub async fn officer(&self, username: &str) -> Client {
        let known = self.clients.lock().expect("nobody panicked with the clients").get(username).cloned();
        if let Some(client) = known {
            return client;
        }
        let found = self.store.find_credentials(username).await.expect("the store answers");
        let (officer, _) = found.unwrap_or_else(|| panic!("there is no officer {username}"));
        let token = api::signin::token::new().expect("there are random bytes");
        let hash = api::signin::token::hash(&token);
        let (from, until) = (instant("2020-01-01T00:00:00Z"), instant("2120-01-01T00:00:00Z"));
        self.store.begin_session(hash, officer.id, from, until).await.expect("a session can begin");
        let client = Client::new(self.address, Some(token));
        let mut clients = self.clients.lock().expect("nobody panicked with the clients");
        clients.entry(username.to_owned()).or_insert(client).clone()
    }

    /// An office by its code, as the store has it.
    pub async fn office(&self, code: &str) -> Arc<Office> {
        let found = self.store.find_office(code).await.expect("the store answers");
        found.unwrap_or_else(|| panic!("there is no office {code}"))
    }

    /// Makes an office of Tabanan with nobody in it but its administrator, as the command line does.
    pub async fn empty_office(&self, code: &str, administrator: &str) {
        office::create_empty(&self.store, &*self.clock, code, administrator).await;
    }

    /// Makes a section of an office, as the command line does.
    pub async fn add_section(&self, office: OfficeId, code: &str) {
        let create = CreateSection {
            id: SectionId(api::clock::Clock::new_id(&*self.clock)),
            code: Code::parse(code).expect("a code"),
            name: Line::parse("Seksi Baru").expect("a name"),
        };
        let amendment = Amendment::CreateSection(create);
        let made = api::operator::amend(&self.store, &*self.clock, office, amendment).await;
        made.expect("a section can be made");
    }

    /// The id of a section of Selemadeg Timur.
    pub async fn section(&self, code: &str) -> String {
        self.section_of(SELEMADEG_TIMUR, code).await
    }

    /// The id of a section of an office.
    pub async fn section_of(&self, office: &str, code: &str) -> String {
        let office = self.office(office).await;
        let section = office.sections.iter().find(|section| section.code == code);
        let section = section.unwrap_or_else(|| panic!("there is no section {code}"));
        NodeId::Section(office.id, section.id).encode().to_string()
    }

    /// The id of a category of Selemadeg Timur.
    pub async fn category(&self, code: &str) -> String {
        self.category_of(SELEMADEG_TIMUR, code).await
    }

    /// The id of a category of an office.
    pub async fn category_of(&self, office: &str, code: &str) -> String {
        let office = self.office(office).await;
        let category = office.categories.iter().find(|category| category.code == code);
        let category = category.unwrap_or_else(|| panic!("there is no category {code}"));
        NodeId::Category(office.id, category.id).encode().to_string()
    }

    /// The id of an officer.
    pub async fn officer_id(&self, username: &str) -> String {
        let found = self.store.find_credentials(username).await.expect("the store answers");
        let (officer, _) = found.unwrap_or_else(|| panic!("there is no officer {username}"));
        NodeId::Officer(officer.id).encode().to_string()
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
