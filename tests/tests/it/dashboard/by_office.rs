//! `byOffice`, and who sees which offices.

use serde_json::{Value, json};
use tests::{At, KEDIRI, SELEMADEG_TIMUR, Service, on_both};

use super::{BINS, NOW, RATE, Register, ask, bins, february, share};
use crate::trial::all;

fn lines(seen: &Value) -> Vec<(&str, [i64; 4], (i64, i64))> {
    fn line(row: &Value) -> (&str, [i64; 4], (i64, i64)) {
        let numbers = ["received", "open", "overdue", "closed"].map(|n| row[n].as_i64().expect("a number"));
        (row["office"]["code"].as_str().expect("a code"), numbers, share(&row["onTime"]))
    }
    all(&seen["byOffice"]).iter().map(line).collect()
}

on_both!(an_inspector_sees_the_regency_together_and_by_office, |service: Service| async move {
    Register::of(&service).await;
    service.at("2026-02-06T08:00:00+08:00");
    let mut theirs = service.receive_by("staf.kediri", json!({ "channel": "SMS" })).await;
    theirs.by("staf.kediri", "withdrawComplaint", json!({ "reason": "Dicabut" })).await;
    service.receive_by("staf.kediri", json!({ "channel": "SMS" })).await;
    service.at(NOW);
    let select = format!(
        "byOffice {{ office {{ code }} received open overdue closed onTime {RATE} }}
         totals {{ received open overdue closed {BINS} }} byChannel {{ channel count }}"
    );
    let seen = ask(&service, "inspektur", json!({}), &select).await;
    assert_eq!(
        lines(&seen),
        [
            (SELEMADEG_TIMUR, [10, 6, 5, 5], (47, 54)),
            // Two were received in time; step 2 of the one that is open was due on Friday at 09:00.
            (KEDIRI, [2, 1, 1, 1], (2, 3)),
        ]
    );
    let totals = &seen["totals"];
    assert_eq!(
        ["received", "open", "overdue", "closed"].map(|n| totals[n].as_i64().expect("a number")),
        [12, 7, 6, 6]
    );
    assert_eq!(bins(totals), [49, 2, 1, 6]);
    assert_eq!(seen["byChannel"][2], json!({ "channel": "SMS", "count": 5 }));
    // One office, or none, of those in reach.
    for (codes, expected) in [
        (json!([KEDIRI]), vec![KEDIRI]),
        (json!([KEDIRI, KEDIRI, "99.99.99"]), vec![KEDIRI]),
        (json!([SELEMADEG_TIMUR, KEDIRI]), vec![SELEMADEG_TIMUR, KEDIRI]),
        (json!([]), vec![]),
    ] {
        let seen = ask(&service, "inspektur", json!({ "officeCodes": codes }), &select).await;
        let found: Vec<&str> = lines(&seen).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(found, expected, "{codes}");
    }
    // Most received first: on that Friday Kediri.
    let friday = ask(&service, "inspektur", february(6, 6), &select).await;
    assert_eq!(lines(&friday).iter().map(|(code, ..)| *code).collect::<Vec<_>>(), [KEDIRI, SELEMADEG_TIMUR]);
    let first = ask(&service, "inspektur", json!({}), "byOffice(first: 1) { received }").await;
    assert_eq!(first["byOffice"], json!([{ "received": 10 }]));
    // Officers of an office see their own, whatever codes they give.
    for (officer, code) in [("admin", SELEMADEG_TIMUR), ("camat.kediri", KEDIRI)] {
        let seen = ask(&service, officer, json!({ "officeCodes": [SELEMADEG_TIMUR, KEDIRI] }), &select).await;
        assert_eq!(lines(&seen).iter().map(|(code, ..)| *code).collect::<Vec<_>>(), [code]);
    }
});

on_both!(categories_and_sections_of_two_offices_stand_apart, |service: Service| async move {
    for (officer, office) in [("staf", SELEMADEG_TIMUR), ("staf.kediri", KEDIRI)] {
        let category = service.category_of(office, "09").await;
        service.receive_by(officer, json!({ "categoryId": category })).await;
    }
    let mut ours = service.receive(json!({})).await;
    ours.go_to(At::Solve).await;
    let select = "byCategory { category { code } count } bySection { section { code office { code } } assigned openAsLead openAsSupport }";
    let seen = ask(&service, "inspektur", json!({}), select).await;
    let roads = json!({ "category": { "code": "09" }, "count": 1 });
    assert_eq!(all(&seen["byCategory"]).iter().filter(|row| **row == roads).count(), 2);
    assert_eq!(seen["byCategory"][0]["category"], Value::Null);
    let asked: Vec<&Value> = all(&seen["bySection"]).iter().filter(|row| row["assigned"] == 1).collect();
    assert_eq!(all(&seen["bySection"]).len(), 8);
    assert!(asked.len() == 2 && asked.iter().all(|row| row["section"]["office"]["code"] == SELEMADEG_TIMUR));
    // An id of one office finds nothing in the other.
    let (theirs, pem) = (service.category_of(KEDIRI, "09").await, service.section("PEM").await);
    for (officer, filter, received) in [
        ("inspektur", json!({ "categoryIds": [theirs] }), 1),
        ("inspektur", json!({ "categoryIds": [theirs], "officeCodes": [SELEMADEG_TIMUR] }), 0),
        ("staf", json!({ "categoryIds": [theirs] }), 0),
        ("inspektur", json!({ "sectionIds": [pem] }), 1),
        ("staf.kediri", json!({ "sectionIds": [pem] }), 0),
        ("inspektur", json!({ "sectionIds": [pem], "categoryIds": [theirs] }), 0),
    ] {
        let seen = ask(
            &service,
            officer,
            filter.clone(),
            "totals { received } complaints(figure: RECEIVED) { totalCount }",
        )
        .await;
        assert_eq!(seen["totals"]["received"], received, "{officer} {filter}");
        assert_eq!(seen["complaints"]["totalCount"], received, "{officer} {filter}");
    }
});
