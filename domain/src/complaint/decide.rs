//! The judge. The questions common to every command are asked once, in a fixed order (closed? this step? complained of?
//! permitted? when?); then the step's own rule in `steps/` or `exits/`.

use chrono::{DateTime, TimeDelta, Utc};

use super::Complaint;
use super::change::{Change, ChangedField};
use super::command::{Command, CommandKind};
use super::record::{Closing, Content, StepOutcome, StepRecord};
use super::refusal::{InputFault, InputProblem, Refusal};
use super::standing::{Standing, Status};
use super::transition::Transition;
use crate::ids::{ComplaintId, OfficerId, SectionId};
use crate::office::{Office, Position, Post, Taker};
use crate::procedure::Procedure;
use crate::procedure::step::Step;
use crate::procedure::table::{self, From, Who};

/// Everything a decision rests on.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The complaint's office.
    pub office: &'a Office,
    /// The complaint as stored.
    pub complaint: &'a Complaint,
    /// Who gives the command.
    pub actor: OfficerId,
    /// When it is entered.
    pub now: DateTime<Utc>,
    /// When it happened, where paper came first.
    pub occurred_at: Option<DateTime<Utc>>,
    /// The complaint named as original, where one is named and known.
    pub original: Option<&'a Original>,
}

/// What has to be known of the complaint of which another is a duplicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its id.
    pub id: ComplaintId,
    /// How it stands.
    pub status: Status,
    /// Officers complained of in it.
    pub reported: Vec<OfficerId>,
}

/// Judges a command.
///
/// # Errors
/// [`Refusal`], in this order: `CLOSED`, `WRONG_STEP`, `CONFLICT_OF_INTEREST`, `NOT_PERMITTED`, then `SUPPORT_PENDING`
/// and `INVALID_INPUT` of the step's own rule.
pub fn decide(situation: &Situation<'_>, command: &Command) -> Result<Transition, Refusal> {
    let Situation { office, complaint, now, occurred_at, .. } = *situation;
    let kind = command.kind();
    fits(complaint, kind)?;
    let judged_at = occurred_at.map_or(now, |at| at.min(now));
    let (target, taker) = match command {
        Command::Solve(solve) => pick_section(situation, kind, solve.section, judged_at)?,
        Command::HandBack(hand_back) => pick_section(situation, kind, hand_back.section, judged_at)?,
        _ => {
            let taker = may(situation, &posts_for(complaint, kind), judged_at)?;
            (complaint.open_records().next(), taker)
        }
    };
    let (at, problems) = when(situation, target.filter(|r| r.lead == Some(false)));
    let procedure = office.procedure_kept(complaint.procedure_revision);
    let mut draft = Draft {
        situation,
        procedure,
        at,
        taker,
        target: target.map_or(0, |r| r.number),
        after: complaint.clone(),
        closed: Vec::new(),
        added: Vec::new(),
        changes: Vec::new(),
        problems,
    };
    match command {
        Command::AttachDispositionSheet(c) => c.apply(&mut draft),
        Command::ForwardToSecretary(c) => c.apply(&mut draft),
        Command::Advise(c) => c.apply(&mut draft),
        Command::Consider(c) => c.apply(&mut draft),
        Command::Dispose(c) => c.apply(&mut draft),
        Command::Solve(c) => c.apply(&mut draft)?,
        Command::Sign(c) => c.apply(&mut draft),
        Command::CarryOut(c) => c.apply(&mut draft),
        Command::Archive(c) => c.apply(&mut draft),
        Command::Return(c) => c.apply(&mut draft),
        Command::HandBack(c) => c.apply(&mut draft),
        Command::Refer(c) => c.apply(&mut draft),
        Command::CloseAsDuplicate(c) => c.apply(&mut draft),
        Command::Withdraw(c) => c.apply(&mut draft),
        Command::Reopen(c) => c.apply(&mut draft),
        Command::Correct(c) => c.apply(&mut draft),
    }
    draft.finish()
}

/// Whether a kind of command fits how the complaint stands.
pub(super) fn fits(complaint: &Complaint, kind: CommandKind) -> Result<(), Refusal> {
    let status = complaint.standing.status();
    let current = complaint.standing.step();
    let wrong_step = Err(Refusal::WrongStep { current });
    let exit = table::EXITS.iter().find(|row| row.kind == kind);
    if let Some(From::Archived) = exit.map(|row| &row.from) {
        return match status {
            Status::Archived => Ok(()),
            Status::InProgress => wrong_step,
            Status::Referred | Status::Duplicate | Status::Withdrawn => Err(Refusal::Closed { status }),
        };
    }
    let Some(current) = current else { return Err(Refusal::Closed { status }) };
    let fits = match exit.map(|row| &row.from) {
        Some(From::Open(steps)) => steps.contains(&current),
        Some(From::Archived) => false,
        None => kind.step() == Some(current),
    };
    if fits { Ok(()) } else { wrong_step }
}

/// The posts whose holders may give a kind of command to a complaint as it stands.
pub(super) fn posts_for(complaint: &Complaint, kind: CommandKind) -> Vec<Post> {
    let of_open_step = || complaint.open_records().flat_map(StepRecord::posts);
    match table::EXITS.iter().find(|row| row.kind == kind).map(|row| &row.who) {
        None | Some(Who::Taker) => of_open_step().collect(),
        Some(Who::TakerOr(others)) => of_open_step().chain(others.iter().copied().map(Post::of)).collect(),
        Some(Who::Only(positions)) => positions.iter().copied().map(Post::of).collect(),
    }
}

/// Whether the actor holds one of these posts at an instant, and how. Their own appointment goes before acting.
pub(super) fn may(situation: &Situation<'_>, posts: &[Post], at: DateTime<Utc>) -> Result<Taker, Refusal> {
    let Situation { office, complaint, actor, now, .. } = *situation;
    permit(office, actor, now, &complaint.reported, posts, at)
}

/// As [`may`], also where there is no complaint yet.
pub(crate) fn permit(
    office: &Office,
    actor: OfficerId,
    now: DateTime<Utc>,
    reported: &[OfficerId],
    posts: &[Post],
    at: DateTime<Utc>,
) -> Result<Taker, Refusal> {
    let mut permitted: Vec<_> = Vec::new();
    for post in posts {
        if !permitted.contains(&post.position) {
            permitted.push(post.position);
        }
    }
    if reported.contains(&actor) {
        return Err(Refusal::ConflictOfInterest { permitted });
    }
    let held = posts
        .iter()
        .flat_map(|&post| office.takers(post, at, reported))
        .filter(|taker| taker.officer == actor)
        .min_by_key(|taker| taker.capacity);
    held.ok_or_else(|| {
        let begins =
            office.acting.iter().filter(|a| a.officer == actor && a.from > now && posts.contains(&a.post));
        Refusal::NotPermitted { permitted, until: begins.map(|a| a.from).min() }
    })
}

/// Of the sections asked, the one for which the actor answers.
fn pick_section<'a>(
    situation: &Situation<'a>,
    kind: CommandKind,
    named: Option<SectionId>,
    at: DateTime<Utc>,
) -> Result<(Option<&'a StepRecord>, Taker), Refusal> {
    let complaint = situation.complaint;
    let answered = Refusal::WrongStep { current: complaint.standing.step() };
    if let Some(section) = named {
        let asked_now = complaint.open_records().find(|r| r.section == Some(section));
        let posts =
            asked_now.map_or(vec![Post::head_of(section)], |r| posts_of_section(situation, kind, r, at));
        let taker = may(situation, &posts, at)?;
        return match asked_now {
            Some(record) => Ok((Some(record), taker)),
            None if latest_round(complaint).any(|r| r.section == Some(section)) => Err(answered),
            None => Err(Refusal::field("sectionId", InputFault::SectionNotAsked)),
        };
    }
    let posts = |record: &StepRecord| posts_of_section(situation, kind, record, at);
    let mine = |record: &&StepRecord| may(situation, &posts(record), at).is_ok();
    let mut open = complaint.open_records().filter(mine);
    match (open.next(), open.next()) {
        (Some(record), None) => Ok((Some(record), may(situation, &posts(record), at)?)),
        (Some(_), Some(_)) => Err(Refusal::field("sectionId", InputFault::Required)),
        (None, _) if latest_round(complaint).any(|r| mine(&r)) => Err(answered),
        (None, _) => may(situation, &posts_for(complaint, kind), at).map(|taker| (None, taker)),
    }
}

/// Who answers for a section asked. Where its head is complained of and nobody acts for it, the camat takes the complaint
/// back, to name another section (rules.md section 3).
pub(super) fn posts_of_section(
    situation: &Situation<'_>,
    kind: CommandKind,
    record: &StepRecord,
    at: DateTime<Utc>,
) -> Vec<Post> {
    let Situation { office, complaint, .. } = *situation;
    let mut posts = record.posts();
    let is_left_to_nobody = |post: &Post| office.is_left_to_nobody(*post, at, &complaint.reported);
    if kind == CommandKind::HandBack && posts.iter().all(is_left_to_nobody) {
        posts.push(Post::of(Position::Camat));
    }
    posts
}

/// The records of step 7 since the newest disposition.
pub(super) fn latest_round(complaint: &Complaint) -> impl DoubleEndedIterator<Item = &StepRecord> {
    let disposed = complaint.last_completed(Step::Dispose).map_or(0, |r| r.number);
    complaint.cycle_records().filter(move |r| r.step == Step::Solve && r.number > disposed)
}

/// When the command happened, and what is wrong with what was said of it. Judged on the stored records: not in the
/// future, not before what it follows, not further back than the office allows.
fn when(situation: &Situation<'_>, supporter: Option<&StepRecord>) -> (DateTime<Utc>, Vec<InputProblem>) {
    let Situation { office, complaint, now, occurred_at, .. } = *situation;
    let earliest = match supporter {
        // Supporting sections answer independently of each other.
        Some(record) => record.started_at,
        None => {
            let began = complaint.open_records().filter_map(|r| r.started_at);
            let ended = complaint.records.iter().filter_map(|r| r.closing.as_ref()?.completed_at);
            began.chain(ended).max()
        }
    };
    // A clock that was set back must not put a step before the one it follows.
    let Some(at) = occurred_at else { return (earliest.map_or(now, |e| e.max(now)), Vec::new()) };
    let fault = bounds(office, now, at).or(match earliest {
        Some(earliest) if at < earliest => Some(InputFault::Before { earliest }),
        _ => None,
    });
    (at, fault.map(|fault| InputProblem::new("occurredAt", fault)).into_iter().collect())
}

/// The bounds of every `occurredAt`.
pub(super) fn bounds(office: &Office, now: DateTime<Utc>, at: DateTime<Utc>) -> Option<InputFault> {
    let days = office.backdate_days;
    if at > now {
        Some(InputFault::InFuture)
    } else if now - at > TimeDelta::days(i64::from(days)) {
        Some(InputFault::TooFarBack { days })
    } else {
        None
    }
}

/// A transition in the making: what a step's rule works with.
#[derive(Debug)]
pub struct Draft<'a> {
    pub(super) situation: &'a Situation<'a>,
    procedure: Option<&'a Procedure>,
    pub(super) at: DateTime<Utc>,
    pub(super) taker: Taker,
    target: i32,
    pub(super) after: Complaint,
    closed: Vec<i32>,
    added: Vec<i32>,
    changes: Vec<Change>,
    problems: Vec<InputProblem>,
}

impl Draft<'_> {
    /// The open record the command is about, as stored.
    pub(super) fn target(&self) -> Option<&StepRecord> {
        self.situation.complaint.records.iter().find(|r| r.number == self.target)
    }

    /// Notes that a field is not right; the transition is then refused.
    pub(super) fn fault(&mut self, field: &'static str, fault: InputFault) {
        self.fault_at(vec![field], fault);
    }

    /// As [`Draft::fault`], for a field within another.
    pub(super) fn fault_at(&mut self, field: Vec<&'static str>, fault: InputFault) {
        self.problems.push(InputProblem { field, fault });
    }

    /// Ends the record the command is about.
    pub(super) fn end(&mut self, outcome: StepOutcome, note: Option<&str>, content: Content) {
        let (target, taker) = (self.target, self.taker);
        self.close(target, outcome, Some(taker), note, content);
    }

    /// Ends a record.
    pub(super) fn close(
        &mut self,
        number: i32,
        outcome: StepOutcome,
        taker: Option<Taker>,
        note: Option<&str>,
        content: Content,
    ) {
        let (calendar, at, now) = (&self.situation.office.calendar, self.at, self.situation.now);
        let began = self.after.cycle_began_at();
        let Some(record) = self.after.records.iter_mut().find(|r| r.number == number && r.is_open()) else {
            return;
        };
        // Who enters a withdrawal does not take the step that it ends.
        let taker = match outcome {
            StepOutcome::Withdrawn => taker.map(|taker| Taker { position: record.position, ..taker }),
            StepOutcome::Completed
            | StepOutcome::Returned
            | StepOutcome::Skipped
            | StepOutcome::Referred
            | StepOutcome::ClosedAsDuplicate
            | StepOutcome::HandedBack
            | StepOutcome::NoAnswer
            | StepOutcome::Superseded => taker,
        };
        if let Some(taker) = taker {
            record.position = taker.position;
        }
        record.closing = Some(Closing {
            outcome,
            taker,
            completed_at: Some(at),
            recorded_at: self.situation.now,
            working_seconds: record.started_at.map(|started_at| calendar.elapsed_seconds(started_at, at)),
            cycle_seconds: began.map(|began| calendar.elapsed_seconds(began, at)),
            entry_lag_seconds: Some(calendar.elapsed_seconds(at, now)),
            note: note.map(str::to_owned),
            content,
        });
        self.closed.push(number);
    }

    /// Numbers of the records that are still open.
    pub(super) fn still_open(&self) -> Vec<i32> {
        self.after.open_records().map(|r| r.number).collect()
    }

    /// Opens a step: its clock starts when the command happened.
    pub(super) fn open(&mut self, step: Step, because: Option<&str>) {
        self.open_for(step, None, None, because);
    }

    /// Opens step 7 for a section.
    pub(super) fn open_for(
        &mut self,
        step: Step,
        section: Option<SectionId>,
        lead: Option<bool>,
        because: Option<&str>,
    ) {
        let due_at = self
            .procedure
            .and_then(|procedure| procedure.due(&self.situation.office.calendar, step, self.at));
        let record = self.record(step, section, lead);
        let begins = self.after.cycle_records().next().is_none();
        let cycle_due_at = self
            .procedure
            .filter(|_| begins)
            .and_then(|procedure| procedure.cycle_due(&self.situation.office.calendar, step, self.at));
        self.add(StepRecord {
            started_at: Some(self.at),
            due_at,
            cycle_due_at,
            opened_because: because.map(str::to_owned),
            ..record
        });
        self.after.standing = Standing::InProgress { step };
    }

    /// Writes down that a step is passed over.
    pub(super) fn skip(&mut self, step: Step) {
        let record = self.record(step, None, None);
        let closing = Closing {
            outcome: StepOutcome::Skipped,
            taker: None,
            completed_at: None,
            recorded_at: self.situation.now,
            working_seconds: None,
            cycle_seconds: None,
            entry_lag_seconds: None,
            note: None,
            content: Content::None,
        };
        self.add(StepRecord { closing: Some(closing), ..record });
    }

    /// Logs a change of a field; nothing where before and after are the same.
    pub(super) fn change(
        &mut self,
        field: ChangedField,
        reason: &str,
        before: Option<String>,
        after: Option<String>,
    ) {
        if before != after {
            let (at, officer) = (self.situation.now, self.situation.actor);
            self.changes.push(Change { at, officer, reason: reason.to_owned(), field, before, after });
        }
    }

    /// Whether anything is not right already.
    pub(super) fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Whether any change was logged.
    pub(super) fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    fn record(&self, step: Step, section: Option<SectionId>, lead: Option<bool>) -> StepRecord {
        // What was only passed over was not done yet, so doing it is not doing it again.
        let before = self
            .after
            .cycle_records()
            .filter(|r| r.step == step && r.section == section && !r.ended(StepOutcome::Skipped))
            .count();
        StepRecord {
            number: self.after.records.last().map_or(1, |r| r.number + 1),
            step,
            cycle: self.after.cycle,
            visit: i32::try_from(before).unwrap_or(i32::MAX - 1) + 1,
            position: table::of(step).positions[0],
            section,
            lead,
            started_at: None,
            due_at: None,
            cycle_due_at: None,
            opened_because: None,
            closing: None,
        }
    }

    fn add(&mut self, record: StepRecord) {
        self.added.push(record.number);
        self.after.records.push(record);
    }

    fn finish(mut self) -> Result<Transition, Refusal> {
        if !self.problems.is_empty() {
            return Err(Refusal::InvalidInput(self.problems));
        }
        self.after.version += 1;
        Ok(Transition { after: self.after, closed: self.closed, added: self.added, changes: self.changes })
    }
}

/// Checks sections named in a command: known in the office, active, none twice.
pub(super) fn check_sections(draft: &mut Draft<'_>, field: &'static str, sections: &[SectionId]) {
    for (place, &id) in sections.iter().enumerate() {
        match draft.situation.office.section(id) {
            None => draft.fault(field, InputFault::Unknown),
            Some(section) if !section.active => draft.fault(field, InputFault::SectionInactive),
            Some(_) if sections[..place].contains(&id) => draft.fault(field, InputFault::NamedTwice),
            Some(_) => {}
        }
    }
}

/// What is wrong with the officers complained of: each is one of the office, named once.
pub(super) fn faults_of_reported(office: &Office, reported: &[OfficerId]) -> Vec<InputFault> {
    let named_before = |place: usize, id: &OfficerId| reported[..place].contains(id);
    let fault = |(place, id): (usize, &OfficerId)| match office.officer(*id) {
        None => Some(InputFault::Unknown),
        Some(_) => named_before(place, id).then_some(InputFault::NamedTwice),
    };
    reported.iter().enumerate().filter_map(fault).collect()
}
