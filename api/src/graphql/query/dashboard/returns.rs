//! `returns`

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::dashboard::figures::returns::returns;
use domain::dashboard::rate;

use super::loaded::Loaded;
use super::numbers::Rate;
use crate::graphql::enums::Step;

/// Returns from one step to another.
#[derive(SimpleObject, Clone, Debug)]
pub struct ReturnEdge {
    /// The step that returned.
    from: Step,
    /// The step it was returned to.
    to: Step,
    /// Returns on this way in the period ÷ records of the step from that were completed or returned in it.
    returned: Rate,
}

#[derive(Debug)]
pub(super) struct Returns(pub(super) Arc<Loaded>);

#[Object]
impl Returns {
    /// Throughput: the ways on which complaints were returned for correction in the period (practice S3), in the order of the
    /// steps; ways that were not gone are left out.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn returns(&self) -> Option<Vec<ReturnEdge>> {
        type Edge = (domain::procedure::step::Step, domain::procedure::step::Step, rate::Rate);
        let edge =
            |(from, to, rate): Edge| ReturnEdge { from: from.into(), to: to.into(), returned: rate.into() };
        Some(returns(&self.0.flow).into_iter().map(edge).collect())
    }
}
