//! `byStep`

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::dashboard::figures::by_step::{self, AtStep};

use super::loaded::Loaded;
use super::numbers::int;
use crate::graphql::enums::Step;

/// Complaints that wait at a step.
#[derive(SimpleObject, Clone, Debug)]
pub struct StepSummary {
    /// The step.
    step: Step,
    /// Complaints at this step at the earlier of `asOf` and the end of the period; at step 1, submissions.
    open: i32,
    /// Of these, those past due.
    overdue: i32,
}

#[derive(Debug)]
pub(super) struct BySteps(pub(super) Arc<Loaded>);

#[Object]
impl BySteps {
    /// Stock: where complaints wait; every step, in order. Complaints of an imported register were at no step before they
    /// were imported.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn by_step(&self) -> Option<Vec<StepSummary>> {
        let at = |AtStep { step, open, overdue }| StepSummary {
            step: step.into(),
            open: int(open),
            overdue: int(overdue),
        };
        Some(by_step::by_step(&self.0.stock()).into_iter().map(at).collect())
    }
}
