//! The open complaints by their age in working days (practice.md C4).

use chrono::{DateTime, NaiveDate, Utc};

use crate::complaint::standing::Status;
use crate::dashboard::measure::Measure;
use crate::dashboard::plan::{Part, Period};
use crate::dashboard::sums::{Measures, Sums};
use crate::working_time::Calendar;

/// Working days at which a band of ages ends: the SOP as a whole takes four.
const ENDS: [i64; 4] = [1, 2, 4, 10];

/// Complaints of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeBand {
    /// At least so many working days have begun since the day after the receipt.
    pub from_days: i64,
    /// And fewer than so many; none in the last band.
    pub to_days: Option<i64>,
    /// How many are open.
    pub open: i64,
}

const MEASURES: Measures = Measures::of(&[Measure::ReceivedByStatus]);

/// The days of the bands, the youngest band first; the oldest has no first day.
#[must_use]
pub fn bands(calendar: &Calendar, now: DateTime<Utc>) -> Vec<Period> {
    let today = calendar.local_date(now);
    let tomorrow = today.succ_opt().unwrap_or(today);
    let is_working = |date: &NaiveDate| {
        !calendar.hours_on(*date).is_empty() && !calendar.holidays_on(*date).iter().any(|h| h.closed)
    };
    // The newest day from which so many working days have begun since.
    let mut begun = 0;
    let mut end = tomorrow;
    let mut periods = Vec::new();
    let mut ends = ENDS.iter();
    let mut next = ends.next();
    // A year without a working day is long enough.
    for day in std::iter::successors(Some(today), NaiveDate::pred_opt).take(400) {
        if Some(&begun) == next {
            periods.push(Period { from: day.succ_opt().unwrap_or(day), end });
            end = day.succ_opt().unwrap_or(day);
            next = ends.next();
            if next.is_none() {
                break;
            }
        }
        begun += i64::from(is_working(&day));
    }
    periods.push(Period { from: NaiveDate::MIN, end });
    // Every office has as many, whatever its calendar.
    periods.resize(ENDS.len() + 1, Period { from: today, end: today });
    periods
}

/// What is read for it.
#[must_use]
pub fn parts(calendar: &Calendar, now: DateTime<Utc>) -> Vec<Part> {
    let today = calendar.local_date(now);
    let part = |period: Period| {
        if period.from == NaiveDate::MIN {
            Part::stock(period.end, MEASURES, today)
        } else {
            Part::flow(period, MEASURES, today)
        }
    };
    bands(calendar, now).into_iter().map(part).collect()
}

/// The bands, the youngest first.
#[must_use]
pub fn backlog(sums: &[&Sums]) -> Vec<AgeBand> {
    let bounds = std::iter::once(0).chain(ENDS);
    let ends = ENDS.into_iter().map(Some).chain([None]);
    bounds
        .zip(ends)
        .zip(sums.iter().map(Some).chain(std::iter::repeat(None)))
        .map(|((from_days, to_days), sums)| AgeBand {
            from_days,
            to_days,
            open: sums.map_or(0, |sums| sums.get(Measure::ReceivedByStatus, Status::InProgress as u64)),
        })
        .collect()
}
