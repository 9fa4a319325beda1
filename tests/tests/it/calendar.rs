//! When the office works: what an administrator changes, and what becomes of the due times of open steps.

use serde_json::{Value, json};
use tests::{At, Client, SELEMADEG_TIMUR, Service, on_both, over};

use crate::trial::all;

const PAYLOAD: &str = "office { id } dueTimesChanged verdictsChangedCount
    verdictsChanged { complaint { agendaNumber } step dueBefore dueAfter overdue } userErrors { code message field }";

/// Everything of the office that a mutation of this file could change.
const PICTURE: &str = "{ office {
    workingHours { weekday opens closes }
    inRamadan: workingHours(on: \"2026-02-20\") { weekday opens closes }
    seasons { name from to workingHours { weekday opens closes } }
    last: holidays(year: 2025) { date name } this: holidays(year: 2026) { date name kind closed estimated }
    specialDays(year: 2026) { date name openingHours { opens closes } } } }";

/// Issues a mutation of the calendar and answers its payload.
pub(crate) async fn amend(client: &Client, name: &str, payload: &str, input: Value) -> Value {
    let input_type = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation ($input: {input_type}!) {{ {name}(input: $input) {{ {payload} }} }}");
    client.ask(&query, json!({ "input": input })).await[name].take()
}

/// As [`amend`], and it must be done: dry first, which must tell the same and change nothing.
async fn done(service: &Service, name: &str, input: Value) -> Value {
    let admin = service.officer("admin").await;
    let before = picture(service).await;
    let dry = amend(&admin, name, PAYLOAD, over(input.clone(), &json!({ "dryRun": true }))).await;
    assert!(picture(service).await == before, "{name} was to be dry");
    let real = amend(&admin, name, PAYLOAD, input.clone()).await;
    assert_eq!(real["userErrors"], json!([]), "{name} {input:#}");
    assert_eq!(dry, real, "{name} {input:#}");
    real
}

async fn picture(service: &Service) -> (Value, Value) {
    let complaints = "{ complaints(first: 100) { nodes { agendaNumber version dueAt \
                      history { step startedAt dueAt completedAt onTime } } } }";
    let staff = service.officer("staf").await;
    (staff.ask(PICTURE, json!({})).await, staff.ask(complaints, json!({})).await)
}

fn hours(spans: &[(i32, &str, &str)]) -> Value {
    let row = |(weekday, opens, closes): &(i32, &str, &str)| json!({ "weekday": weekday, "opens": opens, "closes": closes });
    spans.iter().map(row).collect()
}

/// Monday to Friday, in one go.
fn from_to(opens: &str, closes: &str) -> Value {
    let spans: Vec<_> = (1..=5).map(|weekday| (weekday, opens, closes)).collect();
    hours(&spans)
}

fn holiday(date: &str, name: &str) -> Value {
    json!({ "date": date, "name": name, "kind": "COLLECTIVE_LEAVE" })
}

on_both!(a_late_decree_moves_what_is_open_and_no_front_end_fails, |service: Service| async move {
    let mut open = service.receive(json!({})).await;
    let mut closed = service.receive(json!({})).await;
    closed.go_to(At::Archived).await;
    let history = "history { step dueAt onTime }";
    let kept = closed.seen_by("staf", history).await;
    service.at("2026-02-02T10:00:00+08:00");
    let before = open.seen_by("staf", "dueAt version history { step dueAt } openSteps { overdue }").await;
    assert_eq!(
        (&before["dueAt"], &before["openSteps"][0]["overdue"]),
        (&json!("2026-02-02T01:00:00Z"), &json!(true))
    );

    let payload = done(&service, "addHoliday", holiday("2026-02-02", "Cuti bersama mendadak")).await;
    assert_eq!((&payload["dueTimesChanged"], &payload["verdictsChangedCount"]), (&json!(1), &json!(1)));
    let expected = json!([{
        "complaint": { "agendaNumber": "0001/PM/2026" }, "step": "ATTACH_DISPOSITION_SHEET",
        "dueBefore": "2026-02-02T01:00:00Z", "dueAfter": "2026-02-03T00:30:00Z", "overdue": false,
    }]);
    assert_eq!(payload["verdictsChanged"], expected);

    let after = open
        .seen_by(
            "staf",
            "dueAt version history { step dueAt } openSteps { overdue dueExplanation { worked { to } } }",
        )
        .await;
    assert_eq!(after["dueAt"], "2026-02-03T00:30:00Z");
    assert_eq!(after["version"], before["version"], "what an officer is about to do does not fail");
    assert_eq!(after["openSteps"][0]["overdue"], false);
    let explained = all(&after["openSteps"][0]["dueExplanation"]["worked"]);
    assert_eq!(explained.last().map(|span| &span["to"]), Some(&after["dueAt"]), "it explains itself again");
    assert_eq!(after["history"][0], before["history"][0], "step 1 is done, and keeps its due time");
    assert_eq!(closed.seen_by("staf", history).await, kept);
    open.by("staf", "attachDispositionSheet", json!({})).await;

    let opened = json!({ "date": "2026-02-02", "name": "Cuti bersama mendadak", "closed": false });
    let payload = done(&service, "changeHoliday", opened).await;
    assert_eq!(payload["dueTimesChanged"], 1);
    let gone = json!({ "date": "2026-02-02", "name": "Cuti bersama mendadak" });
    assert_eq!(done(&service, "removeHoliday", gone).await["dueTimesChanged"], 0);
});

on_both!(every_change_of_the_calendar_is_done_and_shown, |service: Service| async move {
    let story = service.complaint_at(At::Solve).await;
    let due = async || story.seen_by("staf", "dueAt").await["dueAt"].as_str().map(str::to_owned);
    // Two working days from Monday 08:00, of two sections.
    assert_eq!(due().await.as_deref(), Some("2026-02-04T00:00:00Z"));
    let office = async || service.officer("staf").await.ask(PICTURE, json!({})).await["office"].take();

    let later = json!({ "hours": from_to("09:00", "17:00") });
    assert_eq!(done(&service, "setWorkingHours", later.clone()).await["dueTimesChanged"], 2);
    assert_eq!(due().await.as_deref(), Some("2026-02-04T01:00:00Z"));
    assert_eq!(office().await["workingHours"], later["hours"]);

    let season = json!({
        "name": "Musim", "from": "2026-02-04", "to": "2026-02-20", "hours": hours(&[(1, "10:00", "11:00"), (3, "13:00", "14:00")]),
    });
    assert_eq!(done(&service, "createSeason", season).await["dueTimesChanged"], 2);
    assert_eq!(due().await.as_deref(), Some("2026-02-04T05:00:00Z"));
    let change = json!({ "season": "2026-02-04", "from": "2026-02-05", "name": "Musim lain" });
    assert_eq!(done(&service, "changeSeason", change).await["dueTimesChanged"], 2);
    let seasons = office().await["seasons"].take();
    assert_eq!((&seasons[0]["name"], &seasons[0]["from"]), (&json!("Musim lain"), &json!("2026-02-05")));
    assert_eq!(office().await["inRamadan"], seasons[0]["workingHours"]);
    assert_eq!(done(&service, "removeSeason", json!({ "season": "2026-02-05" })).await["dueTimesChanged"], 0);
    assert_eq!(office().await["seasons"], json!([]));

    let closed = json!({ "date": "2026-02-03", "name": "Upacara", "open": false });
    assert_eq!(done(&service, "setDay", closed).await["dueTimesChanged"], 2);
    assert_eq!(due().await.as_deref(), Some("2026-02-05T01:00:00Z"));
    let span = json!([{ "opens": "14:00", "closes": "15:00" }]);
    let opened = json!({ "date": "2026-02-03", "name": "Setengah hari", "open": true, "hours": span });
    assert_eq!(done(&service, "setDay", opened).await["dueTimesChanged"], 2);
    assert_eq!(due().await.as_deref(), Some("2026-02-04T01:00:00Z"));
    let expected = json!([{ "date": "2026-02-03", "name": "Setengah hari", "openingHours": span }]);
    assert_eq!(office().await["specialDays"], expected);
    done(&service, "restoreDay", json!({ "date": "2026-02-03" })).await;
    assert_eq!(office().await["specialDays"], json!([]));

    let csv = "\u{feff}date;name;kind\n2026-02-03;Hari Raya;national_holiday\n2026-02-04;Piodalan;bali_dispensation\n";
    let import = json!({ "csv": csv, "closedOnLocal": false });
    assert_eq!(done(&service, "importHolidays", import).await["dueTimesChanged"], 2);
    assert_eq!(due().await.as_deref(), Some("2026-02-05T01:00:00Z"));
    let this = office().await["this"].take();
    let piodalan = all(&this).iter().find(|holiday| holiday["name"] == "Piodalan").cloned();
    let expected = json!({
        "date": "2026-02-04", "name": "Piodalan", "kind": "LOCAL", "closed": false, "estimated": false,
    });
    assert_eq!(piodalan, Some(expected));
});

on_both!(who_may_not_know_of_a_complaint_is_not_told_of_its_verdict, |service: Service| async move {
    service.receive(json!({ "confidentiality": "SECRET" })).await;
    let about = service.officer_id("admin").await;
    service.receive(json!({ "reportedOfficerIds": [about] })).await;
    service.receive(json!({})).await;
    service.at("2026-02-02T10:00:00+08:00");
    let payload = done(&service, "addHoliday", holiday("2026-02-02", "Cuti bersama")).await;
    assert_eq!((&payload["dueTimesChanged"], &payload["verdictsChangedCount"]), (&json!(1), &json!(1)));
    assert_eq!(payload["verdictsChanged"][0]["complaint"]["agendaNumber"], "0003/PM/2026");
    assert_eq!(all(&payload["verdictsChanged"]).len(), 1);
});

on_both!(what_waits_for_step_1_is_due_by_the_new_calendar, |service: Service| async move {
    let waits = service.submit(json!({})).await;
    service.submit(json!({ "confidentiality": "SECRET" })).await;
    service.submit(json!({})).await.by("staf", "dismissSubmission", json!({ "reason": "Iklan" })).await;
    let staff = service.officer("staf").await;
    const LIST: &str = "{ submissions(first: 5) { nodes { id version dueAt overdue } }
        dashboard { byStep { step open overdue } } }";
    let due = async || {
        let answer = staff.ask(LIST, json!({})).await;
        let rows =
            all(&answer["submissions"]["nodes"]).iter().map(|row| row["dueAt"].clone()).collect::<Vec<_>>();
        (rows, answer["dashboard"]["byStep"][0].clone())
    };
    assert_eq!(due().await.0, ["2026-02-02T00:30:00Z", "2026-02-02T00:30:00Z"]);
    service.at("2026-02-02T09:00:00+08:00");
    let late = due().await.1;
    assert_eq!((&late["step"], &late["open"], &late["overdue"]), (&json!("RECEIVE"), &json!(2), &json!(2)));
    // Of a secret one an administrator is told nothing; what was set aside keeps its due time.
    let payload = done(&service, "addHoliday", holiday("2026-02-02", "Cuti bersama")).await;
    assert_eq!(payload["dueTimesChanged"], 1);
    let (moved, now) = due().await;
    assert_eq!(moved, ["2026-02-03T00:00:00Z", "2026-02-03T00:00:00Z"]);
    assert_eq!((&now["open"], &now["overdue"]), (&json!(2), &json!(0)));
    let office = service.office(SELEMADEG_TIMUR).await.id;
    assert!(service.store.verify_tallies(office).await.expect("the store answers").is_empty());
    // The version a front end saw stays: what it was about to do is done.
    waits.by("staf", "receiveSubmission", json!({})).await;
});

on_both!(a_change_is_recorded_and_screens_are_answered_anew, |service: Service| async move {
    service.receive(json!({})).await;
    const SCREEN: &str = "{ complaints(filter: { updatedSince: \"2026-02-02T09:00:00+08:00\" }) { nodes { dueAt } } worklist { nodes { dueAt } } }";
    let staff = service.officer("staf").await;
    let ask = async |known: Option<&str>| {
        let response = staff.get(&[("query", SCREEN)], known).await;
        let tag = response.headers().get("etag").and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        (response.status().as_u16(), tag, response.json::<Value>().await.unwrap_or_default())
    };
    service.at("2026-02-02T08:30:00+08:00");
    let (status, tag, before) = ask(None).await;
    assert_eq!(
        (status, &before["data"]["worklist"]["nodes"][0]["dueAt"]),
        (200, &json!("2026-02-02T01:00:00Z"))
    );
    assert_eq!(ask(tag.as_deref()).await.0, 304);
    service.at("2026-02-02T08:40:00+08:00");
    let input = json!({ "date": "2026-02-02", "name": "Upacara", "open": false });
    let admin = service.officer("admin").await;
    let dry = over(input.clone(), &json!({ "dryRun": true }));
    assert_eq!(amend(&admin, "setDay", PAYLOAD, dry).await["dueTimesChanged"], 1);
    assert_eq!(ask(tag.as_deref()).await.0, 304, "a dry run changes nothing");
    service.at("2026-02-02T09:00:00+08:00");
    assert_eq!(amend(&admin, "setDay", PAYLOAD, input).await["dueTimesChanged"], 1);
    let (status, _, after) = ask(tag.as_deref()).await;
    let moved = json!("2026-02-03T00:30:00Z");
    assert_eq!((status, &after["data"]["worklist"]["nodes"][0]["dueAt"]), (200, &moved));
    assert_eq!(
        after["data"]["complaints"]["nodes"],
        json!([{ "dueAt": moved }]),
        "and whoever asks for what is new"
    );

    let record = "{ officeChanges(officeCode: \"51.02.02\") { nodes { kind officer { name } before { path value } after { path value } } } }";
    let seen = service.officer("inspektur").await.ask(record, json!({})).await;
    let day =
        |field: &str, value: &str| json!({ "path": ["specialDays", "2026-02-02", field], "value": value });
    let expected = json!([{
        "kind": "DAY_SET", "officer": { "name": "I Putu Eka" },
        "before": [], "after": [day("name", "Upacara"), day("open", "false")],
    }]);
    assert_eq!(seen["officeChanges"]["nodes"], expected);
});

on_both!(a_key_is_used_once, |service: Service| async move {
    service.receive(json!({})).await;
    let admin = service.officer("admin").await;
    let input = over(holiday("2026-02-02", "Cuti bersama"), &json!({ "idempotencyKey": "kunci" }));
    let first = amend(&admin, "addHoliday", PAYLOAD, input.clone()).await;
    assert_eq!((&first["userErrors"], &first["dueTimesChanged"]), (&json!([]), &json!(1)));
    let before = picture(&service).await;
    let again = amend(&admin, "addHoliday", PAYLOAD, input.clone()).await;
    assert_eq!(
        (&again["userErrors"], &again["dueTimesChanged"]),
        (&json!([]), &json!(0)),
        "it changed nothing again"
    );
    assert_eq!(again["office"], first["office"]);
    let other = over(input, &json!({ "name": "Lain" }));
    let refused = amend(&admin, "addHoliday", PAYLOAD, other).await;
    assert_eq!(refused["userErrors"][0]["code"], "IDEMPOTENCY_MISMATCH");
    assert!(picture(&service).await == before);
});

on_both!(what_is_not_right_is_refused_and_changes_nothing, |service: Service| async move {
    service.receive(json!({})).await;
    let season = json!({ "name": "Ramadan", "from": "2026-02-19", "to": "2026-03-20", "hours": from_to("08:00", "15:00") });
    done(&service, "createSeason", season.clone()).await;
    let known = holiday("2026-02-03", "Odalan");
    done(&service, "addHoliday", known.clone()).await;
    let day = json!({ "date": "2026-02-04", "name": "Upacara", "open": false });
    done(&service, "setDay", day.clone()).await;
    // What another office has is not there in this one.
    let elsewhere = service.officer("admin.kediri").await;
    for (name, input) in [
        ("addHoliday", holiday("2026-05-05", "Di Kediri")),
        ("createSeason", over(season.clone(), &json!({ "from": "2026-05-05", "to": "2026-05-06" }))),
        ("setDay", json!({ "date": "2026-05-05", "name": "Di Kediri", "open": false })),
    ] {
        assert_eq!(amend(&elsewhere, name, PAYLOAD, input).await["userErrors"], json!([]));
    }

    let long = "x".repeat(301);
    let names: [(&str, &str); 5] = [
        ("", "Must not be empty."),
        (" \t ", "Must not be empty."),
        (&long, "Must have at most 300 characters."),
        ("a\u{7}b", "Must not contain control characters."),
        ("a\nb", "Must be one line."),
    ];
    let mut cases: Vec<(&str, Value, &str, String)> = Vec::new();
    for (wrong, message) in names {
        let named = json!({ "name": wrong });
        cases.push((
            "createSeason",
            over(over(season.clone(), &json!({ "from": "2026-06-01", "to": "2026-06-02" })), &named),
            "name",
            message.to_owned(),
        ));
        cases.push((
            "changeSeason",
            over(json!({ "season": "2026-02-19" }), &named),
            "name",
            message.to_owned(),
        ));
        cases.push(("addHoliday", over(known.clone(), &named), "name", message.to_owned()));
        cases.push((
            "changeHoliday",
            over(json!({ "date": "2026-02-03", "closed": false }), &named),
            "name",
            message.to_owned(),
        ));
        cases.push((
            "changeHoliday",
            json!({ "date": "2026-02-03", "name": "Odalan", "newName": wrong }),
            "newName",
            message.to_owned(),
        ));
        cases.push((
            "removeHoliday",
            over(json!({ "date": "2026-02-03" }), &named),
            "name",
            message.to_owned(),
        ));
        cases.push(("setDay", over(day.clone(), &named), "name", message.to_owned()));
    }
    let many: Vec<_> = (0..7).map(|_| (1, "08:00", "09:00")).collect();
    let too_many: Vec<_> = (0..43).map(|n| (n % 7 + 1, "08:00", "09:00")).collect();
    let spans = [
        (hours(&[]), "The office would never be open; give hours for some day."),
        (hours(&[(0, "08:00", "09:00")]), "Must be a weekday from 1 (Monday) to 7 (Sunday)."),
        (hours(&[(8, "08:00", "09:00")]), "Must be a weekday from 1 (Monday) to 7 (Sunday)."),
        (hours(&[(1, "", "09:00")]), "Must be a time of day like 07:30, from 00:00 to 24:00."),
        (hours(&[(1, "8:00", "09:00")]), "Must be a time of day like 07:30, from 00:00 to 24:00."),
        (hours(&[(1, "08:00\u{7}", "09:00")]), "Must be a time of day like 07:30, from 00:00 to 24:00."),
        (hours(&[(1, "08:00", "24:01")]), "Must be a time of day like 07:30, from 00:00 to 24:00."),
        (hours(&[(2, "09:00", "09:00")]), "Tuesday: 09:00-09:00 must close after it opens."),
        (
            hours(&[(3, "08:00", "12:00"), (3, "11:30", "13:00")]),
            "Wednesday: 08:00-12:00 and 11:30-13:00 overlap.",
        ),
        (hours(&many), "Names more than 6."),
        (hours(&too_many), "Names more than 42."),
    ];
    for (wrong, message) in &spans {
        cases.push(("setWorkingHours", json!({ "hours": wrong }), "hours", (*message).to_owned()));
    }
    for (wrong, message) in &spans[1..] {
        cases.push((
            "createSeason",
            over(
                over(season.clone(), &json!({ "from": "2026-06-01", "to": "2026-06-02" })),
                &json!({ "hours": wrong }),
            ),
            "hours",
            (*message).to_owned(),
        ));
        cases.push((
            "changeSeason",
            json!({ "season": "2026-02-19", "hours": wrong }),
            "hours",
            (*message).to_owned(),
        ));
    }
    let of = |name, input: Value, field, message: &str| (name, input, field, message.to_owned());
    let day_of = |more: Value| over(day.clone(), &more);
    let span = |opens: &str, closes: &str| json!([{ "opens": opens, "closes": closes }]);
    let unknown = "Is not known in this office.";
    let same = "Nothing would change: give at least one field a new value.";
    cases.extend([
        of("createSeason", season.clone(), "from", "The seasons Ramadan and Ramadan overlap on 2026-02-19."),
        of(
            "createSeason",
            over(season.clone(), &json!({ "to": "2026-02-18" })),
            "to",
            "Must not be before 2026-02-19.",
        ),
        of(
            "createSeason",
            over(season.clone(), &json!({ "to": "2027-02-20" })),
            "to",
            "Must not be after 2027-02-19.",
        ),
        of(
            "createSeason",
            over(season.clone(), &json!({ "to": "9999-12-31" })),
            "to",
            "Must not be after 2027-02-19.",
        ),
        of(
            "createSeason",
            over(season.clone(), &json!({ "to": "2026-04-22", "hours": [] })),
            "to",
            "Must not be after 2026-04-21.",
        ),
        of("changeSeason", json!({ "season": "2026-02-19" }), "", same),
        of("changeSeason", json!({ "season": "2026-02-20", "name": "A" }), "season", unknown),
        of("changeSeason", json!({ "season": "2026-05-05", "name": "A" }), "season", unknown),
        of(
            "changeSeason",
            json!({ "season": "2026-02-19", "to": "2026-02-01" }),
            "to",
            "Must not be before 2026-02-19.",
        ),
        of("removeSeason", json!({ "season": "2026-03-20" }), "season", unknown),
        of("removeSeason", json!({ "season": "2026-05-05" }), "season", unknown),
        of("addHoliday", known.clone(), "name", "Is in use already; choose another."),
        of("changeHoliday", json!({ "date": "2026-02-03", "name": "Odalan" }), "", same),
        of(
            "changeHoliday",
            json!({ "date": "2026-02-04", "name": "Odalan", "closed": false }),
            "name",
            unknown,
        ),
        of(
            "changeHoliday",
            json!({ "date": "2026-05-05", "name": "Di Kediri", "closed": false }),
            "name",
            unknown,
        ),
        of("removeHoliday", json!({ "date": "2026-05-05", "name": "Di Kediri" }), "name", unknown),
        of("removeHoliday", json!({ "date": "2026-02-03", "name": "odalan" }), "name", unknown),
        of("setDay", day.clone(), "", same),
        of(
            "setDay",
            day_of(json!({ "hours": span("08:00", "09:00") })),
            "hours",
            "Cannot be given together with open: false.",
        ),
        of(
            "setDay",
            json!({ "date": "2026-02-08", "name": "Minggu", "open": true }),
            "hours",
            "Is required here.",
        ),
        of(
            "setDay",
            json!({ "date": "2026-02-08", "name": "Minggu", "open": true, "hours": [] }),
            "hours",
            "Is required here.",
        ),
        of(
            "setDay",
            day_of(json!({ "open": true, "hours": span("8", "09:00") })),
            "hours",
            "Must be a time of day like 07:30, from 00:00 to 24:00.",
        ),
        of(
            "setDay",
            day_of(json!({ "open": true, "hours": span("09:00", "08:00") })),
            "hours",
            "Wednesday: 09:00-08:00 must close after it opens.",
        ),
        of("restoreDay", json!({ "date": "2026-02-05" }), "date", unknown),
        of("restoreDay", json!({ "date": "2026-05-05" }), "date", unknown),
        of("importHolidays", json!({ "csv": "" }), "csv", "The first line names no column date."),
        of("importHolidays", json!({ "csv": "date,name,kind\n" }), "csv", "Must not be empty."),
        of(
            "importHolidays",
            json!({ "csv": "date,name,kind\n2026-02-03,Odalan,collective_leave\n" }),
            "",
            same,
        ),
        of(
            "importHolidays",
            json!({ "csv": "date,name,kind\n2026-08-08,Baru,local\n2026-02-30,A,local\n" }),
            "csv",
            "Line 3: Must be a date like 2026-02-02, in the years 1 to 9999.",
        ),
        of(
            "importHolidays",
            json!({ "csv": "date,name,kind\n2026-08-08,Baru,local\n2026-02-03,\u{7},local\n" }),
            "csv",
            "Line 3: Must not contain control characters.",
        ),
        of(
            "importHolidays",
            json!({ "csv": format!("date,name,kind\n{}", "2026-08-08,Baru,local\n".repeat(1_001)) }),
            "csv",
            "Names more than 1000.",
        ),
    ]);
    let admin = service.officer("admin").await;
    let before = picture(&service).await;
    for (name, input, field, message) in cases {
        let payload = amend(&admin, name, PAYLOAD, input.clone()).await;
        let error = &payload["userErrors"][0];
        assert_eq!(error["code"], "INVALID_INPUT", "{name} {input} {payload:#}");
        let path: Vec<&str> = ["input", field].into_iter().filter(|part| !part.is_empty()).collect();
        assert_eq!(error["field"], json!(path), "{name} {input} {payload:#}");
        assert_eq!(error["message"], json!(message), "{name} {input}");
        assert_eq!((&payload["office"], &payload["dueTimesChanged"]), (&Value::Null, &json!(0)));
        assert!(picture(&service).await == before, "{name} {input} changed something");
    }
    let twice = json!({ "csv": "date,name,kind\n2026-02-30,A,local\n,B,local\n2026-08-08,C,feast\n2026-08-08,D,local\n" });
    let errors = amend(&admin, "importHolidays", PAYLOAD, twice).await["userErrors"].take();
    let lines: Vec<_> =
        all(&errors).iter().map(|e| e["message"].as_str().unwrap_or("")[..7].to_owned()).collect();
    assert_eq!(lines, ["Line 2:", "Line 3:", "Line 4:"], "every bad line is named");
    let nul = "mutation ($input: AddHolidayInput!) { addHoliday(input: $input) { userErrors { code } } }";
    let answer = admin.send(nul, json!({ "input": holiday("2026-02-05", "a\u{0}b") })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
    assert!(picture(&service).await == before);
    let indonesian = admin.in_language("id");
    let error = amend(&indonesian, "setWorkingHours", PAYLOAD, json!({ "hours": [] })).await;
    let message = "Kantor tidak akan pernah buka; isi jam kerja suatu hari.";
    assert_eq!(error["userErrors"][0]["message"], message);
});
