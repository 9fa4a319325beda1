//! A complaint about an officer: they neither see nor handle it, whatever they hold or act for; others stand in for them; the
//! inspector sees it marked, and where nobody is left (rules.md section 3).

use serde_json::{Value, json};
use tests::{Service, Story, on_both};

use crate::trial::{all, no_such};

async fn about<'a>(service: &'a Service, officers: &[&str], input: Value) -> Story<'a> {
    let mut ids = Vec::new();
    for officer in officers {
        ids.push(service.officer_id(officer).await);
    }
    // Received by the staff, or by who stands in for them.
    let receiver = ["staf", "kasubag", "camat"].into_iter().find(|officer| !officers.contains(officer));
    let receiver = receiver.expect("somebody is left");
    service.receive_by(receiver, tests::over(json!({ "reportedOfficerIds": ids }), &input)).await
}

/// Whatever the officer asks, the complaint is not there.
async fn is_hidden_from(story: &Story<'_>, officer: &str) {
    let client = story.service.officer(officer).await;
    let query = "query ($id: ID!) { complaint(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id }
        complaints(first: 100) { totalCount nodes { id } } worklist(first: 100) { totalCount nodes { complaint { id } } }
        dashboard { complaints(figure: OPEN, first: 100) { totalCount nodes { id } } } }";
    let seen = client.ask(query, json!({ "id": story.id })).await;
    assert!(!seen.to_string().contains(&story.id), "{officer} {seen:#}");
    let lists = [&seen["complaints"], &seen["worklist"], &seen["dashboard"]["complaints"]];
    for list in lists {
        assert_eq!(list["totalCount"], all(&list["nodes"]).len(), "{officer}: what is hidden is not counted");
    }
    for (mutation, put) in [
        ("attachDispositionSheet", json!({})),
        ("correctComplaint", json!({ "reason": "a", "subject": "a" })),
    ] {
        let input = story.input(&put);
        let nothing = tests::over(input.clone(), &json!({ "complaintId": no_such(&story.id) }));
        let (real, unreal) =
            (client.step(mutation, "", input).await, client.step(mutation, "", nothing).await);
        assert_eq!(real, unreal, "{officer} {mutation}");
    }
}

/// Who may take the open step, by username.
async fn waits_for(story: &Story<'_>) -> Vec<String> {
    let seen = story.seen_by("inspektur", "openSteps { waitingFor { name } }").await;
    all(&seen["openSteps"][0]["waitingFor"])
        .iter()
        .map(|officer| officer["name"].as_str().unwrap_or_default().to_owned())
        .collect()
}

on_both!(who_is_complained_of_neither_sees_nor_handles_it, |service: Service| async move {
    for officer in ["staf", "kasubag", "sekretaris", "camat", "kasi.pemerintahan", "admin"] {
        for confidentiality in ["OPEN", "SECRET"] {
            let story = about(&service, &[officer], json!({ "confidentiality": confidentiality })).await;
            is_hidden_from(&story, officer).await;
        }
    }
});

on_both!(nor_while_acting_for_somebody_else, |service: Service| async move {
    // The head of PMD acts for PEM, the secretary for the camat, the head of TRANTIB for the Kasubag.
    for (at, acting) in [
        ("2026-04-02T09:00:00+08:00", "kasi.pmd"),
        ("2026-03-03T09:00:00+08:00", "sekretaris"),
        ("2026-07-07T09:00:00+08:00", "kasi.trantib"),
    ] {
        service.at(at);
        let mut story = about(&service, &[acting], json!({ "confidentiality": "SECRET" })).await;
        is_hidden_from(&story, acting).await;
        story.by("staf", "attachDispositionSheet", json!({})).await;
        is_hidden_from(&story, acting).await;
    }
});

on_both!(each_substitute_of_the_rules_takes_the_step, |service: Service| async move {
    let (kasubag, secretary, camat) = ("I Made Sudarma", "I Nyoman Arta", "I Gusti Ngurah Bagus");
    let (forward, advise) = (("forwardToSecretary", json!({})), ("adviseCamat", json!({ "advice": "a" })));
    let attach = ("attachDispositionSheet", json!({}));
    let consider = ("considerComplaint", json!({ "consideration": "a", "policyMatter": false }));
    // Who is complained of; for each step in turn who takes it and as whose name the inspector reads it.
    for (reported, steps) in [
        (vec!["staf"], vec![("kasubag", kasubag, &attach)]),
        (vec!["staf", "kasubag"], vec![("camat", camat, &attach)]),
        (vec!["kasubag"], vec![("staf", "Ni Luh Ayu", &attach), ("sekretaris", secretary, &forward)]),
        (
            vec!["kasubag", "sekretaris"],
            vec![("staf", "Ni Luh Ayu", &attach), ("camat", camat, &forward), ("camat", camat, &advise)],
        ),
        (
            vec!["sekretaris"],
            vec![
                ("staf", "Ni Luh Ayu", &attach),
                ("kasubag", kasubag, &forward),
                ("kasubag", kasubag, &advise),
            ],
        ),
        (
            vec!["camat", "sekretaris"],
            vec![
                ("staf", "Ni Luh Ayu", &attach),
                ("kasubag", kasubag, &forward),
                ("kasubag", kasubag, &advise),
                ("kasubag", kasubag, &consider),
            ],
        ),
    ] {
        let mut story = about(&service, &reported, json!({})).await;
        for (officer, name, (mutation, input)) in steps {
            assert_eq!(waits_for(&story).await, [name], "{reported:?} {mutation}");
            story.by(officer, mutation, input.clone()).await;
        }
        for officer in &reported {
            is_hidden_from(&story, officer).await;
        }
        let conflict = story.seen_by("inspektur", "conflictOfInterest { waitsForNobody }").await;
        assert_eq!(conflict["conflictOfInterest"], json!({ "waitsForNobody": false }), "{reported:?}");
    }
});

on_both!(for_a_section_the_camat_names_another, |service: Service| async move {
    let mut story = service.receive(json!({})).await;
    story.go_to(tests::At::Dispose).await;
    story.dispose_to(&["PEM"]).await;
    let head = service.officer_id("kasi.pemerintahan").await;
    assert_eq!(
        story.seen_by("inspektur", "conflictOfInterest { message }").await["conflictOfInterest"],
        Value::Null
    );
    story.by("staf", "correctComplaint", json!({ "reason": "Ternyata", "reportedOfficerIds": [head] })).await;
    is_hidden_from(&story, "kasi.pemerintahan").await;
    let conflict = story.seen_by("inspektur", "conflictOfInterest { positions waitsForNobody }").await;
    let expected = json!({ "positions": ["SECTION_HEAD"], "waitsForNobody": false });
    assert_eq!(conflict["conflictOfInterest"], expected, "the camat is left");
    story.by("camat", "handBackComplaint", json!({ "reason": "Kepala seksi dilaporkan" })).await;
    story.dispose_to(&["PMD"]).await;
    story.by("kasi.pmd", "submitSolution", json!({ "solution": "Oleh seksi lain" })).await;
});

on_both!(the_inspector_sees_it_marked_and_where_nobody_is_left, |service: Service| async move {
    let conflict = "conflictOfInterest { positions waitsForNobody message }";
    let plain = service.receive(json!({})).await;
    assert_eq!(plain.seen_by("inspektur", conflict).await["conflictOfInterest"], Value::Null);
    // Who handles nothing is in nobody's way.
    let administrator = about(&service, &["admin"], json!({})).await;
    assert_eq!(administrator.seen_by("inspektur", conflict).await["conflictOfInterest"], Value::Null);
    // Also of a secret complaint, whose content the inspector does not see.
    let secret = json!({ "confidentiality": "SECRET" });
    let mut story = about(&service, &["camat", "sekretaris", "kasubag"], secret).await;
    let seen = story.seen_by("inspektur", &format!("subject reportedOfficers {{ name }} {conflict}")).await;
    let expected = json!({
        "positions": ["HEAD_OF_GENERAL_AFFAIRS", "SECRETARY", "CAMAT"], "waitsForNobody": false,
        "message": "The officers complained of neither see nor handle this complaint; others stand in for them.",
    });
    assert_eq!(seen["conflictOfInterest"], expected);
    assert_eq!((&seen["subject"], &seen["reportedOfficers"]), (&Value::Null, &json!([])));
    story.by("staf", "attachDispositionSheet", json!({})).await;
    let seen = story
        .seen_by("inspektur", &format!("{conflict} currentStep openSteps {{ waitingFor {{ name }} }}"))
        .await;
    assert_eq!(seen["openSteps"], json!([{ "waitingFor": [] }]));
    assert_eq!(seen["conflictOfInterest"]["waitsForNobody"], true);
    assert_eq!(
        seen["conflictOfInterest"]["message"],
        "Everybody who could stand in is complained of too: the step waits, and nobody in the office may take it."
    );
    for officer in ["staf", "kasi.pmd", "camat"] {
        let payload =
            service.officer(officer).await.step("forwardToSecretary", "", story.input(&json!({}))).await;
        assert_ne!(payload["userErrors"], json!([]), "{officer}");
    }
    // Once closed, nothing waits.
    story.by("staf", "withdrawComplaint", json!({ "reason": "Dicabut" })).await;
    assert_eq!(story.seen_by("inspektur", conflict).await["conflictOfInterest"]["waitsForNobody"], false);
});
