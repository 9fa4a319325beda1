mod cases;
mod properties;
mod reference;
mod texts;
mod worked_table;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc, Weekday};

use super::{Calendar, Holiday, HolidayKind, OpeningSpan, WeeklyHours};

const MON: Weekday = Weekday::Mon;
const TUE: Weekday = Weekday::Tue;
const WED: Weekday = Weekday::Wed;
const THU: Weekday = Weekday::Thu;
const FRI: Weekday = Weekday::Fri;
const SAT: Weekday = Weekday::Sat;
const SUN: Weekday = Weekday::Sun;
const WEEK: [Weekday; 7] = [MON, TUE, WED, THU, FRI, SAT, SUN];

/// An instant from what is written in UTC or with an offset, `2026-03-29T01:30:00+01:00`.
fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_utc()
}

/// An instant from what the clock shows in Bali, `2026-02-02 08:00`.
fn wita(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    local.and_local_timezone(chrono_tz::Asia::Makassar).unwrap().to_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `"07:30-12:00 13:00-16:30"`
fn spans(text: &str) -> Vec<OpeningSpan> {
    text.split_whitespace()
        .map(|span| {
            let (opens, closes) = span.split_once('-').unwrap();
            OpeningSpan { opens: opens.parse().unwrap(), closes: closes.parse().unwrap() }
        })
        .collect()
}

fn weekly(days: &[(&[Weekday], &str)]) -> WeeklyHours {
    let rows = days.iter().flat_map(|(weekdays, text)| {
        weekdays.iter().flat_map(|weekday| spans(text).into_iter().map(|span| (*weekday, span)))
    });
    WeeklyHours::new(rows).unwrap()
}

fn closed(on: &str, name: &str) -> Holiday {
    Holiday {
        date: date(on),
        name: name.to_owned(),
        kind: HolidayKind::National,
        closed: true,
        estimated: false,
    }
}

fn bali(holidays: Vec<Holiday>) -> Calendar {
    Calendar::new(chrono_tz::Asia::Makassar, WeeklyHours::bali_default(), Vec::new(), holidays).unwrap()
}
