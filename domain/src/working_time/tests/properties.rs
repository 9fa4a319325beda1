//! What must hold for any hours, seasons, holidays, zone and start; and agreement with the naive reference.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::reference::Reference;
use super::*;
use crate::working_time::{DueExplanation, Rules, Season, SpecialDay, Standard, TimeOfDay};

/// Zones, with dates near which something happens to their clock.
const ZONES: [(Tz, &[&str]); 9] = [
    (Tz::Asia__Makassar, &["2026-01-01"]),
    (Tz::Europe__Berlin, &["2026-03-29", "2026-10-25", "2025-12-31"]),
    (Tz::America__New_York, &["2026-03-08", "2026-11-01"]),
    (Tz::Australia__Lord_Howe, &["2026-04-05", "2026-10-04"]),
    (Tz::Africa__Cairo, &["2026-04-24", "2026-10-29"]),
    (Tz::America__St_Johns, &["2010-03-14", "2010-11-07"]),
    (Tz::America__Sao_Paulo, &["2018-02-17", "2018-11-04"]),
    (Tz::Pacific__Apia, &["2011-12-30", "2010-09-26"]),
    (Tz::Asia__Kathmandu, &["2027-01-01"]),
];

/// A day's spans from cuts through it, so that no two overlap; every other time between two cuts is open.
fn day() -> impl Strategy<Value = Vec<OpeningSpan>> {
    let cut = prop_oneof![3 => (0..=96_u16).prop_map(|quarter| quarter * 15), 1 => 0..=1440_u16];
    prop_oneof![1 => Just(Vec::new()), 3 => vec(cut, 2..=6)].prop_map(|mut cuts| {
        cuts.sort_unstable();
        let time = |minutes| TimeOfDay::from_minutes(minutes).unwrap();
        cuts.chunks_exact(2)
            .filter(|cut| cut[0] < cut[1])
            .map(|cut| OpeningSpan { opens: time(cut[0]), closes: time(cut[1]) })
            .collect()
    })
}

/// Open for an hour a week at least, so that something is due before the reference is tired.
fn hours() -> impl Strategy<Value = WeeklyHours> {
    vec(day(), 7)
        .prop_map(|days| {
            let rows = WEEK.into_iter().zip(days);
            WeeklyHours::new(rows.flat_map(|(day, spans)| spans.into_iter().map(move |span| (day, span))))
                .unwrap()
        })
        .prop_filter("open", |hours| hours.minutes_a_week() >= 60)
}

#[derive(Clone, Debug)]
struct Office {
    parts: Rules,
    /// A date in the middle of what may happen.
    around: NaiveDate,
}

impl Office {
    fn calendar(&self) -> Calendar {
        Calendar::of(self.parts.clone()).unwrap()
    }

    /// A start some microseconds from the date, or exactly on a bound of working time.
    fn start(&self, from_date: i64, on_bound: bool) -> DateTime<Utc> {
        let start = self.around.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::microseconds(from_date);
        if !on_bound {
            return start;
        }
        let reference = Reference::new(self.parts.clone());
        let near = start.date_naive().iter_days().take(40).flat_map(|date| reference.spans_on(date)).next();
        near.map_or(start, |(opens, closes)| if from_date % 2 == 0 { opens } else { closes })
    }
}

fn days_after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap()
}

fn office() -> impl Strategy<Value = Office> {
    let zone = select(&ZONES).prop_flat_map(|(zone, dates)| (Just(zone), select(dates)));
    let season = (0..20_u64, 0..14_u64, hours());
    let holiday = (0..50_u64, prop::bool::weighted(0.8), 0..3_u8);
    let special = vec((0..30_u64, day()), 0..=3);
    (zone, hours(), vec(season, 0..=2), vec(holiday, 0..=8), special).prop_map(
        |((zone, around), hours, seasons, holidays, special)| {
            let around = date(around);
            let mut from = around.checked_sub_days(Days::new(20)).unwrap();
            let mut in_order = Vec::new();
            for (number, (gap, length, hours)) in seasons.into_iter().enumerate() {
                let to = days_after(from, gap + length);
                in_order.push(Season {
                    name: format!("season {number}"),
                    from: days_after(from, gap),
                    to,
                    hours,
                });
                from = days_after(to, 1);
            }
            in_order.reverse();
            let holidays = holidays.into_iter().map(|(after, closed, name)| Holiday {
                date: days_after(around, after).checked_sub_days(Days::new(15)).unwrap(),
                name: format!("holiday {name}"),
                kind: HolidayKind::Local,
                closed,
                estimated: false,
            });
            let special = special.into_iter().map(|(after, hours)| {
                let date = days_after(around, after).checked_sub_days(Days::new(15)).unwrap();
                (date, SpecialDay::new(date, "special", hours).unwrap())
            });
            let (holidays, special_days) = (holidays.collect(), special.collect());
            let parts = Rules { zone, hours, seasons: in_order, holidays, special_days };
            Office { parts, around }
        },
    )
}

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Microseconds from the date, and whether to begin exactly on a bound.
fn start() -> impl Strategy<Value = (i64, bool)> {
    let whole = (-10 * 96..10 * 96_i64).prop_map(|quarter| quarter * DAY / 96);
    (prop_oneof![2 => -2 * DAY..2 * DAY, 1 => -12 * DAY..12 * DAY, 1 => whole], prop::bool::weighted(0.25))
}

fn seconds() -> impl Strategy<Value = u32> {
    prop_oneof![Just(1_800_u32), Just(3_600), 1..60_u32, 1..40_000_u32]
}

fn standard() -> impl Strategy<Value = Standard> {
    prop_oneof![
        seconds().prop_map(|seconds| Standard::working_time(seconds).unwrap()),
        (1..6_u16).prop_map(|days| Standard::working_days(days).unwrap()),
    ]
}

/// The clock shows at `instant` what it has shown before, or a time before that.
fn in_repeated_time(zone: Tz, instant: DateTime<Utc>) -> bool {
    let shown = |instant: DateTime<Utc>| instant.with_timezone(&zone).naive_local();
    (1..=24 * 4).any(|quarter| shown(instant - TimeDelta::minutes(quarter * 15)) >= shown(instant))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn elapsed_until_due_is_the_standard(office in office(), (from, on_bound) in start(), seconds in seconds()) {
        let (calendar, start) = (office.calendar(), office.start(from, on_bound));
        let due = calendar.due(start, Standard::working_time(seconds).unwrap()).unwrap();
        let standard = TimeDelta::seconds(i64::from(seconds));
        prop_assert_eq!(calendar.elapsed(start, due), standard);
        prop_assert!(calendar.elapsed(start, due - TimeDelta::nanoseconds(1)) < standard, "not the earliest");
        prop_assert_eq!(calendar.elapsed_seconds(start, due), i64::from(seconds));
    }

    #[test]
    fn due_after_working_time_as_by_walking(office in office(), (from, on_bound) in start(), seconds in seconds()) {
        let (calendar, start) = (office.calendar(), office.start(from, on_bound));
        let due = calendar.due(start, Standard::working_time(seconds).unwrap()).unwrap();
        let walked = Reference::new(office.parts).due_after_working_time(start, TimeDelta::seconds(seconds.into()));
        prop_assert_eq!(due, walked);
    }

    #[test]
    fn due_after_working_days_as_by_walking(office in office(), (from, on_bound) in start(), days in 1..6_u16) {
        let (calendar, start) = (office.calendar(), office.start(from, on_bound));
        let due = calendar.due(start, Standard::working_days(days).unwrap()).unwrap();
        prop_assert_eq!(due, Reference::new(office.parts).due_after_working_days(start, days.into()));
    }

    #[test]
    fn elapsed_as_by_walking(office in office(), (from, on_bound) in start(), length in 0..6 * DAY) {
        let (calendar, from) = (office.calendar(), office.start(from, on_bound));
        let to = from + TimeDelta::microseconds(length);
        prop_assert_eq!(calendar.elapsed(from, to), Reference::new(office.parts).elapsed(from, to));
    }

    #[test]
    fn elapsed_adds_up(office in office(), mut instants in vec(-900 * DAY..900 * DAY, 3)) {
        let calendar = office.calendar();
        instants.sort_unstable();
        let [a, b, c] = [0, 1, 2].map(|number| office.start(instants[number], false));
        prop_assert_eq!(calendar.elapsed(a, b) + calendar.elapsed(b, c), calendar.elapsed(a, c));
        prop_assert!(calendar.elapsed(a, b) >= TimeDelta::zero());
        prop_assert!(calendar.elapsed(a, b) <= b - a);
        prop_assert_eq!(calendar.elapsed(c, a), TimeDelta::zero());
    }

    #[test]
    fn a_later_start_is_not_due_earlier(
        office in office(),
        one in start(),
        other in prop_oneof![(0..DAY / 6).prop_map(|later| (Some(later), 0)), start().prop_map(|(from, _)| (None, from))],
        standard in standard(),
    ) {
        let calendar = office.calendar();
        let one = office.start(one.0, one.1);
        let other = match other {
            (Some(later), _) => one + TimeDelta::microseconds(later),
            (None, from) => office.start(from, false),
        };
        let (earlier, later) = (one.min(other), one.max(other));
        // "The same time of day" turns back with the clock: see the module's documentation.
        prop_assume!(
            matches!(standard, Standard::WorkingTime { .. }) || !in_repeated_time(office.parts.zone, later)
        );
        prop_assert!(calendar.due(earlier, standard).unwrap() <= calendar.due(later, standard).unwrap());
    }

    #[test]
    fn nothing_is_due_while_the_office_is_closed(
        office in office(), (from, on_bound) in start(), standard in standard(),
    ) {
        let start = office.start(from, on_bound);
        let due = office.calendar().due(start, standard).unwrap();
        prop_assert!(due > start);
        let reference = Reference::new(office.parts);
        let around = due.date_naive().checked_sub_days(Days::new(2)).unwrap();
        let open = around.iter_days().take(5).flat_map(|date| reference.spans_on(date));
        prop_assert!(open.into_iter().any(|(opens, closes)| opens <= due && due <= closes));
    }

    #[test]
    fn an_explanation_tiles_the_time_until_due(
        office in office(), (from, on_bound) in start(), standard in standard(),
    ) {
        let (calendar, start) = (office.calendar(), office.start(from, on_bound));
        let explanation = calendar.explain(start, standard).unwrap();
        prop_assert_eq!(explanation.due(), calendar.due(start, standard).unwrap());
        let DueExplanation { worked, skipped, .. } = &explanation;
        prop_assert!(worked.is_sorted_by_key(|span| span.from));
        prop_assert!(skipped.is_sorted_by_key(|span| span.from));
        let mut tiles: Vec<_> = worked.iter().map(|span| (span.from, span.to)).collect();
        tiles.extend(skipped.iter().map(|span| (span.from, span.to)));
        tiles.sort_unstable();
        let mut told = start;
        for (from, to) in tiles {
            prop_assert_eq!(from, told);
            prop_assert!(to > from);
            told = to;
        }
        prop_assert_eq!(told, explanation.due());
        let sum: TimeDelta = worked.iter().map(|span| span.to - span.from).sum();
        prop_assert_eq!(sum, calendar.elapsed(start, told));
        if let Standard::WorkingTime { seconds } = standard {
            prop_assert_eq!(sum, TimeDelta::seconds(seconds.get().into()));
        }
        for span in skipped {
            prop_assert_eq!(calendar.elapsed(span.from, span.to), TimeDelta::zero());
        }
        for (one, next) in skipped.iter().zip(skipped.iter().skip(1)) {
            prop_assert!(one.to < next.from || one.reason != next.reason);
        }
    }

    #[test]
    fn standards_survive_their_text(standard in standard()) {
        prop_assert_eq!(standard.to_string().parse(), Ok(standard));
    }
}
