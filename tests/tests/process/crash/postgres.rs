//! A PostgreSQL that can be killed.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A PostgreSQL of one's own that flushes each commit to disk; stopped and removed when dropped.
#[derive(Debug)]
pub(super) struct Postgres {
    pub(super) url: String,
    pub(super) folder: String,
}

pub(super) fn script() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.ci/postgres"))
}

impl Postgres {
    pub(super) fn start() -> Self {
        let started =
            Command::new(script()).args(["start", "--fsync"]).output().expect(".ci/postgres can be run");
        let said = String::from_utf8(started.stdout).expect("UTF-8");
        let value = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(&format!("export {name}=")));
            line.unwrap_or_else(|| panic!("{name} is not in {said}")).to_owned()
        };
        Self { url: value("PENGADUAN_TEST_POSTGRES"), folder: value("PENGADUAN_TEST_POSTGRES_DIR") }
    }

    /// Stops it without a checkpoint, as a crash does, and starts it again: it recovers from its log.
    pub(super) fn crash(&self) {
        // The file says with which program and flags it was started.
        let options =
            std::fs::read_to_string(format!("{}/data/postmaster.opts", self.folder)).expect("it runs");
        let postgres = options.split_whitespace().next().expect("the program comes first");
        let pg_ctl = PathBuf::from(postgres).with_file_name("pg_ctl");
        let root = std::env::var_os("HOME").is_some() && is_root();
        let mut command = if root { Command::new("runuser") } else { Command::new(&pg_ctl) };
        if root {
            command.args(["-u", "postgres", "--"]).arg(&pg_ctl);
        }
        let restarted = command
            .args(["restart", "--mode", "immediate", "--wait", "--timeout", "30", "--silent"])
            .args([
                "--pgdata",
                &format!("{}/data", self.folder),
                "--log",
                &format!("{}/server.log", self.folder),
            ])
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("pg_ctl can be run");
        assert!(restarted.success(), "PostgreSQL does not start again");
    }
}

pub(super) fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id can be run");
    id.stdout.trim_ascii() == b"0"
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = Command::new(script()).arg("stop").env("PENGADUAN_TEST_POSTGRES_DIR", &self.folder).status();
    }
}
