//! `returns`, `register`, `conformity`

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use super::{DURATION, RATE, Register, ask, assert_durations, february, share};
use crate::trial::all;

async fn returns(service: &Service, filter: Value) -> Vec<(String, String, (i64, i64))> {
    let seen = ask(service, "sekretaris", filter, &format!("returns {{ from to returned {RATE} }}")).await;
    let edge = |row: &Value| {
        let step = |field: &str| row[field].as_str().expect("a step").to_owned();
        (step("from"), step("to"), share(&row["returned"]))
    };
    all(&seen["returns"]).iter().map(edge).collect()
}

fn edge(from: &str, to: &str, rate: (i64, i64)) -> (String, String, (i64, i64)) {
    (from.to_owned(), to.to_owned(), rate)
}

on_both!(returns_are_counted_by_their_way, |service: Service| async move {
    Register::of(&service).await;
    // C was returned once; A was signed.
    assert_eq!(returns(&service, json!({})).await, [edge("SIGN", "SOLVE", (1, 2))]);
    assert_eq!(returns(&service, february(3, 3)).await, [edge("SIGN", "SOLVE", (1, 1))]);
    assert_eq!(returns(&service, february(4, 4)).await, []);
    let mut story = service.complaint_at(At::Consider).await;
    let unclear = |to: &str| json!({ "toStep": to, "reason": "Kurang jelas" });
    story.by("camat", "returnComplaint", unclear("ADVISE")).await;
    story.by("sekretaris", "returnComplaint", unclear("ATTACH_DISPOSITION_SHEET")).await;
    story.go(At::AttachDispositionSheet, At::Sign).await;
    // Everything at one instant: each return is asked of its own sections once.
    story.by("camat", "returnComplaint", unclear("SOLVE")).await;
    story.take(At::Solve).await;
    story.by("camat", "returnComplaint", unclear("SOLVE")).await;
    assert_eq!(
        returns(&service, february(9, 9)).await,
        [
            edge("ADVISE", "ATTACH_DISPOSITION_SHEET", (1, 3)),
            edge("CONSIDER", "ADVISE", (1, 2)),
            edge("SIGN", "SOLVE", (2, 2)),
        ]
    );
    let select = format!("bySection {{ section {{ code }} rework {RATE} }}");
    let seen = ask(&service, "staf", february(9, 9), &select).await;
    let rework: Vec<_> = all(&seen["bySection"]).iter().map(|row| share(&row["rework"])).collect();
    assert_eq!(rework[..2], [(2, 2), (2, 2)]);
});

on_both!(the_register_is_kept_without_gaps, |service: Service| async move {
    Register::of(&service).await;
    let select =
        format!("register {{ numberGaps entryLag {DURATION} enteredLate {RATE} lateButInTime {RATE} }}");
    let seen = ask(&service, "kasubag", json!({}), &select).await["register"].take();
    assert_eq!(seen["numberGaps"], 0);
    // Taken and entered: A 11, B 8, C 9, D 2, E 5, F 2, G 8, H 2, I 1, J 2. All at once but H: received on Thursday at
    // 15:00 and entered on Monday at 08:10 is 1.5 + 5.5 + 2/3 h, its sheet half an hour less.
    let mut lags = vec![0; 48];
    lags.extend([27_600, 25_800]);
    assert_durations(&seen["entryLag"], lags);
    // More than a working day: the receipt, which was in time when it happened.
    assert_eq!((share(&seen["enteredLate"]), share(&seen["lateButInTime"])), ((1, 50), (1, 1)));
    // By the day of the entry: Monday's are H, I and no other.
    let today = ask(&service, "kasubag", february(9, 9), &select).await["register"].take();
    assert_eq!(share(&today["enteredLate"]), (1, 3));
    assert_eq!(
        share(&ask(&service, "kasubag", february(5, 5), &select).await["register"]["enteredLate"]),
        (0, 8)
    );
    // Numbers are those of whole years; where only some complaints are counted nothing is said of them.
    for (filter, gaps) in [
        (february(3, 3), json!(0)),
        (json!({ "from": "2025-06-01", "to": "2025-06-30" }), json!(0)),
        (json!({ "channel": ["SMS", "EMAIL", "WEBSITE", "TELEPHONE", "IN_PERSON"] }), Value::Null),
        (json!({ "categoryIds": [] }), Value::Null),
        (json!({ "sectionIds": [] }), Value::Null),
    ] {
        let seen = ask(&service, "kasubag", filter.clone(), "register { numberGaps }").await;
        assert_eq!(seen["register"]["numberGaps"], gaps, "{filter}");
    }
});

on_both!(conformity_is_judged_by_cycle, |service: Service| async move {
    Register::of(&service).await;
    let select = format!(
        "conformity {{ cycles index axes {{ axis met {RATE} }} fitness {RATE} variants {{ steps share {RATE} }} }}"
    );
    let seen = ask(&service, "inspektur", json!({}), &select).await["conformity"].take();
    assert_eq!((&seen["cycles"], share(&seen["fitness"])), (&json!(2), (2, 2)));
    let axes: Vec<_> =
        all(&seen["axes"]).iter().map(|axis| (axis["axis"].as_str(), share(&axis["met"]))).collect();
    // A has 11 records, 7 of which put something out, one late; B 8 and 5.
    assert_eq!(
        axes,
        [
            (Some("ORDER"), (2, 2)),
            (Some("ACTOR"), (19, 19)),
            (Some("OUTPUT"), (12, 12)),
            (Some("TIME"), (18, 19))
        ]
    );
    let index = seen["index"].as_f64().expect("an index");
    assert!((index - (29.0 / 30.0 + 1.0) / 2.0).abs() < 1e-5, "{index}");
    let variants: Vec<_> =
        all(&seen["variants"]).iter().map(|v| (all(&v["steps"]).len(), share(&v["share"]))).collect();
    assert!(
        variants == [(8, (1, 2)), (10, (1, 2))] || variants == [(10, (1, 2)), (8, (1, 2))],
        "{variants:?}"
    );

    // Returned and redone is the SOP's way too, and a way of its own; one of fourteen steps has no name.
    service.at("2026-02-10T10:00:00+08:00");
    for to in [At::Solve, At::Consider] {
        let step = if to == At::Solve { "SOLVE" } else { "CONSIDER" };
        let mut story = service.complaint_at(At::Sign).await;
        story.by("camat", "returnComplaint", json!({ "toStep": step, "reason": "Keliru" })).await;
        story.go(to, At::Archived).await;
    }
    let seen = ask(&service, "inspektur", february(10, 10), &select).await["conformity"].take();
    assert_eq!((&seen["cycles"], share(&seen["fitness"])), (&json!(2), (2, 2)));
    let mut variants: Vec<&Value> = all(&seen["variants"]).iter().map(|variant| &variant["steps"]).collect();
    variants.sort_by_key(|steps| all(steps).len());
    let twice = json!([
        "RECEIVE",
        "ATTACH_DISPOSITION_SHEET",
        "FORWARD_TO_SECRETARY",
        "ADVISE",
        "CONSIDER",
        "DISPOSE",
        "SOLVE",
        "SIGN",
        "SOLVE",
        "SIGN",
        "CARRY_OUT",
        "ARCHIVE"
    ]);
    assert_eq!(variants, [&json!([]), &twice]);
    let nothing = ask(&service, "inspektur", february(7, 7), &select).await["conformity"].take();
    assert_eq!(
        (&nothing["cycles"], &nothing["index"], &nothing["variants"]),
        (&json!(0), &Value::Null, &json!([]))
    );
});
