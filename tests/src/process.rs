//! The program itself, as an operator starts it: for what only a process shows (flags, signals, `kill -9`, output).
//!
//! The binary belongs to another package, so there is no `CARGO_BIN_EXE_pengaduan` here: it is built once, by the cargo that
//! runs the tests, or taken from `PENGADUAN_BIN` (a release build, say).

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use persistence::{DatabaseConfig, Store};

use crate::database::Database;
use crate::{Client, Engine};

/// How long anything may take that is waited for: far longer than it does.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The program.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| match std::env::var_os("PENGADUAN_BIN") {
        Some(path) => path.into(),
        None => build(),
    })
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "-p", "api", "--bin", "pengaduan", "--message-format=json-render-diagnostics"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo can be run");
    assert!(built.status.success(), "the program cannot be built");
    let messages = String::from_utf8(built.stdout).expect("cargo's messages are UTF-8");
    let executable = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
        .next_back();
    executable.expect("cargo names the program it built")
}

/// A working directory and a database of one's own: an operator's machine.
#[derive(Debug)]
pub struct Machine {
    folder: tempfile::TempDir,
    /// None: the default, a file in the working directory.
    database: Option<Database>,
}

/// A command that has come to its end.
#[derive(Clone, Debug)]
pub struct Done {
    /// How it ended.
    pub status: ExitStatus,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Done {
    /// It must have succeeded; answers what it printed.
    pub fn succeeded(&self) -> &str {
        assert!(self.status.success(), "{self:?}");
        &self.stdout
    }

    /// It must have been refused with a sentence that says this: no panic, no backtrace.
    pub fn refused(&self, saying: &str) {
        assert!(!self.status.success() && self.status.code().is_some(), "{self:?}");
        assert!(self.stderr.contains(saying), "{saying:?} is not in {}", self.stderr);
        assert!(self.stdout.is_empty(), "{self:?}");
        for trace in ["panicked", "a panic", "RUST_BACKTRACE", "stack backtrace", ".rs:", "Error {"] {
            assert!(!self.stderr.contains(trace), "{}", self.stderr);
        }
    }
}

impl Machine {
    /// One with an empty database. SQLite: none is named, so the program takes its default.
    pub async fn new(engine: Engine) -> Self {
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Database::empty_on_server().await),
        };
        Self { folder: tempfile::tempdir().expect("a folder can be made"), database }
    }

    /// One with a database that is there, on a server of the caller's own.
    pub fn on(url: String) -> Self {
        let database = Some(Database::at(url));
        Self { folder: tempfile::tempdir().expect("a folder can be made"), database }
    }

    /// The working directory.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the working directory.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.folder().join(name), content).expect("a file can be written");
    }

    /// Where the database is.
    pub fn database_url(&self) -> String {
        match &self.database {
            Some(database) => database.config().url,
            None => format!("sqlite:{}", self.folder().join("data/pengaduan.sqlite").display()),
        }
    }

    /// The store, to look into it from beside the program.
    pub async fn store(&self) -> Store {
        let config = DatabaseConfig { url: self.database_url(), max_connections: 2, read_url: None };
        Store::connect(&config).await.expect("the database can be connected to")
    }

    fn command(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(self.folder()).stdin(Stdio::null());
        // Nothing of the machine on which the tests run.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("PENGADUAN_")
                || ["DATABASE_URL", "DATABASE_READ_URL", "RUST_LOG", "RUST_BACKTRACE"].contains(&&*name)
            {
                command.env_remove(&*name);
            }
        }
        command.env("PENGADUAN_LISTEN", "127.0.0.1:0").env("RUST_BACKTRACE", "1");
        if let Some(database) = &self.database {
            command.env("DATABASE_URL", database.config().url);
        }
        command.envs(environment.iter().copied());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Done {
        self.run_with(arguments, &[])
    }

    /// As [`Machine::run`], with more in the environment.
    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Done {
        let mut process = Process::start(self.command(arguments, environment));
        let status = process.wait(PATIENCE);
        Done { status, stdout: process.stdout(), stderr: process.stderr() }
    }

    /// Serves, and waits until requests can be served.
    pub async fn serve(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Server {
        let arguments = [&["serve"][..], arguments].concat();
        let mut process = Process::start(self.command(&arguments, environment));
        let line = process.line_with("Serving GraphQL at http://");
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/'));
        let address = address.and_then(|(address, _)| address.parse().ok());
        let server = Server { process, address: address.expect("the line names the address") };
        // It listens already; so often it may say that the database is not ready.
        for attempt in 1.. {
            let ready = reqwest::get(format!("http://{}/readyz", server.address)).await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                break;
            }
            assert!(attempt < 100, "never ready: {}", server.process.stderr());
        }
        server
    }
}

/// The service in a process of its own; killed when dropped.
#[derive(Debug)]
pub struct Server {
    /// The process.
    pub process: Process,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Nobody signed in.
    pub fn stranger(&self) -> Client {
        Client::new(self.address, None)
    }

    /// The same officer as before, where the service listens now.
    pub fn known(&self, client: &Client) -> Client {
        Client::new(self.address, client.token.clone())
    }
}

/// A child process whose output is kept; killed when dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    lines: Receiver<String>,
    stdout: Arc<Mutex<String>>,
    stderr: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

impl Process {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
        let (sender, lines) = channel();
        let (stdout, out) = keep(child.stdout.take().expect("a pipe"), Some(sender));
        let (stderr, err) = keep(child.stderr.take().expect("a pipe"), None);
        Self { child, lines, stdout, stderr, readers: vec![out, err] }
    }

    /// Standard output so far.
    pub fn stdout(&self) -> String {
        self.stdout.lock().expect("nobody panicked with the output").clone()
    }

    /// Standard error so far.
    pub fn stderr(&self) -> String {
        self.stderr.lock().expect("nobody panicked with the output").clone()
    }

    /// Waits for a line of standard output.
    fn line_with(&mut self, text: &str) -> String {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(text) => return line,
                Ok(_) => {}
                Err(_) => panic!("no line with {text:?}\n{}\n{}", self.stdout(), self.stderr()),
            }
        }
    }

    /// Whether it is still there.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("the process can be asked").is_none()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process has ended");
    }

    /// Sends a signal, like `TERM`. The shell's own `kill` is everywhere; Rust's library sends SIGKILL only.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", "kill -s \"$1\" \"$2\"", "sh", name, &self.child.id().to_string()])
            .status()
            .expect("a shell can be run");
        assert!(sent.success());
    }

    /// Waits for the end, at most so long. A process that is still there then is killed and the test fails.
    pub fn wait(&mut self, at_most: Duration) -> ExitStatus {
        // Its output is closed when it ends.
        loop {
            match self.lines.recv_timeout(at_most) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.kill();
                    panic!("still running after {at_most:?}\n{}\n{}", self.stdout(), self.stderr());
                }
            }
        }
        let status = self.child.wait().expect("the process has ended");
        for reader in self.readers.drain(..) {
            reader.join().expect("the output is read");
        }
        status
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a pipe to its end on a thread of its own, and sends each line.
fn keep(
    pipe: impl Read + Send + 'static,
    lines: Option<Sender<String>>,
) -> (Arc<Mutex<String>>, JoinHandle<()>) {
    let kept = Arc::new(Mutex::new(String::new()));
    let keeping = Arc::clone(&kept);
    let reader = std::thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while pipe.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line).into_owned();
            keeping.lock().expect("nobody panicked with the output").push_str(&text);
            if let Some(lines) = &lines {
                let _ = lines.send(text);
            }
            line.clear();
        }
    });
    (kept, reader)
}
