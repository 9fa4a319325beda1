//! `pengaduan serve`

use std::net::TcpListener;

use clap::Args;
use persistence::{DatabaseConfig, Store};
use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, print};
use crate::config::{DatabaseArgs, ServeArgs};
use crate::{clock, demo, telemetry};

/// Serve GraphQL over HTTP
#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    serve: ServeArgs,
    /// Serve a demonstration: the office Selemadeg Timur with a year of complaints, and a smaller one, Kediri. Refuses a
    /// database that holds anything else
    #[arg(long)]
    demo: bool,
    /// One password for all officers of the demonstration; made up and printed where left out
    #[arg(long, env = "PENGADUAN_DEMO_PASSWORD", hide_env_values = true, value_name = "PASSWORD")]
    demo_password: Option<String>,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), Failure> {
        telemetry::start();
        let clock: clock::SharedClock = std::sync::Arc::new(clock::SystemClock);
        let limits = self.serve.limits.load()?;
        let read_url = self.serve.database_read_url.clone();
        let store = Store::connect(&DatabaseConfig { read_url, ..self.database.config() }).await?;
        store.migrate().await?;
        if self.demo {
            let seeded = demo::prepare(&store, &clock, self.demo_password).await?;
            if let Some(password) = seeded {
                print(&format!("The demonstration's officers sign in with the password {password}"))?;
            }
        }
        let listener = TcpListener::bind(self.serve.listen)
            .map_err(|e| format!("PENGADUAN_LISTEN: {} cannot be listened on: {e}", self.serve.listen))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let shutdown = async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("stopping: requests under way are finished");
        };
        print(&format!("Serving GraphQL at http://{address}/graphql, GraphiQL at http://{address}/"))?;
        let ServeArgs { signin, submissions, .. } = self.serve;
        let serving = crate::Serving { store, clock, limits, signin, submissions };
        crate::serve(serving, listener, shutdown).await?;
        Ok(())
    }
}
