//! `totals`

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::dashboard::figures::totals;

use super::loaded::Loaded;
use super::numbers::{Bins, DurationStats, Rate, int};

/// How many came in and left, how many are there, how well they are kept in time.
#[derive(SimpleObject, Clone, Debug)]
pub struct Totals {
    /// Inflow: complaints received in the period, on the day step 1 was done; one that was submitted counts in `submitted` on
    /// the day it arrived. Practice C3.
    received: i32,
    /// Submissions that came in by themselves in the period, whatever became of them.
    submitted: i32,
    /// Submissions joined in the period to a complaint that was there already.
    joined: i32,
    /// Submissions set aside in the period: no complaints.
    dismissed: i32,
    /// Stock: complaints received and not closed, and submissions that wait for step 1, at the earlier of `asOf` and the end of
    /// the period.
    open: i32,
    /// Stock: of these, those of which a step record is past due, at the same instant.
    overdue: i32,
    /// Throughput: complaints closed in the period, by any exit; one that is closed again after a reopening counts again.
    /// Practice C3.
    closed: i32,
    /// Complaints reopened in the period: they are open again. Open at the end = open before + received +
    /// reopened − closed + what came to wait for step 1 − what waits for it no more.
    reopened: i32,
    /// Step records of all steps: done in the period, open at its end. What was submitted counts in step 1, also where it was
    /// joined or set aside.
    bins: Bins,
    /// Of these: doneOnTime ÷ (doneOnTime + doneLate + openLate). What is open and late counts as late.
    on_time: Rate,
    /// Throughput: working time of what was archived in the period, from the arrival to the archive; of a reopened complaint
    /// from its reopening. A cycle that began in an imported register has none.
    resolution: DurationStats,
}

impl From<totals::Totals> for Totals {
    fn from(totals: totals::Totals) -> Self {
        let totals::Totals {
            received,
            submitted,
            joined,
            dismissed,
            closed,
            reopened,
            open,
            overdue,
            bins,
            resolution,
        } = totals;
        Self {
            received: int(received),
            submitted: int(submitted),
            joined: int(joined),
            dismissed: int(dismissed),
            open: int(open),
            overdue: int(overdue),
            closed: int(closed),
            reopened: int(reopened),
            bins: bins.into(),
            on_time: bins.on_time().into(),
            resolution: resolution.into(),
        }
    }
}

#[derive(Debug)]
pub(super) struct TotalsField(pub(super) Arc<Loaded>);

#[Object]
impl TotalsField {
    /// How many came in and left, how many are there, how well they are kept in time.
    async fn totals(&self) -> Option<Totals> {
        Some(totals::totals(&self.0.flow, &self.0.stock()).into())
    }
}
