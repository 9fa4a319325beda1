//! What a complaint counts for: the one meaning of every tally. A transition changes the tallies by what the complaint counts
//! for after it less what it counted for before; `verify` adds up what all complaints count for.
//!
//! What an imported register says of a complaint counts as received and closed, by channel and by category, never in timeliness
//! or durations. If it goes on here, the steps taken here count like any others, from the import on; what needs the beginning
//! of the cycle (whole cycles, answers, dispositions, first pass, conformity) does not.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::conformance;
use super::measure::{Cell, Measure};
use super::slice::Dimensions;
use super::spread::bin_of;
use crate::complaint::record::{Closing, Content, StepOutcome, StepRecord};
use crate::complaint::standing::Status;
use crate::complaint::{Channel, Complaint};
use crate::office::Office;
use crate::procedure::step::Step;
use crate::working_time::Standard;

/// What complaints count for, by their dimensions and the day.
pub type Counted = BTreeMap<(Dimensions, NaiveDate), BTreeMap<Cell, i64>>;

/// How a transition changes what is counted. Nothing in it is zero.
#[must_use]
pub fn changes(office: &Office, before: Option<&Complaint>, after: &Complaint) -> Counted {
    difference(before, after, |complaint, sign, counted| count(office, complaint, sign, counted))
}

/// What `after` counts for and `before` did not, and the other way round, by what `count` adds for one of them.
pub(super) fn difference<T>(before: Option<&T>, after: &T, count: impl Fn(&T, i64, &mut Counted)) -> Counted {
    let mut counted = Counted::new();
    if let Some(before) = before {
        count(before, -1, &mut counted);
    }
    count(after, 1, &mut counted);
    counted.retain(|_, cells| {
        cells.retain(|_, value| *value != 0);
        !cells.is_empty()
    });
    counted
}

/// Adds what a complaint counts for, `sign` times.
pub fn count(office: &Office, complaint: &Complaint, sign: i64, counted: &mut Counted) {
    let mut tallying = Tallying { office, dimensions: Dimensions::of(office, complaint), sign, counted };
    tallying.reception(complaint);
    tallying.stays(complaint);
    for record in &complaint.records {
        tallying.record(record);
        tallying.returned(complaint, record);
    }
    for cycle in 1..=complaint.cycle {
        tallying.cycle(complaint, cycle);
    }
}

/// Whether a step record was done in time; none where nothing was due, and where it is open or ended before it was due by
/// something else than its own step: a withdrawal, a silent supporter. What ended so after it was due is late: lateness does
/// not go away.
#[must_use]
pub fn is_done_on_time(record: &StepRecord) -> Option<bool> {
    let (due_at, closing) = (record.due_at?, record.closing.as_ref()?);
    let on_time = closing.completed_at? <= due_at;
    match closing.outcome {
        StepOutcome::Completed
        | StepOutcome::Returned
        | StepOutcome::HandedBack
        | StepOutcome::Referred
        | StepOutcome::ClosedAsDuplicate => Some(on_time),
        StepOutcome::Withdrawn | StepOutcome::NoAnswer | StepOutcome::Superseded => {
            (!on_time).then_some(false)
        }
        StepOutcome::Skipped => None,
    }
}

/// The index of a channel: 0 where it is not known.
#[must_use]
pub fn channel_index(channel: Option<Channel>) -> u64 {
    channel.map_or(0, |channel| channel as u64 + 1)
}

/// The index of a section's part in step 7.
#[must_use]
pub fn part_index(section: i32, supports: bool) -> u64 {
    u64::try_from(section).unwrap_or(0) * 2 + u64::from(supports)
}

/// The index of a return.
#[must_use]
pub fn return_index(from: Step, to: Step) -> u64 {
    from as u64 * 16 + to as u64
}

/// When a complaint waited at a step.
pub(super) struct Stay<'a> {
    pub(super) step: Step,
    pub(super) records: Vec<&'a StepRecord>,
}

impl Stay<'_> {
    fn began_at(&self) -> Option<DateTime<Utc>> {
        self.records.first().and_then(|record| record.started_at)
    }

    fn ended_at(&self) -> Option<DateTime<Utc>> {
        if self.records.iter().any(|record| record.is_open()) {
            return None;
        }
        self.records.iter().filter_map(|record| record.closing.as_ref()?.completed_at).max()
    }

    /// When any of its records was overdue: from when, to when.
    fn overdue(&self) -> Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> {
        let mut spans: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> = Vec::new();
        let late = |record: &&StepRecord| {
            let due_at = record.due_at?;
            match record.closing.as_ref().and_then(|closing| closing.completed_at) {
                Some(at) => (due_at < at).then_some((due_at, Some(at))),
                None => record.is_open().then_some((due_at, None)),
            }
        };
        let mut found: Vec<_> = self.records.iter().filter_map(late).collect();
        found.sort_unstable();
        for (from, to) in found {
            match spans.last_mut() {
                Some((_, end)) if end.is_none_or(|end| from <= end) => {
                    *end = end.zip(to).map(|(a, b)| a.max(b));
                }
                _ => spans.push((from, to)),
            }
        }
        spans
    }
}

/// Where it waited, one stay after the other. Step 1 is none of them: a complaint is in the register once it is received;
/// what waits for that is a submission.
fn stays(complaint: &Complaint) -> Vec<Stay<'_>> {
    let mut stays: Vec<Stay<'_>> = Vec::new();
    for record in complaint.records.iter().filter(|r| r.step != Step::Receive && r.started_at.is_some()) {
        match stays.last_mut() {
            Some(stay)
                if stay.step == record.step
                    && stay.records.first().is_some_and(|r| r.started_at == record.started_at) =>
            {
                stay.records.push(record);
            }
            _ => stays.push(Stay { step: record.step, records: vec![record] }),
        }
    }
    stays
}

pub(super) struct Tallying<'a> {
    pub(super) office: &'a Office,
    pub(super) dimensions: Dimensions,
    pub(super) sign: i64,
    pub(super) counted: &'a mut Counted,
}

impl Tallying<'_> {
    fn add(&mut self, at: DateTime<Utc>, cell: Cell, value: i64) {
        let day = self.office.calendar.local_date(at);
        let cells = self.counted.entry((self.dimensions, day)).or_default();
        *cells.entry(cell).or_default() += self.sign * value;
    }

    pub(super) fn one(&mut self, at: DateTime<Utc>, measure: Measure, index: u64) {
        self.add(at, Cell::by(measure, index), 1);
    }

    fn bin(&mut self, at: DateTime<Utc>, measure: Measure, part: u64, seconds: i64) {
        self.add(at, Cell::by_bin(measure, part, bin_of(seconds)), 1);
    }

    /// One from an instant on, and to another if it has come.
    fn span(&mut self, from: DateTime<Utc>, to: Option<DateTime<Utc>>, measure: Measure, index: u64) {
        self.add(from, Cell::by(measure, index), 1);
        if let Some(to) = to {
            self.add(to, Cell::by(measure, index), -1);
        }
    }

    fn reception(&mut self, complaint: &Complaint) {
        let (at, status) = (complaint.received_at, complaint.standing.status());
        let category = self.dimensions.category.and_then(|number| u64::try_from(number).ok()).unwrap_or(0);
        self.one(at, Measure::Received, 0);
        self.one(at, Measure::ReceivedByChannel, channel_index(complaint.channel));
        self.one(at, Measure::ReceivedByCategory, category);
        self.one(at, Measure::ReceivedByStatus, status as u64);
        if status == Status::Archived && complaint.answered_at.is_some() {
            self.one(at, Measure::ReceivedAndAnswered, 0);
        }
    }

    fn stays(&mut self, complaint: &Complaint) {
        for stay in stays(complaint) {
            self.stay(&stay);
        }
    }

    pub(super) fn stay(&mut self, stay: &Stay<'_>) {
        let index = stay.step as u64;
        if let Some(began_at) = stay.began_at() {
            self.span(began_at, stay.ended_at(), Measure::Open, index);
        }
        for (from, to) in stay.overdue() {
            self.span(from, to, Measure::Overdue, index);
        }
    }

    pub(super) fn record(&mut self, record: &StepRecord) {
        let step = record.step as u64;
        let on_time = is_done_on_time(record);
        let section = record.section.and_then(|id| self.office.section(id)).map(|section| section.number);
        let section_index = section.and_then(|number| u64::try_from(number).ok());
        if let (Some(at), Some(_)) = (record.started_at, record.due_at) {
            match on_time {
                _ if record.is_open() => self.one(at, Measure::BegunOpen, step),
                Some(true) => self.one(at, Measure::BegunDoneOnTime, step),
                Some(false) => self.one(at, Measure::BegunDoneLate, step),
                None => {}
            }
        }
        let ended_at = record.closing.as_ref().and_then(|closing| closing.completed_at);
        if let (Some(at), None) = (record.started_at, record.due_at)
            && record.step != Step::Receive
        {
            self.span(at, ended_at, Measure::WithoutDue, step);
            if let Some(index) = section_index {
                self.span(at, ended_at, Measure::SectionWithoutDue, index);
            }
        }
        if let (Some(number), Some(at)) = (section, record.started_at) {
            let part = part_index(number, !record.leads());
            self.one(at, Measure::SectionAssigned, section_index.unwrap_or(0));
            self.span(at, ended_at, Measure::SectionOpen, part);
            if let Some(due_at) = record.due_at
                && ended_at.is_none_or(|ended_at| due_at < ended_at)
            {
                self.span(due_at, ended_at, Measure::SectionOverdue, part);
            }
        }
        let Some(closing) = &record.closing else { return };
        let Some(at) = closing.completed_at else { return };
        if let Some(on_time) = on_time {
            let (done, section_done) = if on_time {
                (Measure::DoneOnTime, Measure::SectionDoneOnTime)
            } else {
                (Measure::DoneLate, Measure::SectionDoneLate)
            };
            self.one(at, done, step);
            if let Some(index) = section_index {
                self.one(at, section_done, index);
            }
            if let Some(seconds) = closing.working_seconds {
                self.bin(at, Measure::Duration, step, seconds);
            }
        }
        if let (Some(index), StepOutcome::Completed) = (section_index, closing.outcome) {
            self.one(at, Measure::SectionSubmitted, index);
        }
        if matches!(closing.outcome, StepOutcome::Completed | StepOutcome::Returned)
            && record.started_at.is_some()
        {
            self.one(at, Measure::Left, step);
        }
        self.entry(record, closing, at);
    }

    /// A return, and the solutions that are asked for again by it: on the day they had been submitted.
    fn returned(&mut self, complaint: &Complaint, record: &StepRecord) {
        let returned = record.closing.as_ref().filter(|closing| closing.outcome == StepOutcome::Returned);
        let Some(at) = returned.and_then(|closing| closing.completed_at) else { return };
        let opened =
            |r: &&StepRecord| r.number > record.number && r.step < record.step && r.started_at == Some(at);
        let Some(first) = complaint.records.iter().find(opened) else { return };
        self.one(at, Measure::Returned, return_index(record.step, first.step));
        // One after the other: the same step may be opened again at the same instant.
        let rest = complaint.records.iter().skip_while(|r| r.number < first.number);
        for asked in rest.take_while(|r| r.step == first.step) {
            let Some(section) = asked.section.and_then(|id| self.office.section(id)) else { continue };
            let submitted = complaint
                .records
                .iter()
                .rev()
                .find(|r| r.number < record.number && r.section == Some(section.id) && r.is_completed());
            let submitted_at = submitted.and_then(|r| r.closing.as_ref()?.completed_at);
            if let (Some(at), Ok(index)) = (submitted_at, u64::try_from(section.number)) {
                self.one(at, Measure::SectionReturned, index);
            }
        }
    }

    fn entry(&mut self, record: &StepRecord, closing: &Closing, at: DateTime<Utc>) {
        let (Some(_), Some(lag)) = (&closing.taker, closing.entry_lag_seconds) else { return };
        let entered_at = closing.recorded_at;
        self.one(entered_at, Measure::Entered, 0);
        self.bin(entered_at, Measure::EntryLag, 0, lag);
        if lag > i64::from(Standard::DAY_SECONDS) {
            self.one(entered_at, Measure::EnteredLate, 0);
            if record.due_at.is_some_and(|due_at| at <= due_at && due_at < entered_at) {
                self.one(entered_at, Measure::EnteredLateInTime, 0);
            }
        }
    }

    fn cycle(&mut self, complaint: &Complaint, cycle: i32) {
        let records: Vec<&StepRecord> = complaint.records.iter().filter(|r| r.cycle == cycle).collect();
        let Some(first) = records.first() else { return };
        if cycle > 1
            && let Some(at) = first.started_at
        {
            self.one(at, Measure::Reopened, 0);
        }
        let ended = if cycle < complaint.cycle {
            // Only what was archived can be reopened.
            let archived = records.iter().rev().find(|r| r.step == Step::Archive && r.is_completed());
            archived.and_then(|r| r.closing.as_ref()?.completed_at).map(|at| (Status::Archived, at))
        } else {
            complaint.standing.closed_at().map(|at| (complaint.standing.status(), at))
        };
        if let Some((status, at)) = ended {
            self.one(at, Measure::Closed, status as u64);
            self.one(at, Measure::ClosedByChannel, channel_index(complaint.channel));
        }
        if let Some(due_at) = first.cycle_due_at {
            match ended {
                None => self.one(due_at, Measure::CycleOpen, 0),
                Some((_, at)) if at > due_at => self.one(due_at, Measure::CycleDoneLate, 0),
                Some((Status::Archived, _)) => self.one(due_at, Measure::CycleDoneOnTime, 0),
                Some(_) => {}
            }
        }
        self.answer(&records, first);
        if cycle == 1 {
            self.disposition(complaint, &records);
        }
        if let Some((Status::Archived, at)) = ended {
            self.archived(complaint, cycle, &records, at);
        }
    }

    fn answer(&mut self, records: &[&StepRecord], first: &StepRecord) {
        let answered = records.iter().rev().find_map(|record| {
            let closing = record.closing.as_ref()?;
            matches!(closing.content, Content::Result { .. }).then_some(closing)
        });
        let Some(closing) = answered else { return };
        let (Some(at), Some(seconds)) = (closing.completed_at, closing.cycle_seconds) else { return };
        self.bin(at, Measure::Answered, 0, seconds);
        match first.cycle_due_at {
            Some(due_at) if at <= due_at => self.one(at, Measure::AnsweredOnTime, 0),
            Some(_) => self.one(at, Measure::AnsweredLate, 0),
            None => {}
        }
    }

    /// The first disposition against the standards of steps 1 to 6 together (practice.md S1).
    fn disposition(&mut self, complaint: &Complaint, records: &[&StepRecord]) {
        let first = records.iter().find(|r| r.step == Step::Dispose && r.is_completed());
        let Some(closing) = first.and_then(|r| r.closing.as_ref()) else { return };
        let (Some(at), Some(seconds)) = (closing.completed_at, closing.cycle_seconds) else { return };
        let Some(procedure) = self.office.procedure(complaint.procedure_revision) else { return };
        let standards = procedure.steps().filter(|(step, _)| *step <= Step::Dispose);
        let limit: i64 = standards.map(|(_, standard)| i64::from(standard.standard.seconds())).sum();
        let measure = if seconds <= limit { Measure::DisposedOnTime } else { Measure::DisposedLate };
        self.one(at, measure, 0);
    }

    fn archived(&mut self, complaint: &Complaint, cycle: i32, records: &[&StepRecord], at: DateTime<Utc>) {
        let filed = records.iter().rev().find(|r| r.step == Step::Archive && r.is_completed());
        if let Some(seconds) = filed.and_then(|r| r.closing.as_ref()?.cycle_seconds) {
            self.bin(at, Measure::Resolution, 0, seconds);
        }
        // Of an imported complaint nobody recorded how it came here, even if it went on here from step 2.
        if records.first().is_none_or(|first| first.started_at.is_none()) {
            return;
        }
        for record in records.iter().filter(|r| r.leads()) {
            if let Some(seconds) = record.closing.as_ref().and_then(|closing| closing.working_seconds) {
                self.add(at, Cell::by(Measure::Dwell, record.step as u64), seconds);
            }
        }
        self.one(at, Measure::CycleArchived, 0);
        let straight =
            records.iter().all(|r| r.is_completed() || r.ended(StepOutcome::Skipped) || !r.leads())
                && records.iter().filter(|r| r.step == Step::Dispose).count() == 1;
        if complaint.cycle == 1 && straight {
            self.one(at, Measure::FirstPass, 0);
        }
        let verdict = conformance::judge(records, cycle);
        for (axis, met) in verdict.axes() {
            self.add(at, Cell::by(Measure::AxisMet, axis as u64), met.numerator);
            self.add(at, Cell::by(Measure::AxisApplicable, axis as u64), met.denominator);
        }
        self.add(at, Cell::of(Measure::Conformance), verdict.millionths());
        if verdict.fits {
            self.one(at, Measure::Fitting, 0);
        }
        self.one(at, Measure::Variant, conformance::variant(records));
    }
}
