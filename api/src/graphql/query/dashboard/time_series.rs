//! `timeSeries`

use std::sync::Arc;

use async_graphql::{Object, Result, SimpleObject};
use domain::dashboard::figures::time_series::{InInterval, time_series};

use super::loaded::Loaded;
use super::numbers::int;
use crate::graphql::enums::Interval;
use crate::graphql::fault::Fault;
use crate::graphql::scalars::Date;

/// One interval of a time series.
#[derive(SimpleObject, Clone, Debug)]
pub struct TimeBucket {
    /// Its first day that lies in the period.
    start: Date,
    /// Inflow: complaints received in it.
    received: i32,
    /// Throughput: complaints closed in it, by any exit.
    closed: i32,
    /// Stock: complaints open at its end, or at `asOf` where that is earlier; with them what waited for step 1.
    open_at_end: i32,
}

#[derive(Debug)]
pub(super) struct TimeSeriesField(pub(super) Arc<Loaded>);

#[Object]
impl TimeSeriesField {
    /// The period by days, ISO weeks, months, quarters or years of the office's calendar, oldest first; an interval in which
    /// nothing happened is there with zeros. The first and the last are cut to the period.
    #[graphql(complexity = "60 * child_complexity + 1")]
    async fn time_series(
        &self,
        #[graphql(desc = "By what the period is divided.")] interval: Interval,
    ) -> Result<Option<Vec<TimeBucket>>> {
        let (intervals, flows) = self
            .0
            .series(interval.into())
            .ok_or_else(|| Fault::Failed(format!("the series by {interval:?} was not read")))?;
        let bucket = |InInterval { start, received, closed, open_at_end }| TimeBucket {
            start: Date(start),
            received: int(received),
            closed: int(closed),
            open_at_end: int(open_at_end),
        };
        Ok(Some(time_series(intervals, flows, &self.0.stock()).into_iter().map(bucket).collect()))
    }
}
