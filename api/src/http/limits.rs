//! The bounds of one request. Every one of them has an answer of its own, so that a client hears which it met.

use serde::{Deserialize, Serialize};

/// What one request may cost. A figure that is left out of a configuration keeps its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Length of a document, in bytes of UTF-8. Code `DOCUMENT_TOO_LARGE`.
    pub document_bytes: usize,
    /// Lexical tokens of a document (GraphQL specification, section 2.1.6). Code `TOO_MANY_TOKENS`.
    pub tokens: usize,
    /// Length of one name or alias, in bytes. Code `NAME_TOO_LONG`.
    pub name_bytes: usize,
    /// How deep `{`, `[` and `(` may stand in each other in a document, and lists and objects in the variables.
    /// Code `NESTING_TOO_DEEP`.
    pub nesting: usize,
    /// Selections (fields, fragment spreads, inline fragments) of a document once its fragments are unfolded.
    /// Code `TOO_MANY_FIELDS`.
    pub fields: usize,
    /// Aliases of a document once its fragments are unfolded. Code `TOO_MANY_ALIASES`.
    pub aliases: usize,
    /// Levels of fields of the answer. Code `QUERY_TOO_DEEP`.
    pub depth: usize,
    /// The sum of the costs of all fields: one each, and what is below a list times the rows it may have. Code `QUERY_TOO_COMPLEX`.
    pub complexity: usize,
    /// Levels of selection sets, fragments counted as a level each. Code `QUERY_TOO_DEEP`.
    pub recursive_depth: usize,
    /// Fields and list items of one answer, counted while it is made. Code `ANSWER_TOO_LARGE`.
    pub answer_fields: usize,
    /// Directives at one place of a document. Code `TOO_MANY_DIRECTIVES`.
    pub directives: usize,
    /// Room for the documents that clients name by their hashes (persisted queries), in bytes; each takes 1024 more than its
    /// length. One that finds no room is asked for again, with the code `PERSISTED_QUERY_NOT_FOUND`.
    pub persisted_bytes: usize,
    /// Room for documents that were asked before, parsed, in bytes; each takes about 32 times its length. One that finds none
    /// is parsed again.
    pub parsed_bytes: usize,
    /// Length of a request's body, in bytes. Answered with 413 and the code `BODY_TOO_LARGE`.
    pub body_bytes: usize,
    /// Length of a request's first line and headers together, in bytes; at least 8192. Answered with 431 or 414.
    pub header_bytes: usize,
    /// From the end of the headers to the answer, in seconds. Answered with 408 while the body is still coming, with
    /// 503 and the code `TIMEOUT` afterwards.
    pub request_seconds: u64,
    /// From the beginning of a request to the end of its headers, in seconds; then the connection is closed.
    pub header_seconds: u64,
    /// Rows of one page of a list. Kept by the schema, not by the edge.
    pub page_rows: usize,
    /// Errors in one answer; how many more there were stands in `extensions.errorsOmitted`.
    pub errors: usize,
    /// GraphQL requests under way at once. Answered with 503, `Retry-After` and the code `OVERLOADED`.
    pub concurrent_requests: usize,
    /// How long requests under way may take to finish when the service is told to stop, in seconds.
    pub shutdown_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 50_000,
            tokens: 5_000,
            name_bytes: 255,
            nesting: 64,
            fields: 2_000,
            aliases: 100,
            depth: 16,
            complexity: 20_000,
            recursive_depth: 32,
            answer_fields: 50_000,
            directives: 8,
            persisted_bytes: 8 * 1024 * 1024,
            parsed_bytes: 4 * 1024 * 1024,
            body_bytes: 1024 * 1024,
            header_bytes: 16 * 1024,
            request_seconds: 30,
            header_seconds: 10,
            page_rows: 100,
            errors: 20,
            concurrent_requests: 256,
            shutdown_seconds: 10,
        }
    }
}
