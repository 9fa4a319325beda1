//! `pengaduan import`

use std::path::PathBuf;

use chrono_tz::Tz;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use persistence::Store;

use super::{Failure, print};
use crate::clock::SystemClock;
use crate::config::DatabaseArgs;
use crate::import::mapping::{Column, Mapping};
use crate::import::{Options, Progress, import};

/// Read an existing register (CSV) into the offices it names
///
/// Closed complaints get two step records, RECEIVE and ARCHIVE, without officer and due time; open ones go on at step 2, which begins now.
/// Agenda numbers follow the file's order in the year received. Lines that cannot be read are reported with their number
/// and reason, and do not stop the rest. A file read again adds nothing twice.
#[derive(Args, Debug)]
pub(super) struct Import {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The register, a CSV file with a header
    file: PathBuf,
    /// Make offices that are not there yet, in this regency
    #[arg(long, value_name = "NAME")]
    regency: Option<String>,
    /// Dates are local midnight in this zone; offices that are made have it
    #[arg(long, default_value = "Asia/Makassar", value_name = "ZONE")]
    time_zone: Tz,
    /// File (TOML) that says what the register calls its columns and what it calls closed
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// What the register calls a column, like received_on=tanggal; may be repeated, and goes before the file. Columns: number,
    /// office, received_on, closed_on, status, category, subject, description, channel, complainant_name, complainant_phone
    #[arg(long = "column", value_name = "COLUMN=NAME", value_parser = column)]
    columns: Vec<(Column, String)>,
    /// What separates the fields of a line
    #[arg(long, default_value = ",", value_parser = delimiter)]
    delimiter: u8,
}

fn column(text: &str) -> Result<(Column, String), String> {
    let (column, name) = text.split_once('=').ok_or("must be COLUMN=NAME")?;
    let column = column.parse().map_err(|_| format!("{column} is no column; see --help"))?;
    Ok((column, name.to_owned()))
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [one] => Ok(*one),
        _ if text == "\\t" => Ok(b'\t'),
        _ => Err("must be one character".to_owned()),
    }
}

struct Bar(ProgressBar);

impl Progress for Bar {
    fn begin(&self, complaints: usize) {
        self.0.set_length(complaints as u64);
    }

    fn advance(&self, complaints: usize) {
        self.0.inc(complaints as u64);
    }
}

impl Import {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let unreadable =
            |path: &PathBuf, error: std::io::Error| format!("{} cannot be read: {error}", path.display());
        let mut mapping: Mapping = match &self.mapping {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|e| unreadable(path, e))?;
                toml::from_str(&text).map_err(|e| format!("{} is not right: {e}", path.display()))?
            }
            None => Mapping::default(),
        };
        mapping.columns.extend(self.columns);
        let register = std::fs::File::open(&self.file).map_err(|e| unreadable(&self.file, e))?;
        let store = Store::connect(&self.database.config()).await?;
        store.migrate().await?;
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} complaints, {per_sec}, {eta} left")?;
        let bar = Bar(ProgressBar::new(0).with_style(style));
        let options =
            Options { mapping, delimiter: self.delimiter, regency: self.regency, zone: self.time_zone };
        let report = import(&store, &SystemClock, register, &options, &bar).await?;
        bar.0.finish_and_clear();
        for (line, reason) in &report.rejected {
            print(&format!("line {line}: {reason}"))?;
        }
        print(&format!(
            "{} complaints added, {} were there already, {} lines rejected, {} offices made.",
            report.added,
            report.known,
            report.rejected.len(),
            report.offices_made
        ))
    }
}
