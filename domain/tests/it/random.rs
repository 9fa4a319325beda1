//! Random officers give random commands at random times, and what must always hold is watched after each.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::Complaint;
use domain::complaint::actions::{Action, actions};
use domain::complaint::command::{Command, CommandKind};
use domain::complaint::decide::Original;
use domain::complaint::exits::{Correct, HandBack, Return};
use domain::complaint::record::{Content, StepOutcome, StepRecord};
use domain::complaint::refusal::{Refusal, RefusalCode};
use domain::complaint::sheet::DispositionSheet;
use domain::complaint::solution::Solution;
use domain::complaint::standing::{Standing, Status};
use domain::complaint::steps::{Dispose, Receive, Solve};
use domain::complaint::transition::Transition;
use domain::ids::{OfficerId, SectionId};
use domain::office::{Capacity, Office, Position, Post};
use domain::procedure::step::Step;
use domain::procedure::table;
use domain::values::Subject;
use proptest::prelude::*;
use strum::VariantArray;

use crate::common::commands::{
    ORIGINAL, advise, archive, attach, carry_out, consider, duplicate_of, forward, no_correction, prose,
    receive, refer, reopen, sign, withdraw,
};
use crate::common::sample::{
    EKBANG, EVERYBODY, FOREIGN_SECTION, LINGKUNGAN, PELAYANAN, PEMERINTAHAN, PMD, TRANTIB, UMUM, acting,
    office,
};
use crate::common::walk::{ID, Walk, received_in};
use crate::common::wita;

const SECTIONS: [SectionId; 6] = [PEMERINTAHAN, TRANTIB, PMD, UMUM, EKBANG, FOREIGN_SECTION];

/// What somebody does next. The numbers choose among what there is.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    /// Whether to choose among what `actions` allows to anybody, or anything by anybody.
    sensible: bool,
    who: usize,
    what: usize,
    detail: usize,
    sections: Vec<SectionId>,
    reported: Vec<OfficerId>,
    pub(crate) original: Status,
    /// Seconds until it is entered; a clock may go back.
    pub(crate) later: i64,
    /// Seconds before that at which it happened.
    pub(crate) before: Option<i64>,
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let officers = EVERYBODY.map(|(_, officer)| officer).to_vec();
    let later = prop_oneof![
        6 => 0..7_200i64,
        3 => 0..300_000i64,
        1 => -7_200..0i64,
    ];
    let before = prop_oneof![
        6 => Just(None),
        3 => (0..100_000i64).prop_map(Some),
        1 => (-10..3_000_000i64).prop_map(Some),
    ];
    let one = (
        (prop::bool::weighted(0.85), any::<usize>(), any::<usize>(), any::<usize>()),
        prop::sample::subsequence(SECTIONS.to_vec(), 0..=4).prop_shuffle(),
        prop::sample::subsequence(officers, 0..=2),
        prop::sample::select(Status::VARIANTS),
        later,
        before,
    );
    let one = one.prop_map(|((sensible, who, what, detail), sections, reported, original, later, before)| {
        Move { sensible, who, what, detail, sections, reported, original, later, before }
    });
    prop::collection::vec(one, 1..60)
}

/// Who acts for which post, from so many hours after the beginning for so many hours.
pub(crate) fn appointments() -> impl Strategy<Value = Vec<(usize, usize, i64, i64)>> {
    prop::collection::vec((any::<usize>(), any::<usize>(), 0..200i64, 0..400i64), 0..6)
}

fn pick<T: Copy>(among: &[T], number: usize) -> T {
    among[number % among.len()]
}

impl Move {
    /// Who does what: mostly something that `actions` offers, so that the complaint gets anywhere.
    pub(crate) fn choose(&self, walk: &Walk) -> (OfficerId, CommandKind, Option<SectionId>) {
        let everybody = EVERYBODY.map(|(_, officer)| officer);
        let offered: Vec<(OfficerId, Action)> = everybody
            .iter()
            .flat_map(|&officer| {
                let actions = actions(&walk.office, &walk.complaint, officer, walk.now);
                actions.into_iter().map(move |action| (officer, action))
            })
            .filter(|(_, action)| action.verdict.is_ok())
            // Off the straight path now and then, and rarely out of it altogether, for that is the end of the story.
            .filter(|(_, action)| match action.kind {
                CommandKind::Refer | CommandKind::CloseAsDuplicate | CommandKind::Withdraw => {
                    (self.detail / 1000).is_multiple_of(24)
                }
                CommandKind::Return | CommandKind::HandBack | CommandKind::Correct => {
                    (self.detail / 1000).is_multiple_of(4)
                }
                _ => true,
            })
            .collect();
        if self.sensible && !offered.is_empty() {
            let (officer, action) = &offered[self.what % offered.len()];
            return (*officer, action.kind, action.section);
        }
        let section = self.detail.is_multiple_of(3).then(|| pick(&SECTIONS, self.detail));
        (pick(&everybody, self.who), pick(CommandKind::ALL, self.what), section)
    }

    pub(crate) fn command(
        &self,
        kind: CommandKind,
        section: Option<SectionId>,
        walk: &Walk,
    ) -> Option<Command> {
        Some(match kind {
            CommandKind::Receive => return None,
            CommandKind::AttachDispositionSheet => attach(),
            CommandKind::ForwardToSecretary => forward(),
            CommandKind::Advise => advise(),
            CommandKind::Consider => consider(),
            CommandKind::Dispose => {
                let alone = self.detail.is_multiple_of(4);
                Command::Dispose(Dispose {
                    instruction: (!self.detail.is_multiple_of(7)).then(|| prose("Tinjau lokasi.")),
                    lead_section: if alone { None } else { self.sections.first().copied() },
                    supporting_sections: if alone {
                        Vec::new()
                    } else {
                        self.sections.iter().skip(1).copied().collect()
                    },
                    own_solution: alone.then(|| prose("Angkut besok pagi.")),
                })
            }
            CommandKind::Solve => Command::Solve(Solve {
                solution: prose("Truk kedua."),
                section: section.filter(|_| !self.detail.is_multiple_of(5)),
                without_support_reason: self.detail.is_multiple_of(2).then(|| prose("Tidak ada kabar.")),
            }),
            CommandKind::Sign => sign(),
            CommandKind::CarryOut => carry_out(),
            CommandKind::Archive => archive(),
            CommandKind::Return => {
                let targets = walk.complaint.return_targets();
                let to = if targets.is_empty() || self.detail.is_multiple_of(6) {
                    pick(Step::ALL, self.detail)
                } else {
                    pick(&targets, self.detail)
                };
                Command::Return(Return { to, reason: prose("Belum lengkap.") })
            }
            CommandKind::HandBack => {
                Command::HandBack(HandBack { section, reason: prose("Bukan tugas kami.") })
            }
            CommandKind::Refer => refer(),
            CommandKind::CloseAsDuplicate => {
                duplicate_of(if self.detail.is_multiple_of(5) { ID } else { ORIGINAL })
            }
            CommandKind::Withdraw => withdraw(),
            CommandKind::Reopen => reopen(),
            CommandKind::Correct => Command::Correct(Correct {
                subject: Some(Subject::parse(&format!("Sampah {}", self.detail % 3)).unwrap()),
                category: self.detail.is_multiple_of(3).then(|| pick(&[PELAYANAN, LINGKUNGAN], self.what)),
                reported: self.detail.is_multiple_of(4).then(|| self.reported.clone()),
                ..no_correction()
            }),
        })
    }
}

fn start(appointments: &[(usize, usize, i64, i64)]) -> Walk {
    received_in(office_with(appointments), Receive { reported: Vec::new(), ..receive() })
}

pub(crate) fn office_with(appointments: &[(usize, usize, i64, i64)]) -> Office {
    let mut office = office();
    let posts: Vec<Post> =
        [Position::Staff, Position::HeadOfGeneralAffairs, Position::Secretary, Position::Camat]
            .map(Post::of)
            .into_iter()
            .chain([PEMERINTAHAN, TRANTIB, PMD, UMUM].map(Post::head_of))
            .collect();
    office.acting = appointments
        .iter()
        .map(|&(who, post, begins, lasts)| {
            let from = wita("2026-02-02 00:00") + TimeDelta::hours(begins);
            let capacity = if who.is_multiple_of(2) { Capacity::Plt } else { Capacity::Plh };
            let officer = pick(&EVERYBODY, who).1;
            acting(officer, pick(&posts, post), capacity, from, from + TimeDelta::hours(lasts))
        })
        .collect();
    office
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whatever_is_done_what_must_hold_holds(appointments in appointments(), moves in moves()) {
        let mut walk = start(&appointments);
        for next in &moves {
            walk.now += TimeDelta::seconds(next.later);
            walk.original =
                Some(Original { id: ORIGINAL, status: next.original, reported: next.reported.clone() });
            let (actor, kind, section) = next.choose(&walk);
            let Some(command) = next.command(kind, section, &walk) else { continue };
            let occurred_at = next.before.map(|seconds| walk.now - TimeDelta::seconds(seconds));
            let judged = walk.tries_as_of(actor, &command, occurred_at);
            prop_assert_eq!(&judged, &walk.tries_as_of(actor, &command, occurred_at), "decided twice, decided the same");
            if occurred_at.is_none() {
                who_agrees(&walk, actor, kind, section, &command, &judged);
            }
            if let Ok(transition) = judged {
                holds(&walk, actor, &command, occurred_at, &transition);
                walk.complaint = transition.after;
            }
        }
    }
}

/// `actions` and `decide` agree on who, also where no table foresaw it.
fn who_agrees(
    walk: &Walk,
    actor: OfficerId,
    kind: CommandKind,
    section: Option<SectionId>,
    command: &Command,
    judged: &Result<Transition, Refusal>,
) {
    let offered = actions(&walk.office, &walk.complaint, actor, walk.now);
    let of_kind: Vec<&Action> = offered.iter().filter(|action| action.kind == kind).collect();
    let code = judged.as_ref().err().map(Refusal::code);
    let who = matches!(code, None | Some(RefusalCode::InvalidInput | RefusalCode::SupportPending));
    if matches!(kind, CommandKind::Solve | CommandKind::HandBack) {
        let mine =
            |action: &&&Action| action.verdict.is_ok() && (section.is_none() || action.section == section);
        let open = of_kind.iter().filter(mine).count();
        assert!(open == 0 || who, "{command:?} offered to {actor:?}, but {judged:?}");
        assert!(
            judged.is_err() || of_kind.iter().any(|a| a.verdict.is_ok()),
            "{command:?} done, but not offered"
        );
        return;
    }
    match of_kind.as_slice() {
        [] => assert!(matches!(code, Some(RefusalCode::Closed | RefusalCode::WrongStep)), "{judged:?}"),
        [action] => match &action.verdict {
            Ok(_) => assert!(who, "{command:?} offered, but {judged:?}"),
            Err(refusal) => assert_eq!(judged.as_ref().err(), Some(refusal)),
        },
        several => panic!("{several:?}"),
    }
}

/// What must hold of every transition.
fn holds(
    walk: &Walk,
    actor: OfficerId,
    command: &Command,
    occurred_at: Option<DateTime<Utc>>,
    transition: &Transition,
) {
    let (before, after) = (&walk.complaint, &transition.after);
    assert_eq!(after.version, before.version + 1);
    assert!(!before.reported.contains(&actor), "nobody handles what he is complained of in");
    what_never_changes(before, after);

    let open = |complaint: &Complaint| complaint.open_records().map(|r| r.number).collect::<Vec<_>>();
    let (open_before, open_after) = (open(before), open(after));
    // Append-only: what was closed stays word for word, what was open is closed or as it was.
    for record in &before.records {
        let now = after.records.iter().find(|r| r.number == record.number).expect("no record is lost");
        if !record.is_open() || now.is_open() {
            assert_eq!(now, record);
        } else {
            let kept = StepRecord { closing: None, position: record.position, ..now.clone() };
            assert_eq!(
                kept, *record,
                "closing a record changes nothing but how it ended and as what it was taken"
            );
        }
    }
    // The transition tells the store exactly what it has to write.
    let mut closed: Vec<i32> = open_before.iter().copied().filter(|n| !open_after.contains(n)).collect();
    closed.sort_unstable();
    let mut told = transition.closed.clone();
    told.sort_unstable();
    assert_eq!(told, closed);
    let added: Vec<i32> = after.records[before.records.len()..].iter().map(|r| r.number).collect();
    assert_eq!(transition.added, added);

    let numbers: Vec<i32> = after.records.iter().map(|r| r.number).collect();
    assert_eq!(numbers, (1..=i32::try_from(numbers.len()).unwrap()).collect::<Vec<_>>(), "no gap");
    open_records(after);
    for record in &after.records {
        visits_count_up(after, record);
        one_record(walk, after, record);
    }
    for &number in transition.closed.iter().chain(&transition.added) {
        let record = &after.records[number as usize - 1];
        if let Some(closing) = &record.closing {
            assert_eq!(closing.recorded_at, walk.now);
        }
    }
    // What begins, begins when what ended before it ended; never before anything that is over.
    let over = before.records.iter().filter_map(|r| r.closing.as_ref()?.completed_at).max();
    for &number in &transition.added {
        let record = &after.records[number as usize - 1];
        if let Some(started_at) = record.started_at {
            assert!(over.is_none_or(|over| over <= started_at), "{record:?} before {over:?}");
            for &ended in &transition.closed {
                let closing = after.records[ended as usize - 1].closing.as_ref().unwrap();
                assert_eq!(closing.completed_at, Some(started_at));
            }
        }
    }
    if let Some(at) = occurred_at {
        assert!(at <= walk.now && walk.now - at <= TimeDelta::days(30));
    }
    if matches!(command, Command::Correct(_)) {
        assert_eq!((&transition.closed, &transition.added), (&Vec::new(), &Vec::new()), "no step moves");
        assert!(!transition.changes.is_empty());
    }
    nothing_is_carried_out_unsigned(after, &transition.added);
    sheet_and_solutions(after);
}

fn what_never_changes(before: &Complaint, after: &Complaint) {
    assert_eq!(
        (after.office, after.id, &after.agenda_number),
        (before.office, before.id, &before.agenda_number)
    );
    assert_eq!(after.tracking_code, before.tracking_code);
    assert_eq!((after.arrived_at, after.received_at), (before.arrived_at, before.received_at));
    assert_eq!(after.procedure_revision, before.procedure_revision);
    assert!(after.cycle >= before.cycle);
}

fn open_records(after: &Complaint) {
    let open: Vec<&StepRecord> = after.open_records().collect();
    match &after.standing {
        Standing::InProgress { step } => {
            assert!(open.iter().all(|r| r.step == *step && r.cycle == after.cycle), "{open:?}");
            if *step == Step::Solve {
                assert_eq!(open.iter().filter(|r| r.lead == Some(true)).count(), 1, "one leads: {open:?}");
                assert!(open.iter().all(|r| r.section.is_some() && r.lead.is_some()));
                let mut sections: Vec<_> = open.iter().map(|r| r.section).collect();
                sections.sort_unstable();
                sections.dedup();
                assert_eq!(sections.len(), open.len(), "no section is asked twice at once");
            } else {
                assert_eq!(open.len(), 1, "{open:?}");
                assert!(open.iter().all(|r| r.section.is_none() && r.lead.is_none()));
            }
            assert_eq!(after.standing.closed_at(), None);
        }
        Standing::Archived { .. }
        | Standing::Referred { .. }
        | Standing::Duplicate { .. }
        | Standing::Withdrawn { .. } => {
            assert!(open.is_empty(), "{open:?}");
            let ended = after.records.iter().filter_map(|r| r.closing.as_ref()?.completed_at).max();
            assert_eq!(after.standing.closed_at(), ended, "closed with its last step");
        }
    }
}

fn visits_count_up(after: &Complaint, record: &StepRecord) {
    let earlier = after.records.iter().filter(|r| {
        r.number < record.number
            && (r.cycle, r.step, r.section) == (record.cycle, record.step, record.section)
            && !r.ended(StepOutcome::Skipped)
    });
    assert_eq!(record.visit, i32::try_from(earlier.count()).unwrap() + 1, "{record:?}");
}

fn one_record(walk: &Walk, after: &Complaint, record: &StepRecord) {
    let calendar = &walk.office.calendar;
    let standard = walk.office.procedure(after.procedure_revision).unwrap().step(record.step).standard;
    let due = record.started_at.map(|started_at| calendar.due(started_at, standard).unwrap());
    assert_eq!(record.due_at, due, "{record:?}");
    let positions = table::of(record.step).positions;
    let Some(closing) = &record.closing else {
        assert_eq!(record.position, positions[0], "an open record waits for the first position of its step");
        return;
    };
    let skipped = closing.outcome == StepOutcome::Skipped;
    assert_eq!(skipped, closing.completed_at.is_none(), "{record:?}");
    assert_eq!(skipped, record.started_at.is_none(), "{record:?}");
    assert_eq!(skipped, closing.working_seconds.is_none(), "{record:?}");
    if let (Some(started_at), Some(completed_at)) = (record.started_at, closing.completed_at) {
        assert!(completed_at >= started_at, "{record:?}");
        let seconds = closing.working_seconds.unwrap();
        assert!(seconds >= 0);
        assert_eq!(seconds, calendar.elapsed_seconds(started_at, completed_at));
    }
    let by_nobody = [StepOutcome::Skipped, StepOutcome::NoAnswer, StepOutcome::Superseded];
    assert_eq!(closing.taker.is_none(), by_nobody.contains(&closing.outcome), "{record:?}");
    if closing.outcome == StepOutcome::Completed {
        assert!(positions.contains(&record.position), "{record:?}");
    }
    if let Some(taker) = closing.taker {
        assert_eq!(taker.position, record.position);
        assert!(taker.capacity != Capacity::Substitute || taker.on_behalf_of.is_some(), "{record:?}");
        assert_ne!(taker.on_behalf_of, Some(taker.officer));
    }
}

/// Nothing reaches CARRY_OUT without a solution that the camat, or who stood in his place, has signed or written.
fn nothing_is_carried_out_unsigned(after: &Complaint, added: &[i32]) {
    let opens_it = |number: &i32| after.records[*number as usize - 1].step == Step::CarryOut;
    if !added.iter().any(opens_it) {
        return;
    }
    let current: Vec<Solution> = Solution::all_of(after).into_iter().filter(|s| s.current).collect();
    let leading: Vec<&Solution> = current.iter().filter(|s| s.lead).collect();
    let [solution] = leading.as_slice() else { panic!("one current solution leads: {current:?}") };
    assert!(current.iter().all(|s| s.signed.is_some()), "{current:?}");
    let of_the_camat = after.records.iter().any(|r| {
        r.position == Position::Camat
            && r.closing.as_ref().is_some_and(|c| {
                let signed = c.completed_at.zip(c.taker.map(|t| t.officer));
                signed == solution.signed
                    && (r.step == Step::Sign || matches!(c.content, Content::OwnSolution { .. }))
            })
    });
    assert!(of_the_camat, "{solution:?}");
}

fn sheet_and_solutions(after: &Complaint) {
    let solutions = Solution::all_of(after);
    assert!(solutions.iter().filter(|s| s.current && s.lead).count() <= 1, "{solutions:?}");
    for solution in &solutions {
        assert!(solution.signed.is_none_or(|(at, _)| at >= solution.submitted_at), "{solution:?}");
    }
    let sheet = DispositionSheet::of(after);
    let attached = after.last_completed(Step::AttachDispositionSheet).is_some();
    assert_eq!(sheet.is_some(), attached);
    if after.standing.step() == Some(Step::Solve) {
        let sheet = sheet.unwrap();
        let lead = after.open_records().find(|r| r.lead == Some(true)).and_then(|r| r.section);
        assert_eq!(sheet.lead_section, lead);
        assert!(!sheet.supporting_sections.contains(&lead.unwrap()));
    }
}

#[test]
fn random_histories_get_everywhere() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut outcomes = std::collections::BTreeSet::new();
    let mut statuses = std::collections::BTreeSet::new();
    let mut kinds = std::collections::BTreeSet::new();
    let mut capacities = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let (appointments, moves) = (appointments(), moves()).new_tree(&mut runner).unwrap().current();
        let mut walk = start(&appointments);
        for next in &moves {
            walk.now += TimeDelta::seconds(next.later);
            walk.original = Some(Original { id: ORIGINAL, status: next.original, reported: Vec::new() });
            let (actor, kind, section) = next.choose(&walk);
            let Some(command) = next.command(kind, section, &walk) else { continue };
            if let Ok(transition) = walk.tries(actor, &command) {
                kinds.insert(kind);
                walk.complaint = transition.after;
                statuses.insert(walk.complaint.standing.status());
            }
        }
        for closing in walk.complaint.records.iter().filter_map(|r| r.closing.as_ref()) {
            outcomes.insert(closing.outcome);
            capacities.extend(closing.taker.map(|t| t.capacity));
        }
    }
    assert_eq!(outcomes.len(), StepOutcome::VARIANTS.len(), "{outcomes:?}");
    assert_eq!(statuses.len(), Status::VARIANTS.len(), "{statuses:?}");
    assert_eq!(kinds.len(), CommandKind::ALL.len() - 1, "all but receiving: {kinds:?}");
    assert_eq!(capacities.len(), Capacity::VARIANTS.len(), "{capacities:?}");
}
