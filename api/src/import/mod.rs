//! Reading an existing register (CSV) into the offices it names. A bad line is reported and does not stop the rest; a file
//! read twice adds nothing twice, since each complaint keeps its number in the old register.

pub mod holidays;
pub mod mapping;
mod row;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Read;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::administration::{Amendment, CreateCategory};
use domain::complaint::record::{Closing, Content, StepOutcome, StepRecord};
use domain::complaint::standing::Standing;
use domain::complaint::{Complainant, Complaint, Confidentiality, Urgency};
use domain::ids::{CategoryId, ComplaintId};
use domain::office::{Category, Office, Position};
use domain::procedure::step::Step;
use domain::values::{AgendaFormat, AgendaNumber, Line};
use persistence::Store;
use persistence::bulk::Whole;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::operator::{amend, given};
use crate::setup::NewOffice;
use mapping::Mapping;
use row::Row;

/// How a register is read.
#[derive(Clone, Debug)]
pub struct Options {
    /// What its columns are called.
    pub mapping: Mapping,
    /// Separates its fields.
    pub delimiter: u8,
    /// The regency in which offices that are not there yet are made; without it their lines are rejected.
    pub regency: Option<String>,
    /// Dates are local midnight here; offices that are made have this zone.
    pub zone: Tz,
}

/// What became of a register.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Complaints added.
    pub added: usize,
    /// Complaints that were there already.
    pub known: usize,
    /// Offices made.
    pub offices_made: usize,
    /// Lines that were rejected: number in the file and reason.
    pub rejected: Vec<(u64, String)>,
}

/// Told how far it is: lines done, of so many.
pub trait Progress {
    /// So many complaints are to be written.
    fn begin(&self, complaints: usize);
    /// So many more were written.
    fn advance(&self, complaints: usize);
}

/// Complaints written in one transaction.
const BATCH: usize = 2_000;

/// Reads a register.
///
/// # Errors
/// The file has no header or lacks a column that is needed, or the store fails. What is wrong with a line is in the
/// [`Report`].
pub async fn import(
    store: &Store,
    clock: &dyn Clock,
    register: impl Read,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, Failure> {
    let mut report = Report::default();
    let by_office = read(register, options, clock.now(), &mut report)?;
    progress.begin(by_office.values().map(|(_, rows)| rows.len()).sum());
    for (_, (named, rows)) in by_office {
        let office = match (find_office(store, options, &named).await?, &options.regency) {
            (Found::Here(office), _) => Ok(office),
            (Found::Unfit(reason), _) => Err(reason),
            (Found::Nowhere, Some(regency)) => {
                report.offices_made += 1;
                Ok(create_office(store, clock, options, regency, &named).await?)
            }
            (Found::Nowhere, None) => Err(format!("there is no office {}; --regency makes it", named.name)),
        };
        let office = match office {
            Ok(office) => office,
            Err(reason) => {
                progress.advance(rows.len());
                report.rejected.extend(rows.into_iter().map(|row| (row.line, reason.clone())));
                continue;
            }
        };
        let numbers: Vec<String> = rows.iter().map(|row| row.number.clone()).collect();
        let known = store.known_source_numbers(office.id, &numbers).await?;
        let (old, new): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| known.contains(&row.number));
        report.known += old.len();
        progress.advance(old.len());
        let office = with_categories(store, clock, office, &new).await?;
        let now = clock.now();
        for batch in new.chunks(BATCH) {
            let wholes = batch
                .iter()
                .map(|row| whole(&office, row, ComplaintId(clock.new_id()), now))
                .collect::<Vec<_>>();
            store.write_whole(&office, wholes).await?;
            report.added += batch.len();
            progress.advance(batch.len());
        }
    }
    report.rejected.sort();
    Ok(report)
}

/// An office as the register names it first.
#[derive(Clone, Debug)]
struct Named {
    /// The code that is made of its name: other spellings give the same one.
    code: String,
    name: String,
}

/// The rows by the code of their office, in the order of the file.
fn read(
    register: impl Read,
    options: &Options,
    now: DateTime<Utc>,
    report: &mut Report,
) -> Result<BTreeMap<String, (Named, Vec<Row>)>, Failure> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(options.delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(register);
    let columns = options.mapping.columns(reader.headers()?)?;
    let mut by_office: BTreeMap<String, (Named, Vec<Row>)> = BTreeMap::new();
    let mut seen: HashSet<(String, String)> = HashSet::new();
    let mut record = csv::ByteRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                report.rejected.push((line, error.to_string()));
                continue;
            }
        }
        let line = record.position().map_or(line, csv::Position::line);
        match columns.row(&options.mapping, &record, options.zone, line) {
            Ok((office, row)) => {
                let code = code_of(&office);
                if code.is_empty() {
                    report.rejected.push((line, format!("{office:?} names no office")));
                } else if row.received_at > now || row.closed_at.is_some_and(|at| at > now) {
                    report.rejected.push((line, "a date lies in the future".to_owned()));
                } else if seen.insert((code.clone(), row.number.clone())) {
                    let named = Named { code: code.clone(), name: office };
                    by_office.entry(code).or_insert_with(|| (named, Vec::new())).1.push(row);
                } else {
                    report
                        .rejected
                        .push((line, format!("the number {} stands in the file twice", row.number)));
                }
            }
            Err(reason) => report.rejected.push((line, reason)),
        }
    }
    Ok(by_office)
}

/// What a register's name of an office led to.
enum Found {
    Here(Arc<Office>),
    Nowhere,
    /// Why its lines are rejected.
    Unfit(String),
}

/// An office by what the register calls it: its code, its name, or the code that was made of its name.
async fn find_office(store: &Store, options: &Options, named: &Named) -> Result<Found, Failure> {
    let Named { code, name } = named;
    let mut found = match store.find_office(name).await? {
        Some(office) => vec![office],
        None => store.offices_named(name).await?,
    };
    if found.is_empty() {
        found.extend(store.find_office(code).await?);
    }
    let elsewhere = found.first().map(|office| (office.code.clone(), office.regency.clone()));
    if let Some(regency) = &options.regency {
        found.retain(|office| office.regency == *regency);
    }
    Ok(match (found.pop(), elsewhere, &options.regency) {
        (Some(office), _, _) if found.is_empty() => Found::Here(office),
        (Some(_), _, _) => Found::Unfit(format!("several offices are called {name}: name it by its code")),
        (None, Some((code, theirs)), Some(ours)) => {
            Found::Unfit(format!("the office {code} belongs to {theirs}, not to {ours}"))
        }
        (None, ..) => Found::Nowhere,
    })
}

async fn create_office(
    store: &Store,
    clock: &dyn Clock,
    options: &Options,
    regency: &str,
    named: &Named,
) -> Result<Arc<Office>, Failure> {
    let Named { code, name } = named.clone();
    let mut office = NewOffice {
        code: code.clone(),
        name,
        regency: regency.to_owned(),
        zone: options.zone,
        agenda_format: AgendaFormat::default(),
        sections: Vec::new(),
        villages: Vec::new(),
    }
    .build(clock)?;
    // The register has categories of its own.
    office.categories.clear();
    store.create_office(&office, &[], || clock.new_id()).await?;
    Ok(store.find_office(&code).await?.ok_or("the office was not made")?)
}

/// A code made of a name: what can stand in a URL and is easy to type.
fn code_of(name: &str) -> String {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
        .to_uppercase()
}

/// The office with every category that its rows name.
async fn with_categories(
    store: &Store,
    clock: &dyn Clock,
    office: Arc<Office>,
    rows: &[Row],
) -> Result<Arc<Office>, Failure> {
    let known: HashSet<&str> =
        office.categories.iter().flat_map(|c| [c.name.as_str(), c.code.as_str()]).collect();
    let missing: BTreeSet<&str> =
        rows.iter().filter_map(|row| row.category.as_deref()).filter(|name| !known.contains(name)).collect();
    if missing.is_empty() {
        return Ok(office);
    }
    for name in missing {
        let name = given("category", Line::parse(name))?;
        let create = CreateCategory { id: CategoryId(clock.new_id()), code: name.clone(), name };
        amend(store, clock, office.id, Amendment::CreateCategory(create)).await?;
    }
    Ok(store.find_office(&office.code).await?.ok_or("the office is gone")?)
}

/// A complaint of the old register: two records, RECEIVE and ARCHIVE, without officer and due time, nothing between. One
/// that is not closed there goes on here at step 2, which begins with the import: its standard cannot be held against time
/// that nobody recorded. The whole cycle is due at no time, since its beginning is not recorded either.
fn whole(office: &Office, row: &Row, id: ComplaintId, now: DateTime<Utc>) -> Whole {
    let record = |number, step, completed_at: Option<DateTime<Utc>>| StepRecord {
        number,
        step,
        cycle: 1,
        visit: 1,
        position: Position::Staff,
        section: None,
        lead: None,
        started_at: None,
        due_at: None,
        cycle_due_at: None,
        opened_because: None,
        closing: completed_at.map(|at| Closing {
            outcome: StepOutcome::Completed,
            taker: None,
            completed_at: Some(at),
            recorded_at: now,
            working_seconds: None,
            cycle_seconds: None,
            entry_lag_seconds: None,
            note: None,
            content: Content::None,
        }),
    };
    let received = record(1, Step::Receive, Some(row.received_at));
    let revision = office.procedure_on(office.calendar.local_date(row.received_at));
    let (standing, second) = match row.closed_at {
        Some(at) => (Standing::Archived { at }, record(2, Step::Archive, Some(at))),
        None => {
            let step = Step::AttachDispositionSheet;
            let due_at = revision.and_then(|p| office.calendar.due(now, p.step(step).standard).ok());
            let open = StepRecord { started_at: Some(now), due_at, ..record(2, step, None) };
            (Standing::InProgress { step }, open)
        }
    };
    let complaint = Complaint {
        office: office.id,
        id,
        version: 1,
        agenda_number: AgendaNumber { year: 0, number: 0, text: String::new() },
        tracking_code: None,
        channel: row.channel,
        subject: row.subject.clone(),
        description: row.description.clone(),
        category: row.category.as_ref().and_then(|name| {
            let called = |category: &&Category| category.name == *name || category.code == *name;
            office.categories.iter().find(called).map(|category| category.id)
        }),
        village: None,
        urgency: Urgency::default(),
        confidentiality: Confidentiality::default(),
        complainant: Complainant {
            name: row.complainant_name.clone(),
            phone: row.complainant_phone.clone(),
            ..Complainant::default()
        },
        reported: Vec::new(),
        standing,
        cycle: 1,
        arrived_at: row.received_at,
        received_at: row.received_at,
        procedure_revision: revision.map_or(1, |p| p.revision),
        result: None,
        answer: None,
        answered_at: None,
        archive_code: None,
        records: vec![received, second],
    };
    Whole { complaint, changes: Vec::new(), source_number: Some(row.number.clone()), updated_at: now }
}
