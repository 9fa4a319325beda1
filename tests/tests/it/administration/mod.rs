//! What an administrator changes of the office and its people, over HTTP.

mod acting;
mod bad_input;
mod officers;
mod open_work;
mod record;
mod story;
mod structure;

use serde_json::{Value, json};
use tests::{Client, Service};

/// Every mutation of an administrator that is tried here, with what is asked of its payload.
fn selected(mutation: &str) -> &'static str {
    match mutation {
        "createSection" | "renameSection" | "deactivateSection" | "reactivateSection" => {
            "section { id code name active }"
        }
        "createCategory" | "renameCategory" | "deactivateCategory" | "reactivateCategory" => {
            "category { id code name active }"
        }
        "setLetterhead" | "changeRules" => {
            "office { agendaFormat backdateDays letterhead { government officeName address telephone email website } }"
        }
        "appointActing" | "endActing" => {
            "appointment { id officer { name } position section { code } capacity decree from until } \
             openWork { count stepRecords { waitingFor { name } } }"
        }
        _ => {
            "officer { id username name position section { code } active acting { position } } \
             openWork { count stepRecords { step complaint { id } waitingFor { name } } }"
        }
    }
}

/// The document of a mutation.
fn document(mutation: &str) -> String {
    let kind = match mutation {
        "deactivateOfficer" | "reactivateOfficer" => "OfficerActivityInput".to_owned(),
        "deactivateSection" | "reactivateSection" => "SectionActivityInput".to_owned(),
        "deactivateCategory" | "reactivateCategory" => "CategoryActivityInput".to_owned(),
        other => format!("{}{}Input", other[..1].to_uppercase(), &other[1..]),
    };
    let select = selected(mutation);
    format!(
        "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ {select} userErrors {{ code message field }} }} }}"
    )
}

/// Issues a mutation and answers its payload.
async fn send(client: &Client, mutation: &str, input: Value) -> Value {
    client.ask(&document(mutation), json!({ "input": input })).await[mutation].take()
}

/// As [`send`], by the administrator, and it must be done.
async fn done(service: &Service, mutation: &str, input: Value) -> Value {
    let payload = send(&service.officer("admin").await, mutation, input.clone()).await;
    assert_eq!(payload["userErrors"], json!([]), "{mutation} {input:#}");
    payload
}

/// As [`send`], by whom it is, and it must be refused with this code; answers the first error. Nothing was changed.
async fn refused(service: &Service, by: &str, mutation: &str, code: &str, input: Value) -> Value {
    let before = service.office(tests::SELEMADEG_TIMUR).await;
    let mut payload = send(&service.officer(by).await, mutation, input.clone()).await;
    assert_eq!(payload["userErrors"][0]["code"], code, "{mutation} {input:#} {payload:#}");
    assert_eq!(service.office(tests::SELEMADEG_TIMUR).await, before, "{mutation} {input:#}");
    payload["userErrors"][0].take()
}

/// How much waits for an officer.
async fn worklist(service: &Service, officer: &str) -> Value {
    let client = service.officer(officer).await;
    client.ask("{ worklist { totalCount } }", json!({})).await["worklist"]["totalCount"].take()
}
