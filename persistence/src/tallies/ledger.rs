//! Tallies in memory: what is counted, spread over slices and buckets.

use std::collections::HashMap;

use domain::dashboard::bucket::{Bucket, month_of};
use domain::dashboard::contribution::Counted;
use domain::dashboard::measure::Cell;
use domain::dashboard::slice::{Dimensions, Slice};

use super::cells::{Cells, Row};

/// What is counted, to become rows.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    rows: Rows,
    /// Of longer buckets. They are summed up before they are spread over the slices: the same cells come again every day.
    longer: HashMap<(Dimensions, Bucket), Cells>,
}

/// Rows by slice and number of the bucket.
pub(super) type Rows = HashMap<(Slice, i32), Row>;

impl Ledger {
    pub(super) fn add(&mut self, counted: &Counted) {
        for ((dimensions, day), cells) in counted {
            let cells = || cells.iter().map(|(cell, value)| (*cell, *value));
            spread(&mut self.rows, *dimensions, Bucket::Day(*day), cells);
            for bucket in [Bucket::Month(month_of(*day)), Bucket::Ever] {
                self.longer.entry((*dimensions, bucket)).or_default().add(cells());
            }
        }
    }

    /// What is counted in every row it belongs to.
    pub(super) fn into_rows(self) -> Rows {
        let Self { mut rows, longer } = self;
        for ((dimensions, bucket), mut cells) in longer {
            let cells = cells.sum_up();
            spread(&mut rows, dimensions, bucket, || cells.iter().copied());
        }
        rows
    }
}

fn spread<I>(rows: &mut Rows, dimensions: Dimensions, bucket: Bucket, cells: impl Fn() -> I)
where
    I: Iterator<Item = (Cell, i64)>,
{
    for (slice, kept) in dimensions.slices(bucket) {
        rows.entry((slice, bucket.code())).or_default().entry(kept).or_default().add(cells());
    }
}
