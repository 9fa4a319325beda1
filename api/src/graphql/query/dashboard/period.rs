//! The period of a dashboard: at most ten years, and begun by today.

use chrono::{Months, NaiveDate};
use domain::dashboard::plan::Period;

use crate::graphql::fault::Fault;
use crate::messages::{self, Language, Other};

/// Months of the longest period.
const LONGEST: u32 = 120;

/// The first day of the longest period that ends with a day.
pub(super) fn earliest(to: NaiveDate) -> NaiveDate {
    let decade = to.checked_sub_months(Months::new(LONGEST)).unwrap_or(NaiveDate::MIN);
    // Ten years after 29 February, or before it, are a day less than ten years.
    let fits = |from: &NaiveDate| from.checked_add_months(Months::new(LONGEST)).is_some_and(|end| to < end);
    decade.iter_days().find(fits).unwrap_or(to)
}

/// Reads a period; its last day is today where none is given.
///
/// # Errors
/// [`Fault::BadInput`] where it ends before it begins, begins after today, or is longer than ten years.
pub(super) fn read(
    language: Language,
    from: NaiveDate,
    to: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Period, Fault> {
    let wrong =
        |argument, other| Err(Fault::BadInput { argument, message: messages::other(language, &other) });
    if from > today {
        return wrong("filter.from", Other::PeriodInFuture { today });
    }
    let to = to.unwrap_or(today);
    if to < from {
        return wrong("filter.to", Other::PeriodBackwards { from });
    }
    let latest = from.checked_add_months(Months::new(LONGEST)).unwrap_or(NaiveDate::MAX);
    match to.succ_opt() {
        Some(end) if end <= latest => Ok(Period { from, end }),
        _ => wrong("filter.to", Other::PeriodTooLong { latest: latest.pred_opt().unwrap_or(latest) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_longest_period_is_not_too_long_on_any_day() {
        for to in date("2023-01-01").iter_days().take(1_600) {
            let read = |from: NaiveDate| super::read(Language::English, from, Some(to), to);
            let from = earliest(to);
            assert!(read(from).is_ok(), "{from} to {to}");
            assert!(from.pred_opt().is_some_and(|before| read(before).is_err()), "{from} to {to}");
        }
    }

    #[test]
    fn a_period_is_read_or_refused_by_name() {
        let today = date("2026-11-24");
        for (from, to, expected) in [
            ("2026-11-01", Some("2026-11-30"), Ok("2026-12-01")),
            ("2026-11-24", None, Ok("2026-11-25")),
            ("2016-02-29", Some("2026-02-27"), Ok("2026-02-28")),
            ("2016-02-29", Some("2026-02-28"), Err("filter.to")),
            ("2026-11-25", None, Err("filter.from")),
            ("2026-11-24", Some("2026-11-23"), Err("filter.to")),
            ("2026-01-01", Some("9999-12-31"), Err("filter.to")),
            ("0001-01-01", None, Err("filter.to")),
        ] {
            let read = read(Language::English, date(from), to.map(date), today);
            let found = match &read {
                Ok(period) => Ok(period.end.to_string()),
                Err(Fault::BadInput { argument, .. }) => Err(*argument),
                Err(_) => unreachable!(),
            };
            assert_eq!(found, expected.map(str::to_owned), "{from} to {to:?}");
        }
    }
}
