//! What it costs to know what a step changes, and what a whole complaint counts for: `cargo bench -p domain`.
#![expect(clippy::expect_used, reason = "a benchmark that cannot be set up ends")]

use chrono::{DateTime, TimeDelta, Utc};
use divan::{Bencher, black_box};
use domain::complaint::command::Command;
use domain::complaint::decide::{Situation, decide};
use domain::complaint::steps::{
    Advise, Archive, AttachDispositionSheet, CarryOut, ComplainantDetails, Consider, Dispose,
    ForwardToSecretary, Receive, Sign, Solve,
};
use domain::complaint::{Channel, Complaint, Confidentiality, Urgency};
use domain::dashboard::contribution::{Counted, changes, count};
use domain::ids::{ComplaintId, OfficeId, OfficerId, SectionId};
use domain::office::{Office, Officer, Position, Section};
use domain::procedure::sop_065_2262::procedure;
use domain::values::{AgendaFormat, Line, Prose, Subject, TrackingCode};
use domain::working_time::{Calendar, WeeklyHours};
use uuid::Uuid;

fn main() {
    divan::main();
}

const SECTION: SectionId = SectionId(Uuid::from_u128(9));
const POSITIONS: [Position; 5] = [
    Position::Staff,
    Position::HeadOfGeneralAffairs,
    Position::Secretary,
    Position::Camat,
    Position::SectionHead,
];

fn office() -> Office {
    let officers = (0..).zip(POSITIONS).map(|(number, position)| Officer {
        id: OfficerId(Uuid::from_u128(number)),
        office: Some(OfficeId(1)),
        regency: None,
        username: format!("officer{number}"),
        name: format!("Officer {number}"),
        position,
        section: (position == Position::SectionHead).then_some(SECTION),
        active: true,
    });
    let section = Section {
        id: SECTION,
        code: "PEM".to_owned(),
        name: "Pemerintahan".to_owned(),
        active: true,
        number: 1,
    };
    Office {
        id: OfficeId(1),
        code: "51.02.02".to_owned(),
        name: "Selemadeg Timur".to_owned(),
        regency: "Tabanan".to_owned(),
        calendar: Calendar::new(
            chrono_tz::Asia::Makassar,
            WeeklyHours::bali_default(),
            Vec::new(),
            Vec::new(),
        )
        .expect("the shipped hours make a calendar"),
        agenda_format: AgendaFormat::parse(AgendaFormat::DEFAULT).expect("a format"),
        backdate_days: 30,
        letterhead: domain::office::Letterhead::default(),
        sections: vec![section],
        officers: officers.collect(),
        acting: Vec::new(),
        categories: Vec::new(),
        villages: Vec::new(),
        procedures: vec![procedure()],
    }
}

fn prose() -> Prose {
    Prose::parse("Ditinjau.").expect("a text")
}

/// The straight path, and who takes each step.
fn path() -> Vec<(usize, Command)> {
    let (urgency, category, note) = (None, None, None);
    vec![
        (0, Command::AttachDispositionSheet(AttachDispositionSheet { urgency, category, note })),
        (1, Command::ForwardToSecretary(ForwardToSecretary { note: None })),
        (2, Command::Advise(Advise { advice: prose(), suggested_sections: Vec::new() })),
        (3, Command::Consider(Consider { consideration: prose(), policy_matter: false })),
        (
            3,
            Command::Dispose(Dispose {
                instruction: Some(prose()),
                lead_section: Some(SECTION),
                supporting_sections: Vec::new(),
                own_solution: None,
            }),
        ),
        (4, Command::Solve(Solve { solution: prose(), section: None, without_support_reason: None })),
        (3, Command::Sign(Sign { note: None })),
        (2, Command::CarryOut(CarryOut { result: prose(), answer: prose() })),
        (0, Command::Archive(Archive { archive_code: Line::parse("R1").expect("a line"), note: None })),
    ]
}

/// A complaint after each step of the straight path, an hour apart.
fn complaints(office: &Office) -> Vec<Complaint> {
    let actor = |place: usize| OfficerId(Uuid::from_u128(place as u128));
    let mut now = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_486);
    let receive = Receive {
        channel: Channel::InPerson,
        subject: Subject::parse("Sampah").expect("a subject"),
        description: prose(),
        arrived_at: None,
        complainant: ComplainantDetails::default(),
        confidentiality: Confidentiality::Open,
        category: None,
        village: None,
        urgency: Urgency::Ordinary,
        reported: Vec::new(),
    };
    let reception = receive.judge(office, actor(0), now, None).expect("received");
    let id = ComplaintId(Uuid::from_u128(1));
    let mut all = vec![reception.register(id, 1, TrackingCode::new(OfficeId(1), 7))];
    for (by, command) in path() {
        now += TimeDelta::hours(1);
        let complaint = all.last().expect("the one before");
        let situation =
            Situation { office, complaint, actor: actor(by), now, occurred_at: None, original: None };
        let after = decide(&situation, &command).expect("the straight path").after;
        all.push(after);
    }
    all
}

/// By how many steps were taken before.
#[divan::bench(args = [1, 5, 8])]
fn changes_of_a_step(bencher: Bencher<'_, '_>, steps: usize) {
    let office = office();
    let complaints = complaints(&office);
    let (before, after) = (&complaints[steps], &complaints[steps + 1]);
    bencher.bench(|| changes(&office, Some(black_box(before)), black_box(after)));
}

#[divan::bench]
fn a_whole_complaint(bencher: Bencher<'_, '_>) {
    let office = office();
    let complaints = complaints(&office);
    bencher.bench(|| {
        let mut counted = Counted::new();
        count(&office, black_box(&complaints[9]), 1, &mut counted);
        counted
    });
}

/// As `verify` and an import count them: many into one.
#[divan::bench]
fn a_thousand_complaints_of_one_day(bencher: Bencher<'_, '_>) {
    let office = office();
    let complaints = complaints(&office);
    bencher.bench(|| {
        let mut counted = Counted::new();
        for _ in 0..1_000 {
            count(&office, black_box(&complaints[9]), 1, &mut counted);
        }
        counted
    });
}
