//! `stepPerformance`

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::dashboard::figures::step_performance::step_performance;
use domain::dashboard::rate;

use super::loaded::Loaded;
use super::numbers::{Bins, DurationStats, Rate, int};
use crate::graphql::enums::Step;

/// How long a step takes, against the SOP's standard.
#[derive(SimpleObject, Clone, Debug)]
pub struct StepPerformance {
    /// The step.
    step: Step,
    /// Its standard in seconds of working time, a working day counted as 27,000 s; null where the offices and the revisions in
    /// force in the period hold several.
    standard_seconds: Option<i32>,
    /// Its records: done in the period, open at its end.
    bins: Bins,
    /// Of these: doneOnTime ÷ (doneOnTime + doneLate + openLate).
    on_time: Rate,
    /// Throughput: working time of those done in the period.
    duration: DurationStats,
    /// Throughput: of the working time that the complaints archived in the period spent in all steps, what they spent in this
    /// one, in seconds (practice C7). Of parallel sections the lead's counts.
    share_of_time: Rate,
}

#[derive(Debug)]
pub(super) struct StepPerformances(pub(super) Arc<Loaded>);

#[Object]
impl StepPerformances {
    /// How long each step takes, against the SOP's standard (practice C5 by throughput, C7); every step, in order.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn step_performance(&self) -> Option<Vec<StepPerformance>> {
        let steps = step_performance(&self.0.flow, &self.0.stock());
        let together: i64 = steps.iter().map(|step| step.dwell_seconds).sum();
        let performance = |of: domain::dashboard::figures::step_performance::Performance| StepPerformance {
            step: of.step.into(),
            standard_seconds: self.standard_seconds(of.step),
            bins: of.bins.into(),
            on_time: of.bins.on_time().into(),
            duration: of.duration.into(),
            share_of_time: rate::Rate::of(of.dwell_seconds, together).into(),
        };
        Some(steps.into_iter().map(performance).collect())
    }
}

impl StepPerformances {
    fn standard_seconds(&self, step: domain::procedure::step::Step) -> Option<i32> {
        let period = self.0.scope.period;
        let mut standards = BTreeSet::new();
        for o in &self.0.scope.offices {
            let revisions = &o.office.procedures;
            for (place, revision) in revisions.iter().enumerate() {
                let replaced = revisions.get(place + 1).map(|next| next.effective_from);
                if revision.effective_from < period.end && replaced.is_none_or(|on| on > period.from) {
                    standards.insert(revision.step(step).standard.seconds());
                }
            }
        }
        match standards.len() {
            1 => standards.first().map(|seconds| int(i64::from(*seconds))),
            _ => None,
        }
    }
}
