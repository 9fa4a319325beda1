//! The complaints that a figure of a dashboard counted.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::complaint::record::StepOutcome;
use domain::complaint::standing::Status;
use domain::ids::OfficeId;
use domain::procedure::step::Step;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};

use crate::complaint_filter::{Span, nothing, of_offices};
use crate::entity::{complaint, step_record};

/// A figure that counts complaints, or step records of complaints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "described in the schema's Figure")]
pub enum Figure {
    Received,
    Open,
    Overdue,
    Closed,
    DoneOnTime,
    DoneLate,
    OpenOnTime,
    OpenLate,
}

/// What counted them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedBy {
    /// The figure.
    pub figure: Figure,
    /// Of this step only.
    pub step: Option<Step>,
    /// The period, in instants of each office's time zone. What has no end goes on until now.
    pub spans: BTreeMap<OfficeId, Span>,
}

impl CountedBy {
    /// Whether it is of what is there now.
    #[must_use]
    pub fn is_of_now(&self) -> bool {
        self.figure.is_stock() && self.spans.values().all(|span| span.to.is_none())
    }

    pub(crate) fn demands_due(&self) -> bool {
        self.is_of_now() && matches!(self.figure, Figure::Overdue | Figure::OpenLate)
    }
}

impl Figure {
    /// Whether it is of what is there at the end of the period, not of what happened in it.
    #[must_use]
    pub fn is_stock(self) -> bool {
        matches!(self, Self::Open | Self::Overdue | Self::OpenOnTime | Self::OpenLate)
    }
}

/// Those of some offices.
pub(crate) fn condition(counted: &CountedBy, offices: &[OfficeId], now: DateTime<Utc>) -> Condition {
    let CountedBy { figure, step, spans } = counted;
    let mut by_span: Vec<(Span, Vec<OfficeId>)> = Vec::new();
    for office in offices {
        let Some(span) = spans.get(office) else { continue };
        match by_span.iter_mut().find(|(known, _)| known == span) {
            Some((_, offices)) => offices.push(*office),
            None => by_span.push((*span, vec![*office])),
        }
    }
    let of_span = |(span, offices): &(Span, Vec<OfficeId>)| {
        Condition::all().add(of_offices(offices)).add(in_span(*figure, *step, *span, now))
    };
    match by_span.as_slice() {
        [] => Condition::all().add(nothing()),
        [one] => of_span(one),
        several => several.iter().map(of_span).fold(Condition::any(), Condition::add),
    }
}

fn in_span(figure: Figure, step: Option<Step>, span: Span, now: DateTime<Utc>) -> Condition {
    let all = Condition::all;
    match figure {
        Figure::Received => within(complaint::Column::ReceivedAt, span),
        Figure::Closed => {
            let earlier = records()
                .and_where(column(step_record::Column::Step).eq(Step::Archive.to_string()))
                .and_where(column(step_record::Column::Outcome).eq(StepOutcome::Completed.to_string()))
                .and_where(
                    column(step_record::Column::Cycle)
                        .lt(Expr::col((complaint::Entity, complaint::Column::Cycle))),
                )
                .cond_where(within(step_record::Column::CompletedAt, span))
                .to_owned();
            Condition::any()
                .add(within(complaint::Column::ClosedAt, span))
                .add(all().add(complaint::Column::Cycle.gt(1)).add(Expr::exists(earlier)))
        }
        Figure::DoneOnTime | Figure::DoneLate => done(figure == Figure::DoneOnTime, step, span),
        Figure::Open | Figure::Overdue | Figure::OpenOnTime | Figure::OpenLate => match span.to {
            None => open_now(figure, step, now),
            Some(end) => open_then(figure, step, end),
        },
    }
}

/// Of what is there now the complaint's row tells most.
fn open_now(figure: Figure, step: Option<Step>, now: DateTime<Utc>) -> Condition {
    let mut open = Condition::all().add(complaint::Column::Status.eq(Status::InProgress.to_string()));
    if let Some(step) = step {
        open = open.add(complaint::Column::CurrentStep.eq(step.to_string()));
    }
    match figure {
        Figure::Overdue | Figure::OpenLate => open.add(complaint::Column::DueAt.lt(now)),
        Figure::OpenOnTime => {
            let on_time = records()
                .and_where(column(step_record::Column::Outcome).is_null())
                .and_where(column(step_record::Column::DueAt).gte(now))
                .to_owned();
            open.add(Expr::exists(on_time))
        }
        Figure::Received | Figure::Open | Figure::Closed | Figure::DoneOnTime | Figure::DoneLate => open,
    }
}

fn open_then(figure: Figure, step: Option<Step>, end: DateTime<Utc>) -> Condition {
    let mut there = records()
        .and_where(column(step_record::Column::Step).ne(Step::Receive.to_string()))
        .and_where(column(step_record::Column::StartedAt).lt(end))
        .cond_where(
            Condition::any()
                .add(column(step_record::Column::Outcome).is_null())
                .add(column(step_record::Column::CompletedAt).gte(end)),
        )
        .to_owned();
    if let Some(step) = step {
        there.and_where(column(step_record::Column::Step).eq(step.to_string()));
    }
    match figure {
        Figure::Overdue | Figure::OpenLate => {
            there.and_where(column(step_record::Column::DueAt).lt(end));
        }
        Figure::OpenOnTime => {
            there.and_where(column(step_record::Column::DueAt).gte(end));
        }
        Figure::Open if step.is_none() => return received_and_not_closed(end),
        Figure::Received | Figure::Open | Figure::Closed | Figure::DoneOnTime | Figure::DoneLate => {}
    }
    Condition::all().add(complaint::Column::ReceivedAt.lt(end)).add(Expr::exists(there))
}

/// An imported register does not say where a complaint was in between.
fn received_and_not_closed(end: DateTime<Utc>) -> Condition {
    let next = Alias::new("next");
    let next_column = |c: step_record::Column| Expr::col((next.clone(), c));
    let reopened = Query::select()
        .expr(Expr::val(1))
        .from_as(step_record::Entity, next.clone())
        .and_where(
            next_column(step_record::Column::OfficeId)
                .equals((complaint::Entity, complaint::Column::OfficeId)),
        )
        .and_where(
            next_column(step_record::Column::ComplaintId).equals((complaint::Entity, complaint::Column::Id)),
        )
        .and_where(next_column(step_record::Column::Cycle).gt(column(step_record::Column::Cycle)))
        .and_where(next_column(step_record::Column::StartedAt).lt(end))
        .to_owned();
    let closed_in_between = records()
        .and_where(column(step_record::Column::Step).eq(Step::Archive.to_string()))
        .and_where(column(step_record::Column::CompletedAt).lt(end))
        .and_where(
            column(step_record::Column::Cycle).lt(Expr::col((complaint::Entity, complaint::Column::Cycle))),
        )
        .and_where(Expr::exists(reopened).not())
        .to_owned();
    Condition::all()
        .add(complaint::Column::ReceivedAt.lt(end))
        .add(
            Condition::any()
                .add(complaint::Column::ClosedAt.is_null())
                .add(complaint::Column::ClosedAt.gte(end)),
        )
        .add(Condition::any().add(complaint::Column::Cycle.eq(1)).add(Expr::exists(closed_in_between).not()))
}

/// As [`domain::dashboard::contribution::is_done_on_time`] has it.
fn done(on_time: bool, step: Option<Step>, span: Span) -> Condition {
    let by_its_own_step = [
        StepOutcome::Completed,
        StepOutcome::Returned,
        StepOutcome::HandedBack,
        StepOutcome::Referred,
        StepOutcome::ClosedAsDuplicate,
    ];
    let (completed, due) = (column(step_record::Column::CompletedAt), column(step_record::Column::DueAt));
    let mut done = records().cond_where(within(step_record::Column::CompletedAt, span)).to_owned();
    if on_time {
        done.and_where(completed.lte(due)).and_where(
            column(step_record::Column::Outcome).is_in(by_its_own_step.map(|outcome| outcome.to_string())),
        );
    } else {
        done.and_where(completed.gt(due));
    }
    if let Some(step) = step {
        done.and_where(column(step_record::Column::Step).eq(step.to_string()));
    }
    // What ends in a period arrived before its end.
    let mut all = Condition::all().add(Expr::exists(done));
    if let Some(end) = span.to {
        all = all.add(complaint::Column::ReceivedAt.lt(end));
    }
    all
}

fn within(column: impl ColumnTrait, span: Span) -> Condition {
    let mut all = Condition::all();
    if let Some(from) = span.from {
        all = all.add(column.gte(from));
    }
    if let Some(to) = span.to {
        all = all.add(column.lt(to));
    }
    if span.from.is_none() && span.to.is_none() { all.add(column.is_not_null()) } else { all }
}

fn column(column: step_record::Column) -> SimpleExpr {
    Expr::col((step_record::Entity, column))
}

/// The complaint's step records.
fn records() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(step_record::Entity)
        .and_where(
            column(step_record::Column::OfficeId).equals((complaint::Entity, complaint::Column::OfficeId)),
        )
        .and_where(
            column(step_record::Column::ComplaintId).equals((complaint::Entity, complaint::Column::Id)),
        )
        .to_owned()
}
