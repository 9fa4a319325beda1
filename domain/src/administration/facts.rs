//! An office as facts, in words people read: what a change of it is recorded as. Whatever is added to the office is recorded
//! from the day it is listed here; the compiler asks for each field.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::Display;

use super::Amendment;
use crate::ids::{ActingId, CategoryId, OfficerId, SectionId};
use crate::office::{ActingAppointment, Category, Letterhead, Office, Officer, Section, Village};
use crate::procedure::{Procedure, StepStandard};
use crate::working_time::{Holiday, Season, WeeklyHours};

/// One thing that is so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Of what, from the general to the particular, like `officers`, `kasi.pmd`, `position`.
    pub path: Vec<String>,
    /// What it is.
    pub value: String,
}

/// What a fact is about. Things keep their ids when they are called something else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Display)]
#[strum(serialize_all = "camelCase")]
enum Subject {
    Office,
    Letterhead,
    Sections(SectionId),
    Officers(OfficerId),
    Acting(ActingId),
    Categories(CategoryId),
    Villages(String),
    Hours,
    Seasons(NaiveDate),
    Holidays(NaiveDate, String),
    SpecialDays(NaiveDate),
    Procedures(i32),
}

/// Each fact by what it is about and which of its fields, with how its subject is called.
#[derive(Default)]
struct Facts(BTreeMap<(Subject, String), (Vec<String>, String)>);

impl Facts {
    fn note(&mut self, subject: &Subject, called: &[&str], fields: &[(&str, Option<String>)]) {
        for (field, value) in fields {
            let Some(value) = value else { continue };
            let called = called.iter().map(|&name| name.to_owned()).collect();
            self.0.insert((subject.clone(), (*field).to_owned()), (called, value.clone()));
        }
    }

    fn without(&self, other: &Self) -> Vec<Fact> {
        let holds_too = |key, value: &String| other.0.get(key).is_some_and(|(_, held)| held == value);
        self.0
            .iter()
            .filter(|(key, (_, value))| !holds_too(*key, value))
            .map(|((subject, field), (called, value))| Fact {
                path: std::iter::once(subject.to_string())
                    .chain(called.iter().cloned())
                    .chain(field.split('.').map(str::to_owned))
                    .collect(),
                value: value.clone(),
            })
            .collect()
    }
}

/// What was so before and is not any more, and what is so since. Of a password only that it was set.
#[must_use]
pub fn difference(before: &Office, after: &Office, amendment: &Amendment) -> (Vec<Fact>, Vec<Fact>) {
    let (was, mut is) = (facts(before), facts(after));
    if let Some((officer, _)) = amendment.password() {
        let username = after.officer(officer).map_or("?", |officer| officer.username.as_str());
        is.note(&Subject::Officers(officer), &[username], &[("password", Some("set".to_owned()))]);
    }
    (was.without(&is), is.without(&was))
}

fn facts(office: &Office) -> Facts {
    let Office {
        id: _,
        code,
        name,
        regency,
        calendar,
        agenda_format,
        backdate_days,
        letterhead,
        sections,
        officers,
        acting,
        categories,
        villages,
        procedures,
    } = office;
    let mut facts = Facts::default();
    facts.note(
        &Subject::Office,
        &[],
        &[
            ("code", Some(code.clone())),
            ("name", Some(name.clone())),
            ("regency", Some(regency.clone())),
            ("timeZone", Some(calendar.zone().name().to_owned())),
            ("agendaFormat", Some(agenda_format.as_str().to_owned())),
            ("backdateDays", Some(backdate_days.to_string())),
        ],
    );
    note_letterhead(&mut facts, letterhead);
    for Section { id, code, name, active, number: _ } in sections {
        let fields = [("name", Some(name.clone())), ("active", Some(active.to_string()))];
        facts.note(&Subject::Sections(*id), &[code], &fields);
    }
    for officer in officers {
        note_officer(&mut facts, office, officer);
    }
    for appointment in acting {
        note_acting(&mut facts, office, appointment);
    }
    for Category { id, code, name, active, number: _ } in categories {
        let fields = [("name", Some(name.clone())), ("active", Some(active.to_string()))];
        facts.note(&Subject::Categories(*id), &[code], &fields);
    }
    for Village { code, name } in villages {
        facts.note(&Subject::Villages(code.0.clone()), &[&code.0], &[("name", Some(name.clone()))]);
    }
    note_hours(&mut facts, &Subject::Hours, &[], calendar.hours());
    for Season { name, from, to, hours } in calendar.seasons() {
        let subject = Subject::Seasons(*from);
        let called = [name.as_str()];
        facts.note(&subject, &called, &[("from", Some(from.to_string())), ("to", Some(to.to_string()))]);
        facts.note(&subject, &called, &[("name", Some(name.clone()))]);
        note_hours(&mut facts, &subject, &called, hours);
    }
    for Holiday { date, name, kind, closed, estimated } in calendar.holidays() {
        facts.note(
            &Subject::Holidays(*date, name.clone()),
            &[&date.to_string(), name],
            &[
                ("kind", Some(kind.to_string())),
                ("closed", Some(closed.to_string())),
                ("estimated", Some(estimated.to_string())),
            ],
        );
    }
    for (date, day) in &calendar.rules().special_days {
        let spans: Vec<String> = day.hours().iter().map(ToString::to_string).collect();
        facts.note(
            &Subject::SpecialDays(*date),
            &[&date.to_string()],
            &[
                ("name", Some(day.name().to_owned())),
                ("open", Some(day.is_open().to_string())),
                ("hours", day.is_open().then(|| spans.join(" "))),
            ],
        );
    }
    for procedure in procedures {
        note_procedure(&mut facts, procedure);
    }
    facts
}

fn note_letterhead(facts: &mut Facts, letterhead: &Letterhead) {
    let Letterhead { government, office_name, address, telephone, email, website } = letterhead;
    facts.note(
        &Subject::Letterhead,
        &[],
        &[
            ("government", government.clone()),
            ("officeName", office_name.clone()),
            ("address", address.clone()),
            ("telephone", telephone.clone()),
            ("email", email.clone()),
            ("website", website.clone()),
        ],
    );
}

fn code_of(office: &Office, section: Option<SectionId>) -> Option<String> {
    section.and_then(|id| office.section(id)).map(|section| section.code.clone())
}

fn note_officer(facts: &mut Facts, office: &Office, officer: &Officer) {
    let Officer { id, office: _, regency: _, username, name, position, section, active } = officer;
    facts.note(
        &Subject::Officers(*id),
        &[username],
        &[
            ("username", Some(username.clone())),
            ("name", Some(name.clone())),
            ("position", Some(position.to_string())),
            ("section", code_of(office, *section)),
            ("active", Some(active.to_string())),
        ],
    );
}

fn note_acting(facts: &mut Facts, office: &Office, appointment: &ActingAppointment) {
    let ActingAppointment { id, officer, post, capacity, decree, from, until } = appointment;
    let username = office.officer(*officer).map_or("?", |officer| officer.username.as_str());
    let local = |at: &chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&office.calendar.zone()).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let first_day = office.calendar.local_date(*from).to_string();
    facts.note(
        &Subject::Acting(*id),
        &[username, &first_day],
        &[
            ("position", Some(post.position.to_string())),
            ("section", code_of(office, post.section)),
            ("capacity", Some(capacity.to_string())),
            ("decree", decree.clone()),
            ("from", Some(local(from))),
            ("until", Some(local(until))),
        ],
    );
}

fn note_hours(facts: &mut Facts, subject: &Subject, called: &[&str], hours: &WeeklyHours) {
    let mut days: BTreeMap<u32, (String, Vec<String>)> = BTreeMap::new();
    for (weekday, span) in hours.rows() {
        let (_, spans) =
            days.entry(weekday.number_from_monday()).or_insert_with(|| (weekday.to_string(), Vec::new()));
        spans.push(format!("{}-{}", span.opens, span.closes));
    }
    for (weekday, spans) in days.into_values() {
        facts.note(subject, called, &[(&format!("hours{weekday}"), Some(spans.join(" ")))]);
    }
}

fn note_procedure(facts: &mut Facts, procedure: &Procedure) {
    let Procedure { number, title, revision, legal_basis, decided_on, effective_from, steps: _ } = procedure;
    let subject = Subject::Procedures(*revision);
    let revision = revision.to_string();
    let called = [revision.as_str()];
    facts.note(
        &subject,
        &called,
        &[
            ("number", Some(number.clone())),
            ("title", Some(title.clone())),
            ("legalBasis", legal_basis.clone()),
            ("decidedOn", decided_on.map(|date| date.to_string())),
            ("effectiveFrom", Some(effective_from.to_string())),
        ],
    );
    for (step, standard) in procedure.steps() {
        let StepStandard { activity, activity_indonesian, requirements, output, standard } = standard;
        let name = step.to_string();
        let parts = [
            ("activity", activity.clone()),
            ("activityIndonesian", activity_indonesian.clone()),
            ("requirements", requirements.clone()),
            ("output", output.clone()),
            ("standard", standard.to_string()),
        ];
        for (part, value) in parts {
            facts.note(&subject, &called, &[(&format!("{name}.{part}"), Some(value))]);
        }
    }
}

/// What is recorded of it that sessions of an officer were ended, which the aggregate does not hold.
#[must_use]
pub fn sessions_ended(officer: &Officer, sessions: u64) -> Fact {
    let path = ["officers", officer.username.as_str(), "sessionsEnded"];
    Fact { path: path.map(str::to_owned).to_vec(), value: sessions.to_string() }
}
