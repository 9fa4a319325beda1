//! Of which complaints a dashboard is, in which period.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, ID, InputObject};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::complaint::refusal::InputFault;
use domain::dashboard::plan::Period;
use domain::dashboard::slice::{SectionSet, Selection};
use domain::ids::OfficeId;
use domain::office::Office;
use persistence::complaints::Span;

use super::period;
use crate::graphql::context::{ContextExt, SignedViewer, StoreResult};
use crate::graphql::enums::Channel;
use crate::graphql::fault::Fault;
use crate::graphql::ids::NodeId;
use crate::graphql::scalars::Date;
use crate::messages;

/// Of which complaints a dashboard is. All that is given must hold; a list: any of it; an empty list matches nothing. Figures
/// count every complaint of the offices in scope, secret ones too; lists show what the viewer may see.
#[derive(InputObject, Default, Debug)]
pub struct DashboardFilter {
    /// Codes of offices in the viewer's reach; others match nothing. All in reach where left out.
    office_codes: Option<Vec<String>>,
    /// First day, inclusive, in each office's calendar; where left out, the day of the first complaint (but at most ten years
    /// before the last day). A period is at most ten years long and does not begin in the future.
    from: Option<Date>,
    /// Last day, inclusive; today where left out.
    to: Option<Date>,
    /// How they came in.
    channel: Option<Vec<Channel>>,
    /// Ids of their categories.
    category_ids: Option<Vec<ID>>,
    /// Ids of sections that were asked, in any cycle.
    section_ids: Option<Vec<ID>>,
}

/// An office in scope, and which of its complaints.
#[derive(Clone, Debug)]
pub(super) struct InScope {
    pub(super) office: Arc<Office>,
    pub(super) selection: Selection,
    pub(super) today: NaiveDate,
}

/// Offices in scope, and the period.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) offices: Vec<InScope>,
    pub(super) period: Period,
    pub(super) now: DateTime<Utc>,
    pub(super) named: Named,
}

/// Categories and sections that were asked for, as they were named.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) channels: Option<Vec<domain::complaint::Channel>>,
    pub(super) categories: Option<Vec<(OfficeId, domain::ids::CategoryId)>>,
    pub(super) sections: Option<Vec<(OfficeId, domain::ids::SectionId)>>,
}

impl Scope {
    /// Reads a filter.
    ///
    /// # Errors
    /// [`Fault::BadInput`] for what is no id and for a period that cannot be.
    pub(super) async fn read(
        ctx: &Context<'_>,
        viewer: &SignedViewer,
        filter: DashboardFilter,
    ) -> Result<Self, Fault> {
        let DashboardFilter { office_codes, from, to, channel, category_ids, section_ids } = filter;
        let named = Named {
            channels: channel.map(|channels| channels.into_iter().map(Into::into).collect()),
            categories: ids(ctx, "filter.categoryIds", category_ids, |id| match id {
                NodeId::Category(office, id) => Some((office, id)),
                _ => None,
            })?,
            sections: ids(ctx, "filter.sectionIds", section_ids, |id| match id {
                NodeId::Section(office, id) => Some((office, id)),
                _ => None,
            })?,
        };
        let now = ctx.now();
        let wanted = |code: &String| office_codes.as_ref().is_none_or(|codes| codes.contains(code));
        let in_reach = match &viewer.office {
            Some(office) => vec![Arc::clone(office)],
            None => ctx.store().offices_at(&viewer.offices).await.or_fault(ctx)?,
        };
        let today_in_reach = in_reach.iter().map(|office| office.calendar.local_date(now)).max();
        let offices: Vec<InScope> = in_reach
            .into_iter()
            .filter(|office| wanted(&office.code))
            .map(|office| InScope {
                selection: named.selection(&office),
                today: office.calendar.local_date(now),
                office,
            })
            .collect();
        let today = offices.iter().map(|o| o.today).max().or(today_in_reach);
        let today = today.unwrap_or_else(|| now.date_naive());
        let (from, to) = (from.map(|date| date.0), to.map(|date| date.0));
        let period = match from {
            Some(from) => period::read(ctx.language(), from, to, today)?,
            None => {
                let ids: Vec<OfficeId> = offices.iter().map(|o| o.office.id).collect();
                let first = ctx.store().first_received(&ids).await.or_fault(ctx)?;
                let first = first.into_iter().filter_map(|(id, at)| {
                    let office = offices.iter().find(|o| o.office.id == id)?;
                    Some(office.office.calendar.local_date(at))
                });
                let to = to.unwrap_or(today);
                let first = first.min().unwrap_or(today).max(period::earliest(to)).min(to);
                period::read(ctx.language(), first, Some(to), today)?
            }
        };
        Ok(Self { offices, period, now, named })
    }

    /// Whether only some complaints of the offices are counted.
    pub(super) fn is_filtered(&self) -> bool {
        let Named { channels, categories, sections } = &self.named;
        channels.is_some() || categories.is_some() || sections.is_some()
    }

    /// The same of the period before.
    pub(super) fn before(&self) -> Self {
        Self { period: self.period.before(), ..self.clone() }
    }

    /// The period in instants of each office; without an end where it goes on until now.
    pub(super) fn spans(&self) -> BTreeMap<OfficeId, Span> {
        let span = |o: &InScope| {
            let calendar = &o.office.calendar;
            let to = (!o.is_now(self.period)).then(|| calendar.day_start(self.period.end));
            (o.office.id, Span { from: Some(calendar.day_start(self.period.from)), to })
        };
        self.offices.iter().map(span).collect()
    }
}

impl InScope {
    /// The first day after all that is counted as being there.
    pub(super) fn stock_end(&self, period: Period) -> NaiveDate {
        period.end.min(self.tomorrow())
    }

    /// Whether the end of the period is now.
    pub(super) fn is_now(&self, period: Period) -> bool {
        period.end > self.today
    }

    pub(super) fn tomorrow(&self) -> NaiveDate {
        self.today.checked_add_days(Days::new(1)).unwrap_or(self.today)
    }
}

impl Named {
    /// What is asked for of an office, by its numbers. A category or section of another office is none of this one.
    fn selection(&self, office: &Office) -> Selection {
        let Self { channels, categories, sections } = self;
        let category = |(of, id): &(OfficeId, _)| {
            office.category(*id).filter(|_| *of == office.id).map(|category| category.number)
        };
        let section = |(of, id): &(OfficeId, _)| {
            office.section(*id).filter(|_| *of == office.id).map(|section| section.number)
        };
        Selection {
            channels: channels.clone(),
            categories: categories.as_ref().map(|all| all.iter().filter_map(category).collect()),
            sections: sections
                .as_ref()
                .map(|all| all.iter().filter_map(section).fold(SectionSet::default(), SectionSet::with)),
        }
    }
}

fn ids<T>(
    ctx: &Context<'_>,
    argument: &'static str,
    ids: Option<Vec<ID>>,
    kind: impl Fn(NodeId) -> Option<T>,
) -> Result<Option<Vec<T>>, Fault> {
    let wrong =
        || Fault::BadInput { argument, message: messages::fault(ctx.language(), None, &InputFault::NotAnId) };
    ids.map(|ids| ids.iter().map(|id| NodeId::parse(id).and_then(&kind).ok_or_else(wrong)).collect())
        .transpose()
}
