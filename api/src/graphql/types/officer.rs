//! An officer, and for what they act.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::office::Post;

use super::{Office, Section};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::{Capacity, Position};
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::page::{Known, connection};
use crate::graphql::scalars::Instant;

/// An officer (pejabat, staf): a person who signs in.
#[derive(Clone, Debug)]
pub struct Officer {
    officer: Arc<domain::office::Officer>,
    office: Option<Arc<domain::office::Office>>,
}

impl Officer {
    /// An officer of an office that is at hand, or of none.
    pub(crate) fn of(
        office: Option<&Arc<domain::office::Office>>,
        officer: &domain::office::Officer,
    ) -> Self {
        Self { officer: Arc::new(officer.clone()), office: office.cloned() }
    }

    /// An officer whose office is not at hand, and may be out of the viewer's reach.
    pub(crate) fn elsewhere(ctx: &Context<'_>, officer: Arc<domain::office::Officer>) -> Self {
        let viewer = ctx.request().viewer.as_ref();
        let in_reach = officer.office.is_some_and(|id| viewer.is_some_and(|v| v.sight.offices.contains(&id)));
        if !in_reach && viewer.is_none_or(|viewer| viewer.officer.id != officer.id) {
            ctx.fleeting();
        }
        Self { officer, office: None }
    }

    /// An officer by id: of the office where they are known there, otherwise loaded.
    pub(crate) async fn load(
        ctx: &Context<'_>,
        office: &Arc<domain::office::Office>,
        id: domain::ids::OfficerId,
    ) -> Result<Option<Self>, Fault> {
        if let Some(officer) = office.officer(id) {
            return Ok(Some(Self::of(Some(office), officer)));
        }
        Ok(ctx
            .loaders()
            .sighted
            .load_one(id)
            .await
            .or_fault(ctx)?
            .map(|officer| Self::elsewhere(ctx, officer)))
    }

    async fn office_of(&self, ctx: &Context<'_>) -> Result<Option<Arc<domain::office::Office>>, Fault> {
        if let Some(office) = &self.office {
            return Ok(Some(Arc::clone(office)));
        }
        match self.officer.office {
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
        NodeId::Officer(self.officer.id).encode()
    }

    /// Their office; null for the regency's inspector, and where they now serve in an office out of the viewer's reach.
    async fn office(&self, ctx: &Context<'_>) -> Result<Option<Office>> {
        Ok(self.office_of(ctx).await?.map(Office))
    }

    /// Their name.
    async fn name(&self) -> &str {
        &self.officer.name
    }

    /// What they sign in with; null but for themselves and the administrators of their office.
    async fn username(&self, ctx: &Context<'_>) -> Option<&str> {
        let viewer = ctx.request().viewer.as_ref()?;
        let administers = viewer.sight.posts.contains(&Post::of(domain::office::Position::Administrator))
            && self.officer.office.is_some_and(|office| viewer.sight.offices.contains(&office));
        (administers || viewer.officer.id == self.officer.id).then_some(self.officer.username.as_str())
    }

    /// The position they are appointed to (jabatan definitif).
    async fn position(&self) -> Position {
        self.officer.position.into()
    }

    /// The section they head, if any: also of a Kasubag, whose subdivision can be asked in step 6.
    async fn section(&self, ctx: &Context<'_>) -> Result<Option<Section>> {
        let Some(id) = self.officer.section else { return Ok(None) };
        Ok(self.office_of(ctx).await?.and_then(|office| Section::find(&office, id)))
    }

    /// Whether they may sign in and hold anything.
    async fn active(&self) -> bool {
        self.officer.active
    }

    /// For what they act now (Plt., Plh.); expired appointments are left out.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn acting(&self, ctx: &Context<'_>) -> Result<Vec<ActingAppointment>> {
        let Some(office) = self.office_of(ctx).await? else { return Ok(Vec::new()) };
        let now = ctx.now();
        Ok(office
            .acting
            .iter()
            .filter(|a| a.officer == self.officer.id && a.in_force(now))
            .filter_map(|a| ActingAppointment::of(&office, a))
            .collect())
    }
}

/// An appointment to act for a position (Plt., Plh.).
#[derive(SimpleObject, Clone, Debug)]
pub struct ActingAppointment {
    /// Its id.
    id: ID,
    /// Who acts.
    officer: Officer,
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

impl ActingAppointment {
    /// An appointment of an office.
    pub(crate) fn of(
        office: &Arc<domain::office::Office>,
        appointment: &domain::office::ActingAppointment,
    ) -> Option<Self> {
        let domain::office::ActingAppointment { id, officer, post, capacity, decree, from, until } =
            appointment.clone();
        Some(Self {
            id: NodeId::ActingAppointment(office.id, id).encode(),
            officer: Officer::of(Some(office), office.officer(officer)?),
            position: post.position.into(),
            section: post.section.and_then(|id| Section::find(office, id)),
            capacity: capacity.into(),
            decree,
            from: from.into(),
            until: until.into(),
        })
    }
}

connection!(OfficerConnection, OfficerEdge, Officer, Known, "officers");
