//! The same statements as plain SQL: pgbench, prepared. Where requests differ in a value only, the script picks it by a
//! random number out of a constant array, so that no statement is added.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use api::failure::Failure;

use crate::client::Measured;
use crate::database::Database;
use crate::fill::{OFFICES, pool_id};
use crate::options::Options;
use crate::statements::Issued;

/// Kinds of requests of one workload that get a script of their own: the most frequent ones.
const SCRIPTS: usize = 16;

/// The scripts for what requests of one workload issue, with how often each is to be run.
pub(crate) fn reading(requests: &[Vec<Issued>]) -> Vec<(String, usize)> {
    let mut kinds: HashMap<Vec<&str>, Vec<&Vec<Issued>>> = HashMap::new();
    for request in requests {
        kinds.entry(request.iter().map(|issued| issued.sql.as_str()).collect()).or_default().push(request);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, requests)| std::cmp::Reverse(requests.len()));
    kinds.truncate(SCRIPTS);
    kinds
        .into_iter()
        .map(|(statements, requests)| {
            let mut script = format!("\\set n random(1, {})\n", requests.len());
            for (place, sql) in statements.iter().enumerate() {
                let values = (0..requests[0][place].literals.len()).map(|value| {
                    let given: Vec<&str> =
                        requests.iter().map(|request| request[place].literals[value].as_str()).collect();
                    picked(&given, ":n")
                });
                script.push_str(&filled_in(sql, &values.collect::<Vec<_>>()));
                script.push_str(";\n");
            }
            (script, requests.len())
        })
        .collect()
}

/// The one of these literals that a variable says, from 1.
fn picked(given: &[&str], by: &str) -> String {
    if given.iter().all(|literal| *literal == given[0]) {
        return typed(given[0]);
    }
    // Arrays of other lengths make no array.
    if given.iter().any(|literal| element(literal).is_some()) {
        let whens =
            (1..).zip(given).map(|(number, literal)| format!("WHEN {number} THEN {}", typed(literal)));
        return format!("(CASE ({by})::int {} END)", whens.collect::<Vec<_>>().join(" "));
    }
    let sql_type =
        given.iter().find(|literal| **literal != "NULL").map_or("text", |literal| type_of(literal));
    format!("(ARRAY[{}]::{sql_type}[])[{by}]", given.join(","))
}

/// The first element of an array.
fn element(literal: &str) -> Option<&str> {
    literal.strip_prefix("ARRAY [")?.split([',', ']']).next()
}

/// A literal whose type is clear: of an array's elements it would be text.
fn typed(literal: &str) -> String {
    element(literal)
        .map_or_else(|| literal.to_owned(), |element| format!("{literal}::{}[]", type_of(element)))
}

fn type_of(literal: &str) -> &'static str {
    let inner = literal.trim_matches('\'');
    if literal.starts_with("'\\x") || literal.starts_with("E'\\\\x") || literal.starts_with("x'") {
        "bytea"
    } else if !literal.contains('\'') {
        if literal.parse::<i64>().is_ok() { "int" } else { "boolean" }
    } else if uuid::Uuid::parse_str(inner).is_ok() {
        "uuid"
    } else if inner.get(..10).is_some_and(|date| date.parse::<chrono::NaiveDate>().is_ok()) {
        "timestamptz"
    } else {
        "text"
    }
}

fn filled_in(sql: &str, values: &[String]) -> String {
    let mut written = String::with_capacity(sql.len() * 2);
    let mut rest = sql;
    while let Some(place) = rest.find('$') {
        let digits = rest[place + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let number: Option<usize> = rest[place + 1..=place + digits].parse().ok();
        written.push_str(&rest[..place]);
        match number.and_then(|number| values.get(number - 1)) {
            Some(value) => written.push_str(value),
            None => written.push_str(&rest[place..=place + digits]),
        }
        rest = &rest[place + 1 + digits..];
    }
    written.push_str(rest);
    written
}

/// What a step changes of its complaint's row, and of the step record that it ends.
const CHANGED: [(&str, &[&str]); 2] = [
    ("complaint", &["version", "urgency", "current_step", "step_started_at", "due_at", "updated_at"]),
    (
        "step_record",
        &[
            "outcome",
            "officer_id",
            "capacity",
            "completed_at",
            "recorded_at",
            "working_seconds",
            "cycle_seconds",
            "entry_lag_seconds",
        ],
    ),
];

/// The service writes whole rows, most of them as they were: so does this, of the complaint at hand.
fn keeping(sql: &str) -> String {
    let update = |(table, changed): &(&str, &[&str])| {
        let set = format!("UPDATE \"{table}\" SET ");
        let (assignments, condition) = sql.strip_prefix(&set)?.split_once(" WHERE ")?;
        let assignments = assignments.split(", ").map(|assignment| {
            let column = assignment.split(" = ").next().unwrap_or_default();
            let changed = changed.contains(&column.trim_matches('"'));
            if changed { assignment.to_owned() } else { format!("{column} = {column}") }
        });
        Some(format!("{set}{} WHERE {condition}", assignments.collect::<Vec<_>>().join(", ")))
    };
    CHANGED.iter().find_map(update).unwrap_or_else(|| sql.to_owned())
}

/// A step mutation that was observed.
pub(crate) struct ObservedStep {
    /// Number of the complaint in the pool, which says its office too.
    pub(crate) number: usize,
    /// What it issued.
    pub(crate) issued: Vec<Issued>,
}

impl ObservedStep {
    fn office(&self) -> usize {
        office_of(self.number)
    }

    fn literal(&self, place: usize, value: usize) -> &str {
        &self.issued[place].literals[value]
    }
}

/// The office of a complaint of the pool.
fn office_of(number: usize) -> usize {
    number % OFFICES + 1
}

/// The script of a step mutation, made of one that was observed in each office. The complaint's id is that of the complaint at
/// hand; every other value is as it was observed in its office: who signed in, which tallies were read and written, in how many
/// bytes. Where the statements of offices differ, as theirs touch more rows, each has its own. The first statement looks up
/// the session; the others are one transaction.
///
/// Clients take complaints in turns, as the connections to the service do, so that neighbours are of different offices.
pub(crate) fn step(observed: &[ObservedStep], first: usize, clients: usize) -> String {
    let mut kinds: BTreeMap<Vec<&str>, Vec<&ObservedStep>> = BTreeMap::new();
    for step in observed {
        kinds.entry(step.issued.iter().map(|issued| issued.sql.as_str()).collect()).or_default().push(step);
    }
    let mut script = format!(
        "\\set i :i + 1\n\\set n {first} + :i * {clients} + :client_id\n\\set office 1 + :n % {OFFICES}\n"
    );
    for (statements, alike) in kinds {
        let offices: Vec<String> = alike.iter().map(|step| format!(":office = {}", step.office())).collect();
        script.push_str(&format!("\\if {}\n", offices.join(" or ")));
        for (place, sql) in statements.into_iter().enumerate() {
            let count = alike[0].issued[place].literals.len();
            let values: Vec<String> = (0..count).map(|value| of_office(&alike, place, value)).collect();
            if place == 1 {
                script.push_str("BEGIN;\n");
            }
            script.push_str(&filled_in(&keeping(sql), &values));
            script.push_str(";\n");
        }
        script.push_str("COMMIT;\n\\endif\n");
    }
    script
}

/// A value of a statement, for the complaint and the office at hand.
fn of_office(alike: &[&ObservedStep], place: usize, value: usize) -> String {
    let everywhere = |is: &dyn Fn(&ObservedStep) -> String| {
        alike.iter().all(|step| step.literal(place, value) == is(step))
    };
    if everywhere(&|step| format!("'{}'", pool_id(step.number).0)) {
        let id = pool_id(0).0.to_string();
        return format!("('{}' || lpad(to_hex(:n::bigint), 12, '0'))::uuid", &id[..24]);
    }
    if everywhere(&|step| step.office().to_string()) {
        return ":office".to_owned();
    }
    let mut given = ["NULL"; OFFICES];
    for step in alike {
        given[step.office() - 1] = step.literal(place, value);
    }
    let first = alike[0].literal(place, value);
    if alike.iter().all(|step| step.literal(place, value) == first) {
        typed(first)
    } else {
        picked(&given, ":office")
    }
}

/// Runs scripts.
pub(crate) fn run(
    options: &Options,
    database: &Database,
    scripts: &[(String, usize)],
    folder: &Path,
    seconds: u64,
) -> Result<Measured, Failure> {
    let logs = tempfile::tempdir_in(folder)?;
    let mut command = Command::new(options.program("pgbench"));
    command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2", "--define=i=-1", "--log"]);
    command.arg(format!("--log-prefix={}", logs.path().join("latency").display()));
    command.arg(format!("--client={}", options.connections)).arg(format!("--time={seconds}"));
    for (number, (script, weight)) in scripts.iter().enumerate() {
        let path = logs.path().join(format!("script-{number}.sql"));
        std::fs::write(&path, script)?;
        command.arg(format!("--file={}@{weight}", path.display()));
    }
    let done = command
        .arg(&database.url)
        .output()
        .map_err(|e| format!("pgbench cannot be run: {e}; --postgres-bin says where it is"))?;
    let said = String::from_utf8_lossy(&done.stdout);
    let complained = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() {
        let first = complained.lines().find(|line| line.contains("rror")).unwrap_or(&complained);
        return Err(format!("pgbench: {first}").into());
    }
    let number = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok())
    };
    let rate = number("tps = ").ok_or("pgbench does not say how many there were a second")?;
    let failed = number("number of failed transactions: ").unwrap_or_default() as u64;
    let mut latencies = hdrhistogram::Histogram::<u64>::new_with_bounds(1, 60_000_000, 3)?;
    for file in std::fs::read_dir(logs.path())? {
        let path = file?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("latency")) {
            for line in std::fs::read_to_string(path)?.lines() {
                let micros = line.split_whitespace().nth(2).and_then(|micros| micros.parse().ok());
                latencies.saturating_record(micros.unwrap_or_default());
            }
        }
    }
    Ok(Measured {
        rate,
        p50: Duration::from_micros(latencies.value_at_quantile(0.5)),
        p99: Duration::from_micros(latencies.value_at_quantile(0.99)),
        failed,
        bytes: 0,
        processor: Duration::ZERO,
    })
}
