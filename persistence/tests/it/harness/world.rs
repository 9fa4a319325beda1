//! Complaints at random, each moved by the domain's own judge, and written whole.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::command::Command;
use domain::complaint::decide::{Original, Situation, decide};
use domain::complaint::record::{Closing, Content, StepOutcome, StepRecord};
use domain::complaint::standing::{Standing, Status};
use domain::complaint::{Complainant, Complaint, Confidentiality, Urgency};
use domain::ids::{ComplaintId, OfficerId};
use domain::office::{Position, Post};
use domain::procedure::step::Step;
use domain::values::{AgendaNumber, Subject, TrackingCode};
use persistence::bulk::Whole;

use super::office::CHANNELS;
use super::{Bureau, Random, at, commands, new_id, prose};

const SUBJECTS: [&str; 8] = [
    "Jalan rusak di Banjar Bantas",
    "Lampu jalan MATI",
    "Sampah menumpuk 100% di pasar",
    "Berkas_KTP tak kunjung jadi",
    "Pungutan \\ iuran banjar",
    "Café tanpa izin di pantai",
    "Drainase tersumbat",
    "jalan putus di Desa Gunung Salak",
];

/// What there is, and when each was last changed.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) updated: HashMap<ComplaintId, DateTime<Utc>>,
}

/// When the world is looked at: some is late by then.
pub(crate) fn now() -> DateTime<Utc> {
    at("2026-02-20 11:00")
}

impl World {
    pub(crate) async fn make(bureaus: &[&Bureau], random: &Random, of_each: usize) -> Self {
        let mut world = Self { complaints: Vec::new(), updated: HashMap::new() };
        for bureau in bureaus {
            let mut wholes: Vec<Whole> = Vec::new();
            for _ in 0..of_each {
                let whole = any(bureau, random, &wholes);
                wholes.push(whole);
            }
            bureau.store.write_whole(&bureau.office, wholes.clone()).await.unwrap();
            let ids: Vec<_> = wholes.iter().map(|w| (bureau.id(), w.complaint.id)).collect();
            let stored = bureau.store.complaints_by_ids(&ids).await.unwrap();
            for whole in wholes {
                let Whole { mut complaint, updated_at, .. } = whole;
                complaint.agenda_number = stored[&complaint.id].agenda_number.clone();
                world.updated.insert(complaint.id, updated_at);
                world.complaints.push(complaint);
            }
        }
        world
    }
}

fn any(bureau: &Bureau, random: &Random, earlier: &[Whole]) -> Whole {
    // Few instants, so that many are received at the same one.
    let mut now = at("2025-12-20 08:00") + TimeDelta::hours(6 * random.below(240) as i64);
    if random.once_in(10) {
        return Whole {
            complaint: imported(bureau, now),
            changes: Vec::new(),
            source_number: Some(new_id().to_string()),
            updated_at: now,
        };
    }
    let (mut complaint, mut changes) = (received(bureau, random, now), Vec::new());
    let mut updated_at = now;
    for _ in 0..random.below(14) {
        now += TimeDelta::minutes(10 * random.below(60) as i64);
        let original = random.one(&[None, earlier.last()]).map(|whole| Original {
            id: whole.complaint.id,
            status: whole.complaint.standing.status(),
            reported: whole.complaint.reported.clone(),
        });
        let command = command(bureau, random, &complaint, original.as_ref());
        let position = *random.one(&[Position::Staff, Position::Camat, Position::Secretary]);
        let posts = complaint.open_records().flat_map(StepRecord::posts).chain([Post::of(position)]);
        let takers: Vec<OfficerId> = posts
            .flat_map(|post| bureau.office.takers(post, now, &complaint.reported))
            .map(|t| t.officer)
            .collect();
        let moved = takers.iter().find_map(|&actor| {
            let situation = Situation {
                office: &bureau.office,
                complaint: &complaint,
                actor,
                now,
                occurred_at: None,
                original: original.as_ref(),
            };
            decide(&situation, &command).ok()
        });
        if let Some(transition) = moved {
            updated_at = now;
            complaint = transition.after;
            changes.extend(transition.changes);
        }
    }
    Whole { complaint, changes, source_number: None, updated_at }
}

fn received(bureau: &Bureau, random: &Random, now: DateTime<Utc>) -> Complaint {
    let mut receive = commands::receive();
    receive.channel = *random.one(&CHANNELS);
    receive.subject = Subject::parse(random.one::<&str>(&SUBJECTS)).unwrap();
    receive.description = prose(&format!("Keterangan: {}", random.one::<&str>(&SUBJECTS)));
    receive.confidentiality =
        *random.one(&[Confidentiality::Open, Confidentiality::Anonymous, Confidentiality::Secret]);
    receive.urgency = *random.one(&[Urgency::Ordinary, Urgency::Urgent, Urgency::VeryUrgent]);
    receive.category = (!random.once_in(3)).then(|| random.one(&bureau.office.categories).id);
    receive.village = (!random.once_in(3)).then(|| random.one(&bureau.office.villages).code.clone());
    receive.reported = match random.below(4) {
        0 => (0..=random.below(2)).map(|_| random.one(&bureau.office.officers).id).collect(),
        _ => Vec::new(),
    };
    receive.reported.dedup();
    let staff = bureau.office.takers(Post::of(Position::Staff), now, &receive.reported);
    let reception = receive.judge(&bureau.office, staff[0].officer, now, None).unwrap();
    reception.register(ComplaintId(new_id()), 1, TrackingCode::new(bureau.id(), random.bits()))
}

/// What may be done to a complaint as it stands, and now and then something else.
pub(crate) fn command(
    bureau: &Bureau,
    random: &Random,
    c: &Complaint,
    original: Option<&Original>,
) -> Command {
    let section = || random.one(&bureau.office.sections[..4]).id;
    let Some(step) = c.standing.step() else { return commands::reopen() };
    match random.below(24) {
        0 => return commands::withdraw(),
        1 => return commands::refer(),
        2 => return commands::send_back(*random.one(Step::ALL)),
        3 => return commands::hand_back(),
        4 if random.once_in(2) => return commands::correct(random.one::<&str>(&SUBJECTS)),
        4 => return commands::correct_category(random.one(&bureau.office.categories).id),
        5 if original.is_some() => return commands::duplicate_of(original.unwrap().id),
        _ => {}
    }
    match step {
        Step::Receive => unreachable!(),
        Step::AttachDispositionSheet => commands::attach(),
        Step::ForwardToSecretary => commands::forward(),
        Step::Advise => commands::advise(&[section()]),
        Step::Consider => commands::consider(),
        Step::Dispose if random.once_in(3) => commands::decide_alone(Some("Segera.")),
        Step::Dispose => {
            let lead = section();
            let mut supporting: Vec<_> = bureau.office.sections[..4].iter().map(|s| s.id).collect();
            supporting.retain(|&s| s != lead);
            commands::dispose(lead, &random.some(&supporting))
        }
        Step::Solve if random.once_in(2) => commands::solve_without(Some("Sudah lama.")),
        Step::Solve => commands::solve(),
        Step::Sign => commands::sign(),
        Step::CarryOut => commands::carry_out(),
        Step::Archive => commands::archive(),
    }
}

/// A complaint as an imported register has it: two records, nobody, nothing due, little said.
pub(crate) fn imported(bureau: &Bureau, at: DateTime<Utc>) -> Complaint {
    let record = |number, step, position| StepRecord {
        number,
        step,
        cycle: 1,
        visit: 1,
        position,
        section: None,
        lead: None,
        started_at: None,
        due_at: None,
        cycle_due_at: None,
        opened_because: None,
        closing: Some(Closing {
            outcome: StepOutcome::Completed,
            taker: None,
            completed_at: Some(at),
            recorded_at: at,
            working_seconds: None,
            cycle_seconds: None,
            entry_lag_seconds: None,
            note: None,
            content: Content::None,
        }),
    };
    Complaint {
        office: bureau.id(),
        id: ComplaintId(new_id()),
        version: 1,
        agenda_number: AgendaNumber { year: 0, number: 0, text: String::new() },
        tracking_code: None,
        channel: None,
        subject: None,
        description: None,
        category: None,
        village: None,
        urgency: Urgency::Ordinary,
        confidentiality: Confidentiality::Open,
        complainant: Complainant::default(),
        reported: Vec::new(),
        standing: Standing::Archived { at },
        cycle: 1,
        arrived_at: at,
        received_at: at,
        procedure_revision: 1,
        result: None,
        answer: None,
        answered_at: None,
        archive_code: None,
        records: vec![record(1, Step::Receive, Position::Staff), record(2, Step::Archive, Position::Staff)],
    }
}

/// How many of them stand in each way, to see that the world is not too plain.
pub(crate) fn standing_in(world: &World, status: Status) -> usize {
    world.complaints.iter().filter(|c| c.standing.status() == status).count()
}

impl World {
    /// Many complaints in each office, so that plans are what they would be: the world's, over and over.
    pub(crate) async fn fill(bureaus: &[&Bureau], random: &Random, of_each: usize) -> Self {
        let world = Self::make(bureaus, random, 100).await;
        for bureau in bureaus {
            let mut wholes: Vec<Whole> = Vec::new();
            for n in 100..of_each {
                let mut copy = world.complaints[random.below(world.complaints.len())].clone();
                if copy.office != bureau.id() || matches!(copy.standing, Standing::Duplicate { .. }) {
                    copy = imported(bureau, copy.received_at);
                }
                (copy.id, copy.tracking_code) = (ComplaintId(new_id()), None);
                copy.received_at += TimeDelta::minutes(n as i64);
                let updated_at = copy.received_at;
                wholes.push(Whole { complaint: copy, changes: Vec::new(), source_number: None, updated_at });
            }
            bureau.store.write_whole(&bureau.office, wholes).await.unwrap();
        }
        world
    }
}
