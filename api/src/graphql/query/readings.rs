//! `readings`

use async_graphql::{Context, ID, InputObject, Object, Result};
use persistence::complaints::Span;
use persistence::page::Rows;
use persistence::readings::{ReadingCursor, ReadingFilter as StoreFilter};

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::page::{PageArguments, cursor};
use crate::graphql::scalars::Instant;
use crate::graphql::types::Reading;
use crate::graphql::types::reading::{ReadingConnection, ReadingTotal};
use crate::messages::{self, Other};

/// What readings must be like. All that is given must hold.
#[derive(InputObject, Default, Debug)]
pub struct ReadingFilter {
    /// Of this complaint.
    complaint_id: Option<ID>,
    /// By this officer.
    officer_id: Option<ID>,
    /// At or after this instant.
    from: Option<Instant>,
    /// Before this instant.
    to: Option<Instant>,
}

#[derive(Default, Debug)]
pub(super) struct ReadingsQuery;

#[Object]
impl ReadingsQuery {
    /// Who read what of secret complaints and of national ids, newest first: for the camat of the office, and the inspector of
    /// its regency. What is shown again unchanged from a client's own copy (HTTP 304) is no new reading.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn readings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they must be like.")] filter: Option<ReadingFilter>,
        #[graphql(desc = "The first so many, at most 100; 20 where left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<Option<ReadingConnection>> {
        // No revision tells that something was read.
        ctx.fleeting();
        let sight = &ctx.viewer()?.sight;
        if !sight.reviews_readings() {
            let message = messages::other(ctx.language(), &Other::ReadingsAreReviewed);
            return Err(Fault::Forbidden(message).into());
        }
        let page = PageArguments { first, after, ..PageArguments::default() }.read::<ReadingCursor>(ctx)?;
        if page.after.as_ref().is_some_and(|cursor| !cursor.is_place()) {
            let message = messages::other(ctx.language(), &Other::NotACursor);
            return Err(Fault::BadInput { argument: "after", message }.into());
        }
        let filter = filter.unwrap_or_default().into_store(ctx)?;
        let Rows { rows, has_previous, has_next } =
            ctx.store().list_readings(sight, &filter, &page).await.or_fault(ctx)?;
        let place =
            |reading: &persistence::readings::Reading| ReadingCursor { at: reading.at, id: reading.id };
        let rows = rows.into_iter().map(|reading| (cursor(place(&reading)), Reading(reading))).collect();
        Ok(Some(ReadingConnection::new(rows, has_previous, has_next, ReadingTotal(filter))))
    }
}

impl ReadingFilter {
    fn into_store(self, ctx: &Context<'_>) -> Result<StoreFilter, Fault> {
        let Self { complaint_id, officer_id, from, to } = self;
        let wrong = |argument| Fault::BadInput {
            argument,
            message: messages::fault(ctx.language(), None, &domain::input::InputFault::NotAnId),
        };
        let complaint = match complaint_id.map(|id| NodeId::parse(&id)) {
            None => None,
            Some(Some(NodeId::Complaint(office, id))) => Some((office, id)),
            Some(_) => return Err(wrong("filter.complaintId")),
        };
        let officer = match officer_id.map(|id| NodeId::parse(&id)) {
            None => None,
            Some(Some(NodeId::Officer(id))) => Some(id),
            Some(_) => return Err(wrong("filter.officerId")),
        };
        Ok(StoreFilter { complaint, officer, at: Span { from: from.map(|at| at.0), to: to.map(|at| at.0) } })
    }
}
