//! What a row of tallies holds.

use std::collections::BTreeMap;

use domain::dashboard::measure::Cell;
use domain::dashboard::slice::Dimensions;

/// What a row holds: by dimensions, where its slice keeps them.
pub(super) type Row = BTreeMap<Option<Dimensions>, Cells>;

/// Numbers by cell. They are added as they come, and put in order and summed up when they are read or take too much room:
/// a bulk adds the same cells thousands of times.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells(Vec<(Cell, i64)>);

/// Fewer are not worth putting in order before they are read.
const MANY: usize = 512;

impl Cells {
    pub(super) fn add(&mut self, cells: impl IntoIterator<Item = (Cell, i64)>) {
        for cell in cells {
            if self.0.len() == self.0.capacity() && self.0.len() >= MANY {
                self.sum_up();
                self.0.reserve(self.0.len());
            }
            self.0.push(cell);
        }
    }

    /// Each cell once, in order.
    pub(super) fn sum_up(&mut self) -> &[(Cell, i64)] {
        // Stable, since what is added is mostly in order already.
        self.0.sort_by_key(|(cell, _)| *cell);
        self.0.dedup_by(|(cell, value), (before, sum)| {
            let same = cell == before;
            if same {
                *sum = sum.wrapping_add(*value);
            }
            same
        });
        &self.0
    }
}

impl IntoIterator for Cells {
    type Item = (Cell, i64);
    type IntoIter = std::vec::IntoIter<(Cell, i64)>;

    /// Each cell once, in order.
    fn into_iter(mut self) -> Self::IntoIter {
        self.sum_up();
        self.0.into_iter()
    }
}
