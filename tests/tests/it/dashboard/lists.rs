//! `complaints`: the complaints that a figure counted.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Asia::Makassar;
use domain::complaint::Complaint;
use domain::procedure::step::Step;
use serde_json::{Value, json};
use tests::{Service, on_both};

use super::naive::{self, Days};
use super::{Register, ask, february};
use crate::trial::all;

const FIGURES: [&str; 8] =
    ["RECEIVED", "OPEN", "OVERDUE", "CLOSED", "DONE_ON_TIME", "DONE_LATE", "OPEN_ON_TIME", "OPEN_LATE"];

fn midnight(day: u32) -> DateTime<Utc> {
    let date = NaiveDate::from_ymd_opt(2026, 2, day).and_then(|date| date.and_hms_opt(0, 0, 0));
    date.and_then(|date| date.and_local_timezone(Makassar).single()).expect("one midnight").to_utc()
}

/// Each figure of each step and of none, as the naive reading of the register has it.
pub async fn as_the_story_has_it(service: &Service, register: &Register<'_>, from: u32, to: u32, today: u32) {
    let mut complaints: Vec<(&str, Complaint)> = Vec::new();
    for (name, story) in &register.0 {
        complaints.push((*name, story.stored().await.0));
    }
    let now = api::clock::Clock::now(service.clock.as_ref());
    let end = (to < today).then(|| midnight(to + 1));
    let days = Days { from: midnight(from), end, now };
    for figure in FIGURES {
        let steps: Vec<Option<Step>> =
            [None].into_iter().chain(Step::ALL.iter().copied().map(Some)).collect();
        let list = |step: &Option<Step>| {
            let (alias, of) = match step {
                None => ("any".to_owned(), String::new()),
                Some(step) => (step.to_string(), format!(", step: {step}")),
            };
            format!("{alias}: complaints(figure: {figure}{of}) {{ totalCount nodes {{ id }} }}")
        };
        let select = steps.iter().map(list).collect::<Vec<_>>().join(" ");
        let seen = ask(service, "staf", february(from, to), &select).await;
        for step in steps {
            let found = &seen[step.map_or("any".to_owned(), |step| step.to_string())];
            let of = if ["RECEIVED", "CLOSED"].contains(&figure) { None } else { step };
            let mut names = register.names(found).chars().collect::<Vec<_>>();
            names.sort_unstable();
            let right: String = complaints
                .iter()
                .filter(|(_, c)| naive::counts(c, figure, of, days))
                .map(|(name, _)| *name)
                .collect();
            assert_eq!(
                names.iter().collect::<String>(),
                right,
                "{figure} of {step:?}, {from} to {to} February"
            );
            assert_eq!(found["totalCount"], right.len(), "{figure} of {step:?}, {from} to {to} February");
        }
    }
    // The figures that count them.
    let select = "totals { received open overdue closed bins { doneOnTime doneLate openOnTime openLate } }
        stepPerformance { step bins { doneOnTime doneLate openOnTime openLate } } byStep { step open overdue }";
    let seen = ask(service, "staf", february(from, to), select).await;
    let count = |figure: &str, step: Option<Step>| {
        complaints.iter().filter(|(_, c)| naive::counts(c, figure, step, days)).count()
    };
    let totals = &seen["totals"];
    assert_eq!(totals["received"], count("RECEIVED", None), "{from} to {to}");
    assert_eq!(totals["open"], count("OPEN", None), "{from} to {to}");
    assert_eq!(totals["overdue"], count("OVERDUE", None), "{from} to {to}");
    let closings = complaints.iter().flat_map(|(_, c)| naive::closings(c));
    let closed = closings.filter(|at| days.from <= *at && end.is_none_or(|end| *at < end)).count();
    assert_eq!(totals["closed"], closed, "{from} to {to}");
    for (place, step) in Step::ALL.iter().enumerate() {
        let at_step = &seen["byStep"][place];
        assert_eq!(at_step["open"], count("OPEN", Some(*step)), "{step} {from} to {to}");
        assert_eq!(at_step["overdue"], count("OVERDUE", Some(*step)), "{step} {from} to {to}");
    }
    for (figure, bin) in [
        ("DONE_ON_TIME", "doneOnTime"),
        ("DONE_LATE", "doneLate"),
        ("OPEN_ON_TIME", "openOnTime"),
        ("OPEN_LATE", "openLate"),
    ] {
        let records = |step: Option<Step>| -> usize {
            let of = |c: &Complaint| {
                naive::records(c, figure, days)
                    .iter()
                    .filter(|r| step.is_none_or(|step| r.step == step))
                    .count()
            };
            complaints.iter().map(|(_, complaint)| of(complaint)).sum()
        };
        assert_eq!(totals["bins"][bin], records(None), "{figure} {from} to {to}");
        for (place, step) in Step::ALL.iter().enumerate() {
            let performance = &seen["stepPerformance"][place]["bins"];
            assert_eq!(performance[bin], records(Some(*step)), "{figure} {step} {from} to {to}");
        }
    }
}

on_both!(every_figure_lists_the_complaints_it_counted, |service: Service| async move {
    let register = Register::of(&service).await;
    for (from, to) in [(2, 9), (1, 28), (2, 2), (2, 3), (3, 3), (2, 4), (4, 5), (5, 5), (6, 8), (9, 9)] {
        as_the_story_has_it(&service, &register, from, to, 9).await;
    }
    // Archived again, and looked back at from the day after.
    service.at("2026-02-10T08:00:00+08:00");
    let mut b = register.0[1].1.clone();
    b.go(tests::At::AttachDispositionSheet, tests::At::Archived).await;
    service.at("2026-02-11T08:00:00+08:00");
    for (from, to) in [(2, 11), (2, 2), (2, 8), (9, 9), (10, 10), (3, 10)] {
        as_the_story_has_it(&service, &register, from, to, 11).await;
    }
});

on_both!(lists_by_hand, |service: Service| async move {
    let register = Register::of(&service).await;
    for (figure, now, by_wednesday) in [
        ("RECEIVED", "IJHGFECDBA", "FECDBA"),
        // By due time: C on Wednesday, H on Thursday, J on Friday, B at 09:00, G at 09:30, I at 10:15.
        ("OPEN", "CHJBGI", "C"),
        ("OVERDUE", "CHJBG", "C"),
        ("CLOSED", "FEDBA", "FEDBA"),
        ("DONE_ON_TIME", "IJHGFECDBA", "FECDBA"),
        ("DONE_LATE", "FA", "FA"),
        ("OPEN_ON_TIME", "I", ""),
        ("OPEN_LATE", "CHJBG", "C"),
    ] {
        for (filter, expected) in [(json!({}), now), (february(2, 4), by_wednesday)] {
            let select = format!("complaints(figure: {figure}) {{ totalCount nodes {{ id }} }}");
            let seen = ask(&service, "staf", filter, &select).await["complaints"].take();
            let names = register.names(&seen);
            if ["OPEN", "OVERDUE"].contains(&figure) {
                assert_eq!(names, expected, "{figure}");
            }
            let sorted = |names: &str| {
                let mut names: Vec<char> = names.chars().collect();
                names.sort_unstable();
                names
            };
            assert_eq!(sorted(&names), sorted(expected), "{figure}");
            assert_eq!(seen["totalCount"], expected.len(), "{figure}");
        }
    }
});

on_both!(lists_are_paged, |service: Service| async move {
    let register = Register::of(&service).await;
    let client = service.officer("staf").await;
    let query = "query ($f: DashboardFilter, $figure: Figure!, $first: Int, $after: String) { dashboard(filter: $f) {
        complaints(figure: $figure, first: $first, after: $after) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    let mut cursors = Vec::new();
    for (filter, figure) in [(json!({}), "OPEN"), (json!({}), "RECEIVED"), (february(2, 6), "OPEN")] {
        let page = async |first: i64, after: &Value| {
            let variables = json!({ "f": filter, "figure": figure, "first": first, "after": after });
            client.ask(query, variables).await["dashboard"]["complaints"].take()
        };
        let whole = page(100, &Value::Null).await;
        for first in 1..=3 {
            let (mut names, mut after) = (String::new(), Value::Null);
            loop {
                let mut seen = page(first, &after).await;
                assert_eq!(seen["totalCount"], whole["totalCount"]);
                assert_eq!(seen["pageInfo"]["hasPreviousPage"], !after.is_null());
                names += &register.names(&seen);
                after = seen["pageInfo"]["endCursor"].take();
                if seen["pageInfo"]["hasNextPage"] == false {
                    break;
                }
            }
            assert_eq!(names, register.names(&whole), "{figure} by {first}");
        }
        let cursor = page(1, &Value::Null).await["pageInfo"]["endCursor"].take();
        cursors.push((filter, figure, cursor));
    }
    // A place in a list of another order is none in this.
    let (filter, figure, _) = &cursors[0];
    for after in [&cursors[1].2, &json!("x"), &json!("")] {
        let variables = json!({ "f": filter, "figure": figure, "after": after });
        let answer = client.send(query, variables).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{after} {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["argument"], "after", "{answer}");
    }
});

on_both!(lists_show_what_the_viewer_may_see_and_figures_count_all, |service: Service| async move {
    let register = Register::of(&service).await;
    let select = "totals { received open overdue } received: complaints(figure: RECEIVED) { totalCount nodes { id } }
        open: complaints(figure: OPEN) { totalCount nodes { id } } late: complaints(figure: OPEN_LATE, step: SIGN) { nodes { id } }
        previous { complaints(figure: OPEN) { nodes { id } } }";
    for (officer, hidden) in [
        ("staf", ""),
        ("kasubag", ""),
        ("camat", ""),
        ("inspektur", ""),
        // J is about the secretary.
        ("sekretaris", "J"),
        // C is secret: TRANTIB was asked, others were not; an administrator is not.
        ("kasi.trantib", ""),
        ("kasi.pmd", "C"),
        ("kasi.pemerintahan", "C"),
        ("admin", "C"),
    ] {
        let seen = ask(&service, officer, json!({}), select).await;
        let totals = json!({ "received": 10, "open": 6, "overdue": 5 });
        assert_eq!(seen["totals"], totals, "{officer}");
        for (list, names) in [("received", "ABCDEFGHIJ"), ("open", "BCGHIJ")] {
            let mut found: Vec<char> = register.names(&seen[list]).chars().collect();
            found.sort_unstable();
            let expected: Vec<char> = names.chars().filter(|name| !hidden.contains(*name)).collect();
            assert_eq!(found, expected, "{officer}");
            assert_eq!(seen[list]["totalCount"], expected.len(), "{officer}");
        }
        assert_eq!(all(&seen["late"]["nodes"]).len(), usize::from(hidden != "C"), "{officer}");
        assert_eq!(seen["previous"]["complaints"]["nodes"], json!([]), "{officer}");
    }
    // An inspector knows no secret complaint's category or channel: it cannot be found by them, and yet counts. Which sections
    // were asked is no secret.
    let (public, trantib) = (service.category("01").await, service.section("TRANTIB").await);
    for (officer, filter, received, names) in [
        ("inspektur", json!({ "categoryIds": [public] }), 1, ""),
        ("inspektur", json!({ "channel": ["IN_PERSON"] }), 2, "G"),
        ("inspektur", json!({ "channel": ["IN_PERSON"], "sectionIds": [trantib] }), 1, ""),
        ("inspektur", json!({ "sectionIds": [trantib] }), 2, "AC"),
        ("camat", json!({ "categoryIds": [public] }), 1, "C"),
        ("camat", json!({ "channel": ["IN_PERSON"] }), 2, "CG"),
    ] {
        let seen = ask(&service, officer, filter.clone(), select).await;
        let mut found: Vec<char> = register.names(&seen["received"]).chars().collect();
        found.sort_unstable();
        assert_eq!(found.into_iter().collect::<String>(), names, "{officer} {filter}");
        assert_eq!(
            (&seen["totals"]["received"], &seen["received"]["totalCount"]),
            (&json!(received), &json!(names.len()))
        );
    }
});
