//! `backlog`, `workload`

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use super::{Register, ask, february};
use crate::trial::all;

async fn backlog(service: &Service, filter: Value) -> [i64; 5] {
    let seen = ask(service, "staf", filter, "backlog { fromDays toDays open }").await;
    let bands: Vec<_> =
        all(&seen["backlog"]).iter().map(|band| (&band["fromDays"], &band["toDays"])).collect();
    let bounds = [0, 1, 2, 4, 10].map(|days| json!(days));
    let ends = [json!(1), json!(2), json!(4), json!(10), Value::Null];
    assert_eq!(bands, bounds.iter().zip(&ends).collect::<Vec<_>>());
    std::array::from_fn(|place| seen["backlog"][place]["open"].as_i64().expect("a number"))
}

on_both!(the_backlog_ages_by_working_days, |service: Service| async move {
    Register::of(&service).await;
    // I; J since Friday; G H since Thursday; B C since last week's beginning, however B was archived in between.
    assert_eq!(backlog(&service, json!({})).await, [1, 1, 2, 2, 0]);
    // Whatever the period.
    assert_eq!(backlog(&service, february(2, 2)).await, [1, 1, 2, 2, 0]);
    assert_eq!(backlog(&service, json!({ "channel": ["SMS", "EMAIL"] })).await, [1, 0, 1, 1, 0]);
    // Sunday and Saturday are as old as Friday evening.
    service.at("2026-02-13T20:00:00+08:00");
    let friday = backlog(&service, json!({})).await;
    assert_eq!(friday, [0, 0, 0, 6, 0], "I is four days old, B nine");
    service.at("2026-02-15T20:00:00+08:00");
    assert_eq!(backlog(&service, json!({})).await, friday);
    // Monday and Tuesday are holidays. On Wednesday B is ten working days old, C nine.
    service.at("2026-02-17T10:00:00+08:00");
    assert_eq!(backlog(&service, json!({})).await, friday);
    service.at("2026-02-18T00:00:00+08:00");
    assert_eq!(backlog(&service, json!({})).await, [0, 0, 0, 5, 1]);
});

/// Position and section: open, overdue, remaining and available seconds.
async fn workload(service: &Service, filter: Value) -> Vec<(String, [i64; 4])> {
    let select = "workload { office { code } position section { code } open overdue remainingSeconds availableSeconds load }";
    let seen = ask(service, "admin", filter, select).await;
    let load = |row: &Value| {
        let numbers = ["open", "overdue", "remainingSeconds", "availableSeconds"];
        let numbers = numbers.map(|n| row[n].as_i64().expect("a number"));
        match row["load"].as_f64() {
            Some(load) => assert!((load - numbers[2] as f64 / numbers[3] as f64).abs() < 1e-12),
            None => assert_eq!(numbers[3], 0),
        }
        let of = row["section"]["code"].as_str().or(row["position"].as_str()).expect("a name");
        (of.to_owned(), numbers)
    };
    all(&seen["workload"]).iter().map(load).collect()
}

fn loads(rows: &[(&str, [i64; 4])]) -> Vec<(String, [i64; 4])> {
    rows.iter().map(|(of, numbers)| ((*of).to_owned(), *numbers)).collect()
}

on_both!(work_waits_for_positions_and_sections, |service: Service| async move {
    Register::of(&service).await;
    // From Monday 10:00: 5.5 h, three days of 8 h, Friday 5.5 h; Monday and Tuesday are holidays; on Wednesday until 10:00.
    let week = 135_000;
    assert_eq!(
        workload(&service, json!({})).await,
        loads(&[
            // B is late, I has a quarter of an hour left.
            ("STAFF", [2, 1, 900, week]),
            ("HEAD_OF_GENERAL_AFFAIRS", [2, 2, 0, week]),
            ("SECRETARY", [0, 0, 0, week]),
            ("CAMAT", [1, 1, 0, week]),
            ("PEM", [1, 1, 0, week]),
            ("PMD", [0, 0, 0, week]),
            ("TRANTIB", [0, 0, 0, week]),
            ("UMUM", [0, 0, 0, week]),
        ])
    );
    assert_eq!(workload(&service, february(2, 2)).await, workload(&service, json!({})).await);
    let pem = service.section("PEM").await;
    let of_pem = workload(&service, json!({ "sectionIds": [pem] })).await;
    assert_eq!(
        of_pem.iter().map(|(of, numbers)| (of.as_str(), numbers[0])).collect::<Vec<_>>(),
        [("STAFF", 0), ("HEAD_OF_GENERAL_AFFAIRS", 0), ("SECRETARY", 0), ("CAMAT", 0), ("PEM", 1)]
    );
});

on_both!(what_is_due_on_a_later_day_has_all_its_time_left, |service: Service| async move {
    // Tuesday 08:00: two sections until Thursday 08:00, and step 9 until Wednesday 08:00.
    service.at("2026-02-03T08:00:00+08:00");
    service.complaint_at(At::Solve).await;
    service.complaint_at(At::CarryOut).await;
    service.at("2026-02-03T09:00:00+08:00");
    let seen = workload(&service, json!({})).await;
    let left = |of: &str| {
        let (_, [open, overdue, remaining, _]) = seen.iter().find(|(name, _)| name == of).expect("a row");
        [*open, *overdue, *remaining]
    };
    // Tuesday 6.5 h, Wednesday 8, Thursday half an hour.
    assert_eq!((left("PEM"), left("TRANTIB")), ([1, 0, 54_000], [1, 0, 54_000]));
    assert_eq!(left("SECRETARY"), [1, 0, 25_200]);
    // In March the secretary acts for the camat, who is there once.
    service.at("2026-03-04T08:00:00+08:00");
    let seen = workload(&service, json!({})).await;
    let time = |of: &str| seen.iter().find(|(name, _)| name == of).map(|(_, numbers)| numbers[3]);
    assert_eq!((time("CAMAT"), time("PEM")), (time("SECRETARY"), time("SECRETARY")));
});
