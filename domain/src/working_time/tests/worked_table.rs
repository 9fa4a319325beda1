//! The table of worked due times in section 8 of sop.md, word for word.

use super::{bali, date, wita};
use crate::working_time::{Calendar, Holiday, HolidayKind, Standard};

const TABLE: &str = "\
| Mon 2026-02-02 08:00 | 02-02 08:30 | 02-02 14:30 | 02-04 14:30 | 02-04 15:30 | 02-05 15:30 | 02-05 16:00 | 02-03 14:30, 02-03 15:00 |
| Fri 2026-02-13 13:45 | 02-13 14:15 | 02-18 13:15 | 02-20 13:15 | 02-20 14:15 | 02-23 14:15 | 02-23 14:45 | 02-19 13:15, 02-19 13:45 |
| Tue 2026-03-17 16:00 | 03-17 16:30 | 03-25 13:30 | 03-27 13:30 | 03-27 14:30 | 03-30 14:30 | 03-30 15:00 | 03-26 13:30, 03-26 14:00 |
| Sat 2026-04-04 21:10 | 04-06 08:00 | 04-06 14:00 | 04-09 14:00 [04-08 14:00] | 04-09 15:00 [04-08 15:00] | 04-10 14:30 [04-09 15:00] | 04-13 08:00 [04-09 15:30] | 04-07 14:00, 04-07 14:30 |
| Mon 2026-06-15 15:50 | 06-15 16:20 | 06-19 13:50 [06-17 13:20] | 06-23 13:50 [06-19 13:20] | 06-23 14:50 [06-19 14:20] | 06-24 14:50 [06-22 14:20] | 06-24 15:20 [06-22 14:50] | 06-22 13:50, 06-22 14:20 [06-18 13:20, 06-18 13:50] |
| Tue 2026-11-03 10:00 | 11-03 10:30 | 11-03 16:30 | 11-06 14:30 [11-05 16:30] | 11-09 08:30 [11-06 08:30] | 11-10 08:30 [11-09 08:30] | 11-10 09:00 [11-09 09:00] | 11-05 16:30, 11-06 08:00 [11-04 16:30, 11-05 08:00] |
";

pub(super) fn holidays(local_days_closed: bool) -> Vec<Holiday> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/holidays-id.csv");
    csv::Reader::from_path(file)
        .unwrap()
        .records()
        .map(|record| {
            let record = record.unwrap();
            let (kind, estimated) = match &record[2] {
                "national_holiday" => (HolidayKind::National, false),
                "national_holiday_estimated" => (HolidayKind::National, true),
                "collective_leave" => (HolidayKind::CollectiveLeave, false),
                "bali_dispensation" => (HolidayKind::Local, false),
                "bali_dispensation_estimated" => (HolidayKind::Local, true),
                unknown => panic!("kind {unknown}"),
            };
            let closed = kind != HolidayKind::Local || local_days_closed;
            Holiday { date: date(&record[0]), name: record[1].to_owned(), kind, closed, estimated }
        })
        .collect()
}

#[test]
fn the_worked_table() {
    let closed = bali(holidays(true));
    let open = bali(holidays(false));
    let mut checked = 0;
    for row in TABLE.lines() {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let arrives = wita(cells[0].split_once(' ').unwrap().1);
        for (calendar, local_days_closed) in [(&closed, true), (&open, false)] {
            let expected: Vec<String> =
                cells[1..].iter().flat_map(|cell| due(cell, local_days_closed)).collect();
            assert_eq!(
                dues(calendar, arrives),
                expected,
                "{}, local days closed: {local_days_closed}",
                cells[0]
            );
            checked += expected.len();
        }
    }
    assert_eq!(checked, 6 * 2 * 8);
}

/// What a cell says: `04-09 14:00 [04-08 14:00]` is closed [open], several times have commas.
fn due(cell: &str, local_days_closed: bool) -> Vec<String> {
    let (closed, open) = match cell.strip_suffix(']') {
        Some(both) => both.split_once(" [").unwrap(),
        None => (cell, cell),
    };
    let chosen = if local_days_closed { closed } else { open };
    chosen.split(", ").map(str::to_owned).collect()
}

/// When the steps 1, 6, 7, 8, 9, 10 are due, and 9 and 10 without the branch, each finished exactly when due.
fn dues(calendar: &Calendar, arrives: chrono::DateTime<chrono::Utc>) -> Vec<String> {
    let due = |start, standard| calendar.due(start, standard).unwrap();
    let one = due(arrives, Standard::minutes::<30>());
    let six = (2..=6).fold(one, |start, _| due(start, Standard::hours::<1>()));
    let seven = due(six, Standard::days::<2>());
    let eight = due(seven, Standard::hours::<1>());
    let nine = due(eight, Standard::days::<1>());
    let ten = due(nine, Standard::minutes::<30>());
    let nine_alone = due(six, Standard::days::<1>());
    let ten_alone = due(nine_alone, Standard::minutes::<30>());
    [one, six, seven, eight, nine, ten, nine_alone, ten_alone]
        .map(|instant| instant.with_timezone(&calendar.zone()).format("%m-%d %H:%M").to_string())
        .to_vec()
}

#[test]
fn an_ordinary_week_has_37_hours_and_a_half() {
    let calendar = bali(holidays(true));
    let week = calendar.elapsed(wita("2026-02-02 00:00"), wita("2026-02-07 00:00"));
    assert_eq!(week.num_minutes(), 37 * 60 + 30);
}
