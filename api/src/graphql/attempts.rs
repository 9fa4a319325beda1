//! What may be tried only so often: signing in, following a code, sending a complaint. Counted in the database, for all copies of
//! the service together.

use async_graphql::Context;
use chrono::{DateTime, TimeDelta, Utc};
use persistence::sessions::Attempts as Counted;

use super::context::{ContextExt, StoreResult};
use super::fault::Fault;
use crate::signin::address::network_of;

/// An attempt that was counted. It stays so until it is forgiven.
#[derive(Debug)]
pub(crate) struct Attempt(Vec<String>);

/// Too many were counted: the next ones count anew from this instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooMany {
    /// When the window ends.
    pub(crate) until: DateTime<Utc>,
}

impl TooMany {
    /// Says so in a header of the answer.
    pub(crate) fn retry_after(self, ctx: &Context<'_>) {
        let seconds = (self.until - ctx.now()).num_seconds().max(1);
        ctx.insert_http_header("retry-after", seconds.to_string());
    }
}

/// From where a request comes, as what is counted: one subject for each kind of attempt.
pub(crate) fn from_address(ctx: &Context<'_>, kind: &str) -> Option<String> {
    ctx.request().address.map(|address| format!("{kind}:{}", network_of(address)))
}

impl Attempt {
    /// Counts an attempt for each subject, each with the most that are let through in a window, before anything is done: those
    /// sent at once are each counted before any is answered. What the first subject holds off does not count for the others.
    pub(crate) async fn count(
        ctx: &Context<'_>,
        subjects: impl IntoIterator<Item = (String, i32)>,
        window: TimeDelta,
    ) -> Result<Result<Self, TooMany>, Fault> {
        let mut counted = Vec::new();
        for (subject, most) in subjects {
            let Counted { count, until } =
                ctx.store().count_attempt(&subject, ctx.now(), window).await.or_fault(ctx)?;
            if count > most {
                return Ok(Err(TooMany { until }));
            }
            counted.push(subject);
        }
        Ok(Ok(Self(counted)))
    }

    /// Both of two.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Takes it back: it was right, or that nothing came of it was not the sender's doing.
    pub(crate) async fn forgive(self, ctx: &Context<'_>) -> Result<(), Fault> {
        for subject in &self.0 {
            ctx.store().forgive_attempt(subject).await.or_fault(ctx)?;
        }
        Ok(())
    }
}
