//! The steps and the ways off the straight path: what is answered is what is stored (every [`Bureau::take`] compares the
//! two), and refusals are heard in their order.

use chrono::TimeDelta;
use domain::complaint::change::ChangedField;
use domain::complaint::exits::{ComplainantCorrection, Correct};
use domain::complaint::record::{StepOutcome, StepRecord};
use domain::complaint::refusal::{InputFault, Refusal, RefusalCode};
use domain::complaint::standing::{Standing, Status};
use domain::complaint::{Complaint, Confidentiality, Urgency, command::Command};
use domain::ids::ComplaintId;
use domain::procedure::step::Step;
use persistence::advance::AdvanceError;

use crate::harness::commands::{self, line, prose};
use crate::harness::{Bureau, TestDatabase, at, new_id, on_both_engines};

on_both_engines!(
    the_branch_of_the_sections,
    the_branch_of_the_camat_alone,
    a_lead_goes_on_without_a_silent_supporter,
    returned_and_handed_back,
    every_exit,
    reopened_in_a_second_cycle,
    corrections_are_logged,
    entered_later_than_it_happened,
    instants_are_kept_to_the_microsecond,
    refusals_are_heard_in_their_order,
    what_does_not_exist_for_the_viewer_is_not_found,
    the_loser_hears_how_it_stands,
);

const NOW: &str = "2026-11-24 09:00";

/// Takes a complaint to a step on the branch of the sections, a minute for each step.
pub(crate) async fn bring_to(bureau: &Bureau, step: Step) -> Complaint {
    let now = at(NOW);
    let mut complaint = bureau.receive(now).await;
    let minutes = |n| now + TimeDelta::minutes(n);
    for n in 1.. {
        let (by, command) = match complaint.standing.step().unwrap() {
            open if open == step => break,
            Step::Receive => unreachable!(),
            Step::AttachDispositionSheet => ("staf", commands::attach()),
            Step::ForwardToSecretary => ("kasubag", commands::forward()),
            Step::Advise => ("sekretaris", commands::advise(&[bureau.section("pem")])),
            Step::Consider => ("camat", commands::consider()),
            Step::Dispose => ("camat", commands::dispose(bureau.section("pem"), &[])),
            Step::Solve => ("kasi.pem", commands::solve()),
            Step::Sign => ("camat", commands::sign()),
            Step::CarryOut => ("sekretaris", commands::carry_out()),
            Step::Archive => ("staf", commands::archive()),
        };
        complaint = bureau.take(by, &complaint, command, minutes(n)).await;
    }
    complaint
}

async fn the_branch_of_the_sections(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let [pem, pmd, trantib] = ["pem", "pmd", "trantib"].map(|code| bureau.section(code));
    let mut now = at(NOW);
    let mut c = bureau.receive(now).await;
    for (by, command) in [
        (
            "staf2",
            Command::AttachDispositionSheet(domain::complaint::steps::AttachDispositionSheet {
                urgency: Some(Urgency::Urgent),
                category: Some(bureau.category("jalan")),
                note: Some(prose("Mendesak.")),
            }),
        ),
        ("kasubag", commands::forward()),
        ("sekretaris", commands::advise(&[trantib, pem])),
        ("camat", commands::consider()),
        ("camat", commands::dispose(pem, &[trantib, pmd])),
        ("kasi.trantib", commands::solve()),
        ("kasi.pmd", commands::solve()),
        ("kasi.pem", commands::solve()),
        ("camat", commands::sign()),
        ("kasubag", commands::carry_out()),
        ("staf", commands::archive()),
    ] {
        now += TimeDelta::minutes(47);
        c = bureau.take(by, &c, command, now).await;
    }
    assert_eq!(c.standing, Standing::Archived { at: now });
    assert_eq!(c.version, 12);
    let steps: Vec<_> = c.records.iter().map(|r| r.step.order()).collect();
    assert_eq!(steps, [1, 2, 3, 4, 5, 6, 7, 7, 7, 8, 9, 10]);
    assert!(c.records.iter().all(StepRecord::is_completed));
    let changes = db.store.changes_by_complaints(&[(c.office, c.id)]).await.unwrap();
    assert!(!changes.contains_key(&c.id), "settling what step 1 left open is no correction");
}

async fn the_branch_of_the_camat_alone(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    for instruction in [None, Some("Segera.")] {
        let c = bring_to(&bureau, Step::Dispose).await;
        let now = at(NOW) + TimeDelta::hours(2);
        let c = bureau.take("camat", &c, commands::decide_alone(instruction), now).await;
        let outcomes: Vec<_> =
            c.records.iter().filter_map(|r| r.closing.as_ref()).map(|closing| closing.outcome).collect();
        assert_eq!(&outcomes[6..], [StepOutcome::Skipped, StepOutcome::Skipped]);
        let c = bureau.take("sekretaris", &c, commands::carry_out(), now).await;
        bureau.take("staf", &c, commands::archive(), now).await;
    }
}

async fn a_lead_goes_on_without_a_silent_supporter(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (pem, pmd) = (bureau.section("pem"), bureau.section("pmd"));
    let c = bring_to(&bureau, Step::Dispose).await;
    let now = at(NOW) + TimeDelta::hours(2);
    let c = bureau.take("camat", &c, commands::dispose(pem, &[pmd]), now).await;
    let pending = bureau.try_take("kasi.pem", &c, commands::solve(), now).await.unwrap_err();
    assert!(matches!(pending, AdvanceError::Refused(Refusal::SupportPending { .. })), "{pending:?}");
    let c = bureau.take("kasi.pem", &c, commands::solve_without(Some("Sudah seminggu.")), now).await;
    assert!(c.records.iter().any(|r| r.ended(StepOutcome::NoAnswer)));
    // Returned to the lead; the camat then signs.
    let c = bureau.take("camat", &c, commands::send_back(Step::Solve), now).await;
    let c = bureau.take("kasi.pem", &c, commands::solve(), now).await;
    bureau.take("camat", &c, commands::sign(), now).await;
}

async fn returned_and_handed_back(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (pem, pmd) = (bureau.section("pem"), bureau.section("pmd"));
    let now = at(NOW) + TimeDelta::hours(2);
    let c = bring_to(&bureau, Step::Advise).await;
    let c = bureau.take("sekretaris", &c, commands::send_back(Step::AttachDispositionSheet), now).await;
    assert_eq!(c.records.last().unwrap().visit, 2);
    let c = bureau.take("staf", &c, commands::attach(), now).await;
    let c = bureau.take("kasubag", &c, commands::forward(), now).await;
    let c = bureau.take("sekretaris", &c, commands::advise(&[]), now).await;
    let c = bureau.take("camat", &c, commands::consider(), now).await;
    let c = bureau.take("camat", &c, commands::dispose(pem, &[pmd]), now).await;
    let c = bureau.take("kasi.pmd", &c, commands::hand_back(), now).await;
    let c = bureau.take("kasi.pem", &c, commands::hand_back(), now).await;
    assert_eq!(c.standing, Standing::InProgress { step: Step::Dispose });
    let c = bureau.take("camat", &c, commands::dispose(pmd, &[pem]), now).await;
    let c = bureau.take("kasi.pmd", &c, commands::hand_back(), now).await;
    assert!(c.records.iter().any(|r| r.ended(StepOutcome::Superseded)));
}

async fn every_exit(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW) + TimeDelta::hours(2);
    let original = bring_to(&bureau, Step::ForwardToSecretary).await;
    let solving = bring_to(&bureau, Step::Solve).await;
    let c = bureau.take("staf", &solving, commands::withdraw(), now).await;
    assert_eq!(c.standing, Standing::Withdrawn { at: now });
    let c = bring_to(&bureau, Step::Sign).await;
    let c = bureau.take("camat", &c, commands::refer(), now).await;
    assert_eq!(c.standing.status(), Status::Referred);
    let mut duplicates = Vec::new();
    for step in [Step::AttachDispositionSheet, Step::Consider] {
        let c = bring_to(&bureau, step).await;
        let by = if step == Step::Consider { "camat" } else { "staf" };
        let c = bureau.take(by, &c, commands::duplicate_of(original.id), now).await;
        assert_eq!(c.standing, Standing::Duplicate { at: now, of: original.id });
        duplicates.push(c);
    }
    let viewer = bureau.viewer("staf", now);
    let found = db.store.duplicates_by_originals(&viewer, &[(bureau.id(), original.id)]).await.unwrap();
    assert_eq!(found[&original.id].len(), 2);
    assert!(duplicates.iter().all(|c| found[&original.id].contains(c)));
    assert!(db.store.duplicates_by_originals(&viewer, &[]).await.unwrap().is_empty());
    assert!(db.store.changes_by_complaints(&[]).await.unwrap().is_empty());
    assert!(db.store.complaints_by_ids(&[]).await.unwrap().is_empty());

    // Of itself, of one that is not there, of another office's, of a duplicate, of one without an answer of its own.
    let c = bring_to(&bureau, Step::AttachDispositionSheet).await;
    let other = Bureau::open(&db.store, "510206").await.receive(at(NOW)).await;
    for (of, fault) in [
        (c.id, InputFault::Itself),
        (ComplaintId(new_id()), InputFault::Unknown),
        (other.id, InputFault::Unknown),
        (duplicates[0].id, InputFault::IsADuplicate),
        (solving.id, InputFault::NoOriginal),
    ] {
        let refused = bureau.try_take("staf", &c, commands::duplicate_of(of), now).await.unwrap_err();
        let AdvanceError::Refused(refusal) = refused else { panic!("{refused:?}") };
        assert_eq!(refusal, Refusal::field("originalId", fault));
    }
}

async fn reopened_in_a_second_cycle(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let c = bring_to(&bureau, Step::Archive).await;
    let now = at("2026-11-25 10:00");
    let c = bureau.take("staf", &c, commands::archive(), now).await;
    let archived = c.clone();
    let c = bureau.take("camat", &c, commands::reopen(), now + TimeDelta::days(1)).await;
    assert_eq!((c.cycle, c.standing.closed_at()), (2, None));
    assert_eq!(c.agenda_number, archived.agenda_number);
    assert_eq!(c.records[..archived.records.len()], archived.records);
    let c = bureau.take("staf", &c, commands::attach(), now + TimeDelta::days(1)).await;
    let changes = db.store.changes_by_complaints(&[(c.office, c.id)]).await.unwrap();
    assert_eq!(changes[&c.id].len(), 1);
    assert_eq!(changes[&c.id][0].field, ChangedField::Status);
}

async fn corrections_are_logged(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW);
    let c = bureau.receive(now).await;
    let all = Command::Correct(Correct {
        reason: prose("Pelapor meminta dirahasiakan."),
        subject: Some(domain::values::Subject::parse("Jembatan rusak").unwrap()),
        description: Some(prose("Lantai jembatan lapuk.")),
        complainant: ComplainantCorrection {
            name: Some(Some(line("I Wayan Sudarma, S.Pd."))),
            phone: Some(None),
            email: Some(None),
            address: Some(None),
            national_id: Some(None),
        },
        confidentiality: Some(Confidentiality::Secret),
        category: Some(bureau.category("jalan")),
        village: Some(bureau.office.villages[0].code.clone()),
        urgency: Some(Urgency::VeryUrgent),
        reported: Some(vec![bureau.officer("kasi.pmd"), bureau.officer("kasi.pem")]),
    });
    let c = bureau.take("staf", &c, all, now).await;
    let c = bureau.take("kasubag", &c, commands::correct("Jembatan lapuk"), now).await;
    let nothing = bureau.try_take("staf", &c, commands::correct("Jembatan lapuk"), now).await.unwrap_err();
    assert!(matches!(nothing, AdvanceError::Refused(Refusal::InvalidInput(_))), "{nothing:?}");

    let logged = db.store.changes_by_complaints(&[(c.office, c.id)]).await.unwrap().remove(&c.id).unwrap();
    assert_eq!(logged.len(), 13);
    assert_eq!(logged[0].before.as_deref(), Some("Jalan rusak di Banjar Bantas"));
    assert_eq!(logged[12].before.as_deref(), Some("Jembatan rusak"));
    assert_eq!(logged[12].after.as_deref(), Some("Jembatan lapuk"));
    assert_eq!((logged[12].officer, logged[12].at), (bureau.officer("kasubag"), now));
}

async fn entered_later_than_it_happened(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW);
    let c = bureau.receive(now).await;
    let mut late = bureau.advance(&c, commands::attach(), now + TimeDelta::days(2));
    late.occurred_at = Some(now + TimeDelta::nanoseconds(1_999));
    let c = db.store.advance(&bureau.viewer("staf", late.now), &late).await.unwrap();
    assert_eq!(bureau.stored(c.id).await, c);
    let closing = c.records[1].closing.clone().unwrap();
    assert_eq!(closing.completed_at, Some(now + TimeDelta::microseconds(1)));
    assert_eq!(closing.recorded_at, late.now);
    // Bounds are judged on what is stored: not before what it follows.
    let mut early = bureau.advance(&c, commands::forward(), now + TimeDelta::days(2));
    early.occurred_at = Some(now);
    let refused = db.store.advance(&bureau.viewer("kasubag", early.now), &early).await.unwrap_err();
    assert!(matches!(refused, AdvanceError::Refused(Refusal::InvalidInput(_))), "{refused:?}");
    // Within the same microsecond it is the same instant.
    early.occurred_at = Some(now + TimeDelta::nanoseconds(1_000));
    db.store.advance(&bureau.viewer("kasubag", early.now), &early).await.unwrap();
}

async fn instants_are_kept_to_the_microsecond(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW) + TimeDelta::nanoseconds(987_654_321);
    let c = bureau.receive(now).await;
    let c = bureau.take("staf", &c, commands::attach(), now + TimeDelta::nanoseconds(1_000_001)).await;
    let c = bureau.take("kasubag", &c, commands::correct("Jalan putus"), now + TimeDelta::seconds(1)).await;
    let changes = db.store.changes_by_complaints(&[(c.office, c.id)]).await.unwrap();
    assert_eq!(changes[&c.id][0].at, at(NOW) + TimeDelta::microseconds(1_987_654));
    bureau.take("staf", &c, commands::withdraw(), now + TimeDelta::seconds(2)).await;
}

async fn refusals_are_heard_in_their_order(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW);
    let code = |result: Result<Complaint, AdvanceError>| match result.unwrap_err() {
        AdvanceError::NotFound => "NOT_FOUND".to_owned(),
        AdvanceError::VersionConflict(_) => "VERSION_CONFLICT".to_owned(),
        AdvanceError::IdempotencyMismatch => "IDEMPOTENCY_MISMATCH".to_owned(),
        AdvanceError::Refused(refusal) => refusal.code().to_string(),
        AdvanceError::Fault(fault) => panic!("{fault:?}"),
    };
    let c = bureau
        .receive_as(now, |r| r.reported = vec![bureau.officer("camat"), bureau.officer("kasi.pmd")])
        .await;
    let mut stale = c.clone();
    stale.version = 7;
    let wrong_input = || commands::dispose(domain::ids::SectionId(new_id()), &[]);

    // Everything is wrong at once; what is heard first is put right, one after the other.
    assert_eq!(code(bureau.try_take("kasi.pmd", &stale, wrong_input(), now).await), "NOT_FOUND");
    assert_eq!(code(bureau.try_take("kasi.pem", &stale, wrong_input(), now).await), "VERSION_CONFLICT");
    assert_eq!(code(bureau.try_take("kasi.pem", &c, wrong_input(), now).await), "WRONG_STEP");
    let mut c = c;
    for (by, command) in [
        ("staf", commands::attach()),
        ("kasubag", commands::forward()),
        ("sekretaris", commands::advise(&[])),
        // The camat is complained of: the secretary stands in.
        ("sekretaris", commands::consider()),
    ] {
        c = bureau.take(by, &c, command, now).await;
    }
    assert_eq!(code(bureau.try_take("kasi.pem", &c, wrong_input(), now).await), "NOT_PERMITTED");
    assert_eq!(code(bureau.try_take("sekretaris", &c, wrong_input(), now).await), "INVALID_INPUT");
    let c = bureau.take("staf", &c, commands::withdraw(), now).await;
    assert_eq!(code(bureau.try_take("kasi.pem", &c, wrong_input(), now).await), "CLOSED");
    assert_eq!(RefusalCode::Closed.to_string(), "CLOSED");
}

async fn what_does_not_exist_for_the_viewer_is_not_found(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let now = at(NOW);
    let open = bureau.receive(now).await;
    let secret = bureau.receive_as(now, |r| r.confidentiality = Confidentiality::Secret).await;
    let reported = bureau.receive_as(now, |r| r.reported = vec![bureau.officer("staf2")]).await;
    let attach = || commands::attach();

    let mut unknown = open.clone();
    unknown.id = ComplaintId(new_id());
    let mut elsewhere = open.clone();
    elsewhere.office = other.id();
    for (viewer, complaint) in [
        (bureau.viewer("staf", now), &unknown),
        (other.viewer("staf", now), &open),
        // The right office for the viewer, but the complaint is not there.
        (other.viewer("staf", now), &elsewhere),
        (bureau.viewer("admin", now), &secret),
        (bureau.viewer("kasi.pem", now), &secret),
        (bureau.viewer("staf2", now), &reported),
    ] {
        let not_found =
            db.store.advance(&viewer, &bureau.advance(complaint, attach(), now)).await.unwrap_err();
        assert!(matches!(not_found, AdvanceError::NotFound), "{not_found:?}");
    }
    assert_eq!(bureau.stored(open.id).await, open);
    bureau.take("staf", &secret, attach(), now).await;
    bureau.take("staf", &reported, attach(), now).await;
}

async fn the_loser_hears_how_it_stands(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at(NOW);
    let seen = bureau.receive(now).await;
    let after = bureau.take("staf", &seen, commands::attach(), now).await;
    for (by, command) in [("staf2", commands::attach()), ("kasubag", commands::forward())] {
        let lost = bureau.try_take(by, &seen, command, now).await.unwrap_err();
        let AdvanceError::VersionConflict(current) = lost else { panic!("{lost:?}") };
        assert_eq!(*current, after);
    }
    assert_eq!(bureau.stored(seen.id).await, after);
}
