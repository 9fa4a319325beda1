//! `conformity`

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use domain::dashboard::figures::conformity::{self, conformity};

use super::loaded::Loaded;
use super::numbers::{Rate, int};
use crate::graphql::enums::Step;
use crate::graphql::page::rows;

/// In which respect a cycle conforms to the SOP.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::dashboard::conformance::Axis")]
pub enum ConformityAxis {
    /// Its steps follow each other as the SOP has them, allowed returns included: judged once a cycle.
    Order,
    /// A step was taken by a position the SOP names, or by who acts or stands in for it.
    Actor,
    /// A step put out what the SOP asks of it: advice, consideration, disposition, solution, answer, archive code.
    Output,
    /// A step was done by when it was due.
    Time,
}

/// One respect alone.
#[derive(SimpleObject, Clone, Debug)]
pub struct AxisRate {
    /// The respect.
    axis: ConformityAxis,
    /// How often it was met, of how often it could have been.
    met: Rate,
}

/// A sequence of steps.
#[derive(SimpleObject, Clone, Debug)]
pub struct Variant {
    /// The steps in the order in which they were taken, steps passed over left out; empty for all cycles of more than thirteen
    /// steps together.
    steps: Vec<Step>,
    /// Cycles of this sequence ÷ all.
    share: Rate,
}

/// How cycles conform to the SOP, over what is recorded: inputs of a step are not.
#[derive(Debug)]
pub struct Conformity(conformity::Conformity);

/// How cycles conform to the SOP, over what is recorded: inputs of a step are not.
#[Object]
impl Conformity {
    /// Cycles archived in the period; those that began in an imported register are not recorded well enough and count in none.
    async fn cycles(&self) -> i32 {
        int(self.0.cycles)
    }

    /// Mean over the cycles of axes met ÷ axes applicable (practice I1); null where there is no cycle.
    async fn index(&self) -> Option<f64> {
        self.0.index
    }

    /// Each axis alone.
    #[graphql(complexity = "4 * child_complexity + 1")]
    async fn axes(&self) -> Vec<AxisRate> {
        self.0.axes.iter().map(|(axis, met)| AxisRate { axis: (*axis).into(), met: (*met).into() }).collect()
    }

    /// Cycles whose steps follow each other as the SOP has them, allowed returns included ÷ all (practice I3).
    async fn fitness(&self) -> Rate {
        self.0.fitness.into()
    }

    /// The sequences of steps that occurred, most frequent first (practice I3).
    #[graphql(complexity = "first.unwrap_or(10).max(0) as usize * child_complexity + 1")]
    async fn variants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, at most 100; 10 where left out.")] first: Option<i32>,
    ) -> Result<Vec<Variant>> {
        let limit = rows(ctx, first.or(Some(10)))?;
        let variant =
            |(steps, share): &(Vec<domain::procedure::step::Step>, domain::dashboard::rate::Rate)| Variant {
                steps: steps.iter().map(|step| (*step).into()).collect(),
                share: (*share).into(),
            };
        Ok(self.0.variants.iter().take(limit).map(variant).collect())
    }
}

#[derive(Debug)]
pub(super) struct ConformityField(pub(super) Arc<Loaded>);

#[Object]
impl ConformityField {
    /// Throughput: how the cycles archived in the period conform to the SOP (practice I1, I3).
    async fn conformity(&self) -> Option<Conformity> {
        Some(Conformity(conformity(&self.0.flow)))
    }
}
