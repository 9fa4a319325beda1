//! Revisions of the procedure: adding one, taking one away, comparing two.

use chrono::NaiveDate;
use domain::administration::procedure::{
    AddProcedureRevision, ProcedureAmendment, RemoveProcedureRevision, StepRevision,
};
use domain::input::InputFault;
use domain::procedure::comparison::{StepDifference, StepText, TextDifference, compare};
use domain::procedure::step::Step;
use domain::procedure::{Procedure, sop_065_2262};
use domain::values::{Line, Text};
use domain::working_time::Standard;

use super::calendar::date;
use crate::common::sample::office;

const TODAY: &str = "2026-02-02";

fn step(step: Step) -> StepRevision {
    StepRevision {
        step,
        activity: None,
        activity_indonesian: None,
        requirements: None,
        output: None,
        standard: None,
    }
}

fn faster_solution(effective_from: &str) -> AddProcedureRevision {
    AddProcedureRevision {
        number: Some(Line::parse("065/17/Org.").unwrap()),
        title: None,
        legal_basis: Some(Text::parse("Perbup Tabanan Nomor 1 Tahun 2026").unwrap()),
        decided_on: Some(date("2026-01-30")),
        effective_from: date(effective_from),
        steps: vec![
            StepRevision { standard: Some(Standard::days::<1>()), ..step(Step::Solve) },
            StepRevision { output: Some(Text::parse("Arsip digital").unwrap()), ..step(Step::Archive) },
        ],
    }
}

fn add(
    procedures: &[Procedure],
    revision: AddProcedureRevision,
) -> Result<Vec<Procedure>, Vec<(String, InputFault)>> {
    apply(procedures, &ProcedureAmendment::AddRevision(revision), date(TODAY))
}

fn apply(
    procedures: &[Procedure],
    amendment: &ProcedureAmendment,
    today: NaiveDate,
) -> Result<Vec<Procedure>, Vec<(String, InputFault)>> {
    amendment.apply(procedures, today).map_err(|problems| {
        problems.into_iter().map(|problem| (problem.field.join("."), problem.fault)).collect()
    })
}

#[test]
fn what_is_left_out_is_taken_from_the_newest() {
    let first = sop_065_2262::procedure();
    let two = add(std::slice::from_ref(&first), faster_solution("2026-03-01")).unwrap();
    let [kept, new] = two.as_slice() else { panic!("two revisions") };
    assert_eq!(*kept, first);
    assert_eq!(
        (new.revision, new.number.as_str(), new.title.as_str()),
        (2, "065/17/Org.", first.title.as_str())
    );
    assert_eq!(new.legal_basis.as_deref(), Some("Perbup Tabanan Nomor 1 Tahun 2026"));
    assert_eq!((new.decided_on, new.effective_from), (Some(date("2026-01-30")), date("2026-03-01")));
    assert_eq!(new.step(Step::Solve).standard, Standard::days::<1>());
    assert_eq!(new.step(Step::Solve).output, first.step(Step::Solve).output);
    assert_eq!(new.step(Step::Archive).output, "Arsip digital");
    assert_eq!(new.step(Step::Sign), first.step(Step::Sign));

    let third = AddProcedureRevision {
        number: None,
        legal_basis: None,
        decided_on: None,
        steps: vec![StepRevision { standard: Some(Standard::hours::<2>()), ..step(Step::Advise) }],
        ..faster_solution("2026-03-02")
    };
    let three = add(&two, third).unwrap();
    assert_eq!((three[2].revision, three[2].decided_on), (3, None));
    assert_eq!(three[2].legal_basis, new.legal_basis);
    assert_eq!(three[2].step(Step::Solve).standard, Standard::days::<1>(), "of the newest");
}

#[test]
fn a_revision_comes_into_force_after_the_newest_from_today_until_in_two_years() {
    let one = [sop_065_2262::procedure()];
    let not_before =
        |on| Err(vec![("effectiveFrom".to_owned(), InputFault::NotBefore { earliest: date(on) })]);
    let not_after = |on| Err(vec![("effectiveFrom".to_owned(), InputFault::NotAfter { latest: date(on) })]);
    assert_eq!(add(&one, faster_solution("2026-02-01")), not_before("2026-02-02"));
    assert!(add(&one, faster_solution("2026-02-02")).is_ok());
    assert!(add(&one, faster_solution("2028-02-02")).is_ok());
    assert_eq!(add(&one, faster_solution("2028-02-03")), not_after("2028-02-02"));
    let two = add(&one, faster_solution("2026-03-01")).unwrap();
    let other =
        |from| AddProcedureRevision { number: Some(Line::parse("2").unwrap()), ..faster_solution(from) };
    assert_eq!(add(&two, other("2026-03-01")), not_before("2026-03-02"));
    assert!(add(&two, other("2026-03-02")).is_ok());
}

#[test]
fn what_is_wrong_with_a_revision_is_told_at_once() {
    let one = [sop_065_2262::procedure()];
    let wrong = AddProcedureRevision {
        decided_on: Some(date("2026-02-03")),
        steps: vec![
            StepRevision { standard: Some(Standard::days::<251>()), ..step(Step::Solve) },
            step(Step::Solve),
        ],
        ..faster_solution("2026-01-01")
    };
    assert_eq!(
        add(&one, wrong),
        Err(vec![
            ("effectiveFrom".to_owned(), InputFault::NotBefore { earliest: date(TODAY) }),
            ("decidedOn".to_owned(), InputFault::NotAfter { latest: date(TODAY) }),
            ("steps".to_owned(), InputFault::StandardTooLong { most: Standard::days::<250>() }),
            ("steps".to_owned(), InputFault::NamedTwice),
        ])
    );
    let same = AddProcedureRevision {
        number: None,
        legal_basis: None,
        steps: vec![StepRevision { standard: Some(Standard::days::<2>()), ..step(Step::Solve) }],
        ..faster_solution("2026-03-01")
    };
    assert_eq!(add(&one, same), Err(vec![("steps".to_owned(), InputFault::NothingChanges)]));
}

#[test]
fn only_what_is_still_to_come_is_taken_away() {
    let two = add(&[sop_065_2262::procedure()], faster_solution("2026-03-01")).unwrap();
    let remove = |revision| ProcedureAmendment::RemoveRevision(RemoveProcedureRevision { revision });
    let refused = |fault| Err(vec![("revision".to_owned(), fault)]);
    let day = date("2026-02-28");
    assert_eq!(apply(&two, &remove(3), day), refused(InputFault::Unknown));
    assert_eq!(
        apply(&two, &remove(1), day),
        refused(InputFault::InForceAlready { since: date("2019-03-28") })
    );
    assert_eq!(apply(&two, &remove(2), day), Ok(two[..1].to_vec()));
    assert_eq!(
        apply(&two, &remove(2), date("2026-03-01")),
        refused(InputFault::InForceAlready { since: date("2026-03-01") })
    );
    // The oldest is in force even before it is effective.
    assert_eq!(
        apply(&two[1..], &remove(2), day),
        refused(InputFault::InForceAlready { since: date("2026-03-01") })
    );
}

#[test]
fn two_revisions_are_compared_step_by_step() {
    let first = sop_065_2262::procedure();
    let two = add(std::slice::from_ref(&first), faster_solution("2026-03-01")).unwrap();
    assert_eq!(compare(&first, &first), []);
    let half_an_hour = Standard::minutes::<30>();
    assert_eq!(
        compare(&first, &two[1]),
        [
            StepDifference {
                step: Step::Solve,
                standard_before: Standard::days::<2>(),
                standard_after: Standard::days::<1>(),
                texts: Vec::new(),
            },
            StepDifference {
                step: Step::Archive,
                standard_before: half_an_hour,
                standard_after: half_an_hour,
                texts: vec![TextDifference {
                    text: StepText::Output,
                    before: "Arsip Pengaduan".to_owned(),
                    after: "Arsip digital".to_owned(),
                }],
            },
        ]
    );
}

#[test]
fn a_complaint_keeps_the_revision_it_was_received_under() {
    let mut office = office();
    office.procedures = add(&office.procedures, faster_solution("2026-03-01")).unwrap();
    let revision = |on| office.procedure_on(date(on)).map(|procedure| procedure.revision);
    assert_eq!((revision("2026-02-28"), revision("2026-03-01")), (Some(1), Some(2)));
    assert_eq!(office.procedure_kept(1).map(|kept| kept.revision), Some(1));
    assert_eq!(
        office.procedure_kept(7).map(|kept| kept.revision),
        Some(1),
        "the oldest, of one that is not known"
    );
}
