//! Which tallies a dashboard is made of, and how they are added up: each row is read once, whatever it is needed for.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::bucket::{self, Bucket, Piece, month_of};
use super::sums::{Measures, Sums};

/// Some days, in the office's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// The day after the last.
    pub end: NaiveDate,
}

/// By what a time series is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Interval {
    /// Calendar days.
    Day,
    /// ISO weeks, from Monday.
    Week,
    /// Calendar months.
    Month,
    /// Quarters of the calendar year.
    Quarter,
    /// Calendar years.
    Year,
}

impl Interval {
    /// The first day of the interval a date lies in.
    #[must_use]
    pub fn start_of(self, date: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => date,
            Self::Week => {
                let since = Days::new(u64::from(date.weekday().num_days_from_monday()));
                date.checked_sub_days(since).unwrap_or(date)
            }
            Self::Month => month_of(date),
            Self::Quarter => month_of(date).with_month((date.month0() / 3) * 3 + 1).unwrap_or(date),
            Self::Year => month_of(date).with_month(1).unwrap_or(date),
        }
    }

    /// The first day after it.
    #[must_use]
    pub fn end_of(self, date: NaiveDate) -> NaiveDate {
        let start = self.start_of(date);
        let end = match self {
            Self::Day => start.checked_add_days(Days::new(1)),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Quarter => start.checked_add_months(Months::new(3)),
            Self::Year => start.checked_add_months(Months::new(12)),
        };
        end.unwrap_or(NaiveDate::MAX)
    }

    fn is_by_days(self) -> bool {
        matches!(self, Self::Day | Self::Week)
    }
}

impl Period {
    /// The intervals it is divided into, each cut to the period.
    #[must_use]
    pub fn divided(&self, interval: Interval) -> Vec<Period> {
        let mut parts = Vec::new();
        let mut from = self.from;
        while from < self.end {
            let end = interval.end_of(from).min(self.end);
            parts.push(Period { from, end });
            from = end;
        }
        parts
    }

    /// The period of the same length before.
    #[must_use]
    pub fn before(&self) -> Period {
        let length = Days::new(u64::try_from((self.end - self.from).num_days()).unwrap_or(0));
        Period { from: self.from.checked_sub_days(length).unwrap_or(NaiveDate::MIN), end: self.from }
    }

    /// Its last day.
    #[must_use]
    pub fn to(&self) -> NaiveDate {
        self.end.pred_opt().unwrap_or(self.end)
    }
}

/// Rows that are added up, and into what.
#[derive(Clone, Debug)]
pub struct Part {
    pieces: Vec<Piece>,
    measures: Measures,
    /// Where the sums are divided: the starts of all sums but the first.
    starts: Vec<NaiveDate>,
}

impl Part {
    /// What was counted in a period.
    #[must_use]
    pub fn flow(period: Period, measures: Measures, today: NaiveDate) -> Self {
        Self { pieces: bucket::between(period.from, period.end, today), measures, starts: Vec::new() }
    }

    /// What was counted before a day.
    #[must_use]
    pub fn stock(end: NaiveDate, measures: Measures, today: NaiveDate) -> Self {
        Self { pieces: bucket::before(end, today), measures, starts: Vec::new() }
    }

    /// What was counted in each interval of a period.
    #[must_use]
    pub fn series(period: Period, interval: Interval, measures: Measures, today: NaiveDate) -> Self {
        let pieces = if interval.is_by_days() {
            let code = |day| Bucket::Day(bucket::within(day)).code();
            vec![Piece { from: code(period.from), to: code(period.to()), sign: 1 }]
        } else {
            bucket::between(period.from, period.end, today)
        };
        let starts = period.divided(interval).iter().skip(1).map(|part| part.from).collect();
        Self { pieces, measures, starts }
    }

    /// What is added up.
    #[must_use]
    pub fn measures(&self) -> Measures {
        self.measures
    }

    /// The sums it has, all zero.
    #[must_use]
    pub fn zero(&self) -> Vec<Sums> {
        vec![Sums::default(); self.starts.len() + 1]
    }

    /// To which of its sums a bucket is added how often: none where it is not part of it.
    #[must_use]
    pub fn place(&self, bucket: i32) -> Option<(usize, i64)> {
        let sign =
            self.pieces.iter().filter(|piece| piece.holds(bucket)).map(|piece| piece.sign).sum::<i64>();
        if sign == 0 || self.measures.are_none() {
            return None;
        }
        let slot = match Bucket::from_code(bucket)?.start() {
            Some(start) => self.starts.partition_point(|from| *from <= start),
            None => 0,
        };
        Some((slot, sign))
    }
}

/// All parts of a dashboard.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Parts that are added up over all offices.
    pub parts: Vec<Part>,
    /// Parts that are kept for each office.
    pub office_parts: Vec<Part>,
}

/// Numbers of buckets, both ends included.
pub type Range = (i32, i32);

impl Plan {
    /// The rows to be read: each range once, without overlap; those of all time and months, and those of days.
    #[must_use]
    pub fn ranges(&self) -> (Vec<Range>, Vec<Range>) {
        let parts = self.parts.iter().chain(&self.office_parts);
        let pieces = parts.filter(|part| !part.measures.are_none()).flat_map(|part| &part.pieces);
        let mut ranges: Vec<Range> = pieces.map(|piece| (piece.from, piece.to)).collect();
        ranges.sort_unstable();
        let mut merged: Vec<Range> = Vec::new();
        for (from, to) in ranges {
            match merged.last_mut() {
                Some((_, end)) if from <= *end => *end = (*end).max(to),
                _ => merged.push((from, to)),
            }
        }
        merged.into_iter().partition(|(from, _)| *from <= 999_912)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_are_iso_weeks_cut_to_the_period() {
        // Wednesday to Tuesday.
        let period = Period { from: date("2026-11-04"), end: date("2026-11-18") };
        let starts: Vec<_> = period.divided(Interval::Week).iter().map(|p| p.from.to_string()).collect();
        assert_eq!(starts, ["2026-11-04", "2026-11-09", "2026-11-16"]);
    }

    #[test]
    fn quarters_and_years_begin_with_their_month() {
        assert_eq!(Interval::Quarter.start_of(date("2026-11-24")), date("2026-10-01"));
        assert_eq!(Interval::Quarter.end_of(date("2026-11-24")), date("2027-01-01"));
        assert_eq!(Interval::Year.start_of(date("2024-02-29")), date("2024-01-01"));
        assert_eq!(Interval::Month.end_of(date("2024-02-29")), date("2024-03-01"));
    }

    #[test]
    fn days_that_no_register_has_are_asked_for_in_vain() {
        use super::super::measure::Measure;
        let (today, measures) = (date("2026-11-24"), Measures::of(&[Measure::Received]));
        let far =
            [NaiveDate::MIN, date("-0100-06-15"), date("0000-01-01"), date("0021-06-15"), date("0999-12-31")];
        for from in far {
            for end in [date("2026-11-25"), date("9999-12-31"), date("+12000-01-01"), NaiveDate::MAX] {
                let period = Period { from, end };
                let month = Part::flow(period, measures, today);
                let by_days = Part::series(period, Interval::Week, measures, today);
                for (bucket, flow, series) in
                    [(0, None, None), (202_610, Some((0, 1)), None), (20_261_020, None, Some(1))]
                {
                    assert_eq!(month.place(bucket), flow, "{from} to {end}: {bucket}");
                    assert_eq!(
                        by_days.place(bucket).map(|(_, sign)| sign),
                        series,
                        "{from} to {end}: {bucket}"
                    );
                }
            }
            let before = Part::stock(from, measures, today);
            assert_eq!((before.place(0), before.place(202_610)), (Some((0, 1)), Some((0, -1))), "{from}");
        }
        let period = Period { from: date("0021-06-15"), end: date("2026-11-25") };
        let weeks = Part::series(period, Interval::Week, measures, today);
        let signs = [0, 202_610, 20_261_020].map(|bucket| weeks.place(bucket).map(|(_, sign)| sign));
        assert_eq!(signs, [None, None, Some(1)]);
        for end in [date("+12000-01-01"), NaiveDate::MAX] {
            let before = Part::stock(end, measures, today);
            assert_eq!((before.place(0), before.place(202_610)), (Some((0, 1)), None), "{end}");
        }
    }

    #[test]
    fn the_period_before_is_as_long() {
        let period = Period { from: date("2026-11-01"), end: date("2026-11-25") };
        assert_eq!(period.before(), Period { from: date("2026-10-08"), end: date("2026-11-01") });
    }

    #[test]
    fn a_partial_month_that_is_read_whole_goes_where_its_days_are() {
        let today = date("2026-11-24");
        let period = Period { from: date("2026-09-01"), end: date("2026-11-25") };
        let part = Part::series(
            period,
            Interval::Month,
            Measures::of(&[super::super::measure::Measure::Received]),
            today,
        );
        assert_eq!(part.place(202_609), Some((0, 1)));
        assert_eq!(part.place(202_611), Some((2, 1)));
        assert_eq!(part.place(20_261_126), Some((2, -1)));
        assert_eq!(part.place(202_608), None);
        assert_eq!(part.place(0), None);
    }
}
