//! Returns for correction, by edge (practice.md S3).

use crate::dashboard::contribution::return_index;
use crate::dashboard::measure::Measure;
use crate::dashboard::rate::Rate;
use crate::dashboard::sums::{Measures, Sums};
use crate::procedure::step::Step;

/// Of the period.
pub const FLOW: Measures = Measures::of(&[Measure::Returned, Measure::Left]);

/// Each way back that was gone in the period: of the records of the step from that were completed or returned, how many went
/// back to the step to.
#[must_use]
pub fn returns(flow: &Sums) -> Vec<(Step, Step, Rate)> {
    let edges = Step::ALL.iter().flat_map(|from| Step::ALL.iter().map(|to| (*from, *to)));
    edges
        .map(|(from, to)| {
            let returned = flow.get(Measure::Returned, return_index(from, to));
            (from, to, Rate::of(returned, flow.get(Measure::Left, from as u64)))
        })
        .filter(|(_, _, rate)| rate.numerator > 0)
        .collect()
}
