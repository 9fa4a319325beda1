//! Submissions: sent by anybody, settled by officers, over HTTP.

use api::graphql::ids::NodeId;
use domain::submission::Submission;
use domain::values::TrackingCode;
use serde_json::{Value, json};

use crate::{Client, SELEMADEG_TIMUR, Service, over};

/// A submission on its way.
#[derive(Clone, Debug)]
pub struct Sent<'a> {
    /// The service that keeps it.
    pub service: &'a Service,
    /// Its id.
    pub id: String,
    /// What its sender follows it by.
    pub tracking_code: String,
}

/// Everything of a submission that a mutation could change.
pub const SUBMISSION: &str =
    "id version trackingCode channel subject description confidentiality status arrivedAt dueAt overdue
    dismissalReason note settledAt settledBy { name } category { code } village { code } complainantHidden
    complainant { name phone email address nationalId } complaint { id }";

impl Client {
    /// Submits a complaint, and answers the payload.
    pub async fn submit(&self, input: Value) -> Value {
        let query = "mutation ($input: SubmitComplaintInput!) { submitComplaint(input: $input) {
            trackingCode userErrors { code message field } } }";
        self.ask(query, json!({ "input": input })).await["submitComplaint"].take()
    }

    /// Issues a mutation of a submission, and answers its payload.
    pub async fn settle(&self, name: &str, input: Value) -> Value {
        let input_type = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let complaint = "complaint { id version agendaNumber trackingCode currentStep dueAt arrivedAt receivedAt subject }";
        let select = if name == "receiveSubmission" { complaint } else { "" };
        let query = format!(
            "mutation ($input: {input_type}!) {{ {name}(input: $input) {{ {select} \
             submission {{ {SUBMISSION} }} userErrors {{ code message field }} }} }}"
        );
        self.ask(&query, json!({ "input": input })).await[name].take()
    }
}

impl Service {
    /// Somebody submits a complaint to Selemadeg Timur; what `input` says goes before what is usual.
    pub async fn submit(&self, input: Value) -> Sent<'_> {
        let payload = self.stranger().submit(usual(&input)).await;
        assert_eq!(payload["userErrors"], json!([]), "{input}");
        let tracking_code = payload["trackingCode"].as_str().expect("a code").to_owned();
        let code = TrackingCode::parse(&tracking_code).expect("a tracking code");
        let tracked = self.store.find_by_tracking_code(&code).await.expect("the store answers");
        let submission = tracked.and_then(|tracked| tracked.submission).expect("it was kept");
        let id = NodeId::Submission(submission.office, submission.id).encode().to_string();
        Sent { service: self, id, tracking_code }
    }
}

/// An input of `submitComplaint`.
pub fn usual(input: &Value) -> Value {
    let usual = json!({
        "officeCode": SELEMADEG_TIMUR,
        "subject": "Lampu jalan padam di Bantas",
        "description": "Sudah tiga hari lampu di depan pasar tidak menyala",
    });
    over(usual, input)
}

impl Sent<'_> {
    /// An input about this submission while it waits.
    pub fn input(&self, input: &Value) -> Value {
        over(json!({ "submissionId": self.id, "expectedVersion": 1 }), input)
    }

    /// An officer settles it; answers the payload.
    pub async fn by(&self, officer: &str, mutation: &str, input: Value) -> Value {
        let payload = self.service.officer(officer).await.settle(mutation, self.input(&input)).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation} {input}");
        payload
    }

    /// What an officer sees of it; null where it does not exist for them.
    pub async fn seen_by(&self, officer: &str, select: &str) -> Value {
        let query = format!("query ($id: ID!) {{ node(id: $id) {{ ... on Submission {{ {select} }} }} }}");
        let client = self.service.officer(officer).await;
        client.ask(&query, json!({ "id": self.id })).await["node"].take()
    }

    /// What the store keeps of it.
    pub async fn stored(&self) -> Submission {
        let Some(NodeId::Submission(office, id)) = NodeId::parse(&self.id) else { panic!("no submission") };
        let found = self.service.store.submissions_by_ids(&[(office, id)]).await.expect("the store answers");
        found.into_iter().next().expect("it is there")
    }

    /// What its sender is told.
    pub async fn tracked(&self) -> Value {
        let query = "query ($code: String!) { trackComplaint(trackingCode: $code) {
            status officeName currentStep arrivedAt receivedAt closedAt answer referredTo } }";
        let told = self.service.stranger().ask(query, json!({ "code": self.tracking_code })).await;
        told["trackComplaint"].clone()
    }
}
