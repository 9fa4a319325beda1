//! Step 6: to sections or alone, never both, never neither.

use domain::complaint::command::Command;
use domain::complaint::refusal::{InputFault, InputProblem, Refusal};
use domain::complaint::steps::{Consider, Dispose};
use domain::ids::SectionId;
use domain::office::{Capacity, Post};
use domain::procedure::step::Step;

use crate::common::commands::{correct_reported, dispose_alone, dispose_to, prose, solve};
use crate::common::sample::{
    CAMAT, EKBANG, FOREIGN_SECTION, KASI_PMD, KASI_TRANTIB, KASUBAG, PEMERINTAHAN, PMD, STAF, TRANTIB, UMUM,
    acting,
};
use crate::common::walk::{Walk, received};
use crate::common::wita;

fn waiting() -> Walk {
    received().on_to(Step::Dispose)
}

fn dispose(instruction: bool, lead: Option<SectionId>, supporting: &[SectionId], own: bool) -> Command {
    Command::Dispose(Dispose {
        instruction: instruction.then(|| prose("Tinjau lokasi.")),
        lead_section: lead,
        supporting_sections: supporting.to_vec(),
        own_solution: own.then(|| prose("Angkut besok pagi.")),
    })
}

fn problem(field: &str, fault: InputFault) -> (String, InputFault) {
    (field.to_owned(), fault)
}

#[test]
fn both_branches_at_once_are_refused_and_so_is_neither() {
    let walk = waiting();
    let fault = |command: &Command| walk.fault(CAMAT, command);
    assert_eq!(
        fault(&dispose(true, Some(PMD), &[], true)),
        problem("ownSolution", InputFault::NotTogetherWith { other: "leadSectionId" })
    );
    for instruction in [true, false] {
        assert_eq!(
            fault(&dispose(instruction, None, &[], false)),
            problem("leadSectionId", InputFault::OneOf { fields: ["leadSectionId", "ownSolution"] })
        );
    }
    assert_eq!(
        fault(&dispose(true, None, &[PMD], false)),
        problem("leadSectionId", InputFault::Required),
        "exactly one leads"
    );
    assert_eq!(
        fault(&dispose(true, None, &[PMD], true)),
        problem("supportingSectionIds", InputFault::NotTogetherWith { other: "ownSolution" })
    );
}

#[test]
fn sections_are_given_an_instruction_and_the_camats_own_solution_may_go_without() {
    let walk = waiting();
    assert_eq!(
        walk.fault(CAMAT, &dispose(false, Some(PMD), &[], false)),
        problem("instruction", InputFault::Required)
    );
    assert!(walk.tries(CAMAT, &dispose(false, None, &[], true)).is_ok());
    assert!(walk.tries(CAMAT, &dispose(true, None, &[], true)).is_ok());
}

#[test]
fn sections_named_twice_or_inactive_or_of_another_office_are_refused_and_the_lead_among_its_supporters() {
    let walk = waiting();
    let fault = |lead, supporting: &[_]| walk.fault(CAMAT, &dispose_to(lead, supporting));
    let supporting = |fault| problem("supportingSectionIds", fault);
    assert_eq!(fault(FOREIGN_SECTION, &[]), problem("leadSectionId", InputFault::Unknown));
    assert_eq!(fault(EKBANG, &[]), problem("leadSectionId", InputFault::SectionInactive));
    assert_eq!(fault(PMD, &[FOREIGN_SECTION]), supporting(InputFault::Unknown));
    assert_eq!(fault(PMD, &[EKBANG]), supporting(InputFault::SectionInactive));
    assert_eq!(fault(PMD, &[TRANTIB, TRANTIB]), supporting(InputFault::NamedTwice));
    assert_eq!(fault(PMD, &[TRANTIB, PMD]), supporting(InputFault::LeadAmongSupporters));
}

#[test]
fn every_problem_of_a_disposition_is_told_at_once() {
    let command = dispose(false, Some(EKBANG), &[FOREIGN_SECTION, TRANTIB, TRANTIB], false);
    let expected = [
        InputProblem::new("leadSectionId", InputFault::SectionInactive),
        InputProblem::new("supportingSectionIds", InputFault::Unknown),
        InputProblem::new("supportingSectionIds", InputFault::NamedTwice),
        InputProblem::new("instruction", InputFault::Required),
    ];
    assert_eq!(waiting().refusal(CAMAT, &command), Refusal::InvalidInput(expected.to_vec()));
}

#[test]
fn each_section_asked_has_its_own_record_and_clock() {
    let walk = waiting().at("2026-02-02 10:00").then(CAMAT, &dispose_to(TRANTIB, &[UMUM, PMD]));
    assert_eq!(
        &walk.history()[6..],
        ["7 SOLVE 1.1 TRANTIB leads open", "8 SOLVE 1.1 UMUM supports open", "9 SOLVE 1.1 PMD supports open"]
    );
    for number in [7, 8, 9] {
        assert_eq!(walk.times(number), ("02-02 10:00".into(), "02-04 10:00".into(), "-".into(), None));
    }
    assert_eq!(walk.complaint.due_at(), Some(wita("2026-02-04 10:00")));
    // Subbag Umum is answered for by the Kasubag, who acts in two positions on one complaint.
    assert!(walk.tries(KASUBAG, &solve()).is_ok());
}

#[test]
fn what_step_5_said_of_policy_binds_neither_branch() {
    for policy_matter in [true, false] {
        let consider =
            Command::Consider(Consider { consideration: prose("Dipertimbangkan."), policy_matter });
        let walk = received().on_to(Step::Consider).then(CAMAT, &consider);
        assert!(walk.tries(CAMAT, &dispose_alone()).is_ok());
        assert!(walk.tries(CAMAT, &dispose_to(PMD, &[])).is_ok());
    }
}

#[test]
fn for_a_section_whose_head_is_complained_of_the_camat_names_another() {
    let walk = waiting().then(STAF, &correct_reported(&[KASI_PMD]));
    assert_eq!(
        walk.fault(CAMAT, &dispose_to(PMD, &[])),
        problem("leadSectionId", InputFault::SectionComplainedOf)
    );
    assert_eq!(
        walk.fault(CAMAT, &dispose_to(TRANTIB, &[PMD])),
        problem("supportingSectionIds", InputFault::SectionComplainedOf)
    );
    assert!(walk.tries(CAMAT, &dispose_to(TRANTIB, &[PEMERINTAHAN])).is_ok());
    // Unless somebody acts for the head, who is not complained of.
    let mut walk = walk;
    let (from, until) = (wita("2026-02-01 00:00"), wita("2026-03-01 00:00"));
    walk.office.acting = vec![acting(KASI_TRANTIB, Post::head_of(PMD), Capacity::Plh, from, until)];
    assert!(walk.tries(CAMAT, &dispose_to(PMD, &[])).is_ok());
}

#[test]
fn a_section_without_a_head_may_be_asked_and_waits_for_one() {
    let mut walk = waiting();
    walk.office.officers.retain(|officer| officer.id != KASI_PMD);
    assert!(walk.tries(CAMAT, &dispose_to(PMD, &[])).is_ok());
}
