//! How the cycles archived in the period conform to the SOP (practice.md I1 and I3).

use crate::dashboard::conformance::{Axis, steps_of_variant};
use crate::dashboard::measure::Measure;
use crate::dashboard::rate::Rate;
use crate::dashboard::sums::{Measures, Sums};
use crate::procedure::step::Step;

/// Of the period.
pub const FLOW: Measures = Measures::of(&[
    Measure::CycleArchived,
    Measure::Conformance,
    Measure::AxisMet,
    Measure::AxisApplicable,
    Measure::Fitting,
    Measure::Variant,
]);

/// Conformance of the cycles archived in the period.
#[derive(Clone, Debug, PartialEq)]
pub struct Conformity {
    /// Cycles archived of which all steps are recorded.
    pub cycles: i64,
    /// Mean over the cycles of axes met ÷ axes applicable.
    pub index: Option<f64>,
    /// Each axis alone.
    pub axes: Vec<(Axis, Rate)>,
    /// Cycles whose steps follow each other as the SOP has them.
    pub fitness: Rate,
    /// Sequences of steps, the most frequent first; an empty one stands for all that are very long.
    pub variants: Vec<(Vec<Step>, Rate)>,
}

/// How they conform.
#[must_use]
pub fn conformity(flow: &Sums) -> Conformity {
    let cycles = flow.one(Measure::CycleArchived);
    let axis = |axis: &Axis| {
        let index = *axis as u64;
        (*axis, Rate::of(flow.get(Measure::AxisMet, index), flow.get(Measure::AxisApplicable, index)))
    };
    let mut variants: Vec<(u64, i64)> = flow.variants().collect();
    variants.sort_unstable_by_key(|(number, count)| (std::cmp::Reverse(*count), *number));
    let variant = |(number, count): (u64, i64)| (steps_of_variant(number), Rate::of(count, cycles));
    Conformity {
        cycles,
        index: (cycles > 0).then(|| flow.one(Measure::Conformance) as f64 / 1e6 / cycles as f64),
        axes: Axis::ALL.iter().map(axis).collect(),
        fitness: Rate::of(flow.one(Measure::Fitting), cycles),
        variants: variants.into_iter().map(variant).collect(),
    }
}
