//! Row ⇄ [`Complaint`]. Both directions name every column, so that a new one does not compile until it is mapped.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::complaint::change::Change;
use domain::complaint::record::{Closing, Content, StepOutcome, StepRecord};
use domain::complaint::standing::{Standing, Status};
use domain::complaint::{Complainant, Complaint};
use domain::ids::{CategoryId, ComplaintId, OfficeId, OfficerId, SectionId};
use domain::office::Taker;
use domain::procedure::step::Step;
use domain::values::{AgendaNumber, TrackingCode, VillageCode};
use domain::visibility::Viewer;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::Condition;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, QueryFilter, QueryTrait};

use crate::entity::{complaint, complaint_change, step_record};
use crate::error::{StoreError, inconsistent};
use crate::instant::kept;
use crate::keys::{self, Key, keyed};
use crate::rows::{self, in_place};
use crate::statements;
use crate::text::search_text;

// What is searched is as long as what it is made of, and never read.
in_place! { complaint::Model {
    office_id, id, version, agenda_year, agenda_seq, agenda_number, tracking_code, source_number,
    channel, subject, description, category_id, village_code, urgency, confidentiality, complainant_name,
    complainant_phone, complainant_email, complainant_address, complainant_national_id,
    reported_officers, status, current_step, cycle, arrived_at, received_at, step_started_at, due_at,
    closed_at, updated_at, procedure_revision, result, answer, answered_at, archive_code, referred_to,
    duplicate_of_id,
} not read { search_text: String::new() } }

in_place! { step_record::Model {
    office_id, complaint_id, number, step, cycle, visit, position, section_id, lead, started_at, due_at,
    cycle_due_at, opened_because, outcome, officer_id, capacity, on_behalf_of_id, completed_at,
    recorded_at, working_seconds, cycle_seconds, entry_lag_seconds, note, statement, own_solution,
    answer, policy_matter, archive_code, agency, suggested_sections,
} }

/// What a complaint's rows hold besides the complaint.
pub(crate) fn row_of(
    c: &Complaint,
    updated_at: DateTime<Utc>,
    source_number: Option<String>,
) -> complaint::Model {
    let (referred_to, duplicate_of) = match &c.standing {
        Standing::Referred { to, .. } => (Some(to.clone()), None),
        Standing::Duplicate { of, .. } => (None, Some(of.0)),
        Standing::InProgress { .. } | Standing::Archived { .. } | Standing::Withdrawn { .. } => (None, None),
    };
    let Complainant { name, phone, email, address, national_id } = c.complainant.clone();
    complaint::Model {
        office_id: c.office.0,
        id: c.id.0,
        version: c.version,
        agenda_year: c.agenda_number.year,
        agenda_seq: c.agenda_number.number,
        agenda_number: c.agenda_number.text.clone(),
        tracking_code: c.tracking_code.as_ref().map(ToString::to_string),
        source_number,
        channel: c.channel.map(|v| v.to_string()),
        subject: c.subject.clone(),
        description: c.description.clone(),
        search_text: search_text(&[c.subject.as_deref(), c.description.as_deref()]),
        category_id: c.category.map(|v| v.0),
        village_code: c.village.as_ref().map(|v| v.0.clone()),
        urgency: c.urgency.to_string(),
        confidentiality: c.confidentiality.to_string(),
        complainant_name: name,
        complainant_phone: phone,
        complainant_email: email,
        complainant_address: address,
        complainant_national_id: national_id,
        reported_officers: ids_text(c.reported.iter().map(|o| o.0)),
        status: c.standing.status().to_string(),
        current_step: c.standing.step().map(|v| v.to_string()),
        cycle: c.cycle,
        arrived_at: kept(c.arrived_at),
        received_at: kept(c.received_at),
        step_started_at: c.step_started_at().map(kept),
        due_at: c.due_at().map(kept),
        closed_at: c.standing.closed_at().map(kept),
        updated_at: kept(updated_at),
        procedure_revision: c.procedure_revision,
        result: c.result.clone(),
        answer: c.answer.clone(),
        answered_at: c.answered_at.map(kept),
        archive_code: c.archive_code.clone(),
        referred_to,
        duplicate_of_id: duplicate_of,
    }
}

/// A complaint from its rows.
pub(crate) fn complaint_of(row: complaint::Model, records: Vec<StepRecord>) -> Result<Complaint, StoreError> {
    let complaint::Model {
        office_id,
        id,
        version,
        agenda_year,
        agenda_seq,
        agenda_number,
        tracking_code,
        source_number: _,
        channel,
        subject,
        description,
        search_text: _,
        category_id,
        village_code,
        urgency,
        confidentiality,
        complainant_name,
        complainant_phone,
        complainant_email,
        complainant_address,
        complainant_national_id,
        reported_officers,
        status,
        current_step,
        cycle,
        arrived_at,
        received_at,
        step_started_at: _,
        due_at: _,
        closed_at,
        updated_at: _,
        procedure_revision,
        result,
        answer,
        answered_at,
        archive_code,
        referred_to,
        duplicate_of_id,
    } = row;
    let wrong = |what: String| inconsistent("complaint", format!("{office_id}/{id}"), what);
    let missing = |what: &str| wrong(format!("{status} without {what}"));
    let at = || closed_at.ok_or_else(|| missing("closed_at"));
    let standing = match status.parse().map_err(|_| wrong(format!("status {status}")))? {
        Status::InProgress => {
            let step = current_step.as_deref().and_then(|step| step.parse().ok());
            Standing::InProgress { step: step.ok_or_else(|| missing("current_step"))? }
        }
        Status::Archived => Standing::Archived { at: at()? },
        Status::Referred => {
            Standing::Referred { at: at()?, to: referred_to.ok_or_else(|| missing("referred_to"))? }
        }
        Status::Duplicate => {
            let of = duplicate_of_id.ok_or_else(|| missing("duplicate_of_id"))?;
            Standing::Duplicate { at: at()?, of: ComplaintId(of) }
        }
        Status::Withdrawn => Standing::Withdrawn { at: at()? },
    };
    let tracking_code = tracking_code
        .map(|code| TrackingCode::parse(&code).ok_or_else(|| wrong(format!("tracking_code {code}"))))
        .transpose()?;
    let channel = channel
        .map(|channel| channel.parse().map_err(|_| wrong(format!("channel {channel}"))))
        .transpose()?;
    Ok(Complaint {
        office: OfficeId(office_id),
        id: ComplaintId(id),
        version,
        agenda_number: AgendaNumber { year: agenda_year, number: agenda_seq, text: agenda_number },
        tracking_code,
        channel,
        subject,
        description,
        category: category_id.map(CategoryId),
        village: village_code.map(VillageCode),
        urgency: urgency.parse().map_err(|_| wrong(format!("urgency {urgency}")))?,
        confidentiality: confidentiality
            .parse()
            .map_err(|_| wrong(format!("confidentiality {confidentiality}")))?,
        complainant: Complainant {
            name: complainant_name,
            phone: complainant_phone,
            email: complainant_email,
            address: complainant_address,
            national_id: complainant_national_id,
        },
        reported: ids_of(reported_officers.as_deref())
            .map_err(|e| wrong(e.to_string()))?
            .into_iter()
            .map(OfficerId)
            .collect(),
        standing,
        cycle,
        arrived_at,
        received_at,
        procedure_revision,
        result,
        answer,
        answered_at,
        archive_code,
        records,
    })
}

/// A step record's row.
pub(crate) fn record_row(
    office: OfficeId,
    complaint: ComplaintId,
    record: &StepRecord,
) -> step_record::Model {
    let StepRecord {
        number,
        step,
        cycle,
        visit,
        position,
        section,
        lead,
        started_at,
        due_at,
        cycle_due_at,
        opened_because,
        closing,
    } = record;
    let mut row = step_record::Model {
        office_id: office.0,
        complaint_id: complaint.0,
        number: *number,
        step: step.to_string(),
        cycle: *cycle,
        visit: *visit,
        position: position.to_string(),
        section_id: section.map(|s| s.0),
        lead: *lead,
        started_at: started_at.map(kept),
        due_at: due_at.map(kept),
        cycle_due_at: cycle_due_at.map(kept),
        opened_because: opened_because.clone(),
        outcome: None,
        officer_id: None,
        capacity: None,
        on_behalf_of_id: None,
        completed_at: None,
        recorded_at: None,
        working_seconds: None,
        cycle_seconds: None,
        entry_lag_seconds: None,
        note: None,
        statement: None,
        own_solution: None,
        answer: None,
        policy_matter: None,
        archive_code: None,
        agency: None,
        suggested_sections: None,
    };
    let Some(closing) = closing else { return row };
    let Closing {
        outcome,
        taker,
        completed_at,
        recorded_at,
        working_seconds,
        cycle_seconds,
        entry_lag_seconds,
        note,
        content,
    } = closing;
    row.outcome = Some(outcome.to_string());
    row.officer_id = taker.map(|t| t.officer.0);
    row.capacity = taker.map(|t| t.capacity.to_string());
    row.on_behalf_of_id = taker.and_then(|t| t.on_behalf_of).map(|o| o.0);
    row.completed_at = completed_at.map(kept);
    row.recorded_at = Some(kept(*recorded_at));
    row.working_seconds = *working_seconds;
    row.cycle_seconds = *cycle_seconds;
    row.entry_lag_seconds = *entry_lag_seconds;
    row.note.clone_from(note);
    match content {
        Content::None => {}
        Content::Advice { text, suggested } => {
            row.statement = Some(text.clone());
            row.suggested_sections = ids_text(suggested.iter().map(|s| s.0));
        }
        Content::Instruction { text } => row.statement = Some(text.clone()),
        Content::Consideration { text, policy_matter } => {
            row.statement = Some(text.clone());
            row.policy_matter = Some(*policy_matter);
        }
        Content::OwnSolution { text, instruction } => {
            row.own_solution = Some(text.clone());
            row.statement.clone_from(instruction);
        }
        Content::Solution { text } => row.statement = Some(text.clone()),
        Content::Result { result, answer } => {
            row.statement = Some(result.clone());
            row.answer = Some(answer.clone());
        }
        Content::Filing { archive_code } => row.archive_code = Some(archive_code.clone()),
        Content::Referral { agency } => row.agency = Some(agency.clone()),
    }
    row
}

/// Ids as one column: few, never deleted, always read with their row.
fn ids_text(ids: impl Iterator<Item = Uuid>) -> Option<String> {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(crate) fn ids_of(text: Option<&str>) -> Result<Vec<Uuid>, uuid::Error> {
    text.unwrap_or_default().split_whitespace().map(str::parse).collect()
}

/// A step record from its row.
fn record_of(row: step_record::Model) -> Result<StepRecord, StoreError> {
    let step_record::Model {
        office_id,
        complaint_id,
        number,
        step,
        cycle,
        visit,
        position,
        section_id,
        lead,
        started_at,
        due_at,
        cycle_due_at,
        opened_because,
        outcome,
        officer_id,
        capacity,
        on_behalf_of_id,
        completed_at,
        recorded_at,
        working_seconds,
        cycle_seconds,
        entry_lag_seconds,
        note,
        statement,
        own_solution,
        answer,
        policy_matter,
        archive_code,
        agency,
        suggested_sections,
    } = row;
    let wrong =
        |what: String| inconsistent("step_record", format!("{office_id}/{complaint_id}/{number}"), what);
    let step: Step = step.parse().map_err(|_| wrong(format!("step {step}")))?;
    let position = position.parse().map_err(|_| wrong(format!("position {position}")))?;
    let closing = match outcome {
        None => None,
        Some(outcome) => {
            let outcome: StepOutcome = outcome.parse().map_err(|_| wrong(format!("outcome {outcome}")))?;
            let taker = match (officer_id, capacity) {
                (Some(officer), Some(capacity)) => Some(Taker {
                    officer: OfficerId(officer),
                    position,
                    capacity: capacity.parse().map_err(|_| wrong(format!("capacity {capacity}")))?,
                    on_behalf_of: on_behalf_of_id.map(OfficerId),
                }),
                (None, None) => None,
                (officer, _) => return Err(wrong(format!("officer {officer:?} with capacity unlike"))),
            };
            let said = |text: Option<String>| {
                text.ok_or_else(|| wrong(format!("{step} {outcome} without its text")))
            };
            let content = match (outcome, step) {
                (StepOutcome::Referred, _) => Content::Referral { agency: said(agency)? },
                (StepOutcome::Completed, Step::Advise) => {
                    let suggested =
                        ids_of(suggested_sections.as_deref()).map_err(|e| wrong(e.to_string()))?;
                    Content::Advice {
                        text: said(statement)?,
                        suggested: suggested.into_iter().map(SectionId).collect(),
                    }
                }
                (StepOutcome::Completed, Step::Consider) => Content::Consideration {
                    text: said(statement)?,
                    policy_matter: policy_matter
                        .ok_or_else(|| wrong("CONSIDER without policy_matter".to_owned()))?,
                },
                (StepOutcome::Completed, Step::Dispose) => match own_solution {
                    Some(text) => Content::OwnSolution { text, instruction: statement },
                    None => Content::Instruction { text: said(statement)? },
                },
                (StepOutcome::Completed, Step::Solve) => Content::Solution { text: said(statement)? },
                (StepOutcome::Completed, Step::CarryOut) => {
                    Content::Result { result: said(statement)?, answer: said(answer)? }
                }
                // An imported register names no archive code.
                (StepOutcome::Completed, Step::Archive) => {
                    archive_code.map_or(Content::None, |archive_code| Content::Filing { archive_code })
                }
                _ => Content::None,
            };
            Some(Closing {
                outcome,
                taker,
                completed_at,
                recorded_at: recorded_at.ok_or_else(|| wrong("closed without recorded_at".to_owned()))?,
                working_seconds,
                cycle_seconds,
                entry_lag_seconds,
                note,
                content,
            })
        }
    };
    Ok(StepRecord {
        number,
        step,
        cycle,
        visit,
        position,
        section: section_id.map(SectionId),
        lead,
        started_at,
        due_at,
        cycle_due_at,
        opened_because,
        closing,
    })
}

/// A change's row.
pub(crate) fn change_row(
    office: OfficeId,
    complaint: ComplaintId,
    number: i32,
    change: &Change,
) -> complaint_change::ActiveModel {
    let Change { at, officer, reason, field, before, after } = change;
    complaint_change::ActiveModel {
        office_id: ActiveValue::Set(office.0),
        complaint_id: ActiveValue::Set(complaint.0),
        number: ActiveValue::Set(number),
        at: ActiveValue::Set(kept(*at)),
        officer_id: ActiveValue::Set(officer.0),
        reason: ActiveValue::Set(reason.clone()),
        field: ActiveValue::Set(field.to_string()),
        before: ActiveValue::Set(before.clone()),
        after: ActiveValue::Set(after.clone()),
    }
}

pub(crate) fn change_of(row: complaint_change::Model) -> Result<Change, StoreError> {
    let complaint_change::Model {
        office_id: _,
        complaint_id,
        number,
        at,
        officer_id,
        reason,
        field,
        before,
        after,
    } = row;
    Ok(Change {
        at,
        officer: OfficerId(officer_id),
        reason,
        field: field
            .parse()
            .map_err(|e| inconsistent("complaint_change", format!("{complaint_id}/{number}"), e))?,
        before,
        after,
    })
}

/// Which step records are read with complaints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Records {
    /// All of them: the complaint is whole.
    All,
    /// The open ones, and those in which one of these sections was asked: enough for a line of a list, and to know whether
    /// whoever heads these sections sees it.
    Open {
        /// The sections.
        and_of: Vec<SectionId>,
    },
}

impl Records {
    /// What a line of a list needs for a viewer.
    #[must_use]
    pub fn for_a_line(viewer: &Viewer) -> Self {
        Self::Open { and_of: viewer.posts.iter().filter_map(|post| post.section).collect() }
    }
}

/// The records of complaints, by complaint, in order: one statement, whatever offices they are of.
pub(crate) async fn load_records(
    db: &impl ConnectionTrait,
    complaints: &[Key],
    which: &Records,
) -> Result<HashMap<ComplaintId, Vec<StepRecord>>, StoreError> {
    if complaints.is_empty() {
        return Ok(HashMap::new());
    }
    let select = || {
        let (office, id) = (step_record::Column::OfficeId, step_record::Column::ComplaintId);
        let mut select =
            rows::find::<step_record::Model, step_record::Entity>().filter(keyed(complaints, office, id));
        if let Records::Open { and_of } = which {
            let mut wanted = Condition::any().add(step_record::Column::Outcome.is_null());
            if !and_of.is_empty() {
                wanted = wanted.add(step_record::Column::SectionId.is_in(and_of.iter().map(|id| id.0)));
            }
            select = select.filter(wanted);
        }
        select.into_query()
    };
    let (texts, and_of) = match which {
        Records::All => (&statements::kept().all_records, &[][..]),
        Records::Open { and_of } => (&statements::kept().open_records, and_of.as_slice()),
    };
    let sections = and_of.iter().map(|id| id.0.into()).collect();
    let statement = keys::statement(texts, db.get_database_backend(), complaints, sections, select);
    let mut records: HashMap<ComplaintId, Vec<StepRecord>> = HashMap::new();
    for row in rows::all_of::<step_record::Model>(db, statement).await? {
        records.entry(ComplaintId(row.complaint_id)).or_default().push(record_of(row)?);
    }
    records.values_mut().for_each(|records| records.sort_unstable_by_key(|record| record.number));
    Ok(records)
}

/// Complaints with all their records, from their rows, in the order of the rows.
pub(crate) async fn with_records(
    db: &impl ConnectionTrait,
    rows: Vec<complaint::Model>,
) -> Result<Vec<Complaint>, StoreError> {
    with_some_records(db, rows, &Records::All).await
}

/// As [`with_records`], with those records that are wanted.
pub(crate) async fn with_some_records(
    db: &impl ConnectionTrait,
    rows: Vec<complaint::Model>,
    which: &Records,
) -> Result<Vec<Complaint>, StoreError> {
    let keys: Vec<Key> = rows.iter().map(|row| (OfficeId(row.office_id), ComplaintId(row.id))).collect();
    let mut records = load_records(db, &keys, which).await?;
    rows.into_iter()
        .map(|row| {
            let records = records.remove(&ComplaintId(row.id)).unwrap_or_default();
            complaint_of(row, records)
        })
        .collect()
}
