//! Both branches of the SOP, told as a story. The due times are worked out by hand from sop.md section 8: Monday to
//! Thursday 07:30 to 12:00 and 13:00 to 16:30, Friday 07:30 to 11:30 and 13:00 to 14:30, WITA (UTC+8).

use std::fmt::Write as _;

use serde_json::{Value, json};
use tests::{Story, on_both};

use crate::trial::all;

const HISTORY: &str = "history { step cycle visit section { code } lead outcome officer { name } capacity startedAt dueAt completedAt \
     recordedAt workingSeconds onTime overdue note dueExplanation { start standard worked { from to } skipped { from to reason } } }";

/// The whole history, a line for each record, in local time: step, cycle.visit, section, outcome, who, started → due,
/// completed, working time used, on time.
async fn history(story: &Story<'_>) -> String {
    let seen = story.seen_by("staf", HISTORY).await;
    let mut page = String::from("\n");
    for record in all(&seen["history"]) {
        tiles(record);
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let section = match (record["section"]["code"].as_str(), &record["lead"]) {
            (Some(code), Value::Bool(true)) => format!("{code}*"),
            (Some(code), _) => code.to_owned(),
            (None, _) => "-".to_owned(),
        };
        let seconds = record["workingSeconds"].as_i64();
        let used =
            seconds.map_or("-".to_owned(), |s| format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60));
        let judged = match &record["onTime"] {
            Value::Bool(true) => "on time",
            Value::Bool(false) => "late",
            _ => "-",
        };
        let _ = writeln!(
            page,
            "{} {}.{} {section} {} {} | {} > {} | {} | {used} {judged}",
            text(&record["step"]),
            record["cycle"],
            record["visit"],
            text(&record["outcome"]),
            text(&record["officer"]["name"]),
            local(&record["startedAt"]),
            local(&record["dueAt"]),
            local(&record["completedAt"]),
        );
        assert_eq!(
            record["completedAt"],
            if record["outcome"] == "SKIPPED" { Value::Null } else { record["recordedAt"].clone() }
        );
        if record["officer"].is_object() {
            assert_eq!(record["capacity"], "DEFINITIVE");
        }
    }
    page
}

fn local(instant: &Value) -> String {
    let Some(text) = instant.as_str() else { return "-".to_owned() };
    tests::instant(text).with_timezone(&chrono_tz::Asia::Makassar).format("%m-%d %H:%M").to_string()
}

/// What was worked and what was skipped tile the time from the start to the due time.
fn tiles(record: &Value) {
    let explanation = &record["dueExplanation"];
    if record["dueAt"].is_null() {
        assert!(explanation.is_null());
        return;
    }
    assert_eq!(explanation["start"], record["startedAt"]);
    let mut spans: Vec<(&str, &str)> = all(&explanation["worked"])
        .iter()
        .chain(all(&explanation["skipped"]))
        .map(|span| (span["from"].as_str().unwrap_or(""), span["to"].as_str().unwrap_or("")))
        .collect();
    spans.sort_unstable();
    let mut at = record["startedAt"].as_str().unwrap_or("");
    for (from, to) in spans {
        assert_eq!(from, at, "{explanation:#}");
        at = to;
    }
    assert_eq!(at, record["dueAt"].as_str().unwrap_or(""), "{explanation:#}");
}

on_both!(sections_solve_it_the_camat_returns_it_and_it_is_reopened, |service: tests::Service| async move {
    // It arrived by SMS on Monday at 08:00 and is received at 08:10.
    service.at("2026-02-02T08:10:00+08:00");
    let mut story =
        service.receive(json!({ "channel": "SMS", "arrivedAt": "2026-02-02T08:00:00+08:00" })).await;
    assert_eq!(
        history(&story).await,
        "
RECEIVE 1.1 - COMPLETED Ni Luh Ayu | 02-02 08:00 > 02-02 08:30 | 02-02 08:10 | 0:10:00 on time
ATTACH_DISPOSITION_SHEET 1.1 - - - | 02-02 08:10 > 02-02 09:10 | - | 0:00:00 -
"
    );
    // The sheet takes until 09:40: half an hour too late.
    service.at("2026-02-02T09:40:00+08:00");
    story.by("staf", "attachDispositionSheet", json!({ "urgency": "URGENT" })).await;
    service.at("2026-02-02T11:30:00+08:00");
    assert_eq!(
        history(&story).await,
        "
RECEIVE 1.1 - COMPLETED Ni Luh Ayu | 02-02 08:00 > 02-02 08:30 | 02-02 08:10 | 0:10:00 on time
ATTACH_DISPOSITION_SHEET 1.1 - COMPLETED Ni Luh Ayu | 02-02 08:10 > 02-02 09:10 | 02-02 09:40 | 1:30:00 late
FORWARD_TO_SECRETARY 1.1 - - - | 02-02 09:40 > 02-02 10:40 | - | 1:50:00 late
"
    );
    story.by("kasubag", "forwardToSecretary", json!({})).await;
    // Half an hour before the break, half an hour after it.
    service.at("2026-02-02T13:30:00+08:00");
    story.by("sekretaris", "adviseCamat", json!({ "advice": "Tinjau lapangan" })).await;
    service.at("2026-02-02T14:00:00+08:00");
    story
        .by(
            "camat",
            "considerComplaint",
            json!({ "consideration": "Perlu koordinasi", "policyMatter": true }),
        )
        .await;
    service.at("2026-02-02T14:30:00+08:00");
    story.dispose_to(&["TRANTIB", "PEM", "PMD"]).await;
    let to_the_sections = "
RECEIVE 1.1 - COMPLETED Ni Luh Ayu | 02-02 08:00 > 02-02 08:30 | 02-02 08:10 | 0:10:00 on time
ATTACH_DISPOSITION_SHEET 1.1 - COMPLETED Ni Luh Ayu | 02-02 08:10 > 02-02 09:10 | 02-02 09:40 | 1:30:00 late
FORWARD_TO_SECRETARY 1.1 - COMPLETED I Made Sudarma | 02-02 09:40 > 02-02 10:40 | 02-02 11:30 | 1:50:00 late
ADVISE 1.1 - COMPLETED I Nyoman Arta | 02-02 11:30 > 02-02 13:30 | 02-02 13:30 | 1:00:00 on time
CONSIDER 1.1 - COMPLETED I Gusti Ngurah Bagus | 02-02 13:30 > 02-02 14:30 | 02-02 14:00 | 0:30:00 on time
DISPOSE 1.1 - COMPLETED I Gusti Ngurah Bagus | 02-02 14:00 > 02-02 15:00 | 02-02 14:30 | 0:30:00 on time
";
    assert_eq!(
        history(&story).await,
        format!(
            "{to_the_sections}\
SOLVE 1.1 TRANTIB* - - | 02-02 14:30 > 02-04 14:30 | - | 0:00:00 -
SOLVE 1.1 PEM - - | 02-02 14:30 > 02-04 14:30 | - | 0:00:00 -
SOLVE 1.1 PMD - - | 02-02 14:30 > 02-04 14:30 | - | 0:00:00 -
"
        )
    );
    // Each in its own time: PMD on Tuesday, PEM on Thursday, too late; the lead waits and is late itself.
    service.at("2026-02-03T08:30:00+08:00");
    story.by("kasi.pmd", "submitSolution", json!({ "solution": "Warga dikumpulkan" })).await;
    service.at("2026-02-05T08:00:00+08:00");
    story.by("kasi.pemerintahan", "submitSolution", json!({ "solution": "Anggaran ada" })).await;
    service.at("2026-02-05T09:00:00+08:00");
    story.by("kasi.trantib", "submitSolution", json!({ "solution": "Lubang ditutup" })).await;
    // Monday 2 h, Tuesday and Wednesday 8 h each, Thursday the rest; PMD one hour of Tuesday.
    let solved = format!(
        "{to_the_sections}\
SOLVE 1.1 TRANTIB* COMPLETED I Ketut Budiasa | 02-02 14:30 > 02-04 14:30 | 02-05 09:00 | 19:30:00 late
SOLVE 1.1 PEM COMPLETED I Wayan Suparta | 02-02 14:30 > 02-04 14:30 | 02-05 08:00 | 18:30:00 late
SOLVE 1.1 PMD COMPLETED Ni Made Sri | 02-02 14:30 > 02-04 14:30 | 02-03 08:30 | 3:00:00 on time
"
    );
    assert_eq!(
        history(&story).await,
        format!("{solved}SIGN 1.1 - - - | 02-05 09:00 > 02-05 10:00 | - | 0:00:00 -\n")
    );
    // The camat returns it on Thursday at 09:30: all who had answered get two days from then, to Monday.
    service.at("2026-02-05T09:30:00+08:00");
    story.by("camat", "returnComplaint", json!({ "toStep": "SOLVE", "reason": "Kurang rinci" })).await;
    let returned = format!(
        "{solved}SIGN 1.1 - RETURNED I Gusti Ngurah Bagus | 02-05 09:00 > 02-05 10:00 | 02-05 09:30 | 0:30:00 on time\n"
    );
    assert_eq!(
        history(&story).await,
        format!(
            "{returned}\
SOLVE 1.2 TRANTIB* - - | 02-05 09:30 > 02-09 09:30 | - | 0:00:00 -
SOLVE 1.2 PEM - - | 02-05 09:30 > 02-09 09:30 | - | 0:00:00 -
SOLVE 1.2 PMD - - | 02-05 09:30 > 02-09 09:30 | - | 0:00:00 -
"
        )
    );
    // On Friday at 13:30 the lead goes on without PEM. Thursday 6 h, Friday 4 h and half an hour.
    service.at("2026-02-06T11:00:00+08:00");
    story.by("kasi.pmd", "submitSolution", json!({ "solution": "Warga setuju" })).await;
    service.at("2026-02-06T13:30:00+08:00");
    let input =
        json!({ "solution": "Lubang ditutup dengan aspal", "withoutSupportReason": "PEM sudah menjawab" });
    story.by("kasi.trantib", "submitSolution", input).await;
    let again = format!(
        "{returned}\
SOLVE 1.2 TRANTIB* COMPLETED I Ketut Budiasa | 02-05 09:30 > 02-09 09:30 | 02-06 13:30 | 10:30:00 on time
SOLVE 1.2 PEM NO_ANSWER - | 02-05 09:30 > 02-09 09:30 | 02-06 13:30 | 10:30:00 on time
SOLVE 1.2 PMD COMPLETED Ni Made Sri | 02-05 09:30 > 02-09 09:30 | 02-06 11:00 | 9:30:00 on time
"
    );
    // An hour from Friday 13:30 is closing time, which stays on that day.
    assert_eq!(
        history(&story).await,
        format!("{again}SIGN 1.2 - - - | 02-06 13:30 > 02-06 14:30 | - | 0:00:00 -\n")
    );
    service.at("2026-02-06T14:30:00+08:00");
    story.by("camat", "signSolution", json!({})).await;
    // A day from Friday 14:30 is Monday 14:30. Carried out on Sunday evening: no working time at all.
    service.at("2026-02-08T20:00:00+08:00");
    let input = json!({ "result": "Ditutup", "answerToComplainant": "Sudah ditutup" });
    story.by("sekretaris", "carryOutSolution", input).await;
    // Half an hour from Sunday evening is Monday 08:00.
    service.at("2026-02-09T08:00:00+08:00");
    story.by("staf", "archiveComplaint", json!({ "archiveCode": "PM/1" })).await;
    let archived = format!(
        "{again}\
SIGN 1.2 - COMPLETED I Gusti Ngurah Bagus | 02-06 13:30 > 02-06 14:30 | 02-06 14:30 | 1:00:00 on time
CARRY_OUT 1.1 - COMPLETED I Nyoman Arta | 02-06 14:30 > 02-09 14:30 | 02-08 20:00 | 0:00:00 on time
ARCHIVE 1.1 - COMPLETED Ni Luh Ayu | 02-08 20:00 > 02-09 08:00 | 02-09 08:00 | 0:30:00 on time
"
    );
    assert_eq!(history(&story).await, archived);
    let seen = story
        .seen_by(
            "camat",
            "status closedAt solutions { text section { code } lead current signedAt author { name } }",
        )
        .await;
    assert_eq!((&seen["status"], &seen["closedAt"]), (&json!("ARCHIVED"), &json!("2026-02-09T00:00:00Z")));
    let solution = |text: &str, section: &str, author: &str, current: bool| {
        let signed = if current { json!("2026-02-06T06:30:00Z") } else { Value::Null };
        json!({
            "text": text, "section": { "code": section }, "lead": section == "TRANTIB", "current": current, "signedAt": signed,
            "author": { "name": author },
        })
    };
    assert_eq!(
        seen["solutions"],
        json!([
            solution("Lubang ditutup", "TRANTIB", "I Ketut Budiasa", false),
            solution("Anggaran ada", "PEM", "I Wayan Suparta", false),
            solution("Warga dikumpulkan", "PMD", "Ni Made Sri", false),
            solution("Lubang ditutup dengan aspal", "TRANTIB", "I Ketut Budiasa", true),
            solution("Warga setuju", "PMD", "Ni Made Sri", true),
        ])
    );

    // The hole is back: the secretary reopens it on Tuesday, forty minutes before closing, and this time the camat decides
    // alone.
    service.at("2026-02-10T15:50:00+08:00");
    story.by("sekretaris", "reopenComplaint", json!({ "reason": "Lubang muncul lagi" })).await;
    assert_eq!(
        history(&story).await,
        format!("{archived}ATTACH_DISPOSITION_SHEET 2.1 - - - | 02-10 15:50 > 02-11 07:50 | - | 0:00:00 -\n")
    );
    service.at("2026-02-10T16:00:00+08:00");
    story.by("staf", "attachDispositionSheet", json!({})).await;
    service.at("2026-02-10T16:10:00+08:00");
    story.by("kasubag", "forwardToSecretary", json!({})).await;
    service.at("2026-02-11T08:00:00+08:00");
    story.by("sekretaris", "adviseCamat", json!({ "advice": "Tambal ulang" })).await;
    story
        .by(
            "camat",
            "considerComplaint",
            json!({ "consideration": "Tegur pelaksana", "policyMatter": false }),
        )
        .await;
    service.at("2026-02-11T08:30:00+08:00");
    story.decide_alone().await;
    let alone = format!(
        "{archived}\
ATTACH_DISPOSITION_SHEET 2.1 - COMPLETED Ni Luh Ayu | 02-10 15:50 > 02-11 07:50 | 02-10 16:00 | 0:10:00 on time
FORWARD_TO_SECRETARY 2.1 - COMPLETED I Made Sudarma | 02-10 16:00 > 02-11 08:00 | 02-10 16:10 | 0:10:00 on time
ADVISE 2.1 - COMPLETED I Nyoman Arta | 02-10 16:10 > 02-11 08:10 | 02-11 08:00 | 0:50:00 on time
CONSIDER 2.1 - COMPLETED I Gusti Ngurah Bagus | 02-11 08:00 > 02-11 09:00 | 02-11 08:00 | 0:00:00 on time
DISPOSE 2.1 - COMPLETED I Gusti Ngurah Bagus | 02-11 08:00 > 02-11 09:00 | 02-11 08:30 | 0:30:00 on time
SOLVE 2.1 - SKIPPED - | - > - | - | - -
SIGN 2.1 - SKIPPED - | - > - | - | - -
"
    );
    assert_eq!(
        history(&story).await,
        format!("{alone}CARRY_OUT 2.1 - - - | 02-11 08:30 > 02-12 08:30 | - | 0:00:00 -\n")
    );
    service.at("2026-02-12T09:00:00+08:00");
    story
        .by(
            "kasubag",
            "carryOutSolution",
            json!({ "result": "Ditambal", "answerToComplainant": "Ditambal ulang" }),
        )
        .await;
    service.at("2026-02-12T09:30:00+08:00");
    story.by("staf", "archiveComplaint", json!({ "archiveCode": "PM/1a" })).await;
    assert_eq!(
        history(&story).await,
        format!(
            "{alone}\
CARRY_OUT 2.1 - COMPLETED I Made Sudarma | 02-11 08:30 > 02-12 08:30 | 02-12 09:00 | 8:30:00 late
ARCHIVE 2.1 - COMPLETED Ni Luh Ayu | 02-12 09:00 > 02-12 09:30 | 02-12 09:30 | 0:30:00 on time
"
        )
    );
    let seen = story.seen_by("camat", "status cycle agendaNumber version answer archiveCode").await;
    assert_eq!(
        seen,
        json!({
            "status": "ARCHIVED", "cycle": 2, "agendaNumber": "0001/PM/2026", "version": story.version,
            "answer": "Ditambal ulang", "archiveCode": "PM/1a",
        })
    );
});

/// The rows of the table in sop.md section 8, each step finished exactly when due; local dispensation days count as closed.
const WORKED: &[(&str, [&str; 6], [&str; 2])] = &[
    (
        "2026-02-02T08:00:00+08:00",
        ["02-02 08:30", "02-02 14:30", "02-04 14:30", "02-04 15:30", "02-05 15:30", "02-05 16:00"],
        ["02-03 14:30", "02-03 15:00"],
    ),
    (
        "2026-02-13T13:45:00+08:00",
        ["02-13 14:15", "02-18 13:15", "02-20 13:15", "02-20 14:15", "02-23 14:15", "02-23 14:45"],
        ["02-19 13:15", "02-19 13:45"],
    ),
    (
        "2026-03-17T16:00:00+08:00",
        ["03-17 16:30", "03-25 13:30", "03-27 13:30", "03-27 14:30", "03-30 14:30", "03-30 15:00"],
        ["03-26 13:30", "03-26 14:00"],
    ),
    (
        "2026-04-04T21:10:00+08:00",
        ["04-06 08:00", "04-06 14:00", "04-09 14:00", "04-09 15:00", "04-10 14:30", "04-13 08:00"],
        ["04-07 14:00", "04-07 14:30"],
    ),
    (
        "2026-06-15T15:50:00+08:00",
        ["06-15 16:20", "06-19 13:50", "06-23 13:50", "06-23 14:50", "06-24 14:50", "06-24 15:20"],
        ["06-22 13:50", "06-22 14:20"],
    ),
    (
        "2026-11-03T10:00:00+08:00",
        ["11-03 10:30", "11-03 16:30", "11-06 14:30", "11-09 08:30", "11-10 08:30", "11-10 09:00"],
        ["11-05 16:30", "11-06 08:00"],
    ),
];

on_both!(each_step_taken_exactly_when_due_gives_the_table_of_the_sop, |service: tests::Service| async move {
    use tests::At;
    for (arrives, sections, alone) in WORKED {
        for own_solution in [false, true] {
            // Received when due, which is worked out by asking the office.
            let due = service
                .officer("staf")
                .await
                .ask(
                    "query ($at: DateTime!) { office { dueAt(step: RECEIVE, start: $at) } }",
                    json!({ "at": arrives }),
                )
                .await["office"]["dueAt"]
                .take();
            service.at(due.as_str().expect("it is due"));
            let mut story = service.receive(json!({ "arrivedAt": arrives })).await;
            for step in At::OPEN {
                let seen = story.seen_by("staf", "currentStep dueAt").await;
                if own_solution && (step == At::Solve || step == At::Sign) {
                    continue;
                }
                service.at(seen["dueAt"].as_str().expect("it is due"));
                match step {
                    At::Dispose if own_solution => story.decide_alone().await,
                    step => story.take(step).await,
                };
            }
            let seen = story.seen_by("staf", HISTORY).await;
            let of = |step: &str| {
                let record = all(&seen["history"]).iter().find(|r| r["step"] == step).expect("a record");
                tiles(record);
                assert_eq!(record["onTime"], true, "{record:#}");
                assert_eq!(record["dueAt"], record["completedAt"]);
                local(&record["dueAt"])
            };
            assert_eq!([of("RECEIVE"), of("DISPOSE")], sections[..2], "{arrives}");
            if own_solution {
                assert_eq!([of("CARRY_OUT"), of("ARCHIVE")], *alone, "{arrives} alone");
            } else {
                assert_eq!(
                    [of("SOLVE"), of("SIGN"), of("CARRY_OUT"), of("ARCHIVE")],
                    sections[2..],
                    "{arrives}"
                );
            }
        }
    }
});

on_both!(a_complaint_as_the_camat_has_it_before_him, |service: tests::Service| async move {
    let category = service.category("09").await;
    let mut story = service
        .receive(json!({
            "channel": "SMS", "categoryId": category, "villageCode": "51.02.02.2005", "urgency": "URGENT",
            "complainant": { "name": "I Wayan Contoh", "phone": "081234567", "nationalId": "5102020304850001" },
        }))
        .await;
    story.go_to(tests::At::Sign).await;
    let query = include_str!("../../src/documents/complaint.graphql");
    let seen = service.officer("camat").await.ask(query, json!({ "id": story.id })).await;
    let mut text = serde_json::to_string_pretty(&seen).expect("JSON");
    // Ids and the tracking code differ from run to run.
    let code = seen["complaint"]["trackingCode"].as_str().expect("a code").to_owned();
    text = text.replace(&code, "[tracking code]");
    text = hide_ids(&text);
    insta::assert_snapshot!("a_complaint_as_the_camat_has_it_before_him", text);
});

/// Puts `[id]` for every id.
fn hide_ids(text: &str) -> String {
    text.lines()
        .map(|line| match line.trim_start().starts_with("\"id\":") {
            true => format!(
                "{}\"id\": \"[id]\"{}\n",
                &line[..line.len() - line.trim_start().len()],
                if line.ends_with(',') { "," } else { "" }
            ),
            false => format!("{line}\n"),
        })
        .collect()
}
