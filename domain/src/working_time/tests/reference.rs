//! The clock rules done naively, by walking minutes and dates. Shares nothing with the code it checks but the parts
//! of a calendar.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::working_time::Rules;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};

pub(super) type Open = (DateTime<Utc>, DateTime<Utc>);

pub(super) struct Reference {
    parts: Rules,
    days: RefCell<HashMap<NaiveDate, Vec<Open>>>,
}

impl Reference {
    pub(super) fn new(parts: Rules) -> Reference {
        Reference { parts, days: RefCell::default() }
    }

    fn shown(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.parts.zone).naive_local()
    }

    /// Walks to the first minute at which the clock has come to `local`. Right where the clock changes at full
    /// minutes by at most a day.
    fn first(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let in_utc = Utc.from_utc_datetime(&local);
        let offset_at = |instant: DateTime<Utc>| self.shown(instant) - instant.naive_utc();
        let offset = offset_at(in_utc - Duration::hours(36));
        let guess = in_utc - offset;
        // Without a change of the clock near by the walk would end at the guess.
        if (-25..=1).all(|hours| offset_at(guess + Duration::hours(hours)) == offset) {
            return guess;
        }
        let mut minute = guess - Duration::hours(25);
        while self.shown(minute) < local {
            minute += Duration::minutes(1);
        }
        minute
    }

    pub(super) fn spans_on(&self, date: NaiveDate) -> Vec<Open> {
        if let Some(known) = self.days.borrow().get(&date) {
            return known.clone();
        }
        let is_holiday = self.parts.holidays.iter().any(|holiday| holiday.date == date && holiday.closed);
        let season = self.parts.seasons.iter().find(|season| season.from <= date && date <= season.to);
        let weekly = season.map_or(&self.parts.hours, |season| &season.hours);
        let hours = match self.parts.special_days.get(&date) {
            Some(day) => day.hours().to_vec(),
            None if is_holiday => Vec::new(),
            None => weekly.on(date.weekday()).to_vec(),
        };
        let mut spans = Vec::new();
        for span in hours {
            let bound = |minutes: u16| {
                self.first(date.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(minutes)))
            };
            let (opens, closes) = (bound(span.opens.minutes()), bound(span.closes.minutes()));
            if opens < closes {
                spans.push((opens, closes));
            }
        }
        self.days.borrow_mut().insert(date, spans.clone());
        spans
    }

    fn spans_around(&self, instant: DateTime<Utc>) -> Vec<(NaiveDate, Open)> {
        let today = self.shown(instant).date();
        [today.pred_opt().unwrap(), today, today.succ_opt().unwrap()]
            .into_iter()
            .flat_map(|date| self.spans_on(date).into_iter().map(move |open| (date, open)))
            .collect()
    }

    /// Whether work goes on from this instant.
    fn is_open(&self, instant: DateTime<Utc>) -> bool {
        self.spans_around(instant).iter().any(|(_, (opens, closes))| *opens <= instant && instant < *closes)
    }

    /// Walks the minutes, of which each is open or closed as a whole.
    pub(super) fn elapsed(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Duration {
        let (mut now, mut worked) = (from, Duration::zero());
        while now < to {
            let next = next_minute(now).min(to);
            if self.is_open(now) {
                worked += next - now;
            }
            now = next;
        }
        worked
    }

    pub(super) fn due_after_working_time(&self, start: DateTime<Utc>, standard: Duration) -> DateTime<Utc> {
        let (mut now, mut left) = (start, standard);
        loop {
            let next = next_minute(now);
            if self.is_open(now) {
                if left <= next - now {
                    return now + left;
                }
                left -= next - now;
            }
            now = next;
        }
    }

    pub(super) fn due_after_working_days(&self, start: DateTime<Utc>, days: usize) -> DateTime<Utc> {
        let (begins_on, begins) = self.beginning(start);
        let mut date = begins_on;
        for _ in 0..days {
            date = date.succ_opt().unwrap();
            while self.spans_on(date).is_empty() {
                date = date.succ_opt().unwrap();
            }
        }
        let time_of_day = (self.shown(begins) - begins_on.and_time(NaiveTime::MIN))
            .clamp(Duration::zero(), Duration::days(1));
        let local = date.and_time(NaiveTime::MIN) + time_of_day;
        let full_minute = local.with_second(0).and_then(|local| local.with_nanosecond(0)).unwrap();
        let first = self.first(full_minute);
        let wanted = if self.shown(first) == full_minute { first + (local - full_minute) } else { first };
        let spans = self.spans_on(date);
        if wanted < spans[0].0 {
            return spans[0].0;
        }
        spans
            .into_iter()
            .filter(|(opens, _)| *opens <= wanted)
            .map(|(_, closes)| closes.min(wanted))
            .max()
            .unwrap()
    }

    fn beginning(&self, start: DateTime<Utc>) -> (NaiveDate, DateTime<Utc>) {
        let mut here = self.spans_around(start).into_iter();
        let open = here.rfind(|(_, (opens, closes))| *opens <= start && start <= *closes);
        if let Some((date, _)) = open {
            return (date, start);
        }
        let mut date = self.shown(start).date();
        loop {
            if let Some((opens, _)) = self.spans_on(date).into_iter().find(|(opens, _)| *opens > start) {
                return (date, opens);
            }
            date = date.succ_opt().unwrap();
        }
    }
}

fn next_minute(instant: DateTime<Utc>) -> DateTime<Utc> {
    let into_minute =
        Duration::nanoseconds(i64::from(instant.second()) * 1_000_000_000 + i64::from(instant.nanosecond()));
    instant - into_minute + Duration::minutes(1)
}
