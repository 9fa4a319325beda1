//! When the office works: every amendment, what it changes and what it refuses.

use chrono::{NaiveDate, Weekday};
use domain::administration::calendar::{
    AddHoliday, CalendarAmendment, ChangeHoliday, ChangeSeason, CreateSeason, ImportHolidays, RemoveHoliday,
    RemoveSeason, RestoreDay, SetDay, SetWorkingHours, opening_spans, weekly_hours,
};
use domain::input::InputFault;
use domain::values::Line;
use domain::working_time::{Calendar, Holiday, HolidayKind, OpeningSpan, WeeklyHours};

use crate::common::sample::office;

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub(super) fn span(text: &str) -> OpeningSpan {
    text.parse().unwrap()
}

/// Monday to Friday, these spans.
pub(super) fn week(spans: &str) -> WeeklyHours {
    let rows = (1..=5).flat_map(|weekday| {
        spans.split_whitespace().map(move |span| {
            let (opens, closes) = span.split_once('-').unwrap();
            (weekday, opens, closes)
        })
    });
    weekly_hours(rows).unwrap()
}

fn apply(calendar: &Calendar, amendment: CalendarAmendment) -> Calendar {
    amendment.apply(calendar).unwrap_or_else(|problems| panic!("{amendment:?}: {problems:?}"))
}

fn faults(calendar: &Calendar, amendment: &CalendarAmendment) -> Vec<(String, InputFault)> {
    let problems = amendment.apply(calendar).expect_err("refused");
    problems.into_iter().map(|problem| (problem.field.join("."), problem.fault)).collect()
}

#[track_caller]
fn refused(calendar: &Calendar, amendment: CalendarAmendment, field: &str, fault: InputFault) {
    assert_eq!(faults(calendar, &amendment), [(field.to_owned(), fault)], "{amendment:?}");
}

pub(super) fn set_hours(hours: WeeklyHours) -> CalendarAmendment {
    CalendarAmendment::SetWorkingHours(SetWorkingHours { hours })
}

pub(super) fn season(name: &str, from: &str, to: &str, hours: WeeklyHours) -> CalendarAmendment {
    CalendarAmendment::CreateSeason(CreateSeason { name: line(name), from: date(from), to: date(to), hours })
}

pub(super) fn holiday(on: &str, name: &str) -> AddHoliday {
    let (date, name) = (date(on), line(name));
    AddHoliday { date, name, kind: HolidayKind::Local, closed: true, estimated: false }
}

fn unchanged_holiday(on: &str, name: &str) -> ChangeHoliday {
    ChangeHoliday {
        date: date(on),
        name: line(name),
        new_date: None,
        new_name: None,
        kind: None,
        closed: None,
        estimated: None,
    }
}

fn unchanged_season(first: &str) -> ChangeSeason {
    ChangeSeason { season: date(first), name: None, from: None, to: None, hours: None }
}

pub(super) fn set_day(on: &str, open: bool, hours: Option<&[&str]>) -> CalendarAmendment {
    let hours = hours.map(|spans| spans.iter().map(|text| span(text)).collect());
    CalendarAmendment::SetDay(SetDay { date: date(on), name: line("Hari khusus"), open, hours })
}

fn restore(on: &str) -> CalendarAmendment {
    CalendarAmendment::RestoreDay(RestoreDay { date: date(on) })
}

#[test]
fn hours_are_read_in_any_order_and_refused_row_by_row() {
    let hours =
        weekly_hours([(5, "13:00", "14:30"), (1, "07:30", "12:00"), (5, " 07:30 ", "11:30")]).unwrap();
    assert_eq!(hours.on(Weekday::Fri), [span("07:30-11:30"), span("13:00-14:30")]);
    assert_eq!(hours.on(Weekday::Mon), [span("07:30-12:00")]);
    assert_eq!(hours.on(Weekday::Sun), []);
    for (weekday, opens, closes, fault) in [
        (0, "07:30", "12:00", InputFault::NotAWeekday),
        (8, "07:30", "12:00", InputFault::NotAWeekday),
        (i32::MIN, "07:30", "12:00", InputFault::NotAWeekday),
        (1, "7:30", "12:00", InputFault::NotATimeOfDay),
        (1, "07:30", "24:01", InputFault::NotATimeOfDay),
        (1, "", "12:00", InputFault::NotATimeOfDay),
        (1, "07:3\0", "12:00", InputFault::NotATimeOfDay),
        (
            2,
            "12:00",
            "12:00",
            InputFault::ClosesTooEarly { weekday: Weekday::Tue, span: span("12:00-12:00") },
        ),
    ] {
        assert_eq!(weekly_hours([(weekday, opens, closes)]), Err(fault));
    }
    let overlap = weekly_hours([(3, "07:30", "12:00"), (3, "11:59", "13:00")]);
    let (earlier, later) = (span("07:30-12:00"), span("11:59-13:00"));
    assert_eq!(overlap, Err(InputFault::SpansOverlap { weekday: Weekday::Wed, earlier, later }));
    let hourly = |count: u16| (0..count).map(|n| (1, format!("{n:02}:00"), format!("{n:02}:30")));
    let read = |count| {
        let rows: Vec<_> = hourly(count).collect();
        weekly_hours(rows.iter().map(|(day, opens, closes)| (*day, opens.as_str(), closes.as_str())))
    };
    assert_eq!(read(6).unwrap().on(Weekday::Mon).len(), 6);
    assert_eq!(read(7), Err(InputFault::TooMany { max: 6 }));
    assert_eq!(opening_spans([("00:00", "01:00"); 7]), Err(InputFault::TooMany { max: 6 }));
}

#[test]
fn an_office_is_open_at_some_time_of_the_week() {
    let calendar = office().calendar;
    refused(&calendar, set_hours(WeeklyHours::default()), "hours", InputFault::NeverOpen);
    let after = apply(&calendar, set_hours(week("08:00-14:00")));
    assert_eq!(after.hours(), &week("08:00-14:00"));
    assert_eq!(apply(&after, set_hours(calendar.hours().clone())), calendar, "and back");
}

#[test]
fn seasons_do_not_overlap_nor_last_too_long() {
    let calendar = office().calendar;
    let ramadan = season("Ramadan 1447", "2026-02-19", "2026-03-20", WeeklyHours::bali_ramadan());
    let with = apply(&calendar, ramadan);
    let overlap = |first: &str, second: &str, on| InputFault::SeasonsOverlap {
        first: first.to_owned(),
        second: second.to_owned(),
        on: date(on),
    };
    for (from, to, fault) in [
        ("2026-03-20", "2026-03-21", Some(overlap("Ramadan 1447", "B", "2026-03-20"))),
        ("2026-01-01", "2026-02-19", Some(overlap("B", "Ramadan 1447", "2026-02-19"))),
        ("2026-02-19", "2026-02-19", Some(overlap("Ramadan 1447", "B", "2026-02-19"))),
        ("2026-03-21", "2026-03-21", None),
        ("2026-02-18", "2026-02-18", None),
    ] {
        let result = season("B", from, to, week("08:00-09:00")).apply(&with);
        let fault_found = result.err().map(|problems| problems[0].fault.clone());
        assert_eq!(fault_found, fault, "{from} {to}");
    }
    let hours = || week("08:00-09:00");
    let latest = |on| InputFault::NotAfter { latest: date(on) };
    for (from, to, hours, field, fault) in [
        ("2026-05-02", "2026-05-01", hours(), "to", InputFault::NotBefore { earliest: date("2026-05-02") }),
        ("2026-05-01", "2027-05-02", hours(), "to", latest("2027-05-01")),
        ("2026-05-01", "2026-07-02", WeeklyHours::default(), "to", latest("2026-07-01")),
    ] {
        refused(&calendar, season("B", from, to, hours), field, fault);
    }
    apply(&calendar, season("B", "2026-05-01", "2027-05-01", hours()));
    apply(&calendar, season("B", "2026-05-01", "2026-07-01", WeeklyHours::default()));
}

#[test]
fn a_season_is_named_by_its_first_date_and_changed_in_part() {
    let calendar = office().calendar;
    let with = apply(&calendar, season("Ramadan", "2026-02-19", "2026-03-20", WeeklyHours::bali_ramadan()));
    let change = ChangeSeason {
        from: Some(date("2026-02-18")),
        name: Some(line("Ramadan 1447")),
        ..unchanged_season("2026-02-19")
    };
    let changed = apply(&with, CalendarAmendment::ChangeSeason(change));
    let [season] = changed.seasons() else { panic!("one season") };
    assert_eq!(
        (season.name.as_str(), season.from, season.to),
        ("Ramadan 1447", date("2026-02-18"), date("2026-03-20"))
    );
    assert_eq!(season.hours, WeeklyHours::bali_ramadan());
    let same = CalendarAmendment::ChangeSeason(unchanged_season("2026-02-19"));
    assert_eq!(apply(&with, same.clone()), with);
    refused(&changed, same, "season", InputFault::Unknown);
    let remove = |on| CalendarAmendment::RemoveSeason(RemoveSeason { season: date(on) });
    refused(&with, remove("2026-03-20"), "season", InputFault::Unknown);
    assert_eq!(apply(&changed, remove("2026-02-18")), calendar);
    let closed = ChangeSeason {
        to: Some(date("2026-06-01")),
        hours: Some(WeeklyHours::default()),
        ..unchanged_season("2026-02-19")
    };
    let latest = InputFault::NotAfter { latest: date("2026-04-21") };
    refused(&with, CalendarAmendment::ChangeSeason(closed), "to", latest);
}

#[test]
fn a_holiday_is_named_by_its_date_and_its_name() {
    let calendar = office().calendar;
    let add = |on, name| CalendarAmendment::AddHoliday(holiday(on, name));
    let with = apply(&calendar, add("2026-02-03", "Odalan"));
    assert_eq!(with.holidays_on(date("2026-02-03")).len(), 1);
    refused(&with, add("2026-02-03", "Odalan"), "name", InputFault::Taken);
    let two = apply(&with, add("2026-02-03", "Odalan lain"));
    assert_eq!(two.holidays_on(date("2026-02-03")).len(), 2);
    let change = |change| CalendarAmendment::ChangeHoliday(change);
    let opened = ChangeHoliday { closed: Some(false), ..unchanged_holiday("2026-02-03", "Odalan") };
    let opened = apply(&with, change(opened));
    assert_eq!(opened.holidays_on(date("2026-02-03")).iter().filter(|h| h.closed).count(), 0);
    let moved =
        ChangeHoliday { new_date: Some(date("2026-02-04")), ..unchanged_holiday("2026-02-03", "Odalan") };
    let moved = apply(&with, change(moved));
    assert_eq!(
        (moved.holidays_on(date("2026-02-03")).len(), moved.holidays_on(date("2026-02-04")).len()),
        (0, 1)
    );
    let renamed =
        ChangeHoliday { new_name: Some(line("Odalan lain")), ..unchanged_holiday("2026-02-03", "Odalan") };
    refused(&two, change(renamed), "newName", InputFault::Taken);
    assert_eq!(apply(&two, change(unchanged_holiday("2026-02-03", "Odalan"))), two);
    refused(&two, change(unchanged_holiday("2026-02-04", "Odalan")), "name", InputFault::Unknown);
    let remove =
        |on, name| CalendarAmendment::RemoveHoliday(RemoveHoliday { date: date(on), name: line(name) });
    refused(&two, remove("2026-02-03", "odalan"), "name", InputFault::Unknown);
    assert_eq!(
        apply(&apply(&two, remove("2026-02-03", "Odalan lain")), remove("2026-02-03", "Odalan")),
        calendar
    );
}

#[test]
fn an_import_adds_what_is_new_and_leaves_what_the_office_set() {
    let calendar = office().calendar;
    let galungan = Holiday {
        date: date("2026-06-17"),
        name: "Galungan baru".to_owned(),
        kind: HolidayKind::Local,
        closed: true,
        estimated: true,
    };
    let import = |holidays: &[Holiday]| {
        CalendarAmendment::ImportHolidays(ImportHolidays { holidays: holidays.to_vec() })
    };
    let once = apply(&calendar, import(std::slice::from_ref(&galungan)));
    assert_eq!(once.holidays().len(), calendar.holidays().len() + 1);
    assert_eq!(apply(&once, import(std::slice::from_ref(&galungan))), once);
    let opened = ChangeHoliday { closed: Some(false), ..unchanged_holiday("2026-06-17", "Galungan baru") };
    let opened = apply(&once, CalendarAmendment::ChangeHoliday(opened));
    let decreed = Holiday { kind: HolidayKind::National, estimated: false, ..galungan };
    let again = apply(&opened, import(&[decreed]));
    let [kept] = again
        .holidays_on(date("2026-06-17"))
        .iter()
        .filter(|h| h.name == "Galungan baru")
        .collect::<Vec<_>>()[..]
    else {
        panic!("one")
    };
    assert_eq!((kept.kind, kept.closed, kept.estimated), (HolidayKind::National, false, false));
    let years = |count: usize| -> Vec<Holiday> {
        let first = date("2100-01-01");
        let named = |on: NaiveDate| Holiday {
            date: on,
            name: "Libur".to_owned(),
            kind: HolidayKind::Local,
            closed: true,
            estimated: false,
        };
        first.iter_days().take(count).map(named).collect()
    };
    let room = 10_000 - calendar.holidays().len();
    let full = apply(&calendar, import(&years(room)));
    refused(&calendar, import(&years(room + 1)), "csv", InputFault::TooMany { max: 10_000 });
    let one_more = CalendarAmendment::AddHoliday(holiday("2026-02-03", "Odalan"));
    refused(&full, one_more, "name", InputFault::TooMany { max: 10_000 });
}

#[test]
fn a_single_day_is_set_without_touching_what_its_holidays_say() {
    let calendar = office().calendar;
    let nyepi = date("2026-03-19");
    assert!(calendar.holidays_on(nyepi).len() > 1);
    let opened = apply(&calendar, set_day("2026-03-19", true, None));
    assert_eq!(opened.holidays(), calendar.holidays());
    assert_eq!(
        opened.special_day(nyepi).unwrap().hours(),
        calendar.hours_on(nyepi),
        "the hours of its weekday"
    );
    assert_eq!(apply(&opened, restore("2026-03-19")), calendar);
    refused(&calendar, restore("2026-03-19"), "date", InputFault::Unknown);
    assert_eq!(apply(&opened, set_day("2026-03-19", true, None)), opened);
    let closed = apply(&opened, set_day("2026-03-19", false, None));
    assert!(!closed.special_day(nyepi).unwrap().is_open());

    // 8 February 2026 is a Sunday.
    refused(&calendar, set_day("2026-02-08", true, None), "hours", InputFault::Required);
    refused(&calendar, set_day("2026-02-08", true, Some(&[])), "hours", InputFault::Required);
    let other = InputFault::NotTogetherWith { other: "open: false" };
    refused(&calendar, set_day("2026-02-08", false, Some(&["08:00-09:00"])), "hours", other);
    let (earlier, later) = (span("08:00-09:00"), span("08:30-09:30"));
    let overlap = InputFault::SpansOverlap { weekday: Weekday::Sun, earlier, later };
    refused(&calendar, set_day("2026-02-08", true, Some(&["08:30-09:30", "08:00-09:00"])), "hours", overlap);
    let sunday = apply(&calendar, set_day("2026-02-08", true, Some(&["13:00-15:00", "09:00-11:00"])));
    assert_eq!(
        sunday.special_day(date("2026-02-08")).unwrap().hours(),
        [span("09:00-11:00"), span("13:00-15:00")]
    );
    // In a season a day opens at the season's hours.
    let season = apply(&calendar, season("Ramadan", "2026-02-19", "2026-03-20", week("08:00-10:00")));
    let opened = apply(&season, set_day("2026-03-19", true, None));
    assert_eq!(opened.special_day(nyepi).unwrap().hours(), [span("08:00-10:00")]);
}
