//! A streaming standby that lists and complaints are read from. It is never needed: what it does not answer, the primary
//! does.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::ids::{OfficeId, OfficerId};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QuerySelect};

use crate::entity::officer_write;
use crate::error::StoreError;

/// How long one that did not answer is left alone. Then one request tries it.
const PAUSE: Duration = Duration::from_secs(3);
/// How long an answer is waited for: longer than the server lets a statement run, so this is about servers that are silent.
const SILENCE: Duration = Duration::from_secs(6);
/// How often failures are logged.
const LOGGED: Duration = Duration::from_secs(60);
/// Of so many officers it is kept what the standby has.
const OFFICERS: usize = 10_000;

#[derive(Debug)]
pub(crate) struct Standby {
    pub(crate) connection: DatabaseConnection,
    pub(crate) knowledge: std::sync::Arc<Knowledge>,
}

/// What is known of the standby.
#[derive(Debug, Default)]
pub(crate) struct Knowledge(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// How many of an officer's writes it has, at least.
    writes: HashMap<(OfficeId, OfficerId), i64>,
    /// It did not answer, and is not asked again before this.
    away_until: Option<Instant>,
    logged_at: Option<Instant>,
}

/// What an error of the standby says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    /// It does not answer.
    Away,
    /// It answers, but not this: its replay was in the way, or a migration has not arrived yet.
    Refuses,
    /// The statement took too long, as it would on the primary.
    TooLong,
}

impl Knowledge {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what it has.
    pub(crate) fn forget(&self) {
        self.lock().writes.clear();
    }
}

impl Standby {
    /// Whether it answered when it was last asked, or may be tried again.
    pub(crate) fn may_be_asked(&self) -> bool {
        let mut known = self.knowledge.lock();
        match known.away_until {
            None => true,
            Some(until) if Instant::now() < until => false,
            Some(_) => {
                known.away_until = Some(Instant::now() + PAUSE);
                true
            }
        }
    }

    /// Whether it has an officer's writes up to this one. Asked once for each, then known.
    pub(crate) async fn has(&self, office: OfficeId, officer: OfficerId, writes: i64) -> bool {
        let key = (office, officer);
        if self.knowledge.lock().writes.get(&key).is_some_and(|has| *has >= writes) {
            return true;
        }
        let find = officer_write::Entity::find_by_id((office.0, officer.0))
            .select_only()
            .column(officer_write::Column::Writes)
            .into_tuple::<i64>()
            .one(&self.connection);
        let has = self.ask(find).await.and_then(Result::ok).flatten().unwrap_or_default();
        let mut known = self.knowledge.lock();
        if known.writes.len() >= OFFICERS {
            known.writes.clear();
        }
        let kept = known.writes.entry(key).or_default();
        *kept = has.max(*kept);
        has >= writes
    }

    /// Its answer; `None` where the primary is to be asked. All of its errors are tried there, but for statements that take
    /// too long: they read only, so nothing is done twice.
    pub(crate) async fn ask<T>(
        &self,
        answer: impl Future<Output = Result<T, DbErr>>,
    ) -> Option<Result<T, DbErr>> {
        let error = match tokio::time::timeout(SILENCE, answer).await {
            Ok(Ok(answer)) => {
                self.answered();
                return Some(Ok(answer));
            }
            Ok(Err(error)) => Some(StoreError::from(error)),
            Err(_) => None,
        };
        let failure = error.as_ref().map_or(Failure::Away, Failure::of);
        match (failure, error) {
            (Failure::TooLong, Some(StoreError::Driver(error))) => Some(Err(error)),
            (_, error) => {
                self.failed(failure, error.as_ref());
                None
            }
        }
    }

    fn answered(&self) {
        let mut known = self.knowledge.lock();
        if known.away_until.take().is_some() {
            known.logged_at = None;
            tracing::info!("the standby answers again");
        }
    }

    fn failed(&self, failure: Failure, error: Option<&StoreError>) {
        let mut known = self.knowledge.lock();
        let now = Instant::now();
        if failure == Failure::Away {
            known.away_until = Some(now + PAUSE);
            known.writes.clear();
        }
        if known.logged_at.is_none_or(|at| now.duration_since(at) >= LOGGED) {
            known.logged_at = Some(now);
            tracing::warn!(?error, "the standby of DATABASE_READ_URL does not answer; the primary does");
        }
    }
}

impl Failure {
    fn of(error: &StoreError) -> Self {
        match error.code() {
            // query_canceled: by statement_timeout; a conflict with the replay has a code of its own, 40001.
            Some(code) if code == "57014" => Self::TooLong,
            // Conflict with the replay; a table or a column that is not there yet; a lock that the replay holds.
            Some(code) if ["40", "42", "55"].iter().any(|class| code.starts_with(class)) => Self::Refuses,
            Some(_) | None => Self::Away,
        }
    }
}
