//! Sweeping out what nobody asks for any more.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::{idempotency_key, session, sign_in_failure};
use crate::error::StoreError;
use crate::store::Store;

/// How long a key is kept: a client that repeats a request later than this would do it twice.
pub const KEYS_KEPT: TimeDelta = TimeDelta::days(30);
/// How long a session is kept after it expired.
const SESSIONS_KEPT: TimeDelta = TimeDelta::days(30);
/// How long a count of failed sign-ins is kept; no window is longer.
const FAILURES_KEPT: TimeDelta = TimeDelta::days(1);

impl Store {
    /// Deletes idempotency keys older than [`KEYS_KEPT`], sessions that expired long ago, and counts of sign-ins whose
    /// window has passed. Answers how many rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let keys = idempotency_key::Entity::delete_many()
            .filter(idempotency_key::Column::CreatedAt.lt(now - KEYS_KEPT))
            .exec(&self.write)
            .await?;
        let sessions = session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lt(now - SESSIONS_KEPT))
            .exec(&self.write)
            .await?;
        let failures = sign_in_failure::Entity::delete_many()
            .filter(sign_in_failure::Column::Since.lt(now - FAILURES_KEPT))
            .exec(&self.write)
            .await?;
        Ok(keys.rows_affected + sessions.rows_affected + failures.rows_affected)
    }
}
