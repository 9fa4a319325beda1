//! Tallies in memory: what is counted, spread over slices and buckets.

use std::collections::HashMap;

use domain::dashboard::bucket::{Bucket, month_of};
use domain::dashboard::contribution::Counted;
use domain::dashboard::measure::Cell;
use domain::dashboard::slice::{Dimensions, Slice};

use super::cells::{Cells, Row};

/// Rows by slice and number of the bucket.
#[derive(Debug, Default)]
pub(super) struct Ledger(pub(super) HashMap<(Slice, i32), Row>);

impl Ledger {
    /// Adds what is counted to every row it belongs to.
    pub(super) fn add(&mut self, counted: &Counted) {
        // Longer buckets are summed up before they are spread over the slices: the same cells come again every day.
        let mut longer: HashMap<(Dimensions, Bucket), Cells> = HashMap::new();
        for ((dimensions, day), cells) in counted {
            let cells = || cells.iter().map(|(cell, value)| (*cell, *value));
            self.spread(*dimensions, Bucket::Day(*day), cells);
            for bucket in [Bucket::Month(month_of(*day)), Bucket::Ever] {
                longer.entry((*dimensions, bucket)).or_default().add(cells());
            }
        }
        for ((dimensions, bucket), mut cells) in longer {
            let cells = cells.sum_up();
            self.spread(dimensions, bucket, || cells.iter().copied());
        }
    }

    fn spread<I>(&mut self, dimensions: Dimensions, bucket: Bucket, cells: impl Fn() -> I)
    where
        I: Iterator<Item = (Cell, i64)>,
    {
        for (slice, kept) in dimensions.slices(bucket) {
            self.0.entry((slice, bucket.code())).or_default().entry(kept).or_default().add(cells());
        }
    }
}
