//! `officeChanges`

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use persistence::OfficeChangeFilter;
use persistence::page::Rows;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::fault::Fault;
use crate::graphql::page::{PageArguments, cursor};
use crate::graphql::scalars::Instant;
use crate::graphql::types::OfficeChange;
use crate::graphql::types::office_change::{OfficeChangeConnection, OfficeChangeTotal};
use crate::messages::{self, Other};

#[derive(Default, Debug)]
pub(super) struct OfficeChangesQuery;

#[Object]
impl OfficeChangesQuery {
    /// What was changed of an office, by whom and when, newest first: for its ADMINISTRATOR, its CAMAT, and the INSPECTOR of
    /// its regency. Null where no office of that code is in the viewer's reach.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(0) as usize * child_complexity")]
    #[allow(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn office_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its code, like 51.02.02; the viewer's own office where left out.")]
        office_code: Option<String>,
        #[graphql(desc = "The first so many, at most 100; 20 where left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "At or after this instant.")] from: Option<Instant>,
        #[graphql(desc = "Before this instant.")] to: Option<Instant>,
    ) -> Result<Option<OfficeChangeConnection>> {
        let viewer = ctx.viewer()?;
        if !viewer.sight.reviews_office() {
            let message = messages::other(ctx.language(), &Other::ChangesAreReviewed);
            return Err(Fault::Forbidden(message).into());
        }
        let page = PageArguments { first, after, ..PageArguments::default() }.read::<i32>(ctx)?;
        let id = match office_code {
            Some(code) => viewer.office_by_code(&code),
            None => viewer.office.as_ref().map(|office| office.id),
        };
        let Some(id) = id else { return Ok(None) };
        let Some(office) = ctx.loaders().offices.load_one(id).await.or_fault(ctx)? else { return Ok(None) };
        let filter = OfficeChangeFilter { from: from.map(|at| at.0), until: to.map(|at| at.0) };
        let Rows { rows, has_previous, has_next } =
            ctx.store().list_office_changes(id, &filter, &page).await.or_fault(ctx)?;
        let row = |change: domain::administration::OfficeChange| {
            (cursor(change.number), OfficeChange { office: Arc::clone(&office), change })
        };
        let rows = rows.into_iter().map(row).collect();
        let total = OfficeChangeTotal { office: id, filter };
        Ok(Some(OfficeChangeConnection::new(rows, has_previous, has_next, total)))
    }
}
