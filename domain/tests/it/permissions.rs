//! THE table: every kind of command × every position × every state, allowed or refused and why, as one page. And in every
//! one of its cells `actions` says what `decide` says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use domain::complaint::actions::{Action, actions};
use domain::complaint::command::{Command, CommandKind};
use domain::complaint::refusal::{Refusal, RefusalCode};
use domain::complaint::transition::Transition;
use domain::ids::{OfficerId, SectionId};
use domain::office::{Capacity, Position, Post, Taker};
use domain::procedure::step::Step;
use domain::procedure::table;
use strum::VariantArray;

use crate::common::commands::{
    ORIGINAL, advise, archive, attach, carry_out, consider, correct, correct_reported, dispose_to,
    duplicate_of, forward, hand_back, hand_back_for, receive, receive_against, refer, reopen, return_to,
    sign, solve, solve_for, withdraw,
};
use crate::common::sample::{
    CAMAT, EVERYBODY, KASI_PEMERINTAHAN, KASI_PMD, KASI_TRANTIB, KASUBAG, PEMERINTAHAN, PMD, SEKRETARIS,
    STAF, TRANTIB, UMUM, acting, office,
};
use crate::common::walk::{Walk, received, received_in};
use crate::common::wita;

const HEAD: &str = "\
Who may do what, and why not: every command × every officer × every state. Written by the test from what `decide` says;
`actions` says the same in every cell. To write it anew: UPDATE=1 cargo test -p domain --test it permissions

  yes   may, by appointment                 P     not permitted: holds no position that may (NOT_PERMITTED)
  Plh   may, acting for the holder          S     not from this step (WRONG_STEP)
  Plt   may, acting in a vacancy            X     is closed (CLOSED)
  sub   may, as substitute of the           C     is complained of (CONFLICT_OF_INTEREST)
        one complained of                   W     may, but must say why not to wait for support (SUPPORT_PENDING)

kasubag heads Subbag Umum too; trantib and pmd are heads of sections, as pemerintahan is; inspektur is the regency's.
Right of a row: who may, as the refusals say it. Below a state: the commands that nobody may give in it.
";

type State = (&'static str, fn() -> Walk);

/// Every step, each way there, and every way to be closed.
const STATES: &[State] = &[
    ("ATTACH_DISPOSITION_SHEET: received", received),
    ("FORWARD_TO_SECRETARY", || received().on_to(Step::ForwardToSecretary)),
    ("ADVISE", || received().on_to(Step::Advise)),
    ("CONSIDER", || received().on_to(Step::Consider)),
    ("DISPOSE", || received().on_to(Step::Dispose)),
    ("SOLVE: pemerintahan leads, trantib supports, neither has answered", || received().on_to(Step::Solve)),
    ("SOLVE: pemerintahan leads, trantib has answered", || {
        received().on_to(Step::Solve).then(KASI_TRANTIB, &solve())
    }),
    ("SOLVE: pemerintahan leads, trantib has handed back", || {
        received().on_to(Step::Solve).then(KASI_TRANTIB, &hand_back())
    }),
    ("SOLVE: Subbag Umum leads, pmd supports", || {
        received().on_to(Step::Dispose).then(CAMAT, &dispose_to(UMUM, &[PMD]))
    }),
    ("SIGN", || received().on_to(Step::Sign)),
    ("CARRY_OUT: signed", || received().on_to(Step::CarryOut)),
    ("CARRY_OUT: the camat decided alone", || received().alone_to(Step::CarryOut)),
    ("ARCHIVE", || received().on_to(Step::Archive)),
    ("FORWARD_TO_SECRETARY: returned by the secretary", || {
        received().on_to(Step::Advise).then(SEKRETARIS, &return_to(Step::ForwardToSecretary))
    }),
    ("DISPOSE: the lead handed back", || received().on_to(Step::Solve).then(KASI_PEMERINTAHAN, &hand_back())),
    ("SOLVE: returned by the camat, both asked again", || {
        received().on_to(Step::Sign).then(CAMAT, &return_to(Step::Solve))
    }),
    ("ATTACH_DISPOSITION_SHEET: reopened, cycle 2", || {
        received().through_all_steps().then(SEKRETARIS, &reopen())
    }),
    ("archived", || received().through_all_steps()),
    ("referred", || received().on_to(Step::Consider).then(CAMAT, &refer())),
    ("duplicate", || received().then(STAF, &duplicate_of(ORIGINAL))),
    ("withdrawn", || received().then(STAF, &withdraw())),
    ("ATTACH_DISPOSITION_SHEET: the staff are complained of", || {
        received_in(office(), receive_against(&[STAF]))
    }),
    ("CONSIDER: the camat is complained of", || {
        received().on_to(Step::Consider).then(STAF, &correct_reported(&[CAMAT]))
    }),
    ("CONSIDER: camat and secretary are complained of", || {
        received().on_to(Step::Consider).then(STAF, &correct_reported(&[CAMAT, SEKRETARIS]))
    }),
    ("CARRY_OUT: the secretary is complained of", || {
        received().on_to(Step::CarryOut).then(STAF, &correct_reported(&[SEKRETARIS]))
    }),
    ("SOLVE: the head of trantib, which supports, is complained of", || {
        received().on_to(Step::Solve).then(STAF, &correct_reported(&[KASI_TRANTIB]))
    }),
    ("DISPOSE: staff, kasubag, secretary and camat are complained of", || {
        received().on_to(Step::Dispose).then(STAF, &correct_reported(&[STAF, KASUBAG, SEKRETARIS, CAMAT]))
    }),
    ("archived: secretary and camat are complained of", || {
        let walk = received().on_to(Step::Archive).then(STAF, &correct_reported(&[SEKRETARIS, CAMAT]));
        walk.then(STAF, &archive())
    }),
    ("CONSIDER: the secretary is Plh. camat, pmd Plt. secretary", || {
        let mut walk = received();
        let (from, until) = (wita("2026-02-01 00:00"), wita("2026-03-01 00:00"));
        let secretary_acts = acting(SEKRETARIS, Post::of(Position::Camat), Capacity::Plh, from, until);
        let pmd_acts = acting(KASI_PMD, Post::of(Position::Secretary), Capacity::Plt, from, until);
        walk.office.acting = vec![secretary_acts, pmd_acts];
        walk.on_to(Step::Consider)
    }),
    ("SOLVE: the head of trantib is Plh. of pemerintahan, which leads", || {
        let mut walk = received();
        let (from, until) = (wita("2026-02-01 00:00"), wita("2026-03-01 00:00"));
        walk.office.acting =
            vec![acting(KASI_TRANTIB, Post::head_of(PEMERINTAHAN), Capacity::Plh, from, until)];
        walk.on_to(Step::Dispose).then(CAMAT, &dispose_to(PEMERINTAHAN, &[PMD]))
    }),
];

/// A command of each kind. A kind that is new does not compile until it is here.
fn sample(kind: CommandKind) -> Option<Command> {
    Some(match kind {
        // No command to a complaint; its row has a state of its own, before there is one.
        CommandKind::Receive => return None,
        CommandKind::AttachDispositionSheet => attach(),
        CommandKind::ForwardToSecretary => forward(),
        CommandKind::Advise => advise(),
        CommandKind::Consider => consider(),
        CommandKind::Dispose => dispose_to(PEMERINTAHAN, &[TRANTIB]),
        CommandKind::Solve => solve(),
        CommandKind::Sign => sign(),
        CommandKind::CarryOut => carry_out(),
        CommandKind::Archive => archive(),
        CommandKind::Return => return_to(Step::AttachDispositionSheet),
        CommandKind::HandBack => hand_back(),
        CommandKind::Refer => refer(),
        CommandKind::CloseAsDuplicate => duplicate_of(ORIGINAL),
        CommandKind::Withdraw => withdraw(),
        CommandKind::Reopen => reopen(),
        CommandKind::Correct => correct(),
    })
}

#[test]
fn the_page_of_permissions_is_what_decide_says() {
    let page = page();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/permissions.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if let Some((place, (kept, now))) =
        kept.lines().zip(page.lines()).enumerate().find(|(_, (kept, now))| kept != now)
    {
        panic!(
            "permissions.txt, line {}:\n  kept {kept}\n  now  {now}\nIf that is meant: \
             UPDATE=1 cargo test -p domain --test it permissions",
            place + 1
        );
    }
    assert!(
        kept == page,
        "permissions.txt has lines too many or too few; UPDATE=1 cargo test -p domain --test it permissions"
    );
}

#[test]
fn every_kind_of_command_stands_in_the_table_of_the_procedure_once() {
    let steps = table::STEPS.iter().map(|row| row.kind);
    let mut kinds: Vec<CommandKind> = steps.chain(table::EXITS.iter().map(|row| row.kind)).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, CommandKind::ALL);
}

#[test]
fn every_step_and_every_status_has_a_state_on_the_page() {
    let walks: Vec<Walk> = STATES.iter().map(|(_, walk)| walk()).collect();
    for step in Step::ALL.iter().filter(|&&step| step != Step::Receive) {
        assert!(walks.iter().any(|w| w.complaint.standing.step() == Some(*step)), "{step}");
    }
    for status in domain::complaint::standing::Status::VARIANTS {
        assert!(walks.iter().any(|w| w.complaint.standing.status() == *status), "{status}");
    }
}

#[test]
fn actions_say_in_every_cell_what_decide_says() {
    for (state, walk) in STATES {
        let walk = walk();
        for &(name, officer) in &EVERYBODY {
            let offered = actions(&walk.office, &walk.complaint, officer, walk.now);
            for &kind in CommandKind::ALL {
                let of_kind: Vec<&Action> = offered.iter().filter(|action| action.kind == kind).collect();
                let place = format!("{state}: {name}, {}", kind.mutation());
                match sample(kind) {
                    None => assert!(of_kind.is_empty(), "{place}: nothing there to receive"),
                    Some(_) if matches!(kind, CommandKind::Solve | CommandKind::HandBack) => {
                        by_section(&walk, officer, kind, &of_kind, &place);
                    }
                    Some(command) => agree(&of_kind, walk.tries(officer, &command), &place),
                }
            }
        }
    }
}

/// Step 7 has an action for each open record; the judge says the same of that section by name, and without a name of the
/// only one that is the officer's.
fn by_section(walk: &Walk, officer: OfficerId, kind: CommandKind, offered: &[&Action], place: &str) {
    let unnamed = if kind == CommandKind::Solve { solve() } else { hand_back() };
    if offered.is_empty() {
        let refusal = walk.refusal(officer, &unnamed);
        assert!(
            matches!(refusal, Refusal::Closed { .. } | Refusal::WrongStep { .. }),
            "{place}: {refusal:?}"
        );
        return;
    }
    let open: Vec<Option<SectionId>> = walk.complaint.open_records().map(|r| r.section).collect();
    assert_eq!(offered.iter().map(|action| action.section).collect::<Vec<_>>(), open, "{place}");
    for action in offered {
        let section = action.section.unwrap();
        let named = if kind == CommandKind::Solve { solve_for(section) } else { hand_back_for(section) };
        agree(&[*action], walk.tries(officer, &named), place);
    }
    let mine = offered.iter().filter(|action| action.verdict.is_ok()).count();
    let unnamed = walk.tries(officer, &unnamed);
    assert_eq!(mine == 1, !refused_for_who(&unnamed), "{place}: {unnamed:?}");
}

/// One action and the judge's answer: the same taker, or the same refusal, word for word. A state that a command does not
/// fit has no action.
fn agree(offered: &[&Action], judged: Result<Transition, Refusal>, place: &str) {
    let [action] = offered else {
        assert!(offered.is_empty(), "{place}: {offered:?}");
        let refusal = judged.expect_err(place);
        assert!(
            matches!(refusal, Refusal::Closed { .. } | Refusal::WrongStep { .. }),
            "{place}: {refusal:?}"
        );
        return;
    };
    match (&action.verdict, judged) {
        (Ok(taker), Ok(transition)) => {
            for number in transition.closed {
                let record = transition.after.records.iter().find(|r| r.number == number).unwrap();
                let closing = record.closing.as_ref().unwrap();
                // A withdrawal leaves the record to the position it waited for.
                let same = |by: Taker| Taker { position: taker.position, ..by } == *taker;
                assert!(closing.taker.is_none_or(same), "{place}: {closing:?} by {taker:?}");
            }
        }
        (Ok(_), Err(refusal)) => assert!(
            matches!(refusal, Refusal::SupportPending { .. } | Refusal::InvalidInput(_)),
            "{place}: offered, but {refusal:?}"
        ),
        (Err(offered), Err(judged)) => assert_eq!(*offered, judged, "{place}"),
        (Err(offered), Ok(_)) => panic!("{place}: {offered:?}, but done"),
    }
}

fn refused_for_who(judged: &Result<Transition, Refusal>) -> bool {
    judged
        .as_ref()
        .is_err_and(|refusal| !matches!(refusal, Refusal::SupportPending { .. } | Refusal::InvalidInput(_)))
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    let mut cells: Vec<(String, Vec<Position>)> = Vec::new();
    for (_, officer) in EVERYBODY {
        let office = office();
        let command = receive();
        let now = wita("2026-02-02 08:10");
        cells.push(match command.judge(&office, officer, now, None) {
            Ok(_) => ("yes".to_owned(), Vec::new()),
            Err(refusal) => symbol(&refusal),
        });
    }
    page.push_str(&head_of_state("before there is a complaint"));
    page.push_str(&row(CommandKind::Receive, &cells));

    for (state, walk) in STATES {
        let walk = walk();
        page.push_str(&head_of_state(state));
        let mut by_nobody: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for &kind in CommandKind::ALL {
            let Some(command) = sample(kind) else { continue };
            let cells: Vec<(String, Vec<Position>)> = EVERYBODY
                .iter()
                .map(|&(_, officer)| cell(walk.tries(officer, &command), &walk, kind, officer))
                .collect();
            let first = cells[0].0.as_str();
            match first {
                "S" | "X" if cells.iter().all(|(cell, _)| cell == first) => {
                    by_nobody
                        .entry(if first == "S" { "WRONG_STEP" } else { "CLOSED" })
                        .or_default()
                        .push(kind.mutation());
                }
                _ => page.push_str(&row(kind, &cells)),
            }
        }
        for (code, kinds) in by_nobody {
            page.push_str(&wrapped(code, &kinds));
        }
    }
    page
}

fn head_of_state(state: &str) -> String {
    let mut head = format!("\n{state}\n{:26}", "");
    for (name, _) in EVERYBODY {
        write!(head, "{name:13}").unwrap();
    }
    format!("{}\n", head.trim_end())
}

fn row(kind: CommandKind, cells: &[(String, Vec<Position>)]) -> String {
    let mut row = format!("  {:24}", kind.mutation());
    for (cell, _) in cells {
        write!(row, "{cell:13}").unwrap();
    }
    let mut permitted: Vec<Vec<Position>> =
        cells.iter().map(|(_, p)| p.clone()).filter(|p| !p.is_empty()).collect();
    permitted.dedup();
    assert!(permitted.len() <= 1, "all refusals of {} name the same: {permitted:?}", kind.mutation());
    let names: Vec<String> = permitted.iter().flatten().map(Position::to_string).collect();
    row.push_str(&names.join(" "));
    format!("{}\n", row.trim_end())
}

fn wrapped(code: &str, kinds: &[&str]) -> String {
    let mut text = format!("  {code}:");
    let mut width = text.len();
    for kind in kinds {
        if width + kind.len() > 118 {
            text.push_str("\n     ");
            width = 5;
        }
        text.push(' ');
        text.push_str(kind);
        width += kind.len() + 1;
    }
    text + "\n"
}

fn cell(
    judged: Result<Transition, Refusal>,
    walk: &Walk,
    kind: CommandKind,
    officer: OfficerId,
) -> (String, Vec<Position>) {
    let as_whom = || {
        let offered = actions(&walk.office, &walk.complaint, officer, walk.now);
        let taker = offered.iter().filter(|a| a.kind == kind).find_map(|a| a.verdict.as_ref().ok()).unwrap();
        match taker.capacity {
            Capacity::Definitive => "yes",
            Capacity::Plt => "Plt",
            Capacity::Plh => "Plh",
            Capacity::Substitute => "sub",
        }
    };
    match judged {
        Ok(_) => (as_whom().to_owned(), Vec::new()),
        Err(refusal @ Refusal::SupportPending { .. }) => (format!("{}, W", as_whom()), symbol(&refusal).1),
        Err(refusal) => symbol(&refusal),
    }
}

fn symbol(refusal: &Refusal) -> (String, Vec<Position>) {
    let letter = match refusal.code() {
        RefusalCode::Closed => "X",
        RefusalCode::WrongStep => "S",
        RefusalCode::ConflictOfInterest => "C",
        RefusalCode::NotPermitted => "P",
        RefusalCode::SupportPending => "W",
        RefusalCode::InvalidInput => panic!("the table asks about who, not about input: {refusal:?}"),
    };
    let permitted = match refusal {
        Refusal::ConflictOfInterest { permitted } | Refusal::NotPermitted { permitted, .. } => {
            permitted.clone()
        }
        Refusal::Closed { .. }
        | Refusal::Settled { .. }
        | Refusal::WrongStep { .. }
        | Refusal::SupportPending { .. }
        | Refusal::InvalidInput(_) => Vec::new(),
    };
    (letter.to_owned(), permitted)
}
