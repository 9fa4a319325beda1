//! Submissions: who settles them, in which state, by what; what they count for; who sees them.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::decide::Original;
use domain::complaint::refusal::{InputFault, InputProblem, Refusal, RefusalCode};
use domain::complaint::standing::Status as ComplaintStatus;
use domain::complaint::steps::{ComplainantDetails, Receive};
use domain::complaint::{Channel, Complaint, Confidentiality, Urgency};
use domain::dashboard::contribution::{self, Counted};
use domain::dashboard::measure::{Cell, Measure};
use domain::dashboard::submissions;
use domain::ids::{CategoryId, ComplaintId, OfficerId, SubmissionId};
use domain::office::{Capacity, Office, Position, Post};
use domain::procedure::step::Step;
use domain::submission::actions::{SubmissionCommandKind, actions};
use domain::submission::settle::{
    Dismiss, Join, ReceiveSubmission, Settle, Situation, receive, received, settle,
};
use domain::submission::submit::Submit;
use domain::submission::{Outcome, Status, Submission, due_of};
use domain::values::{Subject, TrackingCode, VillageCode};
use domain::visibility::{Sight, Viewer, sight_of_submission};
use proptest::prelude::*;
use uuid::Uuid;

use crate::common::commands::{line, prose};
use crate::common::sample::{
    ADMIN, CAMAT, EVERYBODY, INSPEKTUR, KASI_PMD, KASUBAG, LINGKUNGAN, OFFICE, PELAYANAN, SEKRETARIS, STAF,
    acting, bantas, megati, office,
};
use crate::common::{shown, wita};

const ORIGINAL: ComplaintId = ComplaintId(Uuid::from_u128(900));

fn submit() -> Submit {
    Submit {
        subject: Subject::parse("Lampu jalan padam").unwrap(),
        description: prose("Di depan pasar, sejak tiga hari"),
        complainant: ComplainantDetails { name: Some(line("I Made Contoh")), ..Default::default() },
        confidentiality: Confidentiality::Open,
        category: Some(PELAYANAN),
        village: Some(megati()),
    }
}

fn arrived(office: &Office, at: DateTime<Utc>) -> Submission {
    let code = TrackingCode::new(OFFICE, 42 << 9);
    submit().judge(office, at).unwrap().register(SubmissionId(Uuid::from_u128(1)), code)
}

fn dismiss() -> Settle {
    Settle::Dismiss(Dismiss { reason: prose("Iklan") })
}

fn join() -> Settle {
    Settle::Join(Join { complaint: ORIGINAL, note: Some(prose("Sama")) })
}

fn original(status: ComplaintStatus) -> Original {
    Original { id: ORIGINAL, status, reported: Vec::new() }
}

fn as_it_is() -> ReceiveSubmission {
    ReceiveSubmission {
        subject: None,
        description: None,
        category: None,
        village: None,
        urgency: Urgency::Ordinary,
        confidentiality: None,
        reported: Vec::new(),
    }
}

fn by(actor: OfficerId, command: &Settle, now: DateTime<Utc>) -> Result<Submission, Refusal> {
    let office = office();
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    let situation = Situation { office: &office, submission: &submission, actor, now };
    settle(&situation, command, Some(&original(ComplaintStatus::InProgress)))
}

/// Receives a submission as it is; answers the complaint and the submission then.
fn take(
    office: &Office,
    submission: &Submission,
    command: &Receive,
    actor: OfficerId,
    now: DateTime<Utc>,
    occurred_at: Option<DateTime<Utc>>,
) -> Result<(Complaint, Submission), Refusal> {
    let situation = Situation { office, submission, actor, now };
    let reception = receive(&situation, command, occurred_at)?;
    let complaint = reception.register(ORIGINAL, 7, submission.tracking_code.clone());
    let after = received(&situation, &complaint);
    Ok((complaint, after))
}

#[test]
fn step_1_is_due_by_the_calendar_from_the_arrival() {
    let office = office();
    for (arrival, due) in [
        ("2026-02-02 08:00", "02-02 08:30"),
        // Friday night: the clock starts on Monday morning.
        ("2026-02-06 21:00", "02-09 08:00"),
        ("2026-02-02 20:00", "02-03 08:00"),
    ] {
        let submission = arrived(&office, wita(arrival));
        assert_eq!(shown(submission.due_at), due, "{arrival}");
        assert_eq!(due_of(&office, &submission), submission.due_at);
        assert!(!submission.is_overdue(submission.due_at));
        assert!(submission.is_overdue(submission.due_at + TimeDelta::seconds(1)));
    }
}

#[test]
fn what_is_submitted_is_bounded_and_known_in_the_office() {
    let office = office();
    let now = wita("2026-02-02 08:00");
    let problem = |field, fault| Refusal::InvalidInput(vec![InputProblem::new(field, fault)]);
    let unknown = CategoryId(Uuid::from_u128(399));
    for (command, refusal) in [
        (Submit { category: Some(unknown), ..submit() }, problem("categoryId", InputFault::Unknown)),
        (
            Submit { village: Some(VillageCode("51.02.06.2001".to_owned())), ..submit() },
            problem("villageCode", InputFault::Unknown),
        ),
        (
            Submit { description: prose(&"é".repeat(9_980)), ..submit() },
            problem("description", InputFault::TooLong { max: 10_000 }),
        ),
    ] {
        assert_eq!(command.judge(&office, now).unwrap_err(), refusal);
    }
    // 17 and 13 characters of subject and name.
    let most = Submit { description: prose(&"é".repeat(9_970)), ..submit() };
    assert!(most.judge(&office, now).is_ok());
    let one_more = Submit { description: prose(&"é".repeat(9_971)), ..submit() };
    assert!(one_more.judge(&office, now).is_err());
}

#[test]
fn the_staff_settle_and_nobody_else_and_the_buttons_say_so() {
    let (office, now) = (office(), wita("2026-02-02 09:00"));
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    for (name, officer) in EVERYBODY {
        let may = officer == STAF;
        for command in [dismiss(), join()] {
            assert_eq!(by(officer, &command, now).is_ok(), may, "{name} {command:?}");
        }
        let command = as_it_is().complete(&office, &submission);
        let taken = take(&office, &submission, &command, officer, now, None);
        assert_eq!(taken.is_ok(), may, "{name}");
        let shown = actions(&office, &submission, officer, now);
        assert_eq!(shown.len(), SubmissionCommandKind::ALL.len());
        for (kind, verdict) in shown {
            assert_eq!(verdict.is_ok(), may, "{name} {kind:?}");
            assert_eq!(verdict.err(), taken.as_ref().err().cloned(), "{name} {kind:?}");
        }
    }
}

#[test]
fn who_acts_for_the_staff_or_stands_in_for_them_settles() {
    let (mut office, now) = (office(), wita("2026-02-02 09:00"));
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    // The officer complained of is known only once it is received.
    let against = ReceiveSubmission { reported: vec![STAF], ..as_it_is() }.complete(&office, &submission);
    let refused = take(&office, &submission, &against, STAF, now, None).unwrap_err();
    assert_eq!(refused.code(), RefusalCode::ConflictOfInterest);
    let (complaint, _) = take(&office, &submission, &against, KASUBAG, now, None).unwrap();
    let taker = complaint.records[0].closing.as_ref().unwrap().taker.unwrap();
    assert_eq!((taker.officer, taker.capacity), (KASUBAG, Capacity::Substitute));

    let post = Post::of(Position::Staff);
    office.acting = vec![acting(KASI_PMD, post, Capacity::Plh, now, now + TimeDelta::hours(1))];
    let situation = Situation { office: &office, submission: &submission, actor: KASI_PMD, now };
    assert!(settle(&situation, &dismiss(), None).is_ok());
    let later = Situation { now: now + TimeDelta::hours(1), ..situation };
    assert_eq!(settle(&later, &dismiss(), None).unwrap_err().code(), RefusalCode::NotPermitted);
}

#[test]
fn what_was_settled_is_settled() {
    let (office, now) = (office(), wita("2026-02-02 09:00"));
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    let command = as_it_is().complete(&office, &submission);
    let open = original(ComplaintStatus::InProgress);
    let situation = Situation { office: &office, submission: &submission, actor: STAF, now };
    let ends = [
        (take(&office, &submission, &command, STAF, now, None).unwrap().1, Status::Received),
        (settle(&situation, &join(), Some(&open)).unwrap(), Status::Joined),
        (settle(&situation, &dismiss(), None).unwrap(), Status::Dismissed),
    ];
    for (settled, status) in ends {
        assert_eq!((settled.status(), settled.version), (status, 2));
        let at = settled.settled.as_ref().unwrap();
        assert_eq!((at.at, at.by, at.working_seconds), (now, STAF, 3_600));
        assert!(!settled.is_overdue(now + TimeDelta::days(9)));
        assert!(actions(&office, &settled, STAF, now).is_empty());
        let again = Situation { submission: &settled, ..situation };
        // Before it is asked who may.
        for actor in [STAF, CAMAT] {
            let again = Situation { actor, ..again };
            let refused = Err(Refusal::Settled { status });
            assert_eq!(settle(&again, &dismiss(), None), refused);
            assert_eq!(settle(&again, &join(), Some(&open)), refused);
            assert_eq!(receive(&again, &command, None).map(|_| ()), refused.map(|_| ()));
        }
    }
}

#[test]
fn it_is_joined_to_what_has_an_answer_of_its_own_or_will() {
    let now = wita("2026-02-02 09:00");
    let office = office();
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    let situation = Situation { office: &office, submission: &submission, actor: STAF, now };
    let joined = |original: Option<Original>| settle(&situation, &join(), original.as_ref());
    let refused = |fault| Refusal::field("complaintId", fault);
    for (status, fault) in [
        (ComplaintStatus::InProgress, None),
        (ComplaintStatus::Archived, None),
        (ComplaintStatus::Duplicate, Some(InputFault::IsADuplicate)),
        (ComplaintStatus::Referred, Some(InputFault::NoOriginal)),
        (ComplaintStatus::Withdrawn, Some(InputFault::NoOriginal)),
    ] {
        assert_eq!(joined(Some(original(status))).err(), fault.map(refused), "{status}");
    }
    assert_eq!(joined(None).err(), Some(refused(InputFault::Unknown)));
    let another = Original { id: ComplaintId(Uuid::from_u128(901)), ..original(ComplaintStatus::InProgress) };
    assert_eq!(joined(Some(another)).err(), Some(refused(InputFault::Unknown)));
    let outcome = joined(Some(original(ComplaintStatus::Archived))).unwrap().settled.unwrap().outcome;
    assert_eq!(outcome, Outcome::Joined { complaint: ORIGINAL, note: Some("Sama".to_owned()) });
}

#[test]
fn what_is_left_out_is_the_submissions_and_the_clock_runs_from_its_arrival() {
    let office = office();
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    let now = wita("2026-02-02 09:00");
    let command = as_it_is().complete(&office, &submission);
    let (complaint, _) = take(&office, &submission, &command, STAF, now, None).unwrap();
    assert_eq!(complaint.subject.as_deref(), Some("Lampu jalan padam"));
    assert_eq!(complaint.complainant.name.as_deref(), Some("I Made Contoh"));
    assert_eq!((complaint.category, complaint.channel), (Some(PELAYANAN), Some(Channel::Website)));
    assert_eq!(complaint.tracking_code, Some(submission.tracking_code.clone()));
    assert_eq!((complaint.arrived_at, complaint.received_at), (submission.arrived_at, now));
    let first = &complaint.records[0];
    assert_eq!((first.step, first.due_at), (Step::Receive, Some(submission.due_at)));
    assert_eq!(first.on_time(now), Some(false));

    let other = ReceiveSubmission {
        subject: Some(Subject::parse("Lampu").unwrap()),
        description: Some(prose("Padam")),
        category: Some(LINGKUNGAN),
        village: Some(bantas()),
        urgency: Urgency::Urgent,
        confidentiality: Some(Confidentiality::Secret),
        reported: vec![CAMAT],
    };
    let command = other.complete(&office, &submission);
    let (complaint, after) = take(&office, &submission, &command, STAF, now, None).unwrap();
    assert_eq!(complaint.subject.as_deref(), Some("Lampu"));
    assert_eq!((complaint.category, complaint.village), (Some(LINGKUNGAN), Some(bantas())));
    assert_eq!((complaint.urgency, complaint.reported), (Urgency::Urgent, vec![CAMAT]));
    assert_eq!(complaint.confidentiality, Confidentiality::Secret);
    assert_eq!(after.subject, submission.subject, "what was sent stays as it was sent");
}

#[test]
fn it_is_received_after_it_arrived_and_before_now() {
    let office = office();
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    let now = wita("2026-02-02 09:00");
    let command = as_it_is().complete(&office, &submission);
    let at = |occurred| take(&office, &submission, &command, STAF, now, Some(wita(occurred)));
    assert_eq!(at("2026-02-02 08:20").unwrap().1.settled.unwrap().at, wita("2026-02-02 08:20"));
    let earliest = submission.arrived_at;
    for (occurred, fault) in
        [("2026-02-02 07:59", InputFault::Before { earliest }), ("2026-02-02 09:01", InputFault::InFuture)]
    {
        assert_eq!(at(occurred).unwrap_err(), Refusal::field("occurredAt", fault), "{occurred}");
    }
    // A clock that was set back settles it when it arrived, not before.
    let before = wita("2026-02-02 07:00");
    let (complaint, after) = take(&office, &submission, &command, STAF, before, None).unwrap();
    assert_eq!((complaint.received_at, after.settled.unwrap().at), (earliest, earliest));
    assert_eq!(by(STAF, &dismiss(), before).unwrap().settled.unwrap().at, earliest);
}

fn viewer(office: &Office, officer: OfficerId) -> Viewer {
    let posts = match officer {
        INSPEKTUR => vec![Post::of(Position::Inspector)],
        other => office.posts_of(other, wita("2026-02-02 09:00")),
    };
    Viewer { officer, offices: vec![OFFICE], posts }
}

fn seen(sight: Option<Sight>) -> String {
    let Some(Sight { content, identity, contact, national_id }) = sight else { return "∅".to_owned() };
    [content, identity, contact, national_id].map(|seen| if seen { "✓" } else { "–" }).concat()
}

#[test]
fn it_is_seen_like_a_complaint_in_which_nobody_was_asked() {
    let office = office();
    for (officer, expected) in [
        (STAF, ["✓✓✓✓", "✓✓✓✓", "✓✓✓✓"]),
        (KASUBAG, ["✓✓✓✓", "✓✓✓✓", "✓✓✓✓"]),
        (SEKRETARIS, ["✓✓✓–", "✓–––", "✓✓––"]),
        (CAMAT, ["✓✓✓–", "✓–––", "✓✓––"]),
        (KASI_PMD, ["✓–––", "✓–––", "∅"]),
        (ADMIN, ["✓–––", "✓–––", "∅"]),
        (INSPEKTUR, ["✓✓––", "✓–––", "––––"]),
    ] {
        let sights = [Confidentiality::Open, Confidentiality::Anonymous, Confidentiality::Secret].map(
            |confidentiality| {
                let submission = Submission { confidentiality, ..arrived(&office, wita("2026-02-02 08:00")) };
                seen(sight_of_submission(&viewer(&office, officer), &submission, None))
            },
        );
        assert_eq!(sights, expected, "{officer:?}");
    }
    let elsewhere = Viewer { offices: Vec::new(), ..viewer(&office, STAF) };
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    assert_eq!(sight_of_submission(&elsewhere, &submission, None), None);
}

#[test]
fn once_it_belongs_to_a_complaint_no_more_is_seen_than_of_that() {
    let office = office();
    let now = wita("2026-02-02 09:00");
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    let become_of = |change: ReceiveSubmission| {
        let command = change.complete(&office, &submission);
        take(&office, &submission, &command, STAF, now, None).unwrap()
    };
    let (complaint, after) = become_of(ReceiveSubmission { reported: vec![CAMAT], ..as_it_is() });
    let sight = |officer, after: &Submission, complaint| {
        seen(sight_of_submission(&viewer(&office, officer), after, complaint))
    };
    assert_eq!(sight(CAMAT, &after, Some(&complaint)), "∅", "the camat is complained of");
    assert_eq!(sight(SEKRETARIS, &after, Some(&complaint)), "✓✓✓–");
    assert_eq!(sight(STAF, &after, None), "∅", "a complaint that is not there shows nothing");
    let secret = ReceiveSubmission { confidentiality: Some(Confidentiality::Secret), ..as_it_is() };
    let (complaint, after) = become_of(secret);
    assert_eq!(sight(KASI_PMD, &after, Some(&complaint)), "∅");
    assert_eq!(sight(SEKRETARIS, &after, Some(&complaint)), "✓✓––");
}

fn sum(counted: &[Counted], measure: Measure, index: u64) -> i64 {
    let cells = counted.iter().flat_map(|counted| counted.values());
    cells.filter_map(|cells| cells.get(&Cell::by(measure, index))).sum()
}

/// Waiting at step 1, received, submitted, joined, dismissed, begun open, done on time, done late.
fn numbers(counted: &[Counted]) -> [i64; 8] {
    let step = Step::Receive as u64;
    [
        (Measure::Open, step),
        (Measure::Received, 0),
        (Measure::Submitted, 0),
        (Measure::Joined, 0),
        (Measure::Dismissed, 0),
        (Measure::BegunOpen, step),
        (Measure::DoneOnTime, step),
        (Measure::DoneLate, step),
    ]
    .map(|(measure, index)| sum(counted, measure, index))
}

#[test]
fn it_counts_once_whatever_becomes_of_it() {
    let office = office();
    let submission = arrived(&office, wita("2026-02-02 08:00"));
    let came = submissions::changes(&office, None, &submission);
    assert_eq!(numbers(std::slice::from_ref(&came)), [1, 0, 1, 0, 0, 1, 0, 0]);
    for (now, late) in [(wita("2026-02-02 08:10"), 0), (wita("2026-02-03 09:00"), 1)] {
        let command = as_it_is().complete(&office, &submission);
        let (complaint, after) = take(&office, &submission, &command, STAF, now, None).unwrap();
        let settled = [
            came.clone(),
            submissions::changes(&office, Some(&submission), &after),
            contribution::changes(&office, None, &complaint),
        ];
        assert_eq!(numbers(&settled), [0, 1, 1, 0, 0, 0, 1 - late, late], "received");
        assert_eq!(sum(&settled, Measure::Overdue, Step::Receive as u64), 0);
        for (command, joined) in [(join(), 1), (dismiss(), 0)] {
            let after = by(STAF, &command, now).unwrap();
            let settled = [came.clone(), submissions::changes(&office, Some(&submission), &after)];
            assert_eq!(numbers(&settled), [0, 0, 1, joined, 1 - joined, 0, 1 - late, late], "{command:?}");
        }
    }
}

proptest! {
    /// What changes add up to is what the submission counts for in the end.
    #[test]
    fn changes_add_up(minutes in 0..20_000i64, way in 0..3u8) {
        let office = office();
        let submission = arrived(&office, wita("2026-02-02 08:00"));
        let now = submission.arrived_at + TimeDelta::minutes(minutes);
        let situation = Situation { office: &office, submission: &submission, actor: STAF, now };
        let open = original(ComplaintStatus::InProgress);
        let after = match way {
            0 => settle(&situation, &dismiss(), None).unwrap(),
            1 => settle(&situation, &join(), Some(&open)).unwrap(),
            _ => {
                let command = as_it_is().complete(&office, &submission);
                take(&office, &submission, &command, STAF, now, None).unwrap().1
            }
        };
        let mut added = Counted::new();
        for counted in [
            submissions::changes(&office, None, &submission),
            submissions::changes(&office, Some(&submission), &after),
        ] {
            for (place, cells) in counted {
                for (cell, value) in cells {
                    *added.entry(place).or_default().entry(cell).or_default() += value;
                }
            }
        }
        for cells in added.values_mut() {
            cells.retain(|_, value| *value != 0);
        }
        added.retain(|_, cells| !cells.is_empty());
        prop_assert_eq!(added, submissions::changes(&office, None, &after));
    }
}
