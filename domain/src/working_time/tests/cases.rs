//! Cases told one by one.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::*;
use crate::working_time::{
    DueExplanation, NeverOpen, Season, SkipReason, Span, SpecialDay, Standard, TimeOfDay,
};

fn calendar(zone: Tz, hours: WeeklyHours, holidays: Vec<Holiday>) -> Calendar {
    Calendar::new(zone, hours, Vec::new(), holidays).unwrap()
}

fn due(calendar: &Calendar, start: DateTime<Utc>, standard: &str) -> DateTime<Utc> {
    calendar.due(start, standard.parse().unwrap()).unwrap()
}

#[track_caller]
fn check_wita(calendar: &Calendar, cases: &[(&str, &str, &str)]) {
    for (start, standard, expected) in cases {
        let due = due(calendar, wita(start), standard);
        assert_eq!(due, wita(expected), "{start} + {standard} = {expected}, not {due}");
    }
}

#[track_caller]
fn check(calendar: &Calendar, cases: &[(&str, &str, &str)]) {
    for (start, standard, expected) in cases {
        let due = due(calendar, at(start), standard);
        assert_eq!(due, at(expected), "{start} + {standard} = {expected}, not {due}");
    }
}

/// `worked`/a reason, and the local times it is told from and to, in the order of time.
fn told(calendar: &Calendar, start: DateTime<Utc>, standard: &str) -> Vec<String> {
    let standard = standard.parse().unwrap();
    let DueExplanation { worked, skipped, .. } = calendar.explain(start, standard).unwrap();
    let local =
        |instant: DateTime<Utc>| instant.with_timezone(&calendar.zone()).format("%a %m-%d %H:%M").to_string();
    let worked = worked.iter().map(|Span { from, to }| (*from, *to, "worked".to_owned()));
    let skipped = skipped.iter().map(|span| {
        let reason = match &span.reason {
            SkipReason::Night => "night".to_owned(),
            SkipReason::Break => "break".to_owned(),
            SkipReason::Weekend => "weekend".to_owned(),
            SkipReason::Holiday(names) => names.clone(),
        };
        (span.from, span.to, reason)
    });
    let mut all: Vec<_> = worked.chain(skipped).collect();
    all.sort_unstable();
    all.into_iter().map(|(from, to, why)| format!("{} - {} {why}", local(from), local(to))).collect()
}

#[test]
fn bali_ordinary_week() {
    check_wita(
        &bali(Vec::new()),
        &[
            // Monday evening runs from Tuesday's opening, for days too.
            ("2026-02-02 20:00", "P1D", "2026-02-04 07:30"),
            ("2026-02-02 20:00", "PT1H", "2026-02-03 08:30"),
            ("2026-02-02 12:30", "P1D", "2026-02-03 13:00"),
            ("2026-02-02 12:30", "PT1H", "2026-02-02 14:00"),
            // Exactly at a closing, start and due stay there.
            ("2026-02-02 12:00", "P1D", "2026-02-03 12:00"),
            ("2026-02-02 16:30", "P1D", "2026-02-03 16:30"),
            ("2026-02-02 13:00", "P1D", "2026-02-03 13:00"),
            ("2026-02-02 11:00", "PT1H", "2026-02-02 12:00"),
            ("2026-02-02 15:30", "PT1H", "2026-02-02 16:30"),
            ("2026-02-02 16:30", "PT1H", "2026-02-03 08:30"),
            // Onto Friday: its break begins earlier and it closes earlier.
            ("2026-02-05 11:45", "P1D", "2026-02-06 11:30"),
            ("2026-02-05 13:00", "P1D", "2026-02-06 13:00"),
            ("2026-02-05 16:30", "P1D", "2026-02-06 14:30"),
            ("2026-02-06 14:30", "P1D", "2026-02-09 14:30"),
            ("2026-02-06 14:00", "PT1H", "2026-02-09 08:00"),
            // The weekend.
            ("2026-02-07 09:00", "P1D", "2026-02-10 07:30"),
            ("2026-02-08 23:59", "PT30M", "2026-02-09 08:00"),
            ("2026-02-04 10:00", "P5D", "2026-02-11 10:00"),
            ("2026-02-02 07:30", "PT37H30M", "2026-02-06 14:30"),
        ],
    );
}

#[test]
fn the_due_time_before_an_opening_is_the_opening() {
    let hours = weekly(&[(&[MON], "06:00-12:00"), (&[TUE], "09:00-10:00 11:00-12:00")]);
    let calendar = calendar(chrono_tz::Asia::Makassar, hours, Vec::new());
    check_wita(
        &calendar,
        &[
            ("2026-02-02 06:30", "P1D", "2026-02-03 09:00"),
            ("2026-02-02 10:30", "P1D", "2026-02-03 10:00"),
            ("2026-02-02 11:00", "P1D", "2026-02-03 11:00"),
        ],
    );
}

#[test]
fn parts_of_a_second_are_kept() {
    let calendar = bali(Vec::new());
    let hour = |start| due(&calendar, at(start), "PT1H");
    assert_eq!(hour("2026-02-02T00:00:00.123456Z"), at("2026-02-02T01:00:00.123456Z"));
    assert_eq!(hour("2026-02-02T03:30:00.000001Z"), at("2026-02-02T05:30:00.000001Z"));
    assert_eq!(hour("2026-02-02T03:00:00.000001Z"), at("2026-02-02T05:00:00.000001Z"));
    assert_eq!(hour("2026-02-02T02:59:59.999999Z"), at("2026-02-02T03:59:59.999999Z"));
    assert_eq!(
        due(&calendar, at("2026-02-02T03:59:59.999999999Z"), "P1D"),
        at("2026-02-03T03:59:59.999999999Z")
    );
    // A microsecond after closing is after closing.
    assert_eq!(due(&calendar, at("2026-02-02T04:00:00.000001Z"), "P1D"), at("2026-02-03T05:00:00Z"));
    let worked = calendar.elapsed(at("2026-02-02T00:00:00.000001Z"), at("2026-02-02T00:00:01Z"));
    assert_eq!(worked, TimeDelta::microseconds(999_999));
    assert_eq!(calendar.elapsed_seconds(at("2026-02-02T00:00:00.000001Z"), at("2026-02-02T00:00:01Z")), 0);
}

#[test]
fn elapsed_counts_working_time_only() {
    let calendar = bali(vec![closed("2026-02-04", "a holiday")]);
    for (from, to, minutes) in [
        ("2026-02-02 08:00", "2026-02-02 09:00", 60),
        ("2026-02-02 11:30", "2026-02-02 13:30", 60),
        ("2026-02-02 12:10", "2026-02-02 12:50", 0),
        ("2026-02-02 16:00", "2026-02-03 08:00", 60),
        ("2026-02-03 16:00", "2026-02-05 08:00", 60),
        ("2026-02-02 00:00", "2026-02-09 00:00", 29 * 60 + 30),
        ("2026-02-06 14:30", "2026-02-09 07:30", 0),
        ("2026-02-02 09:00", "2026-02-02 09:00", 0),
        ("2026-02-02 09:00", "2026-02-02 08:00", 0),
    ] {
        assert_eq!(calendar.elapsed(wita(from), wita(to)), TimeDelta::minutes(minutes), "{from} - {to}");
        assert_eq!(calendar.elapsed_seconds(wita(from), wita(to)), minutes * 60);
    }
}

#[test]
fn years_end() {
    let calendar = bali(vec![closed("2026-01-01", "Tahun Baru")]);
    check_wita(
        &calendar,
        &[
            ("2025-12-31 16:00", "PT1H", "2026-01-02 08:00"),
            ("2025-12-31 16:00", "P1D", "2026-01-02 14:30"),
            ("2025-12-31 17:00", "P1D", "2026-01-05 07:30"),
            ("2025-12-31 23:59", "PT30M", "2026-01-02 08:00"),
            ("2026-01-01 00:00", "PT30M", "2026-01-02 08:00"),
            ("2026-01-01 07:59", "P1D", "2026-01-05 07:30"),
        ],
    );
    // 2026 has 261 weekdays, one of them closed; 52 Fridays.
    let year = calendar.elapsed(wita("2026-01-01 00:00"), wita("2027-01-01 00:00"));
    assert_eq!(year, TimeDelta::minutes(208 * 480 + 52 * 330));
    let five_hundred_days = due(&calendar, wita("2025-12-30 08:00"), "P500D");
    assert_eq!(five_hundred_days, wita("2027-12-01 08:00"));
}

#[test]
fn a_shift_over_midnight() {
    let hours = weekly(&[
        (&[MON], "22:00-24:00"),
        (&[TUE, WED, THU], "00:00-06:00 22:00-24:00"),
        (&[FRI], "00:00-06:00"),
    ]);
    let calendar = calendar(chrono_tz::Asia::Makassar, hours, Vec::new());
    check_wita(
        &calendar,
        &[
            ("2026-02-02 23:00", "PT2H", "2026-02-03 01:00"),
            ("2026-02-02 23:00", "PT1H", "2026-02-03 00:00"),
            ("2026-02-03 03:00", "PT8H", "2026-02-04 03:00"),
            ("2026-02-06 05:00", "PT2H", "2026-02-09 23:00"),
            ("2026-02-02 23:00", "P1D", "2026-02-03 23:00"),
            ("2026-02-05 23:00", "P1D", "2026-02-06 06:00"),
            // Midnight between two spans is the opening of the later one.
            ("2026-02-03 00:00", "P1D", "2026-02-04 00:00"),
        ],
    );
    let holiday_after = Calendar::new(
        chrono_tz::Asia::Makassar,
        weekly(&[(&[MON], "22:00-24:00"), (&[TUE, THU], "00:00-06:00")]),
        Vec::new(),
        Vec::new(),
    )
    .unwrap();
    check_wita(&holiday_after, &[("2026-02-03 00:00", "P1D", "2026-02-05 00:00")]);
    let short = Calendar::new(
        chrono_tz::Asia::Makassar,
        weekly(&[(&[MON, WED, THU], "22:00-24:00")]),
        Vec::new(),
        Vec::new(),
    )
    .unwrap();
    check_wita(
        &short,
        &[
            // Exactly at a closing at 24:00 the step began on the day that closes.
            ("2026-02-03 00:00", "P1D", "2026-02-05 00:00"),
            ("2026-02-03 00:00", "P2D", "2026-02-06 00:00"),
            ("2026-02-03 00:01", "P1D", "2026-02-05 22:00"),
            ("2026-02-02 23:00", "PT1H", "2026-02-03 00:00"),
            // The same on the last day of a year: 31 December 2025 is a Wednesday.
            ("2026-01-01 00:00", "P1D", "2026-01-02 00:00"),
        ],
    );
    assert_eq!(
        told(&short, wita("2026-01-01 00:00"), "P1D"),
        ["Thu 01-01 00:00 - Thu 01-01 22:00 night", "Thu 01-01 22:00 - Fri 01-02 00:00 worked",]
    );
}

#[test]
fn around_the_clock() {
    let calendar = calendar(chrono_tz::Europe::Berlin, weekly(&[(&WEEK, "00:00-24:00")]), Vec::new());
    check(
        &calendar,
        &[
            // An hour less and an hour more in the nights of the change.
            ("2026-03-28T12:00:00+01:00", "PT24H", "2026-03-29T13:00:00+02:00"),
            ("2026-10-24T12:00:00+02:00", "PT24H", "2026-10-25T11:00:00+01:00"),
            // Days keep the time of day.
            ("2026-03-28T12:00:00+01:00", "P1D", "2026-03-29T12:00:00+02:00"),
            ("2026-10-24T12:00:00+02:00", "P1D", "2026-10-25T12:00:00+01:00"),
            // A time that is skipped is the instant of the change, one that comes twice the earlier.
            ("2026-03-28T02:30:00.5+01:00", "P1D", "2026-03-29T03:00:00+02:00"),
            ("2026-10-24T02:30:00.5+02:00", "P1D", "2026-10-25T02:30:00.5+02:00"),
            ("2026-10-25T02:30:00+02:00", "P1D", "2026-10-26T02:30:00+01:00"),
            ("2026-10-25T02:30:00+01:00", "P1D", "2026-10-26T02:30:00+01:00"),
        ],
    );
    let day = |from: &str, to: &str| calendar.elapsed(at(from), at(to)).num_hours();
    assert_eq!(day("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"), 23);
    assert_eq!(day("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"), 25);
}

#[test]
fn hours_within_the_change_of_the_clock() {
    let only_sunday = |text| calendar(chrono_tz::Europe::Berlin, weekly(&[(&[SUN], text)]), Vec::new());
    // Spring: 02:00 to 03:00 does not exist.
    let crossing = only_sunday("01:00-04:00");
    assert_eq!(crossing.elapsed(at("2026-03-28T00:00:00Z"), at("2026-03-30T00:00:00Z")).num_minutes(), 120);
    let opens_within = only_sunday("02:30-04:00");
    assert_eq!(
        opens_within.elapsed(at("2026-03-28T00:00:00Z"), at("2026-03-30T00:00:00Z")).num_minutes(),
        60
    );
    let closes_within = only_sunday("01:30-02:15");
    assert_eq!(
        closes_within.elapsed(at("2026-03-28T00:00:00Z"), at("2026-03-30T00:00:00Z")).num_minutes(),
        30
    );
    // A span that vanishes, and with it the working day.
    let vanishes = only_sunday("02:15-02:45");
    assert_eq!(vanishes.elapsed(at("2026-03-28T00:00:00Z"), at("2026-03-30T00:00:00Z")).num_minutes(), 0);
    check(
        &vanishes,
        &[
            ("2026-03-22T02:20:00+01:00", "P1D", "2026-04-05T02:20:00+02:00"),
            ("2026-03-22T02:20:00+01:00", "PT30M", "2026-04-05T02:20:00+02:00"),
        ],
    );
    // Autumn: 02:00 to 03:00 comes twice; bounds are the earlier of the two.
    let crossing = only_sunday("01:00-04:00");
    assert_eq!(crossing.elapsed(at("2026-10-24T00:00:00Z"), at("2026-10-26T00:00:00Z")).num_minutes(), 240);
    let closes_within = only_sunday("01:30-02:15");
    assert_eq!(
        closes_within.elapsed(at("2026-10-24T00:00:00Z"), at("2026-10-26T00:00:00Z")).num_minutes(),
        45
    );
    let opens_within = only_sunday("02:30-03:30");
    assert_eq!(
        opens_within.elapsed(at("2026-10-24T00:00:00Z"), at("2026-10-26T00:00:00Z")).num_minutes(),
        120
    );
}

#[test]
fn changes_of_the_clock_at_midnight_of_half_an_hour_and_of_a_day() {
    let all_day = |zone| calendar(zone, weekly(&[(&WEEK, "00:00-24:00")]), Vec::new());
    let hours = |calendar: &Calendar, from: &str, to: &str| {
        let midnight = |text: &str| {
            let noon = date(text).and_hms_opt(12, 0, 0).unwrap();
            noon.and_local_timezone(calendar.zone()).unwrap().to_utc()
        };
        calendar.elapsed(midnight(from), midnight(to)).num_minutes()
    };
    let cairo = all_day(chrono_tz::Africa::Cairo);
    assert_eq!(hours(&cairo, "2026-04-23", "2026-04-24"), 23 * 60);
    assert_eq!(hours(&cairo, "2026-10-29", "2026-10-30"), 25 * 60);
    let lord_howe = all_day(chrono_tz::Australia::Lord_Howe);
    assert_eq!(hours(&lord_howe, "2026-10-03", "2026-10-04"), 23 * 60 + 30);
    assert_eq!(hours(&lord_howe, "2026-04-04", "2026-04-05"), 24 * 60 + 30);
    // Samoa went without 30 December 2011: no working day.
    let apia = all_day(chrono_tz::Pacific::Apia);
    assert_eq!(hours(&apia, "2011-12-29", "2011-12-31"), 24 * 60);
    check(&apia, &[("2011-12-29T15:00:00-10:00", "P1D", "2011-12-31T15:00:00+14:00")]);
    // Clocks in Newfoundland went back a minute after midnight: the evening before came for a second time.
    let st_johns = all_day(chrono_tz::America::St_Johns);
    assert_eq!(hours(&st_johns, "2010-11-06", "2010-11-07"), 25 * 60);
    let second_evening = at("2010-11-07T03:15:00Z");
    assert_eq!(st_johns.local_date(second_evening), date("2010-11-06"));
    assert_eq!(due(&st_johns, second_evening, "PT1H"), at("2010-11-07T04:15:00Z"));
    assert_eq!(due(&st_johns, second_evening, "P1D"), at("2010-11-08T00:00:00-03:30"));
    // And Arizona's, on New Year's Eve.
    let phoenix = all_day(chrono_tz::America::Phoenix);
    let second_eve = at("1944-01-01T06:15:00Z");
    assert_eq!(phoenix.local_date(second_eve), date("1943-12-31"));
    assert_eq!(due(&phoenix, second_eve, "PT2H"), at("1944-01-01T08:15:00Z"));
    assert_eq!(phoenix.elapsed(second_eve, at("1944-01-01T06:45:00Z")).num_minutes(), 30);
    let explanation = phoenix.explain(second_eve, Standard::hours::<2>()).unwrap();
    assert_eq!(explanation.worked.len(), 1);
    assert_eq!(explanation.due(), at("1944-01-01T08:15:00Z"));
}

#[test]
fn seasons_have_their_own_hours() {
    let ramadan = Season {
        name: "Ramadan 1447".to_owned(),
        from: date("2026-02-19"),
        to: date("2026-03-20"),
        hours: WeeklyHours::bali_ramadan(),
    };
    let calendar =
        Calendar::new(chrono_tz::Asia::Makassar, WeeklyHours::bali_default(), vec![ramadan], Vec::new())
            .unwrap();
    check_wita(
        &calendar,
        &[
            // Wednesday is ordinary, Thursday the first day of the season, Friday 20 March the last.
            ("2026-02-18 16:00", "PT1H", "2026-02-19 08:30"),
            ("2026-02-18 16:00", "P1D", "2026-02-19 15:30"),
            ("2026-02-18 12:00", "P1D", "2026-02-19 12:00"),
            ("2026-02-18 07:30", "P1D", "2026-02-19 08:00"),
            ("2026-03-20 13:00", "PT1H", "2026-03-23 08:00"),
            ("2026-03-20 11:45", "P1D", "2026-03-23 12:00"),
        ],
    );
    assert_eq!(calendar.hours_on(date("2026-02-18")), spans("07:30-12:00 13:00-16:30"));
    assert_eq!(calendar.hours_on(date("2026-02-19")), spans("08:00-12:00 12:30-15:30"));
    assert_eq!(calendar.hours_on(date("2026-03-20")), spans("08:00-11:30 12:30-13:30"));
    assert_eq!(calendar.hours_on(date("2026-03-23")), spans("07:30-12:00 13:00-16:30"));
}

#[test]
fn holidays_close_a_day_if_any_of_them_does() {
    let open = |name: &str| Holiday { closed: false, kind: HolidayKind::Local, ..closed("2026-02-03", name) };
    let one_open = bali(vec![open("local")]);
    assert_eq!(due(&one_open, wita("2026-02-02 09:00"), "P1D"), wita("2026-02-03 09:00"));
    let one_of_two = bali(vec![open("local"), closed("2026-02-03", "national")]);
    assert_eq!(due(&one_of_two, wita("2026-02-02 09:00"), "P1D"), wita("2026-02-04 09:00"));
    assert_eq!(one_of_two.holidays_on(date("2026-02-03")).len(), 2);
    assert_eq!(one_of_two.holidays_on(date("2026-02-04")), []);
    let explanation = told(&one_of_two, wita("2026-02-02 16:00"), "PT1H");
    assert!(
        explanation.contains(&"Tue 02-03 00:00 - Wed 02-04 00:00 national".to_owned()),
        "{explanation:?}"
    );
}

#[test]
fn a_special_day_goes_before_its_weekday_its_season_and_its_holidays() {
    let with = |on: &str, name: &str, hours: &str| {
        let mut rules = bali(vec![closed("2026-02-10", "Siwaratri")]).rules().clone();
        let day = SpecialDay::new(date(on), name, spans(hours)).unwrap();
        rules.special_days.insert(day.date(), day);
        Calendar::of(rules).unwrap()
    };
    // Opened on a Sunday, on a holiday, longer than usual; closed on a Monday.
    let cases = [
        (
            with("2026-02-08", "Pelayanan Minggu", "09:00-11:00"),
            "2026-02-06 14:00",
            "PT2H",
            "2026-02-08 10:30",
        ),
        (with("2026-02-10", "Piket", "07:30-12:00"), "2026-02-09 16:00", "PT1H", "2026-02-10 08:00"),
        (with("2026-02-09", "Lembur", "07:30-20:00"), "2026-02-09 16:00", "PT2H", "2026-02-09 18:00"),
        (with("2026-02-09", "Upacara", ""), "2026-02-06 14:00", "PT1H", "2026-02-11 08:00"),
    ];
    for (calendar, start, standard, expected) in cases {
        assert_eq!(due(&calendar, wita(start), standard), wita(expected), "{calendar:?}");
    }
    assert_eq!(
        told(&with("2026-02-09", "Upacara", ""), wita("2026-02-06 14:00"), "PT1H"),
        [
            "Fri 02-06 14:00 - Fri 02-06 14:30 worked",
            "Fri 02-06 14:30 - Sat 02-07 00:00 night",
            "Sat 02-07 00:00 - Mon 02-09 00:00 weekend",
            "Mon 02-09 00:00 - Tue 02-10 00:00 Upacara",
            "Tue 02-10 00:00 - Wed 02-11 00:00 Siwaratri",
            "Wed 02-11 00:00 - Wed 02-11 07:30 night",
            "Wed 02-11 07:30 - Wed 02-11 08:00 worked",
        ]
    );
    assert_eq!(
        told(&with("2026-02-08", "Pelayanan Minggu", "09:00-11:00"), wita("2026-02-06 14:00"), "PT1H"),
        [
            "Fri 02-06 14:00 - Fri 02-06 14:30 worked",
            "Fri 02-06 14:30 - Sat 02-07 00:00 night",
            "Sat 02-07 00:00 - Sun 02-08 00:00 weekend",
            "Sun 02-08 00:00 - Sun 02-08 09:00 night",
            "Sun 02-08 09:00 - Sun 02-08 09:30 worked",
        ]
    );
    assert_eq!(with("2026-02-09", "A", "").rules(), with("2026-02-09", "A", "").rules());
    assert!(with("2026-02-09", "A", "") == with("2026-02-09", "A", ""));
    assert!(with("2026-02-09", "A", "") != with("2026-02-09", "B", ""));
}

#[test]
fn an_explanation_of_a_long_weekend() {
    let calendar = bali(vec![
        closed("2026-02-09", "first"),
        closed("2026-02-10", "second"),
        closed("2026-02-10", "third"),
        closed("2026-02-10", "second"),
        closed("2026-02-11", "fourth"),
        closed("2026-02-12", "fourth"),
        closed("2026-02-07", "on a Saturday"),
    ]);
    assert_eq!(
        told(&calendar, wita("2026-02-05 12:15"), "PT10H"),
        [
            "Thu 02-05 12:15 - Thu 02-05 13:00 break",
            "Thu 02-05 13:00 - Thu 02-05 16:30 worked",
            "Thu 02-05 16:30 - Fri 02-06 07:30 night",
            "Fri 02-06 07:30 - Fri 02-06 11:30 worked",
            "Fri 02-06 11:30 - Fri 02-06 13:00 break",
            "Fri 02-06 13:00 - Fri 02-06 14:30 worked",
            "Fri 02-06 14:30 - Sat 02-07 00:00 night",
            "Sat 02-07 00:00 - Mon 02-09 00:00 weekend",
            "Mon 02-09 00:00 - Tue 02-10 00:00 first",
            "Tue 02-10 00:00 - Wed 02-11 00:00 second, third",
            "Wed 02-11 00:00 - Fri 02-13 00:00 fourth",
            "Fri 02-13 00:00 - Fri 02-13 07:30 night",
            "Fri 02-13 07:30 - Fri 02-13 08:30 worked",
        ]
    );
}

#[test]
fn explanations_begin_and_end_where_they_should() {
    let calendar = bali(Vec::new());
    // Ends with the opening itself: nothing of that day is worked.
    assert_eq!(
        told(&calendar, wita("2026-02-01 10:00"), "P1D"),
        [
            "Sun 02-01 10:00 - Mon 02-02 00:00 weekend",
            "Mon 02-02 00:00 - Mon 02-02 07:30 night",
            "Mon 02-02 07:30 - Mon 02-02 12:00 worked",
            "Mon 02-02 12:00 - Mon 02-02 13:00 break",
            "Mon 02-02 13:00 - Mon 02-02 16:30 worked",
            "Mon 02-02 16:30 - Tue 02-03 07:30 night",
        ]
    );
    assert_eq!(
        told(&calendar, wita("2026-02-02 15:30"), "PT1H"),
        ["Mon 02-02 15:30 - Mon 02-02 16:30 worked"]
    );
    assert_eq!(
        told(&calendar, wita("2026-02-02 16:30"), "PT1H"),
        ["Mon 02-02 16:30 - Tue 02-03 07:30 night", "Tue 02-03 07:30 - Tue 02-03 08:30 worked",]
    );
}

#[test]
fn never_open() {
    let hour = Standard::hours::<1>();
    let empty = calendar(chrono_tz::Asia::Makassar, WeeklyHours::default(), Vec::new());
    let start = wita("2026-02-02 08:00");
    for standard in [hour, Standard::days::<1>()] {
        assert_eq!(empty.due(start, standard), Err(NeverOpen { start, standard }));
        assert_eq!(empty.explain(start, standard), Err(NeverOpen { start, standard }));
    }
    assert_eq!(empty.elapsed(start, wita("2030-01-01 00:00")), TimeDelta::zero());
    let calendar = bali(Vec::new());
    for standard in [Standard::days::<{ u16::MAX }>(), Standard::working_time(u32::MAX).unwrap()] {
        assert_eq!(calendar.due(start, standard), Err(NeverOpen { start, standard }));
    }
    // Open for one season only, which is over or has too little time.
    let season = Season {
        name: "once".to_owned(),
        from: date("2030-01-07"),
        to: date("2030-01-07"),
        hours: WeeklyHours::bali_default(),
    };
    let once =
        Calendar::new(chrono_tz::Asia::Makassar, WeeklyHours::default(), vec![season], Vec::new()).unwrap();
    assert_eq!(once.due(start, hour), Ok(wita("2030-01-07 08:30")));
    assert!(once.due(start, Standard::hours::<8>()).is_ok());
    assert!(once.due(start, Standard::hours::<9>()).is_err());
    assert!(once.due(start, Standard::days::<1>()).is_err());
    assert!(once.due(wita("2030-01-07 16:30"), hour).is_err());
    assert!(once.due(wita("1901-01-07 16:30"), hour).is_err(), "more than 100 years ahead");
}

#[test]
fn instants_far_outside() {
    let far = [
        DateTime::<Utc>::MIN_UTC,
        at("0001-01-01T00:00:00Z"),
        at("1899-12-31T12:00:00Z"),
        at("2200-01-01T12:00:00Z"),
        at("9999-12-31T23:59:59Z"),
        DateTime::<Utc>::MAX_UTC,
    ];
    let today = at("2026-02-02T00:00:00Z");
    for zone in [chrono_tz::Asia::Makassar, chrono_tz::Pacific::Kiritimati, chrono_tz::Pacific::Pago_Pago] {
        let calendar = calendar(zone, WeeklyHours::bali_default(), Vec::new());
        for (earlier, later) in far.iter().flat_map(|one| far.iter().map(move |other| (*one, *other))) {
            for standard in [Standard::minutes::<1>(), Standard::days::<1>()] {
                assert!(calendar.due(earlier, standard).is_err(), "{earlier}");
                assert!(calendar.explain(earlier, standard).is_err(), "{earlier}");
            }
            let (whole, before, after) = (
                calendar.elapsed(earlier, later),
                calendar.elapsed(earlier, today),
                calendar.elapsed(today, later),
            );
            if earlier < today && today < later {
                assert_eq!(whole, before + after);
                // 300 years of about 37.5 hours a week.
                assert_eq!(whole.num_hours() / 10_000, 58);
            } else {
                assert_eq!(whole, TimeDelta::zero());
            }
            calendar.local_date(earlier);
        }
    }
    let calendar = calendar(chrono_tz::Asia::Makassar, weekly(&[(&WEEK, "00:00-24:00")]), Vec::new());
    assert!(calendar.due(at("2199-12-31T00:00:00+08:00"), Standard::hours::<24>()).is_ok());
    assert!(calendar.due(at("2199-12-31T00:00:01+08:00"), Standard::hours::<24>()).is_err());
    assert!(calendar.due(at("2199-12-31T12:00:00+08:00"), Standard::days::<1>()).is_err());
}

#[test]
fn midnight_is_where_the_next_date_begins() {
    let all_day = |zone| calendar(zone, weekly(&[(&WEEK, "00:00-24:00")]), Vec::new());
    for (zone, from, midnight) in [
        (chrono_tz::Asia::Makassar, "2026-02-02T00:00:00+08:00", "2026-02-03T00:00:00+08:00"),
        (chrono_tz::Asia::Makassar, "2026-02-02T23:59:59.999999+08:00", "2026-02-03T00:00:00+08:00"),
        (chrono_tz::Asia::Jayapura, "2026-12-31T23:00:00+09:00", "2027-01-01T00:00:00+09:00"),
        // The clock goes from 00:00 to 01:00.
        (chrono_tz::Africa::Cairo, "2026-04-23T12:00:00+02:00", "2026-04-24T01:00:00+03:00"),
    ] {
        assert_eq!(all_day(zone).next_midnight(at(from)), at(midnight), "{zone} {from}");
    }
}

#[test]
fn a_leap_second_is_the_second_after_it() {
    let calendar = calendar(chrono_tz::Europe::Berlin, weekly(&[(&WEEK, "00:00-24:00")]), Vec::new());
    let explanation = calendar.explain(at("2016-12-31T23:59:60.5Z"), Standard::hours::<1>()).unwrap();
    assert_eq!(explanation.due(), at("2017-01-01T01:00:00.5Z"));
    assert_eq!(explanation.worked[0].from, explanation.start);
}

#[test]
fn calendars_are_shared_between_threads_and_clones() {
    fn is_shared<T: Send + Sync + Clone>() {}
    is_shared::<Calendar>();
    let calendar = bali(Vec::new());
    let dues: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let calendar = calendar.clone();
                scope.spawn(move || due(&calendar, wita("2026-12-31 16:00"), "P300D"))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(dues.iter().all(|due| *due == dues[0]));
}

#[test]
fn a_span_of_the_whole_day_has_both_bounds() {
    assert_eq!(
        spans("00:00-24:00"),
        [OpeningSpan { opens: TimeOfDay::MIDNIGHT, closes: TimeOfDay::DAYS_END }]
    );
}
