//! The calendar is changed: what is open is due by the new one at once, and everything else is as it was.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::administration::Amendment;
use domain::administration::calendar::{
    AddHoliday, CalendarAmendment, ChangeHoliday, ChangeSeason, CreateSeason, ImportHolidays, RemoveHoliday,
    RemoveSeason, RestoreDay, SetDay, SetWorkingHours, weekly_hours,
};
use domain::administration::procedure::{
    AddProcedureRevision, ProcedureAmendment, RemoveProcedureRevision, StepRevision,
};
use domain::complaint::Complaint;
use domain::complaint::rescheduling::reschedule;
use domain::ids::ComplaintId;
use domain::office::Office;
use domain::procedure::step::Step;
use domain::values::{Line, Text, TrackingCode};
use domain::visibility::sight;
use domain::working_time::{Holiday, HolidayKind, OpeningSpan, Standard, WeeklyHours};
use persistence::amend::{Amend, AmendError, Amended};
use persistence::bulk::Whole;
use tokio::sync::Barrier;

use crate::harness::commands::line;
use crate::harness::world::World;
use crate::harness::{Bureau, Random, TestDatabase, at, commands, new_id, on_both_engines};
use crate::tallies::are_what_the_history_says;
use crate::tallies::steps::wander_on;

on_both_engines!(
    what_is_written_is_what_was_judged,
    a_change_moves_what_is_open_and_nothing_else,
    a_dry_run_tells_the_same_and_changes_nothing,
    ten_thousand_open_steps_are_moved_at_once,
    statements_do_not_grow_with_the_steps,
    histories_at_random_are_tallied_after_each_change,
    no_step_is_opened_by_a_calendar_that_is_gone,
);

async fn try_amend(
    bureau: &Bureau,
    amendment: CalendarAmendment,
    now: DateTime<Utc>,
    dry_run: bool,
) -> Result<Amended, AmendError> {
    let amend = Amend { dry_run, ..bureau.amendment("admin", Amendment::Calendar(amendment), now) };
    bureau.store.amend(&amend, new_id).await
}

async fn amend(bureau: &Bureau, amendment: CalendarAmendment, now: DateTime<Utc>) -> Amended {
    try_amend(bureau, amendment, now, false).await.unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn week(spans: &str) -> WeeklyHours {
    let spans: Vec<(&str, &str)> =
        spans.split_whitespace().map(|span| span.split_once('-').unwrap()).collect();
    let rows = (1..=5).flat_map(|day| spans.iter().map(move |(opens, closes)| (day, *opens, *closes)));
    weekly_hours(rows).unwrap()
}

fn set_hours(spans: &str) -> CalendarAmendment {
    CalendarAmendment::SetWorkingHours(SetWorkingHours { hours: week(spans) })
}

fn close(on: NaiveDate) -> CalendarAmendment {
    let (date, name) = (on, line("Cuti bersama"));
    CalendarAmendment::AddHoliday(AddHoliday {
        date,
        name,
        kind: HolidayKind::CollectiveLeave,
        closed: true,
        estimated: false,
    })
}

fn open_again(on: NaiveDate) -> CalendarAmendment {
    CalendarAmendment::RemoveHoliday(RemoveHoliday { date: on, name: line("Cuti bersama") })
}

/// A change of calendar or procedure as it comes; often one that is refused.
pub(crate) fn any_amendment(office: &Office, random: &Random, n: usize, now: DateTime<Utc>) -> Amendment {
    let rules = office.calendar.rules();
    let day = office.calendar.local_date(now) + TimeDelta::days(random.below(300) as i64 - 20);
    let later = day + TimeDelta::days(random.below(20) as i64);
    let hours = || {
        week(random.one::<&str>(&["07:30-12:00 13:00-16:30", "08:00-14:00", "10:00-10:20", "00:00-24:00"]))
    };
    let season =
        random.one(&rules.seasons.iter().map(|s| s.from).chain([day]).collect::<Vec<_>>()).to_owned();
    let special = *random.one(&rules.special_days.keys().copied().chain([day]).collect::<Vec<_>>());
    let holiday = random.one(&rules.holidays);
    let known = || Line::parse(&holiday.name).unwrap();
    let newest = office.procedures.last().unwrap();
    Amendment::Calendar(match random.below(14) {
        0 => CalendarAmendment::SetWorkingHours(SetWorkingHours { hours: hours() }),
        1 => CalendarAmendment::CreateSeason(CreateSeason {
            name: line("Musim"),
            from: day,
            to: later,
            hours: if random.once_in(3) { WeeklyHours::default() } else { hours() },
        }),
        2 => CalendarAmendment::ChangeSeason(ChangeSeason {
            season,
            name: random.once_in(2).then(|| line(&format!("Musim {n}"))),
            from: None,
            to: random.once_in(2).then_some(season + TimeDelta::days(3)),
            hours: random.once_in(2).then(hours),
        }),
        3 if random.once_in(2) => CalendarAmendment::RemoveSeason(RemoveSeason { season }),
        3 | 4 => close(day),
        5 => CalendarAmendment::ChangeHoliday(ChangeHoliday {
            date: holiday.date,
            name: known(),
            new_date: random.once_in(3).then_some(day),
            new_name: random.once_in(3).then(|| line(&format!("Libur {n}"))),
            kind: None,
            closed: Some(random.once_in(2)),
            estimated: None,
        }),
        6 if rules.holidays.len() > 2 => {
            CalendarAmendment::RemoveHoliday(RemoveHoliday { date: holiday.date, name: known() })
        }
        6 | 7 => {
            let imported = |on: NaiveDate, kind| Holiday {
                date: on,
                name: "Cuti bersama".to_owned(),
                kind,
                closed: true,
                estimated: false,
            };
            let holidays = vec![
                imported(day, HolidayKind::National),
                imported(later + TimeDelta::days(1), HolidayKind::Local),
            ];
            CalendarAmendment::ImportHolidays(ImportHolidays { holidays })
        }
        8 | 9 => CalendarAmendment::SetDay(SetDay {
            date: special,
            name: line(&format!("Hari {n}")),
            open: random.once_in(2),
            hours: random
                .once_in(3)
                .then(|| vec!["09:00-11:00".parse().unwrap(), "05:00-06:00".parse().unwrap()]),
        }),
        10 | 11 => CalendarAmendment::RestoreDay(RestoreDay { date: special }),
        12 => {
            return Amendment::Procedure(ProcedureAmendment::AddRevision(AddProcedureRevision {
                number: Some(line(&format!("065/{n}/Org."))),
                title: None,
                legal_basis: random.once_in(2).then(|| Text::parse(&format!("Perbup {n}")).unwrap()),
                decided_on: random.once_in(2).then_some(day),
                effective_from: newest.effective_from + TimeDelta::days(random.below(60) as i64),
                steps: vec![StepRevision {
                    step: *random.one(Step::ALL),
                    activity: None,
                    activity_indonesian: None,
                    requirements: Some(Text::parse(&format!("Berkas {n}")).unwrap()),
                    output: None,
                    standard: Some(*random.one(&[Standard::days::<3>(), Standard::hours::<2>()])),
                }],
            }));
        }
        _ => {
            let revision = newest.revision;
            return Amendment::Procedure(ProcedureAmendment::RemoveRevision(RemoveProcedureRevision {
                revision,
            }));
        }
    })
}

/// Every kind of change, one after the other, each of which can be done after those before it.
fn every_kind() -> Vec<CalendarAmendment> {
    let day = date("2026-11-25");
    let span = |text: &str| -> OpeningSpan { text.parse().unwrap() };
    let holiday = |on: &str, name: &str, kind| Holiday {
        date: date(on),
        name: name.to_owned(),
        kind,
        closed: true,
        estimated: false,
    };
    let import = |holidays| CalendarAmendment::ImportHolidays(ImportHolidays { holidays });
    vec![
        set_hours("08:00-12:00 12:30-15:00"),
        CalendarAmendment::CreateSeason(CreateSeason {
            name: line("Musim hujan"),
            from: day,
            to: date("2027-01-10"),
            hours: week("09:00-11:00"),
        }),
        CalendarAmendment::ChangeSeason(ChangeSeason {
            season: day,
            name: None,
            from: Some(date("2026-11-26")),
            to: None,
            hours: Some(week("10:00-11:00 13:00-14:00")),
        }),
        close(day),
        import(vec![
            holiday("2026-11-25", "Cuti bersama", HolidayKind::Local),
            holiday("2026-11-27", "Hari besar", HolidayKind::National),
            holiday("2026-11-27", "Hari besar lain", HolidayKind::Local),
        ]),
        import(
            (0..900)
                .map(|n| {
                    holiday(
                        &(date("2030-01-01") + TimeDelta::days(n)).to_string(),
                        "Libur",
                        HolidayKind::Local,
                    )
                })
                .collect(),
        ),
        CalendarAmendment::SetDay(SetDay {
            date: day,
            name: line("Piket"),
            open: true,
            hours: Some(vec![span("05:00-06:00"), span("20:00-24:00")]),
        }),
        CalendarAmendment::SetDay(SetDay { date: day, name: line("Tutup"), open: false, hours: None }),
        CalendarAmendment::SetDay(SetDay {
            date: date("2026-11-26"),
            name: line("Tutup"),
            open: false,
            hours: None,
        }),
        CalendarAmendment::RestoreDay(RestoreDay { date: day }),
        open_again(day),
        CalendarAmendment::RemoveSeason(RemoveSeason { season: date("2026-11-26") }),
        CalendarAmendment::RestoreDay(RestoreDay { date: date("2026-11-26") }),
        set_hours("07:30-12:00 13:00-16:30"),
    ]
}

/// Every complaint of the office, as it is stored.
async fn all(bureau: &Bureau, ids: &[ComplaintId]) -> Vec<Complaint> {
    let mut found = Vec::new();
    for id in ids {
        found.push(bureau.stored(*id).await);
    }
    found
}

/// All tables of the register and of the calendar, as text.
async fn dump(db: &TestDatabase) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, columns, order) in [
        ("office", "id, revision", "id"),
        ("register", "office_id, revision", "office_id"),
        (
            "complaint",
            "office_id, version, agenda_number, CAST(due_at AS TEXT) AS due, CAST(updated_at AS TEXT) AS updated",
            "office_id, agenda_seq",
        ),
        (
            "step_record",
            "office_id, number, step, CAST(due_at AS TEXT) AS due, outcome",
            "office_id, complaint_id, number",
        ),
        (
            "season",
            "office_id, name, CAST(from_on AS TEXT) AS from_on, CAST(to_on AS TEXT) AS to_on",
            "office_id, from_on",
        ),
        ("opening_hours", "office_id, weekday, opens, closes", "office_id, weekday, opens"),
        (
            "holiday",
            "office_id, CAST(on_date AS TEXT) AS on_date, name, kind, closed",
            "office_id, on_date, name",
        ),
        ("special_day", "office_id, CAST(on_date AS TEXT) AS on_date, name, hours", "office_id, on_date"),
        ("tally", "office_id, slice, bucket, length(counts) AS length", "office_id, slice, bucket"),
    ] {
        rows.extend(db.ask(&format!("SELECT {columns} FROM {table} ORDER BY {order}")).await);
    }
    rows
}

async fn what_is_written_is_what_was_judged(db: TestDatabase) {
    let mut bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    for amendment in every_kind() {
        let expected = amendment.apply(&bureau.office.calendar).unwrap();
        let amended = amend(&bureau, amendment.clone(), at("2026-11-24 09:00")).await;
        assert!(amended.after.calendar == expected, "{amendment:?}");
        // Another copy of the service has nothing kept.
        let read = db.another().await.find_office("510205").await.unwrap().unwrap();
        assert!(read.calendar == expected, "{amendment:?} {:?} {expected:?}", read.calendar);
        bureau.office = read;
    }
    let untouched = db.another().await.find_office("510206").await.unwrap().unwrap();
    assert!(untouched.calendar == other.office.calendar);
}

async fn a_change_moves_what_is_open_and_nothing_else(db: TestDatabase) {
    let mut bureau = Bureau::open(&db.store, "510205").await;
    let world = World::make(&[&bureau], &Random::new(5), 150).await;
    let ids: Vec<ComplaintId> = world.complaints.iter().map(|c| c.id).collect();
    let now = at("2026-11-24 09:00");
    let admin = bureau.viewer("admin", now);
    for amendment in every_kind() {
        let before = all(&bureau, &ids).await;
        let amended = amend(&bureau, amendment, now).await;
        bureau.office = Arc::new(amended.after);
        let after = all(&bureau, &ids).await;
        let expected: Vec<Complaint> = before.iter().map(|c| reschedule(&bureau.office, c)).collect();
        assert_eq!(after, expected);
        let moved = |(one, other): (&Complaint, &Complaint)| {
            let pairs = one.records.iter().zip(&other.records);
            pairs.filter(|(one, other)| one.due_at != other.due_at).count()
        };
        let seen = before.iter().zip(&after).filter(|(_, after)| sight(&admin, after).is_some());
        assert_eq!(amended.rescheduled.due_times, seen.map(moved).sum::<usize>());
        are_what_the_history_says(&bureau).await;
    }
    let due = "SELECT count(*) AS n FROM complaint WHERE due_at IS DISTINCT FROM \
               (SELECT min(due_at) FROM step_record r WHERE r.office_id = complaint.office_id \
                AND r.complaint_id = complaint.id AND r.outcome IS NULL)";
    assert_eq!(db.ask(due).await, ["0"], "lists find it by its due time");
}

async fn a_dry_run_tells_the_same_and_changes_nothing(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    World::make(&[&bureau], &Random::new(6), 60).await;
    let now = at("2026-01-20 09:00");
    let before = dump(&db).await;
    let dry = try_amend(&bureau, set_hours("10:00-12:00"), now, true).await.unwrap();
    assert_eq!(dump(&db).await, before);
    let real = amend(&bureau, set_hours("10:00-12:00"), now).await;
    assert!(real.rescheduled.due_times > 10);
    assert_eq!(dry.rescheduled, real.rescheduled);
    assert!(dump(&db).await != before);
}

/// Complaints that wait for step 2, received one after the other.
fn waiting(bureau: &Bureau, count: usize, from: DateTime<Utc>) -> Vec<Whole> {
    let random = Random::new(11);
    let one = |n: usize| {
        let now = from + TimeDelta::minutes(i64::try_from(n).unwrap());
        let receive = commands::receive();
        let reception = receive.judge(&bureau.office, bureau.officer("staf"), now, None).unwrap();
        let complaint =
            reception.register(ComplaintId(new_id()), 1, TrackingCode::new(bureau.id(), random.bits()));
        Whole { complaint, changes: Vec::new(), source_number: None, updated_at: now }
    };
    (0..count).map(one).collect()
}

async fn ten_thousand_open_steps_are_moved_at_once(db: TestDatabase) {
    let mut bureau = Bureau::open(&db.store, "510205").await;
    let wholes = waiting(&bureau, 10_000, at("2026-11-02 00:00"));
    db.store.write_whole(&bureau.office, wholes).await.unwrap();
    let dues = "SELECT count(DISTINCT due_at) AS n FROM step_record WHERE outcome IS NULL";
    let before = db.ask(dues).await;
    let now = at("2026-11-09 09:00");
    let amended = amend(&bureau, set_hours("17:00-20:00"), now).await;
    assert_eq!(amended.rescheduled.due_times, 10_000);
    assert!(amended.rescheduled.verdicts_count > 1_000);
    assert_eq!(amended.rescheduled.verdicts.len(), 100);
    bureau.office = Arc::new(amended.after);
    are_what_the_history_says(&bureau).await;
    let back = amend(&bureau, set_hours("07:30-12:00 13:00-16:30"), now).await;
    bureau.office = Arc::new(back.after);
    let friday = CalendarAmendment::SetWorkingHours(SetWorkingHours { hours: WeeklyHours::bali_default() });
    amend(&bureau, friday, now).await;
    assert_eq!(db.ask(dues).await, before);
}

async fn statements_do_not_grow_with_the_steps(db: TestDatabase) {
    let now = at("2026-11-09 09:00");
    let mut counts = Vec::new();
    // A batch is a thousand complaints, written by five hundred.
    for (code, steps) in
        [("510201", 1), ("510202", 500), ("510203", 1_000), ("510204", 2_000), ("510205", 3_000)]
    {
        let bureau = Bureau::open(&db.store, code).await;
        let wholes = waiting(&bureau, steps, at("2026-11-02 00:00"));
        db.store.write_whole(&bureau.office, wholes).await.unwrap();
        let before = db.store.statements();
        let amended = amend(&bureau, set_hours("17:00-20:00"), now).await;
        assert_eq!(amended.rescheduled.due_times, steps);
        counts.push(db.store.statements() - before);
    }
    let [one, half, batch, two, three] = counts[..] else { panic!("five") };
    // Of each batch its complaints and their records, and two statements for either; of five hundred one of these.
    assert_eq!((half - one, two - batch, three - two), (0, 6, 6), "{counts:?}");
}

async fn histories_at_random_are_tallied_after_each_change(db: TestDatabase) {
    let mut bureau = Bureau::open(&db.store, "510205").await;
    let random = Random::new(77);
    let (mut now, mut complaints) = (at("2026-01-12 08:00"), Vec::new());
    for round in 0..6 {
        wander_on(&bureau, &random, &mut complaints, &mut now, 25).await;
        let today = bureau.office.calendar.local_date(now);
        let near = today + TimeDelta::days(random.below(9) as i64 - 4);
        let hours = *random.one(&["07:30-12:00 13:00-16:30", "08:00-14:00", "10:00-10:20", "00:00-24:00"]);
        let amendment = match round % 3 {
            0 => set_hours(hours),
            1 => CalendarAmendment::SetDay(SetDay {
                date: near,
                name: line("Hari khusus"),
                open: false,
                hours: None,
            }),
            _ => close(near),
        };
        let amended = try_amend(&bureau, amendment, now, false).await;
        if let Ok(amended) = amended {
            bureau.office = Arc::new(amended.after);
        }
        are_what_the_history_says(&bureau).await;
        for complaint in &mut complaints {
            let stored = bureau.stored(complaint.id).await;
            assert_eq!(
                stored,
                reschedule(&bureau.office, complaint),
                "due by the calendar, and the rest as it was"
            );
            *complaint = stored;
        }
    }
    assert!(complaints.iter().any(|c| c.open_records().next().is_some()));
}

/// Receives complaints and takes a step of each, while the calendar changes.
async fn work(bureau: Bureau, barrier: Arc<Barrier>) -> Vec<ComplaintId> {
    let now = at("2026-11-24 09:00");
    barrier.wait().await;
    let mut received = Vec::new();
    for _ in 0..12 {
        let complaint = bureau.receive(now).await;
        let advance = bureau.advance(&complaint, commands::attach(), now);
        received.push(bureau.store.advance(&bureau.viewer("staf", now), &advance).await.unwrap().id);
    }
    received
}

async fn no_step_is_opened_by_a_calendar_that_is_gone(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let stores = [db.store.clone(), db.another().await];
    let barrier = Arc::new(Barrier::new(5));
    let of = |n: usize| Bureau { store: stores[n % 2].clone(), office: Arc::clone(&bureau.office) };
    let tasks: Vec<_> = (0..4).map(|n| tokio::spawn(work(of(n), Arc::clone(&barrier)))).collect();
    let administrator = of(1);
    barrier.wait().await;
    for spans in ["10:00-12:00", "13:00-15:00", "09:00-09:30", "07:30-16:00", "11:00-12:00"] {
        amend(&administrator, set_hours(spans), at("2026-11-24 09:00")).await;
    }
    let mut received = Vec::new();
    for task in tasks {
        received.extend(task.await.unwrap());
    }
    let office: Arc<Office> = db.another().await.find_office("510205").await.unwrap().unwrap();
    let bureau = Bureau { store: db.store.clone(), office };
    are_what_the_history_says(&bureau).await;
    assert_eq!(received.len(), 48);
    for complaint in all(&bureau, &received).await {
        assert_eq!(complaint.standing.step(), Some(Step::ForwardToSecretary));
        assert_eq!(complaint, reschedule(&bureau.office, &complaint), "due by the calendar as it now is");
    }
}
