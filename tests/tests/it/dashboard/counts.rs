//! `byStatus`, `byStep`, `byChannel`, `byCategory`

use serde_json::{Value, json};
use tests::{Service, on_both};

use super::{Register, ask, expected, february, rows};
use crate::trial::all;

const SELECT: &str = "totals { received open } byStatus { status count } byStep { step open overdue }
    byChannel { channel count closed } byCategory { category { code } count }";

fn at_steps(open: &[(&str, [i64; 2])]) -> Vec<(String, Vec<i64>)> {
    let steps = [
        "RECEIVE",
        "ATTACH_DISPOSITION_SHEET",
        "FORWARD_TO_SECRETARY",
        "ADVISE",
        "CONSIDER",
        "DISPOSE",
        "SOLVE",
        "SIGN",
        "CARRY_OUT",
        "ARCHIVE",
    ];
    let of = |step: &str| open.iter().find(|(named, _)| *named == step).map_or([0, 0], |(_, counts)| *counts);
    steps.into_iter().map(|step| (step.to_owned(), of(step).to_vec())).collect()
}

on_both!(counts_are_those_of_the_story, |service: Service| async move {
    Register::of(&service).await;
    let seen = ask(&service, "camat", json!({}), SELECT).await;
    assert_eq!(
        rows(&seen["byStatus"], "/status", &["/count"]),
        expected(&[
            ("IN_PROGRESS", &[6]),
            ("ARCHIVED", &[1]),
            ("REFERRED", &[1]),
            ("DUPLICATE", &[1]),
            ("WITHDRAWN", &[1]),
        ])
    );
    assert_eq!(
        rows(&seen["byStep"], "/step", &["/open", "/overdue"]),
        at_steps(&[
            ("ATTACH_DISPOSITION_SHEET", [2, 1]),
            ("FORWARD_TO_SECRETARY", [2, 2]),
            ("SOLVE", [1, 1]),
            ("SIGN", [1, 1]),
        ])
    );
    assert_eq!(
        rows(&seen["byChannel"], "/channel", &["/count", "/closed"]),
        expected(&[
            ("EMAIL", &[2, 1]),
            ("WEBSITE", &[2, 1]),
            ("SMS", &[3, 2]),
            ("TELEPHONE", &[1, 1]),
            ("IN_PERSON", &[2, 0]),
        ])
    );
    // Every category, those of which there is none by code.
    let by_category = rows(&seen["byCategory"], "/category/code", &["/count"]);
    assert_eq!(by_category[..3], expected(&[("-", &[6]), ("09", &[3]), ("01", &[1])]));
    let codes: Vec<&str> = by_category[3..].iter().map(|(code, _)| code.as_str()).collect();
    assert!(codes.is_sorted() && !codes.is_empty() && by_category[3..].iter().all(|(_, n)| n == &[0]));
    let first = ask(&service, "camat", json!({}), "byCategory(first: 2) { count }").await;
    assert_eq!(first["byCategory"], json!([{ "count": 6 }, { "count": 3 }]));
});

on_both!(a_past_period_counts_by_what_they_are_now_and_where_they_were_then, |service: Service| async move {
    Register::of(&service).await;
    // Tuesday: C and D were received, B was closed the day before and D on that day. At its end A and C were at step 7.
    let seen = ask(&service, "camat", february(3, 3), SELECT).await;
    let by_status = rows(&seen["byStatus"], "/status", &["/count"]);
    assert_eq!((by_status[0].1[0], by_status[4].1[0]), (1, 1));
    assert_eq!(rows(&seen["byStep"], "/step", &["/open", "/overdue"]), at_steps(&[("SOLVE", [2, 0])]));
    let by_channel = rows(&seen["byChannel"], "/channel", &["/count", "/closed"]);
    assert_eq!((&by_channel[1].1[..], &by_channel[4].1[..]), (&[1, 1][..], &[1, 0][..]));
    assert_eq!(
        rows(&seen["byCategory"], "/category/code", &["/count"])[..2],
        expected(&[("-", &[1]), ("01", &[1])])
    );
});

on_both!(a_correction_moves_what_was_counted, |service: Service| async move {
    let register = Register::of(&service).await;
    let (mut a, mut i) = (register.0[0].1.clone(), register.0[8].1.clone());
    let roads = service.category("09").await;
    i.by("staf", "correctComplaint", json!({ "reason": "Salah", "categoryId": roads })).await;
    // Closed is closed: its category stays.
    a.by("camat", "reopenComplaint", json!({ "reason": "Lagi" })).await;
    let other = service.category("01").await;
    a.by("staf", "correctComplaint", json!({ "reason": "Salah", "categoryId": other })).await;
    let seen = ask(&service, "staf", json!({}), SELECT).await;
    assert_eq!(
        rows(&seen["byCategory"], "/category/code", &["/count"])[..3],
        expected(&[("-", &[5]), ("09", &[3]), ("01", &[2])])
    );
    // What was counted of its first cycle went with it.
    let of_other = ask(
        &service,
        "staf",
        json!({ "categoryIds": [other] }),
        "totals { closed received bins { doneLate } }",
    )
    .await;
    assert_eq!(of_other["totals"], json!({ "closed": 1, "received": 2, "bins": { "doneLate": 1 } }));
});

on_both!(parts_agree_with_their_whole, |service: Service| async move {
    Register::of(&service).await;
    let select = format!(
        "{SELECT} byOffice {{ received open overdue closed }} timeSeries(interval: WEEK) {{ received closed openAtEnd }}
         stepPerformance {{ bins {{ doneOnTime doneLate openOnTime openLate }} }}
         all: totals {{ received open overdue closed bins {{ doneOnTime doneLate openOnTime openLate }} }}"
    );
    let sum = |list: &Value, field: &str| -> i64 {
        all(list).iter().map(|row| row.pointer(field).and_then(Value::as_i64).expect("a number")).sum()
    };
    for filter in
        [json!({}), february(2, 3), february(4, 5), february(6, 20), json!({ "channel": ["SMS", "EMAIL"] })]
    {
        let seen = ask(&service, "staf", filter.clone(), &select).await;
        let totals = &seen["all"];
        assert_eq!(sum(&seen["byStatus"], "/count"), totals["received"], "{filter}");
        assert_eq!(sum(&seen["byChannel"], "/count"), totals["received"], "{filter}");
        assert_eq!(sum(&seen["byCategory"], "/count"), totals["received"], "{filter}");
        assert_eq!(sum(&seen["byChannel"], "/closed"), totals["closed"], "{filter}");
        assert_eq!(sum(&seen["byStep"], "/open"), totals["open"], "{filter}");
        assert_eq!(sum(&seen["byStep"], "/overdue"), totals["overdue"], "{filter}");
        for field in ["received", "open", "overdue", "closed"] {
            assert_eq!(sum(&seen["byOffice"], &format!("/{field}")), totals[field], "{filter} {field}");
        }
        for bin in ["doneOnTime", "doneLate", "openOnTime", "openLate"] {
            assert_eq!(
                sum(&seen["stepPerformance"], &format!("/bins/{bin}")),
                totals["bins"][bin],
                "{filter}"
            );
        }
        let series = all(&seen["timeSeries"]);
        assert_eq!(series.last().expect("an interval")["openAtEnd"], totals["open"], "{filter}");
        assert_eq!(sum(&seen["timeSeries"], "/received"), totals["received"], "{filter}");
        assert_eq!(sum(&seen["timeSeries"], "/closed"), totals["closed"], "{filter}");
    }
});
