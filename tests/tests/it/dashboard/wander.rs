//! Complaints that go any way there is, at any time: every figure against the naive reading of what became of them.

use api::clock::Clock;
use chrono::{Datelike, TimeDelta};
use chrono_tz::Asia::Makassar;
use domain::complaint::standing::Status;
use domain::procedure::step::Step;
use serde_json::json;
use tests::{At, SELEMADEG_TIMUR, Service, Story, on_both};

use super::Register;
use super::lists::as_the_story_has_it;

/// Numbers that look drawn by lot, the same each time (Knuth's MMIX).
struct Lot(u64);

impl Lot {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Something that may be done to a complaint where it stands.
async fn go_on(story: &mut Story<'_>, lot: &mut Lot) {
    let (complaint, _) = story.stored().await;
    let reason = json!({ "reason": "Demikian" });
    let back = |to: &str| json!({ "toStep": to, "reason": "Keliru" });
    let Some(step) = complaint.standing.step() else {
        if complaint.standing.status() == Status::Archived && lot.below(2) == 0 {
            story.by("camat", "reopenComplaint", reason).await;
        }
        return;
    };
    let open: Vec<_> = complaint.open_records().collect();
    match (step, lot.below(10)) {
        (_, 0) if lot.below(5) == 0 => story.by("staf", "withdrawComplaint", reason).await,
        (Step::Receive | Step::AttachDispositionSheet, _) => {
            // Entered later than it happened.
            let (began, now) = (complaint.received_at, story.service.clock.now());
            let began = open.first().and_then(|record| record.started_at).unwrap_or(began);
            let occurred = began + (now - began) / 2;
            story.by("staf", "attachDispositionSheet", json!({ "occurredAt": occurred.to_rfc3339() })).await
        }
        (Step::ForwardToSecretary, 1 | 2) => {
            story.by("kasubag", "returnComplaint", back("ATTACH_DISPOSITION_SHEET")).await
        }
        (Step::ForwardToSecretary, _) => story.take(At::ForwardToSecretary).await,
        (Step::Advise, _) => story.take(At::Advise).await,
        (Step::Consider, 1) => story.by("camat", "returnComplaint", back("FORWARD_TO_SECRETARY")).await,
        (Step::Consider, 2) => {
            let elsewhere = json!({ "agency": "Dinas PUPR", "reason": "Jalan kabupaten" });
            story.by("camat", "referComplaint", elsewhere).await
        }
        (Step::Consider, _) => story.take(At::Consider).await,
        (Step::Dispose, 1..=3) => story.decide_alone().await,
        (Step::Dispose, 4 | 5) => story.dispose_to(&["PEM", "TRANTIB", "PMD"]).await,
        (Step::Dispose, _) => story.dispose_to(&["PMD", "PEM"]).await,
        (Step::Solve, chance) => {
            let place = usize::try_from(lot.below(open.len() as u64)).expect("a place");
            let office = story.service.office(SELEMADEG_TIMUR).await;
            let section = open[place].section.and_then(|id| office.section(id)).expect("a section");
            let head = match section.code.as_str() {
                "PEM" => "kasi.pemerintahan",
                "PMD" => "kasi.pmd",
                _ => "kasi.trantib",
            };
            let mut solution = json!({ "solution": "Ditutup" });
            if open[place].leads() && open.len() > 1 {
                solution["withoutSupportReason"] = json!("Tidak menjawab");
            }
            match chance {
                1 | 2 => story.by(head, "handBackComplaint", reason).await,
                _ => story.by(head, "submitSolution", solution).await,
            }
        }
        (Step::Sign, 1 | 2) => story.by("camat", "returnComplaint", back("SOLVE")).await,
        (Step::Sign, 3) => story.by("camat", "returnComplaint", back("CONSIDER")).await,
        (Step::Sign, _) => story.take(At::Sign).await,
        (Step::CarryOut, 1) => story.by("sekretaris", "returnComplaint", back("DISPOSE")).await,
        (Step::CarryOut, _) => story.take(At::CarryOut).await,
        (Step::Archive, _) => story.take(At::Archive).await,
    };
}

on_both!(figures_are_right_whatever_happens, |service: Service| async move {
    let mut lot = Lot(2_262);
    service.at("2026-02-02T08:00:00+08:00");
    let mut register = Register(Vec::new());
    for name in ["A", "B", "C", "D", "E", "F", "G", "H"] {
        service.clock.forward(TimeDelta::minutes(45));
        register.0.push((name, service.receive(json!({})).await));
    }
    let day = || service.clock.now().with_timezone(&Makassar).day();
    for round in 1..=120 {
        service.clock.forward(TimeDelta::minutes(i64::try_from(lot.below(360)).expect("minutes")));
        let place = usize::try_from(lot.below(8)).expect("a place");
        go_on(&mut register.0[place].1, &mut lot).await;
        if round % 30 == 0 {
            let today = day();
            for (from, to) in
                [(2, today), (2, today - 1), (today - 2, today - 1), (3, today / 2 + 1), (today, today)]
            {
                as_the_story_has_it(&service, &register, from, to, today).await;
            }
        }
    }
    assert!(day() < 28 && day() > 12, "it fits into February");
    let office = service.office(SELEMADEG_TIMUR).await;
    assert!(service.store.verify_tallies(office.id).await.expect("the store answers").is_empty());
});
