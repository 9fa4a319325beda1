//! Clients that take complaints through the procedure until nobody answers, and send everything once more.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::{Value, json};
use tests::Client;
use tokio::sync::Notify;

use super::model::Model;
use super::stories::{Move, story};

/// A request that was sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) officer: &'static str,
    pub(super) name: &'static str,
    pub(super) input: Value,
}

/// A complaint, as its client knows it.
#[derive(Clone, Debug)]
pub(super) struct Tale {
    pub(super) subject: String,
    pub(super) moves: Vec<Move>,
    /// How many were acknowledged: the version.
    pub(super) done: usize,
    pub(super) id: Value,
    pub(super) model: Model,
    pub(super) sent: Vec<Sent>,
    /// Sent, and not acknowledged.
    pub(super) pending: Option<Sent>,
}

impl Tale {
    /// The history after the pending move.
    pub(super) fn model_after_pending(&self) -> Model {
        let mut model = self.model.clone();
        model.apply(&self.moves[self.done].effects);
        if self.done == 0 {
            // Receiving makes its record complete at once.
            model.history[0].outcome = Some("COMPLETED");
        }
        model
    }

    pub(super) fn next(&self) -> Option<Sent> {
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

    pub(super) fn acknowledged(&mut self, complaint: &Value) {
        self.model = self.model_after_pending();
        self.done += 1;
        self.id = complaint["id"].clone();
        self.sent.push(self.pending.take().expect("an answer follows a request"));
        self.agrees(complaint);
    }

    /// Whether a complaint over GraphQL is what the model says.
    pub(super) fn agrees(&self, complaint: &Value) {
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

pub(super) const SELECT: &str =
    "id version history { step cycle visit section { code } outcome } changes { field }";

/// Everybody of the office, signed in.
pub(super) type Officers = HashMap<&'static str, Client>;

/// What became of a request.
pub(super) enum Answer {
    Complaint(Value),
    /// No answer, or one that says that the service could not.
    None,
}

pub(super) async fn send(officers: &Officers, sent: &Sent) -> Answer {
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
pub(super) async fn send_again(officers: &Officers, sent: &Sent) -> Value {
    for _ in 0..50 {
        if let Answer::Complaint(complaint) = send(officers, sent).await {
            return complaint;
        }
    }
    panic!("never answered: {sent:?}");
}

/// A client with the complaints it has taken through the procedure.
#[derive(Clone, Debug)]
pub(super) struct Driver {
    pub(super) number: usize,
    pub(super) tales: Vec<Tale>,
}

/// When the server is to be killed: at so many acknowledged mutations.
#[derive(Debug)]
pub(super) struct Fuse {
    pub(super) left: AtomicUsize,
    pub(super) burnt: Notify,
    /// The killing is over: a client that slipped through need not go on.
    pub(super) over: AtomicBool,
}

impl Driver {
    /// Goes on until a request is not answered.
    pub(super) async fn run(&mut self, officers: &Officers, sections: &HashMap<String, Value>, fuse: &Fuse) {
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
pub(super) async fn run_until(
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

/// Sends what was not acknowledged, and once more what was acknowledged since `from` (a place in each complaint's list).
pub(super) async fn resend(drivers: &mut [Driver], officers: &Officers, everything: bool) {
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
