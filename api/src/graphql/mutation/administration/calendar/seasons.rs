//! `createSeason`, `changeSeason`, `removeSeason`

use async_graphql::{Context, InputObject, Object, Result};
use domain::administration::calendar::{CalendarAmendment, ChangeSeason, CreateSeason, RemoveSeason};

use super::hours::WorkingHoursInput;
use super::{CalendarPayload, amend_calendar};
use crate::graphql::mutation::amend::Head;
use crate::graphql::scalars::Date;

/// A season with working hours of its own.
#[derive(InputObject, Debug)]
pub struct CreateSeasonInput {
    /// What the office calls it; one line of at most 300 characters.
    name: String,
    /// Its first date.
    from: Date,
    /// Its last date; at most a year after the first, and 62 days in all where the office is closed throughout. No date of
    /// another season lies between.
    to: Date,
    /// Its hours, as those of `setWorkingHours`; empty where the office is closed throughout.
    hours: Vec<WorkingHoursInput>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// What changes of a season; what is left out stays.
#[derive(InputObject, Debug)]
pub struct ChangeSeasonInput {
    /// The season, by the first date it has so far.
    season: Date,
    /// What the office calls it; one line of at most 300 characters.
    name: Option<String>,
    /// Its first date.
    from: Option<Date>,
    /// Its last date.
    to: Option<Date>,
    /// Its hours, as those of `setWorkingHours`; empty where the office is closed throughout.
    hours: Option<Vec<WorkingHoursInput>>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// The season that is taken away.
#[derive(InputObject, Debug)]
pub struct RemoveSeasonInput {
    /// The season, by its first date.
    season: Date,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

#[derive(Default, Debug)]
pub(super) struct SeasonMutation;

#[Object]
impl SeasonMutation {
    /// Make a season with working hours of its own, such as Ramadan, by ADMINISTRATOR. Due times of open steps are computed
    /// anew.
    async fn create_season(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateSeasonInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let amended = amend_calendar(ctx, head, |reader| {
            let name = reader.text("name", &input.name);
            let hours = reader.hours("hours", &input.hours);
            let (from, to) = (input.from.0, input.to.0);
            Some(CalendarAmendment::CreateSeason(CreateSeason { name: name?, from, to, hours: hours? }))
        });
        Ok(amended.await?)
    }

    /// Change a season, by ADMINISTRATOR. Due times of open steps are computed anew.
    async fn change_season(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ChangeSeasonInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let amended = amend_calendar(ctx, head, |reader| {
            let name = reader.optional("name", input.name.as_ref());
            let hours = input.hours.as_deref().and_then(|hours| reader.hours("hours", hours));
            Some(CalendarAmendment::ChangeSeason(ChangeSeason {
                season: input.season.0,
                name,
                from: input.from.map(|date| date.0),
                to: input.to.map(|date| date.0),
                hours,
            }))
        });
        Ok(amended.await?)
    }

    /// Take a season away, by ADMINISTRATOR: the ordinary hours hold again. Due times of open steps are computed anew.
    async fn remove_season(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveSeasonInput,
    ) -> Result<CalendarPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let season = input.season.0;
        let amended =
            amend_calendar(ctx, head, |_| Some(CalendarAmendment::RemoveSeason(RemoveSeason { season })));
        Ok(amended.await?)
    }
}
