//! The command line: help, the first steps of an operator, and sentences where something is wrong.

use std::net::TcpListener;

use serde_json::json;
use tests::Engine;
use tests::process::Machine;

use crate::office::{self, CODE, PASSWORD};

#[tokio::test]
async fn every_command_explains_itself() {
    let machine = Machine::new(Engine::Sqlite).await;
    let database =
        ["--database-url", "DATABASE_URL", "sqlite:data/pengaduan.sqlite", "--database-connections"];
    let commands: [(&[&str], &[&str]); 12] = [
        (
            &[],
            &[
                "serve",
                "migrate",
                "schema",
                "limits",
                "admin",
                "officer",
                "import",
                "verify",
                "rebuild-tallies",
            ],
        ),
        (&["verify"], &["--office"]),
        (&["rebuild-tallies"], &["--office"]),
        (
            &["serve"],
            &[
                "--listen",
                "PENGADUAN_LISTEN",
                "127.0.0.1:8080",
                "--demo",
                "PENGADUAN_DEMO_PASSWORD",
                "--limits",
                "PENGADUAN_LIMITS",
                "--session-hours",
                "--signin-failures",
                "--signin-failures-address",
                "--passwords-at-once",
                "--trusted-proxies",
            ],
        ),
        (&["migrate"], &[]),
        (&["schema"], &[]),
        (&["limits"], &[]),
        (&["admin"], &["create"]),
        (
            &["admin", "create"],
            &[
                "--office",
                "--name",
                "--regency",
                "--time-zone",
                "--agenda-format",
                "--username",
                "--officer-name",
            ],
        ),
        (&["officer"], &["create"]),
        (
            &["officer", "create"],
            &[
                "--position",
                "INSPECTOR",
                "--office",
                "--regency",
                "--section",
                "--section-name",
                "--username",
                "--name",
            ],
        ),
        (
            &["import"],
            &["--regency", "--time-zone", "--mapping", "--column", "--delimiter", "complainant_phone"],
        ),
    ];
    for (command, named) in commands {
        let done = machine.run(&[command, &["--help"]].concat());
        let help = done.succeeded();
        let needs_database = matches!(
            command,
            ["serve" | "migrate" | "import" | "verify" | "rebuild-tallies"] | [_, "create"]
        );
        for name in named.iter().chain(if needs_database { &database[..] } else { &[] }) {
            assert!(help.contains(name), "{command:?} does not name {name}:\n{help}");
        }
    }
    // Help does nothing.
    assert_eq!(std::fs::read_dir(machine.folder()).expect("the folder").count(), 0);
    // Secrets that stand in the environment are not shown.
    let secret = [("DATABASE_URL", "postgres://u:canary@h/d"), ("PENGADUAN_DEMO_PASSWORD", "canary canary")];
    assert!(!machine.run_with(&["serve", "--help"], &secret).succeeded().contains("canary"));
}

#[tokio::test]
async fn the_schema_is_the_one_in_the_repository() {
    let machine = Machine::new(Engine::Sqlite).await;
    let schema = include_str!("../../../schema.graphql");
    assert_eq!(machine.run(&["schema"]).succeeded(), schema, "pengaduan schema > schema.graphql");
}

#[tokio::test]
async fn the_printed_limits_are_a_limits_file() {
    let machine = Machine::new(Engine::Sqlite).await;
    machine.write("limits.toml", machine.run(&["limits"]).succeeded());
    let server = machine.serve(&["--limits", "limits.toml"], &[]).await;
    drop(server);
}

async fn the_first_complaint(engine: Engine) {
    let machine = Machine::new(engine).await;
    for _ in 0..2 {
        assert_eq!(machine.run(&["migrate"]).succeeded(), "The schema is up to date.\n");
    }
    office::create(&machine);
    let server = machine.serve(&[], &[]).await;
    let staff = server.stranger().sign_in("staf", PASSWORD).await;
    let input = json!({ "channel": "IN_PERSON", "subject": "Jalan rusak", "description": "Berlubang" });
    let complaint = staff.done("receiveComplaint", "agendaNumber currentStep office { code }", input).await;
    assert!(complaint["agendaNumber"].as_str().is_some_and(|number| number.starts_with("0001/PM/")));
    assert_eq!(complaint["office"]["code"], CODE);
    assert_eq!(complaint["currentStep"], "ATTACH_DISPOSITION_SHEET");
    // An officer who is made while the service runs can sign in, and takes part at once.
    let create = ["officer", "create", "--office", CODE, "--position", "STAFF", "--username", "staf.dua"];
    machine.run_with(&create, &[("PENGADUAN_PASSWORD", PASSWORD)]).succeeded();
    let second = server.stranger().sign_in("staf.dua", PASSWORD).await;
    let input = json!({ "complaintId": complaint["id"], "expectedVersion": 1 });
    second.done("attachDispositionSheet", "currentStep", input).await;
    if engine == Engine::Sqlite {
        assert!(machine.folder().join("data/pengaduan.sqlite").is_file());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_the_first_complaint_on_sqlite() {
    the_first_complaint(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_the_first_complaint_on_postgres() {
    the_first_complaint(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_on_the_command_line_is_said_in_a_sentence() {
    let machine = Machine::new(Engine::Sqlite).await;
    let password = [("PENGADUAN_PASSWORD", PASSWORD)];
    let refused = |arguments: &str, saying: &str| {
        machine.run_with(&arguments.split(' ').collect::<Vec<_>>(), &password).refused(saying);
    };
    let create = format!("admin create --office {CODE} --username admin");
    refused(&format!("{create} --time-zone Mars/Olympus"), "'Mars/Olympus' for '--time-zone");
    refused(&format!("{create} --agenda-format PM/{{year}}"), "{number}");
    refused(
        "admin create --office 99.99.99 --username admin",
        "--name is needed for an office outside Tabanan",
    );
    machine
        .run(&create.split(' ').collect::<Vec<_>>())
        .refused("set PENGADUAN_PASSWORD, or run this in a terminal");
    let short = [("PENGADUAN_PASSWORD", "kurang")];
    machine
        .run_with(&create.split(' ').collect::<Vec<_>>(), &short)
        .refused("a password needs at least 12 characters");
    machine.run_with(&create.split(' ').collect::<Vec<_>>(), &password).succeeded();
    refused(&create, "an office with the code 51.02.02 is there already");
    refused("admin create --office 51.02.06 --username admin", "the username admin is taken");

    let officer = "officer create --username baru --position";
    refused(&format!("{officer} KING --office {CODE}"), "must be one of STAFF");
    refused(&format!("{officer} CAMAT --regency Tabanan"), "a CAMAT belongs to an --office");
    refused(&format!("{officer} INSPECTOR --office {CODE}"), "an INSPECTOR belongs to a --regency");
    refused(&format!("{officer} SECTION_HEAD --office {CODE}"), "a SECTION_HEAD needs a --section");
    refused(&format!("{officer} CAMAT --office 51.02.99"), "there is no office 51.02.99");
    refused(&format!("{officer} CAMAT"), "--office <CODE>");
    refused(&format!("{officer} CAMAT --office {CODE} --regency Tabanan"), "cannot be used with");
    let head =
        format!("officer create --username admin --position SECTION_HEAD --office {CODE} --section BARU");
    refused(&head, "the username admin is taken");
    machine.run_with(&head.split(' ').collect::<Vec<_>>(), &short).refused("at least 12 characters");
    // What was refused left nothing behind.
    let office =
        machine.store().await.find_office(CODE).await.expect("the store answers").expect("it is there");
    assert_eq!((office.sections.len(), office.officers.len()), (0, 1));

    refused("serve --listen nowhere", "invalid value 'nowhere' for '--listen <LISTEN>'");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("an address").to_string();
    machine
        .run_with(&["serve"], &[("PENGADUAN_LISTEN", &address)])
        .refused(&format!("PENGADUAN_LISTEN: {address}"));
    machine.write("limits.toml", "tokens = 100\ntokenz = 5\n");
    refused("serve --limits limits.toml", "tokenz");
    machine.write("limits.toml", "tokens = 'many'\n");
    refused("serve --limits limits.toml", "tokens");
    refused("serve --limits nothing.toml", "the limits file nothing.toml cannot be read");
    refused("serve --passwords-at-once 0", "--passwords-at-once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_used_is_told_in_a_sentence() {
    let machine = Machine::new(Engine::Sqlite).await;
    let refused = |url: &str, saying: &str| {
        for command in ["migrate", "serve"] {
            let done = machine.run_with(&[command], &[("DATABASE_URL", url)]);
            done.refused(saying);
            assert!(!done.stderr.contains("canary"), "{}", done.stderr);
        }
    };
    refused("mysql://root:canary@localhost/pengaduan", "DATABASE_URL must begin with sqlite: or postgres://");
    refused("", "DATABASE_URL");
    refused("sqlite:", "DATABASE_URL names no file");
    refused("postgres://pengaduan:canary@127.0.0.1:1/pengaduan", "the database server does not answer");
    refused("postgres://", "the database");
    // A folder that cannot be made, whoever runs this.
    machine.write("file", "");
    refused("sqlite:file/pengaduan.sqlite", "the data folder file cannot be made");
    std::fs::create_dir(machine.folder().join("folder")).expect("a folder");
    refused("sqlite:folder", "the database failed");
    machine.write(
        "broken.sqlite",
        "this is no database, whatever its name says, but a text of some length".repeat(99),
    );
    refused("sqlite:broken.sqlite", "file is not a database");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_postgres_that_is_not_there_is_named() {
    let machine = Machine::new(Engine::Postgres).await;
    let (server, _) =
        machine.database_url().rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a URL");
    let done = machine.run_with(&["migrate"], &[("DATABASE_URL", &format!("{server}/nothing_of_the_kind"))]);
    done.refused("database \"nothing_of_the_kind\" does not exist");
}
