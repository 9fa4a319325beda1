//! `workload`

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use domain::dashboard::figures::workload::workload;

use super::loaded::Loaded;
use super::numbers::int;
use crate::graphql::context::ContextExt;
use crate::graphql::enums::Position;
use crate::graphql::types::{Office, Section};

/// What waits for a position.
#[derive(SimpleObject, Clone, Debug)]
pub struct PositionLoad {
    /// The office.
    office: Office,
    /// The position.
    position: Position,
    /// The section, of a section head.
    section: Option<Section>,
    /// Step records that wait for it.
    open: i32,
    /// Of these, past due.
    overdue: i32,
    /// Working time left until they are due, together, in seconds; what is past due has none left.
    remaining_seconds: i32,
    /// Working time of the position in the next five working days, in seconds: of all who are appointed to it together. Who acts
    /// for it (Plt., Plh.) is there in place of who is appointed, while the appointment lasts, and adds time only where the post
    /// would be vacant. One who acts besides a position of his own counts in both.
    available_seconds: i32,
    /// remainingSeconds ÷ availableSeconds; null where there is no time.
    load: Option<f64>,
}

#[derive(Debug)]
pub(super) struct Workload(pub(super) Arc<Loaded>);

#[Object]
impl Workload {
    /// Stock: what waits for each position and section at `asOf`, whatever the period, against the time there is (practice
    /// C13). A step waits for the first position that may take it.
    #[graphql(complexity = "12 * child_complexity + 1")]
    async fn workload(&self, ctx: &Context<'_>) -> Option<Vec<PositionLoad>> {
        ctx.fleeting();
        let mut loads = Vec::new();
        for o in &self.0.scope.offices {
            let named =
                |number: i32| o.selection.sections.is_none_or(|set| set.numbers().any(|n| n == number));
            for load in workload(&o.office, &self.0.of_office_now(o), self.0.scope.now) {
                if !load.section.is_none_or(named) {
                    continue;
                }
                let section =
                    load.section.and_then(|number| o.office.sections.iter().find(|s| s.number == number));
                let time = load.available_seconds;
                loads.push(PositionLoad {
                    office: Office(Arc::clone(&o.office)),
                    position: load.position.into(),
                    section: section
                        .map(|section| Section { office: Arc::clone(&o.office), section: section.clone() }),
                    open: int(load.open),
                    overdue: int(load.overdue),
                    remaining_seconds: int(load.remaining_seconds),
                    available_seconds: int(time),
                    load: (time > 0).then(|| load.remaining_seconds as f64 / time as f64),
                });
            }
        }
        Some(loads)
    }
}
