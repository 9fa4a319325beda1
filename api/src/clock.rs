//! The only reader of the time and the only maker of random ids.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

/// Tells the time and makes ids. Tests pass one that stands still.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The time, to the microsecond: PostgreSQL keeps no more.
    fn now(&self) -> DateTime<Utc>;

    /// A new id that sorts by time (UUIDv7).
    fn new_id(&self) -> Uuid {
        #[expect(clippy::disallowed_methods, reason = "this is the place where ids come from")]
        Uuid::now_v7()
    }
}

/// A clock that is shared.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the place where the time is read")]
        Utc::now().trunc_subsecs(6)
    }
}
