//! A complaint, as a viewer sees it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::complaint;
use domain::complaint::actions::actions;
use domain::complaint::conflict::Conflict;
use domain::complaint::sheet;
use domain::complaint::standing::Standing;
use domain::ids::ComplaintId;
use domain::reading::ReadPart;
use domain::visibility::Sight;
use persistence::complaints::ComplaintFilter;

use super::office::Village;
use super::{
    Action, Category, ConflictOfInterest, DispositionSheet, Office, Officer, Procedure, Solution, StepRecord,
};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::{Channel, ComplaintStatus, Confidentiality, Step, Urgency};
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::loaders::{ChangesOf, ComplaintKey, DuplicatesOf, LikelyDuplicatesOf};
use crate::graphql::page::connection;
use crate::graphql::readings::ReadingsOf;
use crate::graphql::scalars::Instant;

/// A complaint, what the viewer sees of it, and its office.
#[derive(Debug)]
pub struct ComplaintView {
    /// The complaint.
    pub complaint: domain::complaint::Complaint,
    /// What the viewer sees of it.
    pub sight: Sight,
    /// Its office.
    pub office: Arc<domain::office::Office>,
    /// Whether all its step records were read; of a line of a list only the open ones may have been.
    pub whole: bool,
    /// Where it is noted what is shown of it.
    pub readings: ReadingsOf,
}

impl ComplaintView {
    /// What belongs to the content, where the viewer sees the content. Every way to it leads through here, so that its
    /// readings are noted.
    pub(crate) fn content<T>(&self, value: Option<T>) -> Option<T> {
        let shown = value.filter(|_| self.sight.content);
        if shown.is_some() {
            self.readings.note(ReadPart::Content);
        }
        shown
    }

    /// The complaint, with all its step records.
    pub(crate) fn whole(&self) -> Result<&domain::complaint::Complaint, Fault> {
        let unread = || Fault::Failed("a field needs step records that were not read".to_owned());
        self.whole.then_some(&self.complaint).ok_or_else(unread)
    }

    /// Who complained, without what the viewer does not see.
    fn complainant(&self) -> complaint::Complainant {
        self.sight.complainant(&self.complaint.complainant)
    }

    async fn related(&self, ctx: &Context<'_>, id: ComplaintId) -> Result<Option<Complaint>, Fault> {
        let key = ComplaintKey(self.complaint.office, id);
        Ok(ctx.loaders().sighted.load_one(key).await.or_fault(ctx)?.map(Complaint))
    }
}

/// A complaint (pengaduan).
#[derive(Clone, Debug)]
pub struct Complaint(pub(crate) Arc<ComplaintView>);

/// A complaint (pengaduan masyarakat). What the viewer may not see is null.
#[Object]
impl Complaint {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Complaint(self.0.complaint.office, self.0.complaint.id).encode()
    }

    /// The office that handles it.
    async fn office(&self) -> Office {
        Office(Arc::clone(&self.0.office))
    }

    /// Agenda number (nomor agenda), as it stands in the register: one for each complaint of an office and year, without
    /// gaps.
    async fn agenda_number(&self) -> &str {
        &self.0.complaint.agenda_number.text
    }

    /// What the complainant follows it by. Null where the viewer may not see the content, since the answer could be read
    /// by it, and for complaints of an imported register.
    async fn tracking_code(&self) -> Option<String> {
        self.0.content(self.0.complaint.tracking_code.as_ref()).map(ToString::to_string)
    }

    /// How it came in (melalui). Null where an imported register does not say, or the viewer may not see it.
    async fn channel(&self) -> Option<Channel> {
        self.0.content(self.0.complaint.channel).map(Into::into)
    }

    /// Subject (perihal). Null where an imported register does not say, or the viewer may not see it.
    async fn subject(&self) -> Option<&String> {
        self.0.content(self.0.complaint.subject.as_ref())
    }

    /// What it is about. Null where an imported register does not say, or the viewer may not see it.
    async fn description(&self) -> Option<&String> {
        self.0.content(self.0.complaint.description.as_ref())
    }

    /// Category (kategori). Null where it is not settled yet, or the viewer may not see it.
    async fn category(&self) -> Option<Category> {
        let category = self.0.office.category(self.0.content(self.0.complaint.category)?)?;
        Some(Category { office: self.0.office.id, category: category.clone() })
    }

    /// The village (desa) it is about. Null where none is, or the viewer may not see it.
    async fn village(&self) -> Option<Village> {
        let code = self.0.content(self.0.complaint.village.as_ref())?;
        self.0.office.village(code).map(Village::from)
    }

    /// Urgency (tingkat urgensi).
    async fn urgency(&self) -> Urgency {
        self.0.complaint.urgency.into()
    }

    /// Confidentiality (sifat).
    async fn confidentiality(&self) -> Confidentiality {
        self.0.complaint.confidentiality.into()
    }

    /// Who complained (pelapor): what is known and the viewer may see. Null where nothing is left.
    async fn complainant(&self) -> Option<Complainant> {
        Complainant::shown(self.0.complainant(), self.0.readings.clone())
    }

    /// Whether any known part of the complainant is withheld from the viewer.
    async fn complainant_hidden(&self) -> bool {
        self.0.complainant() != self.0.complaint.complainant
    }

    /// The officers complained of (terlapor): they neither see nor handle it. Empty where the viewer may not see the
    /// content.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn reported_officers(&self, ctx: &Context<'_>) -> Result<Vec<Officer>> {
        let mut officers = Vec::new();
        let reported = Some(&self.0.complaint.reported).filter(|reported| !reported.is_empty());
        for &id in self.0.content(reported).into_iter().flatten() {
            officers.extend(Officer::load(ctx, &self.0.office, id).await?);
        }
        Ok(officers)
    }

    /// Whether officers who handle such complaints are complained of, for whom others stand in: marked also for the
    /// inspector, who may not see the content. Null where none of them is.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn conflict_of_interest(&self, ctx: &Context<'_>) -> Option<ConflictOfInterest> {
        let conflict = Conflict::of(&self.0.office, &self.0.complaint, ctx.now())?;
        Some(ConflictOfInterest::of(&conflict, ctx.language()))
    }

    /// How it stands.
    async fn status(&self) -> ComplaintStatus {
        self.0.complaint.standing.status().into()
    }

    /// The open step; null once closed.
    async fn current_step(&self) -> Option<Step> {
        self.0.complaint.standing.step().map(Into::into)
    }

    /// When the clock of the open step started.
    async fn step_started_at(&self) -> Option<Instant> {
        self.0.complaint.step_started_at().map(Instant)
    }

    /// When the open step is due: the earliest of its records.
    async fn due_at(&self) -> Option<Instant> {
        self.0.complaint.due_at().map(Instant)
    }

    /// Whether any of its open step records is past its due time.
    async fn overdue(&self, ctx: &Context<'_>) -> bool {
        self.0.complaint.open_records().any(|record| record.is_overdue(ctx.now()))
    }

    /// The open step's records: more than one where several sections solve.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn open_steps(&self) -> Vec<StepRecord> {
        StepRecord::all(&self.0, domain::complaint::record::StepRecord::is_open)
    }

    /// When it arrived at its channel: the clock of step 1 started here.
    async fn arrived_at(&self) -> Instant {
        self.0.complaint.arrived_at.into()
    }

    /// When step 1 was done.
    async fn received_at(&self) -> Instant {
        self.0.complaint.received_at.into()
    }

    /// When it was closed, by whichever exit; null while open.
    async fn closed_at(&self) -> Option<Instant> {
        self.0.complaint.standing.closed_at().map(Instant)
    }

    /// The present cycle: 2 after a reopening.
    async fn cycle(&self) -> i32 {
        self.0.complaint.cycle
    }

    /// Raised by one with each mutation; to be given back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.complaint.version
    }

    /// The revision of the procedure it was received under.
    async fn procedure(&self) -> Result<Procedure> {
        let procedure = self.0.office.procedure(self.0.complaint.procedure_revision).cloned();
        procedure.map(Procedure).ok_or_else(|| "the complaint's procedure is not known".into())
    }

    /// All step records, in the order of recording.
    #[graphql(complexity = "8 * child_complexity + 1")]
    async fn history(&self) -> Result<Vec<StepRecord>> {
        self.0.whole()?;
        Ok(StepRecord::all(&self.0, |_| true))
    }

    /// The log of changes: what `correctComplaint` put right, with what stood before; also reopenings. Hidden as the
    /// fields themselves are.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<Change>> {
        let key = ChangesOf(self.0.complaint.office, self.0.complaint.id);
        let logged = ctx.loaders().sighted.load_one(key).await.or_fault(ctx)?.unwrap_or_default();
        let mut changes = Vec::with_capacity(logged.len());
        for change in logged {
            let officer = Officer::load(ctx, &self.0.office, change.officer).await?;
            let seen = self.0.sight.shows(change.field);
            if let Some(part) = ReadPart::of(change.field).filter(|_| seen) {
                self.0.readings.note(part);
            }
            changes.push(Change {
                at: change.at.into(),
                officer: officer.ok_or("the officer is not known")?,
                reason: self.0.content(Some(change.reason)).unwrap_or_default(),
                field: change.field.to_string(),
                before: change.before.filter(|_| seen),
                after: change.after.filter(|_| seen),
            });
        }
        Ok(changes)
    }

    /// The disposition sheet (lembar disposisi) of the present cycle; null before step 2 is done in it, or where the
    /// viewer may not see it.
    async fn disposition_sheet(&self) -> Result<Option<DispositionSheet>> {
        let sheet = self.0.content(sheet::DispositionSheet::of(self.0.whole()?));
        Ok(sheet.map(|sheet| DispositionSheet { view: Arc::clone(&self.0), sheet }))
    }

    /// The solutions given (step 7), or the camat's own (step 6), oldest first. Empty where the viewer may not see them.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn solutions(&self) -> Result<Vec<Solution>> {
        let solutions = domain::complaint::solution::Solution::all_of(self.0.whole()?);
        let seen = solutions.into_iter().filter_map(|solution| self.0.content(Some(solution)));
        Ok(seen.map(|solution| Solution { view: Arc::clone(&self.0), solution }).collect())
    }

    /// What was done (step 9); of a reopened complaint, what was done last. Null where the viewer may not see it.
    async fn result(&self) -> Option<&String> {
        self.0.content(self.0.complaint.result.as_ref())
    }

    /// What the complainant was told (step 9); of a reopened complaint, what they were told last. Null where the viewer may
    /// not see it.
    async fn answer(&self) -> Option<&String> {
        self.0.content(self.0.complaint.answer.as_ref())
    }

    /// When the complainant was told.
    async fn answered_at(&self) -> Option<Instant> {
        self.0.complaint.answered_at.map(Instant)
    }

    /// Where it is filed (step 10). Null where the viewer may not see the content.
    async fn archive_code(&self) -> Option<&String> {
        self.0.content(self.0.complaint.archive_code.as_ref())
    }

    /// The agency it was referred to. Null where the viewer may not see the content.
    async fn referred_to(&self) -> Option<&String> {
        match &self.0.complaint.standing {
            Standing::Referred { to, .. } => self.0.content(Some(to)),
            Standing::InProgress { .. }
            | Standing::Archived { .. }
            | Standing::Duplicate { .. }
            | Standing::Withdrawn { .. } => None,
        }
    }

    /// The complaint it is a duplicate of; null where that one does not exist for the viewer, or the viewer may not see the
    /// content: it is the same matter.
    async fn duplicate_of(&self, ctx: &Context<'_>) -> Result<Option<Complaint>> {
        match self.0.complaint.standing {
            Standing::Duplicate { of, .. } => match self.0.content(Some(of)) {
                Some(of) => Ok(self.0.related(ctx, of).await?),
                None => Ok(None),
            },
            Standing::InProgress { .. }
            | Standing::Archived { .. }
            | Standing::Referred { .. }
            | Standing::Withdrawn { .. } => Ok(None),
        }
    }

    /// The complaints closed as duplicates of it whose content the viewer sees.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn duplicates(&self, ctx: &Context<'_>) -> Result<Vec<Complaint>> {
        let key = DuplicatesOf(self.0.complaint.office, self.0.complaint.id);
        let duplicates = ctx.loaders().sighted.load_one(key).await.or_fault(ctx)?.unwrap_or_default();
        let is_seen = |view: &Arc<ComplaintView>| view.content(self.0.content(Some(()))).is_some();
        Ok(duplicates.into_iter().filter(is_seen).map(Complaint).collect())
    }

    /// The complaints of the office that are likely the same matter, while step 2 is open: from the same complainant, or saying
    /// nearly the same. Of those received in the half year before it arrived and since, the newest 300 are compared; the
    /// likeliest five are told, of those whose content the viewer sees, and by what the viewer sees. A hint: nothing closes by it.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn likely_duplicates(&self, ctx: &Context<'_>) -> Result<Vec<Complaint>> {
        let at_step_2 = Standing::InProgress { step: domain::procedure::step::Step::AttachDispositionSheet };
        if self.0.complaint.standing != at_step_2 {
            return Ok(Vec::new());
        }
        let likely = ctx.loaders().sighted.load_one(LikelyDuplicatesOf::complaint(&self.0)).await;
        let likely = likely.or_fault(ctx)?.unwrap_or_default().into_iter();
        // That one is like the other tells something of both.
        Ok(likely.filter(|view| view.content(self.0.content(Some(()))).is_some()).map(Complaint).collect())
    }

    /// Every mutation that fits how it stands, allowed to the viewer or not, and why not.
    #[graphql(complexity = "6 * child_complexity + 1")]
    async fn actions(&self, ctx: &Context<'_>) -> Result<Vec<Action>> {
        let (viewer, now, language) = (ctx.viewer()?, ctx.now(), ctx.language());
        let actions = actions(&self.0.office, self.0.whole()?, viewer.officer.id, now);
        Ok(actions.into_iter().map(|action| Action::of(action, &self.0.office, language)).collect())
    }
}

/// Who complained (pelapor), as far as known and to be seen.
#[derive(Clone, Debug)]
pub struct Complainant {
    shown: complaint::Complainant,
    readings: ReadingsOf,
}

impl Complainant {
    /// What is shown of a complainant; none where nothing is left.
    pub(crate) fn shown(shown: complaint::Complainant, readings: ReadingsOf) -> Option<Self> {
        (shown != complaint::Complainant::default()).then_some(Self { shown, readings })
    }

    fn read<'a>(&self, part: ReadPart, value: &'a Option<String>) -> Option<&'a String> {
        if value.is_some() {
            self.readings.note(part);
        }
        value.as_ref()
    }
}

/// Who complained (pelapor), as far as known and to be seen.
#[Object]
impl Complainant {
    /// Name.
    async fn name(&self) -> Option<&String> {
        self.read(ReadPart::Complainant, &self.shown.name)
    }

    /// Telephone.
    async fn phone(&self) -> Option<&String> {
        self.read(ReadPart::Complainant, &self.shown.phone)
    }

    /// E-mail.
    async fn email(&self) -> Option<&String> {
        self.read(ReadPart::Complainant, &self.shown.email)
    }

    /// Address.
    async fn address(&self) -> Option<&String> {
        self.read(ReadPart::Complainant, &self.shown.address)
    }

    /// National id (NIK), 16 digits. Each reading is on record.
    async fn national_id(&self) -> Option<&String> {
        self.read(ReadPart::NationalId, &self.shown.national_id)
    }
}

/// An entry of the log of changes.
#[derive(SimpleObject, Clone, Debug)]
pub struct Change {
    /// When it was entered.
    at: Instant,
    /// By whom.
    officer: Officer,
    /// Why; empty where the viewer may not see the content.
    reason: String,
    /// Which field, like subject or complainant.phone.
    field: String,
    /// What stood before; null where nothing did, or the viewer may not see the field.
    before: Option<String>,
    /// What stands after; null where nothing does, or the viewer may not see the field.
    after: Option<String>,
}

connection!(ComplaintConnection, ComplaintEdge, Complaint, ListTotal, "complaints");

/// The length of a list of complaints.
#[derive(Clone, Debug)]
pub struct ListTotal {
    /// The list's filter.
    pub(crate) filter: ComplaintFilter,
    /// As of this instant.
    pub(crate) now: DateTime<Utc>,
}

impl ListTotal {
    pub(crate) async fn count(&self, ctx: &Context<'_>) -> Result<i32, Fault> {
        let viewer = ctx.viewer()?;
        let count =
            ctx.store().count_complaints(&viewer.sight, &self.filter, self.now).await.or_fault(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
