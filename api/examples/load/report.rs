//! What is printed: a table in Markdown, ready for the README.

use std::fmt::Write as _;
use std::time::Duration;

use api::failure::Failure;

use crate::child::Memory;
use crate::client::Measured;
use crate::options::Engine;

/// Says something while measuring goes on.
pub(crate) fn note(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    writeln!(std::io::stderr(), "{text}")?;
    Ok(())
}

/// Measurements of one workload on one database.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The engine.
    pub(crate) engine: Engine,
    /// How many complaints were wanted.
    pub(crate) size: usize,
    /// The workload.
    pub(crate) workload: &'static str,
    /// The service.
    pub(crate) service: Measured,
    /// The service's memory right after it.
    pub(crate) memory: Memory,
    /// Statements of a request: the most of any.
    pub(crate) statements: Option<usize>,
    /// What it is held against: the ceiling, or a static GET.
    pub(crate) ceiling: Option<Measured>,
    /// pgbench with the same statements.
    pub(crate) pgbench: Option<Measured>,
}

/// A database and a start of the service on it.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    /// The engine.
    pub(crate) engine: Engine,
    /// How many complaints there are.
    pub(crate) complaints: usize,
    /// How many step records.
    pub(crate) records: usize,
    /// How long filling took.
    pub(crate) filled: Duration,
    /// On disk.
    pub(crate) mebibytes: u64,
    /// From the start of the service until it was ready.
    pub(crate) ready: Duration,
    /// Its memory once everybody had signed in.
    pub(crate) signed_in: Memory,
    /// Its memory at the end.
    pub(crate) memory: Memory,
}

/// Everything that was measured.
#[derive(Default)]
pub(crate) struct Report {
    /// The databases.
    pub(crate) bases: Vec<Base>,
    /// The workloads.
    pub(crate) rows: Vec<Row>,
    /// What was left out, and why.
    pub(crate) notes: Vec<String>,
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f64() * 1000.0)
}

fn or_dash<T>(value: Option<T>, write: impl Fn(T) -> String) -> String {
    value.map_or_else(|| "–".to_owned(), write)
}

impl Report {
    /// Says something once, below the tables.
    pub(crate) fn say(&mut self, text: String) {
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// Where a workload could not be measured, the others still are.
    pub(crate) fn left_out(
        &mut self,
        engine: Engine,
        size: usize,
        workload: &str,
        done: Result<(), Failure>,
    ) -> Result<(), Failure> {
        if let Err(error) = done {
            let text = format!("{workload} on {engine} with {size} was not measured: {error}");
            note(&text)?;
            self.say(text);
        }
        Ok(())
    }

    /// The same workload on the smallest database of the engine.
    fn smallest(&self, row: &Row) -> Option<&Row> {
        let alike = |other: &&Row| other.engine == row.engine && other.workload == row.workload;
        self.rows.iter().filter(alike).min_by_key(|other| other.size).filter(|other| other.size < row.size)
    }

    /// As Markdown.
    pub(crate) fn markdown(&self, command: &str) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        let today = api::clock::Clock::now(&api::clock::SystemClock).date_naive();
        writeln!(text, "Measured on {today}:\n\n```sh\n{command}\n```\n")?;
        writeln!(
            text,
            "| database | complaints | step records | filled in | on disk | ready after | memory, all signed in | most |"
        )?;
        writeln!(text, "| --- | --: | --: | --: | --: | --: | --: | --: |")?;
        for base in &self.bases {
            writeln!(
                text,
                "| {} | {} | {} | {:.1} s | {} MiB | {} ms | {:.0} MiB | {:.0} MiB |",
                base.engine,
                base.complaints,
                base.records,
                base.filled.as_secs_f64(),
                base.mebibytes,
                milliseconds(base.ready),
                base.signed_in.now,
                base.memory.most
            )?;
        }
        writeln!(
            text,
            "\n| database | complaints | workload | requests/s | p50 ms | p99 ms | answer KiB | statements | \
             resident MiB | processor ms | ceiling's | ceiling/s | of ceiling | pgbench/s | of pgbench | cost by smallest | pgbench's |"
        )?;
        writeln!(text, "{}", "| --- | --: | --- |".to_owned() + &" --: |".repeat(14))?;
        for row in &self.rows {
            let smallest = self.smallest(row);
            let rate = |measured: &Measured| format!("{:.0}", measured.rate);
            let of = |measured: &Measured| format!("{:.0} %", 100.0 * row.service.rate / measured.rate);
            let pgbench_growth = smallest
                .and_then(|smallest| smallest.pgbench.as_ref())
                .zip(row.pgbench.as_ref())
                .map(|(smallest, own)| smallest.rate / own.rate);
            writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {:.1} | {} | {:.0} | {:.3} | {} | {} | {} | {} | {} | {} | {} |",
                row.engine,
                row.size,
                row.workload,
                rate(&row.service),
                milliseconds(row.service.p50),
                milliseconds(row.service.p99),
                row.service.bytes as f64 / 1024.0,
                or_dash(row.statements, |count| count.to_string()),
                row.memory.now,
                row.service.processor.as_secs_f64() * 1000.0,
                or_dash(row.ceiling.as_ref(), |c| format!("{:.3}", c.processor.as_secs_f64() * 1000.0)),
                or_dash(row.ceiling.as_ref(), rate),
                or_dash(row.ceiling.as_ref(), of),
                or_dash(row.pgbench.as_ref(), rate),
                or_dash(row.pgbench.as_ref(), of),
                or_dash(smallest, |smallest| format!("{:.2}", smallest.service.rate / row.service.rate)),
                or_dash(pgbench_growth, |growth| format!("{growth:.2}")),
            )?;
        }
        let failed: Vec<_> = self.rows.iter().filter(|row| row.service.failed > 0).collect();
        for row in &failed {
            writeln!(
                text,
                "\n{} of {} on {} with {} were not answered as they must be.",
                row.service.failed, row.workload, row.engine, row.size
            )?;
        }
        for note in &self.notes {
            writeln!(text, "\n{note}")?;
        }
        Ok(text)
    }
}
