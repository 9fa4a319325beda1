//! Officers: made, changed, moved, let go, taken back; passwords; the last administrator; oneself.

use serde_json::{Value, json};
use tests::{PASSWORD, Service, on_both};

use super::{done, refused, send};

async fn create(service: &Service, username: &str, position: &str, section: Option<&str>) -> Value {
    let section_id = match section {
        Some(code) => json!(service.section(code).await),
        None => Value::Null,
    };
    let input = json!({
        "username": username, "name": "I Wayan Baru", "position": position, "sectionId": section_id, "password": PASSWORD,
    });
    done(service, "createOfficer", input).await["officer"].take()
}

on_both!(a_new_officer_signs_in_and_takes_a_step, |service: Service| async move {
    let made = create(&service, "staf.baru", "STAFF", None).await;
    assert_eq!(
        (&made["username"], &made["position"], &made["active"]),
        (&json!("staf.baru"), &json!("STAFF"), &json!(true))
    );
    let client = service.stranger().sign_in("staf.baru", PASSWORD).await;
    let input = json!({ "channel": "SMS", "subject": "Lampu mati", "description": "Sejak kemarin" });
    client.done("receiveComplaint", "", input).await;
});

on_both!(a_password_that_is_set_takes_the_place_of_the_old_one, |service: Service| async move {
    let client = service.sign_in("kasubag").await;
    let officer = service.officer_id("kasubag").await;
    let input = json!({ "officerId": officer, "password": "kata sandi yang baru" });
    done(&service, "setOfficerPassword", input).await;
    let viewer = client.send("{ worklist { totalCount } }", json!({})).await;
    assert_eq!(viewer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "the session ended");
    let login = "mutation ($u: String!, $p: String!) { login(username: $u, password: $p) { token } }";
    let old = service.stranger().ask(login, json!({ "u": "kasubag", "p": PASSWORD })).await;
    assert_eq!(old["login"]["token"], Value::Null);
    service.stranger().sign_in("kasubag", "kata sandi yang baru").await;
});

on_both!(who_is_let_go_is_out_at_once, |service: Service| async move {
    let client = service.sign_in("staf").await;
    let officer = service.officer_id("staf").await;
    let payload = done(&service, "deactivateOfficer", json!({ "officerId": officer })).await;
    assert_eq!(payload["officer"]["active"], false);
    let answer = client.send("{ worklist { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    done(&service, "reactivateOfficer", json!({ "officerId": officer })).await;
    let answer = client.send("{ worklist { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "what ended stays so");
    service.sign_in("staf").await;
});

on_both!(the_last_administrator_stays, |service: Service| async move {
    let admin = service.officer_id("admin").await;
    let input = json!({ "officerId": admin });
    let error = refused(&service, "admin", "deactivateOfficer", "LAST_ADMINISTRATOR", input.clone()).await;
    assert_eq!(
        error["message"],
        "This is the last active administrator of the office; make another one first."
    );
    // Whoever acts as administrator for a while is none to rely on.
    let acting = json!({
        "officerId": service.officer_id("kasi.pmd").await, "position": "ADMINISTRATOR", "capacity": "PLH",
        "from": "2026-02-02", "to": "2026-02-06",
    });
    done(&service, "appointActing", acting).await;
    refused(&service, "kasi.pmd", "deactivateOfficer", "LAST_ADMINISTRATOR", input.clone()).await;
    let away = json!({ "officerId": admin, "position": "STAFF" });
    refused(&service, "kasi.pmd", "moveOfficer", "LAST_ADMINISTRATOR", away).await;
    create(&service, "admin2", "ADMINISTRATOR", None).await;
    let payload = send(&service.officer("admin2").await, "deactivateOfficer", input).await;
    assert_eq!(payload["userErrors"], json!([]));
});

on_both!(nobody_gives_himself_a_step, |service: Service| async move {
    create(&service, "admin2", "ADMINISTRATOR", None).await;
    let admin = service.officer_id("admin").await;
    let to_camat = json!({ "officerId": admin, "position": "CAMAT" });
    let acting = json!({
        "officerId": admin, "position": "CAMAT", "capacity": "PLH", "from": "2026-02-02", "to": "2026-02-06",
    });
    refused(&service, "admin", "moveOfficer", "ONESELF", to_camat.clone()).await;
    refused(&service, "admin", "appointActing", "ONESELF", acting.clone()).await;
    // Another one may, and the record names both.
    let client = service.officer("admin2").await;
    for (mutation, input) in [("appointActing", acting), ("moveOfficer", to_camat)] {
        let payload = send(&client, mutation, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
    }
});

on_both!(usernames_are_shown_to_those_who_need_them, |service: Service| async move {
    let query = "{ viewer { username office { officers(first: 100) { nodes { username } } } } }";
    for (officer, sees_all) in [("admin", true), ("camat", false), ("staf", false)] {
        let seen = service.officer(officer).await.ask(query, json!({})).await;
        assert_eq!(seen["viewer"]["username"], officer);
        let nodes = seen["viewer"]["office"]["officers"]["nodes"].as_array().expect("officers").clone();
        let shown = nodes.iter().filter(|node| node["username"].is_string()).count();
        assert_eq!(shown, if sees_all { nodes.len() } else { 1 }, "{officer}");
    }
});

on_both!(a_repetition_does_nothing_again, |service: Service| async move {
    let input = json!({
        "username": "staf.baru", "name": "I Wayan Baru", "position": "STAFF", "password": PASSWORD, "idempotencyKey": "k1",
    });
    let first = done(&service, "createOfficer", input.clone()).await;
    let again = done(&service, "createOfficer", input.clone()).await;
    assert_eq!(first["officer"], again["officer"]);
    let mut other = input;
    other["name"] = json!("I Wayan Lain");
    refused(&service, "admin", "createOfficer", "IDEMPOTENCY_MISMATCH", other).await;
});

on_both!(a_dry_run_tells_and_changes_nothing, |service: Service| async move {
    let story = service.receive(json!({})).await;
    let before = service.office(tests::SELEMADEG_TIMUR).await;
    let input = json!({ "officerId": service.officer_id("staf").await, "dryRun": true });
    let dry = done(&service, "deactivateOfficer", input.clone()).await;
    assert_eq!(service.office(tests::SELEMADEG_TIMUR).await, before);
    assert!(!story.seen_by("staf", "id").await.is_null(), "still signed in");
    let mut real = input;
    real["dryRun"] = json!(false);
    assert_eq!(done(&service, "deactivateOfficer", real).await, dry);
    assert_eq!(dry["openWork"]["count"], 1);
});
