//! `withdrawComplaint`: by the staff, for the complainant, from any open step.

use domain::complaint::record::StepOutcome;
use domain::complaint::standing::Standing;
use domain::procedure::step::Step;

use crate::common::commands::{dispose_to, solve, withdraw};
use crate::common::sample::{CAMAT, KASI_PMD, PEMERINTAHAN, PMD, STAF, TRANTIB};
use crate::common::walk::received;
use crate::common::wita;

#[test]
fn from_every_open_step() {
    for &step in Step::ALL.iter().filter(|&&step| step != Step::Receive) {
        let walk = received().on_to(step).at("2026-02-09 09:00").then(STAF, &withdraw());
        assert_eq!(walk.complaint.standing, Standing::Withdrawn { at: wita("2026-02-09 09:00") }, "{step}");
        assert_eq!(walk.complaint.open_records().count(), 0, "{step}");
    }
}

#[test]
fn every_open_record_ends_as_withdrawn_and_those_that_had_ended_stay() {
    let walk = received()
        .on_to(Step::Dispose)
        .then(CAMAT, &dispose_to(PEMERINTAHAN, &[TRANTIB, PMD]))
        .then(KASI_PMD, &solve());
    let before = walk.record(9).clone();
    let transition = walk.tries(STAF, &withdraw()).unwrap();
    assert_eq!((transition.closed, transition.added), (vec![7, 8], Vec::new()));
    let walk = walk.then(STAF, &withdraw());
    for number in [7, 8] {
        let closing = walk.record(number).closing.as_ref().unwrap();
        assert_eq!(closing.outcome, StepOutcome::Withdrawn);
        assert_eq!(closing.taker.unwrap().officer, STAF);
        assert_eq!(closing.note.as_deref(), Some("Sudah diselesaikan banjar."));
    }
    assert_eq!(*walk.record(9), before);
}
