//! The procedure and its quality standard.

use async_graphql::{Object, SimpleObject};
use domain::procedure::comparison::{StepDifference, TextDifference, compare};
use domain::procedure::table;

use crate::graphql::enums::{Position, Step, StepText};
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

    /// The rules it rests on (dasar hukum); null where not known.
    async fn legal_basis(&self) -> Option<&str> {
        self.0.legal_basis.as_deref()
    }

    /// Date on which it was decided (tanggal pengesahan); null where not known.
    async fn decided_on(&self) -> Option<Date> {
        self.0.decided_on.map(Date)
    }

    /// First date on which complaints are received under it. A complaint keeps the revision it was received under.
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

/// Two revisions of the procedure side by side.
#[derive(SimpleObject, Clone, Debug)]
pub struct ProcedureComparison {
    /// The one revision.
    before: Procedure,
    /// The other.
    after: Procedure,
    /// The steps of which anything differs, in order.
    steps: Vec<StepComparison>,
}

impl ProcedureComparison {
    pub(super) fn of(before: &domain::procedure::Procedure, after: &domain::procedure::Procedure) -> Self {
        Self {
            before: Procedure(before.clone()),
            after: Procedure(after.clone()),
            steps: compare(before, after).into_iter().map(StepComparison::from).collect(),
        }
    }
}

/// A step of which anything differs between two revisions.
#[derive(SimpleObject, Clone, Debug)]
pub struct StepComparison {
    /// The step.
    step: Step,
    /// Its standard (waktu) in the one revision, in working time.
    standard_before: Duration,
    /// Its standard in the other; the same where only texts differ.
    standard_after: Duration,
    /// Its standard in the one revision, in seconds of working time; a working day counts 27,000 s.
    standard_seconds_before: i32,
    /// Its standard in the other, in seconds of working time.
    standard_seconds_after: i32,
    /// Its texts that differ.
    texts: Vec<TextComparison>,
}

impl From<StepDifference> for StepComparison {
    fn from(difference: StepDifference) -> Self {
        let StepDifference { step, standard_before, standard_after, texts } = difference;
        let seconds =
            |standard: domain::working_time::Standard| i32::try_from(standard.seconds()).unwrap_or(i32::MAX);
        Self {
            step: step.into(),
            standard_before: Duration(standard_before),
            standard_after: Duration(standard_after),
            standard_seconds_before: seconds(standard_before),
            standard_seconds_after: seconds(standard_after),
            texts: texts.into_iter().map(TextComparison::from).collect(),
        }
    }
}

/// A text of a step that differs between two revisions.
#[derive(SimpleObject, Clone, Debug)]
pub struct TextComparison {
    /// Which text.
    text: StepText,
    /// In the one revision.
    before: String,
    /// In the other.
    after: String,
}

impl From<TextDifference> for TextComparison {
    fn from(difference: TextDifference) -> Self {
        let TextDifference { text, before, after } = difference;
        Self { text: text.into(), before, after }
    }
}
