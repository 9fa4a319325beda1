//! `byOffice`

use std::cmp::Reverse;
use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::dashboard::figures::totals;

use super::loaded::Loaded;
use super::numbers::{Rate, int};
use crate::graphql::page::rows;
use crate::graphql::types::Office;

/// An office among those in scope.
#[derive(SimpleObject, Clone, Debug)]
pub struct OfficeSummary {
    /// The office.
    office: Office,
    /// As in `totals`.
    received: i32,
    /// As in `totals`.
    open: i32,
    /// As in `totals`.
    overdue: i32,
    /// As in `totals`.
    closed: i32,
    /// As in `totals`.
    on_time: Rate,
}

#[derive(Debug)]
pub(super) struct ByOffices(pub(super) Arc<Loaded>);

#[Object]
impl ByOffices {
    /// The offices in scope, most complaints received in the period first, then by code.
    #[graphql(complexity = "first.unwrap_or(20).max(0) as usize * child_complexity + 1")]
    async fn by_office(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, at most 100; all where left out.")] first: Option<i32>,
    ) -> Result<Option<Vec<OfficeSummary>>> {
        let limit = rows(ctx, first)?;
        let mut found: Vec<_> = self
            .0
            .scope
            .offices
            .iter()
            .map(|o| {
                let (flow, stock) = self.0.of_office(o);
                (totals::totals(flow, &stock), Arc::clone(&o.office))
            })
            .collect();
        found.sort_by(|(a, x), (b, y)| (Reverse(a.received), &x.code).cmp(&(Reverse(b.received), &y.code)));
        let summary = |(figures, office): (totals::Totals, _)| OfficeSummary {
            office: Office(office),
            received: int(figures.received),
            open: int(figures.open),
            overdue: int(figures.overdue),
            closed: int(figures.closed),
            on_time: figures.bins.on_time().into(),
        };
        Ok(Some(found.into_iter().take(limit).map(summary).collect()))
    }
}
