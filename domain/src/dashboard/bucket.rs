//! Buckets of time: tallies are kept by day, and summed ahead by month and for all time.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A bucket of time, in the office's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bucket {
    /// All days together.
    Ever,
    /// A month, by its first day.
    Month(NaiveDate),
    /// A day.
    Day(NaiveDate),
}

/// First day of a date's month.
#[must_use]
pub fn month_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

fn next_month(month: NaiveDate) -> NaiveDate {
    month.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
}

fn month_code(month: NaiveDate) -> i32 {
    month.year() * 100 + month.month().cast_signed()
}

fn day_code(day: NaiveDate) -> i32 {
    month_code(day) * 100 + day.day().cast_signed()
}

/// After all months, and before all days that are kept.
const LAST_MONTH: i32 = 999_912;

/// Days whose numbers are those of no month. No register has others.
const FIRST_DAY: NaiveDate = day_or(1000, 1, 1, NaiveDate::MIN);
const LAST_DAY: NaiveDate = day_or(9999, 12, 31, NaiveDate::MAX);

const fn day_or(year: i32, month: u32, day: u32, other: NaiveDate) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => other,
    }
}

/// The nearest day that a register may have.
pub(super) fn within(date: NaiveDate) -> NaiveDate {
    date.clamp(FIRST_DAY, LAST_DAY)
}

impl Bucket {
    /// The number it is stored by: 0, YYYYMM, YYYYMMDD.
    #[must_use]
    pub fn code(self) -> i32 {
        match self {
            Self::Ever => 0,
            Self::Month(month) => month_code(month),
            Self::Day(day) => day_code(day),
        }
    }

    /// From the number it is stored by.
    #[must_use]
    pub fn from_code(code: i32) -> Option<Self> {
        let date = |code: i32| {
            let (month, day) = (u32::try_from(code / 100 % 100).ok()?, u32::try_from(code % 100).ok()?);
            NaiveDate::from_ymd_opt(code / 10_000, month, day)
        };
        match code {
            0 => Some(Self::Ever),
            1..=LAST_MONTH => date(code * 100 + 1).map(Self::Month),
            _ => date(code).map(Self::Day),
        }
    }

    /// The first day in it; none of [`Bucket::Ever`].
    #[must_use]
    pub fn start(self) -> Option<NaiveDate> {
        match self {
            Self::Ever => None,
            Self::Month(date) | Self::Day(date) => Some(date),
        }
    }
}

/// Buckets by their numbers, both ends included, that are added (+1) or taken away (−1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First number.
    pub from: i32,
    /// Last number.
    pub to: i32,
    /// +1 or −1.
    pub sign: i64,
}

impl Piece {
    fn days(from: NaiveDate, end: NaiveDate, sign: i64) -> Option<Self> {
        let to = end.pred_opt().filter(|to| from <= *to)?;
        Some(Self { from: day_code(from), to: day_code(to), sign })
    }

    /// Whether a bucket belongs to it.
    #[must_use]
    pub fn holds(&self, code: i32) -> bool {
        (self.from..=self.to).contains(&code)
    }
}

/// The days from `from` to before `end`, in as few buckets as may be: whole months, and of a month in part its days or, where
/// these are fewer, the month without the others. Days after `today` are hardly ever counted, so they cost nothing.
#[must_use]
pub fn between(from: NaiveDate, end: NaiveDate, today: NaiveDate) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut whole: Option<(NaiveDate, NaiveDate)> = None;
    let (from, end) = (within(from), within(end));
    if from >= end {
        return pieces;
    }
    let (first, last) = (month_of(from), month_of(end));
    for (month, from, end) in edges(from, end, first, last) {
        let month_end = next_month(month);
        let inside = kept_days(from, end, today);
        let outside = kept_days(month, from, today) + kept_days(end, month_end, today);
        if outside < inside {
            whole = Some(whole.map_or((month, month), |(a, b)| (a.min(month), b.max(month))));
            pieces.extend(Piece::days(month, from, -1));
            pieces.extend(Piece::days(end, month_end, -1));
        } else {
            pieces.extend(Piece::days(from, end, 1));
        }
    }
    let (inner, inner_end) = (next_month(first), last);
    if inner < inner_end {
        let last_inner = inner_end.checked_sub_months(Months::new(1)).unwrap_or(inner);
        whole = Some(whole.map_or((inner, last_inner), |(a, b)| (a.min(inner), b.max(last_inner))));
    }
    if let Some((a, b)) = whole {
        pieces.push(Piece { from: month_code(a), to: month_code(b), sign: 1 });
    }
    pieces
}

/// The parts of a range that lie in its first and in its last month.
fn edges(
    from: NaiveDate,
    end: NaiveDate,
    first: NaiveDate,
    last: NaiveDate,
) -> impl Iterator<Item = (NaiveDate, NaiveDate, NaiveDate)> {
    let head = (first, from, end.min(next_month(first)));
    let tail = (last, last.max(from), end);
    let has_tail = first != last && last < end;
    std::iter::once(head).chain(has_tail.then_some(tail))
}

fn kept_days(from: NaiveDate, end: NaiveDate, today: NaiveDate) -> i64 {
    let end = end.min(today.checked_add_days(Days::new(1)).unwrap_or(today));
    (end - from).num_days().max(0)
}

/// All days before `end`.
#[must_use]
pub fn before(end: NaiveDate, today: NaiveDate) -> Vec<Piece> {
    let end = within(end);
    let month = month_of(end);
    let ever = Piece { from: 0, to: 0, sign: 1 };
    let mut pieces = vec![ever];
    let mut later = month;
    if month != end {
        // What is not before `end` in its month.
        pieces
            .extend(between(end, next_month(month), today).into_iter().map(|p| Piece { sign: -p.sign, ..p }));
        later = next_month(month);
    }
    pieces.push(Piece { from: month_code(later), to: LAST_MONTH, sign: -1 });
    pieces
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Every day counts differently, so a sum tells which days are in it.
    fn tallies(days: &[NaiveDate]) -> BTreeMap<i32, i64> {
        let mut tallies = BTreeMap::new();
        for (place, day) in days.iter().enumerate() {
            let value = 1_i64 << (place % 62);
            for bucket in [Bucket::Ever, Bucket::Month(month_of(*day)), Bucket::Day(*day)] {
                *tallies.entry(bucket.code()).or_default() += value;
            }
        }
        tallies
    }

    fn sum(pieces: &[Piece], tallies: &BTreeMap<i32, i64>) -> i64 {
        pieces.iter().flat_map(|p| tallies.range(p.from..=p.to).map(|(_, value)| p.sign * value)).sum()
    }

    #[test]
    fn what_is_covered_is_what_was_asked_for() {
        let first = date("2025-11-20");
        let days: Vec<NaiveDate> = first.iter_days().step_by(7).take(60).collect();
        let tallies = tallies(&days);
        let today = date("2026-11-24");
        for from in first.iter_days().take(430).step_by(3) {
            for end in from.iter_days().take(430).step_by(5) {
                let expected: i64 = (0..)
                    .zip(&days)
                    .filter(|(_, d)| (from..end).contains(*d))
                    .map(|(n, _)| 1_i64 << (n % 62))
                    .sum();
                assert_eq!(sum(&between(from, end, today), &tallies), expected, "{from} to {end}");
            }
            let expected: i64 =
                (0..).zip(&days).filter(|(_, d)| **d < from).map(|(n, _)| 1_i64 << (n % 62)).sum();
            assert_eq!(sum(&before(from, today), &tallies), expected, "before {from}");
        }
        assert!(between(today, today, today).is_empty());
        assert!(between(today, first, today).is_empty());
    }

    #[test]
    fn a_year_up_to_today_is_read_by_months() {
        let today = date("2026-11-24");
        let pieces = between(date("2025-12-01"), date("2026-11-25"), today);
        assert_eq!(
            pieces,
            [
                Piece { from: 20_261_125, to: 20_261_130, sign: -1 },
                Piece { from: 202_512, to: 202_611, sign: 1 },
            ]
        );
    }

    #[test]
    fn numbers_are_those_of_the_calendar() {
        for (bucket, code) in [
            (Bucket::Ever, 0),
            (Bucket::Month(date("2026-11-01")), 202_611),
            (Bucket::Day(date("2026-11-24")), 20_261_124),
        ] {
            assert_eq!(bucket.code(), code);
            assert_eq!(Bucket::from_code(code), Some(bucket));
        }
        assert_eq!(Bucket::from_code(-1), None);
        assert_eq!(Bucket::from_code(202_613), None);
    }
}
