//! `kill -9` during a run of mutations, many times over: what was acknowledged is there, nothing is there by half.
//!
//! Several clients take complaints through the procedure, each its own, every mutation with a key. In each round the server
//! (in one test PostgreSQL itself) is killed at an arbitrary moment and started again on the same database. Then every row is
//! compared with what a small model of the procedure says its version implies, and everything is sent once more.
//!
//! `PENGADUAN_CRASH_ROUNDS` says how many rounds (20).

mod clients;
mod model;
mod postgres;
mod rows;
mod stories;

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};
use tests::Engine;
use tests::process::{Machine, Server};

use self::clients::{Driver, Officers, resend, run_until};
use self::postgres::Postgres;
use self::rows::check;
use crate::office;

const CLIENTS: usize = 6;

fn rounds() -> usize {
    let rounds = std::env::var("PENGADUAN_CRASH_ROUNDS").ok();
    rounds.map_or(20, |rounds| rounds.parse().expect("PENGADUAN_CRASH_ROUNDS is a number"))
}

struct Stage {
    machine: Machine,
    drivers: Vec<Driver>,
    officers: Arc<Officers>,
    sections: Arc<HashMap<String, Value>>,
}

async fn stage(machine: Machine) -> (Stage, Server) {
    office::create(&machine);
    let server = serve(&machine).await;
    let mut officers = Officers::new();
    for (name, ..) in office::OFFICERS {
        officers.insert(name, server.stranger().sign_in(name, office::PASSWORD).await);
    }
    let data = officers["camat"].ask("{ office { sections { id code } } }", json!({})).await;
    let sections = data["office"]["sections"].as_array().expect("a list");
    let sections = sections.iter().map(|s| (s["code"].as_str().expect("a code").to_owned(), s["id"].clone()));
    let sections = Arc::new(sections.collect());
    let drivers = (0..CLIENTS).map(|number| Driver { number, tales: Vec::new() }).collect();
    (Stage { machine, drivers, officers: Arc::new(officers), sections }, server)
}

async fn serve(machine: &Machine) -> Server {
    machine.serve(&[], &[]).await
}

/// How many mutations are acknowledged before the server is killed: another number in each round.
fn fuse(round: usize) -> usize {
    7 + round * 37 % 71
}

async fn the_server_is_killed(engine: Engine) {
    let (mut stage, mut server) = stage(Machine::new(engine).await).await;
    let (mut landed, mut slowest) = (0, std::time::Duration::ZERO);
    for round in 1..=rounds() {
        let kill = || server.process.kill();
        stage.drivers = run_until(stage.drivers, &stage.officers, &stage.sections, fuse(round), kill).await;
        let begun = std::time::Instant::now();
        server = serve(&stage.machine).await;
        slowest = slowest.max(begun.elapsed());
        // Those who were signed in still are.
        let known = stage.officers.iter().map(|(name, client)| (*name, server.known(client)));
        stage.officers = Arc::new(known.collect());
        landed += check(&stage.machine, &stage.drivers).await;
        resend(&mut stage.drivers, &stage.officers, round == rounds()).await;
        assert_eq!(check(&stage.machine, &stage.drivers).await, 0);
    }
    report(engine, &stage.drivers, landed, slowest);
}

fn report(engine: impl std::fmt::Debug, drivers: &[Driver], landed: usize, slowest: std::time::Duration) {
    let tales = drivers.iter().flat_map(|driver| &driver.tales);
    let (complaints, mutations) = (tales.clone().count(), tales.map(|tale| tale.done).sum::<usize>());
    eprintln!(
        "{engine:?}: {complaints} complaints, {mutations} mutations, {landed} done without being acknowledged, \
         slowest restart {slowest:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9_on_sqlite() {
    the_server_is_killed(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9_on_postgres() {
    the_server_is_killed(Engine::Postgres).await;
}

/// PostgreSQL is killed, the service goes on: it says UNAVAILABLE meanwhile, loses nothing and recovers by itself.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_crash_of_postgres() {
    let postgres = Postgres::start();
    let (mut stage, server) = stage(Machine::on(postgres.url.clone())).await;
    let mut landed = 0;
    for round in 1..=rounds().div_ceil(7) {
        let crash = || postgres.crash();
        stage.drivers = run_until(stage.drivers, &stage.officers, &stage.sections, fuse(round), crash).await;
        landed += check(&stage.machine, &stage.drivers).await;
        resend(&mut stage.drivers, &stage.officers, true).await;
        assert_eq!(check(&stage.machine, &stage.drivers).await, 0);
    }
    report("a crash of PostgreSQL", &stage.drivers, landed, std::time::Duration::ZERO);
    drop(server);
}
