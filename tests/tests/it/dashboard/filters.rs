//! Which complaints a dashboard is of.

use api::graphql::ids::NodeId;
use domain::ids::{CategoryId, SectionId};
use sea_orm::prelude::Uuid;
use serde_json::{Value, json};
use tests::{KEDIRI, SELEMADEG_TIMUR, Service, on_both};

use super::{Register, ask, bins, refusal};

on_both!(filters_select_what_they_say, |service: Service| async move {
    let register = Register::of(&service).await;
    let (roads, public, unused) =
        (service.category("09").await, service.category("01").await, service.category("02").await);
    let (pem, trantib, umum) =
        (service.section("PEM").await, service.section("TRANTIB").await, service.section("UMUM").await);
    let select = "totals { received open overdue closed bins { doneOnTime doneLate openOnTime openLate } }
        complaints(figure: RECEIVED) { totalCount nodes { id } } byStep { open } byStatus { count }
        timeSeries(interval: DAY) { received }";
    let every = ["SMS", "EMAIL", "WEBSITE", "TELEPHONE", "IN_PERSON"];
    for (filter, names, open_overdue_closed, four) in [
        (json!({}), "IJHGFECDBA", [6, 5, 5], [47, 2, 1, 5]),
        (json!({ "officeCodes": [SELEMADEG_TIMUR] }), "IJHGFECDBA", [6, 5, 5], [47, 2, 1, 5]),
        (json!({ "officeCodes": [KEDIRI] }), "", [0; 3], [0; 4]),
        (json!({ "officeCodes": [] }), "", [0; 3], [0; 4]),
        (json!({ "channel": every }), "IJHGFECDBA", [6, 5, 5], [47, 2, 1, 5]),
        (json!({ "channel": ["SMS"] }), "IFA", [1, 0, 2], [12, 2, 1, 0]),
        (json!({ "channel": ["SMS", "SMS", "EMAIL"] }), "IHFBA", [3, 2, 3], [22, 2, 1, 2]),
        (json!({ "channel": [] }), "", [0; 3], [0; 4]),
        (json!({ "categoryIds": [roads] }), "JFA", [1, 1, 2], [13, 2, 0, 1]),
        (json!({ "categoryIds": [roads, public, roads] }), "JFCA", [2, 2, 2], [22, 2, 0, 2]),
        (json!({ "categoryIds": [unused] }), "", [0; 3], [0; 4]),
        (json!({ "categoryIds": [] }), "", [0; 3], [0; 4]),
        // Whole complaints, not their sections' records.
        (json!({ "sectionIds": [pem] }), "GA", [1, 1, 1], [18, 1, 0, 1]),
        (json!({ "sectionIds": [trantib] }), "CA", [1, 1, 1], [19, 1, 0, 1]),
        // A was asked of both and counts once.
        (json!({ "sectionIds": [pem, trantib] }), "GCA", [2, 2, 1], [27, 1, 0, 2]),
        (json!({ "sectionIds": [trantib, umum] }), "CA", [1, 1, 1], [19, 1, 0, 1]),
        (json!({ "sectionIds": [umum] }), "", [0; 3], [0; 4]),
        (json!({ "sectionIds": [] }), "", [0; 3], [0; 4]),
        (json!({ "channel": ["SMS"], "categoryIds": [roads] }), "FA", [0, 0, 2], [11, 2, 0, 0]),
        (
            json!({ "channel": ["SMS", "WEBSITE"], "categoryIds": [roads, public] }),
            "JFA",
            [1, 1, 2],
            [13, 2, 0, 1],
        ),
        (json!({ "channel": ["SMS"], "sectionIds": [pem, trantib] }), "A", [0, 0, 1], [10, 1, 0, 0]),
        (json!({ "channel": ["IN_PERSON"], "sectionIds": [pem] }), "G", [1, 1, 0], [8, 0, 0, 1]),
        (json!({ "categoryIds": [public], "sectionIds": [pem] }), "", [0; 3], [0; 4]),
        (
            json!({ "categoryIds": [public, roads], "sectionIds": [pem, trantib], "channel": every }),
            "CA",
            [1, 1, 1],
            [19, 1, 0, 1],
        ),
        (json!({ "categoryIds": [], "sectionIds": [pem, trantib] }), "", [0; 3], [0; 4]),
        (json!({ "channel": [], "categoryIds": [roads] }), "", [0; 3], [0; 4]),
        (json!({ "channel": ["SMS"], "sectionIds": [] }), "", [0; 3], [0; 4]),
    ] {
        // The whole time by one bucket, and by months and days.
        for from in ["2026-01-01", "2026-02-02", "2025-07-20"] {
            let mut filter = filter.clone();
            filter["from"] = json!(from);
            let seen = ask(&service, "staf", filter.clone(), select).await;
            let totals = &seen["totals"];
            assert_eq!(in_order(&register.names(&seen["complaints"])), in_order(names), "{filter}");
            assert_eq!(totals["received"], names.len(), "{filter}");
            assert_eq!(seen["complaints"]["totalCount"], names.len(), "{filter}");
            assert_eq!(
                ["open", "overdue", "closed"].map(|n| totals[n].as_i64().unwrap_or(-1)),
                open_overdue_closed,
                "{filter}"
            );
            assert_eq!(bins(totals), four, "{filter}");
            let sum = |list: &Value, field: &str| -> i64 {
                crate::trial::all(list).iter().map(|row| row[field].as_i64().expect("a number")).sum()
            };
            assert_eq!(sum(&seen["byStep"], "open"), open_overdue_closed[0], "{filter}");
            assert_eq!(sum(&seen["byStatus"], "count"), names.len() as i64, "{filter}");
            assert_eq!(sum(&seen["timeSeries"], "received"), names.len() as i64, "{filter}");
        }
    }
});

/// Those received at one instant come in the order of their ids.
fn in_order(names: &str) -> Vec<char> {
    let mut names: Vec<char> = names.chars().collect();
    names.sort_unstable();
    names
}

on_both!(what_is_no_id_is_refused_by_name, |service: Service| async move {
    let story = service.receive(json!({})).await;
    let (category, section) = (service.category("09").await, service.section("PEM").await);
    for (argument, field, right) in
        [("filter.categoryIds", "categoryIds", &category), ("filter.sectionIds", "sectionIds", &section)]
    {
        for wrong in [
            "",
            "!",
            "1",
            "51.02.02",
            &story.id,
            "Q2F0ZWdvcnk",
            if *right == category { &section } else { &category },
        ] {
            for select in ["from", "totals { received }"] {
                let filter = json!({ field: [right, wrong] });
                let expected = ("BAD_USER_INPUT".to_owned(), json!(argument));
                assert_eq!(refusal(&service, filter, select).await, expected, "{argument} {wrong:?}");
            }
        }
        // An id of nothing is an id.
        let nothing = match NodeId::parse(right) {
            Some(NodeId::Category(office, _)) => NodeId::Category(office, CategoryId(Uuid::max())),
            Some(NodeId::Section(office, _)) => NodeId::Section(office, SectionId(Uuid::max())),
            other => panic!("{other:?}"),
        };
        let nothing = nothing.encode().to_string();
        let seen = ask(&service, "staf", json!({ field: [nothing] }), "totals { received }").await;
        assert_eq!(seen["totals"]["received"], 0);
    }
    // So is a code with what no database can store.
    let seen = ask(&service, "staf", json!({ "officeCodes": ["' OR 1=1 --"] }), "totals { received }").await;
    assert_eq!(seen["totals"]["received"], 0);
});

on_both!(rows_are_as_many_as_a_page_may_have, |service: Service| async move {
    service.receive(json!({})).await;
    for select in [
        "byCategory(first: FIRST) { count }",
        "bySection(first: FIRST) { assigned }",
        "byOffice(first: FIRST) { received }",
        "conformity { variants(first: FIRST) { steps } }",
        "complaints(figure: OPEN, first: FIRST) { nodes { id } }",
    ] {
        for (first, code) in [
            ("-1", "BAD_USER_INPUT"),
            ("-2147483648", "BAD_USER_INPUT"),
            ("101", "LIMIT_EXCEEDED"),
            ("2147483647", "QUERY_TOO_COMPLEX"),
        ] {
            let (found, argument) = refusal(&service, json!({}), &select.replace("FIRST", first)).await;
            assert_eq!(found, code, "{select} {first}");
            if code == "BAD_USER_INPUT" {
                assert_eq!(argument, "first", "{select}");
            }
        }
        for first in ["0", "100"] {
            ask(&service, "staf", json!({}), &select.replace("FIRST", first)).await;
        }
    }
});

on_both!(nobody_reads_figures_without_signing_in, |service: Service| async move {
    for query in [
        "{ dashboard { asOf } }",
        "{ dashboard { totals { received } } }",
        "{ dashboard(filter: { from: \"2030-01-01\" }) { from } }",
    ] {
        let answer = service.stranger().send(query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
        assert!(answer["data"]["dashboard"].is_null(), "{answer}");
    }
});
