//! `backlog`

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::dashboard::figures::backlog::{self, AgeBand};

use super::loaded::Loaded;
use super::numbers::int;

/// Open complaints of an age.
#[derive(SimpleObject, Clone, Debug)]
pub struct BacklogBand {
    /// At least so many working days old.
    from_days: i32,
    /// Less than so many; null in the last band.
    to_days: Option<i32>,
    /// Complaints open at `asOf`.
    open: i32,
}

#[derive(Debug)]
pub(super) struct Backlog(pub(super) Arc<Loaded>);

#[Object]
impl Backlog {
    /// Stock: the complaints open at `asOf`, whatever the period, by their age in working days (practice C4): today and the
    /// working days back to the day after they were received. The SOP as a whole takes about four.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn backlog(&self) -> Option<Vec<BacklogBand>> {
        let sums: Vec<_> = self.0.backlog.iter().collect();
        let band = |AgeBand { from_days, to_days, open }| BacklogBand {
            from_days: int(from_days),
            to_days: to_days.map(int),
            open: int(open),
        };
        Some(backlog::backlog(&sums).into_iter().map(band).collect())
    }
}
