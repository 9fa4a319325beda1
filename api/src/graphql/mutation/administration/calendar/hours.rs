//! `setWorkingHours`, and how hours are given.

use async_graphql::{Context, InputObject, Object, Result};
use domain::administration::calendar::{
    CalendarAmendment, MAX_SPANS_A_DAY, SetWorkingHours, opening_spans, weekly_hours,
};
use domain::input::InputFault;
use domain::working_time::{OpeningSpan, WeeklyHours};

use super::{CalendarPayload, amend_calendar};
use crate::graphql::input::Reader;
use crate::graphql::mutation::amend::Head;

/// A span in which the office is open on a weekday.
#[derive(InputObject, Debug)]
pub struct WorkingHoursInput {
    /// ISO weekday: 1 is Monday, 7 Sunday.
    weekday: i32,
    /// Local time at which it opens, HH:MM.
    opens: String,
    /// Local time at which it closes, HH:MM, later than it opens; 24:00 is midnight at the end of the day.
    closes: String,
}

/// A span in which the office is open on a certain day.
#[derive(InputObject, Debug)]
pub struct OpeningHoursInput {
    /// Local time at which it opens, HH:MM.
    opens: String,
    /// Local time at which it closes, HH:MM, later than it opens; 24:00 is midnight at the end of the day.
    closes: String,
}

impl Reader {
    /// The hours of a week.
    pub(super) fn hours(&mut self, field: &'static str, rows: &[WorkingHoursInput]) -> Option<WeeklyHours> {
        const MOST: usize = 7 * MAX_SPANS_A_DAY;
        if rows.len() > MOST {
            self.fault(vec![field], InputFault::TooMany { max: MOST });
            return None;
        }
        let rows = rows.iter().map(|row| (row.weekday, row.opens.as_str(), row.closes.as_str()));
        self.parse(&[field], weekly_hours(rows))
    }

    /// The hours of a day.
    pub(super) fn spans(
        &mut self,
        field: &'static str,
        rows: &[OpeningHoursInput],
    ) -> Option<Vec<OpeningSpan>> {
        let rows = rows.iter().map(|row| (row.opens.as_str(), row.closes.as_str()));
        self.parse(&[field], opening_spans(rows))
    }
}

/// The ordinary working hours of the week (jam kerja), in place of those before.
#[derive(InputObject, Debug)]
pub struct SetWorkingHoursInput {
    /// The spans in any order; a break lies between two of a weekday, and a weekday without any is closed. None of a weekday
    /// overlap; at most 6 a day, and at least one in the week.
    hours: Vec<WorkingHoursInput>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

#[derive(Default, Debug)]
pub(super) struct HoursMutation;

#[Object]
impl HoursMutation {
    /// Set the ordinary working hours (jam kerja), by ADMINISTRATOR. Due times of open steps are computed anew.
    async fn set_working_hours(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetWorkingHoursInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let amended = amend_calendar(ctx, head, |reader| {
            let hours = reader.hours("hours", &input.hours)?;
            Some(CalendarAmendment::SetWorkingHours(SetWorkingHours { hours }))
        });
        Ok(amended.await?)
    }
}
