//! Revisions of the procedure: an administrator adds one, complaints keep the one they were received under.

use serde_json::{Value, json};
use tests::{Service, on_both, over};

use crate::calendar::amend;

const PAYLOAD: &str = "procedure { revision number title legalBasis decidedOn effectiveFrom }
    office { procedures { revision } } userErrors { code message field }";

const PICTURE: &str =
    "{ office { procedure { revision } procedures { number title revision legalBasis decidedOn effectiveFrom
    steps { step activity activityIndonesian requirements output standard } } } }";

/// Issues a mutation, which must be done: dry first, which must tell the same and change nothing.
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

async fn picture(service: &Service) -> Value {
    service
        .officer("inspektur")
        .await
        .ask(&PICTURE.replace("office {", "office(code: \"51.02.02\") {"), json!({}))
        .await
}

fn faster() -> Value {
    json!({
        "number": "065/17/Org.", "legalBasis": "Perbup Tabanan Nomor 1 Tahun 2026", "decidedOn": "2026-01-30",
        "effectiveFrom": "2026-03-01",
        "steps": [
            { "step": "ATTACH_DISPOSITION_SHEET", "standard": "PT30M" },
            { "step": "ARCHIVE", "output": "Arsip digital" },
        ],
    })
}

on_both!(a_complaint_keeps_the_revision_it_was_received_under, |service: Service| async move {
    let payload = done(&service, "addProcedureRevision", faster()).await;
    let expected = json!({
        "revision": 2, "number": "065/17/Org.", "title": "Pengaduan Masyarakat",
        "legalBasis": "Perbup Tabanan Nomor 1 Tahun 2026", "decidedOn": "2026-01-30", "effectiveFrom": "2026-03-01",
    });
    assert_eq!(
        (&payload["procedure"], &payload["office"]["procedures"]),
        (&expected, &json!([{ "revision": 1 }, { "revision": 2 }]))
    );
    const SELECT: &str = "procedure { revision } dueAt history { step dueAt }";
    service.at("2026-02-27T08:00:00+08:00");
    let mut early = service.receive(json!({})).await;
    service.at("2026-03-02T08:00:00+08:00");
    let mut late = service.receive(json!({})).await;
    let (seen_early, seen_late) = (early.seen_by("staf", SELECT).await, late.seen_by("staf", SELECT).await);
    assert_eq!(
        (&seen_early["procedure"]["revision"], &seen_late["procedure"]["revision"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(
        (&seen_early["dueAt"], &seen_late["dueAt"]),
        (&json!("2026-02-27T01:00:00Z"), &json!("2026-03-02T00:30:00Z"))
    );
    assert_eq!(picture(&service).await["office"]["procedure"]["revision"], 2);
    // A return starts the clock again by the standard of the revision that is kept.
    for (story, due) in [(&mut early, "2026-03-02T01:00:00Z"), (&mut late, "2026-03-02T00:30:00Z")] {
        story.by("staf", "attachDispositionSheet", json!({})).await;
        let back = json!({ "toStep": "ATTACH_DISPOSITION_SHEET", "reason": "Lembar belum lengkap" });
        let seen = story.then("kasubag", "returnComplaint", "dueAt", back).await;
        assert_eq!(seen["dueAt"], due);
    }
    // Nor does a change of the calendar put it under another revision.
    let hours: Value =
        (1..=5).map(|day| json!({ "weekday": day, "opens": "09:00", "closes": "15:00" })).collect();
    amend(
        &service.officer("admin").await,
        "setWorkingHours",
        "userErrors { code }",
        json!({ "hours": hours }),
    )
    .await;
    for (story, due) in [(&early, "2026-03-02T02:00:00Z"), (&late, "2026-03-02T01:30:00Z")] {
        assert_eq!(story.seen_by("staf", "dueAt").await["dueAt"], due);
    }
});

on_both!(two_revisions_are_compared, |service: Service| async move {
    done(&service, "addProcedureRevision", faster()).await;
    let compare = |before: i32, after: i32| {
        format!(
            "{{ office {{ procedureComparison(before: {before}, after: {after}) {{ before {{ revision }} after {{ number }}
                steps {{ step standardBefore standardAfter standardSecondsBefore standardSecondsAfter
                         texts {{ text before after }} }} }} }} }}"
        )
    };
    let staff = service.officer("staf").await;
    let asked = staff.ask(&compare(1, 2), json!({})).await;
    let expected = json!({
        "before": { "revision": 1 }, "after": { "number": "065/17/Org." },
        "steps": [
            { "step": "ATTACH_DISPOSITION_SHEET", "standardBefore": "PT1H", "standardAfter": "PT30M",
              "standardSecondsBefore": 3600, "standardSecondsAfter": 1800, "texts": [] },
            { "step": "ARCHIVE", "standardBefore": "PT30M", "standardAfter": "PT30M",
              "standardSecondsBefore": 1800, "standardSecondsAfter": 1800,
              "texts": [{ "text": "OUTPUT", "before": "Arsip Pengaduan", "after": "Arsip digital" }] },
        ],
    });
    assert_eq!(asked["office"]["procedureComparison"], expected);
    for (before, after) in [(1, 3), (0, 1), (-1, 2)] {
        let asked = staff.ask(&compare(before, after), json!({})).await;
        assert_eq!(asked["office"]["procedureComparison"], Value::Null);
    }
    assert_eq!(
        staff.ask(&compare(2, 2), json!({})).await["office"]["procedureComparison"]["steps"],
        json!([])
    );
});

on_both!(only_a_revision_still_to_come_is_taken_away, |service: Service| async move {
    done(&service, "addProcedureRevision", faster()).await;
    let before = picture(&service).await;
    let payload = done(&service, "removeProcedureRevision", json!({ "revision": 2 })).await;
    assert_eq!(payload["office"]["procedures"], json!([{ "revision": 1 }]));
    done(&service, "addProcedureRevision", faster()).await;
    assert_eq!(picture(&service).await, before);
    service.at("2026-03-01T00:00:00+08:00");
    let admin = service.officer("admin").await;
    let refused = amend(&admin, "removeProcedureRevision", PAYLOAD, json!({ "revision": 2 })).await;
    let message = "Has been in force since 2026-03-01, so complaints may have been received under it.";
    assert_eq!(
        refused["userErrors"],
        json!([{ "code": "INVALID_INPUT", "message": message, "field": ["input", "revision"] }])
    );
});

on_both!(what_is_not_right_is_refused_and_changes_nothing, |service: Service| async move {
    let long = "x".repeat(2_001);
    let line = "x".repeat(301);
    let of = |more: Value| over(faster(), &more);
    let step = |more: Value| of(json!({ "steps": [over(json!({ "step": "SOLVE" }), &more)] }));
    let mut cases: Vec<(&str, Value, Vec<&str>, String)> = Vec::new();
    for (wrong, message) in [
        ("", "Must not be empty.".to_owned()),
        (" \n ", "Must not be empty.".to_owned()),
        ("a\u{7}b", "Must not contain control characters.".to_owned()),
        ("a\u{1b}b", "Must not contain control characters.".to_owned()),
    ] {
        for field in ["number", "title", "legalBasis"] {
            cases.push(("addProcedureRevision", of(json!({ field: wrong })), vec![field], message.clone()));
        }
        for field in ["activity", "activityIndonesian", "requirements", "output"] {
            cases.push((
                "addProcedureRevision",
                step(json!({ field: wrong })),
                vec!["steps", field],
                message.clone(),
            ));
        }
    }
    let add = |input: Value, field: &[&'static str], message: &str| {
        ("addProcedureRevision", input, field.to_vec(), message.to_owned())
    };
    cases.extend([
        add(of(json!({ "number": line })), &["number"], "Must have at most 300 characters."),
        add(of(json!({ "title": "a\nb" })), &["title"], "Must be one line."),
        add(of(json!({ "legalBasis": long })), &["legalBasis"], "Must have at most 2000 characters."),
        add(step(json!({ "output": long })), &["steps", "output"], "Must have at most 2000 characters."),
        add(step(json!({ "standard": "P251D" })), &["steps"], "Must be at most P250D."),
        add(
            of(json!({ "steps": [{ "step": "SOLVE", "standard": "P1D" }, { "step": "SOLVE" }] })),
            &["steps"],
            "Names the same one twice.",
        ),
        add(
            of(json!({ "effectiveFrom": "2026-02-01" })),
            &["effectiveFrom"],
            "Must not be before 2026-02-02.",
        ),
        add(
            of(json!({ "effectiveFrom": "0001-01-01" })),
            &["effectiveFrom"],
            "Must not be before 2026-02-02.",
        ),
        add(
            of(json!({ "effectiveFrom": "2028-02-03" })),
            &["effectiveFrom"],
            "Must not be after 2028-02-02.",
        ),
        add(
            of(json!({ "effectiveFrom": "9999-12-31" })),
            &["effectiveFrom"],
            "Must not be after 2028-02-02.",
        ),
        add(of(json!({ "decidedOn": "2026-02-03" })), &["decidedOn"], "Must not be after 2026-02-02."),
        add(
            json!({ "effectiveFrom": "2026-03-01" }),
            &["steps"],
            "Nothing would change: give at least one field a new value.",
        ),
    ]);
    for revision in [0, 2, -1, i32::MAX] {
        let unknown = "Is not known in this office.".to_owned();
        cases.push(("removeProcedureRevision", json!({ "revision": revision }), vec!["revision"], unknown));
    }
    // Another office's revision of that number is none of this one.
    let elsewhere = service.officer("admin.kediri").await;
    let added = amend(&elsewhere, "addProcedureRevision", PAYLOAD, faster()).await;
    assert_eq!(added["procedure"]["revision"], 2);
    let admin = service.officer("admin").await;
    let before = picture(&service).await;
    for (name, input, field, message) in cases {
        let payload = amend(&admin, name, PAYLOAD, input.clone()).await;
        let error = &payload["userErrors"][0];
        assert_eq!(error["code"], "INVALID_INPUT", "{name} {input} {payload:#}");
        let path: Vec<&str> = std::iter::once("input").chain(field).collect();
        assert_eq!((&error["field"], &error["message"]), (&json!(path), &json!(message)), "{name} {input}");
        assert!(picture(&service).await == before, "{name} {input} changed something");
    }
});
