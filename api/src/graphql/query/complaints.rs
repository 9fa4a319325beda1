//! `complaints`

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use domain::values::VillageCode;
use persistence::complaints::{
    ComplaintCursor, ComplaintFilter as StoreFilter, ComplaintOrder as StoreOrder, OrderField, Span,
};
use persistence::page::Page;

use crate::graphql::context::{ContextExt, SignedViewer, StoreResult};
use crate::graphql::enums::{Channel, ComplaintOrderField, ComplaintStatus, OrderDirection, Step, Urgency};
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::page::{PageArguments, cursor};
use crate::graphql::scalars::Instant;
use crate::graphql::types::Complaint;
use crate::graphql::types::complaint::{ComplaintConnection, ListTotal};
use crate::messages::{self, Other};

/// What complaints must be like. All that is given must hold; a list: any of it; an empty list matches nothing.
#[derive(InputObject, Default, Debug)]
pub struct ComplaintFilter {
    /// Codes of offices in the viewer's reach.
    office_codes: Option<Vec<String>>,
    /// How they stand.
    status: Option<Vec<ComplaintStatus>>,
    /// Their open step.
    current_step: Option<Vec<Step>>,
    /// How they came in.
    channel: Option<Vec<Channel>>,
    /// Ids of their categories.
    category_ids: Option<Vec<ID>>,
    /// Ids of sections that were asked, in any cycle.
    section_ids: Option<Vec<ID>>,
    /// Codes of the villages they are about.
    village_codes: Option<Vec<String>>,
    /// Their urgency.
    urgency: Option<Vec<Urgency>>,
    /// Whether any of their open step records is past its due time.
    overdue: Option<bool>,
    /// Received at or after this instant.
    received_from: Option<Instant>,
    /// Received before this instant.
    received_to: Option<Instant>,
    /// Closed at or after this instant.
    closed_from: Option<Instant>,
    /// Closed before this instant.
    closed_to: Option<Instant>,
    /// Changed at or after this instant.
    updated_since: Option<Instant>,
    /// In subject, description and agenda number: a substring, upper and lower case alike, wildcards literal. At most 200
    /// characters.
    search: Option<String>,
}

/// In which order complaints are listed.
#[derive(InputObject, Debug)]
pub struct ComplaintOrder {
    /// By what; complaints without the value come last in both directions.
    field: ComplaintOrderField,
    /// In which direction.
    direction: OrderDirection,
}

#[derive(Default, Debug)]
pub(super) struct ComplaintsQuery;

#[Object]
impl ComplaintsQuery {
    /// The complaints that exist for the viewer: their office's, or an inspector's regency's. Newest received first where
    /// no order is given. Give `first` (with `after`) or `last` (with `before`).
    #[graphql(complexity = "5 + first.or(last).unwrap_or(20).max(0) as usize * child_complexity")]
    #[allow(clippy::too_many_arguments, reason = "a connection has these arguments")]
    async fn complaints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they must be like.")] filter: Option<ComplaintFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<ComplaintOrder>,
        #[graphql(desc = "The first so many, at most 100; 20 where left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Option<ComplaintConnection>> {
        let viewer = ctx.viewer()?;
        let filter = filter.unwrap_or_default().into_store(ctx, viewer)?;
        let order = match order_by {
            Some(ComplaintOrder { field, direction }) => {
                StoreOrder { field: field.into(), descending: direction == OrderDirection::Desc }
            }
            None => StoreOrder { field: OrderField::ReceivedAt, descending: true },
        };
        let page = PageArguments { first, after, last, before }.read::<ComplaintCursor>(ctx)?;
        Ok(Some(list(ctx, filter, order, &page, ctx.now()).await?))
    }
}

/// A page of the complaints that exist for the viewer.
pub(super) async fn list(
    ctx: &Context<'_>,
    filter: StoreFilter,
    order: StoreOrder,
    page: &Page<ComplaintCursor>,
    now: DateTime<Utc>,
) -> Result<ComplaintConnection, Fault> {
    for (argument, cursor) in [("after", &page.after), ("before", &page.before)] {
        if cursor.as_ref().is_some_and(|cursor| !cursor.is_place_in(order.field)) {
            let message = messages::other(ctx.language(), &Other::NotACursor);
            return Err(Fault::BadInput { argument, message });
        }
    }
    let viewer = ctx.viewer()?;
    let rows = ctx.store().list_complaints(&viewer.sight, &filter, order, page, now).await.or_fault(ctx)?;
    let (has_previous, has_next) = (rows.has_previous, rows.has_next);
    let views = ctx.loaders().sighted.loader().look_at(rows.rows).await.or_fault(ctx)?;
    let rows = views
        .into_iter()
        .map(|view| (cursor(ComplaintCursor::of(&view.complaint, order.field)), Complaint(view)))
        .collect();
    Ok(ComplaintConnection::new(rows, has_previous, has_next, ListTotal { filter, now }))
}

impl ComplaintFilter {
    fn into_store(self, ctx: &Context<'_>, viewer: &SignedViewer) -> Result<StoreFilter, Fault> {
        fn domain<T, D: From<T>>(values: Option<Vec<T>>) -> Option<Vec<D>> {
            values.map(|values| values.into_iter().map(D::from).collect())
        }
        fn ids<T>(
            argument: &'static str,
            ids: Option<Vec<ID>>,
            kind: impl Fn(NodeId) -> Option<T>,
            ctx: &Context<'_>,
        ) -> Result<Option<Vec<T>>, Fault> {
            let wrong = || Fault::BadInput {
                argument,
                message: messages::fault(
                    ctx.language(),
                    None,
                    &domain::complaint::refusal::InputFault::NotAnId,
                ),
            };
            ids.map(|ids| ids.iter().map(|id| NodeId::parse(id).and_then(&kind).ok_or_else(wrong)).collect())
                .transpose()
        }
        let search = self.search.filter(|search| !search.is_empty());
        if let Some(search) = &search {
            use domain::complaint::refusal::InputFault;
            let fault = if search.chars().count() > 200 {
                Some(InputFault::TooLong { max: 200 })
            } else if search.chars().any(char::is_control) {
                Some(InputFault::ControlCharacter)
            } else {
                None
            };
            if let Some(fault) = fault {
                let message = messages::fault(ctx.language(), None, &fault);
                return Err(Fault::BadInput { argument: "filter.search", message });
            }
        }
        Ok(StoreFilter {
            offices: self
                .office_codes
                .map(|codes| codes.iter().filter_map(|code| viewer.office_by_code(code)).collect()),
            status: domain(self.status),
            current_step: domain(self.current_step),
            channel: domain(self.channel),
            categories: ids(
                "filter.categoryIds",
                self.category_ids,
                |id| if let NodeId::Category(office, id) = id { Some((office, id)) } else { None },
                ctx,
            )?,
            sections: ids(
                "filter.sectionIds",
                self.section_ids,
                |id| if let NodeId::Section(office, id) = id { Some((office, id)) } else { None },
                ctx,
            )?,
            villages: self.village_codes.map(|codes| {
                codes.into_iter().filter(|code| !code.contains('\0')).map(VillageCode).collect()
            }),
            urgency: domain(self.urgency),
            overdue: self.overdue,
            received: Span { from: self.received_from.map(|i| i.0), to: self.received_to.map(|i| i.0) },
            closed: Span { from: self.closed_from.map(|i| i.0), to: self.closed_to.map(|i| i.0) },
            updated_since: self.updated_since.map(|i| i.0),
            search,
            counted: None,
        })
    }
}
