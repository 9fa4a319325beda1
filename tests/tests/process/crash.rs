//! `kill -9` during a run of mutations, many times over: what was acknowledged is there, nothing is there by half.
//!
//! Several clients take complaints through the procedure, each its own, every mutation with a key. In each round the server
//! (in one test PostgreSQL itself) is killed at an arbitrary moment and started again on the same database. Then every row is
//! compared with what a small model of the procedure says its version implies, and everything is sent once more.
//!
//! `PENGADUAN_CRASH_ROUNDS` says how many rounds (20).

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use persistence::entity::{
    agenda_counter, complaint, complaint_change, idempotency_key, section, step_record,
};
use sea_orm::{ConnectionTrait, EntityTrait, IsolationLevel, QueryOrder, Statement, TransactionTrait};
use serde_json::{Value, json};
use tests::process::{Machine, Server};
use tests::{Client, Engine};
use tokio::sync::Notify;

use crate::office;

const CLIENTS: usize = 6;

fn rounds() -> usize {
    let rounds = std::env::var("PENGADUAN_CRASH_ROUNDS").ok();
    rounds.map_or(20, |rounds| rounds.parse().expect("PENGADUAN_CRASH_ROUNDS is a number"))
}

// ---------------------------------------------------------------- the model

/// A step record, as far as it is modelled.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Record {
    step: &'static str,
    cycle: i32,
    visit: i32,
    section: Option<&'static str>,
    outcome: Option<&'static str>,
}

/// What a mutation does to the history.
#[derive(Clone, Copy, Debug)]
enum Effect {
    /// Ends the open record of this section with this outcome.
    Ends(Option<&'static str>, &'static str),
    /// Ends all that is open.
    EndsAll(&'static str),
    Opens(&'static str, Option<&'static str>),
    Skips(&'static str),
    NextCycle,
    /// Adds to the log of changes.
    Changes(usize),
}

#[derive(Clone, Debug, Default)]
struct Model {
    history: Vec<Record>,
    changes: usize,
}

impl Model {
    fn apply(&mut self, effects: &[Effect]) {
        let mut cycle = self.history.last().map_or(1, |record| record.cycle);
        for effect in effects {
            match *effect {
                Effect::Ends(section, outcome) => {
                    let open = |r: &&mut Record| r.outcome.is_none() && r.section == section;
                    self.history.iter_mut().find(open).expect("the script fits").outcome = Some(outcome);
                }
                Effect::EndsAll(outcome) => {
                    self.history
                        .iter_mut()
                        .filter(|r| r.outcome.is_none())
                        .for_each(|r| r.outcome = Some(outcome));
                }
                Effect::Opens(step, section) => self.add(step, cycle, section, None),
                Effect::Skips(step) => self.add(step, cycle, None, Some("SKIPPED")),
                Effect::NextCycle => cycle += 1,
                Effect::Changes(count) => self.changes += count,
            }
        }
    }

    fn add(
        &mut self,
        step: &'static str,
        cycle: i32,
        section: Option<&'static str>,
        outcome: Option<&'static str>,
    ) {
        let before = |r: &&Record| (r.step, r.cycle, r.section) == (step, cycle, section);
        let visit = 1 + self.history.iter().filter(before).count() as i32;
        self.history.push(Record { step, cycle, visit, section, outcome });
    }
}

/// A move of a story: who, which mutation, with what, and what it does.
#[derive(Clone, Debug)]
struct Move {
    officer: &'static str,
    name: &'static str,
    input: Value,
    effects: Vec<Effect>,
}

fn a(officer: &'static str, name: &'static str, input: Value, effects: &[Effect]) -> Move {
    Move { officer, name, input, effects: effects.to_vec() }
}

/// The stories: both branches, several sections, and the ways off the straight path that touch many rows at once.
fn story(number: usize, sections: &HashMap<String, Value>, original: Option<&Value>) -> Vec<Move> {
    use Effect::{Changes, Ends, EndsAll, NextCycle, Opens, Skips};
    const DONE: Effect = Ends(None, "COMPLETED");
    let (pem, pmd, trantib) = (&sections["PEM"], &sections["PMD"], &sections["TRANTIB"]);
    let attach =
        || a("staf", "attachDispositionSheet", json!({}), &[DONE, Opens("FORWARD_TO_SECRETARY", None)]);
    let mut moves = vec![
        a(
            "staf",
            "receiveComplaint",
            json!({}),
            &[Skips("RECEIVE"), Opens("ATTACH_DISPOSITION_SHEET", None)],
        ),
        attach(),
        a("kasubag", "forwardToSecretary", json!({}), &[DONE, Opens("ADVISE", None)]),
        a("sekretaris", "adviseCamat", json!({ "advice": "Tinjau" }), &[DONE, Opens("CONSIDER", None)]),
        a(
            "camat",
            "considerComplaint",
            json!({ "consideration": "Setuju", "policyMatter": false }),
            &[DONE, Opens("DISPOSE", None)],
        ),
    ];
    let dispose = |supporting: &[(&'static str, &Value)]| {
        let ids: Vec<&Value> = supporting.iter().map(|(_, id)| *id).collect();
        let input =
            json!({ "instruction": "Selesaikan", "leadSectionId": trantib, "supportingSectionIds": ids });
        let mut effects = vec![DONE, Opens("SOLVE", Some("TRANTIB"))];
        effects.extend(supporting.iter().map(|(code, _)| Opens("SOLVE", Some(code))));
        a("camat", "disposeComplaint", input, &effects)
    };
    let solve = |officer, section| {
        a(officer, "submitSolution", json!({ "solution": "Sudah" }), &[Ends(Some(section), "COMPLETED")])
    };
    let lead = || {
        let effects = [Ends(Some("TRANTIB"), "COMPLETED"), Opens("SIGN", None)];
        a("kasi.trantib", "submitSolution", json!({ "solution": "Selesai" }), &effects)
    };
    let carry_out = || {
        let input = json!({ "result": "Ditutup", "answerToComplainant": "Sudah" });
        a("sekretaris", "carryOutSolution", input, &[DONE, Opens("ARCHIVE", None)])
    };
    let archive = || a("staf", "archiveComplaint", json!({ "archiveCode": "PM/1" }), &[DONE]);
    let sign = || a("camat", "signSolution", json!({}), &[DONE, Opens("CARRY_OUT", None)]);
    let reason = || json!({ "reason": "Perlu" });
    match number % 7 {
        0 => moves.extend([
            dispose(&[("PEM", pem), ("PMD", pmd)]),
            solve("kasi.pmd", "PMD"),
            solve("kasi.pemerintahan", "PEM"),
            lead(),
            sign(),
            carry_out(),
            archive(),
        ]),
        1 => moves.extend([
            a(
                "camat",
                "disposeComplaint",
                json!({ "ownSolution": "Sudah saya putuskan" }),
                &[DONE, Skips("SOLVE"), Skips("SIGN"), Opens("CARRY_OUT", None)],
            ),
            carry_out(),
            archive(),
            a(
                "sekretaris",
                "reopenComplaint",
                reason(),
                &[NextCycle, Opens("ATTACH_DISPOSITION_SHEET", None), Changes(1)],
            ),
            attach(),
        ]),
        2 => moves.extend([
            dispose(&[("PEM", pem)]),
            solve("kasi.pemerintahan", "PEM"),
            lead(),
            a(
                "camat",
                "returnComplaint",
                json!({ "toStep": "SOLVE", "reason": "Lengkapi" }),
                &[Ends(None, "RETURNED"), Opens("SOLVE", Some("TRANTIB")), Opens("SOLVE", Some("PEM"))],
            ),
            solve("kasi.pemerintahan", "PEM"),
            lead(),
            sign(),
            carry_out(),
            archive(),
        ]),
        3 => moves.extend([
            dispose(&[("PEM", pem), ("PMD", pmd)]),
            a("staf", "withdrawComplaint", reason(), &[EndsAll("WITHDRAWN")]),
        ]),
        4 => moves.extend([
            dispose(&[("PMD", pmd), ("PEM", pem)]),
            a(
                "kasi.trantib",
                "handBackComplaint",
                reason(),
                &[Ends(Some("TRANTIB"), "HANDED_BACK"), EndsAll("SUPERSEDED"), Opens("DISPOSE", None)],
            ),
            a(
                "camat",
                "referComplaint",
                json!({ "agency": "Dinas PU", "reason": "Kewenangan kabupaten" }),
                &[Ends(None, "REFERRED")],
            ),
        ]),
        5 => moves.extend([
            a(
                "kasubag",
                "correctComplaint",
                json!({ "reason": "Salah tulis", "description": "Yang benar", "urgency": "URGENT" }),
                &[Changes(2)],
            ),
            dispose(&[("PEM", pem), ("PMD", pmd)]),
            solve("kasi.pemerintahan", "PEM"),
            a(
                "kasi.trantib",
                "submitSolution",
                json!({ "solution": "Selesai", "withoutSupportReason": "Tugas luar" }),
                &[Ends(Some("TRANTIB"), "COMPLETED"), Ends(Some("PMD"), "NO_ANSWER"), Opens("SIGN", None)],
            ),
            sign(),
        ]),
        _ => {
            moves.truncate(2);
            let original = original.expect("the first story is of a complaint that becomes an original");
            moves.push(a(
                "kasubag",
                "closeAsDuplicate",
                json!({ "originalId": original }),
                &[Ends(None, "CLOSED_AS_DUPLICATE")],
            ));
        }
    }
    moves
}

// ---------------------------------------------------------------- the clients

/// A request that was sent.
#[derive(Clone, Debug)]
struct Sent {
    officer: &'static str,
    name: &'static str,
    input: Value,
}

/// A complaint, as its client knows it.
#[derive(Clone, Debug)]
struct Tale {
    subject: String,
    moves: Vec<Move>,
    /// How many were acknowledged: the version.
    done: usize,
    id: Value,
    model: Model,
    sent: Vec<Sent>,
    /// Sent, and not acknowledged.
    pending: Option<Sent>,
}

impl Tale {
    /// The history after the pending move.
    fn model_after_pending(&self) -> Model {
        let mut model = self.model.clone();
        model.apply(&self.moves[self.done].effects);
        if self.done == 0 {
            // Receiving makes its record complete at once.
            model.history[0].outcome = Some("COMPLETED");
        }
        model
    }

    fn next(&self) -> Option<Sent> {
        let next = self.moves.get(self.done)?;
        let mut input = next.input.clone();
        input["idempotencyKey"] = json!(format!("{} move {}", self.subject, self.done));
        if self.done == 0 {
            input["channel"] = json!("SMS");
            input["subject"] = json!(self.subject);
            input["description"] = json!("Berlubang di depan banjar");
        } else {
            input["complaintId"] = self.id.clone();
            input["expectedVersion"] = json!(self.done);
        }
        Some(Sent { officer: next.officer, name: next.name, input })
    }

    fn acknowledged(&mut self, complaint: &Value) {
        self.model = self.model_after_pending();
        self.done += 1;
        self.id = complaint["id"].clone();
        self.sent.push(self.pending.take().expect("an answer follows a request"));
        self.agrees(complaint);
    }

    /// Whether a complaint over GraphQL is what the model says.
    fn agrees(&self, complaint: &Value) {
        assert_eq!(complaint["version"], json!(self.done), "{}", self.subject);
        let history: Vec<Value> = self
            .model
            .history
            .iter()
            .map(|r| {
                let section = r.section.map(|code| json!({ "code": code }));
                json!({ "step": r.step, "cycle": r.cycle, "visit": r.visit, "section": section, "outcome": r.outcome })
            })
            .collect();
        assert_eq!(complaint["history"], json!(history), "{}", self.subject);
        assert_eq!(
            complaint["changes"].as_array().map(Vec::len),
            Some(self.model.changes),
            "{}",
            self.subject
        );
    }
}

const SELECT: &str = "id version history { step cycle visit section { code } outcome } changes { field }";

/// Everybody of the office, signed in.
type Officers = HashMap<&'static str, Client>;

/// What became of a request.
enum Answer {
    Complaint(Value),
    /// No answer, or one that says that the service could not.
    None,
}

async fn send(officers: &Officers, sent: &Sent) -> Answer {
    let client = &officers[sent.officer];
    let (http, address) = client.raw();
    let input_type = format!("{}{}Input", sent.name[..1].to_uppercase(), &sent.name[1..]);
    let query = format!(
        "mutation ($input: {input_type}!) {{ {}(input: $input) {{ complaint {{ {SELECT} }} \
         userErrors {{ code message }} }} }}",
        sent.name
    );
    let request = http
        .post(format!("http://{address}/graphql"))
        .bearer_auth(client.token.as_deref().expect("an officer is signed in"))
        .json(&json!({ "query": query, "variables": { "input": sent.input } }));
    let Ok(response) = request.send().await else { return Answer::None };
    let Ok(mut answer) = response.json::<Value>().await else { return Answer::None };
    if answer.get("errors").is_some() {
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{sent:?} {answer:#}");
        return Answer::None;
    }
    let payload = &mut answer["data"][sent.name];
    assert_eq!(payload["userErrors"], json!([]), "{sent:?}");
    Answer::Complaint(payload["complaint"].take())
}

/// As [`send`], again until it is answered, as a client does that is told to try again.
async fn send_again(officers: &Officers, sent: &Sent) -> Value {
    for _ in 0..50 {
        if let Answer::Complaint(complaint) = send(officers, sent).await {
            return complaint;
        }
    }
    panic!("never answered: {sent:?}");
}

/// A client with the complaints it has taken through the procedure.
#[derive(Clone, Debug)]
struct Driver {
    number: usize,
    tales: Vec<Tale>,
}

/// When the server is to be killed: at so many acknowledged mutations.
#[derive(Debug)]
struct Fuse {
    left: AtomicUsize,
    burnt: Notify,
    /// The killing is over: a client that slipped through need not go on.
    over: AtomicBool,
}

impl Driver {
    /// Goes on until a request is not answered.
    async fn run(&mut self, officers: &Officers, sections: &HashMap<String, Value>, fuse: &Fuse) {
        while !fuse.over.load(Ordering::Relaxed) {
            if self.tales.last().is_none_or(|tale| tale.next().is_none()) {
                let number = self.tales.len();
                let moves = story(number, sections, self.tales.first().map(|tale| &tale.id));
                let subject = format!("client {} complaint {number}", self.number);
                self.tales.push(Tale {
                    subject,
                    moves,
                    done: 0,
                    id: Value::Null,
                    model: Model::default(),
                    sent: Vec::new(),
                    pending: None,
                });
            }
            let tale = self.tales.last_mut().expect("one was begun");
            let next = tale.next().expect("it goes on");
            tale.pending = Some(next.clone());
            let Answer::Complaint(complaint) = send(officers, &next).await else { return };
            tale.acknowledged(&complaint);
            // Wraps around in a round that goes on for a while after the fuse has burnt.
            if fuse.left.fetch_sub(1, Ordering::Relaxed) == 1 {
                fuse.burnt.notify_one();
            }
        }
    }
}

/// Runs the clients until `kill`, which is called after so many acknowledged mutations.
async fn run_until(
    drivers: Vec<Driver>,
    officers: &Arc<Officers>,
    sections: &Arc<HashMap<String, Value>>,
    acknowledged: usize,
    kill: impl FnOnce(),
) -> Vec<Driver> {
    let fuse = Arc::new(Fuse {
        left: AtomicUsize::new(acknowledged),
        burnt: Notify::new(),
        over: AtomicBool::new(false),
    });
    let running: Vec<_> = drivers
        .into_iter()
        .map(|mut driver| {
            let (officers, sections, fuse) = (Arc::clone(officers), Arc::clone(sections), Arc::clone(&fuse));
            tokio::spawn(async move {
                driver.run(&officers, &sections, &fuse).await;
                driver
            })
        })
        .collect();
    tokio::time::timeout(tests::process::PATIENCE, fuse.burnt.notified())
        .await
        .expect("mutations are answered");
    // Not always right after an answer: some way into the next transactions.
    for _ in 0..acknowledged * 7919 % 4000 {
        tokio::task::yield_now().await;
    }
    kill();
    fuse.over.store(true, Ordering::Relaxed);
    let mut drivers = Vec::new();
    for driver in running {
        drivers.push(driver.await.expect("the client did not find fault"));
    }
    drivers
}

// ---------------------------------------------------------------- what must hold

/// Compares every row with the model. Answers how many unacknowledged mutations had been done.
async fn check(machine: &Machine, drivers: &[Driver]) -> usize {
    let store = machine.store().await;
    let db = store.reader();
    if db.get_database_backend() == sea_orm::DbBackend::Sqlite {
        for (pragma, answer) in [("integrity_check", vec!["ok"]), ("foreign_key_check", vec![])] {
            let rows = db
                .query_all_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, format!("PRAGMA {pragma}")))
                .await
                .expect("SQLite answers");
            let rows: Vec<String> = rows.iter().map(|r| r.try_get_by_index(0).expect("a text")).collect();
            assert_eq!(rows, answer, "{pragma}");
        }
    }
    // One snapshot: PostgreSQL may still be committing what the killed server sent last.
    let isolation =
        (db.get_database_backend() == sea_orm::DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
    let tx = db.begin_with_config(isolation, None).await.expect("a transaction");
    let complaints = complaint::Entity::find().all(&tx).await.expect("rows");
    let records =
        step_record::Entity::find().order_by_asc(step_record::Column::Number).all(&tx).await.expect("rows");
    let keys = idempotency_key::Entity::find().all(&tx).await.expect("rows").len();
    let changes = complaint_change::Entity::find().all(&tx).await.expect("rows");
    let counters = agenda_counter::Entity::find().all(&tx).await.expect("rows");
    let sections: HashMap<_, _> =
        section::Entity::find().all(&tx).await.expect("rows").into_iter().map(|s| (s.id, s.code)).collect();
    tx.rollback().await.expect("nothing to keep");

    // No gap and no double in the agenda numbers, whatever was under way.
    let mut numbers: BTreeMap<(i32, i32), Vec<i32>> = BTreeMap::new();
    for row in &complaints {
        numbers.entry((row.office_id, row.agenda_year)).or_default().push(row.agenda_seq);
    }
    assert_eq!(numbers.len(), counters.len());
    for counter in counters {
        let numbers = numbers.get_mut(&(counter.office_id, counter.year)).expect("a year with complaints");
        numbers.sort_unstable();
        assert_eq!(*numbers, (1..=counter.last).collect::<Vec<_>>(), "agenda numbers of {}", counter.year);
    }

    // Every mutation carried a key, and each key was used up by what was done, and by nothing else.
    let versions: i32 = complaints.iter().map(|row| row.version).sum();
    assert_eq!(keys, versions as usize, "keys, and mutations done");

    let mut rows: HashMap<&str, &complaint::Model> = HashMap::new();
    for row in &complaints {
        let twice = rows.insert(row.subject.as_deref().expect("a subject"), row);
        assert!(twice.is_none(), "received twice: {twice:?}");
    }
    let mut unacknowledged = 0;
    for tale in drivers.iter().flat_map(|driver| &driver.tales) {
        let row = rows.remove(&*tale.subject);
        let version = row.map_or(0, |row| row.version as usize);
        let model = if version == tale.done {
            tale.model.clone()
        } else {
            assert!(
                tale.pending.is_some() && version == tale.done + 1,
                "{} {version} {}",
                tale.subject,
                tale.done
            );
            unacknowledged += 1;
            tale.model_after_pending()
        };
        let Some(row) = row else { continue };
        let of = |r: &&step_record::Model| r.complaint_id == row.id && r.office_id == row.office_id;
        let records: Vec<&step_record::Model> = records.iter().filter(of).collect();
        let found: Vec<_> = records
            .iter()
            .map(|r| {
                let section = r.section_id.map(|id| sections[&id].as_str());
                (r.step.as_str(), r.cycle, r.visit, section, r.outcome.as_deref())
            })
            .collect();
        let expected: Vec<_> =
            model.history.iter().map(|r| (r.step, r.cycle, r.visit, r.section, r.outcome)).collect();
        assert_eq!(found, expected, "{} at version {version}", tale.subject);
        assert!(records.iter().map(|r| r.number).eq(1..=records.len() as i32), "{}", tale.subject);
        let changed = changes.iter().filter(|c| c.complaint_id == row.id).count();
        assert_eq!(changed, model.changes, "{}", tale.subject);
        // The complaint's own row agrees with its open records.
        let open: Vec<_> = records.iter().filter(|r| r.outcome.is_none()).collect();
        assert_eq!(row.current_step.as_deref(), open.first().map(|r| r.step.as_str()), "{}", tale.subject);
        assert_eq!(row.status == "IN_PROGRESS", !open.is_empty(), "{}", tale.subject);
        assert_eq!(row.closed_at.is_none(), !open.is_empty(), "{}", tale.subject);
        assert_eq!(row.due_at, open.iter().filter_map(|r| r.due_at).min(), "{}", tale.subject);
        for record in records {
            let closed = record.outcome.is_some();
            assert_eq!(record.recorded_at.is_some(), closed, "{record:?}");
        }
    }
    assert!(rows.is_empty(), "nobody sent these: {rows:?}");
    unacknowledged
}

/// Sends what was not acknowledged, and once more what was acknowledged since `from` (a place in each complaint's list).
async fn resend(drivers: &mut [Driver], officers: &Officers, everything: bool) {
    for tale in drivers.iter_mut().flat_map(|driver| &mut driver.tales) {
        let unfinished = tale.pending.clone();
        if let Some(pending) = &unfinished {
            tale.acknowledged(&send_again(officers, pending).await);
        }
        if everything || unfinished.is_some() {
            for sent in &tale.sent {
                tale.agrees(&send_again(officers, sent).await);
            }
        }
    }
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

// ---------------------------------------------------------------- PostgreSQL itself

/// A PostgreSQL of one's own that flushes each commit to disk; stopped and removed when dropped.
#[derive(Debug)]
struct Postgres {
    url: String,
    folder: String,
}

fn script() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.ci/postgres"))
}

impl Postgres {
    fn start() -> Self {
        let started =
            Command::new(script()).args(["start", "--fsync"]).output().expect(".ci/postgres can be run");
        let said = String::from_utf8(started.stdout).expect("UTF-8");
        let value = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(&format!("export {name}=")));
            line.unwrap_or_else(|| panic!("{name} is not in {said}")).to_owned()
        };
        Self { url: value("PENGADUAN_TEST_POSTGRES"), folder: value("PENGADUAN_TEST_POSTGRES_DIR") }
    }

    /// Stops it without a checkpoint, as a crash does, and starts it again: it recovers from its log.
    fn crash(&self) {
        // The file says with which program and flags it was started.
        let options =
            std::fs::read_to_string(format!("{}/data/postmaster.opts", self.folder)).expect("it runs");
        let postgres = options.split_whitespace().next().expect("the program comes first");
        let pg_ctl = PathBuf::from(postgres).with_file_name("pg_ctl");
        let root = std::env::var_os("HOME").is_some() && is_root();
        let mut command = if root { Command::new("runuser") } else { Command::new(&pg_ctl) };
        if root {
            command.args(["-u", "postgres", "--"]).arg(&pg_ctl);
        }
        let restarted = command
            .args(["restart", "--mode", "immediate", "--wait", "--timeout", "30", "--silent"])
            .args([
                "--pgdata",
                &format!("{}/data", self.folder),
                "--log",
                &format!("{}/server.log", self.folder),
            ])
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("pg_ctl can be run");
        assert!(restarted.success(), "PostgreSQL does not start again");
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id can be run");
    id.stdout.trim_ascii() == b"0"
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = Command::new(script()).arg("stop").env("PENGADUAN_TEST_POSTGRES_DIR", &self.folder).status();
    }
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
