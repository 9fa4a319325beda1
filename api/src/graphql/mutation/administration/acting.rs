//! `appointActing`, `endActing`

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::administration::{Amendment, AppointActing, EndActing};
use domain::ids::ActingId;
use domain::office::Post;
use persistence::amend::Amended;

use super::open_work::{OpenWork, left_behind};
use crate::graphql::context::ContextExt;
use crate::graphql::enums::{Capacity, Position};
use crate::graphql::fault::Fault;
use crate::graphql::input::Reader;
use crate::graphql::mutation::amend::{Head, amend};
use crate::graphql::scalars::Date;
use crate::graphql::types::officer::ActingAppointment;
use crate::graphql::user_error::UserError;

/// Who acts for a position, from when to when.
#[derive(InputObject, Debug)]
pub struct AppointActingInput {
    /// Who acts; not the administrator himself.
    officer_id: ID,
    /// For which position; not INSPECTOR.
    position: Position,
    /// Of a SECTION_HEAD: the section.
    section_id: Option<ID>,
    /// PLT in a vacancy, PLH while the holder is away.
    capacity: Capacity,
    /// Number of the decree (surat perintah), required of a PLT; at most 300 characters.
    decree: Option<String>,
    /// First day: from as many days back as a step may be entered, to a year ahead.
    from: Date,
    /// Last day: not before today, within a year of the first one.
    to: Date,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// An appointment that ends before its time.
#[derive(InputObject, Debug)]
pub struct EndActingInput {
    /// The appointment.
    appointment_id: ID,
    /// Its last day from now on. Where left out it ends at once; one that has not begun is taken out.
    last_day: Option<Date>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// What became of an appointment to act.
#[derive(SimpleObject, Debug, Default)]
pub struct ActingPayload {
    /// The appointment as it now stands, in a dry run as it would; null where it was taken out, and where the mutation was
    /// refused.
    appointment: Option<ActingAppointment>,
    /// What waits for the post where an appointment ended at once; nothing otherwise.
    open_work: OpenWork,
    /// Why nothing was done; empty where it was.
    user_errors: Vec<UserError>,
}

async fn amend_acting(
    ctx: &Context<'_>,
    head: Head,
    read: impl FnOnce(&mut Reader) -> Option<Amendment>,
) -> Result<ActingPayload, Fault> {
    let Amended { before, after, subject, .. } = match amend(ctx, head, read).await? {
        Ok(amended) => amended,
        Err(user_errors) => return Ok(ActingPayload { user_errors, ..ActingPayload::default() }),
    };
    let after = Arc::new(after);
    let of = |office: &domain::office::Office| {
        office.acting.iter().find(|appointment| Some(appointment.id.0) == subject).cloned()
    };
    let (was, is) = (of(&before), of(&after));
    let open_work = match &was {
        Some(appointment) => left_behind(ctx, appointment.officer, &before, &after).await?,
        None => OpenWork::default(),
    };
    let appointment = is.and_then(|appointment| ActingAppointment::of(&after, &appointment));
    Ok(ActingPayload { appointment, open_work, user_errors: Vec::new() })
}

#[derive(Default, Debug)]
pub(super) struct ActingMutation;

#[Object]
impl ActingMutation {
    /// Appoint an officer to act for a position (Plt., Plh.) on whole days of the office, by ADMINISTRATOR. Of one position (of
    /// section heads: of one section) one officer acts at a time: days on which another acts already are refused. Acting makes
    /// no chains: it gives what the holder is appointed to, not what the holder acts for besides.
    async fn appoint_acting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AppointActingInput,
    ) -> Result<ActingPayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let id = ActingId(ctx.service().clock.new_id());
        let done = amend_acting(ctx, head, |reader| {
            let officer = reader.officer("officerId", &input.officer_id);
            let section = input.section_id.as_ref().and_then(|id| reader.section("sectionId", id));
            let decree = reader.optional("decree", input.decree.as_ref());
            Some(Amendment::AppointActing(AppointActing {
                id,
                officer: officer?,
                post: Post { position: input.position.into(), section },
                capacity: input.capacity.into(),
                decree,
                from: input.from.0,
                to: input.to.0,
            }))
        });
        Ok(done.await?)
    }

    /// End an appointment to act before its time, by ADMINISTRATOR.
    async fn end_acting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: EndActingInput,
    ) -> Result<ActingPayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let done = amend_acting(ctx, head, |reader| {
            let appointment = reader.appointment("appointmentId", &input.appointment_id)?;
            let last_day = input.last_day.map(|date| date.0);
            Some(Amendment::EndActing(EndActing { appointment, last_day }))
        });
        Ok(done.await?)
    }
}
