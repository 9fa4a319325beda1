//! `dashboard`: figures, one subject a file. What a request asks for is found out first, then read together, then made into
//! figures field by field.

mod backlog;
mod basics;
mod by_office;
mod by_section;
mod by_step;
mod conformity;
mod counts;
mod cycles;
mod entries;
mod loaded;
mod numbers;
mod period;
mod returns;
mod scope;
mod step_cohorts;
mod step_performance;
mod time_series;
mod totals;
mod wanted;
mod workload;

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Object, Result};

pub use scope::DashboardFilter;

use crate::graphql::context::ContextExt;
use loaded::Loaded;
use scope::Scope;
use wanted::Wanted;

/// Figures of the offices in scope. They count every complaint, secret ones too, and name nobody. Their times are those of
/// the happening, not of the entry; their days those of each office's calendar.
///
/// What an imported register says of a complaint counts as received and closed, by channel and by category, never in time or
/// late. One that was open in it goes on here: its steps count like any others, from step 2 on, which begins with the import.
/// What reckons from the beginning of a cycle (`resolution`, `shareOfTime`, `wholeCycles`, `answers`, `disposedSameDay`,
/// `firstPass`, `conformity`) leaves a cycle out that began in the register.
#[derive(MergedObject, Debug)]
pub struct Dashboard(
    basics::Basics,
    totals::TotalsField,
    counts::Counts,
    by_step::BySteps,
    by_section::BySections,
    by_office::ByOffices,
    time_series::TimeSeriesField,
    step_performance::StepPerformances,
    step_cohorts::StepCohorts,
    cycles::Cycles,
    backlog::Backlog,
    workload::Workload,
    returns::Returns,
    entries::EntriesField,
    conformity::ConformityField,
);

impl Dashboard {
    /// A dashboard, with what is asked of it read.
    async fn load(ctx: &Context<'_>, scope: Scope, wanted: &Wanted) -> Result<Self> {
        let loaded = Arc::new(Loaded::read(ctx, scope, wanted).await?);
        let at_hand = || Arc::clone(&loaded);
        Ok(Self(
            basics::Basics(at_hand()),
            totals::TotalsField(at_hand()),
            counts::Counts(at_hand()),
            by_step::BySteps(at_hand()),
            by_section::BySections(at_hand()),
            by_office::ByOffices(at_hand()),
            time_series::TimeSeriesField(at_hand()),
            step_performance::StepPerformances(at_hand()),
            step_cohorts::StepCohorts(at_hand()),
            cycles::Cycles(at_hand()),
            backlog::Backlog(at_hand()),
            workload::Workload(at_hand()),
            returns::Returns(at_hand()),
            entries::EntriesField(at_hand()),
            conformity::ConformityField(at_hand()),
        ))
    }
}

#[derive(Default, Debug)]
pub(super) struct DashboardQuery;

#[Object]
impl DashboardQuery {
    /// Figures of the viewer's office, or of an inspector's regency. Null only where it fails.
    async fn dashboard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which complaints, in which period.")] filter: Option<DashboardFilter>,
    ) -> Result<Option<Dashboard>> {
        let viewer = ctx.viewer()?;
        let scope = Scope::read(ctx, viewer, filter.unwrap_or_default()).await?;
        let wanted = Wanted::of(&ctx.look_ahead());
        Ok(Some(Dashboard::load(ctx, scope, &wanted).await?))
    }
}
