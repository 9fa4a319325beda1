//! Complaints at random over some months, each step of them tallied as it was taken.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::decide::Original;
use domain::complaint::record::{Closing, Content, StepOutcome, StepRecord};
use domain::complaint::standing::{Standing, Status};
use domain::complaint::steps::Receive;
use domain::complaint::{Channel, Complaint};
use domain::dashboard::contribution::{Counted, changes, count};
use domain::ids::{CategoryId, ComplaintId};
use domain::office::{Office, Position, Post};
use domain::procedure::step::Step;
use domain::values::TrackingCode;
use domain::working_time::{Calendar, WeeklyHours};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use strum::VariantArray;
use uuid::Uuid;

use super::tally::Tallies;
use crate::common::commands::{ORIGINAL, receive};
use crate::common::sample::{LINGKUNGAN, OFFICE, PELAYANAN};
use crate::common::walk::Walk;
use crate::common::wita;
use crate::random::{Move, appointments, moves, office_with};

/// An office's complaints as they are now, and their tallies.
#[derive(Debug)]
pub(crate) struct Register {
    pub(crate) office: Office,
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) tallies: Tallies,
    pub(crate) now: DateTime<Utc>,
}

/// The same in every run.
pub(crate) static REGISTERS: LazyLock<Vec<Register>> = LazyLock::new(|| {
    let mut runner = TestRunner::deterministic();
    (0..6).map(|_| registers().new_tree(&mut runner).unwrap().current()).collect()
});

/// When an office is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    AsItIs,
    OnHolidaysToo,
    /// So that nothing is due.
    Never,
}

/// How a complaint came in and what is done to it.
#[derive(Clone, Debug)]
struct Story {
    /// Hours before the end at which it is received.
    ago: i64,
    /// Seconds from its arrival to its reception.
    waited: i64,
    /// Seconds from its reception to its entry.
    entered_after: i64,
    channel: Channel,
    category: Option<CategoryId>,
    /// Whether it comes from an imported register, and whether it was closed there.
    imported: Option<bool>,
    /// When the office was open while it went its way; that was put right since.
    open: Open,
    /// Whether its times are whole hours, so that much of it happens at one instant.
    by_the_hour: bool,
    moves: Vec<Move>,
}

fn stories() -> impl Strategy<Value = Vec<Story>> {
    let ago = prop_oneof![3 => 96..4_000i64, 2 => 0..96i64];
    let open = prop_oneof![10 => Just(Open::AsItIs), 8 => Just(Open::OnHolidaysToo), 2 => Just(Open::Never)];
    let came = (
        ago,
        prop_oneof![Just(0i64), 0..200_000i64],
        prop_oneof![4 => Just(0i64), 1 => 0..100_000i64],
        prop::sample::select(Channel::VARIANTS),
        prop::sample::select(vec![None, Some(PELAYANAN), Some(LINGKUNGAN)]),
        prop::option::weighted(0.15, any::<bool>()),
        (open, prop::bool::weighted(0.2)),
        moves(),
    );
    let story = came.prop_map(
        |(ago, waited, entered_after, channel, category, imported, (open, by_the_hour), moves)| Story {
            ago,
            waited,
            entered_after,
            channel,
            category,
            imported,
            open,
            by_the_hour,
            moves,
        },
    );
    prop::collection::vec(story, 50)
}

fn registers() -> impl Strategy<Value = Register> {
    // Some working day or holiday of May 2026, at some time of the day.
    (appointments(), stories(), 0..31i64, 0..86_400i64).prop_map(|(appointments, stories, day, second)| {
        let now = wita("2026-05-01 00:00") + TimeDelta::days(day) + TimeDelta::seconds(second);
        let mut register = Register {
            office: office_with(&appointments),
            complaints: Vec::new(),
            tallies: Tallies::default(),
            now,
        };
        for (number, story) in (1..).zip(&stories) {
            register.goes(number, story);
        }
        register
    })
}

impl Register {
    fn goes(&mut self, number: i32, story: &Story) {
        let mut office = self.office.clone();
        if story.open != Open::AsItIs {
            let calendar = &office.calendar;
            let hours =
                if story.open == Open::Never { WeeklyHours::default() } else { calendar.hours().clone() };
            office.calendar = Calendar::new(calendar.zone(), hours, Vec::new(), Vec::new()).unwrap();
        }
        let entered_at = self.now - TimeDelta::hours(story.ago);
        let received_at = entered_at - TimeDelta::seconds(story.entered_after);
        let id = ComplaintId(Uuid::from_u128(1_000 + u128::from(number.unsigned_abs())));
        let command = Receive {
            channel: story.channel,
            category: story.category,
            arrived_at: Some(received_at - TimeDelta::seconds(story.waited)),
            ..receive()
        };
        let staff = office.takers(Post::of(Position::Staff), received_at, &[])[0].officer;
        let reception = command.judge(&office, staff, entered_at, Some(received_at)).unwrap();
        let mut complaint = reception.register(id, number, TrackingCode::new(OFFICE, 1 << number));
        if let Some(closed) = story.imported {
            complaint = imported(&office, complaint, entered_at, closed);
        }
        self.tallies.add(&changes(&self.office, None, &complaint));
        let mut walk = Walk { office, complaint, now: entered_at, original: None };
        for next in &story.moves {
            let later = if story.by_the_hour { next.later / 3_600 * 3_600 } else { next.later };
            walk.now += TimeDelta::seconds(later);
            if walk.now > self.now {
                break;
            }
            walk.original = Some(Original { id: ORIGINAL, status: next.original, reported: Vec::new() });
            let (actor, kind, section) = next.choose(&walk);
            let Some(command) = next.command(kind, section, &walk) else { continue };
            let occurred_at = next
                .before
                .filter(|_| !story.by_the_hour)
                .map(|seconds| walk.now - TimeDelta::seconds(seconds));
            let moved =
                walk.tries_as_of(actor, &command, occurred_at).or_else(|_| walk.tries(actor, &command));
            if let Ok(transition) = moved {
                self.tallies.add(&changes(&self.office, Some(&walk.complaint), &transition.after));
                walk.complaint = transition.after;
            }
        }
        self.complaints.push(walk.complaint);
    }
}

/// As an imported register has it: received by nobody, and archived by nobody or waiting at step 2 since the import.
pub(crate) fn imported(office: &Office, complaint: Complaint, by: DateTime<Utc>, closed: bool) -> Complaint {
    let at = complaint.received_at;
    let record = |number, step, completed_at| StepRecord {
        number,
        step,
        due_at: None,
        cycle_due_at: None,
        position: Position::Staff,
        started_at: None,
        closing: Some(Closing {
            outcome: StepOutcome::Completed,
            taker: None,
            completed_at: Some(completed_at),
            recorded_at: completed_at,
            working_seconds: None,
            cycle_seconds: None,
            entry_lag_seconds: None,
            note: None,
            content: Content::None,
        }),
        ..complaint.records[0].clone()
    };
    let (standing, second) = if closed {
        (Standing::Archived { at: by }, record(2, Step::Archive, by))
    } else {
        let step = Step::AttachDispositionSheet;
        let standard = office.procedures[0].step(step).standard;
        let due_at = office.calendar.due(by, standard).ok();
        let open = StepRecord { started_at: Some(by), due_at, closing: None, ..record(2, step, by) };
        (Standing::InProgress { step }, open)
    };
    let records = vec![record(1, Step::Receive, at), second];
    Complaint { channel: None, standing, arrived_at: at, records, ..complaint }
}

#[test]
fn what_was_tallied_step_by_step_is_what_the_complaints_count_for() {
    for register in REGISTERS.iter() {
        let mut counted = Counted::new();
        for complaint in &register.complaints {
            count(&register.office, complaint, 1, &mut counted);
        }
        let mut whole = Tallies::default();
        whole.add(&counted);
        assert_eq!(register.tallies.numbers(), whole.numbers());
    }
}

#[test]
fn a_transition_changes_nothing_by_zero() {
    let register = &REGISTERS[0];
    for complaint in &register.complaints {
        assert!(changes(&register.office, Some(complaint), complaint).is_empty());
        let counted = changes(&register.office, None, complaint);
        assert!(counted.values().all(|cells| !cells.is_empty() && cells.values().all(|value| *value != 0)));
    }
}

#[test]
fn the_registers_are_not_too_plain() {
    let records = || REGISTERS.iter().flat_map(|r| &r.complaints).flat_map(|c| &c.records);
    let outcomes: BTreeSet<_> = records().filter_map(|r| Some(r.closing.as_ref()?.outcome)).collect();
    assert_eq!(outcomes.len(), StepOutcome::VARIANTS.len(), "{outcomes:?}");
    let imported = REGISTERS.iter().flat_map(|r| &r.complaints).filter(|c| c.records[0].started_at.is_none());
    let (open, closed): (Vec<_>, Vec<_>) = imported.partition(|c| c.records[1].step != Step::Archive);
    assert!(open.len() > 5 && closed.len() > 5, "{} open, {} closed", open.len(), closed.len());
    let open = |wanted: &dyn Fn(&Register, &StepRecord) -> bool| -> usize {
        let of = |r: &Register| {
            r.complaints.iter().flat_map(Complaint::open_records).filter(|o| wanted(r, o)).count()
        };
        REGISTERS.iter().map(of).sum()
    };
    let (pending, without_due) = (open(&|r, o| o.due_at > Some(r.now)), open(&|_, o| o.due_at.is_none()));
    assert!(pending > 5 && without_due > 5, "{pending} not due yet, {without_due} at no time");
    for register in REGISTERS.iter() {
        let count =
            |wanted: &dyn Fn(&Complaint) -> bool| register.complaints.iter().filter(|c| wanted(c)).count();
        assert!(count(&|c| c.standing.status() == Status::InProgress) > 5);
        assert!(count(&|c| c.cycle > 1) > 0);
        assert!(
            count(&|c| c.open_records().count() > 1 || c.records.iter().any(|r| r.lead == Some(false))) > 1
        );
    }
}
