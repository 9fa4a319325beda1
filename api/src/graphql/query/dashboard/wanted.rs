//! What a request asks of a dashboard: only that is read.

use std::collections::BTreeSet;

use async_graphql::{Lookahead, Value};
use domain::dashboard::figures::{
    by_section, by_step, conformity, counts, cycles, entries, returns, step_cohorts, step_performance,
    time_series, totals, workload,
};
use domain::dashboard::plan::Interval;
use domain::dashboard::sums::Measures;

/// Which open records that are not due yet are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum NotDue {
    /// None.
    #[default]
    None,
    /// Those due later today.
    Today,
    /// All.
    All,
}

/// What is to be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Of the period, over all offices.
    pub(super) flow: Measures,
    /// Of its end, over all offices.
    pub(super) stock: Measures,
    /// Of the period, by office.
    pub(super) office_flow: Measures,
    /// Of its end, by office.
    pub(super) office_stock: Measures,
    /// Of now, by office.
    pub(super) office_now: Measures,
    /// Of the period before today.
    pub(super) still_open: Measures,
    /// Of each interval.
    pub(super) intervals: BTreeSet<Interval>,
    pub(super) backlog: bool,
    pub(super) not_due: NotDue,
    pub(super) numbers: bool,
}

impl Wanted {
    /// What is selected of a dashboard.
    pub(super) fn of(selected: &Lookahead<'_>) -> Self {
        let mut wanted = Self::default();
        let asked = |field| selected.field(field).exists();
        if asked("totals") {
            wanted.add(totals::FLOW, totals::STOCK, NotDue::Today);
        }
        if asked("byStatus") {
            wanted.add(counts::BY_STATUS, Measures::default(), NotDue::None);
        }
        if asked("byStep") {
            wanted.add(Measures::default(), by_step::STOCK, NotDue::Today);
        }
        if asked("byChannel") {
            wanted.add(counts::BY_CHANNEL, Measures::default(), NotDue::None);
        }
        if asked("byCategory") {
            wanted.add_by_office(counts::BY_CATEGORY, Measures::default(), NotDue::None);
        }
        if asked("bySection") {
            wanted.add_by_office(by_section::FLOW, by_section::STOCK, NotDue::Today);
        }
        if asked("byOffice") {
            wanted.add_by_office(totals::OFFICE_FLOW, totals::STOCK, NotDue::Today);
        }
        for field in selected.field("timeSeries").selection_fields() {
            let arguments = field.arguments().unwrap_or_default();
            let interval = arguments.iter().find(|(name, _)| name.as_str() == "interval");
            wanted.intervals.extend(interval.and_then(|(_, value)| interval_of(value)));
            wanted.add(Measures::default(), time_series::STOCK, NotDue::None);
        }
        if asked("stepPerformance") {
            wanted.add(step_performance::FLOW, step_performance::STOCK, NotDue::Today);
        }
        if asked("stepsBegun") {
            wanted.add(step_cohorts::FLOW, Measures::default(), NotDue::All);
        }
        if asked("wholeCycles") {
            wanted.add(cycles::DUE, Measures::default(), NotDue::None);
            wanted.still_open = cycles::STILL_OPEN;
        }
        for (field, flow) in [
            ("answers", cycles::ANSWERS),
            ("disposedSameDay", cycles::DISPOSITIONS),
            ("firstPass", cycles::FIRST_PASS),
            ("completion", cycles::COMPLETION),
            ("returns", returns::FLOW),
            ("register", entries::FLOW),
            ("conformity", conformity::FLOW),
        ] {
            if asked(field) {
                wanted.add(flow, Measures::default(), NotDue::None);
            }
        }
        wanted.numbers = asked("register");
        wanted.backlog = asked("backlog");
        if asked("workload") {
            wanted.office_now = workload::STOCK;
            wanted.not_due = NotDue::All;
        }
        wanted
    }

    fn add(&mut self, flow: Measures, stock: Measures, not_due: NotDue) {
        self.flow = self.flow.and(flow);
        self.stock = self.stock.and(stock);
        self.not_due = self.not_due.max(not_due);
    }

    fn add_by_office(&mut self, flow: Measures, stock: Measures, not_due: NotDue) {
        self.office_flow = self.office_flow.and(flow);
        self.office_stock = self.office_stock.and(stock);
        self.not_due = self.not_due.max(not_due);
    }
}

fn interval_of(value: &Value) -> Option<Interval> {
    let name = match value {
        Value::Enum(name) => name.as_str(),
        Value::String(name) => name.as_str(),
        _ => return None,
    };
    Some(match name {
        "DAY" => Interval::Day,
        "WEEK" => Interval::Week,
        "MONTH" => Interval::Month,
        "QUARTER" => Interval::Quarter,
        "YEAR" => Interval::Year,
        _ => return None,
    })
}
