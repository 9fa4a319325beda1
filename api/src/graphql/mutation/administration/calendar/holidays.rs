//! `addHoliday`, `changeHoliday`, `removeHoliday`, `importHolidays`

use async_graphql::{Context, InputObject, Object, Result};
use domain::administration::calendar::{
    AddHoliday, CalendarAmendment, ChangeHoliday, ImportHolidays, RemoveHoliday,
};

use super::{CalendarPayload, amend_calendar};
use crate::graphql::enums::HolidayKind;
use crate::graphql::mutation::amend::Head;
use crate::graphql::scalars::Date;
use crate::import::holidays;

/// A holiday of the office.
#[derive(InputObject, Debug)]
pub struct AddHolidayInput {
    /// Its date.
    date: Date,
    /// Its name, unlike those of the date's other holidays; one line of at most 300 characters.
    name: String,
    /// Its kind.
    kind: HolidayKind,
    /// Whether the office is closed for it; yes where left out.
    closed: Option<bool>,
    /// Whether the date is not fixed yet; no where left out.
    estimated: Option<bool>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// What changes of a holiday; what is left out stays.
#[derive(InputObject, Debug)]
pub struct ChangeHolidayInput {
    /// The date it has so far.
    date: Date,
    /// The name it has so far.
    name: String,
    /// Another date.
    new_date: Option<Date>,
    /// Another name; one line of at most 300 characters.
    new_name: Option<String>,
    /// Its kind.
    kind: Option<HolidayKind>,
    /// Whether the office is closed for it.
    closed: Option<bool>,
    /// Whether the date is not fixed yet.
    estimated: Option<bool>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// The holiday that is taken away.
#[derive(InputObject, Debug)]
pub struct RemoveHolidayInput {
    /// Its date.
    date: Date,
    /// Its name.
    name: String,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// A table of holidays: all of it, or nothing.
#[derive(InputObject, Debug)]
pub struct ImportHolidaysInput {
    /// The table: comma- or semicolon-separated, at most 1,000 lines after the first, which names the columns: `date`
    /// (2026-02-02), `name`, and `kind` (`national_holiday`, `collective_leave`, `bali_dispensation`, each with `_estimated`
    /// after it where the date is not fixed yet); others are passed over. Of two lines of one date and name the first counts.
    csv: String,
    /// Whether the office is closed on local ones (`bali_dispensation`) that are new; yes where left out.
    closed_on_local: Option<bool>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

#[derive(Default, Debug)]
pub(super) struct HolidayMutation;

#[Object]
impl HolidayMutation {
    /// Add a holiday (hari libur), by ADMINISTRATOR. Due times of open steps are computed anew.
    async fn add_holiday(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AddHolidayInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let amended = amend_calendar(ctx, head, |reader| {
            let name = reader.text("name", &input.name)?;
            Some(CalendarAmendment::AddHoliday(AddHoliday {
                date: input.date.0,
                name,
                kind: input.kind.into(),
                closed: input.closed.unwrap_or(true),
                estimated: input.estimated.unwrap_or(false),
            }))
        });
        Ok(amended.await?)
    }

    /// Change a holiday (hari libur), by ADMINISTRATOR. Due times of open steps are computed anew.
    async fn change_holiday(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ChangeHolidayInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let amended = amend_calendar(ctx, head, |reader| {
            let name = reader.text("name", &input.name);
            let new_name = reader.optional("newName", input.new_name.as_ref());
            Some(CalendarAmendment::ChangeHoliday(ChangeHoliday {
                date: input.date.0,
                name: name?,
                new_date: input.new_date.map(|date| date.0),
                new_name,
                kind: input.kind.map(Into::into),
                closed: input.closed,
                estimated: input.estimated,
            }))
        });
        Ok(amended.await?)
    }

    /// Take a holiday away, by ADMINISTRATOR. Due times of open steps are computed anew.
    async fn remove_holiday(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveHolidayInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let amended = amend_calendar(ctx, head, |reader| {
            let name = reader.text("name", &input.name)?;
            Some(CalendarAmendment::RemoveHoliday(RemoveHoliday { date: input.date.0, name }))
        });
        Ok(amended.await?)
    }

    /// Add the holidays of a table, by ADMINISTRATOR: all, or none where a line is not right. Of those that are there already
    /// under their date and name, whether the office is closed for them stays as it is. Due times of open steps are computed
    /// anew.
    async fn import_holidays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ImportHolidaysInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let amended = amend_calendar(ctx, head, |reader| {
            match holidays::read(&input.csv, input.closed_on_local.unwrap_or(true)) {
                Ok(holidays) => Some(CalendarAmendment::ImportHolidays(ImportHolidays { holidays })),
                Err(faults) => {
                    faults.into_iter().for_each(|fault| reader.fault(vec!["csv"], fault));
                    None
                }
            }
        });
        Ok(amended.await?)
    }
}
