//! Tallies in memory: what is counted, spread over slices and buckets.

use std::collections::{BTreeMap, HashMap};

use domain::dashboard::bucket::{Bucket, month_of};
use domain::dashboard::contribution::Counted;
use domain::dashboard::measure::Cell;
use domain::dashboard::slice::{Dimensions, Slice};

/// Rows by slice and number of the bucket.
#[derive(Debug, Default)]
pub(super) struct Ledger(pub(super) HashMap<(Slice, i32), Groups>);

/// What a row holds, by dimensions where its slice keeps them.
type Groups = HashMap<Option<Dimensions>, BTreeMap<Cell, i64>>;

impl Ledger {
    /// Adds what is counted to every row it belongs to.
    pub(super) fn add(&mut self, counted: &Counted) {
        for ((dimensions, day), cells) in counted {
            for bucket in [Bucket::Ever, Bucket::Month(month_of(*day)), Bucket::Day(*day)] {
                for (slice, kept) in dimensions.slices(bucket) {
                    let row = self.0.entry((slice, bucket.code())).or_default().entry(kept).or_default();
                    for (cell, value) in cells {
                        *row.entry(*cell).or_default() += value;
                    }
                }
            }
        }
    }
}
