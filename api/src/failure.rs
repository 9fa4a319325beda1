//! What a command fails with.

/// A sentence for the operator; its sources say more.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
