//! What a due time costs, near and years ahead: `cargo bench -p domain`.
#![expect(clippy::expect_used, reason = "a benchmark that cannot be set up ends")]

use chrono::{DateTime, TimeDelta, Utc};
use divan::{Bencher, black_box};
use domain::working_time::{Calendar, Standard, WeeklyHours};

fn main() {
    divan::main();
}

fn calendar() -> Calendar {
    Calendar::new(chrono_tz::Asia::Makassar, WeeklyHours::bali_default(), Vec::new(), Vec::new())
        .expect("the shipped hours make a calendar")
}

fn start(years_ahead: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(365 * (56 + years_ahead) + 40) + TimeDelta::hours(3)
}

const YEARS_AHEAD: [i64; 3] = [0, 5, 50];

#[divan::bench(args = YEARS_AHEAD)]
fn due_in_two_days(bencher: Bencher<'_, '_>, years_ahead: i64) {
    let (calendar, start) = (calendar(), start(years_ahead));
    bencher.bench(|| calendar.due(black_box(start), Standard::days::<2>()));
}

#[divan::bench(args = [1, 100, 10_000])]
fn due_in_hours(bencher: Bencher<'_, '_>, hours: u32) {
    let (calendar, start) = (calendar(), start(0));
    let standard = Standard::working_time(hours * 3_600).expect("not zero");
    bencher.bench(|| calendar.due(black_box(start), standard));
}

#[divan::bench(args = YEARS_AHEAD)]
fn working_time_over_years(bencher: Bencher<'_, '_>, years: i64) {
    let (calendar, start) = (calendar(), start(0));
    let end = start + TimeDelta::days(365 * years + 3);
    bencher.bench(|| calendar.elapsed(black_box(start), black_box(end)));
}

#[divan::bench]
fn explain_two_days(bencher: Bencher<'_, '_>) {
    let (calendar, start) = (calendar(), start(0));
    bencher.bench(|| calendar.explain(black_box(start), Standard::days::<2>()));
}
