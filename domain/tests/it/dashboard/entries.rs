//! How soon what happened is entered.

use domain::dashboard::figures::entries::entries;
use domain::dashboard::rate::Rate;

use super::asked::{assert_stats, each, number};

#[test]
fn entries_belong_to_the_day_on_which_they_were_made() {
    each(|asked| {
        let (mut lags, mut late, mut in_time) = (Vec::new(), 0, 0);
        for (_, record) in asked.records() {
            let Some(closing) = record.closing.as_ref().filter(|c| c.taker.is_some()) else { continue };
            if !asked.in_period(closing.recorded_at) {
                continue;
            }
            let (lag, at) = (closing.entry_lag_seconds.unwrap(), closing.completed_at.unwrap());
            lags.push(lag);
            // A working day has seven and a half hours.
            if lag > 27_000 {
                late += 1;
                let due_at = record.due_at.unwrap();
                in_time += i64::from(at <= due_at && closing.recorded_at > due_at);
            }
        }
        let found = entries(&asked.flow(asked.period));
        assert_eq!(found.late, Rate::of(late, number(lags.len())));
        assert_eq!(found.late_in_time, Rate::of(in_time, late));
        assert_stats(found.lag, lags);
    });
}
