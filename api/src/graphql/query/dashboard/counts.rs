//! `byStatus`, `byChannel`, `byCategory`

use std::cmp::Reverse;
use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::dashboard::figures::counts;

use super::loaded::Loaded;
use super::numbers::int;
use crate::graphql::enums::{Channel, ComplaintStatus};
use crate::graphql::page::rows;
use crate::graphql::types::Category;

/// Complaints of a status.
#[derive(SimpleObject, Clone, Debug)]
pub struct StatusCount {
    /// How they stand at `asOf`.
    status: ComplaintStatus,
    /// Complaints received in the period that stand so.
    count: i32,
}

/// Complaints of a channel.
#[derive(SimpleObject, Clone, Debug)]
pub struct ChannelCount {
    /// The channel; null for those of which an imported register does not say it, last and only where there are any.
    channel: Option<Channel>,
    /// Complaints received in the period.
    count: i32,
    /// Complaints closed in the period, by any exit.
    closed: i32,
}

/// Complaints of a category.
#[derive(SimpleObject, Clone, Debug)]
pub struct CategoryCount {
    /// The category; null for those that have none yet, only where there are any.
    category: Option<Category>,
    /// Complaints received in the period.
    count: i32,
}

#[derive(Debug)]
pub(super) struct Counts(pub(super) Arc<Loaded>);

#[Object]
impl Counts {
    /// Inflow: the complaints received in the period, by how they stand at `asOf`; every status.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn by_status(&self) -> Option<Vec<StatusCount>> {
        let count = |(status, count): (domain::complaint::standing::Status, i64)| StatusCount {
            status: status.into(),
            count: int(count),
        };
        Some(counts::by_status(&self.0.flow).into_iter().map(count).collect())
    }

    /// Inflow and throughput by channel (practice C3); every channel.
    #[graphql(complexity = "6 * child_complexity + 1")]
    async fn by_channel(&self) -> Option<Vec<ChannelCount>> {
        let count = |(channel, received, closed): (Option<domain::complaint::Channel>, i64, i64)| {
            ChannelCount { channel: channel.map(Into::into), count: int(received), closed: int(closed) }
        };
        Some(counts::by_channel(&self.0.flow).into_iter().map(count).collect())
    }

    /// Inflow: the complaints received in the period, by their category at `asOf`; every category of the offices in scope,
    /// most first, then by code.
    #[graphql(complexity = "first.unwrap_or(20).max(0) as usize * child_complexity + 1")]
    async fn by_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, at most 100; all where left out.")] first: Option<i32>,
    ) -> Result<Option<Vec<CategoryCount>>> {
        let limit = rows(ctx, first)?;
        let mut found: Vec<(i64, String, Option<Category>)> = Vec::new();
        let mut uncategorised = 0;
        for o in &self.0.scope.offices {
            let (flow, _) = self.0.of_office(o);
            let by_number: Vec<i64> = counts::by_category(flow).map(|(_, count)| count).collect();
            let count = |number: i32| {
                usize::try_from(number).ok().and_then(|number| by_number.get(number)).copied().unwrap_or(0)
            };
            uncategorised += count(0);
            let wanted = o.selection.categories.as_ref();
            for category in &o.office.categories {
                if wanted.is_none_or(|wanted| wanted.contains(&category.number)) {
                    let shown = Category { office: o.office.id, category: category.clone() };
                    found.push((count(category.number), category.code.clone(), Some(shown)));
                }
            }
        }
        if uncategorised > 0 {
            found.push((uncategorised, String::new(), None));
        }
        found.sort_by(|a, b| (Reverse(a.0), &a.1).cmp(&(Reverse(b.0), &b.1)));
        let count = |(count, _, category)| CategoryCount { category, count: int(count) };
        Ok(Some(found.into_iter().take(limit).map(count).collect()))
    }
}
