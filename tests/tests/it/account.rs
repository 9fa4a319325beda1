//! One's own account: the password, and the sessions that are open in one's name.

use serde_json::{Value, json};
use tests::{Client, Engine, PASSWORD, Service, on_both};

use crate::trial::{all, long};

const CHANGE: &str = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { code message field } } }";
const SESSIONS: &str = "{ sessions { id startedAt expiresAt current label } }";
const NEW: &str = "kata sandi baru 2026";

async fn change(client: &Client, current: &str, new: &str) -> Value {
    let input = json!({ "input": { "currentPassword": current, "newPassword": new } });
    client.ask(CHANGE, input).await["changePassword"]["userErrors"].take()
}

/// Signs in by hand; the code of the refusal, or nothing.
async fn code_of_login(service: &Service, username: &str, password: &str) -> Value {
    let query =
        "mutation ($u: String!, $p: String!) { login(username: $u, password: $p) { userErrors { code } } }";
    let answer = service.stranger().ask(query, json!({ "u": username, "p": password })).await;
    answer["login"]["userErrors"][0]["code"].clone()
}

async fn is_signed_in(client: &Client) -> bool {
    client.ask("{ viewer { name } }", json!({})).await["viewer"].is_object()
}

/// A machine's token of an officer.
async fn machine(service: &Service, username: &str, label: &str) -> Client {
    let found = service.store.find_credentials(username).await.expect("the store answers");
    let (officer, _) = found.expect("there is such an officer");
    let token = api::signin::token::new().expect("there are random bytes");
    let (now, later) = (tests::instant("2026-02-01T00:00:00Z"), tests::instant("2026-12-31T00:00:00Z"));
    let hash = api::signin::token::hash(&token);
    service
        .store
        .create_machine_token(hash, officer.id, label, now, later)
        .await
        .expect("a token can be made");
    service.stranger().with_token(&token)
}

on_both!(a_new_password_takes_the_place_of_the_old_one, |service: Service| async move {
    let (here, there) = (service.sign_in("camat").await, service.sign_in("camat").await);
    let machine = machine(&service, "camat", "grafana").await;
    let other = service.sign_in("sekretaris").await;
    assert_eq!(change(&here, PASSWORD, NEW).await, json!([]));
    assert!(is_signed_in(&here).await, "who changed it goes on");
    for ended in [&there, &machine] {
        assert!(!is_signed_in(ended).await, "every other session is over");
    }
    assert!(is_signed_in(&other).await, "nobody else's is");
    assert_eq!(code_of_login(&service, "camat", PASSWORD).await, "INVALID_CREDENTIALS");
    assert_eq!(code_of_login(&service, "camat", NEW).await, Value::Null);
    assert_eq!(code_of_login(&service, "sekretaris", PASSWORD).await, Value::Null);
});

on_both!(a_password_that_is_not_right_changes_nothing, |service: Service| async move {
    let (here, there) = (service.sign_in("camat").await, service.sign_in("camat").await);
    let too_long = long(251);
    for (new, message) in [
        ("", "Must have at least 12 characters."),
        ("sebelas hur", "Must have at least 12 characters."),
        (too_long.as_str(), "Must have at most 250 characters."),
        ("dua belas\u{1b}huruf", "Must not contain control characters."),
        ("dua belas\nhuruf", "Must not contain control characters."),
        (PASSWORD, "Must differ from the present one."),
    ] {
        let errors = change(&here, PASSWORD, new).await;
        let expected =
            json!([{ "code": "INVALID_INPUT", "message": message, "field": ["input", "newPassword"] }]);
        assert_eq!(errors, expected, "{new:.20}");
    }
    let wrong = json!([{
        "code": "INVALID_CREDENTIALS", "message": "The present password is wrong.", "field": ["input", "currentPassword"],
    }]);
    for current in ["bukan kata sandinya", "", &long(251), &long(10_000)] {
        assert_eq!(change(&here, current, NEW).await, wrong, "{current:.20}");
    }
    for (current, new) in [("a\0b", NEW), (PASSWORD, "dua belas\0huruf")] {
        let input = json!({ "input": { "currentPassword": current, "newPassword": new } });
        let answer = here.send(CHANGE, input).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
    }
    let indonesian = here.in_language("id");
    assert_eq!(change(&indonesian, PASSWORD, "").await[0]["message"], "Paling sedikit 12 karakter.");
    assert!(is_signed_in(&there).await, "nothing has happened");
    assert_eq!(code_of_login(&service, "camat", NEW).await, "INVALID_CREDENTIALS");
    let nobody = service
        .stranger()
        .send(CHANGE, json!({ "input": { "currentPassword": PASSWORD, "newPassword": NEW } }))
        .await;
    assert_eq!(nobody["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
});

on_both!(wrong_present_passwords_count_as_failed_sign_ins, |service: Service| async move {
    let here = service.sign_in("camat").await;
    for _ in 0..3 {
        assert_eq!(change(&here, "bukan kata sandinya", NEW).await[0]["code"], "INVALID_CREDENTIALS");
    }
    for _ in 0..2 {
        assert_eq!(code_of_login(&service, "camat", "bukan kata sandinya").await, "INVALID_CREDENTIALS");
    }
    assert_eq!(change(&here, PASSWORD, NEW).await[0]["code"], "LIMIT_EXCEEDED", "even the right one");
    assert_eq!(code_of_login(&service, "camat", PASSWORD).await, "LIMIT_EXCEEDED");
    service.at("2026-02-02T08:01:00+08:00");
    assert_eq!(change(&here, PASSWORD, NEW).await, json!([]), "a minute later");
});

on_both!(of_two_who_change_it_at_once_one_wins, |service: Service| async move {
    let (one, other) = (service.sign_in("camat").await, service.sign_in("camat").await);
    let (a, b) = tokio::join!(
        change(&one, PASSWORD, "kata sandi yang pertama"),
        change(&other, PASSWORD, "kata sandi yang kedua"),
    );
    let done = [&a, &b].into_iter().filter(|errors| **errors == json!([])).count();
    // The other's session has ended, or its present password is no longer one.
    assert_eq!(done, 1, "{a} {b}");
});

on_both!(sessions_are_ones_own_and_say_nothing_of_tokens, |service: Service| async move {
    let first = service.sign_in("camat").await;
    service.at("2026-02-02T09:00:00+08:00");
    let second = service.sign_in("camat").await;
    let machine = machine(&service, "camat", "grafana").await;
    service.sign_in("sekretaris").await;
    let sessions = second.ask(SESSIONS, json!({})).await["sessions"].take();
    let told: Vec<(&Value, &Value, &Value, &Value)> = all(&sessions)
        .iter()
        .map(|session| (&session["startedAt"], &session["expiresAt"], &session["current"], &session["label"]))
        .collect();
    let at = |text: &str| json!(text);
    let (nine, twenty_one) = (at("2026-02-02T01:00:00Z"), at("2026-02-02T13:00:00Z"));
    let (eight, twenty) = (at("2026-02-02T00:00:00Z"), at("2026-02-02T12:00:00Z"));
    let (made, expires) = (at("2026-02-01T00:00:00Z"), at("2026-12-31T00:00:00Z"));
    assert_eq!(
        told,
        [
            (&nine, &twenty_one, &json!(true), &Value::Null),
            (&eight, &twenty, &json!(false), &Value::Null),
            (&made, &expires, &json!(false), &json!("grafana")),
        ]
    );
    for client in [&first, &second, &machine] {
        let token = client.token.as_deref().expect("a token");
        let hash = api::signin::token::hash(token);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let ids = sessions.to_string();
        assert!(!ids.contains(token) && !ids.contains(&hex));
        for session in all(&sessions) {
            let Some(api::graphql::ids::NodeId::Session(id)) =
                session["id"].as_str().and_then(api::graphql::ids::NodeId::parse)
            else {
                panic!("{session} has no id of a session")
            };
            assert!(!hash.windows(16).any(|part| part == id.0.as_bytes()), "no part of the hash");
        }
    }
    let seen = machine.ask(SESSIONS, json!({})).await["sessions"].take();
    assert_eq!(
        all(&seen).iter().map(|s| s["id"].clone()).collect::<Vec<_>>(),
        all(&sessions).iter().map(|s| s["id"].clone()).collect::<Vec<_>>()
    );
    // One that expired is no longer open.
    service.at("2026-02-02T20:30:00+08:00");
    assert_eq!(all(&second.ask(SESSIONS, json!({})).await["sessions"]).len(), 2);
    let nobody = service.stranger().send(SESSIONS, json!({})).await;
    assert_eq!(nobody["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
});

const END: &str = "mutation ($id: ID!) { endSession(id: $id) { ended userErrors { code message field } } }";
const END_OTHERS: &str = "mutation { endOtherSessions { ended userErrors { code } } }";
const END_OFFICERS: &str =
    "mutation ($id: ID!) { endOfficerSessions(officerId: $id) { ended userErrors { code message field } } }";

/// The ids of the sessions but the one that asks.
async fn others(client: &Client) -> Vec<Value> {
    let sessions = client.ask(SESSIONS, json!({})).await["sessions"].take();
    all(&sessions).iter().filter(|s| s["current"] == false).map(|s| s["id"].clone()).collect()
}

on_both!(a_session_of_ones_own_is_ended_by_its_id, |service: Service| async move {
    let (here, there) = (service.sign_in("camat").await, service.sign_in("camat").await);
    let machine = machine(&service, "camat", "grafana").await;
    let foreign = service.sign_in("sekretaris").await;
    let theirs = foreign.ask(SESSIONS, json!({})).await["sessions"][0]["id"].clone();
    let staff = json!(service.officer_id("staf").await);
    let refused = json!({
        "ended": 0, "userErrors": [{ "code": "NOT_FOUND", "message": "There is no such session.", "field": ["id"] }],
    });
    for id in
        [theirs, staff, json!(""), json!("!"), json!(long(10_000)), json!("EAAAAAD_____________________")]
    {
        assert_eq!(here.ask(END, json!({ "id": id })).await["endSession"], refused, "{id:.40}");
    }
    for client in [&here, &there, &machine, &foreign] {
        assert!(is_signed_in(client).await, "nothing has happened");
    }
    let ids = others(&here).await;
    assert_eq!(ids.len(), 2);
    for id in &ids {
        let ended = here.ask(END, json!({ "id": id })).await["endSession"].take();
        assert_eq!(ended, json!({ "ended": 1, "userErrors": [] }));
        assert_eq!(here.ask(END, json!({ "id": id })).await["endSession"], refused, "only once");
    }
    assert!(!is_signed_in(&there).await && !is_signed_in(&machine).await);
    assert!(is_signed_in(&here).await && is_signed_in(&foreign).await);
    // One's present session, too.
    let present = here.ask(SESSIONS, json!({})).await["sessions"][0]["id"].clone();
    here.ask(END, json!({ "id": present })).await;
    assert!(!is_signed_in(&here).await);
});

on_both!(all_other_sessions_are_ended_together, |service: Service| async move {
    let here = service.sign_in("camat").await;
    let (there, machine) = (service.sign_in("camat").await, machine(&service, "camat", "grafana").await);
    let foreign = service.sign_in("sekretaris").await;
    let ended = here.ask(END_OTHERS, json!({})).await["endOtherSessions"].take();
    assert_eq!(ended, json!({ "ended": 2, "userErrors": [] }));
    assert!(is_signed_in(&here).await && is_signed_in(&foreign).await);
    assert!(!is_signed_in(&there).await && !is_signed_in(&machine).await);
    assert_eq!(here.ask(END_OTHERS, json!({})).await["endOtherSessions"]["ended"], 0);
});

on_both!(an_administrator_ends_the_sessions_of_officers_of_their_office, |service: Service| async move {
    let (one, other) = (service.sign_in("camat").await, service.sign_in("camat").await);
    let machine = machine(&service, "camat", "grafana").await;
    let elsewhere = service.sign_in("camat.kediri").await;
    let administrator = service.officer("admin").await;
    let camat = json!(service.officer_id("camat").await);
    for officer in ["staf", "kasubag", "sekretaris", "camat", "kasi.pemerintahan", "inspektur"] {
        let refused = service.officer(officer).await.ask(END_OFFICERS, json!({ "id": camat })).await;
        assert_eq!(refused["endOfficerSessions"]["userErrors"][0]["code"], "NOT_PERMITTED", "{officer}");
    }
    let nothing = json!({
        "ended": 0,
        "userErrors": [{ "code": "NOT_FOUND", "message": "There is no such officer in this office.", "field": ["officerId"] }],
    });
    let (foreign, inspector) =
        (service.officer_id("camat.kediri").await, service.officer_id("inspektur").await);
    let section = service.section("PEM").await;
    for id in [json!(foreign), json!(inspector), json!(section), json!(""), json!("!"), json!(long(10_000))] {
        assert_eq!(administrator.ask(END_OFFICERS, json!({ "id": id })).await["endOfficerSessions"], nothing);
    }
    for client in [&one, &other, &machine, &elsewhere] {
        assert!(is_signed_in(client).await, "nothing has happened");
    }
    // Those two, the machine's, and the one of the test itself.
    let ended = administrator.ask(END_OFFICERS, json!({ "id": camat })).await["endOfficerSessions"].take();
    assert_eq!(ended, json!({ "ended": 4, "userErrors": [] }));
    let record =
        "{ officeChanges(officeCode: \"51.02.02\", first: 1) { nodes { kind after { path value } } } }";
    let recorded = service.officer("inspektur").await.ask(record, json!({})).await;
    let after = json!([{ "path": ["officers", "camat", "sessionsEnded"], "value": "4" }]);
    assert_eq!(recorded["officeChanges"]["nodes"], json!([{ "kind": "SESSIONS_ENDED", "after": after }]));
    for client in [&one, &other, &machine] {
        assert!(!is_signed_in(client).await);
    }
    assert!(is_signed_in(&elsewhere).await);
    assert_eq!(code_of_login(&service, "camat", PASSWORD).await, Value::Null, "and may sign in again");
});

on_both!(a_token_that_only_reads_ends_and_changes_nothing, |service: Service| async move {
    let machine = machine(&service, "camat", "grafana").await;
    let there = service.sign_in("camat").await;
    let input = json!({ "input": { "currentPassword": PASSWORD, "newPassword": NEW } });
    for (query, variables) in
        [(CHANGE, input), (END_OTHERS, json!({})), (END, json!({ "id": others(&machine).await[0] }))]
    {
        let answer = machine.send(query, variables).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
    }
    assert!(is_signed_in(&there).await);
    assert_eq!(code_of_login(&service, "camat", PASSWORD).await, Value::Null);
});

/// What ended at one copy of the service has ended at each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_at_every_copy_at_once() {
    let service = Service::open(Engine::Postgres).await;
    let copy = service.copy().await;
    let (here, there) = (service.sign_in("camat").await, copy.sign_in("camat").await);
    assert_eq!(change(&here, PASSWORD, NEW).await, json!([]));
    assert!(!is_signed_in(&there).await);
    assert!(is_signed_in(&copy.known(&here)).await);
    assert_eq!(code_of_login(&copy, "camat", NEW).await, Value::Null);
}
