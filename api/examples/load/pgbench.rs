//! The same statements as plain SQL: pgbench, prepared. Where requests differ in a value only, the script picks it by a
//! random number out of a constant array, so that no statement is added.

use std::collections::HashMap;
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
                    picked(&given)
                });
                script.push_str(&filled_in(sql, &values.collect::<Vec<_>>()));
                script.push_str(";\n");
            }
            (script, requests.len())
        })
        .collect()
}

fn picked(given: &[&str]) -> String {
    if given.iter().all(|literal| *literal == given[0]) {
        return given[0].to_owned();
    }
    let sql_type =
        given.iter().find(|literal| **literal != "NULL").map_or("text", |literal| type_of(literal));
    format!("(ARRAY[{}]::{sql_type}[])[:n]", given.join(","))
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

/// What a step changes of its complaint's row.
const CHANGED: [&str; 6] = ["version", "urgency", "current_step", "step_started_at", "due_at", "updated_at"];

/// The service writes the whole row of a complaint, most of it as it was: so does this, of the complaint at hand.
fn keeping(sql: &str) -> String {
    let Some((assignments, condition)) =
        sql.strip_prefix("UPDATE \"complaint\" SET ").and_then(|rest| rest.split_once(" WHERE "))
    else {
        return sql.to_owned();
    };
    let assignments = assignments.split(", ").map(|assignment| {
        let column = assignment.split(" = ").next().unwrap_or_default();
        let changed = CHANGED.contains(&column.trim_matches('"'));
        if changed { assignment.to_owned() } else { format!("{column} = {column}") }
    });
    format!("UPDATE \"complaint\" SET {} WHERE {condition}", assignments.collect::<Vec<_>>().join(", "))
}

/// The script of a step mutation: what one issued, with the complaint's id and its office taken from the complaint at hand.
/// The first statement looks up the session; the others are one transaction.
pub(crate) fn step(issued: &[Issued], number: usize, first: usize, of_client: usize) -> String {
    let id = format!("'{}'", pool_id(number).0);
    let office = (number % OFFICES + 1).to_string();
    let mut script = format!(
        "\\set i :i + 1\n\\set n {first} + :client_id * {of_client} + :i\n\\set office 1 + :n % {OFFICES}\n"
    );
    for (place, Issued { sql, literals }) in issued.iter().enumerate() {
        let sql = keeping(sql);
        let values = literals.iter().map(|literal| {
            if *literal == id {
                let (prefix, _) = id.split_at(25);
                format!("({prefix}' || lpad(to_hex(:n::bigint), 12, '0'))::uuid")
            } else if *literal == office {
                ":office".to_owned()
            } else {
                literal.clone()
            }
        });
        if place == 1 {
            script.push_str("BEGIN;\n");
        }
        script.push_str(&filled_in(&sql, &values.collect::<Vec<_>>()));
        script.push_str(";\n");
    }
    script.push_str("COMMIT;\n");
    script
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
