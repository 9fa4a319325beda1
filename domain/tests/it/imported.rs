//! A complaint from an imported register: two records, RECEIVE and ARCHIVE, without officer and due time, and nothing
//! between.

use chrono::{DateTime, Utc};
use domain::complaint::Complaint;
use domain::complaint::actions::actions;
use domain::complaint::command::CommandKind;
use domain::complaint::record::{Closing, Content, StepOutcome, StepRecord};
use domain::complaint::refusal::RefusalCode;
use domain::complaint::sheet::DispositionSheet;
use domain::complaint::solution::Solution;
use domain::complaint::standing::{Standing, Status};
use domain::office::Position;
use domain::procedure::step::Step;

use crate::common::commands::{archive, attach, reopen, return_to};
use crate::common::sample::{CAMAT, EVERYBODY, KASUBAG, STAF};
use crate::common::walk::{Walk, received};
use crate::common::wita;

fn record(number: i32, step: Step, completed_at: DateTime<Utc>) -> StepRecord {
    StepRecord {
        number,
        step,
        cycle: 1,
        visit: 1,
        position: Position::Staff,
        section: None,
        lead: None,
        started_at: None,
        due_at: None,
        cycle_due_at: None,
        opened_because: None,
        closing: Some(Closing {
            outcome: StepOutcome::Completed,
            taker: None,
            completed_at: Some(completed_at),
            recorded_at: wita("2026-02-01 09:00"),
            working_seconds: None,
            cycle_seconds: None,
            entry_lag_seconds: None,
            note: None,
            content: Content::None,
        }),
    }
}

fn imported() -> Walk {
    let walk = received().at("2026-02-02 09:00");
    let (received_at, closed_at) = (wita("2019-03-04 00:00"), wita("2019-03-11 00:00"));
    let complaint = Complaint {
        channel: None,
        subject: None,
        description: None,
        tracking_code: None,
        standing: Standing::Archived { at: closed_at },
        arrived_at: received_at,
        received_at,
        records: vec![record(1, Step::Receive, received_at), record(2, Step::Archive, closed_at)],
        ..walk.complaint.clone()
    };
    Walk { complaint, ..walk }
}

#[test]
fn it_has_no_sheet_no_solution_and_nothing_that_was_late() {
    let walk = imported();
    assert_eq!(DispositionSheet::of(&walk.complaint), None);
    assert_eq!(Solution::all_of(&walk.complaint), []);
    assert!(walk.complaint.records.iter().all(|r| r.on_time(walk.now).is_none()));
    assert_eq!(walk.complaint.return_targets(), []);
    for (name, officer) in EVERYBODY {
        let kinds: Vec<CommandKind> =
            actions(&walk.office, &walk.complaint, officer, walk.now).iter().map(|a| a.kind).collect();
        assert_eq!(kinds, [CommandKind::Reopen], "{name}");
        assert_eq!(walk.refusal(officer, &attach()).code(), RefusalCode::Closed, "{name}");
    }
}

#[test]
fn reopened_it_goes_its_way_like_any_other() {
    let walk = imported().then(CAMAT, &reopen());
    assert_eq!(
        walk.history(),
        ["1 RECEIVE 1.1 COMPLETED", "2 ARCHIVE 1.1 COMPLETED", "3 ATTACH_DISPOSITION_SHEET 2.1 open"]
    );
    assert_eq!(walk.times(3).1, "02-02 10:00");
    let walk = walk.on_to(Step::ForwardToSecretary);
    assert!(walk.tries(KASUBAG, &return_to(Step::AttachDispositionSheet)).is_ok());
    let walk = walk.on_to(Step::Archive).then(STAF, &archive());
    assert_eq!(walk.complaint.standing.status(), Status::Archived);
    assert_eq!(Solution::all_of(&walk.complaint).iter().filter(|s| s.current).count(), 2);
}
