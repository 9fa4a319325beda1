//! Tallies added up.

use super::measure::{Cell, Measure};
use super::spread::{BINS, Spread};

/// Some measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Measures(u64);

impl Measures {
    /// These.
    #[must_use]
    pub const fn of(measures: &[Measure]) -> Self {
        let (mut bits, mut place) = (0, 0);
        while place < measures.len() {
            bits |= 1 << measures[place] as u8;
            place += 1;
        }
        Self(bits)
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn hold(self, measure: Measure) -> bool {
        self.0 & (1 << measure as u8) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub fn are_none(self) -> bool {
        self.0 == 0
    }
}

/// Numbers by what they count. What was not counted is zero.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    columns: Vec<Vec<i64>>,
    variants: std::collections::BTreeMap<u64, i64>,
}

/// Indices of all measures but the variants are small.
const MOST: u64 = 16 * BINS as u64;

impl Sums {
    /// Nothing counted.
    pub const NONE: Self = Self { columns: Vec::new(), variants: std::collections::BTreeMap::new() };

    /// Adds to a cell.
    pub fn add(&mut self, cell: Cell, value: i64) {
        if cell.measure == Measure::Variant {
            *self.variants.entry(cell.index).or_default() += value;
            return;
        }
        let measure = usize::from(cell.measure as u8);
        if self.columns.len() <= measure {
            self.columns.resize_with(measure + 1, Vec::new);
        }
        let Some(index) = usize::try_from(cell.index).ok().filter(|_| cell.index < MOST) else { return };
        let Some(column) = self.columns.get_mut(measure) else { return };
        if column.len() <= index {
            column.resize(index + 1, 0);
        }
        if let Some(number) = column.get_mut(index) {
            *number += value;
        }
    }

    /// Adds other sums.
    pub fn add_all(&mut self, other: &Sums) {
        for (measure, column) in Measure::ALL.iter().map(|m| (*m, other.column(*m))) {
            for (index, value) in (0..).zip(column).filter(|(_, value)| **value != 0) {
                self.add(Cell::by(measure, index), *value);
            }
        }
        for (index, value) in &other.variants {
            self.add(Cell::by(Measure::Variant, *index), *value);
        }
    }

    /// The numbers of a measure by index.
    #[must_use]
    pub fn column(&self, measure: Measure) -> &[i64] {
        self.columns.get(usize::from(measure as u8)).map_or(&[], Vec::as_slice)
    }

    /// A number.
    #[must_use]
    pub fn get(&self, measure: Measure, index: u64) -> i64 {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        self.column(measure).get(index).copied().unwrap_or(0)
    }

    /// A measure's number that has no index.
    #[must_use]
    pub fn one(&self, measure: Measure) -> i64 {
        self.get(measure, 0)
    }

    /// A measure over all its indices.
    #[must_use]
    pub fn total(&self, measure: Measure) -> i64 {
        self.column(measure).iter().sum()
    }

    /// How durations are spread.
    #[must_use]
    pub fn spread(&self, measure: Measure, part: u64) -> Spread<'_> {
        let column = self.column(measure);
        let from = usize::try_from(part).unwrap_or(0).saturating_mul(BINS).min(column.len());
        let to = (from + BINS).min(column.len());
        Spread(column.get(from..to).unwrap_or_default())
    }

    /// Sequences of steps by their numbers, and how often they came.
    pub fn variants(&self) -> impl Iterator<Item = (u64, i64)> + '_ {
        self.variants.iter().map(|(number, count)| (*number, *count)).filter(|(_, count)| *count != 0)
    }
}
