//! `submissions`

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use domain::submission::Status;
use persistence::page::Rows;
use persistence::submissions::SubmissionCursor;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::SubmissionStatus;
use crate::graphql::fault::Fault;
use crate::graphql::page::{PageArguments, cursor};
use crate::graphql::types::Submission;
use crate::graphql::types::submission::{SubmissionConnection, SubmissionTotal, SubmissionView};
use crate::messages::{self, Other};

#[derive(Default, Debug)]
pub(super) struct SubmissionsQuery;

#[Object]
impl SubmissionsQuery {
    /// What came in by itself and waits for step 1, of the submissions that exist for the viewer: earliest due first. By
    /// `status`, also what was received, joined or set aside.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn submissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How they stand: any of these, and none where the list is empty; WAITING where left out."
        )]
        status: Option<Vec<SubmissionStatus>>,
        #[graphql(desc = "The first so many, at most 100; 20 where left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<Option<SubmissionConnection>> {
        let viewer = ctx.viewer()?;
        let page =
            PageArguments { first, after, ..PageArguments::default() }.read::<SubmissionCursor>(ctx)?;
        if page.after.as_ref().is_some_and(|cursor| !cursor.is_place()) {
            let message = messages::other(ctx.language(), &Other::NotACursor);
            return Err(Fault::BadInput { argument: "after", message }.into());
        }
        let status: Vec<Status> = match status {
            Some(status) => status.into_iter().map(Into::into).collect(),
            None => vec![Status::Waiting],
        };
        let found = ctx.store().list_submissions(&viewer.sight, &status, &page).await.or_fault(ctx)?;
        let Rows { rows, has_previous, has_next } = found;
        let views = ctx.loaders().sighted.loader().look_at_submissions(rows).await.or_fault(ctx)?;
        let row =
            |view: Arc<SubmissionView>| (cursor(SubmissionCursor::of(&view.submission)), Submission(view));
        let rows = views.into_iter().map(row).collect();
        Ok(Some(SubmissionConnection::new(rows, has_previous, has_next, SubmissionTotal { status })))
    }
}
