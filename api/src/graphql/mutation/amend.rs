//! What every mutation of an administrator shares.

use async_graphql::Context;
use domain::administration::{Actor, Amendment, Refusal, permitted};
use domain::office::Office;
use domain::values::Text;
use persistence::amend::{Amend, AmendError, Amended};

use super::advance::idempotency;
use crate::graphql::context::ContextExt;
use crate::graphql::enums::UserErrorCode;
use crate::graphql::fault::Fault;
use crate::graphql::input::Reader;
use crate::graphql::user_error::UserError;
use crate::messages::{self, Other};

/// The part that all inputs share.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) idempotency_key: Option<String>,
    pub(super) dry_run: Option<bool>,
}

/// Reads the input's own fields and amends the viewer's office; or why not. Who may not is told so whatever they ask.
pub(super) async fn amend(
    ctx: &Context<'_>,
    head: Head,
    read: impl FnOnce(&mut Reader) -> Option<Amendment>,
) -> Result<Result<Amended, Vec<UserError>>, Fault> {
    let viewer = ctx.viewer()?;
    let actor = Actor::Officer(viewer.officer.id);
    let Some(office) = viewer.office.as_deref() else {
        return Ok(Err(refused(ctx, None, &Refusal::NotPermitted)));
    };
    if let Err(refusal) = permitted(office, actor, ctx.now()) {
        return Ok(Err(refused(ctx, Some(office), &refusal)));
    }
    let mut reader = Reader::new(Some(office.id));
    let key: Option<Text<200>> = reader.optional("idempotencyKey", head.idempotency_key.as_ref());
    let amendment = read(&mut reader);
    let problems = reader.problems();
    let Some(amendment) = amendment.filter(|_| problems.is_empty()) else {
        return Ok(Err(UserError::invalid(ctx, Some(office), &problems)));
    };
    let amend = Amend {
        office: office.id,
        actor,
        dry_run: head.dry_run.unwrap_or(false),
        idempotency: idempotency(key, &amendment),
        now: ctx.now(),
        amendment,
    };
    let clock = &ctx.service().clock;
    match ctx.store().amend(&amend, || clock.new_id()).await {
        Ok(amended) => Ok(Ok(amended)),
        Err(AmendError::NotFound) => Ok(Err(refused(ctx, Some(office), &Refusal::NotPermitted))),
        Err(AmendError::IdempotencyMismatch) => {
            let other = Other::IdempotencyMismatch;
            let field: Option<&[&str]> = Some(&["idempotencyKey"]);
            Ok(Err(vec![UserError::other(ctx, UserErrorCode::IdempotencyMismatch, &other, field)]))
        }
        Err(AmendError::Refused(refusal)) => Ok(Err(refused(ctx, Some(office), &refusal))),
        Err(AmendError::Fault(error)) => Err(Fault::Store(error, ctx.language())),
    }
}

fn refused(ctx: &Context<'_>, office: Option<&Office>, refusal: &Refusal) -> Vec<UserError> {
    match refusal {
        Refusal::InvalidInput(problems) => UserError::invalid(ctx, office, problems),
        Refusal::NotPermitted | Refusal::Oneself | Refusal::LastAdministrator => vec![UserError {
            code: refusal.code().into(),
            message: messages::amendment(ctx.language(), office, refusal),
            field: None,
        }],
    }
}
