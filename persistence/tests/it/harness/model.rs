//! What a list must be, worked out in memory from all complaints there are, by the domain's table of who sees what.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use domain::complaint::Complaint;
use domain::visibility::{Viewer, sight};
use persistence::complaints::{ComplaintFilter, ComplaintOrder, OrderField, Span};

use super::world::{World, now};

impl World {
    /// The complaints a viewer finds, in order.
    pub(crate) fn list(
        &self,
        viewer: &Viewer,
        filter: &ComplaintFilter,
        order: ComplaintOrder,
    ) -> Vec<&Complaint> {
        let found = self.complaints.iter().filter(|c| self.is_found(viewer, filter, c));
        let value = |c: &Complaint| match order.field {
            OrderField::ReceivedAt => Some((c.received_at.timestamp_micros(), 0)),
            OrderField::DueAt => c.due_at().map(|at| (at.timestamp_micros(), 0)),
            OrderField::ClosedAt => c.standing.closed_at().map(|at| (at.timestamp_micros(), 0)),
            OrderField::AgendaNumber => Some((c.agenda_number.year.into(), c.agenda_number.number)),
        };
        let (mut with, mut without): (Vec<_>, Vec<_>) = found.partition(|c| value(c).is_some());
        if order.descending {
            with.sort_by_key(|c| Reverse((value(c), c.id)));
            without.sort_by_key(|c| Reverse(c.id));
        } else {
            with.sort_by_key(|c| (value(c), c.id));
            without.sort_by_key(|c| c.id);
        }
        with.into_iter().chain(without).collect()
    }

    fn is_found(&self, viewer: &Viewer, filter: &ComplaintFilter, c: &Complaint) -> bool {
        let Some(sight) = sight(viewer, c) else { return false };
        let ComplaintFilter {
            offices,
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
        let folded = |text: &str| text.to_lowercase();
        let search_fits = |search: &String| {
            let holds = |text: &Option<String>| {
                text.as_ref().is_some_and(|text| folded(text).contains(&folded(search)))
            };
            folded(&c.agenda_number.text).contains(&folded(search))
                || sight.content && (holds(&c.subject) || holds(&c.description))
        };
        wanted(offices, Some(&c.office))
            && wanted(status, Some(&c.standing.status()))
            && wanted(current_step, c.standing.step().as_ref())
            && wanted(channel, c.channel.as_ref().filter(|_| sight.content))
            && wanted(categories, c.category.map(|id| (c.office, id)).as_ref().filter(|_| sight.content))
            && wanted(villages, c.village.as_ref().filter(|_| sight.content))
            && wanted(urgency, Some(&c.urgency))
            && sections.as_ref().is_none_or(|s| c.asked_sections().any(|id| s.contains(&(c.office, id))))
            && overdue.is_none_or(|late| c.open_records().any(|r| r.is_overdue(now())) == late)
            && within(received, Some(c.received_at))
            && within(closed, c.standing.closed_at())
            && updated_since.is_none_or(|since| self.updated[&c.id] >= since)
            && search.as_ref().is_none_or(search_fits)
    }
}

fn wanted<T: PartialEq>(list: &Option<Vec<T>>, value: Option<&T>) -> bool {
    list.as_ref().is_none_or(|list| value.is_some_and(|value| list.contains(value)))
}

fn within(span: &Span, at: Option<DateTime<Utc>>) -> bool {
    span.from.is_none_or(|from| at.is_some_and(|at| at >= from))
        && span.to.is_none_or(|to| at.is_some_and(|at| at < to))
}
