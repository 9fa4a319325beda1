//! `pengaduan import`: a real register, read here a second time by other means; and registers that are not right.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Asia::{Jakarta, Makassar};
use chrono_tz::Tz;
use serde_json::{Value, json};
use tests::process::{Machine, Server};
use tests::{Client, Engine};

const PASSWORD: &str = "rahasia sekali 2026";

/// A line of the real register, as the csv crate reads it.
#[derive(Clone, Debug)]
struct Entry {
    office: String,
    category: String,
    received: NaiveDate,
    closed: NaiveDate,
}

pub fn jakarta() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/jakarta-crm-2019.csv")
}

fn entries() -> Vec<Entry> {
    let mut reader = csv::Reader::from_path(jakarta()).expect("the register is there");
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a date");
    reader
        .records()
        .map(|record| {
            let record = record.expect("a line");
            Entry {
                office: record[1].to_owned(),
                category: record[2].to_owned(),
                received: date(&record[4]),
                closed: date(&record[5]),
            }
        })
        .collect()
}

fn midnight(zone: Tz, date: NaiveDate) -> String {
    let at: DateTime<Utc> =
        date.and_time(NaiveTime::MIN).and_local_timezone(zone).single().expect("one midnight").to_utc();
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, u64> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// Makes the regency's inspector, as an operator does, and signs in.
pub async fn inspector(machine: &Machine, server: &Server, regency: &str) -> Client {
    let made = machine.run_with(
        &["officer", "create", "--position", "INSPECTOR", "--regency", regency, "--username", "inspektur"],
        &[("PENGADUAN_PASSWORD", PASSWORD)],
    );
    assert_eq!(made.succeeded(), "Made inspektur (INSPECTOR).\n");
    server.stranger().sign_in("inspektur", PASSWORD).await
}

async fn count(client: &Client, filter: Value) -> u64 {
    let query = "query ($f: ComplaintFilter) { complaints(filter: $f, first: 1) { totalCount } }";
    let data = client.ask(query, json!({ "f": filter })).await;
    data["complaints"]["totalCount"].as_u64().expect("a count")
}

/// All nodes of a list, page by page.
async fn all(client: &Client, filter: Value, select: &str) -> Vec<Value> {
    let query = format!(
        "query ($f: ComplaintFilter, $after: String) {{ complaints(filter: $f, after: $after, first: 100, \
         orderBy: {{ field: AGENDA_NUMBER, direction: ASC }}) {{ nodes {{ {select} }} \
         pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut nodes, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut page = client.ask(&query, json!({ "f": filter, "after": after })).await["complaints"].take();
        nodes.extend(page["nodes"].as_array().expect("a list").clone());
        if page["pageInfo"]["hasNextPage"] == false {
            return nodes;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

async fn the_real_register(engine: Engine) {
    let machine = Machine::new(engine).await;
    let path = jakarta();
    let path = path.to_str().expect("a path in UTF-8");
    let import = ["import", path, "--regency", "Jakarta Pusat", "--time-zone", "Asia/Jakarta"];
    let begun = std::time::Instant::now();
    let done = machine.run(&import);
    eprintln!("{engine:?}: the register of 11,331 complaints was imported in {:?}", begun.elapsed());
    assert_eq!(
        done.succeeded(),
        "11331 complaints added, 0 were there already, 0 lines rejected, 44 offices made.\n"
    );
    // The progress bar is for terminals: piped, there is nothing but the report.
    assert_eq!(done.stderr, "");

    let server = machine.serve(&[], &[]).await;
    let client = inspector(&machine, &server, "Jakarta Pusat").await;
    let entries = entries();
    assert_eq!(count(&client, json!({})).await, entries.len() as u64);

    // By office.
    let data = client
        .ask(
            "{ offices(first: 100) { totalCount nodes { code name regency timeZone categories { id name } } } }",
            json!({}),
        )
        .await;
    let offices = data["offices"]["nodes"].as_array().expect("a list").clone();
    let mut by_office = BTreeMap::new();
    let mut codes = BTreeMap::new();
    let mut categories: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for office in &offices {
        assert_eq!(
            (&office["regency"], &office["timeZone"]),
            (&json!("Jakarta Pusat"), &json!("Asia/Jakarta"))
        );
        let name = office["name"].as_str().expect("a name").to_owned();
        by_office.insert(name.clone(), count(&client, json!({ "officeCodes": [office["code"]] })).await);
        codes.insert(name, office["code"].clone());
        for category in office["categories"].as_array().expect("a list") {
            let name = category["name"].as_str().expect("a name").to_owned();
            categories.entry(name).or_default().push(category["id"].clone());
        }
    }
    assert_eq!(by_office, counted(entries.iter().map(|entry| entry.office.clone())));

    // By category.
    let mut by_category = BTreeMap::new();
    for (name, ids) in categories {
        by_category.insert(name, count(&client, json!({ "categoryIds": ids })).await);
    }
    assert_eq!(by_category, counted(entries.iter().map(|entry| entry.category.clone())));

    // By month of receiving, and of closing.
    let first =
        |month: u32| NaiveDate::from_ymd_opt(2019 + month as i32 / 12, month % 12 + 1, 1).expect("a date");
    let (mut received, mut closed) = (BTreeMap::new(), BTreeMap::new());
    for month in 0..12 {
        let (from, to) = (midnight(Jakarta, first(month)), midnight(Jakarta, first(month + 1)));
        received.insert(month + 1, count(&client, json!({ "receivedFrom": from, "receivedTo": to })).await);
        closed.insert(month + 1, count(&client, json!({ "closedFrom": from, "closedTo": to })).await);
    }
    assert_eq!(received, counted(entries.iter().map(|entry| entry.received.month())));
    assert_eq!(closed, counted(entries.iter().map(|entry| entry.closed.month())));

    // Each complaint: agenda numbers in the file's order, dates at local midnight, two records and no more.
    let select = "agendaNumber channel subject description category { name } status currentStep dueAt overdue \
        arrivedAt receivedAt closedAt version openSteps { step } complainant { name } complainantHidden \
        history { step cycle visit outcome officer { name } capacity startedAt dueAt completedAt workingSeconds \
        onTime overdue waitingFor { name } }";
    for (name, code) in &codes {
        let expected: Vec<&Entry> = entries.iter().filter(|entry| entry.office == *name).collect();
        let found = all(&client, json!({ "officeCodes": [code] }), select).await;
        assert_eq!(found.len(), expected.len(), "{name}");
        for ((number, complaint), entry) in (1..).zip(&found).zip(expected) {
            let (received, closed) = (midnight(Jakarta, entry.received), midnight(Jakarta, entry.closed));
            let record = |step: &str, at: &str| {
                json!({
                    "step": step, "cycle": 1, "visit": 1, "outcome": "COMPLETED", "officer": null, "capacity": null,
                    "startedAt": null, "dueAt": null, "completedAt": at, "workingSeconds": null, "onTime": null,
                    "overdue": false, "waitingFor": [],
                })
            };
            let imported = json!({
                "agendaNumber": format!("{number:04}/PM/2019"), "channel": null, "subject": null,
                "description": null, "category": { "name": entry.category }, "status": "ARCHIVED",
                "currentStep": null, "dueAt": null, "overdue": false, "arrivedAt": received,
                "receivedAt": received, "closedAt": closed, "version": 1, "openSteps": [], "complainant": null,
                "complainantHidden": false,
                "history": [record("RECEIVE", &received), record("ARCHIVE", &closed)],
            });
            assert_eq!(*complaint, imported, "{name}, complaint {number}");
        }
    }

    // The same file again, while the service runs.
    assert_eq!(
        machine.run(&import).succeeded(),
        "0 complaints added, 11331 were there already, 0 lines rejected, 0 offices made.\n"
    );
    assert_eq!(count(&client, json!({})).await, entries.len() as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_register_on_sqlite() {
    the_real_register(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_register_on_postgres() {
    the_real_register(Engine::Postgres).await;
}

/// Every kind of bad line, and good ones between them.
const BAD: &[u8] = b"\
nomor,kantor,kategori,status,tanggal_masuk,tanggal_selesai
A1,Kelurahan Satu,Sampah,COMPLETE,2019-03-01,2019-03-04
A2,Kelurahan Satu,Sampah,COMPLETE,2019-02-30,2019-03-04
,Kelurahan Satu,Sampah,COMPLETE,2019-03-01,2019-03-04
A4,Kelurahan Satu,Sampah,COMPLETE,2019-03-05,2019-03-04
A1,Kelurahan Satu,Sampah,COMPLETE,2019-03-06,2019-03-07
A6,Kelurahan Satu,\xff\xfe,COMPLETE,2019-03-08,2019-03-09
A7,Kelurahan Satu,Sampah
A8,Kelurahan Satu,Sam\0pah,COMPLETE,2019-03-10,2019-03-11
A9,,Sampah,COMPLETE,2019-03-10,2019-03-11
A10,Kelurahan Satu,\"Sampah,
di jalan\",COMPLETE,2019-03-12,2019-03-13
A11,Kelurahan Satu,Sampah,COMPLETE,2019-03-12,
A12,Kelurahan Satu,Sampah,PROCESS,2019-03-12,2019-03-13
A13,Kelurahan Satu,Sampah,PROCESS,31/03/2019,
A1,Kelurahan Dua,Sampah,COMPLETE,2019-03-01,2019-03-04
A15,Kelurahan Satu,Sampah,COMPLETE,,2019-03-04
A16,Kelurahan Satu,Sampah,COMPLETE,2019-04-01,2019-04-01,one,field,more
";

async fn bad_lines(engine: Engine) {
    let machine = Machine::new(engine).await;
    machine.write("register.csv", BAD);
    let done = machine.run(&["import", "register.csv", "--regency", "Tabanan"]);
    let report: Vec<&str> = done.succeeded().lines().collect();
    let (last, lines) = report.split_last().expect("a report");
    let expected = [
        (3, "tanggal_masuk: \"2019-02-30\" is not a date"),
        (4, "nomor: must not be empty"),
        (5, "tanggal_selesai: lies before tanggal_masuk"),
        (6, "the number A1 stands in the file twice"),
        (7, "kategori: not UTF-8"),
        (8, "the line is too short"),
        (9, "kategori: Must not contain control characters."),
        (10, "kantor: must not be empty"),
        (11, "kategori: Must be one line."),
        (13, "tanggal_selesai: closed, but without a date"),
        (14, "status: \"PROCESS\" with a date of closing"),
        (17, "tanggal_masuk: must not be empty"),
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, (number, reason)) in lines.iter().zip(expected) {
        assert!(line.starts_with(&format!("line {number}: ")) && line.contains(reason), "{line} / {reason}");
    }
    assert_eq!(*last, "4 complaints added, 0 were there already, 12 lines rejected, 2 offices made.");

    let server = machine.serve(&[], &[]).await;
    let client = inspector(&machine, &server, "Tabanan").await;
    let select = "agendaNumber status currentStep receivedAt dueAt category { name } office { code name } \
        history { step outcome officer { name } startedAt dueAt }";
    let found = all(&client, json!({ "officeCodes": ["KELURAHAN-SATU"] }), select).await;
    let place = |complaint: &Value| {
        (
            complaint["agendaNumber"].clone(),
            complaint["receivedAt"].clone(),
            complaint["category"]["name"].clone(),
        )
    };
    let at =
        |month, day| json!(midnight(Makassar, NaiveDate::from_ymd_opt(2019, month, day).expect("a date")));
    // Numbered without a gap where lines were rejected between.
    assert_eq!(
        found.iter().map(place).collect::<Vec<_>>(),
        [
            (json!("0001/PM/2019"), at(3, 1), json!("Sampah")),
            (json!("0002/PM/2019"), at(3, 31), json!("Sampah")),
            (json!("0003/PM/2019"), at(4, 1), json!("Sampah")),
        ]
    );
    // One that is open there goes on here at step 2, with a due time.
    assert_eq!(
        (&found[1]["status"], &found[1]["currentStep"]),
        (&json!("IN_PROGRESS"), &json!("ATTACH_DISPOSITION_SHEET"))
    );
    assert!(found[1]["dueAt"].is_string());
    assert_eq!(found[1]["history"][1]["outcome"], Value::Null);
    // The same number in another office is another complaint.
    let other = all(&client, json!({ "officeCodes": ["KELURAHAN-DUA"] }), select).await;
    assert_eq!(other.len(), 1);

    // Put right and read again, only what was missing is added.
    let fixed = String::from_utf8_lossy(BAD).replace("2019-02-30", "2019-02-28");
    machine.write("register.csv", fixed);
    let done = machine.run(&["import", "register.csv", "--regency", "Tabanan"]);
    let last = done.succeeded().lines().next_back().map(str::to_owned);
    // The bytes that were no UTF-8 are replacement characters now, so that line is right too.
    assert_eq!(
        last.as_deref(),
        Some("2 complaints added, 4 were there already, 10 lines rejected, 0 offices made.")
    );
    let found = all(&client, json!({ "officeCodes": ["KELURAHAN-SATU"] }), select).await;
    assert_eq!(found.len(), 5);
    assert_eq!(found[3]["agendaNumber"], "0004/PM/2019");
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_lines_are_reported_and_the_rest_is_imported_on_sqlite() {
    bad_lines(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_lines_are_reported_and_the_rest_is_imported_on_postgres() {
    bad_lines(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_of_an_office_that_is_there_is_read_by_flags_and_by_a_file() {
    let machine = Machine::new(Engine::Sqlite).await;
    let create = ["admin", "create", "--office", "51.02.06", "--username", "admin"];
    machine.run_with(&create, &[("PENGADUAN_PASSWORD", PASSWORD)]).succeeded();
    machine.write(
        "register.csv",
        "No Urut;Tujuan;Diterima;Ditutup;Keadaan;Hal;Isi;Lewat;Nama;Telepon\n\
         1;51.02.06;05.01.2026;07.01.2026;Tuntas;Jalan rusak;Berlubang;In person;I Made Contoh;0812-3456-7890\n\
         2;Kantor Camat Kediri;06.01.2026;;Jalan;Lampu padam;Tiga hari;SMS;;\n\
         3;51.02.06;07.01.2026;;Jalan;Banjir;;Surat;;\n\
         4;51.02.06;08.01.2026;;Jalan;Banjir;;Website;;12\n\
         5;51.02.99;08.01.2026;;Jalan;Banjir;;Website;;\n",
    );
    let flags = [
        "number=no urut",
        "office=Tujuan",
        "received_on=Diterima",
        "closed_on=Ditutup",
        "status=Keadaan",
        "description=Isi",
        "channel=Lewat",
        "complainant_name=Nama",
    ];
    machine.write(
        "mapping.toml",
        "closed = ['tuntas']\ndate_formats = ['%d.%m.%Y']\n[columns]\nnumber = 'Nomor'\n",
    );
    let mut import = vec!["import", "register.csv", "--delimiter", ";", "--mapping", "mapping.toml"];
    import.extend(flags.iter().flat_map(|flag| ["--column", *flag]));
    let done = machine.run(&import);
    let report: Vec<&str> = done.succeeded().lines().collect();
    assert_eq!(report.len(), 4, "{report:#?}");
    assert_eq!(report[0], "line 4: Lewat: \"Surat\" is no channel");
    assert!(report[1].starts_with("line 5: telepon: "), "{}", report[1]);
    assert!(!report[1].contains("NotAPhoneNumber"), "{}", report[1]);
    assert_eq!(report[2], "line 6: there is no office 51.02.99; --regency makes it");
    assert_eq!(report[3], "2 complaints added, 0 were there already, 3 lines rejected, 0 offices made.");

    let staff = ["officer", "create", "--position", "staff", "--office", "51.02.06", "--username", "staf"];
    machine.run_with(&staff, &[("PENGADUAN_PASSWORD", PASSWORD)]).succeeded();
    let server = machine.serve(&[], &[]).await;
    let client = server.stranger().sign_in("staf", PASSWORD).await;
    let select =
        "agendaNumber status subject description channel receivedAt closedAt complainant { name phone }";
    let found = all(&client, json!({}), select).await;
    assert_eq!(
        found,
        [
            json!({
                "agendaNumber": "0001/PM/2026", "status": "ARCHIVED", "subject": "Jalan rusak",
                "description": "Berlubang", "channel": "IN_PERSON", "receivedAt": "2026-01-04T16:00:00Z",
                "closedAt": "2026-01-06T16:00:00Z",
                "complainant": { "name": "I Made Contoh", "phone": "0812-3456-7890" },
            }),
            json!({
                "agendaNumber": "0002/PM/2026", "status": "IN_PROGRESS", "subject": "Lampu padam",
                "description": "Tiga hari", "channel": "SMS", "receivedAt": "2026-01-05T16:00:00Z",
                "closedAt": null, "complainant": null,
            }),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_that_cannot_be_read_at_all_are_refused_with_a_sentence() {
    let machine = Machine::new(Engine::Sqlite).await;
    machine.run(&["import", "nothing.csv"]).refused("nothing.csv cannot be read");
    machine.write("register.csv", "a,b\n1,2\n");
    machine.run(&["import", "register.csv"]).refused("the register has no column for number");
    machine.run(&["import", "register.csv", "--column", "number=c"]).refused("no column c, named for number");
    machine.run(&["import", "register.csv", "--column", "nonsense=a"]).refused("nonsense is no column");
    machine.run(&["import", "register.csv", "--column", "number"]).refused("must be COLUMN=NAME");
    machine.run(&["import", "register.csv", "--delimiter", "ab"]).refused("must be one character");
    machine.run(&["import", "register.csv", "--time-zone", "Asia/Denpasar"]).refused("'Asia/Denpasar'");
    machine.write("mapping.toml", "[columns]\nreceved_on = 'tgl'\n");
    machine.run(&["import", "register.csv", "--mapping", "mapping.toml"]).refused("receved_on");
    machine.write("empty.csv", "");
    machine.run(&["import", "empty.csv"]).refused("the register has no column for number");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_of_another_regency_does_not_stop_the_rest() {
    let machine = Machine::new(Engine::Sqlite).await;
    let create = ["admin", "create", "--office", "51.02.06", "--username", "admin"];
    machine.run_with(&create, &[("PENGADUAN_PASSWORD", PASSWORD)]).succeeded();
    machine.write(
        "register.csv",
        "nomor,kantor,tanggal_masuk\n1,51.02.06,2026-01-05\n2,Kelurahan Satu,2026-01-05\n3,51.02.06,2026-01-06\n",
    );
    let done = machine.run(&["import", "register.csv", "--regency", "Badung"]);
    assert_eq!(
        done.succeeded(),
        "line 2: the office 51.02.06 belongs to Tabanan, not to Badung\n\
         line 4: the office 51.02.06 belongs to Tabanan, not to Badung\n\
         1 complaints added, 0 were there already, 2 lines rejected, 1 offices made.\n"
    );
}
