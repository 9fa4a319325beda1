//! The calendar, worked out: for each year the spans of working time as instants, with sums of what lies before
//! them, so that every question is a binary search. A year is worked out when somebody first asks for it.

use std::array;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};

use super::Rules;
use super::wall_clock::{Nanos, first_second_of, first_second_on, nanos_of_second};

/// The years in which the office may be open; in all others it is taken to be closed.
pub(super) const FIRST_YEAR: i32 = 1900;
pub(super) const LAST_YEAR: i32 = FIRST_YEAR + (DECADES * 10) as i32 - 1;
const DECADES: usize = 30;

/// One local year. About 8 kB: seconds within the year fit in 32 bits.
pub(super) struct Year {
    /// The first second of the year, and of the next, since 1970.
    begin: i64,
    end: i64,
    spans: Box<[YearSpan]>,
    days: Box<[YearDay]>,
}

/// A span of working time, in seconds from the beginning of the year.
struct YearSpan {
    opens: u32,
    closes: u32,
    /// Working time of the year before it opens.
    worked_before: u32,
}

/// A date with working time on it.
struct YearDay {
    /// Day of the year, from 1.
    ordinal: u16,
    first_span: u32,
}

/// A span of working time as instants, with its number in the year.
#[derive(Clone, Copy)]
pub(super) struct OpenSpan {
    pub(super) number: usize,
    pub(super) opens: Nanos,
    pub(super) closes: Nanos,
}

/// What of a year matters to the years around it.
#[derive(Clone, Copy)]
pub(super) struct Totals {
    pub(super) worked: Nanos,
    pub(super) days: usize,
}

impl Year {
    fn work_out(rules: &Rules, year: i32) -> Year {
        let new_year = |year| NaiveDate::from_yo_opt(year, 1).unwrap_or(NaiveDate::MAX);
        let (first, end) = (new_year(year), new_year(year + 1));
        let begin = first_second_of(rules.zone, first);
        let mut spans = Vec::new();
        let mut days = Vec::new();
        let mut worked: u32 = 0;
        for date in first.iter_days().take_while(|date| *date < end) {
            let first_span = spans.len();
            for span in rules.open_on(date) {
                let opens = first_second_on(rules.zone, date, span.opens);
                let closes = first_second_on(rules.zone, date, span.closes);
                let (Ok(opens), Ok(closes)) = (u32::try_from(opens - begin), u32::try_from(closes - begin))
                else {
                    continue;
                };
                // A span may vanish when the clock is put forward.
                if opens < closes {
                    spans.push(YearSpan { opens, closes, worked_before: worked });
                    worked += closes - opens;
                }
            }
            if spans.len() > first_span {
                // Both fit: a date has 1440 spans at most, a year 366 dates.
                days.push(YearDay { ordinal: date.ordinal() as u16, first_span: first_span as u32 });
            }
        }
        let end = first_second_of(rules.zone, end);
        Year { begin, end, spans: spans.into(), days: days.into() }
    }

    pub(super) fn begin(&self) -> Nanos {
        nanos_of_second(self.begin)
    }

    pub(super) fn end(&self) -> Nanos {
        nanos_of_second(self.end)
    }

    fn totals(&self) -> Totals {
        Totals { worked: self.worked_before_span(self.spans.len()), days: self.days.len() }
    }

    fn at(&self, second: u32) -> Nanos {
        nanos_of_second(self.begin + i64::from(second))
    }

    pub(super) fn span(&self, number: usize) -> Option<OpenSpan> {
        let span = self.spans.get(number)?;
        Some(OpenSpan { number, opens: self.at(span.opens), closes: self.at(span.closes) })
    }

    pub(super) fn last_span(&self) -> Option<OpenSpan> {
        self.span(self.spans.len().checked_sub(1)?)
    }

    /// How many spans of the year have opened by `instant`.
    pub(super) fn opened_by(&self, instant: Nanos) -> usize {
        self.spans.partition_point(|span| self.at(span.opens) <= instant)
    }

    /// Working time of the year before the span of that number, or all of it.
    fn worked_before_span(&self, number: usize) -> Nanos {
        let seconds = match (self.spans.get(number), self.spans.last()) {
            (Some(span), _) => span.worked_before,
            (None, Some(last)) => last.worked_before + (last.closes - last.opens),
            (None, None) => 0,
        };
        nanos_of_second(i64::from(seconds))
    }

    /// Working time of the year before `instant`.
    pub(super) fn worked_before(&self, instant: Nanos) -> Nanos {
        let opened = self.opened_by(instant);
        match opened.checked_sub(1).and_then(|number| self.span(number)) {
            Some(span) => self.worked_before_span(span.number) + instant.min(span.closes) - span.opens,
            None => 0,
        }
    }

    /// The earliest instant at which so much of the year's working time is over; `None` if it has less. `worked` is
    /// more than nothing.
    pub(super) fn when_worked(&self, worked: Nanos) -> Option<Nanos> {
        let number = self.spans.partition_point(|span| {
            nanos_of_second(i64::from(span.worked_before) + i64::from(span.closes - span.opens)) < worked
        });
        let span = self.span(number)?;
        Some(span.opens + worked - self.worked_before_span(number))
    }

    /// The number, among the working days of the year, of the day a span belongs to.
    pub(super) fn day_of_span(&self, number: usize) -> usize {
        self.days.partition_point(|day| day.first_span as usize <= number).saturating_sub(1)
    }

    /// The date of a working day of the year.
    pub(super) fn date_of_day(&self, year: i32, number: usize) -> Option<NaiveDate> {
        NaiveDate::from_yo_opt(year, u32::from(self.days.get(number)?.ordinal))
    }

    /// The spans of a working day, in order.
    pub(super) fn spans_of_day(&self, number: usize) -> impl Iterator<Item = OpenSpan> + '_ {
        let first_of = |number: usize| self.days.get(number).map(|day| day.first_span as usize);
        let end = first_of(number + 1).unwrap_or(self.spans.len());
        let first = first_of(number).unwrap_or(end);
        (first..end).filter_map(|number| self.span(number))
    }
}

/// The years from [`FIRST_YEAR`] to [`LAST_YEAR`], each worked out at most once. What nobody asked for takes next to
/// no memory, since there may be a calendar for each of thousands of offices.
pub(super) struct Years {
    decades: [OnceLock<Box<Decade>>; DECADES],
}

#[derive(Default)]
struct Decade {
    years: [Slot; 10],
}

#[derive(Default)]
struct Slot {
    totals: OnceLock<Totals>,
    year: OnceLock<Box<Year>>,
}

impl Years {
    pub(super) fn new() -> Years {
        Years { decades: array::from_fn(|_| OnceLock::new()) }
    }

    fn slot(&self, year: i32) -> Option<&Slot> {
        let number = usize::try_from(year - FIRST_YEAR).ok()?;
        let decade = self.decades.get(number / 10)?.get_or_init(Box::default);
        decade.years.get(number % 10)
    }

    /// The year worked out; `None` outside the years covered.
    pub(super) fn year(&self, rules: &Rules, year: i32) -> Option<&Year> {
        let slot = self.slot(year)?;
        let table = slot.year.get_or_init(|| Box::new(Year::work_out(rules, year)));
        slot.totals.get_or_init(|| table.totals());
        Some(table)
    }

    /// The year's totals; `None` outside the years covered. Keeps the totals only: someone who asks about two
    /// instants far apart should not fill the memory with the years between.
    pub(super) fn totals(&self, rules: &Rules, year: i32) -> Option<Totals> {
        let slot = self.slot(year)?;
        Some(*slot.totals.get_or_init(|| match slot.year.get() {
            Some(table) => table.totals(),
            None => Year::work_out(rules, year).totals(),
        }))
    }
}
