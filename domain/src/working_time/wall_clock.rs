//! Between instants and the wall clock of the office, whatever the zone does to its clock.

use chrono::{
    DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

use super::hours::TimeOfDay;

/// Nanoseconds since 1970. Every instant of chrono fits, which is not so in 64 bits.
pub(super) type Nanos = i128;

pub(super) const NANOS_IN_SECOND: Nanos = 1_000_000_000;

pub(super) fn nanos(instant: DateTime<Utc>) -> Nanos {
    // A leap second, which chrono keeps as nanoseconds over a second, counts as the second after it.
    Nanos::from(instant.timestamp()) * NANOS_IN_SECOND + Nanos::from(instant.timestamp_subsec_nanos())
}

pub(super) fn nanos_of_second(second: i64) -> Nanos {
    Nanos::from(second) * NANOS_IN_SECOND
}

/// The instant, or the nearest there is.
pub(super) fn instant(nanos: Nanos) -> DateTime<Utc> {
    let (seconds, rest) = (nanos.div_euclid(NANOS_IN_SECOND), nanos.rem_euclid(NANOS_IN_SECOND));
    let exact = i64::try_from(seconds)
        .ok()
        .zip(u32::try_from(rest).ok())
        .and_then(|(seconds, rest)| DateTime::from_timestamp(seconds, rest));
    exact.unwrap_or(if nanos < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC })
}

/// What the wall clock shows; at the very ends of what chrono can represent, the time in UTC.
pub(super) fn reading(zone: Tz, instant: DateTime<Utc>) -> NaiveDateTime {
    let utc = instant.naive_utc();
    utc.checked_add_offset(zone.offset_from_utc_datetime(&utc).fix()).unwrap_or(utc)
}

/// The first instant at which the wall clock has come to `local`: the earlier one where the clock shows it twice,
/// and the instant of the change where the clock skips it. In seconds since 1970.
pub(super) fn first_second_at(zone: Tz, local: NaiveDateTime) -> i64 {
    match zone.offset_from_local_datetime(&local) {
        LocalResult::Single(offset) => second_with(local, &offset),
        LocalResult::Ambiguous(one, other) => second_with(local, &one).min(second_with(local, &other)),
        LocalResult::None => second_of_change(zone, local),
    }
}

/// The first second of a local date, since 1970.
pub(super) fn first_second_of(zone: Tz, date: NaiveDate) -> i64 {
    first_second_at(zone, date.and_time(NaiveTime::MIN))
}

/// The first second at a time of a local date, since 1970; 24:00 is the first second of the next date.
pub(super) fn first_second_on(zone: Tz, date: NaiveDate, time: TimeOfDay) -> i64 {
    let midnight = date.and_time(NaiveTime::MIN);
    let local = midnight.checked_add_signed(TimeDelta::minutes(i64::from(time.minutes())));
    first_second_at(zone, local.unwrap_or(midnight))
}

/// The date after; the same at the end of what chrono can represent.
pub(super) fn next(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

fn second_with(local: NaiveDateTime, offset: &impl Offset) -> i64 {
    local.and_utc().timestamp() - i64::from(offset.fix().local_minus_utc())
}

/// Bisects for the change of the clock that skips `local`.
fn second_of_change(zone: Tz, local: NaiveDateTime) -> i64 {
    // No zone is a full day from UTC, so the wall clock is surely before `local` at one end and past it at the other.
    const DAY: i64 = 24 * 60 * 60;
    let guess = local.and_utc().timestamp();
    let (mut before, mut past) = (guess - DAY, guess + DAY);
    while past - before > 1 {
        let middle = before + (past - before) / 2;
        let shown = DateTime::from_timestamp(middle, 0).map(|instant| reading(zone, instant));
        if shown.is_some_and(|shown| shown < local) {
            before = middle;
        } else {
            past = middle;
        }
    }
    past
}

/// As [`first_second_at`], exact to the nanosecond.
pub(super) fn first_nanos_at(zone: Tz, local: NaiveDateTime) -> Nanos {
    let part_of_second = local.and_utc().timestamp_subsec_nanos();
    let whole = local.checked_sub_signed(TimeDelta::nanoseconds(i64::from(part_of_second))).unwrap_or(local);
    let second = first_second_at(zone, whole);
    // In a skipped stretch every time of the clock is the instant of the change, whatever its fraction.
    let skipped = matches!(zone.offset_from_local_datetime(&whole), LocalResult::None);
    nanos_of_second(second) + if skipped { 0 } else { Nanos::from(part_of_second) }
}
