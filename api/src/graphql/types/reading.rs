//! A reading of what is confidential.

use async_graphql::{Context, Object, Result};

use domain::reading::ReadOf;

use super::{Complaint, Office, Officer, Submission};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::ReadPart;
use crate::graphql::fault::Fault;
use crate::graphql::loaders::{ComplaintKey, SubmissionKey};
use crate::graphql::page::connection;
use crate::graphql::scalars::Instant;

/// A reading of what is confidential: of a secret complaint, or of a national id.
#[derive(Clone, Debug)]
pub struct Reading(pub(crate) persistence::readings::Reading);

/// A reading of what is confidential: of a secret complaint, or of a national id. It was put on record before it was shown.
#[Object]
impl Reading {
    /// When.
    async fn at(&self) -> Instant {
        self.0.at.into()
    }

    /// By whom, or by a machine with whose token.
    async fn officer(&self, ctx: &Context<'_>) -> Result<Officer> {
        let officer = ctx.loaders().sighted.load_one(self.0.officer).await.or_fault(ctx)?;
        let officer = officer.ok_or_else(|| Fault::Failed("the officer is not known".to_owned()))?;
        Ok(Officer::elsewhere(ctx, officer))
    }

    /// The office whose complaint or submission was read.
    async fn office(&self, ctx: &Context<'_>) -> Result<Office> {
        let office = ctx.loaders().offices.load_one(self.0.office).await.or_fault(ctx)?;
        let office = office.ok_or_else(|| Fault::Failed("the office is not known".to_owned()))?;
        Ok(Office(office))
    }

    /// The complaint that was read; null where it was a submission.
    async fn complaint(&self, ctx: &Context<'_>) -> Result<Option<Complaint>> {
        let ReadOf::Complaint(id) = self.0.of else { return Ok(None) };
        let key = ComplaintKey(self.0.office, id);
        Ok(ctx.loaders().sighted.load_one(key).await.or_fault(ctx)?.map(Complaint))
    }

    /// The submission that was read; null where it was a complaint.
    async fn submission(&self, ctx: &Context<'_>) -> Result<Option<Submission>> {
        let ReadOf::Submission(id) = self.0.of else { return Ok(None) };
        let key = SubmissionKey(self.0.office, id);
        Ok(ctx.loaders().sighted.load_one(key).await.or_fault(ctx)?.map(Submission))
    }

    /// What of it.
    async fn what(&self) -> ReadPart {
        self.0.what.into()
    }
}

connection!(ReadingConnection, ReadingEdge, Reading, ReadingTotal, "readings");

/// How many readings are like this.
#[derive(Clone, Debug)]
pub struct ReadingTotal(pub(crate) persistence::readings::ReadingFilter);

impl ReadingTotal {
    pub(crate) async fn count(&self, ctx: &Context<'_>) -> Result<i32, Fault> {
        let count = ctx.store().count_readings(&ctx.viewer()?.sight, &self.0).await.or_fault(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
