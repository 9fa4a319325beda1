//! Machines that read: tokens an operator gives them, and the examples for the tools people already have.

use serde_json::{Value, json};
use tests::Engine;
use tests::process::Machine;

use crate::office::{self, PASSWORD};

const OPEN: &str = "{ dashboard { totals { open received } } }";

async fn a_token_reads_and_does_not_write(engine: Engine) {
    let machine = Machine::new(engine).await;
    machine.run(&["migrate"]).succeeded();
    office::create(&machine);
    let server = machine.serve(&[], &[]).await;
    let create = |days: &str| {
        let run = ["token", "create", "--officer", "staf", "--label", "grafana", "--days", days];
        machine.run(&run).succeeded().trim().to_owned()
    };
    let (token, other) = (create("365"), create("1"));
    assert_ne!(token, other);
    assert!(token.len() >= 43, "256 bits: {token}");
    let grafana = server.stranger().with_token(&token);
    assert_eq!(grafana.ask(OPEN, json!({})).await["dashboard"]["totals"]["open"], 0);

    let input = json!({ "channel": "IN_PERSON", "subject": "Jalan rusak", "description": "Berlubang" });
    let receive =
        "mutation ($i: ReceiveComplaintInput!) { receiveComplaint(input: $i) { complaint { id } } }";
    let answer = grafana.send(receive, json!({ "i": input })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
    assert_eq!(grafana.ask(OPEN, json!({})).await["dashboard"]["totals"]["received"], 0);

    let listed = machine.run(&["token", "list"]).succeeded().to_owned();
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(listed.lines().all(|line| line.starts_with("staf\tgrafana\tmade ")), "{listed}");
    assert!(!listed.contains(&token));
    assert_eq!(
        machine.run(&["token", "end", "--officer", "staf", "--label", "grafana"]).succeeded(),
        "Ended.\n"
    );
    for ended in [token, other] {
        let answer = server.stranger().with_token(&ended).send(OPEN, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
    }
    assert_eq!(machine.run(&["token", "list"]).succeeded(), "");

    let end = ["token", "end", "--officer", "staf", "--label", "grafana"];
    machine.run(&end).refused("staf has no token grafana");
    let nobody = ["token", "create", "--officer", "nobody", "--label", "grafana"];
    machine.run(&nobody).refused("there is no officer nobody");
    for (label, days, wrong) in
        [("", "1", "--label"), ("a\nb", "1", "--label"), ("a", "0", "--days"), ("a", "4000", "--days")]
    {
        machine
            .run(&["token", "create", "--officer", "staf", "--label", label, "--days", days])
            .refused(wrong);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_reads_and_does_not_write_sqlite() {
    a_token_reads_and_does_not_write(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_reads_and_does_not_write_postgres() {
    a_token_reads_and_does_not_write(Engine::Postgres).await;
}

/// What Grafana's data source makes of an answer: the rows at the root, and of each row the columns.
fn rows<'a>(answer: &'a Value, root: &str) -> Vec<&'a Value> {
    let found = root.split('.').fold(answer, |value, name| &value[name]);
    match found {
        Value::Array(rows) => rows.iter().collect(),
        Value::Object(_) => vec![found],
        _ => panic!("nothing at {root}: {answer}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_panel_of_the_grafana_dashboard_finds_its_rows_and_columns() {
    let machine = Machine::new(Engine::Sqlite).await;
    let server = machine.serve(&["--demo"], &[("PENGADUAN_DEMO_PASSWORD", PASSWORD)]).await;
    let camat = server.stranger().sign_in("camat", PASSWORD).await;
    let dashboard: Value =
        serde_json::from_str(include_str!("../../../api/examples/grafana/dashboard.json")).unwrap();
    let range = camat.ask("{ dashboard { from to } }", json!({})).await["dashboard"].take();
    let mut columns_seen = 0;
    for panel in dashboard["panels"].as_array().unwrap() {
        for target in panel["targets"].as_array().unwrap() {
            let query = target["url_options"]["body_graphql_query"].as_str().unwrap();
            // Grafana puts its time range in.
            let query = query
                .replace("${__from:date:YYYY-MM-DD}", range["from"].as_str().unwrap())
                .replace("${__to:date:YYYY-MM-DD}", range["to"].as_str().unwrap());
            let answer = camat.send(&query, json!({})).await;
            assert!(answer.get("errors").is_none(), "{}: {answer}", panel["title"]);
            let rows = rows(&answer, target["root_selector"].as_str().unwrap());
            assert!(!rows.is_empty(), "{}", panel["title"]);
            for column in target["columns"].as_array().unwrap() {
                let selector = column["selector"].as_str().unwrap();
                let value = |row: &&Value| selector.split('.').fold(*row, |value, name| &value[name]).clone();
                let fits = rows.iter().map(value).any(|value| match column["type"].as_str().unwrap() {
                    "number" => value.is_number(),
                    "string" | "timestamp" => value.is_string(),
                    other => panic!("column of type {other}"),
                });
                assert!(fits, "{}: column {selector} in {:?}", panel["title"], rows[0]);
                columns_seen += 1;
            }
        }
    }
    assert!(columns_seen > 20);
}
