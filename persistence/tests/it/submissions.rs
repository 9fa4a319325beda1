//! Submissions: kept and settled whole or not at all, by whoever is first; listed as the domain's table has them seen.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::refusal::{Refusal, RefusalCode};
use domain::complaint::steps::ComplainantDetails;
use domain::complaint::{Complaint, Confidentiality, Urgency};
use domain::ids::{CategoryId, ComplaintId, OfficeId, OfficerId, SubmissionId};
use domain::submission::settle::{Dismiss, Join, ReceiveSubmission, Settle};
use domain::submission::submit::Submit;
use domain::submission::{Outcome, Status, Submission, due_of};
use domain::values::{Email, Line, NationalId, Phone, Subject};
use domain::visibility::{Viewer, sight_of_submission};
use persistence::advance::Idempotency;
use persistence::page::Page;
use persistence::settle::{Receiving, SettleError, Settlement};
use persistence::submissions::SubmissionCursor;
use persistence::submit::{NewSubmission, SubmitError};
use serde_json::json;
use strum::VariantArray;
use tokio::sync::Barrier;

use crate::harness::office::inspector;
use crate::harness::{Bureau, Random, TestDatabase, at, commands, new_id, on_both_engines, prose};
use crate::tallies::are_what_the_history_says;

on_both_engines!(
    what_is_submitted_is_kept_as_it_was_sent,
    one_key_keeps_one_submission,
    no_more_wait_than_may,
    of_officers_at_once_one_wins,
    what_was_received_is_a_complaint_like_any_other,
    what_was_refused_leaves_nothing,
    a_settled_submission_refuses_update_and_delete,
    lists_hold_what_exists_for_the_viewer,
    tallies_are_what_submissions_and_complaints_say,
    the_next_due_time_may_be_a_submissions,
);

pub(crate) fn submit() -> Submit {
    Submit {
        subject: Subject::parse("Lampu jalan padam").unwrap(),
        description: prose("Di depan pasar\nsejak tiga hari"),
        complainant: ComplainantDetails::default(),
        confidentiality: Confidentiality::Open,
        category: None,
        village: None,
    }
}

impl Bureau {
    pub(crate) fn new_submission(&self, now: DateTime<Utc>) -> NewSubmission {
        NewSubmission {
            office: self.id(),
            id: SubmissionId(new_id()),
            tracking_bits: (new_id().as_u128() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15),
            idempotency: None,
            command: submit(),
            most_waiting: 100_000,
            now,
        }
    }

    pub(crate) async fn submit(&self, now: DateTime<Utc>) -> Submission {
        self.store.submit(&self.new_submission(now)).await.unwrap()
    }

    fn settlement<C>(&self, submission: &Submission, command: C, now: DateTime<Utc>) -> Settlement<C> {
        Settlement {
            office: submission.office,
            submission: submission.id,
            expected_version: submission.version,
            idempotency: None,
            command,
            now,
        }
    }

    async fn settle(
        &self,
        submission: &Submission,
        command: Settle,
        now: DateTime<Utc>,
    ) -> Result<Submission, SettleError> {
        let settlement = self.settlement(submission, command, now);
        self.store.settle_submission(&self.viewer("staf", now), &settlement).await
    }

    async fn take_in(
        &self,
        submission: &Submission,
        change: impl FnOnce(&mut ReceiveSubmission),
        now: DateTime<Utc>,
    ) -> Result<Complaint, SettleError> {
        let mut receiving = receiving();
        change(&mut receiving.command);
        let settlement = self.settlement(submission, receiving, now);
        self.store.receive_submission(&self.viewer("staf", now), &settlement).await
    }

    async fn kept(&self, id: SubmissionId) -> Submission {
        self.store.submissions_by_ids(&[(self.id(), id)]).await.unwrap().pop().unwrap()
    }
}

fn receiving() -> Receiving {
    let command = ReceiveSubmission {
        subject: None,
        description: None,
        category: None,
        village: None,
        urgency: Urgency::Ordinary,
        confidentiality: None,
        reported: Vec::new(),
    };
    Receiving { command, complaint: ComplaintId(new_id()), occurred_at: None }
}

fn dismiss() -> Settle {
    Settle::Dismiss(Dismiss { reason: prose("Iklan") })
}

fn join(complaint: ComplaintId) -> Settle {
    Settle::Join(Join { complaint, note: Some(prose("Sama")) })
}

async fn what_is_submitted_is_kept_as_it_was_sent(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00") + TimeDelta::nanoseconds(123_456_789);
    let plain = bureau.submit(now).await;
    assert_eq!(bureau.kept(plain.id).await, plain);
    assert_eq!(plain.arrived_at, at("2026-11-24 09:00") + TimeDelta::microseconds(123_456));
    assert_eq!(plain.due_at, due_of(&bureau.office, &plain));

    let mut full = bureau.new_submission(now);
    full.command = Submit {
        complainant: ComplainantDetails {
            name: Some(Line::parse("Ni Wayan").unwrap()),
            phone: Some(Phone::parse("+62 812-3456-7890").unwrap()),
            email: Some(Email::parse("wayan@desa.id").unwrap()),
            address: Some(Line::parse("Banjar Dalang").unwrap()),
            national_id: Some(NationalId::parse("5102020304850001").unwrap()),
        },
        confidentiality: Confidentiality::Secret,
        category: Some(bureau.category("lampu")),
        village: Some(bureau.office.villages[0].code.clone()),
        ..submit()
    };
    let full = db.store.submit(&full).await.unwrap();
    assert_eq!(bureau.kept(full.id).await, full);
    let tracked = db.store.find_by_tracking_code(&full.tracking_code).await.unwrap().unwrap();
    assert_eq!((tracked.submission, tracked.complaint), (Some(full), None));

    let mut wrong = bureau.new_submission(now);
    wrong.command.category = Some(CategoryId(new_id()));
    let refused = db.store.submit(&wrong).await.unwrap_err();
    assert!(matches!(refused, SubmitError::Refused(Refusal::InvalidInput(_))), "{refused:?}");
    wrong.office = OfficeId(4_711);
    let refused = db.store.submit(&wrong).await.unwrap_err();
    assert!(matches!(refused, SubmitError::UnknownOffice), "{refused:?}");
    assert_eq!(db.ask("SELECT count(*) FROM submission").await, ["2"]);
}

async fn one_key_keeps_one_submission(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let now = at("2026-11-24 09:00");
    let key = |input: &str| Some(Idempotency::new("kunci".to_owned(), &json!(input)));
    let mut sending = Vec::new();
    for n in 0..10 {
        let store = if n % 2 == 0 { db.store.clone() } else { db.another().await };
        let new = NewSubmission { idempotency: key("satu"), ..bureau.new_submission(now) };
        sending.push(tokio::spawn(async move { store.submit(&new).await.unwrap() }));
    }
    let mut kept: Vec<Submission> = Vec::new();
    for sent in sending {
        kept.push(sent.await.unwrap());
    }
    assert!(kept.iter().all(|one| *one == kept[0]));
    assert_eq!(db.ask("SELECT count(*) FROM submission").await, ["1"]);
    let found = db.store.find_submitted(bureau.id(), &key("satu").unwrap()).await.unwrap();
    assert_eq!(found, Some(kept[0].clone()));
    assert_eq!(db.store.find_submitted(bureau.id(), &key("dua").unwrap()).await.unwrap(), None);

    let mismatch = NewSubmission { idempotency: key("dua"), ..bureau.new_submission(now) };
    let refused = db.store.submit(&mismatch).await.unwrap_err();
    assert!(matches!(refused, SubmitError::IdempotencyMismatch), "{refused:?}");
    // Another office's, and an officer's, are keys of their own.
    let theirs = NewSubmission { idempotency: key("satu"), ..other.new_submission(now) };
    assert_ne!(db.store.submit(&theirs).await.unwrap().id, kept[0].id);
    let settlement = Settlement { idempotency: key("satu"), ..bureau.settlement(&kept[0], dismiss(), now) };
    let staff = bureau.viewer("staf", now);
    let settled = db.store.settle_submission(&staff, &settlement).await.unwrap();
    assert_eq!(settled.status(), Status::Dismissed);
    let again = db.store.settle_submission(&staff, &settlement).await.unwrap();
    assert_eq!(again, settled, "the same key does nothing again");
    let other = Settlement { idempotency: key("dua"), ..settlement };
    let refused = db.store.settle_submission(&staff, &other).await.unwrap_err();
    assert!(matches!(refused, SettleError::IdempotencyMismatch), "{refused:?}");
}

async fn no_more_wait_than_may(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let now = at("2026-11-24 09:00");
    let mut sending = Vec::new();
    for n in 0..20 {
        let store = if n % 2 == 0 { db.store.clone() } else { db.another().await };
        let new = NewSubmission { most_waiting: 5, ..bureau.new_submission(now) };
        sending.push(tokio::spawn(async move { store.submit(&new).await }));
    }
    let (mut kept, mut refused) = (Vec::new(), 0);
    for sent in sending {
        match sent.await.unwrap() {
            Ok(submission) => kept.push(submission),
            Err(SubmitError::TooManyWaiting) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((kept.len(), refused), (5, 15));
    are_what_the_history_says(&bureau).await;
    other.submit(now).await;
    // One that was settled waits no more.
    bureau.settle(&kept[0], dismiss(), now).await.unwrap();
    let new = NewSubmission { most_waiting: 5, ..bureau.new_submission(now) };
    db.store.submit(&new).await.unwrap();
    db.store.submit(&new.clone()).await.unwrap_err();
}

/// What an officer wants to do with a submission.
#[derive(Clone, Debug)]
enum Wish {
    Receive(Receiving),
    Settle(Settle),
}

async fn of_officers_at_once_one_wins(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let stores = [db.store.clone(), db.another().await];
    let now = at("2026-11-24 09:00");
    let target = bureau.receive(now).await;
    for _ in 0..10 {
        let submission = bureau.submit(now).await;
        let wishes = [
            ("staf", Wish::Receive(receiving())),
            ("staf2", Wish::Receive(receiving())),
            ("staf", Wish::Settle(join(target.id))),
            ("staf2", Wish::Settle(dismiss())),
        ];
        let barrier = Arc::new(Barrier::new(wishes.len()));
        let mut racers = Vec::new();
        for (n, (by, wish)) in wishes.into_iter().enumerate() {
            let (store, barrier) = (stores[n % 2].clone(), Arc::clone(&barrier));
            let (viewer, bureau, submission) = (bureau.viewer(by, now), bureau.clone(), submission.clone());
            racers.push(tokio::spawn(async move {
                barrier.wait().await;
                match wish {
                    Wish::Receive(receiving) => {
                        let settlement = bureau.settlement(&submission, receiving, now);
                        store.receive_submission(&viewer, &settlement).await.map(|_| ())
                    }
                    Wish::Settle(settle) => {
                        let settlement = bureau.settlement(&submission, settle, now);
                        store.settle_submission(&viewer, &settlement).await.map(|_| ())
                    }
                }
            }));
        }
        let mut won = 0;
        let mut lost = Vec::new();
        for racer in racers {
            match racer.await.unwrap() {
                Ok(()) => won += 1,
                Err(SettleError::VersionConflict(current)) => lost.push(*current),
                Err(other) => panic!("{other:?}"),
            }
        }
        let kept = bureau.kept(submission.id).await;
        assert_eq!((won, lost.len(), kept.version), (1, 3, 2));
        assert!(lost.iter().all(|current| *current == kept), "the others hear what became of it");
    }
    let complaints = db.ask("SELECT count(*) FROM complaint").await;
    let received = db.ask("SELECT count(*) FROM submission WHERE status = 'RECEIVED'").await;
    let number = |rows: Vec<String>| rows[0].parse::<i64>().unwrap();
    assert_eq!(number(complaints), number(received) + 1);
    are_what_the_history_says(&bureau).await;
}

async fn what_was_received_is_a_complaint_like_any_other(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let arrival = at("2026-11-24 09:00");
    bureau.receive(arrival).await;
    let submission = bureau.submit(arrival).await;
    let now = arrival + TimeDelta::minutes(20);
    let complaint = bureau.take_in(&submission, |_| {}, now).await.unwrap();
    assert_eq!(bureau.stored(complaint.id).await, complaint);
    assert_eq!(complaint.agenda_number.number, 2);
    assert_eq!((complaint.arrived_at, complaint.received_at), (arrival, now));
    assert_eq!(complaint.tracking_code, Some(submission.tracking_code.clone()));
    let kept = bureau.kept(submission.id).await;
    let settled = kept.settled.unwrap();
    assert_eq!(settled.outcome, Outcome::Received { complaint: complaint.id });
    assert_eq!((settled.at, settled.working_seconds), (now, 1_200));
    let tracked = db.store.find_by_tracking_code(&submission.tracking_code).await.unwrap().unwrap();
    assert_eq!(tracked.complaint, Some(complaint.clone()));
    let after = bureau.take("staf", &complaint, commands::attach(), now).await;
    bureau.take("kasubag", &after, commands::duplicate_of(bureau.receive(now).await.id), now).await;

    let joined = bureau.submit(now).await;
    bureau.settle(&joined, join(complaint.id), now).await.unwrap_err();
    let open = bureau.receive(now).await;
    let after = bureau.settle(&joined, join(open.id), now).await.unwrap();
    assert_eq!(bureau.kept(joined.id).await, after);
    let tracked = db.store.find_by_tracking_code(&joined.tracking_code).await.unwrap().unwrap();
    assert_eq!(tracked.complaint, Some(open));
}

async fn what_was_refused_leaves_nothing(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let now = at("2026-11-24 09:00");
    let submission = bureau.submit(now).await;
    let theirs = other.receive(now).await;
    let rows = "SELECT count(*) || ' ' || (SELECT count(*) FROM idempotency_key) FROM complaint";
    let before = db.ask(rows).await;
    let refused = |error: SettleError| match error {
        SettleError::Refused(refusal) => refusal.code(),
        error => panic!("{error:?}"),
    };
    let camat = bureau.viewer("camat", now);
    let mut settlement = bureau.settlement(&submission, dismiss(), now);
    settlement.idempotency = Some(Idempotency::new("kunci".to_owned(), &json!(1)));
    let error = db.store.settle_submission(&camat, &settlement).await.unwrap_err();
    assert_eq!(refused(error), RefusalCode::NotPermitted);
    for complaint in [theirs.id, ComplaintId(new_id())] {
        let error = bureau.settle(&submission, join(complaint), now).await.unwrap_err();
        assert_eq!(refused(error), RefusalCode::InvalidInput);
    }
    let stranger = other.viewer("staf", now);
    let error = db.store.settle_submission(&stranger, &settlement).await.unwrap_err();
    assert!(matches!(error, SettleError::NotFound), "{error:?}");
    let error = bureau.take_in(&submission, |c| c.category = Some(CategoryId(new_id())), now).await;
    assert_eq!(refused(error.unwrap_err()), RefusalCode::InvalidInput);
    assert_eq!(bureau.kept(submission.id).await, submission);
    assert_eq!(db.ask(rows).await, before);
    assert_eq!(bureau.receive(now).await.agenda_number.number, 1, "no number was lost");
    are_what_the_history_says(&bureau).await;
}

async fn a_settled_submission_refuses_update_and_delete(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    let submission = bureau.submit(now).await;
    assert_eq!(db.sql("UPDATE submission SET due_at = due_at").await.unwrap(), 1, "it still waits");
    bureau.settle(&submission, dismiss(), now).await.unwrap();
    let copy = "INSERT OR REPLACE INTO submission SELECT * FROM submission";
    for sql in ["UPDATE submission SET reason = ''", "DELETE FROM submission", copy] {
        db.sql(sql).await.unwrap_err();
    }
    assert_eq!(bureau.kept(submission.id).await.status(), Status::Dismissed);
}

/// What each viewer is listed is what the domain lets them see, page by page.
async fn lists_hold_what_exists_for_the_viewer(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = Bureau::open(&db.store, "510206").await;
    let random = Random::new(61);
    let mut now = at("2026-11-02 08:00");
    let mut all: Vec<(Submission, Option<Complaint>)> = Vec::new();
    for _ in 0..90 {
        now += TimeDelta::minutes(30 * random.below(3) as i64);
        let offices = [&bureau, &other];
        let bureau = random.one(&offices);
        let mut new = bureau.new_submission(now);
        new.command.confidentiality =
            *random.one(&[Confidentiality::Open, Confidentiality::Anonymous, Confidentiality::Secret]);
        let mut submission = db.store.submit(&new).await.unwrap();
        let mut complaint = None;
        match random.below(4) {
            0 => submission = bureau.settle(&submission, dismiss(), now).await.unwrap(),
            1 | 2 => {
                let reported: Vec<OfficerId> =
                    if random.once_in(2) { vec![bureau.officer("camat")] } else { Vec::new() };
                let secret = random.once_in(2).then_some(Confidentiality::Secret);
                let received = bureau.take_in(
                    &submission,
                    |command| (command.reported, command.confidentiality) = (reported, secret),
                    now,
                );
                complaint = Some(received.await.unwrap());
                submission = bureau.kept(submission.id).await;
            }
            _ => {}
        }
        all.push((submission, complaint));
    }
    all.sort_by_key(|(s, _)| (s.due_at, s.id));
    let inspector = inspector(&db.store, &[bureau.id(), other.id()]).await;
    let names = ["staf", "kasubag", "camat", "sekretaris", "kasi.pem", "admin"];
    let mut viewers: Vec<Viewer> = names.map(|name| bureau.viewer(name, now)).to_vec();
    viewers.push(inspector);
    viewers.push(Viewer { posts: Vec::new(), ..bureau.viewer("staf", now) });
    let mut found = 0;
    for viewer in &viewers {
        for status in [&[Status::Waiting][..], &[Status::Received, Status::Dismissed], Status::VARIANTS, &[]]
        {
            let expected: Vec<&Submission> = all
                .iter()
                .filter(|(s, _)| status.contains(&s.status()))
                .filter(|(s, c)| sight_of_submission(viewer, s, c.as_ref()).is_some())
                .map(|(submission, _)| submission)
                .collect();
            let count = db.store.count_submissions(viewer, status).await.unwrap();
            assert_eq!(usize::try_from(count).unwrap(), expected.len());
            let mut page = Page::<SubmissionCursor>::first(7);
            let mut listed = Vec::new();
            loop {
                let rows = db.store.list_submissions(viewer, status, &page).await.unwrap();
                page.after = rows.rows.last().map(SubmissionCursor::of);
                listed.extend(rows.rows);
                if !rows.has_next {
                    break;
                }
            }
            found += listed.len();
            assert_eq!(listed.iter().collect::<Vec<_>>(), expected, "{viewer:?} {status:?}");
        }
    }
    assert!(found > 300, "{found}");
}

async fn tallies_are_what_submissions_and_complaints_say(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let random = Random::new(62);
    let mut now = at("2026-11-02 08:00");
    let mut waiting: Vec<Submission> = Vec::new();
    let target = bureau.receive(now).await;
    for _ in 0..80 {
        now += TimeDelta::minutes(random.below(600) as i64);
        if waiting.is_empty() || random.once_in(2) {
            let mut new = bureau.new_submission(now);
            new.command.category = random.once_in(2).then(|| random.one(&bureau.office.categories).id);
            waiting.push(db.store.submit(&new).await.unwrap());
            continue;
        }
        let submission = waiting.swap_remove(random.below(waiting.len()));
        match random.below(3) {
            0 => drop(bureau.settle(&submission, dismiss(), now).await.unwrap()),
            1 => drop(bureau.settle(&submission, join(target.id), now).await.unwrap()),
            _ => {
                let category = random.once_in(2).then(|| random.one(&bureau.office.categories).id);
                bureau.take_in(&submission, |command| command.category = category, now).await.unwrap();
            }
        }
    }
    are_what_the_history_says(&bureau).await;
    // What differs is mended, submissions too.
    db.sql("DELETE FROM tally").await.unwrap();
    assert!(!db.store.rebuild_tallies(bureau.id()).await.unwrap().is_empty());
    are_what_the_history_says(&bureau).await;
}

async fn the_next_due_time_may_be_a_submissions(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    let next = async || db.store.next_due(&[bureau.id()], now).await.unwrap();
    assert_eq!(next().await, None);
    let complaint = bureau.receive(now).await;
    assert_eq!(next().await, complaint.due_at());
    let submission = bureau.submit(now).await;
    assert_eq!(next().await, Some(submission.due_at), "step 1 is due before step 2");
    bureau.settle(&submission, dismiss(), now).await.unwrap();
    assert_eq!(next().await, complaint.due_at());
}
