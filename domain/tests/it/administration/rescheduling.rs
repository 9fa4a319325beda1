//! Due times computed anew after the calendar was changed.

use domain::administration::calendar::CalendarAmendment;
use domain::complaint::Complaint;
use domain::complaint::rescheduling::{VerdictChange, reschedule, verdict_change};
use domain::office::Office;
use domain::procedure::step::Step;
use domain::working_time::WeeklyHours;
use proptest::prelude::*;

use super::calendar::{holiday, season, set_day, set_hours, week};
use crate::common::commands::archive;
use crate::common::sample::{STAF, office};
use crate::common::walk::{Walk, received};
use crate::common::wita;

fn amended(office: &Office, amendments: &[CalendarAmendment]) -> Office {
    let mut office = office.clone();
    for amendment in amendments {
        office.calendar = amendment.apply(&office.calendar).unwrap();
    }
    office
}

fn close(on: &str) -> CalendarAmendment {
    CalendarAmendment::AddHoliday(holiday(on, "Cuti bersama"))
}

#[test]
fn open_steps_are_due_by_the_new_calendar_and_closed_ones_keep_theirs() {
    let walk = received().on_to(Step::Solve);
    let after = reschedule(&amended(&walk.office, &[close("2026-02-03")]), &walk.complaint);
    for (before, after) in walk.complaint.records.iter().zip(&after.records) {
        if before.is_open() {
            assert_eq!(after.due_at, Some(before.due_at.unwrap() + chrono::TimeDelta::days(1)));
        } else {
            assert_eq!(after, before);
        }
        assert_eq!(after.cycle_due_at, before.cycle_due_at, "a promise");
    }
    assert_eq!(after.open_records().count(), 2);
    assert_eq!(after.version, walk.complaint.version);
    let undue = |complaint: &Complaint| {
        let mut complaint = complaint.clone();
        complaint.records.iter_mut().for_each(|record| record.due_at = None);
        complaint
    };
    assert_eq!(undue(&after), undue(&walk.complaint), "nothing else");
}

#[test]
fn what_is_closed_is_left_alone() {
    let walk = received().on_to(Step::Archive).then(STAF, &archive());
    let office = amended(&walk.office, &[close("2026-02-03"), set_hours(week("10:00-11:00"))]);
    assert_eq!(reschedule(&office, &walk.complaint), walk.complaint);
}

#[test]
fn every_kind_of_change_moves_what_it_touches() {
    // Step 2 began at 08:10 on a Monday: an hour of working time.
    let due = |amendments: &[CalendarAmendment]| {
        let walk = received();
        let complaint = reschedule(&amended(&walk.office, amendments), &walk.complaint);
        complaint.due_at().unwrap()
    };
    for (amendments, expected) in [
        (vec![], "2026-02-02 09:10"),
        (vec![close("2026-02-02")], "2026-02-03 08:30"),
        (vec![close("2026-02-03")], "2026-02-02 09:10"),
        (vec![set_hours(week("09:00-12:00"))], "2026-02-02 10:00"),
        // A break that begins while the step runs, and one it begins in.
        (vec![set_hours(week("07:30-08:30 10:00-12:00"))], "2026-02-02 10:40"),
        (vec![set_hours(week("07:30-08:00 10:00-12:00"))], "2026-02-02 11:00"),
        // Closing exactly when it is due.
        (vec![set_hours(week("07:30-09:10"))], "2026-02-02 09:10"),
        (vec![set_hours(week("07:30-09:09"))], "2026-02-03 07:31"),
        // The season's last day, and the day after it.
        (vec![season("Ramadan", "2026-01-20", "2026-02-02", week("10:00-11:00"))], "2026-02-02 11:00"),
        (vec![season("Ramadan", "2026-01-20", "2026-02-02", week("10:00-10:30"))], "2026-02-03 08:00"),
        (vec![season("Ramadan", "2026-01-20", "2026-02-01", week("10:00-11:00"))], "2026-02-02 09:10"),
        (vec![season("Tutup", "2026-02-02", "2026-03-31", WeeklyHours::default())], "2026-04-01 08:30"),
        (vec![set_day("2026-02-02", false, None)], "2026-02-03 08:30"),
        (vec![set_day("2026-02-02", true, Some(&["08:00-08:40", "14:00-15:00"]))], "2026-02-02 14:30"),
        (vec![close("2026-02-02"), set_day("2026-02-02", true, None)], "2026-02-02 09:10"),
    ] {
        assert_eq!(due(&amendments), wita(expected), "{amendments:?}");
    }
}

#[test]
fn verdicts_change_both_ways() {
    let Walk { office, complaint, .. } = received();
    let now = wita("2026-02-02 12:00");
    let closed = amended(&office, &[close("2026-02-02")]);
    let after = reschedule(&closed, &complaint);
    let (late, in_time) = (Some(wita("2026-02-02 09:10")), Some(wita("2026-02-03 08:30")));
    let change = VerdictChange {
        step: Step::AttachDispositionSheet,
        due_before: late,
        due_after: in_time,
        is_overdue: false,
    };
    assert_eq!(verdict_change(&complaint, &after, now), Some(change));
    let back = VerdictChange { due_before: in_time, due_after: late, is_overdue: true, ..change };
    assert_eq!(verdict_change(&after, &complaint, now), Some(back));
    assert_eq!(verdict_change(&complaint, &after, wita("2026-02-02 09:10")), None, "not yet late either way");
    assert_eq!(verdict_change(&complaint, &after, wita("2026-02-04 09:00")), None, "late either way");
}

fn some_amendment() -> impl Strategy<Value = CalendarAmendment> {
    let hours = prop::sample::select(vec![
        "07:30-12:00 13:00-16:30",
        "08:00-09:00",
        "00:00-24:00",
        "07:30-07:31",
        "10:00-11:00 11:00-12:00 13:15-18:45",
    ]);
    let days = prop::sample::select(vec!["2026-02-02", "2026-02-03", "2026-02-05", "2026-02-06"]);
    prop_oneof![
        hours.clone().prop_map(|hours| set_hours(week(hours))),
        days.clone().prop_map(close),
        days.clone().prop_map(|day| set_day(day, false, None)),
        days.clone().prop_map(|day| set_day(day, true, Some(&["05:00-06:00"]))),
        (days, hours).prop_map(|(day, hours)| season("Musim", day, "2026-02-09", week(hours))),
    ]
}

proptest! {
    #[test]
    fn whatever_is_moved_and_moved_back_is_due_as_before(
        amendment in some_amendment(), place in 1..10usize, between in some_amendment(),
    ) {
        let walk = received().on_to(Step::ALL[place]);
        let office = office();
        let moved = amended(&office, &[amendment]);
        let other = amended(&office, &[between]);
        let there = reschedule(&moved, &walk.complaint);
        prop_assert_eq!(&reschedule(&office, &there), &walk.complaint);
        prop_assert_eq!(&reschedule(&moved, &reschedule(&other, &walk.complaint)), &there, "by the calendar alone");
        prop_assert_eq!(&reschedule(&moved, &there), &there);
    }
}
