//! What is read from text and written to it, and what is refused.

use strum::VariantArray;

use super::*;
use crate::working_time::{
    CalendarError, HoursError, Season, Standard, StandardError, TimeOfDay, TimeOfDayError,
};

#[test]
fn times_of_day() {
    for text in ["00:00", "07:30", "23:59", "24:00"] {
        assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), text);
    }
    for text in ["", "7:30", "07.30", "07:3", "07:300", "-7:30", "+1:00", " 7:30", "07:30 ", "a7:30", "٠٧:٣٠"]
    {
        assert_eq!(text.parse::<TimeOfDay>(), Err(TimeOfDayError::Form { text: text.to_owned() }));
    }
    for text in ["24:01", "25:00", "07:60", "99:99"] {
        assert_eq!(text.parse::<TimeOfDay>(), Err(TimeOfDayError::Range { text: text.to_owned() }));
    }
    assert_eq!(TimeOfDay::from_minutes(1440), Some(TimeOfDay::DAYS_END));
    assert_eq!(TimeOfDay::from_minutes(1441), None);
}

#[test]
fn standards() {
    for (text, standard, seconds) in [
        ("PT30M", Standard::minutes::<30>(), 1_800),
        ("PT1H", Standard::hours::<1>(), 3_600),
        ("PT1H30M", Standard::minutes::<90>(), 5_400),
        ("PT25H", Standard::hours::<25>(), 90_000),
        ("PT1H1S", Standard::working_time(3_601).unwrap(), 3_601),
        ("P1D", Standard::days::<1>(), 27_000),
        ("P2D", Standard::days::<2>(), 54_000),
        ("P65535D", Standard::days::<{ u16::MAX }>(), 65_535 * 27_000),
        ("PT1193046H28M15S", Standard::working_time(u32::MAX).unwrap(), u32::MAX),
    ] {
        assert_eq!(standard.to_string(), text);
        assert_eq!(text.parse(), Ok(standard));
        assert_eq!(standard.seconds(), seconds);
    }
    assert_eq!("PT90M".parse(), Ok(Standard::minutes::<90>()));
    for text in ["PT0S", "P0D", "PT0H0M"] {
        assert_eq!(text.parse::<Standard>(), Err(StandardError::Zero));
    }
    for text in ["P65536D", "PT1193046H28M16S", "PT99999999999999999999999H"] {
        assert_eq!(text.parse::<Standard>(), Err(StandardError::TooLong { text: text.to_owned() }));
    }
    for text in [
        "", "P", "PT", "PD", "PTH", "2D", "P2", "P1DT1H", "P1W", "P1Y", "P1M", "PT1.5H", "PT-1H", "-PT1H",
        "PT+1H", "pt1h", "PT1M1H", "PT1H1H", "PT1H ", "PT1D", "P1H",
    ] {
        assert_eq!(text.parse::<Standard>(), Err(StandardError::Form { text: text.to_owned() }), "{text}");
    }
    assert_eq!(Standard::working_time(0), Err(StandardError::Zero));
    assert_eq!(Standard::working_days(0), Err(StandardError::Zero));
}

#[test]
fn kinds_of_holidays() {
    let names: Vec<&str> = HolidayKind::VARIANTS.iter().map(|kind| (*kind).into()).collect();
    assert_eq!(names, ["NATIONAL", "COLLECTIVE_LEAVE", "LOCAL"]);
    for kind in HolidayKind::VARIANTS {
        assert_eq!(kind.to_string().parse(), Ok(*kind));
    }
}

#[test]
fn hours_that_are_refused() {
    let new = |text: &str| WeeklyHours::new(spans(text).into_iter().map(|span| (TUE, span)));
    let span = |text: &str| spans(text)[0];
    for text in ["12:00-12:00", "22:00-06:00"] {
        assert_eq!(new(text), Err(HoursError::ClosesTooEarly { weekday: TUE, span: span(text) }));
    }
    assert_eq!(
        new("13:00-16:00 07:00-13:01"),
        Err(HoursError::Overlap { weekday: TUE, earlier: span("07:00-13:01"), later: span("13:00-16:00") })
    );
    let touching = new("12:00-16:00 08:00-12:00").unwrap();
    assert_eq!(touching.on(TUE), spans("08:00-12:00 12:00-16:00"));
    assert_eq!(touching.on(MON), []);
}

#[test]
fn shipped_hours_are_sound() {
    for (hours, minutes) in [(WeeklyHours::bali_default(), 2_250), (WeeklyHours::bali_ramadan(), 1_950)] {
        assert_eq!(WeeklyHours::new(hours.rows()), Ok(hours.clone()));
        assert_eq!(hours.minutes_a_week(), minutes);
    }
    assert_eq!(WeeklyHours::bali_default().on(FRI), spans("07:30-11:30 13:00-14:30"));
    assert_eq!(WeeklyHours::bali_ramadan().on(THU), spans("08:00-12:00 12:30-15:30"));
}

#[test]
fn seasons_that_are_refused() {
    let season = |name: &str, from: &str, to: &str| Season {
        name: name.to_owned(),
        from: date(from),
        to: date(to),
        hours: WeeklyHours::bali_ramadan(),
    };
    let new = |seasons| {
        Calendar::new(chrono_tz::Asia::Makassar, WeeklyHours::bali_default(), seasons, Vec::new()).map(|_| ())
    };
    let ramadan = || season("Ramadan 1447", "2026-02-19", "2026-03-20");
    assert_eq!(
        new(vec![season("late", "2026-03-20", "2026-03-25"), ramadan()]),
        Err(CalendarError::SeasonsOverlap {
            first: "Ramadan 1447".to_owned(),
            second: "late".to_owned(),
            on: date("2026-03-20")
        })
    );
    assert_eq!(
        new(vec![season("backwards", "2026-03-20", "2026-03-19")]),
        Err(CalendarError::SeasonEndsBeforeItBegins {
            name: "backwards".to_owned(),
            from: date("2026-03-20"),
            to: date("2026-03-19")
        })
    );
    assert_eq!(new(vec![season("after", "2026-03-21", "2026-03-21"), ramadan()]), Ok(()));
}
