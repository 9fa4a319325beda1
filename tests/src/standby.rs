//! The streaming standby of the tests' PostgreSQL: it is made to lag, to be away, to be silent.
//!
//! It is the one named by `PENGADUAN_TEST_POSTGRES_STANDBY`. Its replay is one for all databases, so whoever has it has it
//! alone.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, MutexGuard, watch};

use crate::process::PATIENCE;

static TURN: Mutex<()> = Mutex::const_new(());

/// The standby, for one test at a time. Services reach it through a door that can be shut.
#[derive(Debug)]
pub struct Standby {
    primary: DatabaseConnection,
    standby: DatabaseConnection,
    /// Where the door is, like `127.0.0.1:5432`.
    pub address: String,
    door: watch::Sender<Door>,
    _turn: MutexGuard<'static, ()>,
}

/// How services find the standby.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// It answers.
    Open,
    /// Connections end, and no new ones are taken.
    Shut,
    /// Connections stay, and nobody answers.
    Silent,
}

impl Standby {
    /// Waits for one's turn. None, with a sentence, where the tests run without any PostgreSQL.
    pub async fn take() -> Option<Self> {
        let named = |name| std::env::var(name).ok();
        let Some(url) = named("PENGADUAN_TEST_POSTGRES_STANDBY") else {
            assert!(
                named("PENGADUAN_TEST_POSTGRES").is_none(),
                "PENGADUAN_TEST_POSTGRES_STANDBY names no standby: run the README's test command, or eval \"$(.ci/postgres start)\""
            );
            println!("PENGADUAN_TEST_POSTGRES_STANDBY is not set: skipped");
            return None;
        };
        let primary =
            named("PENGADUAN_TEST_POSTGRES").expect("where a standby is, PENGADUAN_TEST_POSTGRES is");
        let turn = TURN.lock().await;
        let connect =
            async |url: String| Database::connect(url).await.expect("PostgreSQL can be connected to");
        let (primary, standby) = (connect(primary).await, connect(url.clone()).await);
        let behind =
            url.split_once('@').and_then(|(_, rest)| rest.split_once('/')).expect("the URL names a host").0;
        let (door, state) = watch::channel(Door::Open);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("the listener has an address").to_string();
        tokio::spawn(keep_door(listener, behind.to_owned(), state));
        let this = Self { primary, standby, address, door, _turn: turn };
        this.resume().await;
        Some(this)
    }

    /// Opens or shuts the door.
    pub fn door(&self, door: Door) {
        self.door.send(door).expect("the door is kept");
    }

    /// Waits until it has everything that was written.
    pub async fn catch_up(&self) {
        let written = ask(&self.primary, "SELECT pg_current_wal_flush_lsn()::text").await;
        wait_for(&self.standby, &format!("(pg_last_wal_replay_lsn() >= '{written}'::pg_lsn)::text"), "true")
            .await;
    }

    /// Waits until it has everything that was written, and lets it get no further.
    pub async fn pause(&self) {
        self.catch_up().await;
        self.standby.execute_unprepared("SELECT pg_wal_replay_pause()").await.expect("it can be paused");
        wait_for(&self.standby, "pg_get_wal_replay_pause_state()", "paused").await;
    }

    /// Lets it go on, and waits until it has everything.
    pub async fn resume(&self) {
        self.standby.execute_unprepared("SELECT pg_wal_replay_resume()").await.expect("it can go on");
        self.catch_up().await;
    }

    /// Ends all connections to a database of it, as a conflict with the replay may do.
    pub async fn terminate(&self, database_url: &str) {
        let (_, name) = database_url.rsplit_once('/').expect("the URL names a database");
        let terminate =
            format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        self.standby.execute_unprepared(&terminate).await.expect("they can be ended");
    }
}

impl Drop for Standby {
    /// Who comes next finds it going on ([`Standby::take`]); databases of a test that failed are dropped meanwhile.
    fn drop(&mut self) {
        let _ = self.door.send(Door::Shut);
    }
}

async fn ask(connection: &DatabaseConnection, sql: &str) -> String {
    let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    let row = row.expect("PostgreSQL answers").expect("with a row");
    row.try_get_by_index(0).expect("of text")
}

async fn wait_for(connection: &DatabaseConnection, expression: &str, value: &str) {
    let until = tokio::time::Instant::now() + PATIENCE;
    while ask(connection, &format!("SELECT {expression}")).await != value {
        assert!(tokio::time::Instant::now() < until, "{expression} never is {value}");
        tokio::task::yield_now().await;
    }
}

async fn keep_door(listener: TcpListener, behind: String, state: watch::Receiver<Door>) {
    while let Ok((outside, _)) = listener.accept().await {
        let (behind, mut state) = (behind.clone(), state.clone());
        tokio::spawn(async move { pass(outside, &behind, &mut state).await });
    }
}

async fn pass(mut outside: TcpStream, behind: &str, state: &mut watch::Receiver<Door>) {
    let mut inside = None;
    loop {
        let now = *state.borrow_and_update();
        match (now, &mut inside) {
            (Door::Shut, _) => return,
            // What was under way is lost, so nobody goes on with it.
            (Door::Silent, _) => {
                let _ = state.changed().await;
                return;
            }
            (Door::Open, None) => match TcpStream::connect(behind).await {
                Ok(connected) => inside = Some(connected),
                Err(_) => return,
            },
            (Door::Open, Some(inside)) => tokio::select! {
                _ = copy_bidirectional(&mut outside, inside) => return,
                changed = state.changed() => if changed.is_err() { return },
            },
        }
    }
}
