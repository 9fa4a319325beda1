//! What a viewer does not see they cannot find: not by searching, not by filters put together, not by a list's order, its
//! length or its cursors.

use base64::Engine as _;
use serde_json::{Value, json};
use tests::{Client, Service, on_both, over};

use super::fixtures::{self, everything};
use super::{CONFIDENTIALITIES, LOOKERS, client, sight};
use crate::trial::all;

const LIST: &str =
    "query ($f: ComplaintFilter, $o: ComplaintOrder) { complaints(filter: $f, orderBy: $o, first: 100) {
    totalCount edges { cursor node { id } } } }";

/// The ids of a list, and its length.
async fn found(client: &Client, filter: Value) -> (Vec<String>, Value) {
    let mut list = client.ask(LIST, json!({ "f": filter })).await["complaints"].take();
    let ids = all(&list["edges"]).iter().filter_map(|edge| edge["node"]["id"].as_str().map(str::to_owned));
    (ids.collect(), list["totalCount"].take())
}

on_both!(nobody_finds_a_complaint_by_who_complained, |service: Service| async move {
    for confidentiality in CONFIDENTIALITIES {
        everything(&service, &confidentiality.to_string()).await;
    }
    for (name, username, _) in LOOKERS.iter().filter(|(_, username, _)| !username.is_empty()) {
        let client = client(&service, username).await;
        let words = [&fixtures::IDENTITY[..], &fixtures::CONTACT, &fixtures::NATIONAL_ID].concat();
        for word in words {
            assert_eq!(found(&client, json!({ "search": word })).await, (vec![], json!(0)), "{name} {word}");
        }
    }
});

on_both!(nobody_finds_by_its_content_what_they_do_not_see_of_it, |service: Service| async move {
    let (category, section) = (service.category("07").await, service.section("PEM").await);
    // What of its content can be asked for, and what everybody knows for whom it exists.
    let content = [
        json!({ "search": "kelapa" }),
        json!({ "search": "Uraian kelapa benar" }),
        json!({ "categoryIds": [category] }),
        json!({ "villageCodes": ["51.02.02.2003"] }),
        json!({ "channel": ["WEBSITE"] }),
    ];
    let known = [
        json!({}),
        json!({ "urgency": ["URGENT"] }),
        json!({ "sectionIds": [section] }),
        json!({ "receivedFrom": "2026-01-01T00:00:00Z" }),
        json!({ "updatedSince": "2026-01-01T00:00:00Z" }),
        json!({ "status": ["ARCHIVED", "DUPLICATE", "REFERRED", "IN_PROGRESS"] }),
        json!({ "overdue": false }),
    ];
    for confidentiality in CONFIDENTIALITIES {
        let told = everything(&service, &confidentiality.to_string()).await;
        for (name, username, holds) in LOOKERS.iter().filter(|(_, username, _)| !username.is_empty()) {
            let client = client(&service, username).await;
            let sees = sight(*holds, confidentiality).map(|sight| sight.content);
            for content in &content {
                for known in &known {
                    let filter = over(content.clone(), known);
                    let (ids, total) = found(&client, filter.clone()).await;
                    assert_eq!(total, ids.len(), "{name} {filter}");
                    let found = told.iter().filter(|told| ids.contains(&told.id)).count();
                    let expected = if sees == Some(true) { told.len() } else { 0 };
                    assert_eq!(found, expected, "{name} {confidentiality} {filter}");
                }
            }
            // What is no matter of the content finds it for whom it exists.
            let (ids, total) = found(&client, json!({ "urgency": ["URGENT"] })).await;
            assert_eq!(total, ids.len());
            let found = told.iter().filter(|told| ids.contains(&told.id)).count();
            assert_eq!(found, if sees.is_some() { told.len() } else { 0 }, "{name} {confidentiality}");
        }
    }
});

on_both!(a_cursor_holds_nothing_that_is_hidden, |service: Service| async move {
    let told = everything(&service, "SECRET").await;
    let inspector = service.officer("inspektur").await;
    for field in ["RECEIVED_AT", "DUE_AT", "CLOSED_AT", "AGENDA_NUMBER"] {
        for direction in ["ASC", "DESC"] {
            let order = json!({ "field": field, "direction": direction });
            let list = inspector.ask(LIST, json!({ "o": order })).await["complaints"].take();
            assert_eq!(all(&list["edges"]).len(), told.len());
            for edge in all(&list["edges"]) {
                let cursor = edge["cursor"].as_str().expect("a cursor");
                let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(cursor).expect("base64");
                let place: Value = serde_json::from_slice(&bytes).expect("a place in the list");
                let mut names: Vec<&String> = place.as_object().expect("an object").keys().collect();
                names.sort_unstable();
                assert_eq!(names, ["by", "id", "value"], "{place}");
                let value =
                    place["value"].as_object().map(|value| value.keys().next().expect("a kind").as_str());
                assert!([None, Some("At"), Some("Number")].contains(&value), "{place}");
            }
        }
    }
});
