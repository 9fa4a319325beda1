//! The sections in step 7, and who is overloaded.

use domain::complaint::Complaint;
use domain::complaint::record::StepRecord;
use domain::dashboard::figures::by_section::{OfSection, of_section};
use domain::dashboard::figures::workload::workload;
use domain::dashboard::rate::{Bins, Rate};
use domain::office::{Position, Post};
use domain::procedure::step::Step;
use domain::working_time::Standard;

use super::asked::{completed_at, done, each, number, with_stock};

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
        let five_days = office.calendar.due(now, Standard::days::<5>()).unwrap();
        let each = office.calendar.elapsed_seconds(now, five_days);
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
            let post = Post { position: load.position, section };
            let holders = number(office.takers(post, now, &[]).len());
            assert_eq!(
                (load.open, load.overdue, load.remaining_seconds, load.available_seconds),
                (number(waiting.len()), number(late), left, each * holders),
                "{:?} {:?}",
                load.position,
                load.section
            );
        }
    });
}
