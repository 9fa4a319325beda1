//! THE TABLE: who may take which step, what follows it, and the ways off the straight path (rules.md section 1).
//! An office that reads the SOP otherwise changes a line here and nothing else.

use super::step::Step;
use crate::complaint::command::CommandKind;
use crate::office::Position;

/// A step's row: who may take it. The first position is the one the step waits for.
#[derive(Debug)]
pub struct StepRow {
    /// The step.
    pub step: Step,
    /// Its mutation's kind.
    pub kind: CommandKind,
    /// Who may take it, the one it waits for first.
    pub positions: &'static [Position],
    /// What may follow: two ways out of DISPOSE, none out of ARCHIVE.
    pub next: &'static [Step],
}

/// The straight path (sop.md sections 2 and 3).
pub const STEPS: [StepRow; 10] = [
    row(Step::Receive, CommandKind::Receive, &[Position::Staff], &[Step::AttachDispositionSheet]),
    row(
        Step::AttachDispositionSheet,
        CommandKind::AttachDispositionSheet,
        &[Position::Staff],
        &[Step::ForwardToSecretary],
    ),
    row(
        Step::ForwardToSecretary,
        CommandKind::ForwardToSecretary,
        &[Position::HeadOfGeneralAffairs],
        &[Step::Advise],
    ),
    row(Step::Advise, CommandKind::Advise, &[Position::Secretary], &[Step::Consider]),
    row(Step::Consider, CommandKind::Consider, &[Position::Camat], &[Step::Dispose]),
    row(Step::Dispose, CommandKind::Dispose, &[Position::Camat], &[Step::Solve, Step::CarryOut]),
    row(Step::Solve, CommandKind::Solve, &[Position::SectionHead], &[Step::Sign]),
    row(Step::Sign, CommandKind::Sign, &[Position::Camat], &[Step::CarryOut]),
    // "Meneruskan" fits the secretary, "melaksanakan" the Kasubag too, and the SOP's arrow runs between them.
    row(
        Step::CarryOut,
        CommandKind::CarryOut,
        &[Position::Secretary, Position::HeadOfGeneralAffairs],
        &[Step::Archive],
    ),
    row(Step::Archive, CommandKind::Archive, &[Position::Staff], &[]),
];

const fn row(
    step: Step,
    kind: CommandKind,
    positions: &'static [Position],
    next: &'static [Step],
) -> StepRow {
    StepRow { step, kind, positions, next }
}

/// A step's row.
#[must_use]
pub fn of(step: Step) -> &'static StepRow {
    &STEPS[step as usize]
}

/// Who may go a way off the straight path.
#[derive(Debug)]
pub enum Who {
    /// Whoever may take the open step.
    Taker,
    /// Whoever may take the open step, and these.
    TakerOr(&'static [Position]),
    /// These only.
    Only(&'static [Position]),
}

/// From where a way off the straight path may be gone.
#[derive(Debug)]
pub enum From {
    /// While one of these steps is open.
    Open(&'static [Step]),
    /// Once archived.
    Archived,
}

/// A way off the straight path.
#[derive(Debug)]
pub struct ExitRow {
    /// Its kind.
    pub kind: CommandKind,
    /// Who may.
    pub who: Who,
    /// From where.
    pub from: From,
}

/// The ways off the straight path (rules.md section 1).
pub const EXITS: [ExitRow; 7] = [
    ExitRow {
        kind: CommandKind::Return,
        who: Who::Taker,
        from: From::Open(&[
            Step::ForwardToSecretary,
            Step::Advise,
            Step::Consider,
            Step::Dispose,
            Step::Sign,
            Step::CarryOut,
        ]),
    },
    ExitRow { kind: CommandKind::HandBack, who: Who::Taker, from: From::Open(&[Step::Solve]) },
    ExitRow {
        kind: CommandKind::Refer,
        who: Who::Only(&[Position::Camat]),
        from: From::Open(&[Step::Consider, Step::Dispose, Step::Sign]),
    },
    ExitRow {
        kind: CommandKind::CloseAsDuplicate,
        who: Who::Taker,
        from: From::Open(&[
            Step::AttachDispositionSheet,
            Step::ForwardToSecretary,
            Step::Advise,
            Step::Consider,
            Step::Dispose,
        ]),
    },
    ExitRow { kind: CommandKind::Withdraw, who: Who::Only(&[Position::Staff]), from: From::Open(Step::ALL) },
    ExitRow {
        kind: CommandKind::Reopen,
        who: Who::Only(&[Position::Secretary, Position::Camat]),
        from: From::Archived,
    },
    ExitRow {
        kind: CommandKind::Correct,
        who: Who::TakerOr(&[Position::Staff, Position::HeadOfGeneralAffairs]),
        from: From::Open(Step::ALL),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_sop() {
        for (row, step) in STEPS.iter().zip(Step::ALL) {
            assert_eq!(row.step, *step);
            assert_eq!(CommandKind::of_step(*step), row.kind);
            assert!(row.next.iter().all(|next| next.order() > step.order()));
        }
    }
}
