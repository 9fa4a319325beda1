//! The proof that a person sends something without signing in: a program of the operator's judges it. Which proof that is (a
//! captcha's answer, say) is between the website and the program.

use std::ffi::OsString;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How long the program may take.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// What is said of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds, or none is wanted.
    Proven,
    /// One is wanted, and none was given.
    Missing,
    /// It does not hold.
    NotProven,
    /// The program could not tell: it failed, took too long, or is busy with others.
    NotChecked,
}

/// Judges proofs, so many at once. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Proofs {
    program: Option<OsString>,
    places: Arc<Semaphore>,
}

impl Proofs {
    /// By this program; without one no proof is wanted. It gets the proof on standard input, and answers by its exit code: 0 it
    /// holds, 1 it does not; anything else is a failure. Of the environment it gets what it may need, not where the data is.
    #[must_use]
    pub fn new(program: Option<OsString>, at_once: u16) -> Self {
        Self { program, places: Arc::new(Semaphore::new(usize::from(at_once))) }
    }

    /// Whether a proof holds.
    pub async fn verify(&self, proof: Option<&str>) -> Verdict {
        let Some(program) = &self.program else { return Verdict::Proven };
        let Some(proof) = proof else { return Verdict::Missing };
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            tracing::warn!("too many proofs are being checked");
            return Verdict::NotChecked;
        };
        let child = Command::new(program)
            .env_remove("DATABASE_URL")
            .env_remove("DATABASE_READ_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        match child {
            // In a task of its own: the place is taken until the program has ended, also where the request is given up.
            Ok(child) => {
                let judged = tokio::spawn(judge(child, proof.to_owned(), place));
                judged.await.unwrap_or(Verdict::NotChecked)
            }
            Err(error) => {
                tracing::error!(%error, "the program that checks proofs cannot be run");
                Verdict::NotChecked
            }
        }
    }
}

async fn judge(mut child: Child, proof: String, _place: OwnedSemaphorePermit) -> Verdict {
    let ended = timeout(TIME_LIMIT, async {
        if let Some(mut stdin) = child.stdin.take() {
            // A program that does not read it to its end may still know.
            let _ = stdin.write_all(proof.as_bytes()).await;
        }
        child.wait().await
    });
    match ended.await {
        Ok(Ok(status)) => match status.code() {
            Some(0) => Verdict::Proven,
            Some(1) => Verdict::NotProven,
            code => {
                tracing::warn!(?code, "the program that checks proofs failed");
                Verdict::NotChecked
            }
        },
        Ok(Err(error)) => {
            tracing::error!(%error, "the program that checks proofs was lost");
            Verdict::NotChecked
        }
        Err(_) => {
            tracing::warn!("the program that checks proofs took too long");
            if let Err(error) = child.kill().await {
                tracing::error!(%error, "the program that checks proofs cannot be ended");
            }
            Verdict::NotChecked
        }
    }
}
