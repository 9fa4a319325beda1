//! Lists: filters, order, search, paging both ways, counts, and what is refused.

use serde_json::{Value, json};
use tests::{At, Client, Service, on_both};

use crate::trial::all;

const LIST: &str = "query ($f: ComplaintFilter, $o: ComplaintOrder, $first: Int, $after: String, $last: Int, $before: String) {
    complaints(filter: $f, orderBy: $o, first: $first, after: $after, last: $last, before: $before) {
        totalCount edges { cursor node { id agendaNumber } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

/// The agenda numbers of a list, shortened to the running number.
fn numbers(list: &Value) -> Vec<i64> {
    let number = |edge: &Value| {
        edge["node"]["agendaNumber"].as_str().and_then(|n| n.get(..4)).and_then(|n| n.parse().ok())
    };
    all(&list["edges"]).iter().map(|edge| number(edge).expect("a number")).collect()
}

async fn list(client: &Client, variables: Value) -> Value {
    client.ask(LIST, variables).await["complaints"].take()
}

/// A small register: number, state, day of receiving.
async fn register(service: &Service) {
    let category = service.category("09").await;
    for (day, input, at) in [
        (
            2,
            json!({ "subject": "Jalan RUSAK 100%", "channel": "SMS", "urgency": "URGENT" }),
            At::AttachDispositionSheet,
        ),
        (2, json!({ "subject": "jalan_baik", "description": "Rusak juga", "channel": "EMAIL" }), At::Advise),
        (
            3,
            json!({ "subject": "Lampu Ñandú", "categoryId": category, "villageCode": "51.02.02.2005" }),
            At::Archived,
        ),
        (3, json!({ "subject": "Air \\ pipa", "channel": "WEBSITE" }), At::Solve),
        (4, json!({ "subject": "Sampah", "villageCode": "51.02.02.2004" }), At::Withdrawn),
        (4, json!({ "subject": "Jembatan", "urgency": "VERY_URGENT" }), At::Referred),
        (5, json!({ "subject": "Jalan lain" }), At::Sign),
    ] {
        service.at(&format!("2026-02-0{day}T08:00:00+08:00"));
        let mut story = service.receive(input).await;
        story.go_to(at).await;
    }
    service.at("2026-02-05T08:30:00+08:00");
}

on_both!(each_filter_selects_what_it_says, |service: Service| async move {
    register(&service).await;
    let staff = service.officer("staf").await;
    let category = service.category("09").await;
    let unused = service.category("01").await;
    let (pem, umum) = (service.section("PEM").await, service.section("UMUM").await);
    let of_kediri = service.section_of(tests::KEDIRI, "PEM").await;
    for (filter, expected) in [
        (json!({}), vec![1, 2, 3, 4, 5, 6, 7]),
        (json!({ "officeCodes": ["51.02.02"] }), vec![1, 2, 3, 4, 5, 6, 7]),
        (json!({ "officeCodes": ["51.02.06"] }), vec![]),
        (json!({ "officeCodes": ["51.02.06", "51.02.02", "x"] }), vec![1, 2, 3, 4, 5, 6, 7]),
        (json!({ "officeCodes": [] }), vec![]),
        (json!({ "status": ["IN_PROGRESS"] }), vec![1, 2, 4, 7]),
        (json!({ "status": ["ARCHIVED", "WITHDRAWN"] }), vec![3, 5]),
        (json!({ "status": [] }), vec![]),
        (json!({ "currentStep": ["ADVISE", "SIGN"] }), vec![2, 7]),
        (json!({ "currentStep": [] }), vec![]),
        (json!({ "channel": ["SMS", "EMAIL"] }), vec![1, 2]),
        (json!({ "channel": [] }), vec![]),
        (json!({ "categoryIds": [category, unused] }), vec![3]),
        (json!({ "categoryIds": [unused] }), vec![]),
        (json!({ "categoryIds": [] }), vec![]),
        (json!({ "sectionIds": [pem] }), vec![3, 4, 7]),
        (json!({ "sectionIds": [umum] }), vec![]),
        (json!({ "sectionIds": [of_kediri] }), vec![]),
        (json!({ "sectionIds": [] }), vec![]),
        (json!({ "villageCodes": ["51.02.02.2005", "51.02.02.2004"] }), vec![3, 5]),
        (json!({ "villageCodes": ["Dalang"] }), vec![]),
        (json!({ "urgency": ["URGENT", "VERY_URGENT"] }), vec![1, 6]),
        (json!({ "overdue": true }), vec![1, 2, 4]),
        (json!({ "overdue": false }), vec![3, 5, 6, 7]),
        (json!({ "receivedFrom": "2026-02-04T00:00:00Z" }), vec![5, 6, 7]),
        (json!({ "receivedTo": "2026-02-04T00:00:00Z" }), vec![1, 2, 3, 4]),
        (json!({ "receivedFrom": "2026-02-03T00:00:00Z", "receivedTo": "2026-02-04T00:00:00Z" }), vec![3, 4]),
        (json!({ "receivedFrom": "2026-02-04T00:00:00Z", "receivedTo": "2026-02-03T00:00:00Z" }), vec![]),
        (json!({ "closedFrom": "2026-02-03T00:00:00Z", "closedTo": "2026-02-04T00:00:00Z" }), vec![3]),
        (json!({ "closedFrom": "0001-01-01T00:00:00Z" }), vec![3, 5, 6]),
        (json!({ "closedTo": "9999-12-31T23:59:59Z" }), vec![3, 5, 6]),
        (json!({ "updatedSince": "2026-02-04T00:00:00Z" }), vec![5, 6, 7]),
        (json!({ "status": ["IN_PROGRESS"], "urgency": ["URGENT"], "channel": ["SMS"] }), vec![1]),
        (json!({ "status": ["ARCHIVED"], "urgency": ["URGENT"] }), vec![]),
    ] {
        let order = json!({ "field": "AGENDA_NUMBER", "direction": "ASC" });
        let found = list(&staff, json!({ "f": filter, "o": order })).await;
        assert_eq!(numbers(&found), expected, "{filter}");
        assert_eq!(found["totalCount"], expected.len(), "{filter}");
    }
});

on_both!(search_is_a_case_folded_substring_and_takes_wildcards_literally, |service: Service| async move {
    register(&service).await;
    let staff = service.officer("staf").await;
    for (search, expected) in [
        ("rusak", vec![1, 2]),
        ("RUSAK JUGA", vec![2]),
        ("100%", vec![1]),
        ("%", vec![1]),
        ("_", vec![2]),
        ("jalan_", vec![2]),
        ("jalan rusak", vec![1]),
        ("ñANDÚ", vec![3]),
        ("\\", vec![4]),
        ("\\ pipa", vec![4]),
        ("0003/pm", vec![3]),
        ("/2026", vec![1, 2, 3, 4, 5, 6, 7]),
        ("jalan baik", vec![]),
        ("' OR 1=1 --", vec![]),
        ("", vec![1, 2, 3, 4, 5, 6, 7]),
    ] {
        let order = json!({ "field": "AGENDA_NUMBER", "direction": "ASC" });
        let found = list(&staff, json!({ "f": { "search": search }, "o": order })).await;
        assert_eq!(
            (numbers(&found), &found["totalCount"]),
            (expected.clone(), &json!(expected.len())),
            "{search:?}"
        );
    }
    for search in ["a\nb".to_owned(), "\u{1b}".to_owned(), "é".repeat(201)] {
        let answer = staff.send(LIST, json!({ "f": { "search": search } })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        assert_eq!(answer["data"]["complaints"], Value::Null);
    }
    assert_eq!(numbers(&list(&staff, json!({ "f": { "search": "é".repeat(200) } })).await), [0; 0]);
});

const ORDERS: [(&str, &str, [i64; 7]); 8] = [
    ("AGENDA_NUMBER", "ASC", [1, 2, 3, 4, 5, 6, 7]),
    ("AGENDA_NUMBER", "DESC", [7, 6, 5, 4, 3, 2, 1]),
    ("RECEIVED_AT", "ASC", [1, 2, 3, 4, 5, 6, 7]),
    ("RECEIVED_AT", "DESC", [7, 6, 5, 4, 3, 2, 1]),
    // 1 and 2 were due on the 2nd, 4 today at 08:00 with its sections, 7 is due in half an hour; those that are closed come last, in
    // the order of their ids, which is that of receiving.
    ("DUE_AT", "ASC", [1, 2, 4, 7, 3, 5, 6]),
    ("DUE_AT", "DESC", [7, 4, 2, 1, 6, 5, 3]),
    ("CLOSED_AT", "ASC", [3, 5, 6, 1, 2, 4, 7]),
    ("CLOSED_AT", "DESC", [6, 5, 3, 7, 4, 2, 1]),
];

on_both!(every_order_puts_what_lacks_the_value_last_and_pages_both_ways, |service: Service| async move {
    register(&service).await;
    let staff = service.officer("staf").await;
    for (field, direction, expected) in ORDERS {
        let order = json!({ "field": field, "direction": direction });
        let whole = list(&staff, json!({ "o": order, "first": 100 })).await;
        assert_eq!(numbers(&whole), expected, "{field} {direction}");
        assert_eq!(
            whole["pageInfo"],
            json!({
                "hasNextPage": false, "hasPreviousPage": false,
                "startCursor": whole["edges"][0]["cursor"], "endCursor": whole["edges"][6]["cursor"],
            })
        );
        for rows in 1..=3 {
            let mut forward = Vec::new();
            let mut after = Value::Null;
            loop {
                let page = list(&staff, json!({ "o": order, "first": rows, "after": after })).await;
                assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
                assert_eq!(page["totalCount"], 7, "the whole list's");
                forward.extend(numbers(&page));
                after = page["pageInfo"]["endCursor"].clone();
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
            }
            assert_eq!(forward, expected, "{field} {direction} by {rows}");
            let mut backward = Vec::new();
            let mut before = Value::Null;
            loop {
                let page = list(&staff, json!({ "o": order, "last": rows, "before": before })).await;
                assert_eq!(page["pageInfo"]["hasNextPage"], !before.is_null());
                backward.splice(0..0, numbers(&page));
                before = page["pageInfo"]["startCursor"].clone();
                if page["pageInfo"]["hasPreviousPage"] == false {
                    break;
                }
            }
            assert_eq!(backward, expected, "{field} {direction} backward by {rows}");
        }
        // Between two places.
        let (from, to) = (&whole["edges"][1]["cursor"], &whole["edges"][5]["cursor"]);
        let middle = list(&staff, json!({ "o": order, "first": 100, "after": from, "before": to })).await;
        assert_eq!(numbers(&middle), expected[2..5], "{field} {direction}");
        let middle = list(&staff, json!({ "o": order, "last": 2, "after": from, "before": to })).await;
        assert_eq!(numbers(&middle), expected[3..5], "{field} {direction}");
        assert_eq!(middle["pageInfo"]["hasPreviousPage"], true);
        let nothing = list(&staff, json!({ "o": order, "first": 0 })).await;
        assert_eq!((numbers(&nothing), &nothing["pageInfo"]["hasNextPage"]), (vec![], &json!(true)));
    }
    // Newest first where no order is given, and twenty of them.
    assert_eq!(numbers(&list(&staff, json!({})).await), [7, 6, 5, 4, 3, 2, 1]);
});

on_both!(a_row_that_moves_while_one_pages_is_not_shown_twice, |service: Service| async move {
    register(&service).await;
    let staff = service.officer("staf").await;
    let order = json!({ "field": "AGENDA_NUMBER", "direction": "DESC" });
    let page = list(&staff, json!({ "o": order, "first": 3 })).await;
    service.receive(json!({})).await;
    let rest = list(&staff, json!({ "o": order, "first": 10, "after": page["pageInfo"]["endCursor"] })).await;
    assert_eq!((numbers(&page), numbers(&rest)), (vec![7, 6, 5], vec![4, 3, 2, 1]));
});

fn base64(text: &str) -> String {
    // RFC 4648 without padding, as cursors are written.
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    text.as_bytes()
        .chunks(3)
        .flat_map(|chunk| {
            let bits =
                chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            (0..=chunk.len()).map(move |place| char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]))
        })
        .collect()
}

on_both!(what_is_not_clear_is_refused, |service: Service| async move {
    register(&service).await;
    let staff = service.officer("staf").await;
    let order = json!({ "field": "DUE_AT", "direction": "ASC" });
    let cursor = list(&staff, json!({ "o": order, "first": 1 })).await["pageInfo"]["endCursor"].clone();
    let worklist_cursor = staff.ask("{ worklist(first: 1) { pageInfo { endCursor } } }", json!({})).await["worklist"]["pageInfo"]["endCursor"].take();
    let id = "00000000-0000-0000-0000-000000000001";
    let forged = |value: &str| base64(&format!(r#"{{"by":"DueAt","value":{value},"id":"{id}"}}"#));
    // An honest forgery is a place like any other.
    let place =
        list(&staff, json!({ "o": order, "first": 1, "after": forged(r#"{"At":"2026-02-02T00:00:00Z"}"#) }))
            .await;
    assert_eq!(numbers(&place), [1]);
    let other_order = json!({ "field": "RECEIVED_AT", "direction": "ASC" });
    for (variables, code) in [
        (json!({ "first": 101 }), "LIMIT_EXCEEDED"),
        (json!({ "last": 101 }), "LIMIT_EXCEEDED"),
        (json!({ "first": i32::MAX }), "QUERY_TOO_COMPLEX"),
        (json!({ "first": -1 }), "BAD_USER_INPUT"),
        (json!({ "last": -1 }), "BAD_USER_INPUT"),
        (json!({ "first": i32::MIN }), "BAD_USER_INPUT"),
        (json!({ "first": 1, "last": 1 }), "BAD_USER_INPUT"),
        (json!({ "after": "" }), "BAD_USER_INPUT"),
        (json!({ "after": "bukan kursor" }), "BAD_USER_INPUT"),
        (json!({ "before": "AAAA" }), "BAD_USER_INPUT"),
        (json!({ "after": worklist_cursor }), "BAD_USER_INPUT"),
        (json!({ "o": other_order, "after": cursor }), "BAD_USER_INPUT"),
        (json!({ "o": { "field": "AGENDA_NUMBER", "direction": "ASC" }, "after": cursor }), "BAD_USER_INPUT"),
        (json!({ "o": other_order, "before": cursor }), "BAD_USER_INPUT"),
        (json!({ "o": order, "after": forged(r#"{"Number":[2026,1]}"#) }), "BAD_USER_INPUT"),
        (json!({ "o": order, "after": forged("7") }), "BAD_USER_INPUT"),
        (json!({ "f": { "categoryIds": ["!"] } }), "BAD_USER_INPUT"),
        (json!({ "f": { "categoryIds": [service.section("PEM").await] } }), "BAD_USER_INPUT"),
        (json!({ "f": { "sectionIds": [""] } }), "BAD_USER_INPUT"),
        (json!({ "f": { "sectionIds": [service.category("09").await] } }), "BAD_USER_INPUT"),
        (json!({ "f": { "receivedFrom": "kemarin" } }), "BAD_USER_INPUT"),
        (json!({ "f": { "receivedFrom": "2026-02-02" } }), "BAD_USER_INPUT"),
        (json!({ "f": { "status": ["LOST"] } }), "BAD_USER_INPUT"),
        (json!({ "f": { "warna": "merah" } }), "BAD_USER_INPUT"),
        (json!({ "f": { "search": null, "villageCodes": ["a\0b"] } }), "BAD_USER_INPUT"),
    ] {
        let answer = staff.send(LIST, variables.clone()).await;
        let found = &answer["errors"][0]["extensions"]["code"];
        assert!(
            found == code || (code == "QUERY_TOO_COMPLEX" && found == "LIMIT_EXCEEDED"),
            "{variables} {answer}"
        );
    }
});

on_both!(a_forged_cursor_from_the_end_of_time_is_no_fault_of_ours, |service: Service| async move {
    register(&service).await;
    let staff = service.officer("staf").await;
    let id = "00000000-0000-0000-0000-000000000001";
    for at in [
        "+262000-01-01T00:00:00Z",
        "-262000-01-01T00:00:00Z",
        "+010000-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
    ] {
        for (field, by) in [("RECEIVED_AT", "ReceivedAt"), ("DUE_AT", "DueAt")] {
            let cursor = base64(&format!(r#"{{"by":"{by}","value":{{"At":"{at}"}},"id":"{id}"}}"#));
            let answer = staff
                .send(LIST, json!({ "o": { "field": field, "direction": "ASC" }, "after": cursor }))
                .await;
            let code = &answer["errors"][0]["extensions"]["code"];
            assert!(answer.get("errors").is_none() || code == "BAD_USER_INPUT", "{at} {answer}");
        }
        let cursor = base64(&format!(r#"{{"due_at":"{at}","complaint":"{id}","number":1}}"#));
        let answer = staff
            .send("query ($c: String) { worklist(after: $c) { nodes { id } } }", json!({ "c": cursor }))
            .await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert!(answer.get("errors").is_none() || code == "BAD_USER_INPUT", "worklist {at} {answer}");
    }
});

on_both!(the_worklist_is_what_waits_earliest_due_first, |service: Service| async move {
    // Due at 09:30, 09:00 and, with its sections, on the 4th.
    service.at("2026-02-02T08:30:00+08:00");
    let later = service.receive(json!({})).await;
    service.at("2026-02-02T08:00:00+08:00");
    let earlier = service.receive(json!({})).await;
    let mut elsewhere = service.receive(json!({})).await;
    elsewhere.go_to(At::Solve).await;
    let mut filing = service.receive(json!({})).await;
    filing.go_to(At::Archive).await;
    let query = "query ($first: Int, $after: String) { worklist(first: $first, after: $after) { totalCount
        edges { cursor node { id complaint { id } step dueAt waitingFor { name } } } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let staff = service.officer("staf").await;
    let whole = staff.ask(query, json!({ "first": 100 })).await["worklist"].take();
    let complaints: Vec<&Value> =
        all(&whole["edges"]).iter().map(|edge| &edge["node"]["complaint"]["id"]).collect();
    assert_eq!(complaints, [&json!(filing.id), &json!(earlier.id), &json!(later.id)]);
    assert_eq!(whole["totalCount"], 3);
    let mut after = Value::Null;
    for (place, expected) in complaints.iter().enumerate() {
        let page = staff.ask(query, json!({ "first": 1, "after": after })).await["worklist"].take();
        assert_eq!(page["edges"][0]["node"]["complaint"]["id"], **expected);
        assert_eq!(page["totalCount"], 3);
        assert_eq!(page["pageInfo"]["hasNextPage"], place < 2);
        assert_eq!(page["pageInfo"]["hasPreviousPage"], place > 0);
        after = page["pageInfo"]["endCursor"].clone();
    }
    for (officer, count) in [
        ("kasubag", 0),
        ("sekretaris", 0),
        ("camat", 0),
        ("kasi.pemerintahan", 1),
        ("kasi.trantib", 1),
        ("kasi.pmd", 0),
        ("admin", 0),
        ("inspektur", 0),
        ("staf.kediri", 0),
    ] {
        let list = service.officer(officer).await.ask(query, json!({})).await;
        assert_eq!(list["worklist"]["totalCount"], count, "{officer}");
        assert_eq!(all(&list["worklist"]["edges"]).len(), count, "{officer}");
    }
    for (variables, code) in [
        (json!({ "first": 101 }), "LIMIT_EXCEEDED"),
        (json!({ "first": -1 }), "BAD_USER_INPUT"),
        (json!({ "after": "!" }), "BAD_USER_INPUT"),
    ] {
        let answer = staff.send(query, variables).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer}");
    }
});

on_both!(step_nine_is_on_the_secretarys_worklist, |service: Service| async move {
    service.complaint_at(At::CarryOut).await;
    for (officer, count) in [("sekretaris", 1), ("kasubag", 0)] {
        let list = service.officer(officer).await.ask("{ worklist { totalCount } }", json!({})).await;
        assert_eq!(list["worklist"]["totalCount"], count, "{officer}");
    }
});

on_both!(offices_and_officers_are_paged, |service: Service| async move {
    let offices = "query ($first: Int, $after: String) { offices(first: $first, after: $after) { totalCount nodes { code name }
        edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let own = service.officer("camat").await.ask(offices, json!({})).await["offices"].take();
    assert_eq!(
        (&own["totalCount"], &own["nodes"]),
        (&json!(1), &json!([{ "code": "51.02.02", "name": "Kantor Camat Selemadeg Timur" }]))
    );
    let inspector = service.officer("inspektur").await;
    let first = inspector.ask(offices, json!({ "first": 1 })).await["offices"].take();
    assert_eq!((&first["totalCount"], &first["nodes"][0]["code"]), (&json!(2), &json!("51.02.02")));
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let next = inspector.ask(offices, json!({ "first": 1, "after": first["pageInfo"]["endCursor"] })).await["offices"].take();
    assert_eq!(
        (&next["nodes"][0]["code"], &next["pageInfo"]["hasNextPage"]),
        (&json!("51.02.06"), &json!(false))
    );
    assert_eq!(next["pageInfo"]["hasPreviousPage"], true);

    let officers = "query ($first: Int, $after: String) { office { officers(first: $first, after: $after) { totalCount nodes { name }
        pageInfo { hasNextPage endCursor } } } }";
    let staff = service.officer("staf").await;
    let mut names = Vec::new();
    let mut after = Value::Null;
    loop {
        let page =
            staff.ask(officers, json!({ "first": 3, "after": after })).await["office"]["officers"].take();
        assert_eq!(page["totalCount"], 8);
        names.extend(all(&page["nodes"]).iter().filter_map(|o| o["name"].as_str().map(str::to_owned)));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(
        names,
        [
            "I Gusti Ngurah Bagus",
            "I Ketut Budiasa",
            "I Made Sudarma",
            "I Nyoman Arta",
            "I Putu Eka",
            "I Wayan Suparta",
            "Ni Luh Ayu",
            "Ni Made Sri"
        ]
    );
    for (query, client) in [(offices, &inspector), (officers, &staff)] {
        for (variables, code) in [
            (json!({ "first": 101 }), "LIMIT_EXCEEDED"),
            (json!({ "first": -1 }), "BAD_USER_INPUT"),
            (json!({ "after": "!" }), "BAD_USER_INPUT"),
            (json!({ "after": base64("-1") }), "BAD_USER_INPUT"),
        ] {
            let answer = client.send(query, variables.clone()).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{variables} {answer}");
        }
        let beyond = client.send(query, json!({ "after": base64("18446744073709551615") })).await;
        assert!(beyond.get("errors").is_none(), "{beyond}");
    }
    let none = inspector.ask("{ office { id } }", json!({})).await;
    assert_eq!(none["office"], Value::Null, "an inspector has no office of their own");
});

on_both!(a_node_of_every_kind_is_found_by_its_id, |service: Service| async move {
    let category = service.category("09").await;
    let mut story = service.receive(json!({ "categoryId": category })).await;
    story.go_to(At::Sign).await;
    let seen = story
        .seen_by("camat", "id office { id } category { id } history { id } solutions { id } openSteps { waitingFor { id } } dispositionSheet { leadSection { id } }")
        .await;
    let ids = [
        (seen["id"].clone(), "Complaint"),
        (seen["office"]["id"].clone(), "Office"),
        (seen["category"]["id"].clone(), "Category"),
        (seen["history"][0]["id"].clone(), "StepRecord"),
        (seen["solutions"][0]["id"].clone(), "Solution"),
        (seen["openSteps"][0]["waitingFor"][0]["id"].clone(), "Officer"),
        (seen["dispositionSheet"]["leadSection"]["id"].clone(), "Section"),
    ];
    let camat = service.officer("camat").await;
    for (id, kind) in &ids {
        let node =
            camat.ask("query ($id: ID!) { node(id: $id) { __typename id } }", json!({ "id": id })).await;
        assert_eq!(node["node"], json!({ "__typename": kind, "id": id }));
        let stranger = service.officer("camat.kediri").await;
        let node =
            stranger.ask("query ($id: ID!) { node(id: $id) { __typename id } }", json!({ "id": id })).await;
        assert_eq!(node["node"], Value::Null, "{kind} of another office");
        let inspector = service.officer("inspektur").await;
        let node = inspector.ask("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(node["node"]["id"], *id, "{kind} of the regency");
    }
    let nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
    let mut asked: Vec<Value> = ids.iter().map(|(id, _)| id.clone()).collect();
    asked.extend([json!("!"), json!(""), ids[0].0.clone()]);
    let found = camat.ask(nodes, json!({ "ids": asked })).await["nodes"].take();
    let kinds: Vec<Option<&str>> = all(&found).iter().map(|node| node["__typename"].as_str()).collect();
    let mut expected: Vec<Option<&str>> = ids.iter().map(|(_, kind)| Some(*kind)).collect();
    expected.extend([None, None, Some("Complaint")]);
    assert_eq!(kinds, expected, "in the order of the ids, null for what is none");
    let many = camat.send(nodes, json!({ "ids": vec!["!"; 101] })).await;
    assert_eq!(many["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED", "{many}");
    assert_eq!(all(&camat.ask(nodes, json!({ "ids": [] })).await["nodes"]).len(), 0);
});

on_both!(a_complaint_is_found_by_its_agenda_number, |service: Service| async move {
    let story = service.receive(json!({})).await;
    let query = "query ($n: String!, $y: Int!, $o: String) { complaintByAgendaNumber(agendaNumber: $n, year: $y, officeCode: $o) { id } }";
    for (officer, number, year, office, found) in [
        ("camat", "0001/PM/2026", 2026, Value::Null, true),
        ("camat", " 0001/PM/2026 ", 2026, Value::Null, true),
        ("camat", "1", 2026, Value::Null, true),
        ("camat", "0001", 2026, json!("51.02.02"), true),
        ("camat", "1", 2025, Value::Null, false),
        ("camat", "2", 2026, Value::Null, false),
        ("camat", "-1", 2026, Value::Null, false),
        ("camat", "", 2026, Value::Null, false),
        ("camat", "99999999999999", 2026, Value::Null, false),
        ("camat", "1", i32::MAX, Value::Null, false),
        ("inspektur", "1", 2026, json!("51.02.02"), true),
        ("inspektur", "1", 2026, json!("51.02.06"), false),
        ("inspektur", "1", 2026, Value::Null, false),
    ] {
        let client = service.officer(officer).await;
        let answer = client.ask(query, json!({ "n": number, "y": year, "o": office })).await;
        let expected = if found { json!(story.id) } else { Value::Null };
        assert_eq!(answer["complaintByAgendaNumber"]["id"], expected, "{officer} {number} {year} {office}");
    }
});
