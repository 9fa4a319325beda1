//! A step record, and how its due time came about.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::complaint::record;
use domain::ids::OfficerId;

use super::complaint::{Complaint, ComplaintView};
use super::{Officer, Section};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::{Capacity, Position, Step, StepOutcome};
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::page::connection;
use crate::graphql::scalars::{Duration, Instant};
use crate::messages;

/// A record of one step taken once.
#[derive(Clone, Debug)]
pub struct StepRecord {
    view: Arc<ComplaintView>,
    place: usize,
}

impl StepRecord {
    /// The record of a number.
    pub(crate) fn numbered(view: &Arc<ComplaintView>, number: i32) -> Option<Self> {
        let place = view.complaint.records.iter().position(|r| r.number == number)?;
        Some(Self { view: Arc::clone(view), place })
    }

    /// Records that fit, in order.
    pub(crate) fn all(view: &Arc<ComplaintView>, fits: impl Fn(&record::StepRecord) -> bool) -> Vec<Self> {
        (0..)
            .zip(&view.complaint.records)
            .filter(|(_, record)| fits(record))
            .map(|(place, _)| Self { view: Arc::clone(view), place })
            .collect()
    }

    fn record(&self) -> &record::StepRecord {
        &self.view.complaint.records[self.place]
    }

    fn closing(&self) -> Option<&record::Closing> {
        self.record().closing.as_ref()
    }

    async fn load(&self, ctx: &Context<'_>, officer: Option<OfficerId>) -> Result<Option<Officer>, Fault> {
        match officer {
            Some(officer) => Officer::load(ctx, &self.view.office, officer).await,
            None => Ok(None),
        }
    }
}

/// A record of one step taken once (in step 7: by one section). A step that is done again gets a new one; closed records
/// never change.
#[Object]
impl StepRecord {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        let complaint = &self.view.complaint;
        NodeId::StepRecord(complaint.office, complaint.id, self.record().number).encode()
    }

    /// The complaint.
    async fn complaint(&self) -> Complaint {
        Complaint(Arc::clone(&self.view))
    }

    /// The step.
    async fn step(&self) -> Step {
        self.record().step.into()
    }

    /// The cycle: a reopened complaint starts cycle 2.
    async fn cycle(&self) -> i32 {
        self.record().cycle
    }

    /// The how-manieth time the step is taken in this cycle: 2 where it is done again after a return.
    async fn visit(&self) -> i32 {
        self.record().visit
    }

    /// The position that takes it, or took it.
    async fn position(&self) -> Position {
        self.record().position.into()
    }

    /// In step 7: the section asked.
    async fn section(&self) -> Option<Section> {
        Section::find(&self.view.office, self.record().section?)
    }

    /// In step 7: whether the section leads.
    async fn lead(&self) -> Option<bool> {
        self.record().lead
    }

    /// Who may take it now: holders of the position, those who act for them, and who stands in where they are complained
    /// of. Empty once done, and where nobody is left.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn waiting_for(&self, ctx: &Context<'_>) -> Vec<Officer> {
        if !self.record().is_open() {
            return Vec::new();
        }
        let (office, now) = (&self.view.office, ctx.now());
        let mut officers: Vec<OfficerId> = Vec::new();
        for post in self.record().posts() {
            for taker in office.takers(post, now, &self.view.complaint.reported) {
                if !officers.contains(&taker.officer) {
                    officers.push(taker.officer);
                }
            }
        }
        officers
            .into_iter()
            .filter_map(|id| office.officer(id))
            .map(|officer| Officer::of(Some(office), officer))
            .collect()
    }

    /// Who ended it; null while open, where skipped, and where it ended with another's.
    async fn officer(&self, ctx: &Context<'_>) -> Result<Option<Officer>> {
        Ok(self.load(ctx, self.closing().and_then(|c| c.taker).map(|t| t.officer)).await?)
    }

    /// How the officer held the position.
    async fn capacity(&self) -> Option<Capacity> {
        self.closing()?.taker.map(|t| t.capacity.into())
    }

    /// For whom the officer acted or stood in: "B as Plh. for A". Null where definitive, or where the post was vacant.
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Result<Option<Officer>> {
        Ok(self.load(ctx, self.closing().and_then(|c| c.taker).and_then(|t| t.on_behalf_of)).await?)
    }

    /// When its clock started; null where skipped, or where an imported register does not say.
    async fn started_at(&self) -> Option<Instant> {
        self.record().started_at.map(Instant)
    }

    /// When it is due; null where skipped, or where an imported register does not say.
    async fn due_at(&self) -> Option<Instant> {
        self.record().due_at.map(Instant)
    }

    /// When it happened.
    async fn completed_at(&self) -> Option<Instant> {
        self.closing()?.completed_at.map(Instant)
    }

    /// When it was entered: later than `completedAt` where paper came first.
    async fn recorded_at(&self) -> Option<Instant> {
        self.closing().map(|c| c.recorded_at.into())
    }

    /// Whether it is open and past its due time.
    async fn overdue(&self, ctx: &Context<'_>) -> bool {
        self.record().is_overdue(ctx.now())
    }

    /// A note, or the reason of a return, a hand-back, a referral. Null where the viewer may not see it.
    async fn note(&self) -> Option<&String> {
        self.view.content(self.closing()?.note.as_ref())
    }

    /// Why it was opened, where that was off the straight path: the reason of a return, a hand-back, a reopening. Null
    /// where the viewer may not see it.
    async fn opened_because(&self) -> Option<&String> {
        self.view.content(self.record().opened_because.as_ref())
    }

    /// What the step said: advice (4), consideration (5), instruction or own solution (6), solution (7), result (9). Kept
    /// for each record, also where the step is done again. Null where the viewer may not see it.
    async fn statement(&self) -> Option<&String> {
        use record::Content;
        let text = match &self.closing()?.content {
            Content::Advice { text, .. }
            | Content::Consideration { text, .. }
            | Content::Instruction { text }
            | Content::OwnSolution { text, .. }
            | Content::Solution { text, .. }
            | Content::Result { result: text, .. } => Some(text),
            Content::None | Content::Filing { .. } | Content::Referral { .. } => None,
        };
        self.view.content(text)
    }

    /// Working time used, in seconds, up to now while open; null where skipped, or where an imported register does not
    /// say.
    async fn working_seconds(&self, ctx: &Context<'_>) -> Option<i32> {
        let seconds = match self.closing() {
            Some(closing) => closing.working_seconds?,
            None => {
                ctx.fleeting();
                self.view.office.calendar.elapsed_seconds(self.record().started_at?, ctx.now())
            }
        };
        Some(i32::try_from(seconds).unwrap_or(i32::MAX))
    }

    /// Whether it was on time; null while open and not yet due, and where nothing was due.
    async fn on_time(&self, ctx: &Context<'_>) -> Option<bool> {
        self.record().on_time(ctx.now())
    }

    /// How it ended; null while open.
    async fn outcome(&self) -> Option<StepOutcome> {
        self.closing().map(|c| c.outcome.into())
    }

    /// How `dueAt` came about, so that nobody has to argue about it; null where nothing is due. Where the calendar was
    /// changed after a step was closed, null too: a closed step keeps its due time.
    async fn due_explanation(&self, ctx: &Context<'_>) -> Option<DueExplanation> {
        let (start, due_at) = (self.record().started_at?, self.record().due_at?);
        let procedure = self.view.office.procedure(self.view.complaint.procedure_revision)?;
        let standard = procedure.step(self.record().step).standard;
        let explanation = self.view.office.calendar.explain(start, standard).ok()?;
        (explanation.due() == due_at).then(|| DueExplanation::of(&explanation, ctx.language()))
    }
}

/// How a due time came about: the spans counted and the spans skipped together tile the time from start to due.
#[derive(SimpleObject, Clone, Debug)]
pub struct DueExplanation {
    /// When the clock started.
    start: Instant,
    /// The step's standard.
    standard: Duration,
    /// The working spans counted.
    worked: Vec<TimeSpan>,
    /// What was left out, and why.
    skipped: Vec<SkippedSpan>,
}

impl DueExplanation {
    fn of(explanation: &domain::working_time::DueExplanation, language: messages::Language) -> Self {
        Self {
            start: explanation.start.into(),
            standard: Duration(explanation.standard),
            worked: explanation
                .worked
                .iter()
                .map(|span| TimeSpan { from: span.from.into(), to: span.to.into() })
                .collect(),
            skipped: explanation
                .skipped
                .iter()
                .map(|span| SkippedSpan {
                    from: span.from.into(),
                    to: span.to.into(),
                    reason: messages::skipped(language, &span.reason),
                })
                .collect(),
        }
    }
}

/// A span of time.
#[derive(SimpleObject, Clone, Debug)]
pub struct TimeSpan {
    /// From this instant.
    from: Instant,
    /// To this instant.
    to: Instant,
}

/// A span of time that was not counted.
#[derive(SimpleObject, Clone, Debug)]
pub struct SkippedSpan {
    /// From this instant.
    from: Instant,
    /// To this instant.
    to: Instant,
    /// Why: outside office hours, a break, the weekend, or the name of a holiday; in the language of the request.
    reason: String,
}

connection!(StepRecordConnection, StepRecordEdge, StepRecord, WorklistTotal, "step records");

/// The length of the viewer's worklist.
#[derive(Clone, Debug)]
pub struct WorklistTotal {
    /// The office.
    pub(crate) office: Option<Arc<domain::office::Office>>,
    /// The viewer.
    pub(crate) officer: OfficerId,
    /// As of this instant.
    pub(crate) now: DateTime<Utc>,
}

impl WorklistTotal {
    pub(crate) async fn count(&self, ctx: &Context<'_>) -> Result<i32, Fault> {
        let Some(office) = &self.office else { return Ok(0) };
        let count = ctx.store().count_worklist(office, self.officer, self.now).await.or_fault(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
