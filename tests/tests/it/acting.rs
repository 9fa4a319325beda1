//! Plt. and Plh.: the secretary is Plh. camat in March 2026 (until the 27th), the head of PMD Plt. head of PEM in April, the head of
//! TRANTIB Plh. Kasubag for a week of July.

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use crate::trial::all;

const CONSIDER: &str = r#"{ "consideration": "Setuju", "policyMatter": false }"#;

fn consider() -> Value {
    serde_json::from_str(CONSIDER).expect("JSON")
}

async fn worklist(service: &Service, officer: &str) -> i64 {
    let list =
        service.officer(officer).await.ask("{ worklist { totalCount nodes { id } } }", json!({})).await;
    let count = list["worklist"]["totalCount"].as_i64().expect("a number");
    assert_eq!(all(&list["worklist"]["nodes"]).len() as i64, count);
    count
}

on_both!(an_appointment_holds_from_its_first_instant_to_before_its_last, |service: Service| async move {
    for (at, holds) in [
        ("2026-03-01T23:59:59+08:00", false),
        ("2026-03-02T00:00:00+08:00", true),
        ("2026-03-16T10:00:00+08:00", true),
        ("2026-03-27T23:59:59+08:00", true),
        ("2026-03-28T00:00:00+08:00", false),
    ] {
        service.at(at);
        let mut story = service.complaint_at(At::Consider).await;
        let seen = story
            .seen_by(
                "sekretaris",
                "openSteps { waitingFor { name } } actions { name allowed refusal { code until permitted } }",
            )
            .await;
        let names: Vec<&str> =
            all(&seen["openSteps"][0]["waitingFor"]).iter().filter_map(|o| o["name"].as_str()).collect();
        let action =
            all(&seen["actions"]).iter().find(|a| a["name"] == "considerComplaint").expect("it fits");
        let viewer =
            "{ viewer { position acting { position capacity decree from until section { code } } } }";
        let viewer = service.officer("sekretaris").await.ask(viewer, json!({})).await["viewer"].take();
        assert_eq!(viewer["position"], "SECRETARY", "by appointment");
        if holds {
            assert_eq!(names, ["I Gusti Ngurah Bagus", "I Nyoman Arta"], "{at}");
            assert_eq!(worklist(&service, "sekretaris").await, 1, "{at}");
            assert_eq!(action["allowed"], true);
            assert_eq!(
                viewer["acting"],
                json!([{
                    "position": "CAMAT", "capacity": "PLH", "decree": "800/12/2026", "section": null,
                    "from": "2026-03-01T16:00:00Z", "until": "2026-03-27T16:00:00Z",
                }])
            );
            let select = "history { step officer { name } capacity onBehalfOf { name } position }";
            let seen = story.then("sekretaris", "considerComplaint", select, consider()).await;
            assert_eq!(
                seen["history"][4],
                json!({
                    "step": "CONSIDER", "officer": { "name": "I Nyoman Arta" }, "capacity": "PLH", "position": "CAMAT",
                    "onBehalfOf": { "name": "I Gusti Ngurah Bagus" },
                })
            );
        } else {
            assert_eq!(names, ["I Gusti Ngurah Bagus"], "{at}");
            assert_eq!(worklist(&service, "sekretaris").await, 0, "{at}");
            assert_eq!(viewer["acting"], json!([]));
            let until = if at < "2026-03-02" { json!("2026-03-01T16:00:00Z") } else { Value::Null };
            assert_eq!(
                action["refusal"],
                json!({ "code": "NOT_PERMITTED", "until": until, "permitted": ["CAMAT"] }),
                "{at}: it ends by itself where an appointment is coming"
            );
            let error = story.refused("sekretaris", "considerComplaint", "NOT_PERMITTED", consider()).await;
            assert_eq!(
                error["message"],
                match until {
                    Value::Null => "Only the camat may do this.",
                    _ =>
                        "Only the camat may do this; your appointment to act for it begins at 2026-03-02 00:00:00 WITA.",
                }
            );
        }
        // The holder may all the same.
        if !holds {
            story.by("camat", "considerComplaint", consider()).await;
        }
        story.go(At::Dispose, At::Dispose).await;
        story.by("camat", "referComplaint", json!({ "agency": "Dinas", "reason": "Bukan kami" })).await;
    }
});

on_both!(what_was_done_while_acting_may_be_entered_after_it_ended, |service: Service| async move {
    service.at("2026-03-27T14:00:00+08:00");
    let mut story = service.complaint_at(At::Consider).await;
    service.at("2026-03-30T09:00:00+08:00");
    story.refused("sekretaris", "considerComplaint", "NOT_PERMITTED", consider()).await;
    let late = json!({ "consideration": "Setuju", "policyMatter": false, "occurredAt": "2026-03-28T00:00:00+08:00" });
    story.refused("sekretaris", "considerComplaint", "NOT_PERMITTED", late).await;
    let input = json!({ "consideration": "Setuju", "policyMatter": false, "occurredAt": "2026-03-27T14:20:00+08:00" });
    let select = "history { step capacity completedAt recordedAt workingSeconds onTime }";
    let seen = story.then("sekretaris", "considerComplaint", select, input).await;
    assert_eq!(
        seen["history"][4],
        json!({
            "step": "CONSIDER", "capacity": "PLH", "completedAt": "2026-03-27T06:20:00Z", "recordedAt": "2026-03-30T01:00:00Z",
            "workingSeconds": 20 * 60, "onTime": true,
        })
    );
});

on_both!(what_was_done_before_acting_is_not_done_by_acting, |service: Service| async move {
    service.at("2026-02-27T08:00:00+08:00");
    let story = service.complaint_at(At::Consider).await;
    service.at("2026-03-02T09:00:00+08:00");
    let before = json!({ "consideration": "Setuju", "policyMatter": false, "occurredAt": "2026-02-27T09:00:00+08:00" });
    let error = story.refused("sekretaris", "considerComplaint", "NOT_PERMITTED", before).await;
    assert_eq!(error["message"], "Only the camat may do this.", "the appointment began already");
});

on_both!(who_acts_for_a_section_has_its_work_and_its_sight, |service: Service| async move {
    service.at("2026-03-31T08:00:00+08:00");
    let mut story = service.receive(json!({ "confidentiality": "SECRET" })).await;
    story.go_to(At::Dispose).await;
    story.dispose_to(&["PEM", "TRANTIB"]).await;
    assert_eq!(story.seen_by("kasi.pmd", "id").await, Value::Null);
    assert_eq!(worklist(&service, "kasi.pmd").await, 0);
    service.at("2026-04-01T00:00:00+08:00");
    assert_eq!(story.seen_by("kasi.pmd", "subject").await["subject"], "Jalan rusak di Banjar Dalang");
    assert_eq!(worklist(&service, "kasi.pmd").await, 1);
    assert_eq!(worklist(&service, "kasi.pemerintahan").await, 1, "the holder too");
    let pem = service.section("PEM").await;
    let head = "query ($id: ID!) { node(id: $id) { ... on Section { head { name } } } }";
    let head = service.officer("staf").await.ask(head, json!({ "id": pem })).await;
    assert_eq!(head["node"]["head"]["name"], "I Wayan Suparta", "who is appointed");
    let input = json!({ "solution": "Oleh Plt.", "withoutSupportReason": "Mendesak" });
    let select = "history { capacity officer { name } onBehalfOf { name } section { code } outcome }";
    let seen = story.then("kasi.pmd", "submitSolution", select, input).await;
    assert_eq!(
        seen["history"][6],
        json!({
            "capacity": "PLT", "officer": { "name": "Ni Made Sri" }, "onBehalfOf": { "name": "I Wayan Suparta" },
            "section": { "code": "PEM" }, "outcome": "COMPLETED",
        })
    );
    service.at("2026-05-01T00:00:00+08:00");
    assert_eq!(story.seen_by("kasi.pmd", "id").await, Value::Null, "gone again");
});

on_both!(acting_gives_no_sight_of_what_one_is_complained_of_in, |service: Service| async move {
    service.at("2026-03-16T08:00:00+08:00");
    let (camat, secretary) = (service.officer_id("camat").await, service.officer_id("sekretaris").await);
    // Both who hold the camat's position are complained of: the Kasubag stands in.
    let mut story = service.receive(json!({ "reportedOfficerIds": [camat, secretary] })).await;
    story.by("staf", "attachDispositionSheet", json!({})).await;
    story.by("kasubag", "forwardToSecretary", json!({})).await;
    story.by("kasubag", "adviseCamat", json!({ "advice": "Sebagai pengganti" })).await;
    assert_eq!(worklist(&service, "sekretaris").await, 0);
    assert_eq!(worklist(&service, "camat").await, 0);
    assert_eq!(worklist(&service, "kasubag").await, 1);
    let select = "history { position capacity onBehalfOf { name } }";
    let seen = story.then("kasubag", "considerComplaint", select, consider()).await;
    let substitute = |position: &str, name: &str| json!({ "position": position, "capacity": "SUBSTITUTE", "onBehalfOf": { "name": name } });
    assert_eq!(seen["history"][3], substitute("SECRETARY", "I Nyoman Arta"));
    assert_eq!(seen["history"][4], substitute("CAMAT", "I Gusti Ngurah Bagus"));
});

on_both!(a_past_appointment_does_not_tell_a_secret_by_a_duplicate, |service: Service| async move {
    // The head of TRANTIB was Plh. Kasubag until Friday, and enters on Monday what he did then: what is secret now does not
    // exist for him, whatever he saw last week.
    service.at("2026-07-10T08:00:00+08:00");
    let secret = service.receive(json!({ "confidentiality": "SECRET" })).await;
    let reported = service.officer_id("kasi.trantib").await;
    let about_him = service.receive(json!({ "reportedOfficerIds": [reported] })).await;
    let open = service.receive(json!({})).await;
    let mut story = service.complaint_at(At::ForwardToSecretary).await;
    service.at("2026-07-13T08:00:00+08:00");
    let mut errors = Vec::new();
    for original in [&secret.id, &about_him.id, &crate::trial::no_such(&secret.id)] {
        let input = json!({ "originalId": original, "occurredAt": "2026-07-10T09:00:00+08:00" });
        let payload =
            service.officer("kasi.trantib").await.step("closeAsDuplicate", "", story.input(&input)).await;
        errors.push(payload.to_string());
    }
    assert!(errors[0].contains("INVALID_INPUT"), "{errors:#?}");
    assert_eq!(errors[0], errors[2]);
    assert_eq!(errors[1], errors[2]);
    let input = json!({ "originalId": open.id, "occurredAt": "2026-07-10T09:00:00+08:00" });
    story.by("kasi.trantib", "closeAsDuplicate", input).await;
});
