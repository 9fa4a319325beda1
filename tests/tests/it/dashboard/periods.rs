//! Which period a dashboard is of.

use serde_json::{Value, json};
use tests::{KEDIRI, Service, on_both};

use super::{Register, ask, refusal};

async fn period(service: &Service, officer: &str, filter: Value) -> (String, String) {
    let seen = ask(service, officer, filter, "from to").await;
    let day = |field: &str| seen[field].as_str().expect("a date").to_owned();
    (day("from"), day("to"))
}

fn days(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

on_both!(what_is_left_out_of_a_period, |service: Service| async move {
    // Nothing was received yet.
    assert_eq!(period(&service, "staf", json!({})).await, days("2026-02-02", "2026-02-02"));
    assert_eq!(
        period(&service, "staf", json!({ "to": "2026-01-05" })).await,
        days("2026-01-05", "2026-01-05")
    );
    assert_eq!(
        period(&service, "staf", json!({ "to": "2026-03-05" })).await,
        days("2026-02-02", "2026-03-05")
    );
    Register::of(&service).await;
    service.at("2026-02-10T10:00:00+08:00");
    // The first complaint of Kediri arrived while it was still the day before in Greenwich.
    service.at("2026-02-10T00:30:00+08:00");
    service.receive_by("staf.kediri", json!({})).await;
    for (officer, filter, expected) in [
        ("staf", json!({}), days("2026-02-02", "2026-02-10")),
        ("staf", json!({ "from": null, "to": null }), days("2026-02-02", "2026-02-10")),
        ("staf", json!({ "from": "2026-02-05" }), days("2026-02-05", "2026-02-10")),
        ("staf", json!({ "from": "2026-02-10" }), days("2026-02-10", "2026-02-10")),
        ("staf", json!({ "to": "2026-02-05" }), days("2026-02-02", "2026-02-05")),
        ("staf", json!({ "to": "2026-01-05" }), days("2026-01-05", "2026-01-05")),
        ("staf", json!({ "to": "2026-04-05" }), days("2026-02-02", "2026-04-05")),
        ("staf", json!({ "to": "2036-12-31" }), days("2027-01-01", "2036-12-31")),
        ("staf", json!({ "from": "2016-02-11" }), days("2016-02-11", "2026-02-10")),
        // The first of the office, whatever else is asked.
        ("staf", json!({ "channel": ["TELEPHONE"] }), days("2026-02-02", "2026-02-10")),
        ("staf.kediri", json!({}), days("2026-02-10", "2026-02-10")),
        ("inspektur", json!({}), days("2026-02-02", "2026-02-10")),
        ("inspektur", json!({ "officeCodes": [KEDIRI] }), days("2026-02-10", "2026-02-10")),
        ("inspektur", json!({ "officeCodes": [] }), days("2026-02-10", "2026-02-10")),
    ] {
        if filter["to"] == "2036-12-31" {
            // Ten years that begin in the future.
            assert_eq!(refusal(&service, filter, "from").await, refused("filter.from"));
            continue;
        }
        assert_eq!(period(&service, officer, filter.clone()).await, expected, "{officer} {filter}");
    }
    let instant = ask(&service, "staf", json!({}), "asOf").await;
    assert_eq!(instant["asOf"], "2026-02-09T16:30:00Z");
});

fn refused(argument: &str) -> (String, Value) {
    ("BAD_USER_INPUT".to_owned(), json!(argument))
}

on_both!(periods_that_cannot_be_are_refused_by_name, |service: Service| async move {
    service.receive(json!({})).await;
    for (filter, argument) in [
        (json!({ "from": "2026-02-03" }), "filter.from"),
        (json!({ "from": "2026-02-03", "to": "2026-02-10" }), "filter.from"),
        (json!({ "from": "2026-02-02", "to": "2026-02-01" }), "filter.to"),
        (json!({ "from": "2016-02-02", "to": "2026-02-02" }), "filter.to"),
        (json!({ "from": "2026-02-02", "to": "9999-12-31" }), "filter.to"),
        (json!({ "from": "0001-01-01" }), "filter.to"),
    ] {
        for select in ["from", "totals { received }", "previous { from }"] {
            assert_eq!(refusal(&service, filter.clone(), select).await, refused(argument), "{filter}");
        }
    }
    for date in ["2026-02-30", "2026-2-1", "hari ini", "", "2026-02-01T00:00:00Z"] {
        assert_eq!(refusal(&service, json!({ "from": date }), "from").await.0, "BAD_USER_INPUT", "{date}");
    }
    // A client gets the rest of its answer.
    let query = "{ dashboard(filter: { from: \"2030-01-01\" }) { from } viewer { officer { username } } }";
    let answer = service.officer("staf").await.send(query, json!({})).await;
    assert!(answer["data"]["dashboard"].is_null(), "{answer}");
});

on_both!(the_period_before_the_calendar_begins_is_there, |service: Service| async move {
    let select =
        "previous { from to totals { received } previous { from timeSeries(interval: YEAR) { received } } }";
    let seen = ask(&service, "staf", json!({ "from": "0001-01-01", "to": "0005-01-01" }), select).await;
    assert_eq!(seen["previous"]["totals"]["received"], 0);
});
