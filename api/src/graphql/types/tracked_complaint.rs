//! A complaint as the public sees it, by its tracking code.

use async_graphql::SimpleObject;

use crate::graphql::enums::{Step, TrackingStatus};
use crate::graphql::scalars::Instant;

/// A complaint as the public sees it: no personal data, no content but the answer.
#[derive(SimpleObject, Clone, Debug)]
pub struct TrackedComplaint {
    /// How it stands.
    pub(crate) status: TrackingStatus,
    /// Name of the office that handles it.
    pub(crate) office_name: String,
    /// The open step; null once closed.
    pub(crate) current_step: Option<Step>,
    /// When it arrived at its channel.
    pub(crate) arrived_at: Instant,
    /// When it was received (step 1).
    pub(crate) received_at: Option<Instant>,
    /// When it was closed.
    pub(crate) closed_at: Option<Instant>,
    /// The answer (step 9), or why it was referred; of a duplicate, the answer to its original.
    pub(crate) answer: Option<String>,
    /// The agency it was referred to.
    pub(crate) referred_to: Option<String>,
}
