//! What a client hears of an error: always a code, never an inside.
//!
//! An error that carries `extensions.code` was meant for the client and passes. Any other that comes out of a resolver
//! is a fault of ours: the client gets the code `INTERNAL` and a fault id, the log gets the id and the original text.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use async_graphql::{ErrorExtensionValues, PathSegment, Pos, Response, ServerError, Value};

/// A fault of the service. `extensions.faultId` leads to the line of the log that has the cause.
pub const INTERNAL: &str = "INTERNAL";
/// A value given for a variable or an argument does not fit its type.
pub const BAD_USER_INPUT: &str = "BAD_USER_INPUT";
/// The document is not GraphQL.
pub const PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
/// The document does not fit the schema.
pub const VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";
/// The document has no operation of the name asked, or one that this way of asking does not serve.
pub const OPERATION_RESOLUTION_FAILURE: &str = "OPERATION_RESOLUTION_FAILURE";

/// A message may echo a client's value, and with that a body of a mebibyte once for each error.
const MESSAGE_CHARS: usize = 500;

/// Marks an error of coercion, which counts as a request error although async-graphql finds it while executing.
pub(super) struct Coercion;

/// An error with a code.
#[must_use]
pub fn coded(code: &str, message: impl Into<String>, pos: Option<Pos>) -> ServerError {
    let mut error = ServerError::new(message, pos);
    set_code(&mut error, code);
    error
}

/// Gives an error a code, whatever it had before.
pub(super) fn set_code(error: &mut ServerError, code: &str) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
}

/// The code of an error, if it has one.
#[must_use]
pub fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        Value::Enum(code) => Some(code.as_str()),
        _ => None,
    }
}

/// Logs a fault with its original text and answers what the client may know of it.
#[must_use]
pub fn internal(original: &str, path: Vec<PathSegment>) -> ServerError {
    let id = fault_id();
    tracing::error!(fault = %id, path = %path_text(&path), cause = original, "fault in a request");
    let mut error = coded(INTERNAL, "Internal error", None).with_path(path);
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("faultId", id);
    error
}

/// Makes a response fit to leave the house: every error coded, faults masked, texts and number of errors bounded.
/// Doing it twice changes nothing.
pub fn finish(response: &mut Response, most: usize) {
    let omitted = response.errors.len().saturating_sub(most);
    if omitted > 0 {
        // What is not answered is still logged if it is a fault of ours.
        response.errors.drain(most..).for_each(|error| drop(settle(error)));
        response.extensions.insert("errorsOmitted".to_owned(), Value::from(omitted));
    }
    for error in &mut response.errors {
        let original = std::mem::replace(error, ServerError::new(String::new(), None));
        *error = settle(original);
    }
}

fn settle(mut error: ServerError) -> ServerError {
    if code_of(&error).is_none() {
        if is_coercion(&error) {
            set_code(&mut error, BAD_USER_INPUT);
            error.source = Some(Arc::new(Coercion));
        } else if error.path.is_empty() && error.message == SUBSCRIPTION_REFUSED {
            set_code(&mut error, OPERATION_RESOLUTION_FAILURE);
        } else {
            let fault = internal(&error.message, error.path);
            return ServerError { locations: error.locations, ..fault };
        }
    }
    if let Some((end, _)) = error.message.char_indices().nth(MESSAGE_CHARS) {
        error.message.truncate(end);
        error.message.push('…');
    }
    error
}

/// async-graphql's sentence for a subscription by `Schema::execute`.
const SUBSCRIPTION_REFUSED: &str = "Subscriptions are not supported on this transport.";

/// Whether async-graphql made this error while it coerced a value (GraphQL specification, sections 6.1.2 and 6.4.1).
/// It says so by its sentence only; an error that a resolver passed on with `?` has a source, these have none.
pub(super) fn is_coercion(error: &ServerError) -> bool {
    let text = error.message.as_str();
    error.source.is_none()
        && (text.starts_with("Failed to parse \"")
            || text.starts_with("Expected input type \"")
            || text.starts_with("Invalid value for argument ")
            || (text.starts_with("Variable ") && text.ends_with(" is not defined.")))
}

/// Runs a future to its end, or to the text of its panic.
pub(super) async fn caught<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Err(payload) => Poll::Ready(Err(panic_text(payload.as_ref()))),
    })
    .await
}

fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned());
    format!("panic: {}", text.as_deref().unwrap_or("without a text"))
}

fn fault_id() -> String {
    let mut bytes = [0; 16];
    // Without randomness the id only fails to be unique; the answer must not fail for that.
    let _ = getrandom::fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

fn path_text(path: &[PathSegment]) -> String {
    let segments: Vec<String> = path
        .iter()
        .map(|segment| match segment {
            PathSegment::Field(name) => name.clone(),
            PathSegment::Index(index) => index.to_string(),
        })
        .collect();
    segments.join(".")
}
