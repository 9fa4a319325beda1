//! How much is taken from an address and by an office, whichever copy of the service is asked.

use serde_json::{Value, json};
use tests::{Engine, KEDIRI, Service, usual};

const SUBMIT: &str = "mutation ($input: SubmitComplaintInput!) { submitComplaint(input: $input) {
    trackingCode userErrors { code message field } } }";

/// Sends from an address behind the operator's proxy; answers the payload and how long to wait.
async fn from(service: &Service, address: &str, input: Value) -> (Value, Option<u64>) {
    let stranger = service.stranger();
    let (http, at) = stranger.raw();
    let request = http
        .post(format!("http://{at}/graphql"))
        .header("x-forwarded-for", format!("10.9.8.7, {address}"))
        .header("accept-language", "en")
        .json(&json!({ "query": SUBMIT, "variables": { "input": usual(&input) } }));
    let response = request.send().await.expect("the service answers");
    let wait = response.headers().get("retry-after").and_then(|wait| wait.to_str().ok()?.parse().ok());
    let mut answer: Value = response.json().await.expect("the answer is JSON");
    (answer["data"]["submitComplaint"].take(), wait)
}

fn few(serving: &mut api::Serving, address: i32, office: i32, waiting: u32) {
    serving.signin.trusted_proxies = 1;
    serving.submissions.submissions_address = address;
    serving.submissions.submissions_office = office;
    serving.submissions.submissions_waiting = waiting;
}

async fn open(engine: Engine, address: i32, office: i32, waiting: u32) -> Service {
    Service::open_as(engine, |serving| few(serving, address, office, waiting)).await
}

fn is_kept(payload: &Value) -> bool {
    payload["trackingCode"].is_string()
}

#[track_caller]
fn is_held_off(payload: &Value, message: &str) {
    assert_eq!(payload["trackingCode"], Value::Null);
    assert_eq!(
        payload["userErrors"],
        json!([{ "code": "LIMIT_EXCEEDED", "message": message, "field": null }])
    );
}

const LATER: &str = "Too many complaints were sent of late; try again later, or come to the office.";

async fn an_address_waits(engine: Engine) {
    let service = open(engine, 3, 100, 100).await;
    let input = json!({ "idempotencyKey": "pertama" });
    let (first, _) = from(&service, "192.0.2.1", input.clone()).await;
    assert!(is_kept(&first));
    // What is not right counts for nothing.
    for _ in 0..5 {
        let (payload, _) = from(&service, "192.0.2.1", json!({ "subject": "" })).await;
        assert_eq!(payload["userErrors"][0]["code"], "INVALID_INPUT");
    }
    service.at("2026-02-02T08:10:00+08:00");
    for _ in 0..2 {
        assert!(is_kept(&from(&service, "192.0.2.1", json!({})).await.0));
    }
    let (payload, wait) = from(&service, "192.0.2.1", json!({})).await;
    is_held_off(&payload, LATER);
    assert_eq!(wait, Some(50 * 60), "until the hour since the first is over");
    // Who sends again because the answer was lost is answered all the same.
    assert_eq!(from(&service, "192.0.2.1", input).await.0, first);
    // Nobody else waits; of IPv6 a network is one address.
    assert!(is_kept(&from(&service, "192.0.2.2", json!({})).await.0));
    for last in 1..=4 {
        let (payload, _) = from(&service, &format!("2001:db8:1:2:{last}::1"), json!({})).await;
        assert_eq!(is_kept(&payload), last <= 3, "{last}");
    }
    assert!(is_kept(&from(&service, "2001:db8:1:3::1", json!({})).await.0));
    service.at("2026-02-02T08:59:59+08:00");
    assert_eq!(from(&service, "192.0.2.1", json!({})).await.1, Some(1));
    service.at("2026-02-02T09:00:00+08:00");
    assert!(is_kept(&from(&service, "192.0.2.1", json!({})).await.0), "an hour later");
}

async fn an_office_takes_so_many(engine: Engine) {
    let service = open(engine, 100, 4, 100).await;
    for n in 0..6 {
        let (payload, wait) = from(&service, &format!("192.0.2.{n}"), json!({})).await;
        assert_eq!((is_kept(&payload), wait.is_some()), (n < 4, n >= 4), "{n}");
    }
    let (payload, _) = from(&service, "192.0.2.1", json!({ "officeCode": KEDIRI })).await;
    assert!(is_kept(&payload), "another office goes on");
}

async fn so_many_wait_in_an_office(engine: Engine) {
    let service = open(engine, 4, 100, 2).await;
    assert!(is_kept(&from(&service, "192.0.2.1", json!({})).await.0));
    let sent = service.submit(json!({})).await;
    for _ in 0..6 {
        let (payload, wait) = from(&service, "192.0.2.1", json!({})).await;
        is_held_off(
            &payload,
            "Too many complaints are still waiting in this office; try again tomorrow, or come to the office.",
        );
        assert_eq!(wait, None);
    }
    sent.by("staf", "dismissSubmission", json!({ "reason": "Iklan" })).await;
    assert!(
        is_kept(&from(&service, "192.0.2.1", json!({})).await.0),
        "what was refused so is not held against anybody"
    );
}

/// What is sent at once is counted each, by all copies together.
async fn copies_count_together(engine: Engine) {
    let service = open(engine, 5, 100, 100).await;
    let sending = (0..16).map(|n| {
        let service = &service;
        async move {
            is_kept(
                &from(service, if n % 2 == 0 { "192.0.2.1" } else { "::ffff:192.0.2.1" }, json!({})).await.0,
            )
        }
    });
    let kept = futures_util::future::join_all(sending).await;
    assert_eq!(kept.iter().filter(|kept| **kept).count(), 5);
    // Another copy, which lets as few through: its counts are the same rows.
    let copy = service.copy_as(|serving| few(serving, 5, 100, 100)).await;
    assert!(!is_kept(&from(&copy, "192.0.2.1", json!({})).await.0));
    assert!(is_kept(&from(&copy, "192.0.2.2", json!({})).await.0));
}

macro_rules! on_both_by_hand {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(tests::Engine::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name(tests::Engine::Postgres).await;
            }
        }
    )+};
}

on_both_by_hand!(an_address_waits, an_office_takes_so_many, so_many_wait_in_an_office, copies_count_together);
