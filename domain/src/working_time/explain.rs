//! How a due time came about.

use chrono::{DateTime, NaiveDate, Utc};

use super::Calendar;
use super::special_days::SpecialDay;
use super::standard::Standard;
use super::wall_clock::{Nanos, first_second_of, first_second_on, instant, nanos, nanos_of_second, next};

/// A stretch of time, from one instant to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first instant.
    pub from: DateTime<Utc>,
    /// Its end.
    pub to: DateTime<Utc>,
}

/// A stretch of time that did not count, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedSpan {
    /// Its first instant.
    pub from: DateTime<Utc>,
    /// Its end.
    pub to: DateTime<Utc>,
    /// Why it did not count.
    pub reason: SkipReason,
}

/// Why time does not count.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SkipReason {
    /// Before the first opening of a working day, or after its last closing.
    Night,
    /// Between two openings of a working day.
    Break,
    /// A date on whose weekday the office never opens in that season.
    Weekend,
    /// A date on which the office would open, but is closed for this: the name of the special day, or the names of all
    /// holidays that close it, with commas between them.
    Holiday(String),
}

/// How a due time came about: `worked` and `skipped` together tile the time from the start to the due time, in order
/// and without empty spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueExplanation {
    /// When the step began.
    pub start: DateTime<Utc>,
    /// What it was given.
    pub standard: Standard,
    /// The working time that was counted.
    pub worked: Vec<Span>,
    /// The time that was not, with reasons.
    pub skipped: Vec<SkippedSpan>,
}

impl DueExplanation {
    /// The due time: the end of the explanation.
    pub fn due(&self) -> DateTime<Utc> {
        let worked = self.worked.last().map(|span| span.to);
        let skipped = self.skipped.last().map(|span| span.to);
        worked.max(skipped).unwrap_or(self.start)
    }
}

/// Tiles the time from `start` to `due`; takes the due time as given, so that the two cannot differ.
pub(super) fn explain(
    calendar: &Calendar,
    start: DateTime<Utc>,
    standard: Standard,
    due: DateTime<Utc>,
) -> DueExplanation {
    let (begin, due) = (nanos(start), nanos(due));
    let mut explanation =
        DueExplanation { start: instant(begin), standard, worked: Vec::new(), skipped: Vec::new() };
    let mut told = begin;
    for open in calendar.open_spans(begin, due) {
        let (from, to) = (open.opens.max(begin), open.closes.min(due));
        if from < to {
            skip(calendar, told, from, &mut explanation.skipped);
            explanation.worked.push(Span { from: instant(from), to: instant(to) });
            told = to;
        }
    }
    skip(calendar, told, due, &mut explanation.skipped);
    explanation
}

/// Gives the reasons for a stretch without working time, cut at local midnights where the reason changes.
fn skip(calendar: &Calendar, from: Nanos, to: Nanos, skipped: &mut Vec<SkippedSpan>) {
    let first_of_gap = skipped.len();
    // Where the clock is put back over midnight it may show a date whose end has come; the loop passes over it.
    let mut date = calendar.local_date(instant(from));
    let mut told = from;
    while told < to {
        let midnight = nanos_of_second(first_second_of(calendar.zone(), next(date)));
        let end = midnight.min(to);
        if told < end {
            let reason = reason(calendar, date, told);
            match skipped[first_of_gap..].last_mut() {
                Some(last) if last.reason == reason => last.to = instant(end),
                Some(_) | None => skipped.push(SkippedSpan { from: instant(told), to: instant(end), reason }),
            }
            told = end;
        }
        date = next(date);
    }
}

/// Why the office is closed at an instant of a date on which it is.
fn reason(calendar: &Calendar, date: NaiveDate, at: Nanos) -> SkipReason {
    let special = calendar.special_day(date);
    let hours =
        special.filter(|day| day.is_open()).map_or_else(|| calendar.hours_on(date), SpecialDay::hours);
    if hours.is_empty() {
        return SkipReason::Weekend;
    }
    let mut names: Vec<&str> = special.iter().filter(|day| !day.is_open()).map(|day| day.name()).collect();
    let holidays = if special.is_none() { calendar.holidays_on(date) } else { &[] };
    for holiday in holidays.iter().filter(|holiday| holiday.closed) {
        if !names.contains(&holiday.name.as_str()) {
            names.push(&holiday.name);
        }
    }
    if !names.is_empty() {
        return SkipReason::Holiday(names.join(", "));
    }
    let zone = calendar.zone();
    let (mut open_before, mut open_after) = (false, false);
    for span in hours {
        let opens = nanos_of_second(first_second_on(zone, date, span.opens));
        let closes = nanos_of_second(first_second_on(zone, date, span.closes));
        if opens < closes {
            open_before |= closes <= at;
            open_after |= at < opens;
        }
    }
    if open_before && open_after { SkipReason::Break } else { SkipReason::Night }
}
