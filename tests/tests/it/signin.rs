//! Signing in and out.

use serde_json::{Value, json};
use tests::{Client, PASSWORD, Service, on_both};

const LOGIN: &str = "mutation ($u: String!, $p: String!) { login(username: $u, password: $p) {
    token expiresAt officer { name position office { code } } userErrors { code message field } } }";

async fn login(client: &Client, username: &str, password: &str) -> Value {
    client.ask(LOGIN, json!({ "u": username, "p": password })).await["login"].take()
}

async fn viewer(client: &Client) -> Value {
    client.ask("{ viewer { name } }", json!({})).await["viewer"].take()
}

on_both!(the_right_password_gives_a_token_for_twelve_hours, |service: Service| async move {
    let payload = login(&service.stranger(), " camat ", PASSWORD).await;
    assert_eq!(payload["expiresAt"], "2026-02-02T12:00:00Z");
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(
        payload["officer"],
        json!({ "name": "I Gusti Ngurah Bagus", "position": "CAMAT", "office": { "code": "51.02.02" } })
    );
    let token = payload["token"].as_str().expect("a token");
    assert!(token.len() >= 43, "256 bits");
    let client = service.sign_in("camat").await;
    assert_ne!(client.token.as_deref(), Some(token), "a new one each time");
    assert_eq!(viewer(&client).await["name"], "I Gusti Ngurah Bagus");
    service.at("2026-02-02T19:59:59+08:00");
    assert_eq!(viewer(&client).await["name"], "I Gusti Ngurah Bagus");
    service.at("2026-02-02T20:00:00+08:00");
    assert_eq!(viewer(&client).await, Value::Null, "expired");
    let answer = client.send("{ complaints { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(viewer(&service.sign_in("camat").await).await["name"], "I Gusti Ngurah Bagus");
});

on_both!(unknown_names_and_wrong_passwords_are_told_alike, |service: Service| async move {
    let stranger = service.stranger();
    let wrong = login(&stranger, "camat", "bukan kata sandinya").await;
    assert_eq!(
        wrong,
        json!({
            "token": null, "expiresAt": null, "officer": null,
            "userErrors": [{ "code": "INVALID_CREDENTIALS", "message": "Username or password is wrong.", "field": null }],
        })
    );
    let long = "x".repeat(2_000);
    for (username, password) in [
        ("siapa", PASSWORD),
        ("", PASSWORD),
        ("camat", ""),
        ("CAMAT", PASSWORD),
        ("camat", " rahasia sekali 2026"),
        (long.as_str(), PASSWORD),
        ("sekretaris", long.as_str()),
        ("' OR 1=1 --", PASSWORD),
        ("a\tb", PASSWORD),
    ] {
        assert_eq!(login(&stranger, username, password).await, wrong, "{username:.20}");
    }
});

on_both!(an_account_waits_a_minute_after_five_failures, |service: Service| async move {
    let stranger = service.stranger();
    for _ in 0..5 {
        let payload = login(&stranger, "camat", "bukan kata sandinya").await;
        assert_eq!(payload["userErrors"][0]["code"], "INVALID_CREDENTIALS");
    }
    let sixth = login(&stranger, "camat", PASSWORD).await;
    assert_eq!(
        (&sixth["userErrors"][0]["code"], &sixth["token"]),
        (&json!("LIMIT_EXCEEDED"), &Value::Null),
        "even the right one"
    );
    assert_eq!(sixth["userErrors"][0]["message"], "Too many failed sign-ins; try again in a minute.");
    // Nobody else waits, and one who does not exist waits alike.
    assert_ne!(login(&stranger, "sekretaris", PASSWORD).await["token"], Value::Null);
    for _ in 0..5 {
        login(&stranger, "siapa", "bukan kata sandinya").await;
    }
    assert_eq!(login(&stranger, "siapa", PASSWORD).await, sixth);
    service.at("2026-02-02T08:00:59+08:00");
    assert_eq!(login(&stranger, "camat", PASSWORD).await["userErrors"][0]["code"], "LIMIT_EXCEEDED");
    service.at("2026-02-02T08:01:00+08:00");
    assert_ne!(login(&stranger, "camat", PASSWORD).await["token"], Value::Null, "a minute later");
});

on_both!(guesses_sent_at_once_are_counted_each, |service: Service| async move {
    let guesses = (0..12).map(|_| {
        let stranger = service.stranger();
        tokio::spawn(async move {
            login(&stranger, "camat", "bukan kata sandinya").await["userErrors"][0]["code"].clone()
        })
    });
    let mut wrong = 0;
    for guess in guesses.collect::<Vec<_>>() {
        wrong += usize::from(guess.await.expect("an answer") == "INVALID_CREDENTIALS");
    }
    assert_eq!(wrong, 5, "no more than five were looked at");
});

on_both!(those_who_succeed_do_not_wait, |service: Service| async move {
    for _ in 0..8 {
        service.sign_in("camat").await;
    }
});

on_both!(signing_out_ends_the_token, |service: Service| async move {
    let (one, other) = (service.sign_in("camat").await, service.sign_in("camat").await);
    let out = one.ask("mutation { logout { userErrors { code } } }", json!({})).await;
    assert_eq!(out["logout"]["userErrors"], json!([]));
    assert_eq!(viewer(&one).await, Value::Null);
    let again = one.send("mutation { logout { userErrors { code } } }", json!({})).await;
    assert_eq!(again["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(viewer(&other).await["name"], "I Gusti Ngurah Bagus", "the other session goes on");
});

on_both!(a_token_of_nobody_is_nobody, |service: Service| async move {
    let real = service.sign_in("camat").await.token.expect("a token");
    for token in
        ["", "x", &real[1..], &real.to_lowercase(), &format!("{real}x"), &"A".repeat(43), &"A".repeat(5_000)]
    {
        if token == real {
            continue;
        }
        let client = service.stranger().with_token(token);
        assert_eq!(viewer(&client).await, Value::Null, "{token:.50}");
    }
});

on_both!(an_inspector_reads_the_regency_and_changes_nothing, |service: Service| async move {
    let story = service.receive(json!({ "complainant": { "name": "Wayan", "phone": "081234567" } })).await;
    let theirs = service.receive_by("staf.kediri", json!({})).await;
    let inspector = service.officer("inspektur").await;
    let seen = inspector
        .ask("{ viewer { office { id } position } complaints { totalCount nodes { id } } offices { nodes { code } } worklist { totalCount } }", json!({}))
        .await;
    assert_eq!(seen["viewer"], json!({ "office": null, "position": "INSPECTOR" }));
    assert_eq!(seen["complaints"]["nodes"], json!([{ "id": theirs.id }, { "id": story.id }]));
    assert_eq!(seen["offices"]["nodes"], json!([{ "code": "51.02.02" }, { "code": "51.02.06" }]));
    let error = story.refused("inspektur", "attachDispositionSheet", "NOT_PERMITTED", json!({})).await;
    assert_eq!(error["message"], "Only the staff of General Affairs may do this.");
});

on_both!(one_who_was_deactivated_is_out_at_once, |service: Service| async move {
    use sea_orm::ConnectionTrait;
    let client = service.sign_in("camat").await;
    // There is no mutation for it yet.
    let deactivate = "UPDATE officer SET active = false WHERE username = 'camat'";
    service.store.writer().execute_unprepared(deactivate).await.expect("the officer can be deactivated");
    assert_eq!(viewer(&client).await, Value::Null);
    let payload = login(&service.stranger(), "camat", PASSWORD).await;
    assert_eq!(payload["userErrors"][0]["code"], "INVALID_CREDENTIALS");
});
