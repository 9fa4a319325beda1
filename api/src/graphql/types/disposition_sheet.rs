//! The disposition sheet.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use domain::complaint::sheet::{self, Entry};
use domain::ids::SectionId;

use super::complaint::ComplaintView;
use super::{Officer, Section};
use crate::graphql::enums::Urgency;
use crate::graphql::scalars::Instant;

/// The disposition sheet (lembar disposisi) of the present cycle.
#[derive(Clone, Debug)]
pub struct DispositionSheet {
    pub(crate) view: Arc<ComplaintView>,
    pub(crate) sheet: sheet::DispositionSheet,
}

impl DispositionSheet {
    async fn officer(&self, ctx: &Context<'_>, entry: Option<&Entry>) -> Result<Option<Officer>> {
        match entry {
            Some(entry) => Ok(Officer::load(ctx, &self.view.office, entry.officer).await?),
            None => Ok(None),
        }
    }

    fn sections(&self, sections: &[SectionId]) -> Vec<Section> {
        sections.iter().filter_map(|&id| Section::find(&self.view.office, id)).collect()
    }
}

/// The disposition sheet (lembar disposisi) of the present cycle: the recorder fills in the head (step 2), the secretary
/// advises (step 4), the camat considers (step 5) and disposes (step 6).
#[Object]
impl DispositionSheet {
    /// Agenda number (nomor agenda), the same as in the register.
    async fn agenda_number(&self) -> &str {
        &self.view.complaint.agenda_number.text
    }

    /// Urgency (tingkat urgensi).
    async fn urgency(&self) -> Urgency {
        self.view.complaint.urgency.into()
    }

    /// When it was attached (step 2).
    async fn attached_at(&self) -> Instant {
        self.sheet.attached.at.into()
    }

    /// Who attached it (step 2).
    async fn attached_by(&self, ctx: &Context<'_>) -> Result<Officer> {
        let officer = self.officer(ctx, Some(&self.sheet.attached)).await?;
        officer.ok_or_else(|| "the officer is not known".into())
    }

    /// The secretary's advice (masukan serta informasi, step 4).
    async fn advice(&self) -> Option<&String> {
        self.sheet.advice.as_ref()?.text.as_ref()
    }

    /// Who advised.
    async fn advised_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>> {
        self.officer(ctx, self.sheet.advice.as_ref()).await
    }

    /// When.
    async fn advised_at(&self) -> Option<Instant> {
        self.sheet.advice.as_ref().map(|entry| entry.at.into())
    }

    /// Sections the secretary suggests.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn suggested_sections(&self) -> Vec<Section> {
        self.sections(&self.sheet.suggested_sections)
    }

    /// The camat's consideration (pertimbangan, step 5).
    async fn consideration(&self) -> Option<&String> {
        self.sheet.consideration.as_ref()?.text.as_ref()
    }

    /// Who considered.
    async fn considered_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>> {
        self.officer(ctx, self.sheet.consideration.as_ref()).await
    }

    /// When.
    async fn considered_at(&self) -> Option<Instant> {
        self.sheet.consideration.as_ref().map(|entry| entry.at.into())
    }

    /// Whether it is a matter of policy (bersifat kebijakan, step 5).
    async fn policy_matter(&self) -> Option<bool> {
        self.sheet.policy_matter
    }

    /// The camat's instruction (isi disposisi, step 6).
    async fn instruction(&self) -> Option<&String> {
        self.sheet.instruction.as_ref()?.text.as_ref()
    }

    /// Who disposed.
    async fn disposed_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>> {
        self.officer(ctx, self.sheet.instruction.as_ref()).await
    }

    /// When.
    async fn disposed_at(&self) -> Option<Instant> {
        self.sheet.instruction.as_ref().map(|entry| entry.at.into())
    }

    /// The section that leads (diteruskan kepada, step 6).
    async fn lead_section(&self) -> Option<Section> {
        Section::find(&self.view.office, self.sheet.lead_section?)
    }

    /// The sections that support it.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn supporting_sections(&self) -> Vec<Section> {
        self.sections(&self.sheet.supporting_sections)
    }
}
