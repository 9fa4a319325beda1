//! What is asked of every mutation of a complaint, from a table of what it is.

use serde_json::{Value, json};
use tests::{At, EVERYBODY, PICTURE, Service, Story, instant, over};

/// What the store keeps of a complaint.
type Stored = (domain::complaint::Complaint, Vec<domain::complaint::change::Change>);

/// An input, or part of one.
type Input = fn(&Ids) -> Value;

/// An input that is not right, and the field that is told.
type Wrong = (Input, &'static [&'static str]);

/// A mutation of a complaint.
#[derive(Clone, Copy)]
pub struct Trial {
    /// Its name.
    pub mutation: &'static str,
    /// Where a complaint stands that it is tried on.
    pub at: At,
    /// Everywhere else it fits too.
    pub fits: &'static [At],
    /// Who may.
    pub officers: &'static [&'static str],
    /// Who may, as the refusal says it.
    pub may: &'static str,
    /// An input that is right.
    pub input: Input,
    /// What is put over the right input, and the fields that are not right then, in order.
    pub wrong: &'static [Wrong],
    /// Whether it says when it happened.
    pub occurs: bool,
}

/// Ids that inputs name.
#[derive(Debug)]
pub struct Ids {
    pub pem: String,
    pub pmd: String,
    pub section_of_kediri: String,
    pub category: String,
    pub category_of_kediri: String,
    pub camat_of_kediri: String,
    /// A complaint that is open.
    pub original: String,
    /// A complaint that was closed as a duplicate.
    pub duplicate: String,
    /// A complaint that was withdrawn.
    pub withdrawn: String,
    /// A complaint of Kediri.
    pub of_kediri: String,
    /// An id of nothing.
    pub nothing: String,
}

impl Ids {
    pub async fn of(service: &Service) -> Self {
        let original = service.receive(json!({ "subject": "Laporan pertama" })).await.id;
        Self {
            pem: service.section("PEM").await,
            pmd: service.section("PMD").await,
            section_of_kediri: service.section_of(tests::KEDIRI, "PEM").await,
            category: service.category("09").await,
            category_of_kediri: service.category_of(tests::KEDIRI, "09").await,
            camat_of_kediri: service.officer_id("camat.kediri").await,
            duplicate: service.complaint_at(At::Duplicate).await.id,
            withdrawn: service.complaint_at(At::Withdrawn).await.id,
            of_kediri: service.receive_by("staf.kediri", json!({})).await.id,
            nothing: no_such(&original),
            original,
        }
    }
}

/// The id of a complaint, or a submission, of the same office that does not exist.
pub fn no_such(complaint: &str) -> String {
    use api::graphql::ids::NodeId;
    match NodeId::parse(complaint) {
        Some(NodeId::Complaint(office, _)) => {
            NodeId::Complaint(office, domain::ids::ComplaintId(sea_orm::prelude::Uuid::max()))
                .encode()
                .to_string()
        }
        Some(NodeId::Submission(office, _)) => {
            NodeId::Submission(office, domain::ids::SubmissionId(sea_orm::prelude::Uuid::max()))
                .encode()
                .to_string()
        }
        other => panic!("{other:?} is neither"),
    }
}

/// Text of so many characters.
pub fn long(characters: usize) -> String {
    "é".repeat(characters)
}

/// Text with a control character.
pub const CONTROL: &str = "a\u{1b}[31mb";

impl Trial {
    /// Whoever may not, whatever is not right, an old version, a wrong time: each is refused, and nothing changes.
    pub async fn refusals(&self, service: &Service) {
        let ids = Ids::of(service).await;
        let story = service.complaint_at(self.at).await;
        let input = story.input(&(self.input)(&ids));
        let (mutation, before) = (self.mutation, story.stored().await);

        for officer in EVERYBODY.iter().filter(|officer| !self.officers.contains(officer)) {
            let error = self.refuse(&story, officer, "NOT_PERMITTED", input.clone(), &before).await;
            // Some will act for others, and are told when.
            let message = error["message"].as_str().unwrap_or_default();
            assert!(message.starts_with(&format!("Only {} may do this", self.may)), "{officer}: {message}");
            assert_eq!(error["field"], Value::Null);
        }
        let nobody = service.stranger();
        let answer = nobody.send(&document(mutation), json!({ "input": input })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{mutation} {answer}");
        assert_eq!(answer["data"], Value::Null);

        let officer = self.officers[0];
        let no_id = over(input.clone(), &json!({ "complaintId": ids.nothing }));
        let not_there = self.refuse(&story, officer, "NOT_FOUND", no_id.clone(), &before).await;
        assert_eq!(not_there["field"], json!(["input", "complaintId"]));
        let of_kediri = over(input.clone(), &json!({ "complaintId": ids.of_kediri }));
        let no_id_of_kediri = over(input.clone(), &json!({ "complaintId": no_such(&ids.of_kediri) }));
        let client = service.officer(officer).await;
        let elsewhere = client.step(mutation, "", of_kediri).await;
        assert_eq!(elsewhere, client.step(mutation, "", no_id_of_kediri).await, "another office's complaint");
        if let Some(of_kediri) = officer_of_kediri(officer) {
            let client = service.officer(&of_kediri).await;
            let theirs = client.step(mutation, "", input.clone()).await;
            assert_eq!(theirs, client.step(mutation, "", no_id).await, "{of_kediri} learns nothing");
            assert_ne!(theirs["userErrors"], json!([]));
        }

        let texts: &[&str] = &["idempotencyKey"];
        for (put, fields) in self.wrong.iter().map(|(put, fields)| (put(&ids), *fields)).chain([
            (json!({ "idempotencyKey": "" }), texts),
            (json!({ "idempotencyKey": long(201) }), texts),
            (json!({ "idempotencyKey": CONTROL }), texts),
        ]) {
            self.invalid(&story, put, fields, &input, &before).await;
        }

        // What PostgreSQL cannot store does not get past the door.
        let texts = input.as_object().expect("an object").iter().filter(|(_, value)| value.is_string());
        for name in texts.map(|(name, _)| name.as_str()).chain(["idempotencyKey"]) {
            let nul = over(input.clone(), &json!({ name: "a\0b" }));
            let answer = client.send(&document(mutation), json!({ "input": nul })).await;
            assert_eq!(
                answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
                "{mutation} {name} {answer}"
            );
            assert!(story.stored().await == before, "{mutation} changed something");
        }

        for version in [story.version - 1, story.version + 1, 0, -1, i64::from(i32::MAX)] {
            let stale = over(input.clone(), &json!({ "expectedVersion": version }));
            let mut payload = client.step(mutation, "status currentStep", stale).await;
            assert_eq!(payload["userErrors"][0]["code"], "VERSION_CONFLICT", "version {version}: {payload}");
            assert_eq!(payload["userErrors"][0]["field"], json!(["input", "expectedVersion"]));
            let complaint = payload["complaint"].take();
            assert_eq!(complaint["version"], story.version, "as it now stands");
            let standing = &before.0.standing;
            assert_eq!(complaint["status"], standing.status().to_string());
            assert_eq!(
                complaint["currentStep"],
                standing.step().map_or(Value::Null, |step| json!(step.to_string()))
            );
            assert!(story.stored().await == before, "{mutation} changed something");
        }

        if self.occurs {
            service.at("2026-02-02T10:00:00+08:00");
            for (when, what) in [
                ("2026-02-02T10:00:01+08:00", "in the future"),
                ("2026-02-02T07:59:59+08:00", "before the step began"),
                ("2025-12-31T10:00:00+08:00", "too far back"),
                ("0001-01-01T00:00:00Z", "the beginning"),
                ("9999-12-31T23:59:59Z", "the end"),
            ] {
                println!("{what}");
                self.invalid(&story, json!({ "occurredAt": when }), &["occurredAt"], &input, &before).await;
            }
            // On the thirty-first day the day it began is too far back, though the step began then.
            service.at("2026-03-04T08:00:01+08:00");
            let first_day = json!({ "occurredAt": "2026-02-02T08:00:00+08:00" });
            self.invalid(&story, first_day, &["occurredAt"], &input, &before).await;
        }
    }

    /// At every other step it is the wrong step, and once closed it is closed.
    pub async fn elsewhere(&self, service: &Service) {
        let ids = Ids::of(service).await;
        let officer = self.officers[0];
        let fits = |at| at == self.at || self.fits.contains(&at);
        let mut story = service.receive(json!({})).await;
        for (place, step) in At::OPEN.into_iter().enumerate() {
            if place > 0 {
                story.take(At::OPEN[place - 1]).await;
            }
            if !fits(step) {
                let (input, before) = (story.input(&(self.input)(&ids)), story.stored().await);
                let error = self.refuse(&story, officer, "WRONG_STEP", input, &before).await;
                assert_eq!(error["field"], Value::Null);
            }
        }
        for at in At::CLOSED.into_iter().filter(|at| !fits(*at)) {
            let story = service.complaint_at(at).await;
            let (input, before) = (story.input(&(self.input)(&ids)), story.stored().await);
            self.refuse(&story, officer, "CLOSED", input, &before).await;
        }
    }

    /// It is done once, when it was done: asked again with its key nothing happens, and a refusal does not use the key up.
    pub async fn once(&self, service: &Service) {
        let ids = Ids::of(service).await;
        for (count, officer) in self.officers.iter().enumerate() {
            service.at("2026-02-02T08:00:00+08:00");
            let mut story = service.complaint_at(self.at).await;
            service.at("2026-02-02T10:00:00+08:00");
            let client = service.officer(officer).await;
            let before = story.stored().await;
            let mut input = story.input(&(self.input)(&ids));
            input["idempotencyKey"] = json!(format!("{officer}-{count}"));
            if self.occurs {
                input["occurredAt"] = json!("2026-02-02T09:40:00+08:00");
            }
            let old = over(input.clone(), &json!({ "expectedVersion": story.version - 1 }));
            client.refused(self.mutation, "VERSION_CONFLICT", old).await;
            assert!(story.stored().await == before, "the conflict changed something");

            let done = client.done(self.mutation, PICTURE, input.clone()).await;
            story.version += 1;
            assert_eq!(done["version"], story.version);
            let select = format!("id version {PICTURE}");
            assert_eq!(done, story.seen_by(officer, &select).await, "the answer is what is there afterwards");
            let after = story.stored().await;
            assert!(after != before);
            if self.occurs {
                let (happened, entered) =
                    (instant("2026-02-02T09:40:00+08:00"), instant("2026-02-02T10:00:00+08:00"));
                let records = &after.0.records;
                let closed = records.iter().filter_map(|record| record.closing.as_ref());
                let ended = closed.filter(|closing| closing.recorded_at == entered).collect::<Vec<_>>();
                assert!(
                    ended.iter().all(|closing| closing.completed_at.is_none_or(|at| at == happened)),
                    "{ended:#?}"
                );
                let opened = records.iter().any(|r| r.is_open() && r.started_at == Some(happened));
                assert!(
                    opened || !ended.is_empty(),
                    "it happened at 09:40 and was entered at 10:00: {records:#?}"
                );
            }

            service.at("2026-02-02T11:00:00+08:00");
            let again = client.done(self.mutation, PICTURE, input.clone()).await;
            assert_eq!(again, done, "as it now stands");
            assert!(story.stored().await == after, "something happened again");
            let other = over(input.clone(), &json!({ "expectedVersion": story.version }));
            let error = client.refused(self.mutation, "IDEMPOTENCY_MISMATCH", other).await;
            assert_eq!(error["field"], json!(["input", "idempotencyKey"]));
            assert!(story.stored().await == after, "the mismatch changed something");
        }
    }

    async fn invalid(&self, story: &Story<'_>, put: Value, fields: &[&str], input: &Value, before: &Stored) {
        let client = story.service.officer(self.officers[0]).await;
        let payload = client.step(self.mutation, "", over(input.clone(), &put)).await;
        let errors = all(&payload["userErrors"]);
        let found: Vec<String> = errors.iter().map(field_of).collect();
        assert_eq!(found, fields, "{} {put} {payload:#}", self.mutation);
        assert!(
            errors.iter().all(|error| error["code"] == "INVALID_INPUT"),
            "{} {put} {payload:#}",
            self.mutation
        );
        assert!(errors.iter().all(|error| error["message"].as_str().is_some_and(|text| text.len() > 5)));
        assert_eq!(payload["complaint"], Value::Null);
        assert!(story.stored().await == *before, "{} {put} changed something", self.mutation);
    }

    async fn refuse(
        &self,
        story: &Story<'_>,
        officer: &str,
        code: &str,
        input: Value,
        before: &Stored,
    ) -> Value {
        let client = story.service.officer(officer).await;
        let mut payload = client.step(self.mutation, "", input).await;
        let context = format!("{} by {officer} at {:?}", self.mutation, before.0.standing);
        assert_eq!(payload["userErrors"][0]["code"], code, "{context}: {payload:#}");
        assert_eq!(all(&payload["userErrors"]).len(), 1, "{context}");
        assert_eq!(payload["complaint"], Value::Null, "{context}");
        assert!(story.stored().await == *before, "{context} changed something");
        payload["userErrors"][0].take()
    }
}

/// The rows of a list.
pub fn all(list: &Value) -> &[Value] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A field's path without `input`.
pub fn field_of(error: &Value) -> String {
    let path: Vec<&str> = all(&error["field"]).iter().filter_map(Value::as_str).collect();
    assert_eq!(path.first(), Some(&"input"), "{error}");
    path[1..].join(".")
}

/// A mutation's document with nothing but its errors.
pub fn document(mutation: &str) -> String {
    let input = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    format!(
        "mutation ($input: {input}!) {{ {mutation}(input: $input) {{ complaint {{ id }} userErrors {{ code }} }} }}"
    )
}

fn officer_of_kediri(officer: &str) -> Option<String> {
    (officer != "inspektur").then(|| format!("{officer}.kediri"))
}

/// The tests that every mutation of a complaint has.
macro_rules! trial {
    ($trial:expr) => {
        tests::on_both!(is_refused_where_anything_is_not_right, |service: tests::Service| async move {
            $trial.refusals(&service).await;
        });
        tests::on_both!(fits_nowhere_else, |service: tests::Service| async move {
            $trial.elsewhere(&service).await;
        });
        tests::on_both!(is_done_once_and_when_it_was_done, |service: tests::Service| async move {
            $trial.once(&service).await;
        });
    };
}
pub(crate) use trial;
