//! The procedure and its quality standard.

use async_graphql::{Object, SimpleObject};
use domain::procedure::table;

use crate::graphql::enums::{Position, Step};
use crate::graphql::scalars::{Date, Duration};

/// A revision of the procedure (SOP) with its quality standard (mutu baku).
#[derive(Clone, Debug)]
pub struct Procedure(pub(crate) domain::procedure::Procedure);

/// A revision of the procedure (SOP) with its quality standard (mutu baku).
#[Object]
impl Procedure {
    /// Number of the SOP (nomor SOP).
    async fn number(&self) -> &str {
        &self.0.number
    }

    /// Name of the SOP.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Running number of the revision in the office, from 1.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// First date on which complaints are received under it.
    async fn effective_from(&self) -> Date {
        Date(self.0.effective_from)
    }

    /// The ten steps, in order.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn steps(&self) -> Vec<ProcedureStep> {
        self.0
            .steps()
            .map(|(step, standard)| ProcedureStep {
                step: step.into(),
                order: i32::from(step.order()),
                activity: standard.activity.clone(),
                activity_indonesian: standard.activity_indonesian.clone(),
                actors: table::of(step).positions.iter().map(|&p| p.into()).collect(),
                requirements: standard.requirements.clone(),
                output: standard.output.clone(),
                standard_seconds: i32::try_from(standard.standard.seconds()).unwrap_or(i32::MAX),
                standard: Duration(standard.standard),
            })
            .collect()
    }
}

/// A step of the procedure with its standard.
#[derive(SimpleObject, Clone, Debug)]
pub struct ProcedureStep {
    /// The step.
    step: Step,
    /// Its number in the SOP, 1 to 10.
    order: i32,
    /// What is done (kegiatan), in English.
    activity: String,
    /// What is done (kegiatan), in Indonesian as in the SOP.
    activity_indonesian: String,
    /// Who takes it (pelaksana), the one it waits for first.
    actors: Vec<Position>,
    /// What it requires (kelengkapan).
    requirements: String,
    /// What it yields (output).
    output: String,
    /// Its standard (waktu) in seconds of working time; a working day counts 27,000 s (37.5 h a week in five days). Whether
    /// a step was on time is always judged by its `dueAt`.
    standard_seconds: i32,
    /// Its standard (waktu) in working time: PT30M, PT1H, P2D, P1D.
    standard: Duration,
}
