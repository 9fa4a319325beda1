//! `timeSeries`

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use super::{Register, ask, expected, february, of, rows};

async fn series(service: &Service, filter: Value, interval: &str) -> Vec<(String, Vec<i64>)> {
    let select = format!("timeSeries(interval: {interval}) {{ start received closed openAtEnd }}");
    let seen = ask(service, "staf", filter, &select).await;
    rows(&seen["timeSeries"], "/start", &["/received", "/closed", "/openAtEnd"])
}

on_both!(every_interval_of_the_story, |service: Service| async move {
    Register::of(&service).await;
    assert_eq!(
        series(&service, json!({}), "DAY").await,
        expected(&[
            ("2026-02-02", &[2, 1, 1]), // A B, B closed
            ("2026-02-03", &[2, 1, 2]), // C D, D closed
            ("2026-02-04", &[2, 3, 1]), // E F, A E F closed
            ("2026-02-05", &[2, 0, 3]), // G, H though entered later
            ("2026-02-06", &[1, 0, 4]), // J
            ("2026-02-07", &[0, 0, 4]),
            ("2026-02-08", &[0, 0, 4]),
            ("2026-02-09", &[1, 0, 6]), // I, B reopened
        ])
    );
    // Wednesday to the Tuesday after next: ISO weeks, the first and the last in part, the last still to come.
    assert_eq!(
        series(&service, february(4, 17), "WEEK").await,
        expected(&[("2026-02-04", &[5, 3, 4]), ("2026-02-09", &[1, 0, 6]), ("2026-02-16", &[0, 0, 6])])
    );
    let half_a_year = json!({ "from": "2025-11-15", "to": "2026-04-10" });
    assert_eq!(
        series(&service, half_a_year.clone(), "MONTH").await,
        expected(&[
            ("2025-11-15", &[0, 0, 0]),
            ("2025-12-01", &[0, 0, 0]),
            ("2026-01-01", &[0, 0, 0]),
            ("2026-02-01", &[10, 5, 6]),
            ("2026-03-01", &[0, 0, 6]),
            ("2026-04-01", &[0, 0, 6]),
        ])
    );
    assert_eq!(
        series(&service, half_a_year.clone(), "QUARTER").await,
        expected(&[("2025-11-15", &[0, 0, 0]), ("2026-01-01", &[10, 5, 6]), ("2026-04-01", &[0, 0, 6])])
    );
    assert_eq!(
        series(&service, half_a_year, "YEAR").await,
        expected(&[("2025-11-15", &[0, 0, 0]), ("2026-01-01", &[10, 5, 6])])
    );
    // A month cut at both ends.
    for interval in ["MONTH", "QUARTER", "YEAR"] {
        assert_eq!(series(&service, february(3, 5), interval).await, expected(&[("2026-02-03", &[6, 4, 3])]));
    }
    assert_eq!(series(&service, february(5, 5), "WEEK").await, expected(&[("2026-02-05", &[2, 0, 3])]));
});

on_both!(the_turn_of_the_year_is_none_for_iso_weeks, |service: Service| async move {
    // Thursday 31 December, late in the evening in Tabanan; and an hour later.
    service.at("2026-12-31T23:30:00+08:00");
    service.receive(json!({})).await;
    service.at("2027-01-01T00:30:00+08:00");
    let mut second = service.receive(json!({})).await;
    second.go_to(At::Withdrawn).await;
    let days = json!({ "from": "2026-12-30", "to": "2027-01-04" });
    assert_eq!(
        series(&service, days.clone(), "WEEK").await,
        expected(&[("2026-12-30", &[2, 1, 1]), ("2027-01-04", &[0, 0, 1])])
    );
    for interval in ["MONTH", "QUARTER", "YEAR"] {
        assert_eq!(
            series(&service, days.clone(), interval).await,
            expected(&[("2026-12-30", &[1, 0, 1]), ("2027-01-01", &[1, 1, 1])])
        );
    }
    // Each in the register of its year.
    let gaps = ask(&service, "staf", days, "register { numberGaps }").await;
    assert_eq!(gaps["register"]["numberGaps"], 0);
});

on_both!(an_interval_may_be_asked_for_in_every_way, |service: Service| async move {
    Register::of(&service).await;
    let staff = service.officer("staf").await;
    let several = of(
        &staff,
        february(2, 9),
        "w: timeSeries(interval: WEEK) { received } m: timeSeries(interval: MONTH) { received } ... on Dashboard { y: timeSeries(interval: YEAR) { received } }",
    )
    .await;
    assert_eq!(several["w"], json!([{ "received": 9 }, { "received": 1 }]));
    assert_eq!((&several["m"], &several["y"]), (&json!([{ "received": 10 }]), &json!([{ "received": 10 }])));
    let query = "query ($i: Interval!, $d: Interval! = YEAR, $no: Boolean! = false) { dashboard { ...Series none: timeSeries(interval: DAY) @include(if: $no) { start } } }
        fragment Series on Dashboard { a: timeSeries(interval: $i) { received } b: timeSeries(interval: $d) { received } previous { timeSeries(interval: $i) { received } } }";
    let seen = staff.ask(query, json!({ "i": "WEEK" })).await["dashboard"].take();
    assert_eq!(seen["a"], several["w"]);
    assert_eq!(seen["b"], json!([{ "received": 10 }]));
    // The eight days before: Sunday 25 January to Sunday 1 February.
    assert_eq!(seen["previous"]["timeSeries"], json!([{ "received": 0 }, { "received": 0 }]));
});
