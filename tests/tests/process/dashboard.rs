//! The dashboard of a real register, against what a script of its own reads in the same file; and tallies that are verified
//! and mended beside the running service.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use tests::process::{Machine, Server};
use tests::{Client, Engine};
use tokio::runtime::Handle;

use crate::import::{inspector, jakarta};
use crate::office::{self, CODE, PASSWORD};

/// What the script says.
fn cases() -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("jakarta.py");
    let done = Command::new("python3").arg(script).arg(jakarta()).output().expect("python3 can be run");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("the script prints JSON")
}

fn rows(list: &Value) -> &[Value] {
    list.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

/// Counts by name; what is zero is left out, what several offices have is added up.
fn counts<'a>(rows: &'a [Value], name: impl Fn(&'a Value) -> &'a str) -> Value {
    let mut all: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows {
        *all.entry(name(row)).or_default() += row["count"].as_i64().expect("a count");
    }
    all.retain(|_, count| *count != 0);
    json!(all)
}

const SELECT: &str = "from to totals { received closed open } byStatus { status count } byCategory { category { name } count }
    byOffice { office { name } received closed open }
    DAY: timeSeries(interval: DAY) { ...B } WEEK: timeSeries(interval: WEEK) { ...B } MONTH: timeSeries(interval: MONTH) { ...B }
    QUARTER: timeSeries(interval: QUARTER) { ...B } YEAR: timeSeries(interval: YEAR) { ...B }";

/// Asks for what the script counts, in the shape in which it says it.
async fn dashboard(client: &Client, filter: Value) -> Value {
    let query = format!(
        "query ($f: DashboardFilter) {{ dashboard(filter: $f) {{ {SELECT} }} }}
         fragment B on TimeBucket {{ start received closed openAtEnd }}"
    );
    let seen = client.ask(&query, json!({ "f": filter })).await["dashboard"].take();
    assert_eq!((&seen["from"], &seen["to"]), (&filter["from"], &filter["to"]));
    let by_office: Map<String, Value> = rows(&seen["byOffice"])
        .iter()
        .map(|row| {
            let figures =
                json!({ "received": row["received"], "closed": row["closed"], "open": row["open"] });
            (text(&row["office"]["name"]).to_owned(), figures)
        })
        .collect();
    json!({
        "totals": seen["totals"],
        "byStatus": counts(rows(&seen["byStatus"]), |row| text(&row["status"])),
        "byCategory": counts(rows(&seen["byCategory"]), |row| text(&row["category"]["name"])),
        "byOffice": by_office,
        "timeSeries": {
            "DAY": seen["DAY"], "WEEK": seen["WEEK"], "MONTH": seen["MONTH"], "QUARTER": seen["QUARTER"], "YEAR": seen["YEAR"],
        },
    })
}

/// What an imported register does not say counts nowhere.
async fn never_in_time_or_late(client: &Client) {
    let rate = "{ value numerator denominator }";
    let bins = "bins { doneOnTime doneLate openOnTime openLate }";
    let query = format!(
        "{{ dashboard(filter: {{ from: \"2019-01-01\", to: \"2019-12-31\" }}) {{
            byChannel {{ channel count closed }} byStep {{ step open overdue }} backlog {{ open }}
            totals {{ {bins} overdue reopened onTime {rate} resolution {{ count max }} }}
            stepPerformance {{ {bins} duration {{ count }} shareOfTime {rate} }} stepsBegun {{ begun }}
            wholeCycles {{ doneOnTime doneLate openLate }} answers {{ duration {{ count }} withinStandard {rate} }}
            disposedSameDay {rate} firstPass {rate} returns {{ from }}
            completion {{ answered {rate} duplicates withdrawn referred open }}
            register {{ numberGaps entryLag {{ count }} enteredLate {rate} }} conformity {{ cycles index }} }} }}"
    );
    let mut seen = client.ask(&query, json!({})).await["dashboard"].take();
    let by_channel = seen["byChannel"].take();
    let (unknown, known) = rows(&by_channel).split_last().expect("channels");
    assert_eq!(*unknown, json!({ "channel": null, "count": 11_331, "closed": 11_331 }));
    assert!(known.iter().all(|row| row["count"] == 0 && row["closed"] == 0), "{by_channel}");
    // Of these 11,331 none was answered here.
    let answered = seen["completion"]["answered"].take();
    assert_eq!(answered, json!({ "value": 0.0, "numerator": 0, "denominator": 11_331 }));
    assert_eq!(numbers(&seen).into_iter().find(|number| *number != 0.0), None, "{seen:#}");
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Number(number) => number.as_f64().into_iter().collect(),
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        Value::Object(fields) => fields.values().flat_map(numbers).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => Vec::new(),
    }
}

async fn the_real_register(engine: Engine) {
    let machine = Machine::new(engine).await;
    let path = jakarta();
    let path = path.to_str().expect("a path in UTF-8");
    machine.run(&["import", path, "--regency", "Jakarta Pusat", "--time-zone", "Asia/Jakarta"]).succeeded();
    let server = machine.serve(&[], &[]).await;
    let client = inspector(&machine, &server, "Jakarta Pusat").await;
    let offices = "{ offices(first: 100) { nodes { code name categories { id name } } } }";
    let offices = client.ask(offices, json!({})).await["offices"]["nodes"].take();

    let cases = cases();
    assert_eq!(cases.len(), 6 * 3 + 44);
    for case in &cases {
        let mut filter = json!({ "from": case["from"], "to": case["to"] });
        if case["office"].is_string() {
            let found = rows(&offices).iter().find(|office| office["name"] == case["office"]);
            filter["officeCodes"] = json!([found.expect("the office is there")["code"]]);
        }
        if case["category"].is_string() {
            let categories = rows(&offices).iter().flat_map(|office| rows(&office["categories"]));
            let ids = categories.filter(|category| category["name"] == case["category"]);
            filter["categoryIds"] = ids.map(|category| category["id"].clone()).collect();
        }
        let seen = dashboard(&client, filter).await;
        for (figure, expected) in case["expected"].as_object().expect("figures") {
            let of = [&case["office"], &case["category"], &case["from"], &case["to"]];
            assert_eq!(seen[figure], *expected, "{figure} of {of:?}");
        }
    }
    never_in_time_or_late(&client).await;
    // As wide a filter as there is: every category of every office, by channel.
    let categories = rows(&offices).iter().flat_map(|office| rows(&office["categories"]));
    let ids: Vec<&Value> = categories.map(|category| &category["id"]).collect();
    let wide = json!({
        "from": "2018-03-05", "to": "2019-11-20", "categoryIds": ids,
        "channel": ["EMAIL", "WEBSITE", "SMS", "TELEPHONE", "IN_PERSON"],
    });
    let seen = dashboard(&client, wide).await;
    assert_eq!(seen["totals"], json!({ "received": 0, "closed": 0, "open": 0 }), "of no known channel");
    assert_eq!(machine.run(&["verify"]).succeeded().lines().count(), 44);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_register_on_sqlite() {
    the_real_register(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_register_on_postgres() {
    the_real_register(Engine::Postgres).await;
}

/// A register of the office besides what is done in the service.
const REGISTER: &str = "nomor,kantor,kategori,tanggal_masuk,tanggal_selesai,kanal\n\
    1,51.02.02,Jalan,2026-01-05,2026-01-07,SMS\n\
    2,51.02.02,Sampah,2026-01-06,,EMAIL\n";

const RIGHT: &str = "51.02.02 Kantor Camat Selemadeg Timur: every tally is what the history says\n";

async fn receive(server: &Server, staff: &Client) {
    let usual = json!({ "channel": "SMS", "subject": "Jalan rusak", "description": "Berlubang" });
    let received = server.known(staff).done("receiveComplaint", "", usual).await;
    let input = json!({ "complaintId": received["id"], "expectedVersion": 1 });
    server.known(staff).done("attachDispositionSheet", "", input).await;
}

async fn received(server: &Server, staff: &Client) -> Value {
    let query = "{ dashboard { totals { received } } }";
    server.known(staff).send(query, json!({})).await["data"]["dashboard"]["totals"]["received"].take()
}

async fn tampering_is_found_and_mended(engine: Engine) {
    let machine = Machine::new(engine).await;
    office::create(&machine);
    machine.write("register.csv", REGISTER);
    machine.run(&["import", "register.csv"]).succeeded();
    let server = machine.serve(&[], &[]).await;
    let staff = server.stranger().sign_in("staf", PASSWORD).await;
    receive(&server, &staff).await;
    for command in [&["verify"][..], &["verify", "--office", CODE], &["rebuild-tallies"]] {
        assert_eq!(machine.run(command).succeeded(), RIGHT);
    }
    for command in ["verify", "rebuild-tallies"] {
        machine.run(&[command, "--office", "51.02.99"]).refused("there is no office 51.02.99");
    }
    assert_eq!(received(&server, &staff).await, 3);

    let store = machine.store().await;
    let junk = match engine {
        Engine::Sqlite => "X'FF'",
        Engine::Postgres => "'\\xff'",
    };
    // What is done to the database, and what is said of it.
    for (tampering, said) in [
        ("DELETE FROM tally WHERE slice = 'ALL' AND bucket = 0".to_owned(), "  ALL 0 Received 0: 0 instead of 3"),
        (
            "UPDATE tally SET counts = (SELECT counts FROM tally WHERE slice = 'ALL' AND bucket = 20260105) WHERE slice = 'ALL' AND bucket = 20260106".to_owned(),
            "  ALL 20260106 ",
        ),
        (format!("UPDATE tally SET counts = {junk} WHERE slice = 'CHANNEL SMS' AND bucket = 202601"), "  CHANNEL SMS 202601"),
        (format!("UPDATE tally SET bucket = 20300101, counts = {junk} WHERE slice = 'ALL' AND bucket = 20260105"), "  ALL 20300101: cannot be read"),
        ("DELETE FROM tally".to_owned(), " tallies wrong\n"),
    ] {
        store.writer().execute_unprepared(&tampering).await.expect("the database can be changed");
        let found = machine.run(&["verify"]);
        assert!(!found.status.success() && found.status.code().is_some(), "{tampering}: {found:?}");
        assert!(found.stdout.starts_with("51.02.02 Kantor Camat Selemadeg Timur: "), "{found:?}");
        assert!(found.stdout.contains(said), "{tampering}: {found:?}");
        assert!(found.stderr.contains("tallies are wrong; pengaduan rebuild-tallies mends them"), "{found:?}");
        assert!(!found.stderr.contains("panicked"), "{found:?}");
        // It is mended while complaints come in.
        let mended = std::thread::scope(|scope| {
            let mending = scope.spawn(|| machine.run(&["rebuild-tallies", "--office", CODE]));
            tokio::task::block_in_place(|| Handle::current().block_on(receive(&server, &staff)));
            mending.join().expect("the command ends")
        });
        assert!(mended.succeeded().contains(" tallies mended\n"), "{mended:?}");
        assert_eq!(machine.run(&["verify"]).succeeded(), RIGHT, "{tampering}");
    }
    assert_eq!(received(&server, &staff).await, 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn tampering_is_found_and_mended_on_sqlite() {
    tampering_is_found_and_mended(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tampering_is_found_and_mended_on_postgres() {
    tampering_is_found_and_mended(Engine::Postgres).await;
}
