//! What must not stand in a log: who complained, passwords, tokens. Canaries are looked for in everything the program
//! writes, at the level at which it says most.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tests::Engine;
use tests::process::Machine;

use crate::office;

const NAME: &str = "I Wayan Kenari Rahasia";
const PHONE: &str = "0812-7777-4242";
const EMAIL: &str = "kenari@rahasia.example";
const ADDRESS: &str = "Banjar Kenari 42";
const NIK: &str = "5102424242424242";
const SUBJECT: &str = "Kenari dalam perihal";
const DESCRIPTION: &str = "Kenari dalam uraian";
const WRONG_PASSWORD: &str = "sandi kenari keliru";
const NEW_PASSWORD: &str = "sandi kenari yang baru";

async fn nothing_is_written(engine: Engine) {
    let machine = Machine::new(engine).await;
    office::create(&machine);
    let mut server = machine.serve(&[], &[("RUST_LOG", "trace")]).await;
    let stranger = server.stranger();
    let login = "mutation ($u: String!, $p: String!) { login(username: $u, password: $p) { token } }";
    stranger.ask(login, json!({ "u": "staf", "p": WRONG_PASSWORD })).await;
    let staff = stranger.sign_in("staf", office::PASSWORD).await;
    let token = staff.token.clone().expect("a token");
    let complainant =
        json!({ "name": NAME, "phone": PHONE, "email": EMAIL, "address": ADDRESS, "nationalId": NIK });
    let mut input = json!({
        "channel": "IN_PERSON", "subject": SUBJECT, "description": DESCRIPTION, "complainant": complainant,
        "idempotencyKey": "key", "confidentiality": "SECRET",
    });
    let shown = "trackingCode complainant { name phone email address nationalId }";
    let complaint = staff.done("receiveComplaint", shown, input.clone()).await;
    assert_eq!(complaint["complainant"], complainant);
    staff.done("receiveComplaint", "", input.clone()).await;
    // Refused by the rules of input, by the key, by the judge, by the types, by the parser, by the limits.
    input["description"] = json!(format!("{DESCRIPTION}!"));
    staff.refused("receiveComplaint", "IDEMPOTENCY_MISMATCH", input.clone()).await;
    input["complainant"]["phone"] = json!(format!("{NAME} {PHONE}"));
    staff.refused("receiveComplaint", "INVALID_INPUT", input.clone()).await;
    let head = json!({ "complaintId": complaint["id"], "expectedVersion": 1, "reason": DESCRIPTION });
    staff.refused("reopenComplaint", "WRONG_STEP", head.clone()).await;
    let correct = |part: Value| {
        let mut input = head.clone();
        input["complainant"] = part;
        input
    };
    staff.done("correctComplaint", "", correct(json!({ "name": format!("{NAME} S.E.") }))).await;
    let changes = "changes { before after reason } subject description";
    let shown = "query ($id: ID!) { complaint(id: $id) { X } }".replace('X', changes);
    staff.ask(&shown, json!({ "id": complaint["id"] })).await;
    let change =
        "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { code } } }";
    for (current, new) in [(WRONG_PASSWORD, NEW_PASSWORD), (office::PASSWORD, NEW_PASSWORD)] {
        let input = json!({ "currentPassword": current, "newPassword": new });
        staff.ask(change, json!({ "input": input })).await;
    }
    // What the database refuses: PostgreSQL tells the whole row with it.
    let store = machine.store().await;
    let spoil = match engine {
        Engine::Sqlite => {
            "CREATE TRIGGER spoilt BEFORE UPDATE ON complaint BEGIN SELECT RAISE(ABORT, 'spoilt'); END"
        }
        Engine::Postgres => "ALTER TABLE complaint ADD CONSTRAINT spoilt CHECK (version < 3)",
    };
    store.writer().execute_unprepared(spoil).await.expect("the table can be spoilt");
    let attach = "mutation ($input: AttachDispositionSheetInput!) { attachDispositionSheet(input: $input) { complaint { id } } }";
    let input = json!({ "complaintId": complaint["id"], "expectedVersion": 2 });
    let answer = staff.send(attach, json!({ "input": input })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL", "{answer}");
    let fault = answer["errors"][0]["extensions"]["faultId"].as_str().expect("a fault has an id").to_owned();
    let documents = [
        (format!("{{ complaint(id: \"{NAME}\") {{ id }} }}"), json!({})),
        (format!("{{ complaint(id: \"{NIK}\" {{"), json!({})),
        (format!("{{ nothing(name: \"{NAME}\") }}"), json!({})),
        (
            format!("{{ complaints(filter: {{ search: \"{SUBJECT}\" }}, first: 1000) {{ totalCount }} }}"),
            json!({}),
        ),
        (
            "query ($s: String) { complaints(filter: { search: $s }) { totalCount nodes { subject } } }"
                .to_owned(),
            json!({ "s": SUBJECT }),
        ),
        ("query ($n: Int) { offices(first: $n) { totalCount } }".to_owned(), json!({ "n": NAME })),
        (
            "query ($s: String) { complaints(filter: { search: $s }) { totalCount } }".to_owned(),
            json!({ "s": format!("{NAME}\0") }),
        ),
        (format!("{}{NAME}{}", "[".repeat(100), "]".repeat(100)), json!({})),
        (
            "query ($c: String!) { trackComplaint(trackingCode: $c) { status } }".to_owned(),
            json!({ "c": complaint["trackingCode"] }),
        ),
    ];
    for (document, variables) in documents {
        staff.send(&document, variables).await;
    }
    let (http, address) = staff.raw();
    let url = format!("http://{address}/graphql");
    http.get(format!("{url}?query={{viewer{{name}}}}&name={PHONE}"))
        .bearer_auth(&token)
        .send()
        .await
        .expect("an answer");
    http.post(&url)
        .bearer_auth(&token)
        .body(format!("{{\"query\": \"{NIK}"))
        .send()
        .await
        .expect("an answer");
    http.post(format!("http://{address}/{PHONE}")).send().await.expect("an answer");
    staff.ask("mutation { logout { userErrors { code } } }", json!({})).await;
    staff.send("{ viewer { name } }", json!({})).await;

    server.process.signal("TERM");
    assert!(server.process.wait(tests::process::PATIENCE).success());
    let written = server.process.stdout() + &server.process.stderr();
    assert!(written.contains("stopping"), "nothing was logged, so nothing is shown: {written}");
    assert!(written.contains(&fault), "the fault is in the log, by its id");
    let tracking = complaint["trackingCode"].as_str().expect("a code");
    let canaries = [
        NAME,
        PHONE,
        EMAIL,
        ADDRESS,
        NIK,
        SUBJECT,
        DESCRIPTION,
        WRONG_PASSWORD,
        NEW_PASSWORD,
        office::PASSWORD,
        &token,
        tracking,
    ];
    for canary in canaries {
        if let Some(line) = written.lines().find(|line| line.contains(canary)) {
            panic!("{canary:?} stands in the log: {line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_logged_on_sqlite() {
    nothing_is_written(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_logged_on_postgres() {
    nothing_is_written(Engine::Postgres).await;
}
