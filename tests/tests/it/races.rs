//! Several at once on one complaint, over HTTP: exactly one wins, and the others hear of it.

use serde_json::json;
use tests::{At, Service, on_both};
use tokio::task::JoinSet;

use crate::trial::all;

on_both!(of_two_officers_at_once_exactly_one_carries_it_out, |service: Service| async move {
    let (secretary, kasubag) = (service.officer("sekretaris").await, service.officer("kasubag").await);
    let mut won = [0, 0];
    for round in 0..30 {
        let mut story = service.receive(json!({})).await;
        story.go_to(At::Dispose).await;
        story.decide_alone().await;
        let input = |who: &str| {
            story.input(&json!({ "result": who, "answerToComplainant": format!("{who} {round}") }))
        };
        let select = "answer history { outcome }";
        let (one, other) = tokio::join!(
            secretary.step("carryOutSolution", select, input("sekretaris")),
            kasubag.step("carryOutSolution", select, input("kasubag")),
        );
        let (winner, loser, name) = match (
            one["userErrors"].as_array().map(Vec::len),
            other["userErrors"].as_array().map(Vec::len),
        ) {
            (Some(0), Some(1)) => (one, other, "sekretaris"),
            (Some(1), Some(0)) => (other, one, "kasubag"),
            _ => panic!("{one} {other}"),
        };
        won[usize::from(name == "kasubag")] += 1;
        assert_eq!(loser["userErrors"][0]["code"], "VERSION_CONFLICT", "{loser}");
        assert_eq!(loser["complaint"], winner["complaint"], "the loser sees what the winner did");
        assert_eq!(winner["complaint"]["answer"], format!("{name} {round}"));
        let seen = story.seen_by("staf", "version answer history { step outcome }").await;
        assert_eq!(seen["version"], story.version + 1);
        assert_eq!(seen["answer"], winner["complaint"]["answer"]);
        let carried = all(&seen["history"]).iter().filter(|r| r["step"] == "CARRY_OUT").count();
        assert_eq!(carried, 1);
    }
    println!("sekretaris won {}, kasubag {}", won[0], won[1]);
});

on_both!(of_different_mutations_at_once_exactly_one_is_done, |service: Service| async move {
    let camat = service.officer("camat").await;
    let staff = service.officer("staf").await;
    for _ in 0..20 {
        let story = service.complaint_at(At::Consider).await;
        let (consider, refer, withdraw) = tokio::join!(
            camat.step(
                "considerComplaint",
                "status",
                story.input(&json!({ "consideration": "Ya", "policyMatter": true }))
            ),
            camat.step(
                "referComplaint",
                "status",
                story.input(&json!({ "agency": "Dinas", "reason": "Bukan kami" }))
            ),
            staff.step("withdrawComplaint", "status", story.input(&json!({ "reason": "Dicabut" }))),
        );
        let payloads = [&consider, &refer, &withdraw];
        let done: Vec<usize> = (0..3).filter(|n| payloads[*n]["userErrors"] == json!([])).collect();
        assert_eq!(done.len(), 1, "{consider} {refer} {withdraw}");
        for payload in payloads {
            let code = &payload["userErrors"][0]["code"];
            assert!(code.is_null() || code == "VERSION_CONFLICT", "{payload}");
        }
        let seen = story.seen_by("staf", "version status history { outcome }").await;
        assert_eq!(seen["version"], story.version + 1);
        assert_eq!(seen["status"], ["IN_PROGRESS", "REFERRED", "WITHDRAWN"][done[0]]);
    }
});

on_both!(supporters_at_once_hear_of_each_other_and_may_try_again, |service: Service| async move {
    for _ in 0..10 {
        let mut story = service.complaint_at(At::Dispose).await;
        story.dispose_to(&["PEM", "TRANTIB", "PMD"]).await;
        let (trantib, pmd) = (service.officer("kasi.trantib").await, service.officer("kasi.pmd").await);
        let input = story.input(&json!({ "solution": "Dukungan" }));
        let (one, other) = tokio::join!(
            trantib.step("submitSolution", "", input.clone()),
            pmd.step("submitSolution", "", input.clone()),
        );
        let (loser, client) = match one["userErrors"] == json!([]) {
            true => (other, pmd),
            false => (one, trantib),
        };
        assert_eq!(loser["userErrors"][0]["code"], "VERSION_CONFLICT", "{loser}");
        story.version += 1;
        client.done("submitSolution", "", story.input(&json!({ "solution": "Dukungan" }))).await;
        story.version += 1;
        story.by("kasi.pemerintahan", "submitSolution", json!({ "solution": "Utama" })).await;
    }
});

on_both!(forty_receptions_at_once_are_numbered_without_a_gap, |service: Service| async move {
    let mut receiving = JoinSet::new();
    for number in 0..40 {
        let staff = service.officer(if number % 4 == 3 { "staf.kediri" } else { "staf" }).await;
        receiving.spawn(async move {
            let input =
                json!({ "channel": "EMAIL", "subject": format!("Surat {number}"), "description": "Isi" });
            let received =
                staff.done("receiveComplaint", "agendaNumber trackingCode office { code }", input).await;
            (
                received["office"]["code"].clone(),
                received["agendaNumber"].clone(),
                received["trackingCode"].clone(),
            )
        });
    }
    let received = receiving.join_all().await;
    for (office, count) in [(tests::SELEMADEG_TIMUR, 30), (tests::KEDIRI, 10)] {
        let mut numbers: Vec<&str> = received
            .iter()
            .filter(|(code, ..)| code == office)
            .filter_map(|(_, number, _)| number.as_str())
            .collect();
        numbers.sort_unstable();
        let expected: Vec<String> = (1..=count).map(|n| format!("{n:04}/PM/2026")).collect();
        assert_eq!(numbers, expected);
    }
    let mut codes: Vec<&str> = received.iter().filter_map(|(.., code)| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 40, "no tracking code twice");
});
