//! Tallies in memory, spread and read as the store does it.

use std::collections::BTreeMap;

use domain::dashboard::bucket::{Bucket, month_of};
use domain::dashboard::contribution::Counted;
use domain::dashboard::measure::Cell;
use domain::dashboard::plan::{Part, Plan};
use domain::dashboard::slice::{Dimensions, Selection, Slice};
use domain::dashboard::sums::Sums;
use domain::office::Office;

/// What a row holds, by dimensions where its slice keeps them.
type Row = BTreeMap<Option<Dimensions>, BTreeMap<Cell, i64>>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Tallies(BTreeMap<(Slice, i32), Row>);

impl Tallies {
    pub(crate) fn add(&mut self, counted: &Counted) {
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

    /// Without the zeros.
    pub(crate) fn numbers(&self) -> BTreeMap<(Slice, i32, Option<Dimensions>, Cell), i64> {
        let mut numbers = BTreeMap::new();
        for ((slice, bucket), row) in &self.0 {
            for (dimensions, cells) in row {
                let kept = cells.iter().filter(|(_, value)| **value != 0);
                numbers.extend(kept.map(|(cell, value)| ((*slice, *bucket, *dimensions, *cell), *value)));
            }
        }
        numbers
    }

    /// The sums of each part of a plan.
    pub(crate) fn sums(&self, office: &Office, selection: &Selection, parts: Vec<Part>) -> Vec<Vec<Sums>> {
        let plan = Plan { parts, office_parts: Vec::new() };
        let mut sums: Vec<Vec<Sums>> = plan.parts.iter().map(Part::zero).collect();
        let (long, days) = plan.ranges();
        let slices = selection.slices(office);
        for (slices, ranges) in [(slices.long, long), (slices.days, days)] {
            for slice in slices {
                for (from, to) in &ranges {
                    assert!(from <= to, "{from} to {to}");
                    for ((_, bucket), row) in self.0.range((slice, *from)..=(slice, *to)) {
                        add_row(&plan, selection, *bucket, row, &mut sums);
                    }
                }
            }
        }
        sums
    }
}

fn add_row(plan: &Plan, selection: &Selection, bucket: i32, row: &Row, sums: &mut [Vec<Sums>]) {
    for (part, sums) in plan.parts.iter().zip(sums) {
        let Some((slot, sign)) = part.place(bucket) else { continue };
        let taken = row.iter().filter(|(dimensions, _)| dimensions.is_none_or(|d| selection.takes(&d)));
        for (cell, value) in taken.flat_map(|(_, cells)| cells) {
            if part.measures().hold(cell.measure) {
                sums[slot].add(*cell, sign * value);
            }
        }
    }
}
