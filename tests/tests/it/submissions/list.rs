//! `submissions`, `node`: who sees what, in which order, at what cost.

use serde_json::{Value, json};
use tests::{Service, on_both};

use crate::trial::all;

const SEEN: &str = "subject description trackingCode dismissalReason complainantHidden
    complainant { name phone nationalId } category { code } village { code }";

async fn list(service: &Service, officer: &str, arguments: &str, select: &str) -> Value {
    let query = format!(
        "{{ submissions{arguments} {{ totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ {select} }} }} }}"
    );
    service.officer(officer).await.ask(&query, json!({})).await["submissions"].take()
}

on_both!(each_position_sees_what_it_would_see_of_a_complaint, |service: Service| async move {
    for (confidentiality, word) in [("OPEN", "durian"), ("ANONYMOUS", "manggis"), ("SECRET", "salak")] {
        let sent = service
            .submit(json!({
                "subject": format!("Perihal {word}"), "description": format!("Uraian {word}"),
                "confidentiality": confidentiality, "villageCode": "51.02.02.2005",
                "complainant": { "name": "Nama Contoh", "phone": "0811111111", "nationalId": "5102020304850001" },
            }))
            .await;
        sent.by("staf", "dismissSubmission", json!({ "reason": format!("Sebab {word}") })).await;
        for (officer, seen) in [
            ("staf", ["yyyy", "yyyy", "yyyy"]),
            ("kasubag", ["yyyy", "yyyy", "yyyy"]),
            ("sekretaris", ["yyyn", "ynnn", "yynn"]),
            ("camat", ["yyyn", "ynnn", "yynn"]),
            ("kasi.pemerintahan", ["ynnn", "ynnn", ""]),
            ("admin", ["ynnn", "ynnn", ""]),
            ("inspektur", ["yynn", "ynnn", "nnnn"]),
            ("camat.kediri", ["", "", ""]),
        ] {
            let expected = match confidentiality {
                "OPEN" => seen[0],
                "ANONYMOUS" => seen[1],
                _ => seen[2],
            };
            let node = sent.seen_by(officer, SEEN).await;
            let listed = list(&service, officer, "(status: [DISMISSED])", SEEN).await;
            let found = all(&listed["nodes"]).iter().find(|row| **row == node);
            if expected.is_empty() {
                assert_eq!(node, Value::Null, "{officer}");
                assert!(!listed.to_string().contains(word), "{officer}");
                continue;
            }
            assert!(found.is_some(), "{officer} {confidentiality}");
            let known = &node["complainant"];
            let content = [&node["subject"], &node["trackingCode"], &node["dismissalReason"]];
            let shown = [
                content.iter().all(|text| text.as_str().is_some_and(|text| !text.is_empty())),
                known["name"].is_string(),
                known["phone"].is_string(),
                known["nationalId"].is_string(),
            ];
            let shown: String = shown.map(|seen| if seen { 'y' } else { 'n' }).iter().collect();
            assert_eq!(shown, expected, "{officer} {confidentiality} {node}");
            assert_eq!(node.to_string().contains(word), expected.starts_with('y'), "{officer} {node}");
            assert_eq!(node["complainantHidden"], expected != "yyyy", "{officer}");
            assert_eq!(node["village"].is_object(), expected.starts_with('y'), "{officer}");
        }
    }
    // The secret one is not even counted for who does not see it.
    for (officer, count) in
        [("staf", 3), ("inspektur", 3), ("kasi.pemerintahan", 2), ("admin", 2), ("staf.kediri", 0)]
    {
        assert_eq!(
            list(&service, officer, "(status: [DISMISSED])", "id").await["totalCount"],
            count,
            "{officer}"
        );
    }
    let answer = service.stranger().send("{ submissions { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
});

on_both!(the_earliest_due_comes_first_page_by_page, |service: Service| async move {
    let mut ids = Vec::new();
    for minute in [0, 1, 2, 3, 4] {
        service.at(&format!("2026-02-02T08:0{minute}:00+08:00"));
        ids.push(json!(service.submit(json!({ "subject": format!("Perkara {minute}") })).await.id));
    }
    let dismissed = service.submit(json!({})).await;
    dismissed.by("staf", "dismissSubmission", json!({ "reason": "Iklan" })).await;
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = list(&service, "staf", &format!("(first: 2{after})"), "id").await;
        assert_eq!(page["totalCount"], 5, "what waits");
        found.extend(all(&page["nodes"]).iter().map(|node| node["id"].clone()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(found, ids);
    for (arguments, count) in [
        ("(status: [])", 0),
        ("(status: [DISMISSED])", 1),
        ("(status: [WAITING, DISMISSED, DISMISSED])", 6),
        ("(status: [JOINED, RECEIVED])", 0),
    ] {
        let page = list(&service, "inspektur", arguments, "id").await;
        assert_eq!(page["totalCount"], count, "{arguments}");
        assert_eq!(all(&page["nodes"]).len(), count, "{arguments}");
    }
    for wrong in ["(first: 101)", "(first: -1)", "(after: \"x\")"] {
        let query = format!("{{ submissions{wrong} {{ totalCount }} }}");
        let answer = service.officer("staf").await.send(&query, json!({})).await;
        assert!(answer["errors"][0]["extensions"]["code"].is_string(), "{answer}");
        assert_eq!(answer["data"]["submissions"], Value::Null);
    }
});

on_both!(a_page_takes_as_many_statements_for_two_rows_as_for_fifty, |service: Service| async move {
    for n in 0..52 {
        let sent = service.submit(json!({ "complainant": { "phone": "081234567890" } })).await;
        match n % 3 {
            0 => drop(sent.by("staf", "receiveSubmission", json!({})).await),
            _ => continue,
        }
    }
    let select = "id office { code } complaint { id history { step } } settledBy { name } actions { name }
        likelyDuplicates { id subject history { step } } category { code }";
    let mut counted = Vec::new();
    for status in ["WAITING, RECEIVED", "WAITING"] {
        for rows in [2, 20, 50] {
            let arguments = format!("(first: {rows}, status: [{status}])");
            list(&service, "staf", &arguments, select).await;
            let before = service.store.statements();
            let page = list(&service, "staf", &arguments, select).await;
            counted.push(service.store.statements() - before);
            assert!(all(&page["nodes"]).len() >= rows.min(34));
        }
    }
    assert!(counted.iter().all(|count| *count <= 9), "{counted:?}");
    assert_eq!((counted[1], counted[4]), (counted[2], counted[5]), "{counted:?}");
});

on_both!(
    a_screen_with_submissions_stands_until_one_changes_or_becomes_overdue,
    |service: Service| async move {
        let client = service.officer("camat").await;
        let query = [(
            "query",
            "{ submissions { totalCount nodes { subject overdue } } dashboard { totals { open overdue } } }",
        )];
        let tag = async |known: Option<&str>| {
            let response = client.get(&query, known).await;
            let tag = response.headers().get("etag").and_then(|tag| tag.to_str().ok()).map(ToOwned::to_owned);
            let status = response.status().as_u16();
            let shown = response.text().await.expect("a body");
            (status, tag.unwrap_or_else(|| panic!("{shown} has no tag")))
        };
        let (_, first) = tag(None).await;
        assert_eq!(tag(Some(&first)).await.0, 304);
        let sent = service.submit(json!({})).await;
        let (status, second) = tag(Some(&first)).await;
        assert_eq!(status, 200, "something was submitted");
        assert_eq!(tag(Some(&second)).await.0, 304);
        service.at("2026-02-02T08:29:59.999+08:00");
        assert_eq!(tag(Some(&second)).await.0, 304);
        service.at("2026-02-02T08:30:01+08:00");
        let (status, third) = tag(Some(&second)).await;
        assert_eq!(status, 200, "it became overdue");
        sent.by("staf", "dismissSubmission", json!({ "reason": "Iklan" })).await;
        assert_eq!(tag(Some(&third)).await.0, 200, "it was set aside");
    }
);
