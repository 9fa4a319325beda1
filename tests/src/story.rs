//! Complaints on their way: a story is told by what each officer does, over HTTP.

use serde_json::{Value, json};

use crate::Service;

/// Where a complaint can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the open step, or the status")]
pub enum At {
    AttachDispositionSheet,
    ForwardToSecretary,
    Advise,
    Consider,
    Dispose,
    Solve,
    Sign,
    CarryOut,
    Archive,
    Archived,
    Referred,
    Duplicate,
    Withdrawn,
}

impl At {
    /// The open steps, in order.
    pub const OPEN: [Self; 9] = [
        Self::AttachDispositionSheet,
        Self::ForwardToSecretary,
        Self::Advise,
        Self::Consider,
        Self::Dispose,
        Self::Solve,
        Self::Sign,
        Self::CarryOut,
        Self::Archive,
    ];

    /// The ways to be closed.
    pub const CLOSED: [Self; 4] = [Self::Archived, Self::Referred, Self::Duplicate, Self::Withdrawn];
}

/// A complaint on its way.
#[derive(Clone, Debug)]
pub struct Story<'a> {
    /// The service that keeps it.
    pub service: &'a Service,
    /// Its id.
    pub id: String,
    /// The version last seen.
    pub version: i64,
}

/// Puts the fields of one object over those of another.
pub fn over(mut under: Value, over: &Value) -> Value {
    for (name, value) in over.as_object().into_iter().flatten() {
        under[name] = value.clone();
    }
    under
}

impl Service {
    /// The staff receive a complaint; what `input` says goes before what is usual.
    pub async fn receive(&self, input: Value) -> Story<'_> {
        self.receive_by("staf", input).await
    }

    /// As [`Service::receive`], by another officer.
    pub async fn receive_by(&self, officer: &str, input: Value) -> Story<'_> {
        let usual = json!({
            "channel": "IN_PERSON",
            "subject": "Jalan rusak di Banjar Dalang",
            "description": "Berlubang sejak hujan minggu lalu",
        });
        let received = self.officer(officer).await.done("receiveComplaint", "", over(usual, &input)).await;
        let id = received["id"].as_str().expect("an id").to_owned();
        Story { service: self, id, version: 1 }
    }

    /// A complaint that stands there. On its way PEM leads and TRANTIB supports.
    pub async fn complaint_at(&self, at: At) -> Story<'_> {
        let mut story = self.receive(json!({})).await;
        story.go_to(at).await;
        story
    }
}

impl Story<'_> {
    /// An input about this complaint, at the version last seen.
    pub fn input(&self, input: &Value) -> Value {
        over(json!({ "complaintId": self.id, "expectedVersion": self.version }), input)
    }

    /// An officer does something, and it is done; answers what `select` asks of the complaint.
    pub async fn then(&mut self, officer: &str, mutation: &str, select: &str, input: Value) -> Value {
        let client = self.service.officer(officer).await;
        let complaint = client.done(mutation, select, self.input(&input)).await;
        self.version += 1;
        assert_eq!(complaint["version"], self.version, "{mutation} raises the version by one");
        complaint
    }

    /// As [`Story::then`], when nothing is asked.
    pub async fn by(&mut self, officer: &str, mutation: &str, input: Value) -> &mut Self {
        self.then(officer, mutation, "", input).await;
        self
    }

    /// An officer tries something, and is refused with this code; answers the first error. Nothing was changed.
    pub async fn refused(&self, officer: &str, mutation: &str, code: &str, input: Value) -> Value {
        let before = self.picture().await;
        let client = self.service.officer(officer).await;
        let error = client.refused(mutation, code, self.input(&input)).await;
        assert!(
            self.picture().await == before,
            "{mutation} was refused with {code}, and yet changed something"
        );
        error
    }

    /// The camat disposes to sections, the first of which leads.
    pub async fn dispose_to(&mut self, sections: &[&str]) -> &mut Self {
        let mut ids = Vec::new();
        for section in sections {
            ids.push(self.service.section(section).await);
        }
        let input = json!({
            "instruction": "Selesaikan bersama",
            "leadSectionId": ids[0],
            "supportingSectionIds": ids[1..],
        });
        self.by("camat", "disposeComplaint", input).await
    }

    /// The camat decides alone.
    pub async fn decide_alone(&mut self) -> &mut Self {
        self.by("camat", "disposeComplaint", json!({ "ownSolution": "Camat menegur langsung" })).await
    }

    /// Takes the straight path until it stands there: the next step is the one of `from`.
    pub async fn go(&mut self, from: At, to: At) -> &mut Self {
        match to {
            At::Referred => {
                Box::pin(self.go(from, At::Consider)).await;
                let input = json!({ "agency": "Dinas PUPR", "reason": "Jalan kabupaten" });
                return self.by("camat", "referComplaint", input).await;
            }
            At::Duplicate => {
                let original = self.service.receive(json!({ "subject": "Laporan pertama" })).await;
                return self.by("staf", "closeAsDuplicate", json!({ "originalId": original.id })).await;
            }
            At::Withdrawn => {
                return self.by("staf", "withdrawComplaint", json!({ "reason": "Dicabut pelapor" })).await;
            }
            _ => {}
        }
        for step in At::OPEN.into_iter().filter(|step| from <= *step && *step < to) {
            self.take(step).await;
        }
        self
    }

    /// Takes the straight path from the beginning until it stands there.
    pub async fn go_to(&mut self, at: At) -> &mut Self {
        self.go(At::AttachDispositionSheet, at).await
    }

    /// Takes a step of the straight path.
    pub async fn take(&mut self, step: At) -> &mut Self {
        match step {
            At::AttachDispositionSheet => self.by("staf", "attachDispositionSheet", json!({})).await,
            At::ForwardToSecretary => self.by("kasubag", "forwardToSecretary", json!({})).await,
            At::Advise => {
                self.by("sekretaris", "adviseCamat", json!({ "advice": "Tinjau lapangan lebih dahulu" }))
                    .await
            }
            At::Consider => {
                let input = json!({ "consideration": "Perlu koordinasi", "policyMatter": true });
                self.by("camat", "considerComplaint", input).await
            }
            At::Dispose => self.dispose_to(&["PEM", "TRANTIB"]).await,
            At::Solve => {
                self.by("kasi.trantib", "submitSolution", json!({ "solution": "Lalu lintas diatur" })).await;
                self.by("kasi.pemerintahan", "submitSolution", json!({ "solution": "Lubang ditutup" })).await
            }
            At::Sign => self.by("camat", "signSolution", json!({})).await,
            At::CarryOut => {
                let input =
                    json!({ "result": "Lubang ditutup", "answerToComplainant": "Jalan sudah diperbaiki" });
                self.by("sekretaris", "carryOutSolution", input).await
            }
            At::Archive => self.by("staf", "archiveComplaint", json!({ "archiveCode": "PM/2026/1" })).await,
            At::Archived | At::Referred | At::Duplicate | At::Withdrawn => self,
        }
    }

    /// What an officer sees of it; null where it does not exist for them.
    pub async fn seen_by(&self, officer: &str, select: &str) -> Value {
        let query = format!("query ($id: ID!) {{ complaint(id: $id) {{ {select} }} }}");
        let client = self.service.officer(officer).await;
        client.ask(&query, json!({ "id": self.id })).await["complaint"].take()
    }

    /// Everything that a mutation could change, as the staff see it (the inspector, where the staff are complained of).
    pub async fn picture(&self) -> Value {
        let seen = self.seen_by("staf", PICTURE).await;
        if seen.is_null() { self.seen_by("inspektur", PICTURE).await } else { seen }
    }
}

const PICTURE: &str = "version status currentStep cycle subject description urgency confidentiality result answer archiveCode \
    referredTo closedAt category { code } village { code } complainant { name phone email address nationalId } \
    reportedOfficers { name } duplicateOf { id } \
    history { id step cycle visit position lead section { code } officer { name } capacity startedAt dueAt completedAt \
        recordedAt outcome note statement openedBecause } \
    changes { at reason field before after } solutions { text current signedAt }";
