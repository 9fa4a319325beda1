//! A solution.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};

use super::complaint::ComplaintView;
use super::{Officer, Section};
use crate::graphql::ids::NodeId;
use crate::graphql::scalars::Instant;

/// A solution (solusi atau pemecahan) of a section, or the camat's own.
#[derive(Clone, Debug)]
pub struct Solution {
    pub(crate) view: Arc<ComplaintView>,
    pub(crate) solution: domain::complaint::solution::Solution,
}

/// A solution (solusi atau pemecahan) of a section (step 7), or the camat's own (step 6).
#[Object]
impl Solution {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        let complaint = &self.view.complaint;
        NodeId::Solution(complaint.office, complaint.id, self.solution.record).encode()
    }

    /// The section that gave it; null for the camat's own.
    async fn section(&self) -> Option<Section> {
        Section::find(&self.view.office, self.solution.section?)
    }

    /// Whether it is the leading section's, or the camat's own.
    async fn lead(&self) -> bool {
        self.solution.lead
    }

    /// Whether it still stands: not replaced after a return, nor of an earlier cycle.
    async fn current(&self) -> bool {
        self.solution.current
    }

    /// Who gave it.
    async fn author(&self, ctx: &Context<'_>) -> Result<Officer> {
        let author = Officer::load(ctx, &self.view.office, self.solution.author).await?;
        author.ok_or_else(|| "the author is not known".into())
    }

    /// Its text.
    async fn text(&self) -> &str {
        &self.solution.text
    }

    /// When it was given.
    async fn submitted_at(&self) -> Instant {
        self.solution.submitted_at.into()
    }

    /// When the camat signed it (step 8); his own he signs as he writes it.
    async fn signed_at(&self) -> Option<Instant> {
        self.solution.signed.map(|(at, _)| at.into())
    }

    /// Who signed it.
    async fn signed_by(&self, ctx: &Context<'_>) -> Result<Option<Officer>> {
        match self.solution.signed {
            Some((_, officer)) => Ok(Officer::load(ctx, &self.view.office, officer).await?),
            None => Ok(None),
        }
    }
}
