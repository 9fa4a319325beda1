//! What goes wrong beside the refusals: GraphQL errors with `extensions.code`. A [`Fault`] has no `Display`, so that no
//! internal text gets out at a `?`; what carries no code is masked and logged at the HTTP edge.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensions};
use persistence::StoreError;

use crate::messages::{self, Language, Other};

/// A failure of a field.
#[derive(Debug)]
pub enum Fault {
    /// Signing in is needed.
    Unauthenticated(Language),
    /// An argument is not right.
    BadInput {
        /// The argument, as a path.
        argument: &'static str,
        /// What would be right.
        message: String,
    },
    /// The viewer is not one of those who may ask this.
    Forbidden(String),
    /// More than is allowed at once.
    LimitExceeded(String),
    /// Something of ours failed; the text is logged and masked.
    Failed(String),
    /// The store failed.
    Store(StoreError, Language),
    /// The store failed for several fields at once, in a loader.
    Shared(Arc<StoreError>, Language),
}

fn coded(message: String, code: &'static str) -> Error {
    Error::new(message).extend_with(|_, e| e.set("code", code))
}

/// Without a code: the edge logs the text and masks it.
fn of_store(error: &StoreError, language: Language) -> Error {
    if error.is_unavailable() {
        tracing::warn!(?error, "the database cannot be reached");
        coded(messages::other(language, &Other::Unavailable), "UNAVAILABLE")
    } else {
        Error::new(format!("{error:?}"))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unauthenticated(language) => {
                coded(messages::other(language, &Other::SignInNeeded), "UNAUTHENTICATED")
            }
            Fault::BadInput { argument, message } => {
                coded(format!("{argument}: {message}"), "BAD_USER_INPUT")
                    .extend_with(|_, e| e.set("argument", argument))
            }
            Fault::Forbidden(message) => coded(message, "FORBIDDEN"),
            Fault::LimitExceeded(message) => coded(message, "LIMIT_EXCEEDED"),
            Fault::Failed(text) => Error::new(text),
            Fault::Store(error, language) => of_store(&error, language),
            Fault::Shared(error, language) => of_store(&error, language),
        }
    }
}
