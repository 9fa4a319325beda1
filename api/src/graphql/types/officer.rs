//! An officer, and for what they act.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{Office, Section};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::{Capacity, Position};
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::page::{Known, connection};
use crate::graphql::scalars::Instant;

/// An officer (pejabat, staf): a person who signs in.
#[derive(Clone, Debug)]
pub struct Officer(pub(crate) Arc<domain::office::Officer>);

impl From<domain::office::Officer> for Officer {
    fn from(officer: domain::office::Officer) -> Self {
        Self(Arc::new(officer))
    }
}

impl Officer {
    /// An officer by id: of the office where they are known there, otherwise loaded.
    pub(crate) async fn load(
        ctx: &Context<'_>,
        office: &domain::office::Office,
        id: domain::ids::OfficerId,
    ) -> Result<Option<Self>, Fault> {
        if let Some(officer) = office.officer(id) {
            return Ok(Some(officer.clone().into()));
        }
        Ok(ctx.loaders().sighted.load_one(id).await.or_fault(ctx)?.map(Self))
    }

    async fn office_of(&self, ctx: &Context<'_>) -> Result<Option<Arc<domain::office::Office>>, Fault> {
        match self.0.office {
            Some(id) => ctx.loaders().offices.load_one(id).await.or_fault(ctx),
            None => Ok(None),
        }
    }
}

/// An officer (pejabat, staf): a person who signs in.
#[Object]
impl Officer {
    /// Their id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Officer(self.0.id).encode()
    }

    /// Their office; null for the regency's inspector, and where they now serve in an office out of the viewer's reach.
    async fn office(&self, ctx: &Context<'_>) -> Result<Option<Office>> {
        Ok(self.office_of(ctx).await?.map(Office))
    }

    /// Their name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The position they are appointed to (jabatan definitif).
    async fn position(&self) -> Position {
        self.0.position.into()
    }

    /// The section they head, if any: also of a Kasubag, whose subdivision can be asked in step 6.
    async fn section(&self, ctx: &Context<'_>) -> Result<Option<Section>> {
        let Some(id) = self.0.section else { return Ok(None) };
        Ok(self.office_of(ctx).await?.and_then(|office| Section::find(&office, id)))
    }

    /// Whether they may sign in and hold anything.
    async fn active(&self) -> bool {
        self.0.active
    }

    /// For what they act now (Plt., Plh.); expired appointments are left out.
    async fn acting(&self, ctx: &Context<'_>) -> Result<Vec<ActingAppointment>> {
        let Some(office) = self.office_of(ctx).await? else { return Ok(Vec::new()) };
        let now = ctx.now();
        Ok(office
            .acting
            .iter()
            .filter(|a| a.officer == self.0.id && a.in_force(now))
            .map(|a| ActingAppointment {
                position: a.post.position.into(),
                section: a.post.section.and_then(|id| Section::find(&office, id)),
                capacity: a.capacity.into(),
                decree: a.decree.clone(),
                from: a.from.into(),
                until: a.until.into(),
            })
            .collect())
    }
}

/// An appointment to act for a position (Plt., Plh.).
#[derive(SimpleObject, Clone, Debug)]
pub struct ActingAppointment {
    /// The position.
    position: Position,
    /// The section, of a section head.
    section: Option<Section>,
    /// PLT in a vacancy, PLH while the holder is away.
    capacity: Capacity,
    /// Number of the decree (surat perintah).
    decree: Option<String>,
    /// First instant.
    from: Instant,
    /// First instant after it.
    until: Instant,
}

connection!(OfficerConnection, OfficerEdge, Officer, Known, "officers");
