//! Sections, categories, letterhead, rules.

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use super::{done, refused};

on_both!(a_section_that_is_dissolved_is_asked_no_more, |service: Service| async move {
    let pmd = service.section("PMD").await;
    let story = service.complaint_at(At::Dispose).await;
    let mut asked = service.complaint_at(At::Dispose).await;
    asked.dispose_to(&["PMD"]).await;
    let payload = done(&service, "deactivateSection", json!({ "sectionId": pmd })).await;
    assert_eq!(payload["section"]["active"], false);
    let input = json!({ "instruction": "Selesaikan", "leadSectionId": pmd });
    let error = story.refused("camat", "disposeComplaint", "INVALID_INPUT", input).await;
    assert_eq!(error["message"], "Names a section that is no longer active.");
    // What was asked is answered all the same.
    asked.by("kasi.pmd", "submitSolution", json!({ "solution": "Sudah" })).await;
    done(&service, "reactivateSection", json!({ "sectionId": pmd })).await;
    let mut story = story;
    story.dispose_to(&["PMD"]).await;
});

on_both!(a_new_section_is_asked, |service: Service| async move {
    let made =
        done(&service, "createSection", json!({ "code": "KESRA", "name": "Seksi Kesejahteraan" })).await;
    let rename = json!({ "sectionId": made["section"]["id"], "name": "Seksi Kesejahteraan Rakyat" });
    let renamed = done(&service, "renameSection", rename).await;
    assert_eq!(
        (&renamed["section"]["code"], &renamed["section"]["name"]),
        (&json!("KESRA"), &json!("Seksi Kesejahteraan Rakyat"))
    );
    let create = json!({
        "username": "kasi.kesra", "name": "Ni Wayan Kesra", "position": "SECTION_HEAD", "sectionId": made["section"]["id"],
        "password": tests::PASSWORD,
    });
    done(&service, "createOfficer", create).await;
    let mut story = service.complaint_at(At::Dispose).await;
    story.dispose_to(&["KESRA"]).await;
    story.by("kasi.kesra", "submitSolution", json!({ "solution": "Sudah" })).await;
});

on_both!(an_office_has_at_most_62_sections, |service: Service| async move {
    for n in 5..=62 {
        done(&service, "createSection", json!({ "code": format!("S{n}"), "name": "Seksi" })).await;
    }
    let input = json!({ "code": "S63", "name": "Seksi" });
    let error = refused(&service, "admin", "createSection", "INVALID_INPUT", input).await;
    assert_eq!(
        (&error["field"], &error["message"]),
        (&json!(["input", "code"]), &json!("Names more than 62."))
    );
});

on_both!(a_category_that_is_closed_is_given_no_more, |service: Service| async move {
    let category = service.category("09").await;
    let has = service.receive(json!({ "categoryId": category })).await;
    done(&service, "deactivateCategory", json!({ "categoryId": category })).await;
    let input = json!({
        "channel": "SMS", "subject": "Sampah", "description": "Menumpuk", "categoryId": category,
    });
    let error = service.officer("staf").await.refused("receiveComplaint", "INVALID_INPUT", input).await;
    assert_eq!(error["field"], json!(["input", "categoryId"]));
    assert_eq!(error["message"], "Names a category that is no longer active.");
    let other = service.receive(json!({})).await;
    let given = json!({ "categoryId": category });
    other.refused("staf", "attachDispositionSheet", "INVALID_INPUT", given.clone()).await;
    // A complaint that has it keeps it, also where it is said once more.
    let mut has = has;
    let seen = has.then("staf", "attachDispositionSheet", "category { code active }", given).await;
    assert_eq!(seen["category"], json!({ "code": "09", "active": false }));
    done(&service, "reactivateCategory", json!({ "categoryId": category })).await;
    service.receive(json!({ "categoryId": category })).await;
});

on_both!(numbers_are_written_as_the_office_says, |service: Service| async move {
    let number = "agendaNumber";
    let first = service.receive(json!({})).await.seen_by("staf", number).await;
    assert_eq!(first[number], "0001/PM/2026");
    let input = json!({ "agendaFormat": " 065/{number:3}/{month}/{year} " });
    let payload = done(&service, "changeRules", input).await;
    assert_eq!(payload["office"]["agendaFormat"], "065/{number:3}/{month}/{year}");
    let second = service.receive(json!({})).await.seen_by("staf", number).await;
    assert_eq!(second[number], "065/002/II/2026");
});

on_both!(steps_are_entered_as_far_back_as_the_office_says, |service: Service| async move {
    done(&service, "changeRules", json!({ "backdateDays": 2 })).await;
    let late = json!({
        "channel": "SMS", "subject": "Sampah", "description": "Menumpuk", "occurredAt": "2026-01-30T09:00:00+08:00",
    });
    let error =
        service.officer("staf").await.refused("receiveComplaint", "INVALID_INPUT", late.clone()).await;
    assert_eq!(error["message"], "Must not lie more than 2 days back.");
    done(&service, "changeRules", json!({ "backdateDays": 3 })).await;
    service.officer("staf").await.done("receiveComplaint", "", late).await;
});

on_both!(a_letterhead_is_set_as_a_whole, |service: Service| async move {
    let lines = json!({
        "government": "Pemerintah Kabupaten Tabanan", "officeName": "Kecamatan Selemadeg Timur",
        "address": "Jalan Raya Megati", "telephone": "(0361) 811234", "email": "seltim@tabanankab.go.id",
        "website": "tabanankab.go.id",
    });
    let payload = done(&service, "setLetterhead", lines.clone()).await;
    assert_eq!(payload["office"]["letterhead"], lines);
    let query = "{ office { letterhead { government address website } } }";
    let seen = service.officer("staf").await.ask(query, json!({})).await;
    assert_eq!(seen["office"]["letterhead"]["address"], "Jalan Raya Megati");
    done(&service, "setLetterhead", json!({ "government": "Pemerintah Kabupaten Tabanan" })).await;
    let seen = service.officer("staf").await.ask(query, json!({})).await;
    let left = json!({ "government": "Pemerintah Kabupaten Tabanan", "address": Value::Null, "website": Value::Null });
    assert_eq!(seen["office"]["letterhead"], left);
});
