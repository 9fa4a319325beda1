//! Conformance of an archived cycle to the SOP, over what is recorded (practice.md I1 and I3): the order of its steps, who
//! took them, what they put out, and in which time. Inputs of a step are not recorded and not judged.

use strum::VariantArray;

use super::rate::Rate;
use crate::complaint::command::CommandKind;
use crate::complaint::record::{Content, StepOutcome, StepRecord};
use crate::office::Capacity;
use crate::procedure::step::Step;
use crate::procedure::table::{self, From};

/// In which respect a cycle conforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, VariantArray)]
pub enum Axis {
    /// Its steps follow each other as the SOP has them: judged once.
    Order,
    /// A step was taken by the position the SOP names, or by who acts or stands in for it.
    Actor,
    /// A step put out what the SOP asks of it.
    Output,
    /// A step was done in its standard time.
    Time,
}

impl Axis {
    /// All axes.
    pub const ALL: &'static [Axis] = Self::VARIANTS;
}

/// How a cycle conforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Whether its steps follow each other as the SOP has them.
    pub fits: bool,
    actor: Rate,
    output: Rate,
    time: Rate,
}

impl Verdict {
    /// Of each axis: how often it was met, of how often it could have been.
    pub fn axes(&self) -> impl Iterator<Item = (Axis, Rate)> + use<> {
        let order = Rate::of(i64::from(self.fits), 1);
        [
            (Axis::Order, order),
            (Axis::Actor, self.actor),
            (Axis::Output, self.output),
            (Axis::Time, self.time),
        ]
        .into_iter()
    }

    /// Axes met of axes applicable, in millionths.
    #[must_use]
    pub fn millionths(&self) -> i64 {
        let (met, applicable) = self.axes().fold((0, 0), |(met, applicable), (_, rate)| {
            (met + rate.numerator, applicable + rate.denominator)
        });
        met * 1_000_000 / applicable
    }
}

/// Judges the records of an archived cycle.
#[must_use]
pub fn judge(records: &[&StepRecord], cycle: i32) -> Verdict {
    let mut verdict = Verdict { fits: fits(records, cycle), ..Verdict::default() };
    let note = |rate: &mut Rate, met: bool| {
        rate.numerator += i64::from(met);
        rate.denominator += 1;
    };
    for record in records.iter().filter(|r| r.is_completed()) {
        let Some(closing) = &record.closing else { continue };
        let right = closing.taker.is_some_and(|taker| {
            taker.capacity == Capacity::Substitute
                || table::of(record.step).positions.contains(&taker.position)
        });
        note(&mut verdict.actor, right);
        if let Some(met) = puts_out(record.step, &closing.content) {
            note(&mut verdict.output, met);
        }
        if let (Some(due_at), Some(at)) = (record.due_at, closing.completed_at) {
            note(&mut verdict.time, at <= due_at);
        }
    }
    verdict
}

/// Whether a step put out what it must; none where its output is not text of its own.
fn puts_out(step: Step, content: &Content) -> Option<bool> {
    match step {
        Step::Receive | Step::AttachDispositionSheet | Step::ForwardToSecretary | Step::Sign => None,
        Step::Advise => Some(matches!(content, Content::Advice { .. })),
        Step::Consider => Some(matches!(content, Content::Consideration { .. })),
        Step::Dispose => Some(matches!(content, Content::Instruction { .. } | Content::OwnSolution { .. })),
        Step::Solve => Some(matches!(content, Content::Solution { .. })),
        Step::CarryOut => Some(matches!(content, Content::Result { .. })),
        Step::Archive => Some(matches!(content, Content::Filing { .. })),
    }
}

/// The steps of a cycle as they came, parallel sections once, steps passed over left out.
fn sequence(records: &[&StepRecord]) -> Vec<(Step, bool)> {
    let taken = records.iter().filter(|r| r.leads() && !r.ended(StepOutcome::Skipped));
    taken.map(|r| (r.step, r.ended(StepOutcome::Returned) || r.ended(StepOutcome::HandedBack))).collect()
}

/// Whether the steps follow each other as the table has them, its returns and hand-backs included (practice.md I3).
fn fits(records: &[&StepRecord], cycle: i32) -> bool {
    let steps = sequence(records);
    let first = if cycle == 1 { Step::Receive } else { Step::AttachDispositionSheet };
    let may_go_back = |step| {
        let back = |row: &&table::ExitRow| matches!(row.kind, CommandKind::Return | CommandKind::HandBack);
        table::EXITS
            .iter()
            .filter(back)
            .any(|row| matches!(&row.from, From::Open(steps) if steps.contains(&step)))
    };
    let follows = |(step, back): (Step, bool), next: Step| {
        if back {
            may_go_back(step) && next < step && next != Step::Receive
        } else {
            table::of(step).next.contains(&next)
        }
    };
    steps.first().is_some_and(|(step, _)| *step == first)
        && steps.last().is_some_and(|(step, back)| *step == Step::Archive && !back)
        && steps.iter().zip(steps.iter().skip(1)).all(|(from, to)| follows(*from, to.0))
}

/// The most steps of a sequence that has a number.
const LONGEST: usize = 13;

/// The number of a cycle's sequence of steps: each in four bits, the last step lowest; 0 where it is too long.
#[must_use]
pub fn variant(records: &[&StepRecord]) -> u64 {
    let steps = sequence(records);
    if steps.len() > LONGEST {
        return 0;
    }
    steps.iter().fold(0, |number, (step, _)| number << 4 | u64::from(step.order()))
}

/// The steps of a sequence by its number; none where it was too long.
#[must_use]
pub fn steps_of_variant(number: u64) -> Vec<Step> {
    let digits = (0..LONGEST).rev().map(|place| number >> (4 * place) & 0xf);
    let step = |digit: u64| Step::ALL.iter().copied().find(|step| u64::from(step.order()) == digit);
    digits.filter_map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_known_by_its_number() {
        let number = Step::ALL.iter().fold(0, |n, step| n << 4 | u64::from(step.order()));
        assert_eq!(steps_of_variant(number), Step::ALL);
        assert_eq!(steps_of_variant(0), []);
    }
}
