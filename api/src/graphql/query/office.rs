//! `office`, `offices`

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use persistence::OfficeRow;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::page::{Known, PageArguments, cursor, slice};
use crate::graphql::types::Office;
use crate::graphql::types::office::OfficeConnection;

#[derive(Default, Debug)]
pub(super) struct OfficeQuery;

#[Object]
impl OfficeQuery {
    /// The offices in the viewer's reach, by code: their own, or an inspector's regency.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn offices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, at most 100; 20 where left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<Option<OfficeConnection>> {
        let viewer = ctx.viewer()?;
        let page = PageArguments { first, after, ..PageArguments::default() }.read::<usize>(ctx)?;
        let (rows, has_previous, has_next) = slice(&viewer.offices, &page);
        let ids: Vec<_> = rows.iter().map(|(_, OfficeRow { id, .. })| *id).collect();
        let offices = ctx.loaders().offices.load_many(ids).await.or_fault(ctx)?;
        let rows = rows
            .into_iter()
            .filter_map(|(place, row)| Some((cursor(place), Office(Arc::clone(offices.get(&row.id)?)))))
            .collect();
        Ok(Some(OfficeConnection::new(rows, has_previous, has_next, Known(viewer.offices.len()))))
    }

    /// An office in the viewer's reach.
    async fn office(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its code, like 51.02.02; the viewer's own office where left out.")] code: Option<
            String,
        >,
    ) -> Result<Option<Office>> {
        let viewer = ctx.viewer()?;
        let id = match code {
            Some(code) => viewer.office_by_code(&code),
            None => viewer.office.as_ref().map(|office| office.id),
        };
        let Some(id) = id else { return Ok(None) };
        Ok(ctx.loaders().offices.load_one(id).await.or_fault(ctx)?.map(Office))
    }
}
