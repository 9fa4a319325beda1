//! Who is overloaded (practice.md C13): what waits for a position, against the time there is.
//!
//! The time is the position's, so it does not grow where somebody acts for it: who acts (Plt., Plh.) is there instead of who is
//! appointed, one for one, as long as the appointment lasts. Nor does it shrink where he has a position of his own besides: that
//! counts its time for itself.

use chrono::{DateTime, TimeDelta, Utc};

use crate::dashboard::measure::Measure;
use crate::dashboard::stock::{Pending, Stock};
use crate::dashboard::sums::Measures;
use crate::office::{Capacity, Office, Position, Post};
use crate::procedure::step::Step;
use crate::procedure::table;
use crate::working_time::Standard;

/// What waits for a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// The position, of a section head with the number of the section.
    pub position: Position,
    /// Number of the section.
    pub section: Option<i32>,
    /// Step records that wait.
    pub open: i64,
    /// Of these, past due.
    pub overdue: i64,
    /// Working seconds left until they are due, together; what is past due has none left.
    pub remaining_seconds: i64,
    /// Working seconds in the next five working days, of all who are appointed to the position together; of who acts for it
    /// where he is more than these.
    pub available_seconds: i64,
}

/// Of the end.
pub const STOCK: Measures =
    Measures::of(&[Measure::Open, Measure::Overdue, Measure::SectionOpen, Measure::SectionOverdue]);

/// Working days that are looked ahead.
const DAYS: u16 = 5;

/// Every position of an office that takes steps, and every section: inactive ones only where work waits for them.
#[must_use]
pub fn workload(office: &Office, stock: &Stock<'_>, now: DateTime<Utc>) -> Vec<Load> {
    let ahead = Standard::working_days(DAYS).ok().and_then(|days| office.calendar.due(now, days).ok());
    let available = |post: Post| ahead.map_or(0, |until| available_seconds(office, post, now, until));
    let left = |pending: &Pending| office.calendar.elapsed_seconds(now, pending.due_at);
    let steps_of = |position: Position| {
        Step::ALL.iter().copied().filter(move |step| table::of(*step).positions.first() == Some(&position))
    };
    let positions = [Position::Staff, Position::HeadOfGeneralAffairs, Position::Secretary, Position::Camat];
    let mut loads: Vec<Load> = positions
        .into_iter()
        .map(|position| Load {
            position,
            section: None,
            open: steps_of(position).map(|step| stock.records_open(step)).sum(),
            overdue: steps_of(position).map(|step| stock.records_late(step)).sum(),
            remaining_seconds: steps_of(position)
                .flat_map(|step| stock.pending.iter().filter(move |p| p.step == step))
                .map(left)
                .sum(),
            available_seconds: available(Post::of(position)),
        })
        .collect();
    for section in &office.sections {
        let number = section.number;
        let both = [false, true];
        let open = both.iter().map(|supports| stock.section_open(number, *supports)).sum();
        if !section.active && open == 0 {
            continue;
        }
        loads.push(Load {
            position: Position::SectionHead,
            section: Some(number),
            open,
            overdue: both.iter().map(|supports| stock.section_overdue(number, *supports)).sum(),
            remaining_seconds: stock.pending.iter().filter(|p| p.section == Some(number)).map(left).sum(),
            available_seconds: available(Post::head_of(section.id)),
        });
    }
    loads
}

/// Working seconds of a post between two instants.
fn available_seconds(office: &Office, post: Post, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
    let acting = || office.acting.iter().filter(|acting| acting.post == post);
    let mut instants: Vec<DateTime<Utc>> = acting().flat_map(|acting| [acting.from, acting.until]).collect();
    instants.retain(|at| from < *at && *at < until);
    instants.extend([from, until]);
    instants.sort_unstable();
    let spans = instants.iter().zip(instants.iter().skip(1));
    let worked = |(from, until): (&DateTime<Utc>, &DateTime<Utc>)| {
        office.calendar.elapsed(*from, *until) * people_at(office, post, *from)
    };
    spans.map(worked).sum::<TimeDelta>().num_seconds()
}

/// How many are there for a post at an instant.
fn people_at(office: &Office, post: Post, at: DateTime<Utc>) -> i32 {
    let holders = office.takers(post, at, &[]);
    let appointed = holders.iter().filter(|taker| taker.capacity == Capacity::Definitive).count();
    i32::try_from(appointed.max(holders.len() - appointed)).unwrap_or(i32::MAX)
}
