//! An entry of the record of what was changed of an office.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::administration;
use domain::office::Office;
use persistence::OfficeChangeFilter;

use super::Officer;
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::OfficeChangeKind;
use crate::graphql::fault::Fault;
use crate::graphql::page::connection;
use crate::graphql::scalars::Instant;

/// Something that was changed of an office.
#[derive(Clone, Debug)]
pub struct OfficeChange {
    pub(crate) office: Arc<Office>,
    pub(crate) change: administration::OfficeChange,
}

/// Something that was changed of an office, its people, its calendar or its procedure. The record is append-only.
#[Object]
impl OfficeChange {
    /// Its number in the office, from 1, without gaps.
    async fn number(&self) -> i32 {
        self.change.number
    }

    /// When it was done.
    async fn at(&self) -> Instant {
        self.change.at.into()
    }

    /// Who did it; null where it was done by the command line.
    async fn officer(&self, ctx: &Context<'_>) -> Result<Option<Officer>> {
        match self.change.officer {
            Some(officer) => Ok(Officer::load(ctx, &self.office, officer).await?),
            None => Ok(None),
        }
    }

    /// What was done.
    async fn kind(&self) -> OfficeChangeKind {
        self.change.kind.into()
    }

    /// What was so before and is not any more.
    async fn before(&self) -> Vec<OfficeFact> {
        self.change.before.iter().map(OfficeFact::from).collect()
    }

    /// What is so since.
    async fn after(&self) -> Vec<OfficeFact> {
        self.change.after.iter().map(OfficeFact::from).collect()
    }
}

/// One thing that was, or is, so of an office.
#[derive(SimpleObject, Clone, Debug)]
pub struct OfficeFact {
    /// Of what, from the general to the particular, like ["officers", "kasi.pmd", "position"].
    path: Vec<String>,
    /// What it is, as people write it, like "SECTION_HEAD"; of a password only that it was "set".
    value: String,
}

impl From<&administration::Fact> for OfficeFact {
    fn from(fact: &administration::Fact) -> Self {
        let administration::Fact { path, value } = fact.clone();
        Self { path, value }
    }
}

connection!(
    OfficeChangeConnection,
    OfficeChangeEdge,
    OfficeChange,
    OfficeChangeTotal,
    "changes of an office"
);

/// The length of the record.
#[derive(Clone, Debug)]
pub struct OfficeChangeTotal {
    pub(crate) office: domain::ids::OfficeId,
    pub(crate) filter: OfficeChangeFilter,
}

impl OfficeChangeTotal {
    pub(crate) async fn count(&self, ctx: &Context<'_>) -> Result<i32, Fault> {
        let count = ctx.store().count_office_changes(self.office, &self.filter).await.or_fault(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
