//! `correctComplaint`: what stood before is kept, and no step moves.

use domain::complaint::change::ChangedField;
use domain::complaint::command::Command;
use domain::complaint::exits::{ComplainantCorrection, Correct};
use domain::complaint::refusal::{InputFault, InputProblem, Refusal};
use domain::complaint::transition::Transition;
use domain::complaint::{Confidentiality, Urgency};
use domain::ids::{CategoryId, OfficerId};
use domain::procedure::step::Step;
use domain::values::{Email, NationalId, Phone, Subject, VillageCode};
use uuid::Uuid;

use crate::common::commands::{correct_reported, line, no_correction, prose};
use crate::common::sample::{CAMAT, KASI_PMD, KASI_TRANTIB, LINGKUNGAN, SEKRETARIS, STAF, bantas};
use crate::common::walk::{Walk, received};

fn corrected(walk: &Walk, correct: Correct) -> Transition {
    walk.tries(STAF, &Command::Correct(correct)).unwrap()
}

fn logged(transition: &Transition) -> Vec<(ChangedField, Option<&str>, Option<&str>)> {
    transition.changes.iter().map(|c| (c.field, c.before.as_deref(), c.after.as_deref())).collect()
}

#[test]
fn every_field_can_be_corrected_and_what_stood_before_is_kept() {
    let walk = received().on_to(Step::Solve);
    let transition = corrected(
        &walk,
        Correct {
            subject: Some(Subject::parse("Sampah di pasar Bantas").unwrap()),
            description: Some(prose("Tiga minggu.")),
            complainant: ComplainantCorrection {
                name: Some(Some(line("I Made Suardika"))),
                phone: Some(Some(Phone::parse("0361 811234").unwrap())),
                email: Some(Some(Email::parse("suardika@desa.id").unwrap())),
                address: Some(Some(line("Br. Bantas"))),
                national_id: Some(Some(NationalId::parse("5102020203850002").unwrap())),
            },
            confidentiality: Some(Confidentiality::Secret),
            category: Some(LINGKUNGAN),
            village: Some(bantas()),
            urgency: Some(Urgency::Urgent),
            reported: Some(vec![KASI_PMD, SEKRETARIS]),
            ..no_correction()
        },
    );
    assert_eq!(
        logged(&transition),
        [
            (ChangedField::Subject, Some("Sampah menumpuk di pasar Megati"), Some("Sampah di pasar Bantas")),
            (ChangedField::Description, Some("Sudah dua minggu tidak diangkut."), Some("Tiga minggu.")),
            (ChangedField::ComplainantName, Some("I Made Suardana"), Some("I Made Suardika")),
            (ChangedField::ComplainantPhone, Some("+62 812-3456-7890"), Some("0361 811234")),
            (ChangedField::ComplainantEmail, Some("made@desa.id"), Some("suardika@desa.id")),
            (ChangedField::ComplainantAddress, Some("Br. Megati Kelod"), Some("Br. Bantas")),
            (ChangedField::ComplainantNationalId, Some("5102020203850001"), Some("5102020203850002")),
            (ChangedField::Confidentiality, Some("OPEN"), Some("SECRET")),
            (ChangedField::Category, None, Some("09")),
            (ChangedField::Village, Some("51.02.02.2005"), Some("51.02.02.2003")),
            (ChangedField::Urgency, Some("ORDINARY"), Some("URGENT")),
            (ChangedField::ReportedOfficers, None, Some("Ni Wayan Mertha, Ni Made Rai")),
        ]
    );
    for change in &transition.changes {
        assert_eq!((change.officer, change.at, change.reason.as_str()), (STAF, walk.now, "Salah tulis."));
    }
    let after = transition.after;
    assert_eq!(after.subject.as_deref(), Some("Sampah di pasar Bantas"));
    assert_eq!(after.complainant.national_id.as_deref(), Some("5102020203850002"));
    assert_eq!(after.reported, [KASI_PMD, SEKRETARIS]);
}

#[test]
fn no_step_moves_and_nothing_else_changes() {
    let walk = received().on_to(Step::Solve);
    let transition = corrected(&walk, Correct { urgency: Some(Urgency::Urgent), ..no_correction() });
    assert_eq!((transition.closed, transition.added), (Vec::new(), Vec::new()));
    let mut expected = walk.complaint.clone();
    expected.urgency = Urgency::Urgent;
    expected.version += 1;
    assert_eq!(transition.after, expected);
}

#[test]
fn what_should_not_have_been_written_down_is_taken_out_and_what_is_left_out_stays() {
    let complainant = ComplainantCorrection { national_id: Some(None), ..ComplainantCorrection::default() };
    let transition = corrected(&received(), Correct { complainant, ..no_correction() });
    assert_eq!(logged(&transition), [(ChangedField::ComplainantNationalId, Some("5102020203850001"), None)]);
    assert_eq!(transition.after.complainant.national_id, None);
    assert_eq!(transition.after.complainant.name.as_deref(), Some("I Made Suardana"));
}

#[test]
fn where_nothing_would_change_it_is_refused() {
    let walk = received();
    let nothing = ("reason".to_owned(), InputFault::NothingChanges);
    assert_eq!(walk.fault(STAF, &Command::Correct(no_correction())), nothing);
    let as_it_is = Correct {
        subject: Some(Subject::parse("Sampah menumpuk di pasar Megati").unwrap()),
        urgency: Some(Urgency::Ordinary),
        reported: Some(Vec::new()),
        ..no_correction()
    };
    assert_eq!(walk.fault(STAF, &Command::Correct(as_it_is)), nothing);
    let complainant = ComplainantCorrection { email: Some(None), ..ComplainantCorrection::default() };
    let taken_out = walk.then(STAF, &Command::Correct(Correct { complainant, ..no_correction() }));
    let complainant = ComplainantCorrection { email: Some(None), ..ComplainantCorrection::default() };
    assert_eq!(taken_out.fault(STAF, &Command::Correct(Correct { complainant, ..no_correction() })), nothing);
}

#[test]
fn what_is_named_must_be_known_and_that_is_all_that_is_said() {
    let unknown = Correct {
        category: Some(CategoryId(Uuid::from_u128(999))),
        village: Some(VillageCode("51.02.01.2001".to_owned())),
        reported: Some(vec![OfficerId(Uuid::from_u128(999))]),
        ..no_correction()
    };
    let expected = ["categoryId", "villageCode", "reportedOfficerIds"]
        .map(|field| InputProblem::new(field, InputFault::Unknown));
    assert_eq!(
        received().refusal(STAF, &Command::Correct(unknown)),
        Refusal::InvalidInput(expected.to_vec())
    );
}

#[test]
fn an_officer_complained_of_is_named_once() {
    assert_eq!(
        received().fault(STAF, &correct_reported(&[CAMAT, CAMAT])),
        ("reportedOfficerIds".to_owned(), InputFault::NamedTwice)
    );
}

#[test]
fn one_officer_complained_of_put_right_for_another_of_the_same_name_is_a_change() {
    let mut walk = received();
    for officer in walk.office.officers.iter_mut().filter(|o| [KASI_PMD, KASI_TRANTIB].contains(&o.id)) {
        officer.name = "I Wayan Suda".to_owned();
    }
    let walk = walk.then(STAF, &correct_reported(&[KASI_PMD]));
    let transition = walk.tries(STAF, &correct_reported(&[KASI_TRANTIB])).unwrap();
    assert_eq!(transition.after.reported, [KASI_TRANTIB]);
    let [change] = transition.changes.as_slice() else { panic!("one change") };
    assert_eq!(change.field, ChangedField::ReportedOfficers);
}

/// Who may not see the complainant cannot make the complaint open to see them, nor write over what is hidden from them;
/// and a guess at what is hidden is answered like any other.
#[test]
fn a_correction_reveals_nothing_to_the_officer_who_makes_it() {
    let mut anonymous = received().on_to(Step::Solve);
    anonymous.complaint.confidentiality = Confidentiality::Anonymous;
    let open = Correct { confidentiality: Some(Confidentiality::Open), ..no_correction() };
    let would_reveal = Refusal::field("confidentiality", InputFault::WouldReveal);
    assert_eq!(anonymous.tries(KASI_TRANTIB, &Command::Correct(open.clone())), Err(would_reveal));
    assert_eq!(corrected(&anonymous, open).after.confidentiality, Confidentiality::Open);

    let nik = |digits: &str| Correct {
        complainant: ComplainantCorrection {
            national_id: Some(Some(NationalId::parse(digits).unwrap())),
            ..ComplainantCorrection::default()
        },
        ..no_correction()
    };
    let hidden = Refusal::InvalidInput(vec![InputProblem {
        field: vec!["complainant", "nationalId"],
        fault: InputFault::Hidden,
    }]);
    for guess in ["5102020203850001", "5102020203850002"] {
        assert_eq!(anonymous.tries(KASI_TRANTIB, &Command::Correct(nik(guess))), Err(hidden.clone()));
    }
}
