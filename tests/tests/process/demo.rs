//! `serve --demo`: what is shown to somebody who looks at the service for the first time.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::process::{Machine, Server};
use tests::{Client, Engine, KEDIRI, SELEMADEG_TIMUR};

use crate::office;

const PASSWORD: &str = "sandi demo 2026";
const DEMO: [(&str, &str); 1] = [("PENGADUAN_DEMO_PASSWORD", PASSWORD)];
const OFFICERS: [&str; 8] =
    ["staf", "kasubag", "sekretaris", "camat", "kasi.pemerintahan", "kasi.trantib", "kasi.pmd", "admin"];

async fn count(client: &Client, filter: Value) -> u64 {
    let query = "query ($f: ComplaintFilter) { complaints(filter: $f, first: 1) { totalCount } }";
    client.ask(query, json!({ "f": filter })).await["complaints"]["totalCount"].as_u64().expect("a count")
}

async fn all(client: &Client) -> Vec<Value> {
    let query = "query ($after: String) { complaints(first: 100, after: $after) { pageInfo { hasNextPage endCursor } \
        nodes { id status cycles: version currentStep overdue office { code } changes { field } \
        history { step cycle visit outcome onTime capacity section { code } } } } }";
    let (mut nodes, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut page = client.ask(query, json!({ "after": after })).await["complaints"].take();
        nodes.extend(page["nodes"].as_array().expect("a list").clone());
        if page["pageInfo"]["hasNextPage"] == false {
            return nodes;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

fn values<'a>(complaints: &'a [Value], of: &str, field: &str) -> BTreeSet<&'a str> {
    let records = complaints.iter().flat_map(|complaint| complaint[of].as_array().expect("a list"));
    records.filter_map(|record| record[field].as_str()).collect()
}

/// What is there, counted.
async fn counts(server: &Server) -> Vec<u64> {
    let inspector = server.stranger().sign_in("inspektur", PASSWORD).await;
    let mut counts = Vec::new();
    for filter in [
        json!({}),
        json!({ "officeCodes": [KEDIRI] }),
        json!({ "status": ["ARCHIVED"] }),
        json!({ "status": ["REFERRED", "DUPLICATE", "WITHDRAWN"] }),
        json!({ "currentStep": ["SOLVE"] }),
    ] {
        counts.push(count(&inspector, filter).await);
    }
    counts
}

async fn the_demonstration(engine: Engine) {
    let machine = Machine::new(engine).await;
    let begun = std::time::Instant::now();
    let server = machine.serve(&["--demo"], &DEMO).await;
    eprintln!("{engine:?}: the demonstration was served after {:?}", begun.elapsed());
    assert!(!server.process.stdout().contains(PASSWORD) && !server.process.stderr().contains(PASSWORD));

    // Everybody signs in with the one password, and is who they are called.
    for suffix in ["", ".kediri"] {
        for name in OFFICERS {
            let client = server.stranger().sign_in(&format!("{name}{suffix}"), PASSWORD).await;
            let viewer =
                client.ask("{ viewer { name position section { code } office { code } } }", json!({})).await;
            let code = if suffix.is_empty() { SELEMADEG_TIMUR } else { KEDIRI };
            assert_eq!(viewer["viewer"]["office"]["code"], code, "{name}{suffix}");
            if name == "kasubag" {
                assert_eq!(viewer["viewer"]["section"]["code"], "UMUM", "{viewer}");
            }
        }
    }

    let staff = server.stranger().sign_in("staf", PASSWORD).await;
    let total = count(&staff, json!({})).await;
    assert!((180..=220).contains(&total), "{total} complaints");
    for step in [
        "ATTACH_DISPOSITION_SHEET",
        "FORWARD_TO_SECRETARY",
        "ADVISE",
        "CONSIDER",
        "DISPOSE",
        "SOLVE",
        "SIGN",
        "CARRY_OUT",
        "ARCHIVE",
    ] {
        assert!(count(&staff, json!({ "currentStep": [step] })).await > 0, "nothing waits at {step}");
    }
    for status in ["IN_PROGRESS", "ARCHIVED", "REFERRED", "DUPLICATE", "WITHDRAWN"] {
        assert!(count(&staff, json!({ "status": [status] })).await > 2, "{status}");
    }
    for overdue in [true, false] {
        assert!(
            count(&staff, json!({ "overdue": overdue, "status": ["IN_PROGRESS"] })).await > 9,
            "{overdue}"
        );
    }
    for urgency in ["ORDINARY", "URGENT", "VERY_URGENT"] {
        assert!(count(&staff, json!({ "urgency": [urgency] })).await > 2, "{urgency}");
    }
    for channel in ["EMAIL", "WEBSITE", "SMS", "TELEPHONE", "IN_PERSON"] {
        assert!(count(&staff, json!({ "channel": [channel] })).await > 2, "{channel}");
    }
    let complaints = all(&staff).await;
    assert_eq!(complaints.len() as u64, total);
    let outcomes = values(&complaints, "history", "outcome");
    for outcome in [
        "COMPLETED",
        "SKIPPED",
        "RETURNED",
        "HANDED_BACK",
        "NO_ANSWER",
        "REFERRED",
        "WITHDRAWN",
        "CLOSED_AS_DUPLICATE",
    ] {
        assert!(outcomes.contains(outcome), "{outcome} is not shown");
    }
    let records = || complaints.iter().flat_map(|c| c["history"].as_array().expect("a list"));
    for on_time in [true, false] {
        let done = records().filter(|r| r["onTime"] == on_time && r["outcome"] == "COMPLETED");
        assert!(done.count() > 20, "{on_time}");
    }
    let several = |complaint: &&Value| {
        let history = complaint["history"].as_array().expect("a list");
        history.iter().filter(|r| r["step"] == "SOLVE" && r["visit"] == 1 && r["section"].is_object()).count()
            > 1
    };
    assert!(complaints.iter().filter(several).count() > 10, "several sections");
    assert!(records().any(|r| r["cycle"] == 2), "nothing was reopened");
    assert!(records().any(|r| r["capacity"] == "PLH"), "nobody acted");
    assert!(complaints.iter().any(|c| c["changes"] != json!([])), "nothing was corrected");

    // There is work for everybody who has any.
    for name in ["staf", "kasubag", "sekretaris", "camat", "kasi.pemerintahan", "kasi.trantib", "kasi.pmd"] {
        let client = server.stranger().sign_in(name, PASSWORD).await;
        let waiting = client.ask("{ worklist(first: 1) { totalCount } }", json!({})).await;
        assert!(waiting["worklist"]["totalCount"].as_u64().is_some_and(|count| count > 0), "{name}");
    }

    // Kediri sees Kediri; the inspector sees both and changes nothing.
    let kediri = server.stranger().sign_in("staf.kediri", PASSWORD).await;
    let inspector = server.stranger().sign_in("inspektur", PASSWORD).await;
    let theirs = all(&kediri).await;
    assert_eq!(
        values(&[json!({ "o": theirs.iter().map(|c| &c["office"]).collect::<Vec<_>>() })], "o", "code"),
        [KEDIRI].into()
    );
    assert_eq!(count(&kediri, json!({ "officeCodes": [SELEMADEG_TIMUR] })).await, 0);
    let seen = count(&inspector, json!({})).await;
    assert_eq!(seen, total + theirs.len() as u64);
    let one = "query ($id: ID!) { complaint(id: $id) { id } node(id: $id) { id } }";
    let nothing = json!({ "complaint": null, "node": null });
    assert_eq!(kediri.ask(one, json!({ "id": complaints[0]["id"] })).await, nothing);
    assert_ne!(inspector.ask(one, json!({ "id": complaints[0]["id"] })).await, nothing);
    let input = json!({ "channel": "SMS", "subject": "Jalan", "description": "Rusak" });
    inspector.refused("receiveComplaint", "NOT_PERMITTED", input).await;

    // Started again it serves what is there; the password stays as it was.
    let before = counts(&server).await;
    drop(server);
    let server = machine.serve(&["--demo"], &[("PENGADUAN_DEMO_PASSWORD", "another password")]).await;
    assert_eq!(counts(&server).await, before);
    drop(server);
    let server = machine.serve(&["--demo"], &[]).await;
    assert!(!server.process.stdout().contains("password"), "{}", server.process.stdout());
    assert_eq!(counts(&server).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_on_sqlite() {
    the_demonstration(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_on_postgres() {
    the_demonstration(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_refuses_a_database_that_holds_anything_else() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let machine = Machine::new(engine).await;
        office::create(&machine);
        machine.run_with(&["serve", "--demo"], &DEMO).refused("the database holds something else");
        let store = machine.store().await;
        assert!(store.find_office(KEDIRI).await.expect("the store answers").is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_made_up_and_printed_where_none_is_given() {
    let machine = Machine::new(Engine::Sqlite).await;
    machine
        .run_with(&["serve", "--demo"], &[("PENGADUAN_DEMO_PASSWORD", "kurang")])
        .refused("at least 12 characters");
    let server = machine.serve(&["--demo"], &[]).await;
    let said = server.process.stdout();
    let password = said.lines().find_map(|line| line.split_once("the password ")).expect("it is printed").1;
    assert_eq!(password.len(), 16);
    server.stranger().sign_in("camat", password).await;
    server.stranger().sign_in("inspektur", password).await;
}
