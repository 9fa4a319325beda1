//! `node`, `nodes`

use async_graphql::{Context, ID, Object, Result};
use domain::complaint::solution;
use domain::ids::{ComplaintId, OfficeId};

use std::sync::Arc;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::loaders::ComplaintKey;
use crate::graphql::types::complaint::ComplaintView;
use crate::graphql::types::{Category, Complaint, Node, Office, Officer, Section, Solution, StepRecord};

#[derive(Default, Debug)]
pub(super) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// A thing by its id; null where there is none, or none that exists for the viewer.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Node>> {
        ctx.viewer()?;
        Ok(find(ctx, &id).await?)
    }

    /// Things by their ids, in the order of the ids; null for each that does not exist for the viewer. At most 100.
    #[graphql(complexity = "5 + ids.len() * child_complexity")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their ids.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        ctx.viewer()?;
        let max = ctx.service().limits.page_rows;
        if ids.len() > max {
            let message = crate::messages::other(
                ctx.language(),
                &crate::messages::Other::PageTooLong { max: max as u64 },
            );
            return Err(Fault::LimitExceeded(message).into());
        }
        // Together, so that the loaders see all of them at once.
        let found = futures_util::future::join_all(ids.iter().map(|id| find(ctx, id))).await;
        Ok(found.into_iter().collect::<Result<_, Fault>>()?)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Fault> {
    let Some(id) = NodeId::parse(id) else { return Ok(None) };
    Ok(match id {
        NodeId::Office(office) => load_office(ctx, office).await?.map(|office| Node::Office(Office(office))),
        NodeId::Section(office, id) => {
            load_office(ctx, office).await?.and_then(|office| Section::find(&office, id)).map(Node::Section)
        }
        NodeId::Category(office, id) => load_office(ctx, office).await?.and_then(|office| {
            let category = office.category(id)?.clone();
            Some(Node::Category(Category { office: office.id, category }))
        }),
        NodeId::Officer(id) => {
            let viewer = ctx.viewer()?;
            let officer = ctx.loaders().sighted.load_one(id).await.or_fault(ctx)?;
            let in_reach = |officer: &domain::office::Officer| {
                officer.id == viewer.officer.id
                    || officer.office.is_some_and(|office| viewer.sight.offices.contains(&office))
            };
            officer
                .filter(|officer| in_reach(officer))
                .map(|officer| Node::Officer(Officer::elsewhere(ctx, officer)))
        }
        NodeId::Complaint(office, id) => {
            load_complaint(ctx, office, id).await?.map(|view| Node::Complaint(Complaint(view)))
        }
        NodeId::StepRecord(office, id, number) => load_complaint(ctx, office, id)
            .await?
            .and_then(|view| StepRecord::numbered(&view, number))
            .map(Node::StepRecord),
        NodeId::Solution(office, id, number) => load_complaint(ctx, office, id).await?.and_then(|view| {
            let record = view.complaint.records.iter().find(|r| r.number == number)?;
            let solution = view.content(solution::Solution::of(&view.complaint, record))?;
            Some(Node::Solution(Solution { view, solution }))
        }),
        // Nothing that is asked for by itself.
        NodeId::ActingAppointment(..) => None,
    })
}

async fn load_office(ctx: &Context<'_>, id: OfficeId) -> Result<Option<Arc<domain::office::Office>>, Fault> {
    ctx.loaders().offices.load_one(id).await.or_fault(ctx)
}

async fn load_complaint(
    ctx: &Context<'_>,
    office: OfficeId,
    id: ComplaintId,
) -> Result<Option<Arc<ComplaintView>>, Fault> {
    ctx.loaders().sighted.load_one(ComplaintKey(office, id)).await.or_fault(ctx)
}
