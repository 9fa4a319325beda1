//! `endSession`, `endOtherSessions`, `endOfficerSessions`

use async_graphql::{Context, ID, Object, Result};
use domain::complaint::refusal::Refusal;
use domain::office::Position;

use super::SessionsPayload;
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::UserErrorCode;
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::user_error::UserError;
use crate::messages::Other;

#[derive(Default, Debug)]
pub(super) struct SessionMutations;

#[Object]
impl SessionMutations {
    /// Ends one of the viewer's own sessions, or a machine's token of theirs.
    async fn end_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session's id.")] id: ID,
    ) -> Result<SessionsPayload> {
        let officer = ctx.viewer()?.officer.id;
        let ended = match NodeId::parse(&id) {
            Some(NodeId::Session(id)) => {
                ctx.store().end_session_of(officer, id, ctx.now()).await.or_fault(ctx)?
            }
            _ => false,
        };
        Ok(if ended { ended_so_many(1) } else { not_found(ctx, &Other::NoSuchSession, "id") })
    }

    /// Ends all of the viewer's own sessions but the one that this is asked in, tokens of machines included.
    async fn end_other_sessions(&self, ctx: &Context<'_>) -> Result<SessionsPayload> {
        let (officer, this) = (ctx.viewer()?.officer.id, ctx.request().token_hash.as_deref());
        let ended = ctx.store().end_other_sessions(officer, this, ctx.now()).await.or_fault(ctx)?;
        Ok(ended_so_many(ended))
    }

    /// Ends all sessions of an officer of the office, tokens of machines included; by ADMINISTRATOR. It is on record.
    async fn end_officer_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The officer, of the administrator's own office.")] officer_id: ID,
    ) -> Result<SessionsPayload> {
        Ok(end_of_another(ctx, &officer_id).await?)
    }
}

async fn end_of_another(ctx: &Context<'_>, id: &ID) -> Result<SessionsPayload, Fault> {
    let viewer = ctx.viewer()?;
    let administers = viewer.sight.posts.iter().any(|post| post.position == Position::Administrator);
    let Some(office) = viewer.office.as_deref().filter(|_| administers) else {
        let refusal = Refusal::NotPermitted { permitted: vec![Position::Administrator], until: None };
        let user_errors = UserError::refused(ctx, viewer.office.as_deref(), &refusal);
        return Ok(SessionsPayload { ended: 0, user_errors });
    };
    let named = match NodeId::parse(id) {
        Some(NodeId::Officer(id)) => office.officer(id),
        _ => None,
    };
    // One of another office is as unknown as one that does not exist.
    let Some(officer) = named else { return Ok(not_found(ctx, &Other::NoSuchOfficer, "officerId")) };
    let ended = ctx
        .store()
        .end_officer_sessions(office.id, viewer.officer.id, officer, ctx.now())
        .await
        .or_fault(ctx)?;
    Ok(ended_so_many(ended))
}

fn ended_so_many(ended: u64) -> SessionsPayload {
    SessionsPayload { ended: i32::try_from(ended).unwrap_or(i32::MAX), user_errors: Vec::new() }
}

fn not_found(ctx: &Context<'_>, other: &Other, argument: &str) -> SessionsPayload {
    let error = UserError::other(ctx, UserErrorCode::NotFound, other, None).of_argument(argument);
    SessionsPayload { ended: 0, user_errors: vec![error] }
}
