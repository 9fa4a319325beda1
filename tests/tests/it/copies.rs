//! Several copies of the service on one PostgreSQL: nobody notices which of them answers.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tests::{At, Engine, PASSWORD, SELEMADEG_TIMUR, Service};
use tokio::task::JoinSet;

use crate::trial::all;

const LOGIN: &str =
    "mutation ($u: String!, $p: String!) { login(username: $u, password: $p) { token userErrors { code } } }";

async fn two_copies() -> (Service, Service) {
    let service = Service::open(Engine::Postgres).await;
    let copy = service.copy().await;
    (service, copy)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_receptions_are_numbered_without_a_gap() {
    let (service, copy) = two_copies().await;
    let staff = service.officer("staf").await;
    let mut receiving = JoinSet::new();
    for number in 0..100 {
        let client = if number % 2 == 0 { staff.clone() } else { copy.known(&staff) };
        receiving.spawn(async move {
            let input =
                json!({ "channel": "EMAIL", "subject": format!("Surat {number}"), "description": "Isi" });
            client.done("receiveComplaint", "agendaNumber trackingCode", input).await
        });
    }
    let received = receiving.join_all().await;
    let texts = |field: &str| {
        let mut texts: Vec<String> =
            received.iter().filter_map(|complaint| complaint[field].as_str()).map(str::to_owned).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    let expected: Vec<String> = (1..=100).map(|n| format!("{n:04}/PM/2026")).collect();
    assert_eq!(texts("agendaNumber"), expected);
    assert_eq!(texts("trackingCode").len(), 100);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failed_sign_ins_are_counted_together() {
    let (service, copy) = two_copies().await;
    let strangers = [service.stranger(), copy.stranger()];
    let login = async |at: usize, password: &str| {
        strangers[at % 2].ask(LOGIN, json!({ "u": "camat", "p": password })).await["login"].take()
    };
    for attempt in 0..5 {
        let refused = login(attempt, "bukan kata sandinya").await;
        assert_eq!(refused["userErrors"][0]["code"], "INVALID_CREDENTIALS");
    }
    for at in [0, 1] {
        assert_eq!(login(at, PASSWORD).await["userErrors"][0]["code"], "LIMIT_EXCEEDED");
    }
    service.at("2026-02-02T08:01:00+08:00");
    assert_ne!(login(1, PASSWORD).await["token"], Value::Null, "a minute later");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_copy_wrote_the_other_reads_at_once() {
    let (service, copy) = two_copies().await;
    let (staff, kasubag) = (service.officer("staf").await, service.officer("kasubag").await);
    let mut story = service.receive(json!({})).await;
    let query = "query ($id: ID!) { complaint(id: $id) { version currentStep } complaints { totalCount }
        worklist { totalCount } }";
    story.by("staf", "attachDispositionSheet", json!({})).await;
    let seen = copy.known(&kasubag).ask(query, json!({ "id": story.id })).await;
    assert_eq!(
        seen,
        json!({ "complaint": { "version": 2, "currentStep": "FORWARD_TO_SECRETARY" },
            "complaints": { "totalCount": 1 }, "worklist": { "totalCount": 1 } })
    );
    copy.known(&kasubag).done("forwardToSecretary", "", story.input(&json!({}))).await;
    let seen = staff.ask(query, json!({ "id": story.id })).await;
    assert_eq!(seen["complaint"], json!({ "version": 3, "currentStep": "ADVISE" }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_officers_at_two_copies_one_wins() {
    let (service, copy) = two_copies().await;
    let secretary = service.officer("sekretaris").await;
    let kasubag = copy.known(&service.officer("kasubag").await);
    for _ in 0..10 {
        let story = service.complaint_at(At::CarryOut).await;
        let input = story.input(&json!({ "result": "Selesai", "answerToComplainant": "Sudah" }));
        let (one, other) = tokio::join!(
            secretary.step("carryOutSolution", "history { outcome }", input.clone()),
            kasubag.step("carryOutSolution", "history { outcome }", input.clone()),
        );
        let mut codes = [&one, &other].map(|payload| payload["userErrors"][0]["code"].as_str());
        codes.sort_unstable();
        assert_eq!(codes, [None, Some("VERSION_CONFLICT")], "{one} {other}");
        assert_eq!(one["complaint"], other["complaint"], "the loser sees what the winner did");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_one_of_all_copies() {
    let (service, copy) = two_copies().await;
    let camat = service.sign_in("camat").await;
    let there = copy.known(&camat);
    assert_eq!(there.ask("{ viewer { position } }", json!({})).await["viewer"]["position"], "CAMAT");
    camat.ask("mutation { logout { userErrors { code } } }", json!({})).await;
    assert_eq!(there.ask("{ viewer { position } }", json!({})).await["viewer"], Value::Null);
    let secretary = copy.sign_in("sekretaris").await;
    let dismiss = "UPDATE officer SET active = false WHERE username = 'sekretaris'";
    copy.store.writer().execute_unprepared(dismiss).await.expect("an officer can be dismissed");
    assert_eq!(service.known(&secretary).ask("{ viewer { name } }", json!({})).await["viewer"], Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_that_one_copy_changed_the_other_reads_anew() {
    let (service, copy) = two_copies().await;
    let (staff, inspector) = (service.officer("staf").await, service.officer("inspektur").await);
    let codes = async |service: &Service, client: &tests::Client| {
        let query = "query ($code: String!) { office(code: $code) { sections { code } } }";
        let seen = service.known(client).ask(query, json!({ "code": SELEMADEG_TIMUR })).await;
        all(&seen["office"]["sections"]).iter().map(|section| section["code"].clone()).collect::<Vec<_>>()
    };
    for client in [&staff, &inspector] {
        assert_eq!(codes(&service, client).await, codes(&copy, client).await, "both keep the office now");
    }
    let office = service.office(SELEMADEG_TIMUR).await;
    service.add_section(office.id, "BARU").await;
    for client in [&staff, &inspector] {
        for service in [&copy, &service] {
            assert!(codes(service, client).await.contains(&json!("BARU")));
        }
    }
}
