//! `asOf`, `from`, `to`, `previous`, `complaints`

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, Result};
use persistence::complaints::{ComplaintCursor, ComplaintFilter, ComplaintOrder, OrderField};
use persistence::counted_by::CountedBy;

use super::Dashboard;
use super::loaded::Loaded;
use super::wanted::Wanted;
use crate::graphql::enums::Step;
use crate::graphql::page::PageArguments;
use crate::graphql::query::complaints::list;
use crate::graphql::scalars::{Date, Instant};
use crate::graphql::types::complaint::ComplaintConnection;

/// A figure that counted complaints, or step records of complaints.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "persistence::counted_by::Figure")]
pub enum Figure {
    /// Received in the period.
    Received,
    /// Open at its end; with a step: at this step.
    Open,
    /// Open at its end and past due; with a step: at this step.
    Overdue,
    /// Closed in the period, by any exit.
    Closed,
    /// Having a step record done in time in the period; with a step: of this step.
    DoneOnTime,
    /// Having a step record done late in the period; with a step: of this step.
    DoneLate,
    /// Having a step record open at its end, and due at a time not yet passed then; with a step: of this step.
    OpenOnTime,
    /// Having a step record open and past due at its end; with a step: of this step.
    OpenLate,
}

#[derive(Debug)]
pub(super) struct Basics(pub(super) Arc<Loaded>);

#[Object]
impl Basics {
    /// The instant of these figures.
    async fn as_of(&self) -> Instant {
        self.0.scope.now.into()
    }

    /// First day of the period, inclusive, in each office's calendar.
    async fn from(&self) -> Date {
        Date(self.0.scope.period.from)
    }

    /// Last day of the period, inclusive.
    async fn to(&self) -> Date {
        Date(self.0.scope.period.to())
    }

    /// The same figures for the period of the same length before, in days.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn previous(&self, ctx: &Context<'_>) -> Result<Option<Dashboard>> {
        let wanted = Wanted::of(&ctx.look_ahead());
        Ok(Some(Dashboard::load(ctx, self.0.scope.before(), &wanted).await?))
    }

    /// The complaints that a figure counted, of these those the viewer may see. What is open now comes earliest due first,
    /// everything else newest received first. A figure of step records names each complaint once, however many of its records
    /// it counted. Complaints only: what a figure counted besides, because it waits for step 1 or was joined or set aside, stands
    /// in `submissions`.
    ///
    /// Where the dashboard is filtered by category or channel, an inspector's list leaves secret complaints out, though the
    /// figures count them: it would tell their category or channel, which an inspector may not see.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn complaints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The figure.")] figure: Figure,
        #[graphql(desc = "Of this step only; RECEIVED and CLOSED are of no step and pass it over.")]
        step: Option<Step>,
        #[graphql(desc = "The first so many, at most 100; 20 where left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<Option<ComplaintConnection>> {
        let scope = &self.0.scope;
        let counted = CountedBy { figure: figure.into(), step: step.map(Into::into), spans: scope.spans() };
        let order = if counted.is_of_now() {
            ComplaintOrder { field: OrderField::DueAt, descending: false }
        } else {
            ComplaintOrder { field: OrderField::ReceivedAt, descending: true }
        };
        let filter = ComplaintFilter {
            offices: Some(scope.offices.iter().map(|o| o.office.id).collect()),
            channel: scope.named.channels.clone(),
            categories: scope.named.categories.clone(),
            sections: scope.named.sections.clone(),
            counted: Some(counted),
            ..ComplaintFilter::default()
        };
        let page = PageArguments { first, after, ..PageArguments::default() }.read::<ComplaintCursor>(ctx)?;
        Ok(Some(list(ctx, filter, order, &page, scope.now).await?))
    }
}
