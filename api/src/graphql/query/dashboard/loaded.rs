//! What was read for a dashboard.

use std::collections::HashMap;

use async_graphql::Context;
use domain::dashboard::figures::{backlog, time_series};
use domain::dashboard::measure::Measure;
use domain::dashboard::plan::{Interval, Part, Period, Plan};
use domain::dashboard::stock::{Pending, Stock};
use domain::dashboard::sums::{Measures, Sums};
use domain::ids::OfficeId;
use persistence::tallies::pending::PendingRead;
use persistence::tallies::read::TallyRead;

use super::scope::{InScope, Scope};
use super::wanted::{NotDue, Wanted};
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::fault::Fault;

/// What was read, and of what.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) scope: Scope,
    /// Of the period.
    pub(super) flow: Sums,
    /// Of the period before today.
    pub(super) still_open: Sums,
    /// Open complaints by age, the youngest band first.
    pub(super) backlog: Vec<Sums>,
    /// Agenda numbers given in the years of the period that no complaint has; none where only some complaints are counted.
    pub(super) number_gaps: Option<i64>,
    stock: Sums,
    series: HashMap<Interval, (Vec<Period>, Vec<Sums>)>,
    offices: HashMap<OfficeId, [Sums; 3]>,
    pending: HashMap<OfficeId, Vec<Pending>>,
    pending_of_all: Vec<Pending>,
}

impl Loaded {
    /// Reads what is wanted: tallies in one statement, and beside it what the running day needs.
    pub(super) async fn read(ctx: &Context<'_>, scope: Scope, wanted: &Wanted) -> Result<Self, Fault> {
        let store = ctx.store();
        let reads: Vec<TallyRead> = scope.offices.iter().map(|o| tally_read(o, &scope, wanted)).collect();
        let pending_reads: Vec<PendingRead<'_>> = match wanted.not_due {
            NotDue::None => Vec::new(),
            NotDue::Today | NotDue::All => scope
                .offices
                .iter()
                .filter(|o| wanted.not_due == NotDue::All || o.is_now(scope.period))
                .map(|o| PendingRead {
                    office: &o.office,
                    selection: &o.selection,
                    day_ends_at: o.office.calendar.day_start(o.tomorrow()),
                    today_only: wanted.not_due == NotDue::Today,
                })
                .collect(),
        };
        let numbers = async {
            if !wanted.numbers || scope.is_filtered() {
                return Ok(None);
            }
            let offices: Vec<OfficeId> = scope.offices.iter().map(|o| o.office.id).collect();
            store.agenda_numbers_given(&offices, scope.period).await.map(Some)
        };
        let (tallied, found, given) = futures_util::try_join!(
            store.read_tallies(&reads),
            store.pending_records(&pending_reads, scope.now),
            numbers,
        )
        .or_fault(ctx)?;

        let mut parts = tallied.all.into_iter();
        let mut next = || parts.next().unwrap_or_default();
        let mut one = || next().into_iter().next().unwrap_or_default();
        let (flow, stock, still_open, in_years) = (one(), one(), one(), one());
        let number_gaps = given.map(|given| given - in_years.one(Measure::Received));
        let bands = scope.offices.first().map_or(0, |o| backlog_parts(o, &scope, wanted).len());
        let backlog = (0..bands).map(|_| one()).collect();
        let series = wanted
            .intervals
            .iter()
            .map(|interval| (*interval, (scope.period.divided(*interval), next())))
            .collect();
        let offices = tallied
            .offices
            .into_iter()
            .map(|(id, parts)| {
                let mut parts = parts.into_iter().map(|sums| sums.into_iter().next().unwrap_or_default());
                let mut one = || parts.next().unwrap_or_default();
                (id, [one(), one(), one()])
            })
            .collect();
        let mut pending: HashMap<OfficeId, Vec<Pending>> = HashMap::new();
        for (office, record) in found {
            pending.entry(office).or_default().push(record);
        }
        let now_too = |o: &&InScope| o.is_now(scope.period);
        let pending_of_all =
            scope.offices.iter().filter(now_too).filter_map(|o| pending.get(&o.office.id)).flatten().cloned();
        let pending_of_all = pending_of_all.collect();
        Ok(Self {
            flow,
            still_open,
            backlog,
            number_gaps,
            stock,
            series,
            offices,
            pending,
            pending_of_all,
            scope,
        })
    }

    /// What is there at the end of the period, in all offices.
    pub(super) fn stock(&self) -> Stock<'_> {
        Stock { sums: &self.stock, pending: &self.pending_of_all }
    }

    /// The intervals of the period and what was counted in each.
    pub(super) fn series(&self, interval: Interval) -> Option<(&[Period], &[Sums])> {
        self.series.get(&interval).map(|(periods, sums)| (periods.as_slice(), sums.as_slice()))
    }

    /// What was counted in an office in the period, and what is there at its end.
    pub(super) fn of_office<'a>(&'a self, office: &InScope) -> (&'a Sums, Stock<'a>) {
        let [flow, stock, _] = self.sums_of(office);
        let pending: &[Pending] =
            if office.is_now(self.scope.period) { self.pending_of(office) } else { &[] };
        (flow, Stock { sums: stock, pending })
    }

    /// What is there in an office now.
    pub(super) fn of_office_now<'a>(&'a self, office: &InScope) -> Stock<'a> {
        let [.., now] = self.sums_of(office);
        Stock { sums: now, pending: self.pending_of(office) }
    }

    /// The open records of an office that are not due yet.
    pub(super) fn pending_of(&self, office: &InScope) -> &[Pending] {
        self.pending.get(&office.office.id).map_or(&[], Vec::as_slice)
    }

    fn sums_of(&self, office: &InScope) -> &[Sums; 3] {
        static NOTHING: [Sums; 3] = [Sums::NONE, Sums::NONE, Sums::NONE];
        self.offices.get(&office.office.id).unwrap_or(&NOTHING)
    }
}

/// The calendar years a period touches.
fn years_of(period: Period) -> Period {
    Period { from: Interval::Year.start_of(period.from), end: Interval::Year.end_of(period.to()) }
}

fn backlog_parts(o: &InScope, scope: &Scope, wanted: &Wanted) -> Vec<Part> {
    if wanted.backlog { backlog::parts(&o.office.calendar, scope.now) } else { Vec::new() }
}

fn tally_read(o: &InScope, scope: &Scope, wanted: &Wanted) -> TallyRead {
    let (period, today, end) = (scope.period, o.today, o.stock_end(scope.period));
    let before_today = Period { from: period.from, end: period.end.min(today) };
    let numbers = if wanted.numbers { Measures::of(&[Measure::Received]) } else { Measures::default() };
    let mut parts = vec![
        Part::flow(period, wanted.flow, today),
        Part::stock(end, wanted.stock, today),
        Part::flow(before_today, wanted.still_open, today),
        Part::flow(years_of(period), numbers, today),
    ];
    parts.extend(backlog_parts(o, scope, wanted));
    let series = |interval: &Interval| Part::series(period, *interval, time_series::SERIES, today);
    parts.extend(wanted.intervals.iter().map(series));
    let office_parts = vec![
        Part::flow(period, wanted.office_flow, today),
        Part::stock(end, wanted.office_stock, today),
        Part::stock(o.tomorrow(), wanted.office_now, today),
    ];
    TallyRead {
        office: o.office.id,
        selection: o.selection.clone(),
        slices: o.selection.slices(&o.office),
        plan: Plan { parts, office_parts },
    }
}
