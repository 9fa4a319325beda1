//! The databases that are filled: made here, and dropped.

use std::path::{Path, PathBuf};
use std::process::Command;

use api::failure::Failure;
use persistence::DatabaseConfig;

use crate::options::{Engine, Options};

/// A database of one's own.
pub(crate) struct Database {
    /// Where it is.
    pub(crate) url: String,
    /// Its engine.
    pub(crate) engine: Engine,
    place: Place,
}

enum Place {
    /// Removed with the folder.
    Sqlite(PathBuf),
    Postgres {
        psql: PathBuf,
        admin: String,
        name: String,
    },
}

impl Database {
    /// Makes an empty one.
    pub(crate) fn create(
        options: &Options,
        engine: Engine,
        complaints: usize,
        folder: &Path,
    ) -> Result<Self, Failure> {
        match engine {
            Engine::Sqlite => {
                let path = folder.join(format!("load-{complaints}.sqlite"));
                remove(&path);
                Ok(Self { url: format!("sqlite:{}", path.display()), engine, place: Place::Sqlite(path) })
            }
            Engine::Postgres => {
                let admin = options.postgres.clone().ok_or("--postgres names no server; see the README")?;
                let psql = options.program("psql");
                let name = format!("pengaduan_load_{complaints}");
                run(&psql, &admin, &format!("DROP DATABASE IF EXISTS {name}"))?;
                run(&psql, &admin, &format!("CREATE DATABASE {name}"))?;
                let (server, _) =
                    admin.rsplit_once('/').ok_or("--postgres must end in the name of a database")?;
                let url = format!("{server}/{name}");
                Ok(Self { url, engine, place: Place::Postgres { psql, admin, name } })
            }
        }
    }

    /// For a store.
    pub(crate) fn config(&self) -> DatabaseConfig {
        DatabaseConfig { url: self.url.clone(), max_connections: 8, read_url: None }
    }

    /// What autovacuum would have done by the time anybody measures. SQLite has nothing of the kind.
    pub(crate) fn settle(&self) -> Result<(), Failure> {
        if let Place::Postgres { psql, .. } = &self.place {
            run(psql, &self.url, "VACUUM (ANALYZE)")?;
            run(psql, &self.url, "CHECKPOINT")?;
        }
        Ok(())
    }

    /// One value, of PostgreSQL.
    pub(crate) fn ask(&self, sql: &str) -> Result<String, Failure> {
        match &self.place {
            Place::Sqlite(_) => Err("only PostgreSQL is asked so".into()),
            Place::Postgres { psql, .. } => run(psql, &self.url, sql),
        }
    }

    /// What it takes on disk, in MiB.
    pub(crate) fn mebibytes(&self) -> u64 {
        match &self.place {
            Place::Sqlite(path) => std::fs::metadata(path).map_or(0, |file| file.len() >> 20),
            Place::Postgres { .. } => {
                let size = self.ask("SELECT pg_database_size(current_database()) >> 20");
                size.ok().and_then(|size| size.parse().ok()).unwrap_or(0)
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.place {
            Place::Sqlite(path) => remove(path),
            Place::Postgres { psql, admin, name } => {
                let _ = run(psql, admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }
}

fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        let _ = std::fs::remove_file(file);
    }
}

fn run(psql: &Path, url: &str, sql: &str) -> Result<String, Failure> {
    let done = Command::new(psql)
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"])
        .args(["--command", sql, url])
        .output()
        .map_err(|e| format!("{} cannot be run: {e}; --postgres-bin says where it is", psql.display()))?;
    if !done.status.success() {
        return Err(format!("psql: {}", String::from_utf8_lossy(&done.stderr).trim()).into());
    }
    Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
}
