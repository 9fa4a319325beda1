//! The load command: fills databases with realistic complaints and measures the service on them over HTTP, beside the same
//! statements as plain SQL (pgbench) and beside the ceiling, async-graphql with axum answering the same from memory.
//! `cargo run --release --example load -- --help`.

mod ceiling;
mod child;
mod client;
mod database;
mod fill;
mod measure;
mod options;
mod pgbench;
mod report;
mod statements;
mod workload;

use std::io::Write;

use api::failure::Failure;
use clap::Parser;
use options::{Hidden, Options};
use report::Report;

/// The program's, so that filling costs what an import does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    match run(&Options::parse()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "load: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    if let Some(Hidden::Ceiling { answers, listen }) = &options.hidden {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        return runtime.block_on(ceiling::serve(answers, *listen));
    }
    let temporary = tempfile::tempdir()?;
    let folder = options.folder.clone().unwrap_or_else(|| temporary.path().to_owned());
    let mut report = Report::default();
    for engine in &options.engines {
        for size in &options.sizes {
            measure::measure(options, *engine, *size, &folder, &mut report)?;
        }
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = format!("cargo run --release --example load -- {}", arguments.join(" "));
    write!(std::io::stdout(), "{}", report.markdown(command.trim_end_matches("-- "))?)?;
    Ok(())
}
