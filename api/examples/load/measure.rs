//! One database: filled, served, measured.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use api::failure::Failure;
use axum::body::Bytes;
use domain::office::Office;
use persistence::Store;
use tokio::runtime::Runtime;

use crate::ceiling;
use crate::child::Server;
use crate::client::{Run, ask, load};
use crate::database::Database;
use crate::fill::{self, OFFICES};
use crate::options::{Engine, Options};
use crate::pgbench::{self, ObservedStep};
use crate::report::{Base, Report, Row, note};
use crate::statements::{Issued, Observed};
use crate::workload::{self, Tokens, Workload};

/// Everybody's password, on a database that is dropped afterwards.
const PASSWORD: &str = "kata-sandi-beban";

/// A database under measurement.
struct Bench<'a> {
    options: &'a Options,
    size: usize,
    folder: &'a Path,
    database: &'a Database,
    service: &'a Server,
    observed: &'a Observed,
    runtime: &'a Runtime,
    run: Run,
}

/// Fills a database, measures on it, drops it.
pub(crate) fn measure(
    options: &Options,
    engine: Engine,
    size: usize,
    folder: &Path,
    report: &mut Report,
) -> Result<(), Failure> {
    let database = Database::create(options, engine, size, folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // SQLite has one writer.
    let writers = if engine == Engine::Sqlite { 1 } else { 2 };
    let filled = runtime.block_on(async {
        let store = Store::connect(&database.config()).await?;
        store.migrate().await?;
        fill::fill(&store, size, PASSWORD, writers).await
    })?;
    let (complaints, records, took) = (filled.complaints, filled.records, filled.took);
    note(&format!("{engine}: {complaints} complaints with {records} step records filled in in {took:.1?}"))?;
    database.settle()?;
    // A first start finds nothing in the caches that a machine which has been serving would have.
    drop(Server::service(&database)?);
    let service = Server::service(&database)?;
    note(&format!("{engine}: ready after {:.1?}, {:.1?}", service.ready_after, service.memory()))?;
    let mut signed_in = service.memory();
    if !options.fill_only {
        let observed = runtime.block_on(Observed::new(&database))?;
        let tokens = runtime.block_on(Tokens::sign_in(service.address, OFFICES, PASSWORD))?;
        // Hashing passwords takes 19 MiB at a time; what stays of it is no part of answering queries.
        signed_in = service.memory();
        note(&format!("{engine}: {:.0} MiB once all have signed in", signed_in.now))?;
        let run = Run {
            connections: options.connections,
            warm_up: Duration::from_secs(options.warm_up),
            measured: Duration::from_secs(options.seconds),
            once: false,
        };
        let bench = Bench {
            options,
            size,
            folder,
            database: &database,
            service: &service,
            observed: &observed,
            runtime: &runtime,
            run,
        };
        let sdl = api::graphql::sdl();
        let offers = |field: &str| sdl.contains(&format!("\t{field}("));
        for workload in workload::reading(&filled, &tokens)? {
            if !options.wants(workload.name) {
                continue;
            }
            if !offers(workload.field) {
                report.say(format!("The schema has no `{}`: what asks for it is left out.", workload.field));
                continue;
            }
            let done = bench.reading(&workload, report);
            report.left_out(engine, size, workload.name, done)?;
        }
        let done = bench.seen_before(&tokens, offers("dashboard"), report);
        report.left_out(engine, size, "seen before", done)?;
        if options.wants("step") {
            let done = bench.steps(&filled.offices, &tokens, report);
            report.left_out(engine, size, "step mutation", done)?;
        }
    }
    report.bases.push(Base {
        engine,
        complaints,
        records,
        filled: took,
        mebibytes: database.mebibytes(),
        ready: service.ready_after,
        signed_in,
        memory: service.memory(),
    });
    Ok(())
}

impl Bench<'_> {
    fn reading(&self, workload: &Workload, report: &mut Report) -> Result<(), Failure> {
        let issued = self.runtime.block_on(self.issued(workload))?;
        let service = load(self.service, &workload.asks, self.run)?;
        let memory = self.service.memory();
        let ceiling = self.ceiling(workload, report)?;
        let pgbench = match self.database.engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                let scripts = pgbench::reading(&issued);
                Some(pgbench::run(self.options, self.database, &scripts, self.folder, self.options.seconds)?)
            }
        };
        self.add(
            report,
            Row {
                engine: self.database.engine,
                size: self.size,
                workload: workload.name,
                service,
                memory,
                statements: issued.iter().map(Vec::len).max(),
                ceiling: Some(ceiling),
                pgbench,
            },
        )
    }

    /// What each request issues, asked a second time: the offices are known by then.
    async fn issued(&self, workload: &Workload) -> Result<Vec<Vec<Issued>>, Failure> {
        let mut issued = Vec::with_capacity(workload.asks.len());
        for ask in &workload.asks {
            self.observed.statements(ask).await?;
        }
        for ask in &workload.asks {
            issued.push(self.observed.statements(ask).await?);
        }
        Ok(issued)
    }

    /// The same answers from memory: first it is seen that they are the same.
    fn ceiling(&self, workload: &Workload, report: &mut Report) -> Result<crate::client::Measured, Failure> {
        let answers = self.runtime.block_on(async {
            let mut answers = Vec::with_capacity(workload.asks.len());
            for asked in &workload.asks {
                answers.push(ask(self.service.address, asked).await?.body);
            }
            Ok::<_, Failure>(answers)
        })?;
        let server = self.ceiling_of(&answers)?;
        let unlike = self.runtime.block_on(async {
            let mut unlike = 0;
            for (asked, answer) in workload.asks.iter().zip(&answers) {
                unlike += usize::from(ask(server.address, asked).await?.body != answer);
            }
            Ok::<_, Failure>(unlike)
        })?;
        if unlike > 0 {
            report.say(format!(
                "{}: {unlike} of {} answers of the ceiling differ from the service's in some byte.",
                workload.name,
                answers.len()
            ));
        }
        load(&server, &workload.asks, self.run)
    }

    /// The ceiling with these answers.
    fn ceiling_of(&self, answers: &[Bytes]) -> Result<Server, Failure> {
        let file = tempfile::NamedTempFile::new_in(self.folder)?;
        std::fs::write(file.path(), [&b"["[..], &answers.join(&b","[..]), b"]"].concat())?;
        Server::ceiling(file.path())
    }

    fn seen_before(&self, tokens: &Tokens, with_dashboard: bool, report: &mut Report) -> Result<(), Failure> {
        if !self.options.wants("seen before") {
            return Ok(());
        }
        let again = workload::seen_before(self.service.address, tokens, with_dashboard);
        let Some((again, screen)) = self.runtime.block_on(again)? else {
            report.say("The service gives no ETag: what was seen before is left out.".to_owned());
            return Ok(());
        };
        let service = load(self.service, &[again], self.run)?;
        let memory = self.service.memory();
        // The browser shows the screen; what it is sent is as short as the answer to a probe.
        let server = self.ceiling_of(std::slice::from_ref(&screen))?;
        let whole = workload::static_get(ceiling::STATIC)?;
        if self.runtime.block_on(ask(server.address, &whole))?.body != screen {
            return Err("the static GET is not answered with the screen".into());
        }
        let whole = load(&server, &[whole], self.run)?;
        drop(server);
        let short = load(self.service, &[workload::static_get("/healthz")?], self.run)?;
        for (workload, ceiling) in [
            ("seen before (ceiling: the screen as a static GET)", whole),
            ("seen before (ceiling: /healthz)", short),
        ] {
            let row = Row {
                engine: self.database.engine,
                size: self.size,
                workload,
                service: service.clone(),
                memory,
                statements: None,
                ceiling: Some(ceiling),
                pgbench: None,
            };
            self.add(report, row)?;
        }
        Ok(())
    }

    fn steps(&self, offices: &[Arc<Office>], tokens: &Tokens, report: &mut Report) -> Result<(), Failure> {
        let of_run =
            usize::try_from(self.options.seconds + self.options.warm_up)? * self.options.steps_per_second;
        let pool = 2 * of_run;
        // Twice for each office, as its own rows are read anew for the first.
        let observed = pool..pool + 2 * OFFICES;
        self.runtime.block_on(async {
            let store = Store::connect(&self.database.config()).await?;
            fill::add_pool(&store, offices, observed.end).await
        })?;
        self.database.settle()?;
        let mut issued = Vec::new();
        for ask in workload::steps(offices, tokens, observed.clone())? {
            issued.push(self.runtime.block_on(self.observed.statements(&ask))?);
        }
        let issued = &issued[OFFICES..];
        let asks = workload::steps(offices, tokens, 0..of_run)?;
        let service = load(self.service, &asks, Run { once: true, ..self.run })?;
        let memory = self.service.memory();
        let pgbench = match self.database.engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                let numbers = observed.clone().skip(OFFICES);
                let each =
                    numbers.zip(issued.to_vec()).map(|(number, issued)| ObservedStep { number, issued });
                let script = pgbench::step(&each.collect::<Vec<_>>(), of_run, self.options.connections);
                let scripts = [(script, 1)];
                let (options, seconds) = (self.options, self.options.seconds);
                let measured = pgbench::run(options, self.database, &scripts, self.folder, seconds)?;
                let done = self.database.ask(&format!(
                    "SELECT count(*) FROM complaint WHERE version > 1 AND id >= '{}' AND id < '{}'",
                    fill::pool_id(of_run).0,
                    fill::pool_id(pool).0
                ))?;
                let (claimed, done) = (measured.rate * seconds as f64, done.parse::<f64>()?);
                if done < 0.95 * claimed {
                    return Err(format!("pgbench ran {claimed:.0} steps, but {done} were taken").into());
                }
                Some(measured)
            }
        };
        self.add(
            report,
            Row {
                engine: self.database.engine,
                size: self.size,
                workload: "step mutation",
                service,
                memory,
                statements: issued.iter().map(Vec::len).max(),
                ceiling: None,
                pgbench,
            },
        )
    }

    fn add(&self, report: &mut Report, row: Row) -> Result<(), Failure> {
        note(&format!(
            "{} {} {}: {:.0}/s, p99 {:.1?}, {} failed, {:.0} MiB, ceiling {:.0}/s, pgbench {:.0}/s",
            row.engine,
            row.size,
            row.workload,
            row.service.rate,
            row.service.p99,
            row.service.failed,
            row.memory.now,
            row.ceiling.as_ref().map_or(0.0, |ceiling| ceiling.rate),
            row.pgbench.as_ref().map_or(0.0, |pgbench| pgbench.rate),
        ))?;
        report.rows.push(row);
        Ok(())
    }
}
