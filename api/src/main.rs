//! The program `pengaduan`: parse the command line, nothing else.

use clap::Parser;

/// The C library's keeps what passwords took to hash, thread by thread, and is slower at many small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let cli = api::cli::Cli::parse();
    // A second net under the document guard: deep documents meet a larger stack.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(4 << 20).build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(cli.run()),
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            let mut sentence = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                // Errors that show their cause in their own text do not say it twice.
                let cause_says = cause.to_string();
                if !sentence.ends_with(&cause_says) {
                    sentence = format!("{sentence}: {cause_says}");
                }
                source = cause.source();
            }
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "pengaduan: {sentence}");
            std::process::ExitCode::FAILURE
        }
    }
}
