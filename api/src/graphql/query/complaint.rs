//! `complaint`, `complaintByAgendaNumber`

use async_graphql::{Context, ID, Object, Result};

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::ids::NodeId;
use crate::graphql::loaders::ComplaintKey;
use crate::graphql::types::Complaint;

#[derive(Default, Debug)]
pub(super) struct ComplaintQuery;

#[Object]
impl ComplaintQuery {
    /// A complaint by its id; null where there is none, or none that exists for the viewer.
    async fn complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<Complaint>> {
        ctx.viewer()?;
        let Some(NodeId::Complaint(office, id)) = NodeId::parse(&id) else { return Ok(None) };
        Ok(ctx.loaders().sighted.load_one(ComplaintKey(office, id)).await.or_fault(ctx)?.map(Complaint))
    }

    /// A complaint by its agenda number (nomor agenda): as written, or the running number alone.
    async fn complaint_by_agenda_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As it stands in the register, or its running number.")] agenda_number: String,
        #[graphql(desc = "The calendar year in which it was received.")] year: i32,
        #[graphql(desc = "Code of the office; the viewer's own where left out.")] office_code: Option<String>,
    ) -> Result<Option<Complaint>> {
        let viewer = ctx.viewer()?;
        let office = match office_code {
            Some(code) => viewer.office_by_code(&code),
            None => viewer.office.as_ref().map(|office| office.id),
        };
        let Some(office) = office else { return Ok(None) };
        if agenda_number.contains('\0') {
            return Ok(None);
        }
        let number = agenda_number.trim();
        let found =
            ctx.store().find_by_agenda_number(&viewer.sight, office, number, year).await.or_fault(ctx)?;
        let loader = ctx.loaders().sighted.loader();
        let views = loader.look_at(found.into_iter().collect(), true).await.or_fault(ctx)?;
        Ok(views.into_iter().next().map(Complaint))
    }
}
