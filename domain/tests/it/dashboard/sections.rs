//! The sections in step 7, and who is overloaded.

use std::collections::BTreeSet;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use domain::complaint::Complaint;
use domain::complaint::record::StepRecord;
use domain::dashboard::figures::by_section::{OfSection, of_section};
use domain::dashboard::figures::workload::workload;
use domain::dashboard::rate::{Bins, Rate};
use domain::dashboard::sums::Sums;
use domain::ids::OfficerId;
use domain::office::{Capacity, Office, Officer, Position, Post};
use domain::procedure::step::Step;
use domain::working_time::Standard;

use super::asked::{completed_at, done, each, number, with_stock};
use super::register::REGISTERS;
use crate::common::sample::{ADMIN, CAMAT, KASI_PMD, KASUBAG, SEKRETARIS, STAF, acting, office};
use crate::common::wita;

#[test]
fn a_section_has_its_own_records() {
    each(|asked| {
        let (flow, sums, pending) = (asked.flow(asked.period), asked.stock(), asked.pending());
        for section in 1..=5 {
            let found = with_stock(&sums, &pending, |stock| of_section(section, &flow, stock));
            let mine = || asked.records().map(|(_, r)| r).filter(|r| asked.section(r) == Some(section));
            let count = |wanted: &dyn Fn(&StepRecord) -> bool| number(mine().filter(|r| wanted(r)).count());
            let ended = |r: &StepRecord, on_time: bool| {
                done(r).is_some_and(|(_, at, was)| was == on_time && asked.in_period(at))
            };
            // Of step 7 only what is returned is opened with a reason; it counts where it had been submitted.
            let returned = asked.records().filter(|(complaint, r)| {
                let mut earlier = complaint.records.iter().rev().filter(|e| e.number < r.number);
                asked.section(r) == Some(section)
                    && r.opened_because.is_some()
                    && earlier
                        .find(|e| e.section == r.section && e.is_completed())
                        .and_then(completed_at)
                        .is_some_and(|at| asked.in_period(at))
            });
            let returned = number(returned.count());
            let began = |r: &StepRecord| r.started_at.is_some_and(|at| asked.in_period(at));
            let expected = OfSection {
                section,
                assigned: count(&began),
                bins: Bins {
                    done_on_time: count(&|r| ended(r, true)),
                    done_late: count(&|r| ended(r, false)),
                    open_on_time: count(&|r| asked.waits_late(r) == Some(false)),
                    open_late: count(&|r| asked.waits(r) == Some(true)),
                },
                open_as_lead: count(&|r| r.lead == Some(true) && asked.waits(r).is_some()),
                open_as_support: count(&|r| r.lead == Some(false) && asked.waits(r).is_some()),
                rework: Rate::of(
                    returned,
                    count(&|r| r.is_completed() && completed_at(r).is_some_and(|at| asked.in_period(at))),
                ),
            };
            assert_eq!(found, expected, "{:?}", asked.period);
        }
    });
}

#[test]
fn a_load_is_what_waits_now() {
    each(|asked| {
        if asked.period.end <= asked.today {
            return;
        }
        let (office, now) = (&asked.register.office, asked.register.now);
        let (sums, pending) = (asked.stock(), asked.pending());
        let found = with_stock(&sums, &pending, |stock| workload(office, stock, now));
        assert_eq!(found.len(), 4 + 4, "the dissolved section is not asked");
        for load in found {
            let section = load.section.map(|n| office.sections.iter().find(|s| s.number == n).unwrap().id);
            let waits = |r: &&StepRecord| match load.position {
                Position::Staff => {
                    matches!(r.step, Step::Receive | Step::AttachDispositionSheet | Step::Archive)
                }
                Position::HeadOfGeneralAffairs => r.step == Step::ForwardToSecretary,
                Position::Secretary => matches!(r.step, Step::Advise | Step::CarryOut),
                Position::Camat => matches!(r.step, Step::Consider | Step::Dispose | Step::Sign),
                _ => r.section == section,
            };
            let waiting: Vec<&StepRecord> =
                asked.complaints().flat_map(Complaint::open_records).filter(waits).collect();
            let late = waiting.iter().filter(|r| r.is_overdue(now)).count();
            let left: i64 = waiting
                .iter()
                .filter_map(|r| r.due_at)
                .map(|at| office.calendar.elapsed_seconds(now, at))
                .sum();
            assert_eq!(
                (load.open, load.overdue, load.remaining_seconds),
                (number(waiting.len()), number(late), left),
                "{:?} {:?}",
                load.position,
                load.section
            );
        }
    });
}

/// Who acts is there in place of who is appointed: hour by hour, since appointments begin and end on the hour.
fn available(office: &Office, post: Post, now: DateTime<Utc>) -> i64 {
    let until = office.calendar.due(now, Standard::days::<5>()).unwrap();
    let appointed = office.officers.iter().filter(|officer| officer.posts().any(|own| own == post));
    let appointed: BTreeSet<OfficerId> = appointed.map(|officer| officer.id).collect();
    let (mut seconds, mut at) = (0, now);
    while at < until {
        let next = (at.duration_trunc(TimeDelta::hours(1)).unwrap() + TimeDelta::hours(1)).min(until);
        let acts = office.acting.iter().filter(|a| a.post == post && a.from <= at && at < a.until);
        let ours =
            acts.map(|a| a.officer).filter(|id| office.officers.iter().any(|officer| officer.id == *id));
        let acting: BTreeSet<OfficerId> = ours.filter(|id| !appointed.contains(id)).collect();
        seconds += office.calendar.elapsed_seconds(at, next) * number(appointed.len().max(acting.len()));
        at = next;
    }
    seconds
}

#[test]
fn a_position_is_there_once() {
    let nothing = Sums::default();
    for register in REGISTERS.iter() {
        // At some of these times somebody acts, or begins to.
        for days in [0, 20, 40, 60, 80, 100] {
            let (office, now) = (&register.office, register.now - TimeDelta::days(days));
            for load in with_stock(&nothing, &[], |stock| workload(office, stock, now)) {
                let section =
                    load.section.map(|n| office.sections.iter().find(|s| s.number == n).unwrap().id);
                let post = Post { position: load.position, section };
                assert_eq!(load.available_seconds, available(office, post, now), "{post:?} {now}");
            }
        }
    }
}

#[test]
fn who_acts_stands_in_for_who_is_appointed() {
    // From Monday 08:00 five working days of 8 h, but 5.5 h on Friday, until the next Monday 08:00.
    let (now, week) = (wita("2026-02-02 08:00"), (4 * 8 * 2 + 11) * 1_800);
    let of = |office: &Office, position: Position| {
        let loads = with_stock(&Sums::default(), &[], |stock| workload(office, stock, now));
        loads.iter().find(|load| load.position == position).unwrap().available_seconds
    };
    let mut office = office();
    for position in [Position::Staff, Position::Camat, Position::Secretary] {
        assert_eq!(of(&office, position), week);
    }
    // The secretary acts for the camat until Wednesday 08:00; both positions have their time.
    let days = |from: &str, until: &str| (wita(&format!("{from} 08:00")), wita(&format!("{until} 08:00")));
    let (monday, wednesday) = days("2026-02-02", "2026-02-04");
    let camat = Post::of(Position::Camat);
    office.acting = vec![acting(SEKRETARIS, camat, Capacity::Plh, monday, wednesday)];
    assert_eq!([of(&office, Position::Camat), of(&office, Position::Secretary)], [week, week]);
    // In a vacancy there is nobody but who acts: two days of 8 h.
    let vacant = office.officers.iter_mut().find(|officer| officer.id == CAMAT).unwrap();
    vacant.active = false;
    assert_eq!(of(&office, Position::Camat), 2 * 8 * 3_600);
    // Who begins to act later is not there before.
    let (thursday, friday) = days("2026-02-05", "2026-02-06");
    office.acting.push(acting(KASUBAG, camat, Capacity::Plt, thursday, friday));
    assert_eq!(of(&office, Position::Camat), 3 * 8 * 3_600);
    // Two members of the staff, for one of whom somebody acts, are two.
    let colleague = Officer { id: ADMIN, position: Position::Staff, ..office.officer(STAF).unwrap().clone() };
    office.officers.retain(|officer| officer.id != ADMIN);
    office.officers.push(colleague);
    office.acting.push(acting(KASI_PMD, Post::of(Position::Staff), Capacity::Plh, monday, wednesday));
    assert_eq!(of(&office, Position::Staff), 2 * week);
}
