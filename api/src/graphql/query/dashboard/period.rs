//! The period of a dashboard: at most ten years, and begun by today.

use chrono::{Months, NaiveDate};
use domain::dashboard::plan::Period;

use crate::graphql::fault::Fault;
use crate::messages::{self, Language, Other};

/// Months of the longest period.
const LONGEST: u32 = 120;

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
