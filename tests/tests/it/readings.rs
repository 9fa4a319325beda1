//! Readings: who read what of secret complaints and of national ids is on record before it is shown.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tests::{At, Client, Engine, Service, Story, on_both};

use crate::trial::all;

const LIST: &str = "query ($f: ReadingFilter, $first: Int, $after: String) { readings(filter: $f, first: $first, after: $after) {
    totalCount edges { cursor node { at officer { name } office { code } complaint { id } what } }
    pageInfo { hasNextPage endCursor } } }";

/// What is on record, newest first: who read what.
async fn on_record(service: &Service, filter: Value) -> Vec<(String, String)> {
    let list = service.officer("inspektur").await.ask(LIST, json!({ "f": filter, "first": 100 })).await;
    let rows = all(&list["readings"]["edges"]);
    assert_eq!(list["readings"]["totalCount"], rows.len());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.iter().map(|row| (text(&row["node"]["officer"]["name"]), text(&row["node"]["what"]))).collect()
}

fn read(name: &str, what: &[&str]) -> Vec<(String, String)> {
    what.iter().map(|what| (name.to_owned(), (*what).to_owned())).collect()
}

async fn complaint<'a>(service: &'a Service, confidentiality: &str) -> Story<'a> {
    let complainant = json!({ "name": "I Wayan", "phone": "081234567", "nationalId": "5102020304850001", "address": "Banjar" });
    service.receive(json!({ "confidentiality": confidentiality, "complainant": complainant })).await
}

on_both!(each_part_that_is_shown_is_on_record_once, |service: Service| async move {
    let mut story = complaint(&service, "SECRET").await;
    story.by("staf", "correctComplaint", json!({
        "reason": "Salah", "subject": "Lain", "complainant": { "name": "I Made", "nationalId": "5102020304850002" },
    })).await;
    story.go_to(At::Archived).await;
    assert_eq!(on_record(&service, json!({})).await, [], "what shows nothing is not on record");
    let (content, complainant, national_id) = ("CONTENT", "COMPLAINANT", "NATIONAL_ID");
    for (minute, (officer, name, select, what)) in [
        (
            "camat",
            "I Gusti Ngurah Bagus",
            "id status agendaNumber urgency history { step officer { name } }",
            vec![],
        ),
        ("camat", "I Gusti Ngurah Bagus", "subject", vec![content]),
        (
            "camat",
            "I Gusti Ngurah Bagus",
            "subject description answer history { note statement } solutions { text }",
            vec![content],
        ),
        ("camat", "I Gusti Ngurah Bagus", "complainant { phone nationalId }", vec![]),
        ("camat", "I Gusti Ngurah Bagus", "complainant { name phone } complainantHidden", vec![complainant]),
        ("staf", "Ni Luh Ayu", "complainant { name }", vec![complainant]),
        ("staf", "Ni Luh Ayu", "complainant { nationalId }", vec![national_id]),
        ("staf", "Ni Luh Ayu", "complainantHidden version", vec![]),
        (
            "kasubag",
            "I Made Sudarma",
            "subject complainant { name phone nationalId }",
            vec![national_id, complainant, content],
        ),
        ("kasubag", "I Made Sudarma", "changes { field before }", vec![national_id, complainant, content]),
        ("sekretaris", "I Nyoman Arta", "changes { field before }", vec![complainant, content]),
        ("sekretaris", "I Nyoman Arta", "trackingCode", vec![content]),
        ("sekretaris", "I Nyoman Arta", "channel", vec![content]),
        ("sekretaris", "I Nyoman Arta", "dispositionSheet { advice }", vec![content]),
        ("kasi.trantib", "I Ketut Budiasa", "category { code } reportedOfficers { name }", vec![]),
        ("kasi.trantib", "I Ketut Budiasa", "archiveCode", vec![content]),
        (
            "inspektur",
            "I Dewa Made Rai",
            "subject complainant { name } changes { before reason } solutions { text }",
            vec![],
        ),
        ("kasi.pmd", "Ni Made Sri", "subject", vec![]),
        ("camat.kediri", "", "subject", vec![]),
    ]
    .into_iter()
    .enumerate()
    {
        let at = format!("2026-02-03T08:{minute:02}:00+08:00");
        service.at(&at);
        story.seen_by(officer, select).await;
        let mut found = on_record(&service, json!({ "from": at })).await;
        let mut expected = read(name, &what);
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{officer} {select}");
    }
});

on_both!(of_other_complaints_only_the_national_id_is_on_record, |service: Service| async move {
    for confidentiality in ["OPEN", "ANONYMOUS"] {
        let story = complaint(&service, confidentiality).await;
        let select = "subject description complainant { name phone address } changes { before }";
        for officer in ["staf", "camat", "kasi.pmd", "inspektur"] {
            story.seen_by(officer, select).await;
        }
        let of_it = json!({ "complaintId": story.id });
        assert_eq!(on_record(&service, of_it.clone()).await, []);
        story.seen_by("staf", "complainant { nationalId }").await;
        assert_eq!(on_record(&service, of_it).await, read("Ni Luh Ayu", &["NATIONAL_ID"]));
    }
});

on_both!(a_request_puts_each_part_on_record_once_and_by_one_statement, |service: Service| async move {
    let mut stories = Vec::new();
    for _ in 0..3 {
        stories.push(complaint(&service, "SECRET").await);
    }
    let open = complaint(&service, "OPEN").await;
    let staff = service.officer("staf").await;
    let count = async |query: &str| {
        let before = service.store.statements();
        staff.ask(query, json!({})).await;
        service.store.statements() - before
    };
    let shown = count(
        "{ complaints { nodes { id subject complainant { name } } } a: complaints { nodes { subject } } }",
    )
    .await;
    let listed =
        count("{ complaints { nodes { id dueAt urgency } } a: complaints { nodes { cycle } } }").await;
    assert_eq!(shown, listed + 1, "and where nothing of it is shown, none");
    let found = on_record(&service, json!({})).await;
    assert_eq!(found.len(), 3 * 2, "content and complainant of each, once: {found:?}");
    assert_eq!(on_record(&service, json!({ "complaintId": open.id })).await, []);
});

on_both!(what_a_mutation_answers_is_on_record_too, |service: Service| async move {
    let complainant = json!({ "name": "I Wayan", "nationalId": "5102020304850001" });
    let input = json!({
        "channel": "SMS", "subject": "Rahasia", "description": "Isi", "confidentiality": "SECRET", "complainant": complainant,
    });
    let staff = service.officer("staf").await;
    staff.done("receiveComplaint", "agendaNumber", input.clone()).await;
    assert_eq!(on_record(&service, json!({})).await, []);
    staff.done("receiveComplaint", "trackingCode", input.clone()).await;
    assert_eq!(on_record(&service, json!({})).await, read("Ni Luh Ayu", &["CONTENT"]));
    // The loser of a race is shown the complaint as it stands.
    let story = complaint(&service, "SECRET").await;
    let stale = json!({ "complaintId": story.id, "expectedVersion": 7 });
    staff.step("attachDispositionSheet", "subject", stale).await;
    assert_eq!(on_record(&service, json!({ "complaintId": story.id })).await.len(), 1);
});

on_both!(a_machine_reads_on_record_of_its_officer, |service: Service| async move {
    let story = complaint(&service, "SECRET").await;
    let camat =
        service.store.find_credentials("camat").await.expect("the store answers").expect("the camat").0;
    let token = api::signin::token::new().expect("there are random bytes");
    let (now, later) = (tests::instant("2026-02-02T00:00:00Z"), tests::instant("2026-12-31T00:00:00Z"));
    let hash = api::signin::token::hash(&token);
    service
        .store
        .create_machine_token(hash, camat.id, "grafana", now, later)
        .await
        .expect("a token can be made");
    let machine = service.stranger().with_token(&token);
    let query = "query ($id: ID!) { complaint(id: $id) { subject } }";
    machine.ask(query, json!({ "id": story.id })).await;
    assert_eq!(on_record(&service, json!({})).await, read("I Gusti Ngurah Bagus", &["CONTENT"]));
});

on_both!(what_a_client_kept_is_no_new_reading, |service: Service| async move {
    let story = complaint(&service, "SECRET").await;
    let camat = service.officer("camat").await;
    let query = format!("{{ complaint(id: \"{}\") {{ subject }} }}", story.id);
    let shown = camat.get(&[("query", &query)], None).await;
    let tag = shown.headers().get("etag").and_then(|tag| tag.to_str().ok()).expect("a tag").to_owned();
    assert_eq!(on_record(&service, json!({})).await.len(), 1);
    assert_eq!(camat.get(&[("query", &query)], Some(&tag)).await.status(), 304);
    assert_eq!(on_record(&service, json!({})).await.len(), 1, "nothing was shown");
    assert_eq!(camat.get(&[("query", &query)], None).await.status(), 200);
    assert_eq!(on_record(&service, json!({})).await.len(), 2);
});

on_both!(what_cannot_be_put_on_record_is_not_shown, |service: Service| async move {
    let story = complaint(&service, "SECRET").await;
    let open = complaint(&service, "OPEN").await;
    let camat = service.officer("camat").await;
    let refuse = match service.store.writer().get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            "CREATE TRIGGER full BEFORE INSERT ON reading BEGIN SELECT RAISE(ABORT, 'full'); END"
        }
        _ => "ALTER TABLE reading ADD CONSTRAINT none CHECK (false)",
    };
    service.store.writer().execute_unprepared(refuse).await.expect("the table can be spoilt");
    let query = "query ($id: ID!) { complaint(id: $id) { subject status } }";
    let answer = camat.send(query, json!({ "id": story.id })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{answer}");
    assert!(!answer.to_string().contains("Jalan rusak"), "{answer}");
    assert_eq!(camat.ask(query, json!({ "id": open.id })).await["complaint"]["status"], "IN_PROGRESS");
});

on_both!(who_may_ask_who_read_what, |service: Service| async move {
    let camat_id = service.officer_id("camat").await;
    let story = complaint(&service, "SECRET").await;
    let theirs = service.receive_by("staf.kediri", json!({ "confidentiality": "SECRET" })).await;
    let about_camat =
        service.receive(json!({ "confidentiality": "SECRET", "reportedOfficerIds": [camat_id] })).await;
    story.seen_by("sekretaris", "subject").await;
    theirs.seen_by("camat.kediri", "subject").await;
    about_camat.seen_by("sekretaris", "subject").await;
    let complaints = async |client: &Client, filter: Value| {
        let list = client.ask(LIST, json!({ "f": filter })).await["readings"].take();
        let ids: Vec<Value> =
            all(&list["edges"]).iter().map(|row| row["node"]["complaint"]["id"].clone()).collect();
        assert_eq!(list["totalCount"], ids.len());
        ids
    };
    let (camat, inspector) = (service.officer("camat").await, service.officer("inspektur").await);
    assert_eq!(
        complaints(&camat, json!({})).await,
        [json!(story.id)],
        "not of what is about oneself, nor elsewhere"
    );
    assert_eq!(complaints(&inspector, json!({})).await.len(), 3);
    for hidden in [&about_camat.id, &theirs.id, &crate::trial::no_such(&story.id)] {
        assert_eq!(complaints(&camat, json!({ "complaintId": hidden })).await, [json!(null); 0]);
    }
    for officer in ["staf", "kasubag", "sekretaris", "kasi.pemerintahan", "kasi.pmd", "admin"] {
        let answer = service.officer(officer).await.send(LIST, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{officer} {answer}");
        assert_eq!(answer["data"]["readings"], Value::Null);
    }
    // Whoever acts for the camat may, and only so long.
    service.at("2026-03-10T08:00:00+08:00");
    assert_eq!(complaints(&service.officer("sekretaris").await, json!({})).await.len(), 2);
});

on_both!(readings_are_found_by_complaint_officer_and_time_newest_first, |service: Service| async move {
    let (one, other) = (complaint(&service, "SECRET").await, complaint(&service, "SECRET").await);
    for (hour, officer, story) in
        [(9, "camat", &one), (10, "sekretaris", &one), (11, "camat", &other), (12, "kasubag", &other)]
    {
        service.at(&format!("2026-02-03T{hour:02}:00:00+08:00"));
        story.seen_by(officer, "subject").await;
    }
    let camat = service.officer_id("camat").await;
    let staff = service.officer_id("staf").await;
    let inspector = service.officer("inspektur").await;
    let hours = |list: &Value| -> Vec<String> {
        let at = |row: &Value| row["node"]["at"].as_str().map(|at| at[11..13].to_owned());
        all(&list["edges"]).iter().filter_map(at).collect()
    };
    for (filter, expected) in [
        (json!({}), vec!["04", "03", "02", "01"]),
        (json!({ "complaintId": one.id }), vec!["02", "01"]),
        (json!({ "officerId": camat }), vec!["03", "01"]),
        (json!({ "officerId": staff }), vec![]),
        (json!({ "complaintId": other.id, "officerId": camat }), vec!["03"]),
        (json!({ "from": "2026-02-03T10:00:00+08:00" }), vec!["04", "03", "02"]),
        (json!({ "to": "2026-02-03T10:00:00+08:00" }), vec!["01"]),
        (json!({ "from": "2026-02-03T12:00:00+08:00", "to": "2026-02-03T10:00:00+08:00" }), vec![]),
    ] {
        let list = inspector.ask(LIST, json!({ "f": filter })).await["readings"].take();
        assert_eq!(
            (hours(&list), &list["totalCount"]),
            (expected.iter().map(|s| (*s).to_owned()).collect(), &json!(expected.len())),
            "{filter}"
        );
    }
    // Page by page.
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let list = inspector.ask(LIST, json!({ "first": 3, "after": after })).await["readings"].take();
        seen.extend(hours(&list));
        after = list["pageInfo"]["endCursor"].clone();
        if list["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, ["04", "03", "02", "01"]);
    for (variables, argument) in [
        (json!({ "f": { "complaintId": "!" } }), "filter.complaintId"),
        (json!({ "f": { "complaintId": camat } }), "filter.complaintId"),
        (json!({ "f": { "officerId": one.id } }), "filter.officerId"),
        (json!({ "after": "x" }), "after"),
        (json!({ "first": -1 }), "first"),
    ] {
        let answer = inspector.send(LIST, variables).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        assert_eq!(answer["errors"][0]["extensions"]["argument"], argument);
    }
    let answer = inspector.send(LIST, json!({ "first": 101 })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
});

/// Several copies put readings on one record.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copies_of_the_service_keep_one_record() {
    let service = Service::open(Engine::Postgres).await;
    let copy = service.copy().await;
    let story = complaint(&service, "SECRET").await;
    let camat = service.officer("camat").await;
    for client in [copy.known(&camat), camat] {
        client.ask("query ($id: ID!) { complaint(id: $id) { subject } }", json!({ "id": story.id })).await;
    }
    assert_eq!(on_record(&copy, json!({})).await.len(), 2);
}

on_both!(a_secret_submission_is_read_on_record_too, |service: Service| async move {
    let complainant = json!({ "name": "I Wayan", "nationalId": "5102020304850001" });
    let secret = service.submit(json!({ "confidentiality": "SECRET", "complainant": complainant })).await;
    let open = service.submit(json!({})).await;
    let staff = service.officer("staf").await;
    let query =
        "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Submission { id subject complainant { name } } } }";
    staff.ask(query, json!({ "ids": [secret.id, open.id] })).await;
    let mut seen = on_record(&service, json!({})).await;
    seen.sort();
    assert_eq!(seen, read("Ni Luh Ayu", &["COMPLAINANT", "CONTENT"]));
    // Whoever reviews it is told of which, and no more than they see themselves.
    let list = "{ readings(first: 1) { nodes { complaint { id } submission { id subject } } } }";
    let reviewed = service.officer("inspektur").await.ask(list, json!({})).await;
    let expected = json!([{ "complaint": null, "submission": { "id": secret.id, "subject": "" } }]);
    assert_eq!(reviewed["readings"]["nodes"], expected);
});
