//! Acting appointments: who acts has the work and the rights of the post, from its first day to its last; no two act at once;
//! no chains.

use serde_json::{Value, json};
use tests::{At, SELEMADEG_TIMUR, Service, on_both};

use super::{done, refused, worklist};
use crate::trial::all;

async fn appoint(service: &Service, officer: &str, position: &str, from: &str, to: &str) -> Value {
    let input = json!({
        "officerId": service.officer_id(officer).await, "position": position, "capacity": "PLH",
        "decree": "800/77/2026", "from": from, "to": to,
    });
    done(service, "appointActing", input).await["appointment"].take()
}

on_both!(who_acts_takes_the_step_and_the_history_says_for_whom, |service: Service| async move {
    let mut story = service.complaint_at(At::Advise).await;
    assert_eq!(worklist(&service, "kasi.pmd").await, 0);
    let appointment = appoint(&service, "kasi.pmd", "SECRETARY", "2026-02-02", "2026-02-03").await;
    assert_eq!(
        (&appointment["from"], &appointment["until"]),
        (&json!("2026-02-01T16:00:00Z"), &json!("2026-02-03T16:00:00Z")),
        "whole days of the office"
    );
    assert_eq!(worklist(&service, "kasi.pmd").await, 1);
    let select = "history { step capacity officer { name } onBehalfOf { name } }";
    let seen = story.then("kasi.pmd", "adviseCamat", select, json!({ "advice": "Segera" })).await;
    assert_eq!(
        all(&seen["history"])[3],
        json!({
            "step": "ADVISE", "capacity": "PLH", "officer": { "name": "Ni Made Sri" }, "onBehalfOf": { "name": "I Nyoman Arta" },
        })
    );
    let other = service.complaint_at(At::Advise).await;
    service.at("2026-02-04T00:00:00+08:00");
    assert_eq!(worklist(&service, "kasi.pmd").await, 0, "it is over by the clock alone");
    other.refused("kasi.pmd", "adviseCamat", "NOT_PERMITTED", json!({ "advice": "Terlambat" })).await;
});

on_both!(two_do_not_act_at_once, |service: Service| async move {
    appoint(&service, "kasi.pmd", "SECRETARY", "2026-02-09", "2026-02-13").await;
    let input = |from: &str, to: &str, officer: String| json!({ "officerId": officer, "position": "SECRETARY", "capacity": "PLH", "from": from, "to": to });
    let trantib = service.officer_id("kasi.trantib").await;
    for (from, to) in
        [("2026-02-13", "2026-02-20"), ("2026-02-02", "2026-02-09"), ("2026-02-10", "2026-02-11")]
    {
        let error =
            refused(&service, "admin", "appointActing", "INVALID_INPUT", input(from, to, trantib.clone()));
        let error = error.await;
        assert_eq!(error["field"], json!(["input", "from"]));
        let message = error["message"].as_str().unwrap_or_default();
        assert!(
            message.starts_with("Ni Made Sri acts for this position from 2026-02-09 00:00:00 WITA"),
            "{message}"
        );
    }
    done(&service, "appointActing", input("2026-02-14", "2026-02-20", trantib)).await;
});

on_both!(acting_makes_no_chains, |service: Service| async move {
    // The secretary acts for the camat in March, and somebody acts for the secretary then: for the secretary only.
    appoint(&service, "kasi.pmd", "SECRETARY", "2026-02-25", "2026-03-20").await;
    service.at("2026-03-02T08:00:00+08:00");
    let for_camat = service.complaint_at(At::Consider).await;
    let for_secretary = service.complaint_at(At::Advise).await;
    assert_eq!(worklist(&service, "sekretaris").await, 2);
    assert_eq!(worklist(&service, "kasi.pmd").await, 1);
    let consider = json!({ "consideration": "Setuju", "policyMatter": false });
    for_camat.refused("kasi.pmd", "considerComplaint", "NOT_PERMITTED", consider).await;
    let mut story = for_secretary;
    story.by("kasi.pmd", "adviseCamat", json!({ "advice": "Segera" })).await;
});

on_both!(an_appointment_ends_before_its_time, |service: Service| async move {
    service.complaint_at(At::Advise).await;
    let now = appoint(&service, "kasi.pmd", "SECRETARY", "2026-02-02", "2026-02-13").await;
    let later = appoint(&service, "kasi.pmd", "SECRETARY", "2026-02-20", "2026-02-25").await;
    let last_day = json!({ "appointmentId": now["id"], "lastDay": "2026-02-05" });
    let payload = done(&service, "endActing", last_day).await;
    assert_eq!(payload["appointment"]["until"], "2026-02-05T16:00:00Z");
    assert_eq!(payload["openWork"]["count"], 0, "it goes on for a while");
    let payload = done(&service, "endActing", json!({ "appointmentId": now["id"] })).await;
    assert_eq!(payload["appointment"]["until"], "2026-02-02T00:00:00Z");
    assert_eq!(payload["openWork"]["count"], 1);
    assert_eq!(payload["openWork"]["stepRecords"][0]["waitingFor"], json!([{ "name": "I Nyoman Arta" }]));
    assert_eq!(worklist(&service, "kasi.pmd").await, 0);
    let payload = done(&service, "endActing", json!({ "appointmentId": later["id"] })).await;
    assert_eq!(payload["appointment"], Value::Null, "it had not begun");
    let error =
        refused(&service, "admin", "endActing", "INVALID_INPUT", json!({ "appointmentId": now["id"] })).await;
    assert_eq!(error["message"], "It is over already.");
});

on_both!(who_is_let_go_acts_no_more, |service: Service| async move {
    appoint(&service, "kasi.pmd", "SECRETARY", "2026-02-02", "2026-02-13").await;
    appoint(&service, "kasi.pmd", "SECRETARY", "2026-02-16", "2026-02-20").await;
    let pmd = service.officer_id("kasi.pmd").await;
    done(&service, "deactivateOfficer", json!({ "officerId": pmd })).await;
    let query = "query ($c: String) { office(code: $c) { acting { officer { name } position } } }";
    let seen = service.officer("staf").await.ask(query, json!({ "c": SELEMADEG_TIMUR })).await;
    let acts = |name: &str| all(&seen["office"]["acting"]).iter().any(|a| a["officer"]["name"] == name);
    assert!(!acts("Ni Made Sri"));
    assert!(acts("I Nyoman Arta"), "what others do in days to come stays");
    // Nothing is in the way of another, nor does it come back with the officer.
    appoint(&service, "kasi.trantib", "SECRETARY", "2026-02-03", "2026-02-20").await;
    done(&service, "reactivateOfficer", json!({ "officerId": pmd })).await;
    assert_eq!(worklist(&service, "kasi.pmd").await, 0);
});
