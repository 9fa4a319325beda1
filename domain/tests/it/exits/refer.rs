//! `referComplaint`: the camat alone, while he considers, disposes or signs.

use domain::complaint::record::{Content, StepOutcome};
use domain::complaint::standing::Standing;
use domain::procedure::step::Step;

use crate::common::commands::refer;
use crate::common::sample::CAMAT;
use crate::common::walk::received;
use crate::common::wita;

#[test]
fn agency_and_reason_are_kept_and_the_complaint_is_closed() {
    for step in [Step::Consider, Step::Dispose, Step::Sign] {
        let walk = received().on_to(step).at("2026-02-04 09:00");
        let open = walk.open().number;
        let walk = walk.then(CAMAT, &refer());
        assert_eq!(
            walk.complaint.standing,
            Standing::Referred { at: wita("2026-02-04 09:00"), to: "Dinas Lingkungan Hidup".to_owned() }
        );
        let closing = walk.record(open).closing.as_ref().unwrap();
        assert_eq!(closing.outcome, StepOutcome::Referred);
        assert_eq!(closing.note.as_deref(), Some("TPA milik kabupaten."));
        assert_eq!(closing.content, Content::Referral { agency: "Dinas Lingkungan Hidup".to_owned() });
        assert_eq!(walk.complaint.open_records().count(), 0);
        assert_eq!(walk.complaint.records.last().unwrap().number, open, "no step opens");
        assert_eq!(walk.complaint.standing.closed_at(), Some(wita("2026-02-04 09:00")));
    }
}
