//! `viewer`

use async_graphql::{Context, Object};

use crate::graphql::context::ContextExt;
use crate::graphql::types::Officer;

#[derive(Default, Debug)]
pub(super) struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who is signed in; null where nobody is.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Officer> {
        let viewer = ctx.request().viewer.as_ref()?;
        Some(Officer::of(viewer.office.as_ref(), &viewer.officer))
    }
}
