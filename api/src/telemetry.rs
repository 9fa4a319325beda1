//! The log: one line an event, on standard error, as JSON where `PENGADUAN_LOG_FORMAT=json`. Never a complainant's data.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging: warnings and the service's own news, unless `RUST_LOG` says otherwise.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,api=info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = if std::env::var("PENGADUAN_LOG_FORMAT").is_ok_and(|format| format == "json") {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
    if started.is_err() {
        // A test started it before.
        return;
    }
    // The default hook prints the panic's text, in which there may be a complainant's data.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}
