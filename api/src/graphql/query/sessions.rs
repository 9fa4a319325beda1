//! `sessions`

use async_graphql::{Context, Object, Result};
use persistence::account::session_id;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::types::Session;

#[derive(Default, Debug)]
pub(super) struct SessionsQuery;

#[Object]
impl SessionsQuery {
    /// The sessions that are open in the viewer's own name, tokens of machines included, newest first; at most 100.
    #[graphql(complexity = "5 + 20 * child_complexity")]
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Option<Vec<Session>>> {
        // No revision tells that one began or ended.
        ctx.fleeting();
        let officer = ctx.viewer()?.officer.id;
        let current = ctx.request().token_hash.as_deref().map(session_id);
        let sessions = ctx.store().list_sessions(officer, ctx.now()).await.or_fault(ctx)?;
        let session = |session: persistence::account::OpenSession| {
            let is_current = Some(session.id) == current;
            Session::of(session, is_current)
        };
        Ok(Some(sessions.into_iter().map(session).collect()))
    }
}
