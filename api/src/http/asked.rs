//! What a request asks: its parameters, by GET in the URL and by POST as JSON.

use async_graphql::{Request, Variables};
use serde_json::Map;
use serde_json::Value as Json;

use super::edge::Refused;
use super::persisted::Hash;

/// The parameters of a request.
pub(super) struct Asked {
    /// The document, where it was sent.
    pub(super) document: Option<String>,
    /// The hash of a document that is to be kept, or was.
    pub(super) hash: Option<Hash>,
    /// Everything else; its document is empty.
    pub(super) rest: Request,
}

/// A request by GET: its parameters stand in the URL, variables and extensions as JSON.
pub(super) fn from_query(query: &str) -> Result<Asked, Refused> {
    let mut parameters = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (unescape(name)?, unescape(value)?);
        let value = match name.as_str() {
            "variables" | "extensions" if value.is_empty() => Json::Null,
            "operationName" if value.is_empty() => Json::Null,
            "variables" | "extensions" => parse_json(&name, &value)?,
            "query" | "operationName" => Json::String(value),
            _ => continue,
        };
        parameters.insert(name, value);
    }
    from_parameters(parameters)
}

/// Decodes `application/x-www-form-urlencoded` text.
fn unescape(text: &str) -> Result<String, Refused> {
    let malformed = || Refused::bad_request("BAD_REQUEST", "The URL is not correctly percent-encoded UTF-8.");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let (high, low) = digit().zip(digit()).ok_or_else(malformed)?;
                u8::try_from(high * 16 + low).map_err(|_| malformed())?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

pub(super) fn parse_json(what: &str, text: &str) -> Result<Json, Refused> {
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Refused::bad_request("BAD_REQUEST", format!("The {what} is not valid JSON ({place})."))
    })
}

/// The four parameters of the specification, section "Request Parameters"; any other is passed over. Where
/// `extensions.persistedQuery` names a document by its hash, the document itself may be left out.
pub(super) fn from_parameters(mut parameters: Map<String, Json>) -> Result<Asked, Refused> {
    let ill_typed = |name: &str, wanted: &str| {
        Refused::bad_request("BAD_REQUEST", format!("The parameter \"{name}\" must be {wanted}."))
    };
    let mut rest = Request::new("");
    let mut hash = None;
    match parameters.remove("extensions") {
        None | Some(Json::Null) => {}
        Some(Json::Object(extensions)) => {
            hash = extensions.get("persistedQuery").map(Hash::named_by).transpose()?.flatten();
            rest.extensions = serde_json::from_value(Json::Object(extensions))
                .map_err(|_| ill_typed("extensions", "an object of GraphQL values"))?;
        }
        Some(_) => return Err(ill_typed("extensions", "an object or null")),
    }
    let document = match parameters.remove("query") {
        Some(Json::String(document)) => Some(document),
        None | Some(Json::Null) if hash.is_some() => None,
        _ => return Err(ill_typed("query", "a string with a GraphQL document")),
    };
    match parameters.remove("operationName") {
        None | Some(Json::Null) => {}
        Some(Json::String(name)) => rest = rest.operation_name(name),
        Some(_) => return Err(ill_typed("operationName", "a string or null")),
    }
    match parameters.remove("variables") {
        None | Some(Json::Null) => {}
        Some(variables @ Json::Object(_)) => {
            let variables: Variables = serde_json::from_value(variables)
                .map_err(|_| ill_typed("variables", "an object of GraphQL values"))?;
            rest = rest.variables(variables);
        }
        Some(_) => return Err(ill_typed("variables", "an object or null")),
    }
    Ok(Asked { document, hash, rest })
}
