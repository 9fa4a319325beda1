//! `stepsBegun`

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::dashboard::figures::step_cohorts::step_cohorts;
use domain::dashboard::rate;
use domain::dashboard::stock::Pending;

use super::loaded::Loaded;
use super::numbers::{Bins, Rate, int};
use crate::graphql::enums::Step;

/// The records of a step that began in the period.
#[derive(SimpleObject, Clone, Debug)]
pub struct StepCohort {
    /// The step.
    step: Step,
    /// How many began, of those that have a due time and were not ended in time by something else.
    begun: i32,
    /// How they have gone until `asOf`.
    bins: Bins,
    /// (doneOnTime + openOnTime) ÷ begun.
    in_time: Rate,
    /// doneOnTime ÷ (doneOnTime + doneLate + openLate): what is open and not yet due does not count.
    on_time: Rate,
}

#[derive(Debug)]
pub(super) struct StepCohorts(pub(super) Arc<Loaded>);

#[Object]
impl StepCohorts {
    /// Inflow: the step records that began in the period, by how they have gone until `asOf` (practice C5); every step, in
    /// order.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn steps_begun(&self) -> Option<Vec<StepCohort>> {
        let period = self.0.scope.period;
        let mut pending: Vec<Pending> = Vec::new();
        for o in &self.0.scope.offices {
            let began = |p: &&Pending| {
                let day = o.office.calendar.local_date(p.started_at);
                period.from <= day && day < period.end
            };
            pending.extend(self.0.pending_of(o).iter().filter(began).cloned());
        }
        let cohort = |(step, bins): (domain::procedure::step::Step, rate::Bins)| {
            let in_time = bins.done_on_time + bins.open_on_time;
            let begun = in_time + bins.done_late + bins.open_late;
            StepCohort {
                step: step.into(),
                begun: int(begun),
                bins: bins.into(),
                in_time: rate::Rate::of(in_time, begun).into(),
                on_time: bins.on_time().into(),
            }
        };
        Some(step_cohorts(&self.0.flow, &pending).into_iter().map(cohort).collect())
    }
}
