//! Which complaints a list holds: those that exist for the viewer, of these the ones that are like the filter.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::complaint::standing::Status;
use domain::complaint::{Channel, Confidentiality, Urgency};
use domain::ids::{CategoryId, OfficeId, OfficerId, SectionId};
use domain::procedure::step::Step;
use domain::values::VillageCode;
use domain::visibility::{SecretReach, Viewer};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, LikeExpr, Query, SimpleExpr};

use crate::counted_by;
use crate::counted_by::CountedBy;
use crate::entity::{complaint, step_record};
use crate::text::{containing, may_be_stored};

/// What complaints must be like. All that is given must hold; a list: any of it; an empty list matches nothing.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each field is described in the schema's ComplaintFilter")]
pub struct ComplaintFilter {
    pub offices: Option<Vec<OfficeId>>,
    pub status: Option<Vec<Status>>,
    pub current_step: Option<Vec<Step>>,
    pub channel: Option<Vec<Channel>>,
    pub categories: Option<Vec<(OfficeId, CategoryId)>>,
    pub sections: Option<Vec<(OfficeId, SectionId)>>,
    pub villages: Option<Vec<VillageCode>>,
    pub urgency: Option<Vec<Urgency>>,
    pub overdue: Option<bool>,
    pub received: Span,
    pub closed: Span,
    pub updated_since: Option<DateTime<Utc>>,
    pub search: Option<String>,
    pub counted: Option<CountedBy>,
}

/// `from ≤ t < to`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the bounds are what they are called")]
pub struct Span {
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

impl ComplaintFilter {
    /// Whether complaints without a due time are none of them.
    pub(crate) fn demands_due(&self) -> bool {
        self.overdue == Some(true) || self.counted.as_ref().is_some_and(CountedBy::demands_due)
    }
}

pub(crate) fn offices_in_scope(viewer: &Viewer, filter: &ComplaintFilter) -> Vec<OfficeId> {
    viewer
        .offices
        .iter()
        .copied()
        .filter(|office| filter.offices.as_ref().is_none_or(|wanted| wanted.contains(office)))
        .collect()
}

/// Which complaints of some offices a list holds.
pub(crate) fn conditions(
    viewer: &Viewer,
    filter: &ComplaintFilter,
    offices: &[OfficeId],
    now: DateTime<Utc>,
) -> Condition {
    let all = conditions_anywhere(viewer, filter, now);
    match &filter.counted {
        None => all.add(of_offices(offices)),
        Some(counted) => all.add(counted_by::condition(counted, offices, now)),
    }
}

pub(crate) fn of_offices(offices: &[OfficeId]) -> SimpleExpr {
    match offices {
        [office] => complaint::Column::OfficeId.eq(office.0),
        offices => complaint::Column::OfficeId.is_in(offices.iter().map(|office| office.0)),
    }
}

/// Every condition but the office, and what depends on its calendar.
fn conditions_anywhere(viewer: &Viewer, filter: &ComplaintFilter, now: DateTime<Utc>) -> Condition {
    let ComplaintFilter {
        offices: _,
        status,
        current_step,
        channel,
        categories,
        sections,
        villages,
        urgency,
        overdue,
        received,
        closed,
        updated_since,
        search,
        counted: _,
    } = filter;
    let mut all = exists_for(viewer);
    let open_content = complaint::Column::Confidentiality.ne(Confidentiality::Secret.to_string());
    if viewer.has_blind_sight() && (channel.is_some() || categories.is_some() || villages.is_some()) {
        all = all.add(open_content.clone());
    }
    if let Some(status) = status {
        all = all.add(complaint::Column::Status.is_in(status.iter().map(ToString::to_string)));
    }
    if let Some(steps) = current_step {
        all = all.add(complaint::Column::CurrentStep.is_in(steps.iter().map(ToString::to_string)));
    }
    if let Some(channels) = channel {
        all = all.add(complaint::Column::Channel.is_in(channels.iter().map(ToString::to_string)));
    }
    if let Some(categories) = categories {
        all = all.add(of_their_offices(categories, |ids| {
            complaint::Column::CategoryId.is_in(ids.into_iter().map(|id| id.0))
        }));
    }
    if let Some(sections) = sections {
        all = all.add(of_their_offices(sections, |ids| asked(ids.into_iter())));
    }
    if let Some(villages) = villages {
        let codes = villages.iter().map(|v| v.0.as_str()).filter(|code| may_be_stored(code));
        all = all.add(complaint::Column::VillageCode.is_in(codes));
    }
    if let Some(urgency) = urgency {
        all = all.add(complaint::Column::Urgency.is_in(urgency.iter().map(ToString::to_string)));
    }
    if let Some(overdue) = overdue {
        let late = complaint::Column::DueAt.lt(now);
        all = all.add(if *overdue {
            Condition::all().add(late)
        } else {
            Condition::any().add(complaint::Column::DueAt.is_null()).add(complaint::Column::DueAt.gte(now))
        });
    }
    for (column, span) in [(complaint::Column::ReceivedAt, received), (complaint::Column::ClosedAt, closed)] {
        if let Some(from) = span.from {
            all = all.add(column.gte(from));
        }
        if let Some(to) = span.to {
            all = all.add(column.lt(to));
        }
    }
    if let Some(since) = updated_since {
        all = all.add(complaint::Column::UpdatedAt.gte(*since));
    }
    if search.as_deref().is_some_and(|search| !may_be_stored(search)) {
        all = all.add(nothing());
    } else if let Some(search) = search {
        let pattern = LikeExpr::new(containing(search)).escape('\\');
        let number = Expr::expr(Func::lower(Expr::col((complaint::Entity, complaint::Column::AgendaNumber))))
            .like(pattern.clone());
        let text = complaint::Column::SearchText.like(pattern);
        let text = if viewer.has_blind_sight() { text.and(open_content) } else { text };
        all = all.add(Condition::any().add(text).add(number));
    }
    all
}

/// An id stands for something in its own office only.
fn of_their_offices<T: Copy>(named: &[(OfficeId, T)], condition: impl Fn(Vec<T>) -> SimpleExpr) -> Condition {
    let mut by_office: BTreeMap<OfficeId, Vec<T>> = BTreeMap::new();
    for (office, id) in named {
        by_office.entry(*office).or_default().push(*id);
    }
    by_office.into_iter().fold(Condition::any().add(nothing()), |any, (office, ids)| {
        any.add(Condition::all().add(complaint::Column::OfficeId.eq(office.0)).add(condition(ids)))
    })
}

/// What no row is like.
pub(crate) fn nothing() -> SimpleExpr {
    Expr::val(1).eq(0)
}

/// Which complaints of their offices exist for the viewer at all.
pub(crate) fn exists_for(viewer: &Viewer) -> Condition {
    let mut all = Condition::all();
    if !viewer.holds_anything() {
        return all.add(nothing());
    }
    match viewer.secret_reach() {
        SecretReach::All => {}
        SecretReach::Asked(sections) => {
            all = all.add(
                Condition::any()
                    .add(complaint::Column::Confidentiality.ne(Confidentiality::Secret.to_string()))
                    .add(asked(sections.into_iter())),
            );
        }
    }
    all.add(not_complained_of(viewer.officer))
}

/// The complaint is not about this officer.
fn not_complained_of(officer: OfficerId) -> Condition {
    let reported = complaint::Column::ReportedOfficers;
    Condition::any().add(reported.is_null()).add(reported.like(format!("%{}%", officer.0)).not())
}

/// One of these sections was named in any cycle.
pub(crate) fn asked(sections: impl Iterator<Item = SectionId>) -> SimpleExpr {
    let records = Query::select()
        .expr(Expr::val(1))
        .from(step_record::Entity)
        .and_where(
            Expr::col((step_record::Entity, step_record::Column::OfficeId))
                .equals((complaint::Entity, complaint::Column::OfficeId)),
        )
        .and_where(
            Expr::col((step_record::Entity, step_record::Column::ComplaintId))
                .equals((complaint::Entity, complaint::Column::Id)),
        )
        .and_where(step_record::Column::SectionId.is_in(sections.map(|s| s.0)))
        .to_owned();
    Expr::exists(records)
}
