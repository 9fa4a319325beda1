//! Two or three complaints each, and what the figures say of them. 2 February 2026 is a Monday; the office is open from
//! 07:30 to 12:00 and from 13:00 to 16:30.

use chrono::{DateTime, NaiveDate, Utc};
use domain::complaint::{Channel, Complaint};
use domain::dashboard::conformance::Axis;
use domain::dashboard::contribution::changes;
use domain::dashboard::figures::backlog::{backlog, parts};
use domain::dashboard::figures::by_section::of_section;
use domain::dashboard::figures::conformity::conformity;
use domain::dashboard::figures::cycles::{answers, completion, dispositions, first_pass, whole_cycles};
use domain::dashboard::figures::entries::entries;
use domain::dashboard::figures::returns::returns;
use domain::dashboard::figures::step_cohorts::step_cohorts;
use domain::dashboard::figures::step_performance::step_performance;
use domain::dashboard::figures::time_series::time_series;
use domain::dashboard::figures::totals::{Totals, totals};
use domain::dashboard::figures::workload::workload;
use domain::dashboard::plan::Period;
use domain::dashboard::rate::{Bins, Rate};
use domain::dashboard::slice::{SectionSet, Selection};
use domain::dashboard::sums::Sums;
use domain::office::Office;
use domain::procedure::step::Step;
use domain::working_time::{Calendar, Holiday, HolidayKind, WeeklyHours};

use super::asked::{Asked, with_stock};
use super::register::{Register, imported};
use super::tally::Tallies;
use crate::common::commands::{
    advise, archive, attach, carry_out, consider, dispose_to, forward, receive, reopen, return_to, sign,
    solve, withdraw,
};
use crate::common::sample::{
    CAMAT, KASI_PEMERINTAHAN, KASI_TRANTIB, KASUBAG, PEMERINTAHAN, SEKRETARIS, STAF, TRANTIB, office,
};
use crate::common::walk::{Walk, received, received_in};
use crate::common::wita;

fn register(walks: &[Walk], now: &str) -> Register {
    let office = office();
    let complaints: Vec<Complaint> = walks.iter().map(|walk| walk.complaint.clone()).collect();
    let mut tallies = Tallies::default();
    for complaint in &complaints {
        tallies.add(&changes(&office, None, complaint));
    }
    Register { office, complaints, tallies, now: wita(now) }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Everything from a day to another, both included.
fn asked<'a>(register: &'a Register, from: &str, to: &str) -> Asked<'a> {
    let period = Period { from: date(from), end: date(to).succ_opt().unwrap() };
    let today = register.office.calendar.local_date(register.now);
    Asked { register, selection: Selection::default(), period, today }
}

fn february(register: &Register) -> Asked<'_> {
    asked(register, "2026-02-01", "2026-02-28")
}

fn bins(done_on_time: i64, done_late: i64, open_on_time: i64, open_late: i64) -> Bins {
    Bins { done_on_time, done_late, open_on_time, open_late }
}

/// Received on Monday at 08:10. One is archived the same day, one withdrawn on Tuesday, one is left where it is.
fn three() -> [Walk; 3] {
    [received().through_all_steps(), received().at("2026-02-03 09:00").then(STAF, &withdraw()), received()]
}

#[test]
fn totals_of_three_complaints() {
    let register = register(&three(), "2026-02-03 12:00");
    let of = |asked: &Asked<'_>| {
        let (flow, stock) = (asked.flow(asked.period), asked.stock());
        let totals = with_stock(&stock, &asked.pending(), |stock| totals(&flow, stock));
        let Totals { received, closed, open, overdue, bins, .. } = totals;
        ((received, closed, open, overdue), bins)
    };
    // On Monday evening two wait at step 2, which was due at 09:10.
    let monday = of(&asked(&register, "2026-02-02", "2026-02-02"));
    assert_eq!(monday, ((3, 1, 2, 2), bins(11 + 2, 0, 0, 2)));
    // The withdrawal came when step 2 was late: that does not go away.
    let all = of(&february(&register));
    assert_eq!(all, ((3, 2, 1, 1), bins(11 + 2, 1, 0, 1)));
    assert_eq!(all.1.on_time(), Rate::of(13, 15));
}

#[test]
fn what_became_of_three_complaints() {
    let register = register(&three(), "2026-02-03 12:00");
    let found = completion(&february(&register).flow(february(&register).period));
    assert_eq!(found.answered, Rate::of(1, 3));
    assert_eq!((found.withdrawn, found.open, found.duplicates, found.referred), (1, 1, 0, 0));
}

#[test]
fn three_complaints_day_by_day() {
    let register = register(&three(), "2026-02-03 12:00");
    let asked = asked(&register, "2026-02-01", "2026-02-03");
    let days = asked.period.divided(domain::dashboard::plan::Interval::Day);
    let flows: Vec<Sums> = days.iter().map(|day| asked.flow(*day)).collect();
    let series = with_stock(&asked.stock(), &[], |stock| time_series(&days, &flows, stock));
    let shown: Vec<_> = series.iter().map(|day| (day.received, day.closed, day.open_at_end)).collect();
    assert_eq!(shown, [(0, 0, 0), (3, 1, 2), (0, 1, 1)]);
}

#[test]
fn ages_are_working_days_that_have_begun_since() {
    let received_on = |day: &str| {
        let mut walk = received();
        walk.complaint.received_at = wita(&format!("{day} 08:10"));
        walk
    };
    // Today is Thursday: so many working days have begun since 0, 1, 3, 4 (Sunday), 9 and 10 (a Thursday before).
    let days = ["2026-02-12", "2026-02-11", "2026-02-09", "2026-02-08", "2026-01-30", "2026-01-29"];
    let register = register(&days.map(received_on), "2026-02-12 10:00");
    let calendar = &register.office.calendar;
    let sums = february(&register).sums(parts(calendar, register.now));
    let bands = backlog(&sums.iter().map(|part| &part[0]).collect::<Vec<_>>());
    assert_eq!(bands.iter().map(|band| band.open).collect::<Vec<_>>(), [1, 1, 1, 2, 1]);
}

/// Asked of Pemerintahan, which leads, and Trantib, on Monday at 09:10: due two working days later.
fn at_two_sections() -> Walk {
    received().on_to(Step::Solve)
}

#[test]
fn a_complaint_at_two_sections_is_one_and_its_records_are_two() {
    let both_wait = at_two_sections();
    assert_eq!(both_wait.times(8).1, "02-04 09:10");
    let one_answered = both_wait.clone().then(KASI_TRANTIB, &solve());
    for (walk, now, at_step, records, lead, support) in [
        (&both_wait, "2026-02-04 09:10", (1, 0), bins(0, 0, 2, 0), bins(0, 0, 1, 0), bins(0, 0, 1, 0)),
        (&both_wait, "2026-02-04 09:11", (1, 1), bins(0, 0, 0, 2), bins(0, 0, 0, 1), bins(0, 0, 0, 1)),
        (&one_answered, "2026-02-04 09:10", (1, 0), bins(1, 0, 1, 0), bins(0, 0, 1, 0), bins(1, 0, 0, 0)),
        (&one_answered, "2026-02-04 09:11", (1, 1), bins(1, 0, 0, 1), bins(0, 0, 0, 1), bins(1, 0, 0, 0)),
        (&one_answered, "2026-02-05 08:00", (1, 1), bins(1, 0, 0, 1), bins(0, 0, 0, 1), bins(1, 0, 0, 0)),
    ] {
        let register = register(std::slice::from_ref(walk), now);
        let asked = february(&register);
        let (flow, sums, pending) = (asked.flow(asked.period), asked.stock(), asked.pending());
        with_stock(&sums, &pending, |stock| {
            assert_eq!((stock.open_at(Step::Solve), stock.overdue_at(Step::Solve)), at_step, "{now}");
            let of_step = step_performance(&flow, stock).into_iter().find(|p| p.step == Step::Solve).unwrap();
            assert_eq!(of_step.bins, records, "{now}");
            assert_eq!(of_section(1, &flow, stock).bins, lead, "{now}");
            assert_eq!(of_section(2, &flow, stock).bins, support, "{now}");
            let loads = workload(&register.office, stock, register.now);
            let camat = loads.iter().find(|load| load.section == Some(1)).unwrap();
            assert_eq!((camat.open, camat.overdue), (1, lead.open_late), "{now}");
        });
    }
}

#[test]
fn a_step_that_was_late_at_a_past_instant_was_late() {
    // Trantib answers late on the 5th, Pemerintahan on the 6th.
    let walk = at_two_sections().at("2026-02-05 09:00").then(KASI_TRANTIB, &solve());
    let register =
        register(&[walk.at("2026-02-06 09:00").then(KASI_PEMERINTAHAN, &solve())], "2026-02-20 10:00");
    for (day, overdue, late) in
        [("2026-02-03", 0, 0), ("2026-02-04", 1, 2), ("2026-02-05", 1, 1), ("2026-02-06", 1, 0)]
    {
        let asked = asked(&register, "2026-02-01", day);
        let found = with_stock(&asked.stock(), &asked.pending(), |stock| {
            let all: i64 = Step::ALL.iter().map(|step| stock.overdue_at(*step)).sum();
            (all, stock.records_late(Step::Solve))
        });
        // On the 6th it is late at step 8.
        assert_eq!(found, (overdue, late), "{day}");
    }
}

#[test]
fn what_is_returned_is_counted_for_its_way_and_its_sections() {
    let signed_not = at_two_sections()
        .then(KASI_TRANTIB, &solve())
        .then(KASI_PEMERINTAHAN, &solve())
        .then(CAMAT, &return_to(Step::Solve));
    // Paper that came in a heap: all of it at one time of the day.
    let mut heap = signed_not.clone();
    let now = heap.now;
    for (officer, command) in [
        (KASI_TRANTIB, solve()),
        (KASI_PEMERINTAHAN, solve()),
        (CAMAT, return_to(Step::Solve)),
        (KASI_TRANTIB, solve()),
        (KASI_PEMERINTAHAN, solve()),
        (CAMAT, return_to(Step::Solve)),
    ] {
        heap.now = now;
        heap = heap.then(officer, &command);
    }
    for (walk, times) in [(signed_not, 1), (heap, 3)] {
        let register = register(&[walk], "2026-02-03 12:00");
        let asked = february(&register);
        let flow = asked.flow(asked.period);
        assert_eq!(returns(&flow), [(Step::Sign, Step::Solve, Rate::of(times, times))]);
        let rework =
            |section| with_stock(&asked.stock(), &[], |stock| of_section(section, &flow, stock).rework);
        assert_eq!([rework(1), rework(2)], [Rate::of(times, times); 2]);
    }
}

/// Archived on Monday; reopened on Tuesday and archived again; and one whose advice was sent back.
fn three_archived() -> [Walk; 3] {
    let straight = received().on_to_by_one(Step::Archive).then(STAF, &archive());
    let again = straight.clone().at("2026-02-03 08:00").then(CAMAT, &reopen()).on_to(Step::Archive);
    let sent_back = received()
        .then(STAF, &attach())
        .then(KASUBAG, &forward())
        .then(SEKRETARIS, &advise())
        .then(CAMAT, &return_to(Step::Advise))
        .on_to_by_one(Step::Archive);
    [straight, again.then(STAF, &archive()), sent_back.then(STAF, &archive())]
}

#[test]
fn a_first_pass_is_neither_returned_nor_reopened() {
    let register = register(&three_archived(), "2026-02-04 12:00");
    assert_eq!(first_pass(&february(&register).flow(february(&register).period)), Rate::of(1, 4));
}

#[test]
fn each_cycle_has_its_own_due_time_and_answer() {
    let walks = three_archived();
    // From step 1 on: 30 minutes, five hours, two days, an hour, a day, half an hour.
    let due = |walk: &Walk, record: usize| walk.complaint.records[record].cycle_due_at.unwrap();
    assert_eq!(due(&walks[0], 0), wita("2026-02-05 16:00"));
    let register = register(&walks, "2026-02-20 12:00");
    let asked = february(&register);
    let flow = asked.flow(asked.period);
    assert_eq!(whole_cycles(&flow, &flow), bins(4, 0, 0, 0));
    let (stats, on_time) = answers(&flow);
    assert_eq!((stats.count, on_time), (4, Rate::of(4, 4)));
    assert_eq!(dispositions(&flow), Rate::of(3, 3));
}

#[test]
fn a_cycle_belongs_to_the_day_it_is_due_on() {
    // Due on Thursday at 16:00; one is archived on Monday already.
    let walks = [received().through_all_steps(), received()];
    for (now, expected) in [
        ("2026-02-02 12:00", bins(1, 0, 0, 0)),
        ("2026-02-05 20:00", bins(1, 0, 0, 0)),
        ("2026-02-06 07:00", bins(1, 0, 0, 1)),
    ] {
        let register = register(&walks, now);
        for (from, to, expected) in [
            ("2026-02-05", "2026-02-05", expected),
            ("2026-02-01", "2026-02-28", expected),
            ("2026-02-01", "2026-02-04", Bins::default()),
            ("2026-02-06", "2026-02-28", Bins::default()),
        ] {
            let asked = asked(&register, from, to);
            let past = asked.flow(Period { end: asked.period.end.min(asked.today), ..asked.period });
            assert_eq!(whole_cycles(&asked.flow(asked.period), &past), expected, "{from} to {to}, {now}");
        }
    }
}

#[test]
fn a_cycle_that_left_the_procedure_in_time_is_neither_in_time_nor_late() {
    let walks = [
        received().at("2026-02-03 09:00").then(STAF, &withdraw()),
        received().at("2026-02-10 09:00").then(STAF, &withdraw()),
        received(),
    ];
    let register = register(&walks, "2026-02-12 09:00");
    let asked = february(&register);
    let past = asked.flow(Period { end: asked.today, ..asked.period });
    assert_eq!(whole_cycles(&asked.flow(asked.period), &past), bins(0, 1, 0, 1));
}

#[test]
fn an_imported_complaint_is_in_time_or_late_by_what_is_done_here_alone() {
    // Received seven years ago, imported on Monday at 08:10, and archived before Tuesday noon.
    let new = received();
    let old = Complaint { received_at: wita("2019-03-04 00:00"), ..new.complaint.clone() };
    let open = imported(&new.office, old, wita("2026-02-02 08:10"), false);
    let walk = Walk { complaint: open, ..new };
    assert_eq!(walk.times(2).1, "02-02 09:10");
    let done = walk.clone().at("2026-02-03 09:00").on_to(Step::Archive).then(STAF, &archive());
    let register = register(&[walk, done], "2026-02-03 12:00");

    let asked = asked(&register, "2019-01-01", "2026-02-03");
    let (flow, stock) = (asked.flow(asked.period), asked.stock());
    let totals = with_stock(&stock, &asked.pending(), |stock| totals(&flow, stock));
    assert_eq!((totals.received, totals.closed, totals.open, totals.overdue), (2, 1, 1, 1));
    // Steps 2 to 10, two sections in step 7: step 2 was late on Tuesday, and the other's still is.
    assert_eq!(totals.bins, bins(9, 1, 0, 1));
    // Nobody recorded when the cycles began.
    let none = Rate::default();
    assert_eq!(totals.resolution.count, 0);
    assert_eq!((whole_cycles(&flow, &flow), first_pass(&flow)), (Bins::default(), none));
    assert_eq!((answers(&flow).0.count, answers(&flow).1, dispositions(&flow)), (0, none, none));
    assert_eq!((conformity(&flow).cycles, conformity(&flow).variants.len()), (0, 0));
    let steps = with_stock(&stock, &[], |stock| step_performance(&flow, stock));
    assert_eq!(steps.iter().map(|step| step.dwell_seconds).sum::<i64>(), 0);
    assert_eq!(steps.iter().map(|step| step.duration.count).sum::<i64>(), 10);
    // Until the import it waited at no step.
    let eve = self::asked(&register, "2019-01-01", "2026-02-01");
    let waiting =
        with_stock(&eve.stock(), &[], |stock| (stock.open(), stock.open_at(Step::AttachDispositionSheet)));
    assert_eq!(waiting, (2, 0));
}

#[test]
fn steps_that_began_are_judged_until_now() {
    // Begun on Monday: step 1 thrice; step 2 once done, once withdrawn late, once open and late.
    let register = register(&three(), "2026-02-03 12:00");
    let asked = asked(&register, "2026-02-02", "2026-02-02");
    let flow = asked.flow(asked.period);
    let found = step_cohorts(&flow, &asked.pending_that_began());
    assert_eq!(found[0], (Step::Receive, bins(3, 0, 0, 0)));
    assert_eq!(found[1], (Step::AttachDispositionSheet, bins(1, 1, 0, 1)));
    assert_eq!(found[6], (Step::Solve, bins(2, 0, 0, 0)));
}

#[test]
fn an_entry_is_late_where_a_working_day_lies_between() {
    let at = |text: &str| -> Option<DateTime<Utc>> { Some(wita(text)) };
    let walk = received()
        .at("2026-02-02 08:20")
        .occurring(STAF, &attach(), at("2026-02-02 08:11"))
        // Done on Monday in time, entered on Wednesday.
        .at("2026-02-04 10:00")
        .occurring(KASUBAG, &forward(), at("2026-02-02 09:00"))
        // Done late on Tuesday, entered on Wednesday.
        .occurring(SEKRETARIS, &advise(), at("2026-02-03 08:00"));
    let register = register(&[walk], "2026-02-04 12:00");
    let of = |from: &str, to: &str| {
        let asked = asked(&register, from, to);
        let found = entries(&asked.flow(asked.period));
        (found.late, found.late_in_time)
    };
    assert_eq!(of("2026-02-02", "2026-02-02"), (Rate::of(0, 2), Rate::of(0, 0)));
    assert_eq!(of("2026-02-04", "2026-02-04"), (Rate::of(2, 2), Rate::of(1, 2)));
}

#[test]
fn a_cycle_that_was_late_once_conforms_but_for_that() {
    let late = received()
        .then(STAF, &attach())
        .then(KASUBAG, &forward())
        .at("2026-02-03 08:00")
        .then(SEKRETARIS, &advise())
        .then(CAMAT, &consider())
        .then(CAMAT, &dispose_to(PEMERINTAHAN, &[TRANTIB]))
        .then(KASI_TRANTIB, &solve())
        .then(KASI_PEMERINTAHAN, &solve())
        .then(CAMAT, &sign())
        .then(SEKRETARIS, &carry_out())
        .then(STAF, &archive());
    let register = register(&[late], "2026-02-04 12:00");
    let found = conformity(&february(&register).flow(february(&register).period));
    // Eleven records; seven of them say something.
    let axes = [(Axis::Order, 1, 1), (Axis::Actor, 11, 11), (Axis::Output, 7, 7), (Axis::Time, 10, 11)];
    assert_eq!(found.axes, axes.map(|(axis, met, of)| (axis, Rate::of(met, of))));
    assert!((found.index.unwrap() - 29.0 / 30.0).abs() < 1e-5);
    assert_eq!((found.cycles, found.fitness), (1, Rate::of(1, 1)));
    assert_eq!(found.variants, [(Step::ALL.to_vec(), Rate::of(1, 1))]);
}

#[test]
fn an_empty_list_matches_nothing_and_reads_nothing() {
    let office = office();
    let none = || Some(Vec::new());
    let some = Selection {
        channels: Some(vec![Channel::Sms]),
        categories: Some(vec![1]),
        sections: Some(SectionSet(0b110)),
    };
    assert_eq!((some.slices(&office).long.len(), some.slices(&office).days.len()), (1, 1));
    for selection in [
        Selection { channels: none(), ..some.clone() },
        Selection { categories: Some(Vec::new()), ..some.clone() },
        Selection { sections: Some(SectionSet::default()), ..some.clone() },
        Selection { channels: none(), ..Selection::default() },
        Selection { sections: Some(SectionSet::default()), ..Selection::default() },
    ] {
        let slices = selection.slices(&office);
        assert!(slices.long.is_empty() && slices.days.is_empty(), "{selection:?}");
    }
}

#[test]
fn what_is_due_at_no_time_is_neither_in_time_nor_late() {
    let calendar = office().calendar;
    let closed = Calendar::new(calendar.zone(), WeeklyHours::default(), Vec::new(), Vec::new()).unwrap();
    let mut walk = received_in(Office { calendar: closed, ..office() }, receive());
    walk = walk.then(STAF, &attach());
    let elsewhere = walk.clone().on_to(Step::Solve);
    // Beside them one at step 2 in time, one at two sections, and one of these has answered.
    let both = [walk, elsewhere, received(), at_two_sections().then(KASI_TRANTIB, &solve())];
    let register = register(&both, "2026-02-02 09:00");
    let asked = february(&register);
    let (flow, sums, pending) = (asked.flow(asked.period), asked.stock(), asked.pending());
    with_stock(&sums, &pending, |stock| {
        let totals = totals(&flow, stock);
        assert_eq!(
            (totals.open, totals.overdue, totals.bins.open_on_time, totals.bins.open_late),
            (4, 0, 2, 0)
        );
        let steps = step_performance(&flow, stock);
        let open = |step: Step| {
            steps.iter().find(|p| p.step == step).map(|p| (p.bins.open_on_time, p.bins.open_late))
        };
        assert_eq!(open(Step::AttachDispositionSheet), Some((1, 0)));
        assert_eq!((open(Step::ForwardToSecretary), open(Step::Solve)), (Some((0, 0)), Some((1, 0))));
        let section = |number| of_section(number, &flow, stock);
        assert_eq!((section(1).open_as_lead, section(1).bins), (2, bins(0, 0, 1, 0)));
        assert_eq!((section(2).open_as_support, section(2).bins), (1, bins(1, 0, 0, 0)));
    });
}

#[test]
fn an_office_that_does_not_open_has_as_many_bands_as_any() {
    let mut walk = received();
    walk.complaint.received_at = wita("2026-02-02 08:10");
    let mut register = register(&[walk], "2026-02-12 10:00");
    let calendar = &register.office.calendar;
    let closed = date("2024-01-01").iter_days().take(1_000).map(|date| Holiday {
        date,
        name: "Tutup".to_owned(),
        kind: HolidayKind::Local,
        closed: true,
        estimated: false,
    });
    let hours = calendar.hours().clone();
    register.office.calendar = Calendar::new(calendar.zone(), hours, Vec::new(), closed.collect()).unwrap();
    let sums = february(&register).sums(parts(&register.office.calendar, register.now));
    let bands = backlog(&sums.iter().map(|part| &part[0]).collect::<Vec<_>>());
    assert_eq!(
        (sums.len(), bands.iter().map(|band| band.open).collect::<Vec<_>>()),
        (5, vec![1, 0, 0, 0, 0])
    );
}
