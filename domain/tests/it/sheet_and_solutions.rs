//! The disposition sheet and the solutions, read from the records after each way a complaint can go.

use domain::complaint::sheet::DispositionSheet;
use domain::complaint::solution::Solution;
use domain::ids::OfficerId;
use domain::procedure::step::Step;

use crate::common::commands::{
    advise_to_ask, attach, dispose_alone, dispose_to, hand_back, refer, reopen, return_to, sign,
    solve_saying, solve_without_support, withdraw,
};
use crate::common::sample::{
    CAMAT, KASI_PEMERINTAHAN, KASI_PMD, KASI_TRANTIB, PEMERINTAHAN, PMD, SEKRETARIS, STAF, TRANTIB,
};
use crate::common::walk::{Walk, received};
use crate::common::wita;

fn sheet(walk: &Walk) -> DispositionSheet {
    DispositionSheet::of(&walk.complaint).expect("a sheet")
}

/// Each solution on a line: `7 PEM leads current signed: text`.
fn solutions(walk: &Walk) -> Vec<String> {
    Solution::all_of(&walk.complaint)
        .into_iter()
        .map(|solution| {
            let section = solution.section.and_then(|id| walk.office.section(id));
            let whose = section.map_or("camat", |section| section.code.as_str());
            let leads = if solution.lead { " leads" } else { " supports" };
            let current = if solution.current { " current" } else { "" };
            let signed = solution.signed.map_or("", |(_, by)| {
                assert_eq!(by, CAMAT);
                " signed"
            });
            format!("{} {whose}{leads}{current}{signed}: {}", solution.record, solution.text)
        })
        .collect()
}

fn answered(lead: &str, support: &str) -> Walk {
    let walk = received().on_to(Step::Solve);
    walk.then(KASI_TRANTIB, &solve_saying(support)).then(KASI_PEMERINTAHAN, &solve_saying(lead))
}

#[test]
fn there_is_no_sheet_before_it_is_attached_and_then_it_fills_step_by_step() {
    assert_eq!(DispositionSheet::of(&received().complaint), None);
    let walk = received().at("2026-02-02 08:40").then(STAF, &attach());
    let attached = sheet(&walk);
    assert_eq!((attached.attached.officer, attached.attached.at), (STAF, wita("2026-02-02 08:40")));
    assert_eq!((attached.advice, attached.consideration, attached.instruction), (None, None, None));
    assert_eq!((attached.policy_matter, attached.lead_section), (None, None));

    let walk = walk
        .on_to(Step::Advise)
        .at("2026-02-02 10:00")
        .then(SEKRETARIS, &advise_to_ask(&[TRANTIB, PMD]))
        .on_to(Step::Dispose);
    let advised = sheet(&walk);
    let advice = advised.advice.unwrap();
    assert_eq!(advice.text.as_deref(), Some("Koordinasi dengan seksi."));
    assert_eq!((advice.officer, advice.at), (SEKRETARIS, wita("2026-02-02 10:00")));
    assert_eq!(advised.suggested_sections, [TRANTIB, PMD]);
    let consideration = advised.consideration.unwrap();
    assert_eq!((consideration.officer, advised.policy_matter), (CAMAT, Some(true)));
    assert_eq!((advised.instruction, advised.lead_section), (None, None));

    let walk = walk.then(CAMAT, &dispose_to(PEMERINTAHAN, &[TRANTIB, PMD]));
    let disposed = sheet(&walk);
    assert_eq!(disposed.instruction.unwrap().text.as_deref(), Some("Tinjau lokasi dan laporkan."));
    assert_eq!(disposed.lead_section, Some(PEMERINTAHAN));
    assert_eq!(disposed.supporting_sections, [TRANTIB, PMD]);
}

#[test]
fn decided_alone_the_sheet_names_no_section_and_who_disposed_even_without_an_instruction() {
    let walk = received().on_to(Step::Dispose).at("2026-02-02 11:00").then(CAMAT, &dispose_alone());
    let sheet = sheet(&walk);
    let instruction = sheet.instruction.unwrap();
    assert_eq!(
        (instruction.text, instruction.officer, instruction.at),
        (None, CAMAT, wita("2026-02-02 11:00"))
    );
    assert_eq!((sheet.lead_section, sheet.supporting_sections), (None, Vec::new()));
}

#[test]
fn after_a_return_to_the_sections_the_sheet_names_each_section_once() {
    let walk = answered("Awal.", "Siap.").then(CAMAT, &return_to(Step::Solve));
    let sheet = sheet(&walk);
    assert_eq!((sheet.lead_section, sheet.supporting_sections), (Some(PEMERINTAHAN), vec![TRANTIB]));
}

#[test]
fn disposed_anew_the_sheet_shows_the_newest_disposition() {
    let walk = answered("Awal.", "Siap.").then(CAMAT, &return_to(Step::Dispose));
    assert_eq!(sheet(&walk).lead_section, Some(PEMERINTAHAN), "until it is made anew the old one stands");
    let to_others = walk.clone().then(CAMAT, &dispose_to(TRANTIB, &[PMD]));
    assert_eq!(sheet(&to_others).lead_section, Some(TRANTIB));
    assert_eq!(sheet(&to_others).supporting_sections, [PMD]);
    let alone = walk.then(CAMAT, &dispose_alone());
    assert_eq!((sheet(&alone).lead_section, sheet(&alone).supporting_sections), (None, Vec::new()));
}

#[test]
fn a_lead_that_handed_back_is_replaced_on_the_sheet_by_the_one_named_then() {
    let walk = received().on_to(Step::Solve).then(KASI_PEMERINTAHAN, &hand_back());
    let walk = walk.then(CAMAT, &dispose_to(PMD, &[]));
    assert_eq!((sheet(&walk).lead_section, sheet(&walk).supporting_sections), (Some(PMD), Vec::new()));
}

#[test]
fn a_reopened_complaint_has_a_sheet_of_its_own_cycle() {
    let walk = received().through_all_steps().then(CAMAT, &reopen());
    assert_eq!(DispositionSheet::of(&walk.complaint), None);
    let walk = walk.then(STAF, &attach());
    assert_eq!((sheet(&walk).advice, sheet(&walk).lead_section), (None, None));
}

#[test]
fn solutions_stand_unsigned_until_the_camat_signs_all_of_them() {
    let walk = answered("Truk kedua.", "Patroli.");
    assert_eq!(
        solutions(&walk),
        ["7 PEM leads current: Truk kedua.", "8 TRANTIB supports current: Patroli."]
    );
    let walk = walk.at("2026-02-03 09:00").then(CAMAT, &sign());
    assert_eq!(
        solutions(&walk),
        ["7 PEM leads current signed: Truk kedua.", "8 TRANTIB supports current signed: Patroli."]
    );
    let [lead, _] = Solution::all_of(&walk.complaint).try_into().unwrap();
    assert_eq!(lead.signed, Some((wita("2026-02-03 09:00"), CAMAT)));
    assert_eq!(lead.author, KASI_PEMERINTAHAN);
    assert_eq!(Some(lead.submitted_at), walk.record(7).closing.as_ref().unwrap().completed_at);
}

#[test]
fn the_camats_own_solution_is_signed_as_he_wrote_it() {
    let walk = received().on_to(Step::Dispose).at("2026-02-02 11:00").then(CAMAT, &dispose_alone());
    assert_eq!(solutions(&walk), ["6 camat leads current signed: Angkut besok pagi."]);
    let [own] = Solution::all_of(&walk.complaint).try_into().unwrap();
    assert_eq!(
        (own.submitted_at, own.signed),
        (wita("2026-02-02 11:00"), Some((wita("2026-02-02 11:00"), CAMAT)))
    );
}

#[test]
fn returned_to_the_sections_what_they_said_is_replaced_and_the_new_is_signed_on_its_own() {
    let walk = answered("Awal.", "Siap.").then(CAMAT, &return_to(Step::Solve));
    assert_eq!(solutions(&walk), ["7 PEM leads: Awal.", "8 TRANTIB supports: Siap."]);
    let walk =
        walk.then(KASI_TRANTIB, &solve_saying("Siap dua.")).then(KASI_PEMERINTAHAN, &solve_saying("Kedua."));
    let again = ["10 PEM leads current: Kedua.", "11 TRANTIB supports current: Siap dua."];
    assert_eq!(solutions(&walk)[2..], again);
    let walk = walk.then(CAMAT, &sign());
    assert_eq!(
        solutions(&walk),
        [
            "7 PEM leads: Awal.",
            "8 TRANTIB supports: Siap.",
            "10 PEM leads current signed: Kedua.",
            "11 TRANTIB supports current signed: Siap dua.",
        ]
    );
}

#[test]
fn returned_after_it_was_signed_the_old_solution_keeps_its_signature_and_is_no_longer_current() {
    let walk = answered("Awal.", "Siap.").then(CAMAT, &sign()).then(SEKRETARIS, &return_to(Step::Solve));
    assert_eq!(solutions(&walk), ["7 PEM leads signed: Awal.", "8 TRANTIB supports signed: Siap."]);
    let walk =
        walk.then(KASI_TRANTIB, &solve_saying("Siap dua.")).then(KASI_PEMERINTAHAN, &solve_saying("Kedua."));
    assert_eq!(solutions(&walk)[2], "11 PEM leads current: Kedua.", "the old signature is not the new one's");
}

#[test]
fn a_supporter_that_was_silent_the_second_time_has_no_current_solution() {
    let walk = answered("Awal.", "Siap.")
        .then(CAMAT, &return_to(Step::Solve))
        .then(KASI_PEMERINTAHAN, &solve_without_support());
    assert_eq!(
        solutions(&walk)[1..],
        ["8 TRANTIB supports: Siap.", "10 PEM leads current: Truk kedua dijadwalkan tiap Senin."]
    );
}

#[test]
fn returned_further_back_no_solution_is_current_until_there_is_a_new_one() {
    for to in [Step::AttachDispositionSheet, Step::Advise, Step::Consider, Step::Dispose] {
        let walk = answered("Awal.", "Siap.").then(CAMAT, &return_to(to));
        assert_eq!(solutions(&walk), ["7 PEM leads: Awal.", "8 TRANTIB supports: Siap."], "{to}");
        let own = received().alone_to(Step::CarryOut).then(SEKRETARIS, &return_to(to));
        assert_eq!(solutions(&own), ["6 camat leads signed: Angkut besok pagi."], "{to}");
    }
}

#[test]
fn returned_to_signing_the_solution_stays_current() {
    let walk = answered("Truk.", "Siap.").then(CAMAT, &sign()).then(SEKRETARIS, &return_to(Step::Sign));
    assert!(Solution::all_of(&walk.complaint).iter().all(|solution| solution.current));
    let walk = walk.at("2026-02-04 09:00").then(CAMAT, &sign());
    for solution in Solution::all_of(&walk.complaint) {
        assert_eq!(solution.signed, Some((wita("2026-02-04 09:00"), CAMAT)), "the newest signature");
    }
}

#[test]
fn what_the_sections_said_gives_way_to_the_camats_own_and_the_other_way_round() {
    let walk =
        answered("Awal.", "Siap.").then(CAMAT, &return_to(Step::Dispose)).then(CAMAT, &dispose_alone());
    let own = "10 camat leads current signed: Angkut besok pagi.";
    assert_eq!(solutions(&walk), ["7 PEM leads: Awal.", "8 TRANTIB supports: Siap.", own]);
    let walk = walk
        .then(SEKRETARIS, &return_to(Step::Dispose))
        .then(CAMAT, &dispose_to(PMD, &[]))
        .then(KASI_PMD, &solve_saying("Musyawarah."));
    assert_eq!(
        solutions(&walk)[2..],
        ["10 camat leads signed: Angkut besok pagi.", "15 PMD leads current: Musyawarah."]
    );
}

#[test]
fn what_a_supporter_said_before_the_lead_handed_back_is_no_longer_current() {
    let walk = received().on_to(Step::Solve).then(KASI_TRANTIB, &solve_saying("Patroli."));
    assert_eq!(solutions(&walk), ["8 TRANTIB supports current: Patroli."]);
    let walk = walk.then(KASI_PEMERINTAHAN, &hand_back());
    assert_eq!(solutions(&walk), ["8 TRANTIB supports: Patroli."]);
}

#[test]
fn closed_any_way_the_solutions_stay_as_they_stood() {
    let unsigned = ["7 PEM leads current: Truk.", "8 TRANTIB supports current: Siap."];
    let closings: [(OfficerId, _); 2] = [(STAF, withdraw()), (CAMAT, refer())];
    for (actor, command) in closings {
        assert_eq!(solutions(&answered("Truk.", "Siap.").then(actor, &command)), unsigned);
    }
}

#[test]
fn reopened_no_solution_of_an_earlier_cycle_is_current() {
    let walk = answered("Truk.", "Siap.").then(CAMAT, &sign()).through_all_steps();
    assert_eq!(solutions(&walk)[0], "7 PEM leads current signed: Truk.");
    let walk = walk.then(CAMAT, &reopen());
    assert_eq!(solutions(&walk), ["7 PEM leads signed: Truk.", "8 TRANTIB supports signed: Siap."]);
    let walk = walk.alone_to(Step::CarryOut);
    assert_eq!(
        solutions(&walk),
        [
            "7 PEM leads signed: Truk.",
            "8 TRANTIB supports signed: Siap.",
            "16 camat leads current signed: Angkut besok pagi.",
        ]
    );
}
