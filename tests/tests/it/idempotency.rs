//! Idempotency keys among many: what one file of a mutation cannot show.

use serde_json::{Value, json};
use tests::{At, Client, Service, on_both, over};
use tokio::task::JoinSet;

use crate::trial::all;

async fn at_once(clients: Vec<Client>, mutation: &'static str, input: Value) -> Vec<Value> {
    let mut running = JoinSet::new();
    for client in clients {
        let input = input.clone();
        running.spawn(async move { client.step(mutation, "agendaNumber", input).await });
    }
    running.join_all().await
}

on_both!(ten_at_once_with_one_key_have_one_effect, |service: Service| async move {
    let staff = service.officer("staf").await;
    for round in 0..5 {
        let input = json!({
            "channel": "SMS", "subject": "Lampu mati", "description": "Gelap", "idempotencyKey": format!("kunci {round}"),
        });
        let payloads = at_once(vec![staff.clone(); 10], "receiveComplaint", input).await;
        for payload in &payloads {
            assert_eq!(payload["userErrors"], json!([]), "{payload}");
            assert_eq!(payload["complaint"], payloads[0]["complaint"], "all hear of the same complaint");
        }
        let story = service.complaint_at(At::Consider).await;
        let input = story.input(&json!({ "consideration": "Setuju", "policyMatter": true, "idempotencyKey": format!("kunci {round}") }));
        let camat = service.officer("camat").await;
        let payloads = at_once(vec![camat; 10], "considerComplaint", input).await;
        for payload in &payloads {
            assert_eq!(payload["userErrors"], json!([]), "{payload}");
            assert_eq!(payload["complaint"]["version"], story.version + 1, "once");
        }
    }
    let counted = staff.ask("{ complaints { totalCount } }", json!({})).await;
    assert_eq!(counted["complaints"]["totalCount"], 10);
    let numbers = staff.ask("{ complaints(orderBy: { field: AGENDA_NUMBER, direction: DESC }, first: 1) { nodes { agendaNumber } } }", json!({})).await;
    assert_eq!(numbers["complaints"]["nodes"][0]["agendaNumber"], "0010/PM/2026", "without a gap");
});

on_both!(ten_at_once_without_a_key_have_ten_effects_or_one, |service: Service| async move {
    let staff = service.officer("staf").await;
    let input = json!({ "channel": "SMS", "subject": "Lampu mati", "description": "Gelap" });
    let payloads = at_once(vec![staff.clone(); 10], "receiveComplaint", input).await;
    let mut numbers: Vec<&str> =
        payloads.iter().filter_map(|p| p["complaint"]["agendaNumber"].as_str()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 10);
    let story = service.complaint_at(At::AttachDispositionSheet).await;
    let payloads = at_once(vec![staff; 10], "attachDispositionSheet", story.input(&json!({}))).await;
    let done = payloads.iter().filter(|p| p["userErrors"] == json!([])).count();
    let conflicts = payloads.iter().filter(|p| p["userErrors"][0]["code"] == "VERSION_CONFLICT").count();
    assert_eq!((done, conflicts), (1, 9));
});

on_both!(a_key_of_another_officer_does_not_cross, |service: Service| async move {
    // Both may carry it out; the second hears of the conflict, not of the first one's key.
    let mut story = service.complaint_at(At::CarryOut).await;
    let input = json!({ "result": "Selesai", "answerToComplainant": "Sudah", "idempotencyKey": "sama" });
    let stale = story.input(&input);
    story.by("sekretaris", "carryOutSolution", input).await;
    let payload = service.officer("kasubag").await.step("carryOutSolution", "", stale).await;
    assert_eq!(payload["userErrors"][0]["code"], "VERSION_CONFLICT");
    // Nor does one of another office's staff.
    let input = json!({ "channel": "SMS", "subject": "Lampu mati", "description": "Gelap", "idempotencyKey": "sama" });
    let ours = service.officer("staf").await.done("receiveComplaint", "agendaNumber", input.clone()).await;
    let theirs = service.officer("staf.kediri").await.done("receiveComplaint", "agendaNumber", input).await;
    assert_ne!(ours["id"], theirs["id"]);
    assert_eq!(theirs["agendaNumber"], "0001/PM/2026");
});

on_both!(a_refusal_does_not_use_a_key_up, |service: Service| async move {
    let mut story = service.complaint_at(At::Dispose).await;
    let key = json!({ "idempotencyKey": "satu kunci" });
    let (pem, camat) = (service.section("PEM").await, service.officer("camat").await);
    let right = over(json!({ "instruction": "Selesaikan", "leadSectionId": pem }), &key);
    for (code, input) in [
        ("INVALID_INPUT", over(right.clone(), &json!({ "instruction": null }))),
        ("INVALID_INPUT", over(right.clone(), &json!({ "leadSectionId": "!" }))),
        ("VERSION_CONFLICT", over(right.clone(), &json!({ "expectedVersion": 1 }))),
        ("NOT_FOUND", over(right.clone(), &json!({ "complaintId": crate::trial::no_such(&story.id) }))),
    ] {
        let payload = camat.step("disposeComplaint", "", story.input(&input)).await;
        assert_eq!(payload["userErrors"][0]["code"], code, "{payload}");
    }
    let payload = camat.step("signSolution", "", story.input(&key)).await;
    assert_eq!(payload["userErrors"][0]["code"], "WRONG_STEP");
    story.by("camat", "disposeComplaint", right).await;
});

on_both!(a_key_once_used_answers_however_far_the_complaint_has_gone, |service: Service| async move {
    let mut story = service.complaint_at(At::Advise).await;
    let input = story.input(&json!({ "advice": "Tinjau", "idempotencyKey": "nasihat" }));
    story.by("sekretaris", "adviseCamat", json!({ "advice": "Tinjau", "idempotencyKey": "nasihat" })).await;
    story.go(At::Consider, At::Archived).await;
    let secretary = service.officer("sekretaris").await;
    let again = secretary.done("adviseCamat", "status history { id }", input.clone()).await;
    assert_eq!((&again["version"], &again["status"]), (&json!(story.version), &json!("ARCHIVED")));
    // Spaces around a key are none of it, and it is case-sensitive.
    let spaced = over(input.clone(), &json!({ "idempotencyKey": " nasihat " }));
    assert_eq!(secretary.done("adviseCamat", "status history { id }", spaced).await, again);
    let other = over(input, &json!({ "idempotencyKey": "NASIHAT" }));
    secretary.refused("adviseCamat", "VERSION_CONFLICT", other).await;
    assert_eq!(all(&again["history"]).len(), 11);
});
