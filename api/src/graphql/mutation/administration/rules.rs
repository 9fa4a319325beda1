//! `changeRules`

use async_graphql::{Context, InputObject, Object, Result};
use domain::administration::{Amendment, BackdateDays, ChangeRules};
use domain::input::InputFault;
use domain::values::AgendaFormat;

use super::OfficePayload;
use crate::graphql::mutation::amend::{Head, amend};

/// Rules of the register; what is left out stays.
#[derive(InputObject, Debug)]
pub struct ChangeRulesInput {
    /// How agenda numbers (nomor agenda) are written from the next one on: {number} or {number:4} (padded with zeros) once,
    /// {month} (Roman) and {year}; at most 60 characters. Numbers that were given stay as they are.
    agenda_format: Option<String>,
    /// How many days back a step may be entered, from 0 to 366.
    backdate_days: Option<i32>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

#[derive(Default, Debug)]
pub(super) struct RulesMutation;

#[Object]
impl RulesMutation {
    /// Change how agenda numbers are written and how far back a step may be entered, by ADMINISTRATOR.
    async fn change_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ChangeRulesInput,
    ) -> Result<OfficePayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let done = amend(ctx, head, |reader| {
            let format = input
                .agenda_format
                .as_deref()
                .map(|format| AgendaFormat::parse(format.trim()).map_err(|_| InputFault::NotAnAgendaFormat));
            let days = input.backdate_days.map(BackdateDays::parse);
            Some(Amendment::ChangeRules(ChangeRules {
                agenda_format: format.and_then(|parsed| reader.parse(&["agendaFormat"], parsed)),
                backdate_days: days.and_then(|parsed| reader.parse(&["backdateDays"], parsed)),
            }))
        });
        Ok(done.await?.into())
    }
}
