//! `worklist`

use std::collections::HashMap;

use async_graphql::{Context, Object, Result};
use domain::ids::ComplaintId;
use persistence::page::Rows;
use persistence::worklist::WorklistCursor;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::fault::Fault;
use crate::graphql::page::{PageArguments, cursor};
use crate::graphql::types::StepRecord;
use crate::graphql::types::step_record::{StepRecordConnection, WorklistTotal};
use crate::messages::{self, Other};

#[derive(Default, Debug)]
pub(super) struct WorklistQuery;

#[Object]
impl WorklistQuery {
    /// What waits for the viewer, earliest due first: the open step records of the positions they hold or act for, and of
    /// those they stand in for. Step 9 is shown to the secretary, though the head of General Affairs may take it too.
    /// What waits for step 1 is no complaint yet: it stands in `submissions`.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn worklist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, at most 100; 20 where left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<Option<StepRecordConnection>> {
        let (viewer, now) = (ctx.viewer()?, ctx.now());
        let page = PageArguments { first, after, ..PageArguments::default() }.read::<WorklistCursor>(ctx)?;
        if page.after.as_ref().is_some_and(|cursor| !cursor.is_place()) {
            let message = messages::other(ctx.language(), &Other::NotACursor);
            return Err(Fault::BadInput { argument: "after", message }.into());
        }
        let total = WorklistTotal { office: viewer.office.clone(), officer: viewer.officer.id, now };
        let Some(office) = &viewer.office else {
            return Ok(Some(StepRecordConnection::new(Vec::new(), false, false, total)));
        };
        let Rows { rows, has_previous, has_next } =
            ctx.store().list_worklist(office, viewer.officer.id, &page, now).await.or_fault(ctx)?;
        let places: Vec<(ComplaintId, i32)> =
            rows.iter().map(|(complaint, number)| (complaint.id, *number)).collect();
        let complaints = rows.into_iter().map(|(complaint, _)| complaint).collect();
        let views = ctx.loaders().sighted.loader().look_at(complaints, true).await.or_fault(ctx)?;
        let views: HashMap<ComplaintId, _> =
            views.into_iter().map(|view| (view.complaint.id, view)).collect();
        let rows = places
            .into_iter()
            .filter_map(|(id, number)| {
                let view = views.get(&id)?;
                // One that was taken since the list was read no longer waits.
                let record = view.complaint.open_records().find(|r| r.number == number)?;
                let place = WorklistCursor { due_at: record.due_at?, complaint: id.0, number };
                Some((cursor(place), StepRecord::numbered(view, number)?))
            })
            .collect();
        Ok(Some(StepRecordConnection::new(rows, has_previous, has_next, total)))
    }
}
