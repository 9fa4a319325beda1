//! A submission, as a viewer sees it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use domain::reading::ReadPart;
use domain::submission::actions::actions;
use domain::submission::{Outcome, Status};
use domain::visibility::Sight;

use super::complaint::{Complainant, ComplaintView};
use super::office::Village;
use super::{Action, Category, Complaint, Office, Officer};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::{Channel, Confidentiality, SubmissionStatus};
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::loaders::LikelyDuplicatesOf;
use crate::graphql::page::connection;
use crate::graphql::readings::ReadingsOf;
use crate::graphql::scalars::Instant;

/// A submission, what the viewer sees of it, and its office.
#[derive(Debug)]
pub struct SubmissionView {
    /// The submission.
    pub submission: domain::submission::Submission,
    /// What the viewer sees of it.
    pub sight: Sight,
    /// Its office.
    pub office: Arc<domain::office::Office>,
    /// The complaint it became, or was joined to.
    pub complaint: Option<Arc<ComplaintView>>,
    /// Where it is noted what is shown of it.
    pub readings: ReadingsOf,
}

impl SubmissionView {
    /// What belongs to the content, where the viewer sees the content. Every way to it leads through here, so that its
    /// readings are noted.
    fn content<T>(&self, value: Option<T>) -> Option<T> {
        let shown = value.filter(|_| self.sight.content);
        if shown.is_some() {
            self.readings.note(ReadPart::Content);
        }
        shown
    }

    /// Who sent it, without what the viewer does not see.
    fn complainant(&self) -> domain::complaint::Complainant {
        self.sight.complainant(&self.submission.complainant.clone().into())
    }

    /// A text of the content; empty where the viewer may not see it.
    fn text(&self, text: &str) -> String {
        self.content(Some(text.to_owned())).unwrap_or_default()
    }
}

/// A submission (kiriman).
#[derive(Clone, Debug)]
pub struct Submission(pub(crate) Arc<SubmissionView>);

/// What came in by itself and waits for step 1 (kiriman): it has a tracking code, but no agenda number, since the register holds
/// complaints only. Seen like a complaint of its confidentiality for which no section was asked; once it belongs to a complaint,
/// no more of it is seen than of that.
#[Object]
impl Submission {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Submission(self.0.submission.office, self.0.submission.id).encode()
    }

    /// The office it was sent to.
    async fn office(&self) -> Office {
        Office(Arc::clone(&self.0.office))
    }

    /// What its sender follows it by; the complaint that is made of it keeps it. Empty where the viewer may not see the content.
    async fn tracking_code(&self) -> String {
        self.0.text(&self.0.submission.tracking_code.to_string())
    }

    /// How it came in (melalui): by the website, so far.
    async fn channel(&self) -> Channel {
        self.0.submission.channel.into()
    }

    /// Subject (perihal). Empty where the viewer may not see it.
    async fn subject(&self) -> String {
        self.0.text(self.0.submission.subject.as_str())
    }

    /// What it is about. Empty where the viewer may not see it.
    async fn description(&self) -> String {
        self.0.text(self.0.submission.description.as_str())
    }

    /// Who sent it (pelapor): what they said and the viewer may see. Null where nothing is left.
    async fn complainant(&self) -> Option<Complainant> {
        Complainant::shown(self.0.complainant(), self.0.readings.clone())
    }

    /// Whether any known part of the complainant is withheld from the viewer.
    async fn complainant_hidden(&self) -> bool {
        self.0.complainant() != self.0.submission.complainant.clone().into()
    }

    /// Confidentiality (sifat) its sender asked for.
    async fn confidentiality(&self) -> Confidentiality {
        self.0.submission.confidentiality.into()
    }

    /// Category (kategori) its sender chose. Null where none was, or the viewer may not see it.
    async fn category(&self) -> Option<Category> {
        let category = self.0.office.category(self.0.content(self.0.submission.category)?)?;
        Some(Category { office: self.0.office.id, category: category.clone() })
    }

    /// The village (desa) it is about. Null where none is, or the viewer may not see it.
    async fn village(&self) -> Option<Village> {
        let code = self.0.content(self.0.submission.village.as_ref())?;
        self.0.office.village(code).map(Village::from)
    }

    /// When it arrived: the clock of step 1 runs from here.
    async fn arrived_at(&self) -> Instant {
        self.0.submission.arrived_at.into()
    }

    /// When step 1 is due, or was.
    async fn due_at(&self) -> Instant {
        self.0.submission.due_at.into()
    }

    /// Whether it waits past its due time.
    async fn overdue(&self, ctx: &Context<'_>) -> bool {
        self.0.submission.is_overdue(ctx.now())
    }

    /// How it stands.
    async fn status(&self) -> SubmissionStatus {
        self.0.submission.status().into()
    }

    /// The complaint it became, or was joined to. Null while it waits, where it was set aside, and where the viewer may not see
    /// the content.
    async fn complaint(&self) -> Option<Complaint> {
        self.0.content(self.0.complaint.as_ref()).map(|view| Complaint(Arc::clone(view)))
    }

    /// Why it was set aside; its sender is not told. Null where it was not, or the viewer may not see it.
    async fn dismissal_reason(&self) -> Option<&String> {
        match self.0.submission.settled.as_ref().map(|settled| &settled.outcome)? {
            Outcome::Dismissed { reason } => self.0.content(Some(reason)),
            Outcome::Received { .. } | Outcome::Joined { .. } => None,
        }
    }

    /// A note to its being joined. Null where there is none, or the viewer may not see it.
    async fn note(&self) -> Option<&String> {
        match self.0.submission.settled.as_ref().map(|settled| &settled.outcome)? {
            Outcome::Joined { note, .. } => self.0.content(note.as_ref()),
            Outcome::Received { .. } | Outcome::Dismissed { .. } => None,
        }
    }

    /// When it was received, joined or set aside; null while it waits.
    async fn settled_at(&self) -> Option<Instant> {
        self.0.submission.settled.as_ref().map(|settled| settled.at.into())
    }

    /// Who received it, joined it or set it aside; null while it waits.
    async fn settled_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>> {
        match &self.0.submission.settled {
            Some(settled) => Ok(Officer::load(ctx, &self.0.office, settled.by).await?),
            None => Ok(None),
        }
    }

    /// Raised by one when it is settled; to be given back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.submission.version
    }

    /// The complaints of the office that are likely the same matter, while it waits: as `likelyDuplicates` of a complaint.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn likely_duplicates(&self, ctx: &Context<'_>) -> Result<Vec<Complaint>> {
        if self.0.submission.settled.is_some() {
            return Ok(Vec::new());
        }
        let likely = ctx.loaders().sighted.load_one(LikelyDuplicatesOf::submission(&self.0)).await;
        let likely = likely.or_fault(ctx)?.unwrap_or_default().into_iter();
        // That one is like the other tells something of both.
        Ok(likely.filter(|view| view.content(self.0.content(Some(()))).is_some()).map(Complaint).collect())
    }

    /// Every mutation that fits how it stands, allowed to the viewer or not, and why not: none once it waits no more.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn actions(&self, ctx: &Context<'_>) -> Result<Vec<Action>> {
        let (viewer, now, language) = (ctx.viewer()?, ctx.now(), ctx.language());
        let actions = actions(&self.0.office, &self.0.submission, viewer.officer.id, now);
        let shown = |(kind, verdict)| Action::of_submission(kind, verdict, &self.0.office, language);
        Ok(actions.into_iter().map(shown).collect())
    }
}

connection!(SubmissionConnection, SubmissionEdge, Submission, SubmissionTotal, "submissions");

/// The length of a list of submissions.
#[derive(Clone, Debug)]
pub struct SubmissionTotal {
    /// How they stand.
    pub(crate) status: Vec<Status>,
}

impl SubmissionTotal {
    pub(crate) async fn count(&self, ctx: &Context<'_>) -> Result<i32, Fault> {
        let viewer = ctx.viewer()?;
        let count = ctx.store().count_submissions(&viewer.sight, &self.status).await.or_fault(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
