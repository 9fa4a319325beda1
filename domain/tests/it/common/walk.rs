//! A complaint on its way. Every move is judged by `decide`; there is no other way to a state.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::Complaint;
use domain::complaint::command::Command;
use domain::complaint::decide::{Original, Situation, decide};
use domain::complaint::record::{StepOutcome, StepRecord};
use domain::complaint::refusal::{InputFault, Refusal};
use domain::complaint::standing::Status;
use domain::complaint::steps::Receive;
use domain::complaint::transition::Transition;
use domain::ids::{ComplaintId, OfficerId, SectionId};
use domain::office::Office;
use domain::procedure::step::Step;
use domain::values::TrackingCode;
use uuid::Uuid;

use super::commands::{
    ORIGINAL, advise, archive, attach, carry_out, consider, dispose_alone, dispose_to, forward, receive,
    sign, solve,
};
use super::sample::{
    CAMAT, KASI_PEMERINTAHAN, KASI_TRANTIB, KASUBAG, OFFICE, PEMERINTAHAN, SEKRETARIS, STAF, TRANTIB, office,
};
use super::{shown, wita};

/// An office, one of its complaints, and the time.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) office: Office,
    pub(crate) complaint: Complaint,
    pub(crate) now: DateTime<Utc>,
    /// What can be named as original.
    pub(crate) original: Option<Original>,
}

pub(crate) const ID: ComplaintId = ComplaintId(Uuid::from_u128(901));

/// Received on Monday 2 February 2026 at 08:10, having arrived at 08:00.
pub(crate) fn received() -> Walk {
    received_in(office(), receive())
}

pub(crate) fn received_in(office: Office, command: Receive) -> Walk {
    let now = wita("2026-02-02 08:10");
    let command =
        Receive { arrived_at: Some(command.arrived_at.unwrap_or(wita("2026-02-02 08:00"))), ..command };
    let reception = command.judge(&office, receiver(&office, &command, now), now, None).expect("received");
    let complaint = reception.register(ID, 17, TrackingCode::new(OFFICE, u64::MAX / 7));
    let original = Some(Original { id: ORIGINAL, status: Status::InProgress, reported: Vec::new() });
    Walk { office, complaint, now, original }
}

/// Who receives it: the staff, or whoever stands in for them.
fn receiver(office: &Office, command: &Receive, now: DateTime<Utc>) -> OfficerId {
    let post = domain::office::Post::of(domain::office::Position::Staff);
    office.takers(post, now, &command.reported).first().map_or(STAF, |taker| taker.officer)
}

impl Walk {
    /// The same walk at a time the clock in Bali shows.
    pub(crate) fn at(mut self, time: &str) -> Self {
        self.now = wita(time);
        self
    }

    /// What `decide` says to a command now, without anything coming of it.
    pub(crate) fn tries(&self, actor: OfficerId, command: &Command) -> Result<Transition, Refusal> {
        self.tries_as_of(actor, command, None)
    }

    /// As [`Walk::tries`], for what happened at another time than it is entered.
    pub(crate) fn tries_as_of(
        &self,
        actor: OfficerId,
        command: &Command,
        occurred_at: Option<DateTime<Utc>>,
    ) -> Result<Transition, Refusal> {
        let Self { office, complaint, now, original, .. } = self;
        let original = original.as_ref();
        decide(&Situation { office, complaint, actor, now: *now, occurred_at, original }, command)
    }

    /// The refusal of a command.
    pub(crate) fn refusal(&self, actor: OfficerId, command: &Command) -> Refusal {
        self.tries(actor, command).expect_err("refused")
    }

    /// The one thing that is wrong with the input of a command.
    pub(crate) fn fault(&self, actor: OfficerId, command: &Command) -> (String, InputFault) {
        self.fault_as_of(actor, command, None)
    }

    pub(crate) fn fault_as_of(
        &self,
        actor: OfficerId,
        command: &Command,
        occurred_at: Option<DateTime<Utc>>,
    ) -> (String, InputFault) {
        match self.tries_as_of(actor, command, occurred_at).expect_err("refused") {
            Refusal::InvalidInput(problems) => {
                let [problem] = problems.as_slice() else { panic!("one problem, not {problems:?}") };
                (problem.field.join("."), problem.fault.clone())
            }
            other => panic!("an input fault, not {other:?}"),
        }
    }

    /// Goes one move, and a quarter of an hour passes afterwards.
    pub(crate) fn then(self, actor: OfficerId, command: &Command) -> Self {
        self.occurring(actor, command, None)
    }

    /// Goes one move that happened earlier than it is entered.
    pub(crate) fn occurring(
        mut self,
        actor: OfficerId,
        command: &Command,
        occurred_at: Option<DateTime<Utc>>,
    ) -> Self {
        let transition = self.tries_as_of(actor, command, occurred_at);
        self.complaint = match transition {
            Ok(transition) => transition.after,
            Err(refusal) => panic!("{command:?}: {refusal:?}"),
        };
        self.now += TimeDelta::minutes(15);
        self
    }

    /// Goes the straight path until a step is open: to Pemerintahan, supported by Trantib, who both answer.
    pub(crate) fn on_to(self, step: Step) -> Self {
        self.by_sections(step, PEMERINTAHAN, KASI_PEMERINTAHAN, &[(TRANTIB, KASI_TRANTIB)])
    }

    /// Goes the straight path until a step is open, disposed to the Pemerintahan section only.
    pub(crate) fn on_to_by_one(self, step: Step) -> Self {
        self.by_sections(step, PEMERINTAHAN, KASI_PEMERINTAHAN, &[])
    }

    fn by_sections(
        mut self,
        step: Step,
        lead: SectionId,
        head: OfficerId,
        supporters: &[(SectionId, OfficerId)],
    ) -> Self {
        while let Some(open) = self.complaint.standing.step()
            && open != step
        {
            let supporting: Vec<SectionId> = supporters.iter().map(|&(section, _)| section).collect();
            if open == Step::Solve {
                for &(section, supporter) in supporters {
                    if self.complaint.open_records().any(|r| r.section == Some(section)) {
                        self = self.then(supporter, &solve());
                    }
                }
                self = self.then(head, &solve());
            } else if open == Step::Dispose {
                self = self.then(CAMAT, &dispose_to(lead, &supporting));
            } else {
                self = self.straight_on(open);
            }
        }
        self
    }

    /// Goes the straight path until a step is open; the camat decides alone.
    pub(crate) fn alone_to(mut self, step: Step) -> Self {
        while let Some(open) = self.complaint.standing.step()
            && open != step
        {
            self = if open == Step::Dispose {
                self.then(CAMAT, &dispose_alone())
            } else {
                self.straight_on(open)
            };
        }
        self
    }

    fn straight_on(self, open: Step) -> Self {
        match open {
            Step::AttachDispositionSheet => self.then(STAF, &attach()),
            Step::ForwardToSecretary => self.then(KASUBAG, &forward()),
            Step::Advise => self.then(SEKRETARIS, &advise()),
            Step::Consider => self.then(CAMAT, &consider()),
            Step::Sign => self.then(CAMAT, &sign()),
            Step::CarryOut => self.then(SEKRETARIS, &carry_out()),
            Step::Archive => self.then(STAF, &archive()),
            Step::Receive | Step::Dispose | Step::Solve => panic!("{open} has several ways on"),
        }
    }

    /// Through all steps.
    pub(crate) fn through_all_steps(self) -> Self {
        let walk = self.on_to(Step::Archive);
        walk.then(STAF, &archive())
    }

    /// The only open record.
    pub(crate) fn open(&self) -> &StepRecord {
        let mut open = self.complaint.open_records();
        let record = open.next().expect("an open record");
        assert_eq!(open.next(), None, "one open record");
        record
    }

    /// A record by its number.
    pub(crate) fn record(&self, number: i32) -> &StepRecord {
        self.complaint.records.iter().find(|r| r.number == number).expect("a record of this number")
    }

    /// How a record ended; none while it is open.
    pub(crate) fn outcome(&self, number: i32) -> Option<StepOutcome> {
        self.record(number).closing.as_ref().map(|closing| closing.outcome)
    }

    /// The history on a few lines: `7 SOLVE 1.1 TRANTIB supports COMPLETED`.
    pub(crate) fn history(&self) -> Vec<String> {
        self.complaint.records.iter().map(|record| self.line(record)).collect()
    }

    fn line(&self, record: &StepRecord) -> String {
        let section = record
            .section
            .and_then(|id| self.office.section(id))
            .map_or(String::new(), |section| format!(" {}", section.code));
        let lead = match record.lead {
            Some(true) => " leads",
            Some(false) => " supports",
            None => "",
        };
        let outcome = record.closing.as_ref().map_or("open".to_owned(), |c| c.outcome.to_string());
        let StepRecord { number, step, cycle, visit, .. } = record;
        format!("{number} {step} {cycle}.{visit}{section}{lead} {outcome}")
    }

    /// Start, due time and end of a record, as the clock in Bali shows them, and its working seconds.
    pub(crate) fn times(&self, number: i32) -> (String, String, String, Option<i64>) {
        let record = self.record(number);
        let closing = record.closing.as_ref();
        let text = |at: Option<DateTime<Utc>>| at.map_or("-".to_owned(), shown);
        (
            text(record.started_at),
            text(record.due_at),
            text(closing.and_then(|c| c.completed_at)),
            closing.and_then(|c| c.working_seconds),
        )
    }
}
