//! `setDay`, `restoreDay`

use async_graphql::{Context, InputObject, Object, Result};
use domain::administration::calendar::{CalendarAmendment, RestoreDay, SetDay};

use super::hours::OpeningHoursInput;
use super::{CalendarPayload, amend_calendar};
use crate::graphql::mutation::amend::Head;
use crate::graphql::scalars::Date;

/// A single day that goes by neither its weekday nor its holidays.
#[derive(InputObject, Debug)]
pub struct SetDayInput {
    /// The date. What was set of it before is replaced.
    date: Date,
    /// What the office calls it; one line of at most 300 characters.
    name: String,
    /// Whether the office opens.
    open: bool,
    /// When it is open, at most 6 spans, none of which overlap; where left out, at the hours of its weekday in its season. So a
    /// day on whose weekday the office never opens needs them, and a day on which it closes has none.
    hours: Option<Vec<OpeningHoursInput>>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// The day that goes by its weekday and its holidays again.
#[derive(InputObject, Debug)]
pub struct RestoreDayInput {
    /// The date.
    date: Date,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

#[derive(Default, Debug)]
pub(super) struct SpecialDayMutation;

#[Object]
impl SpecialDayMutation {
    /// Open or close a single day (hari khusus), whatever its weekday, its season and its holidays say, by ADMINISTRATOR.
    /// These stay as they are. Due times of open steps are computed anew.
    async fn set_day(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetDayInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let amended = amend_calendar(ctx, head, |reader| {
            let name = reader.text("name", &input.name);
            let hours = input.hours.as_deref().map(|hours| reader.spans("hours", hours));
            let hours = match hours {
                Some(read) => Some(read?),
                None => None,
            };
            Some(CalendarAmendment::SetDay(SetDay {
                date: input.date.0,
                name: name?,
                open: input.open,
                hours,
            }))
        });
        Ok(amended.await?)
    }

    /// Take away what was set of a single day, by ADMINISTRATOR: its weekday, its season and its holidays hold again. Due
    /// times of open steps are computed anew.
    async fn restore_day(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RestoreDayInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let date = input.date.0;
        let amended = amend_calendar(ctx, head, |_| Some(CalendarAmendment::RestoreDay(RestoreDay { date })));
        Ok(amended.await?)
    }
}
