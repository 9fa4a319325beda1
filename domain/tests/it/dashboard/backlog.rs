//! The open complaints by their age in working days.

use chrono::NaiveDate;
use domain::complaint::standing::Status;
use domain::dashboard::figures::backlog::{backlog, parts};
use domain::dashboard::sums::Sums;

use super::asked::{each, number};

#[test]
fn every_open_complaint_has_one_age() {
    each(|asked| {
        let calendar = &asked.register.office.calendar;
        let works = |date: &NaiveDate| {
            !calendar.hours_on(*date).is_empty() && calendar.holidays_on(*date).iter().all(|h| !h.closed)
        };
        let ages: Vec<i64> = asked
            .complaints()
            .filter(|c| c.standing.status() == Status::InProgress)
            .map(|c| {
                let since = asked.date(c.received_at).iter_days().skip(1);
                number(since.take_while(|date| *date <= asked.today).filter(works).count())
            })
            .collect();
        let sums = asked.sums(parts(calendar, asked.register.now));
        let sums: Vec<&Sums> = sums.iter().map(|part| &part[0]).collect();
        let mut bands = backlog(&sums).into_iter();
        for (from, to) in [(0, Some(1)), (1, Some(2)), (2, Some(4)), (4, Some(10)), (10, None)] {
            let band = bands.next().unwrap();
            assert_eq!((band.from_days, band.to_days), (from, to));
            let inside = ages.iter().filter(|age| **age >= from && to.is_none_or(|to| **age < to));
            assert_eq!(band.open, number(inside.count()), "{from} to {to:?}: {ages:?}");
        }
        assert_eq!(bands.next(), None);
    });
}
