//! `/graphql` by GET and POST, after the GraphQL-over-HTTP specification
//! (<https://graphql.github.io/graphql-over-http/draft/>, called "the specification" below).
//!
//! async-graphql-axum would run mutations by GET and by `text/plain`, take a body of any size and answer every error
//! with 200; this handler takes its place.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, PathSegment, Request, Response, ServerError, Value};
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::accept::{MediaType, is_json, negotiate};
use super::asked::{Asked, from_parameters, from_query, parse_json};
use super::faults::{Coercion, INTERNAL, caught, code_of, coded, finish, internal};
use super::guard::{check, operation_type};
use super::judged::Judgements;
use super::limits::Limits;
use super::persisted::Documents;
use super::revalidation::{Basis, Edition, Question};

/// What the service does for a request that the edge cannot know of.
pub trait Prepare: Clone + Send + Sync + 'static {
    /// Who sends a request, with what was looked up of them.
    type Sender: Send + Sync;

    /// Finds out who asks, once for each request. [`peer`] tells where the connection comes from.
    ///
    /// # Errors
    ///
    /// A refusal that is answered in place of the GraphQL response.
    fn recognise(&self, parts: &Parts) -> impl Future<Output = Result<Self::Sender, Refused>> + Send;

    /// Whether this sender may change anything at all.
    ///
    /// # Errors
    ///
    /// A refusal that is answered in place of the GraphQL response.
    fn admit_mutation(&self, sender: &Self::Sender) -> Result<(), Refused>;

    /// Puts what the resolvers need into the request's data. The document is parsed and within its limits by then.
    fn equip(&self, sender: &Self::Sender, request: Request) -> impl Future<Output = Request> + Send;

    /// Puts on record what the answer that was just made shows. It is given only once that is done.
    ///
    /// # Errors
    ///
    /// A refusal that is answered in place of the GraphQL response.
    fn put_on_record(&self, sender: &Self::Sender) -> impl Future<Output = Result<(), Refused>> + Send;

    /// What the sender's answers rest on; `None` where none is to be revalidated.
    fn basis(&self, sender: &Self::Sender) -> Option<Basis>;

    /// Until when the answer that was just given to the sender stands if nothing is changed: the first instant at which it
    /// may be another one. `None` where it stands for no time.
    fn stands_until(&self, sender: &Self::Sender) -> impl Future<Output = Option<DateTime<Utc>>> + Send;

    /// Whether requests can be served now: `/readyz` answers 200 or 503.
    fn ready(&self) -> impl Future<Output = bool> + Send;
}

/// The address at the other end of the connection: the client's, or that of a proxy before the service. `None` where
/// the router does not run on [`serve`](super::serve).
#[must_use]
pub fn peer(parts: &Parts) -> Option<SocketAddr> {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| *address)
}

/// A request that gets no GraphQL execution, and why. It is answered in the shape of a GraphQL response with one
/// error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The HTTP status. With 401, `WWW-Authenticate: Bearer` is added.
    pub status: StatusCode,
    /// `extensions.code` of the error, in SCREAMING_SNAKE_CASE.
    pub code: &'static str,
    /// One sentence for people, free of the service's insides.
    pub message: String,
    /// Further headers of the answer, such as `Retry-After`.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl Refused {
    /// A refusal without further headers.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), headers: Vec::new() }
    }

    /// The same refusal, with `Retry-After` in seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.with(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(super) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    fn method_not_allowed(allow: &'static str, message: &str) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
            .with(header::ALLOW, HeaderValue::from_static(allow))
    }

    fn media_type(message: &str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message)
    }

    /// Writes the refusal as a response of this media type.
    #[must_use]
    pub fn into_http(self, media_type: MediaType) -> axum::response::Response {
        let errors = vec![coded(self.code, self.message, None)];
        let answer = Answer { errors: &errors, data: None, extensions: &BTreeMap::new() };
        let mut response = write(self.status, media_type, &answer);
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        headers.extend(self.headers);
        response
    }
}

/// What the handler needs for every request.
#[derive(Clone)]
pub(super) struct Edge<E, P> {
    pub(super) executor: E,
    pub(super) prepare: P,
    pub(super) limits: Arc<Limits>,
    pub(super) documents: Arc<Documents>,
    pub(super) judgements: Arc<Judgements>,
    pub(super) edition: Edition,
    pub(super) places: Arc<Semaphore>,
}

/// The handler of `/graphql`.
pub(super) async fn graphql<E: Executor, P: Prepare>(
    State(edge): State<Edge<E, P>>,
    request: axum::extract::Request,
) -> axum::response::Response {
    let (parts, body) = request.into_parts();
    match negotiate(&parts.headers) {
        Some(media_type) => match edge.answer(&parts, body, media_type).await {
            Ok(Answered::Unchanged(tag)) => unchanged(tag),
            Ok(Answered::With(response, tag)) => respond(*response, media_type, tag),
            Err(refused) => refused.into_http(media_type),
        },
        None => {
            let message = "Answers are application/graphql-response+json or application/json.";
            Refused::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message).into_http(MediaType::Json)
        }
    }
}

/// How a request that was not refused is answered.
enum Answered {
    /// By the schema; the tag where the answer may be revalidated.
    With(Box<Response>, Option<HeaderValue>),
    /// As before, under this tag.
    Unchanged(HeaderValue),
}

impl Answered {
    fn error(error: ServerError) -> Self {
        Self::With(Box::new(Response::from_errors(vec![error])), None)
    }
}

impl<E: Executor, P: Prepare> Edge<E, P> {
    async fn answer(&self, parts: &Parts, body: Body, media_type: MediaType) -> Result<Answered, Refused> {
        let deadline = Instant::now() + Duration::from_secs(self.limits.request_seconds);
        let posted = match parts.method {
            Method::GET => None,
            Method::POST => Some(self.receive(&parts.headers, body, deadline).await?),
            _ => return Err(Refused::method_not_allowed("GET, POST", "Ask by GET or by POST.")),
        };
        // Taken only now, so that clients who send slowly keep no place from others.
        let Ok(_place) = self.places.try_acquire() else {
            let message = "The service has too many requests under way.";
            return Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED", message).retry_after(1));
        };
        match timeout_at(deadline, caught(self.run(parts, posted, media_type))).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(panic)) => Ok(Answered::error(internal(&panic, Vec::new()))),
            Err(_) => {
                let message = format!("The request took longer than {} s.", self.limits.request_seconds);
                Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT", message))
            }
        }
    }

    async fn run(
        &self,
        parts: &Parts,
        posted: Option<Asked>,
        media_type: MediaType,
    ) -> Result<Answered, Refused> {
        let url_query = parts.uri.query().unwrap_or_default();
        let question = posted.is_none().then(|| self.edition.question(url_query, media_type));
        let mut sender = None;
        // The tag of a question tells that it was answered before, so there is nothing to judge in it.
        if let Some(question) =
            question.as_ref().filter(|_| parts.headers.contains_key(header::IF_NONE_MATCH))
        {
            let sender = sender.insert(self.prepare.recognise(parts).await?);
            let known = self.prepare.basis(sender).and_then(|basis| question.known(&parts.headers, &basis));
            if let Some(tag) = known {
                return Ok(Answered::Unchanged(tag));
            }
        }
        let asked = match posted {
            Some(asked) => asked,
            None => from_query(url_query)?,
        };
        let Asked { document, hash, rest: mut request } = asked;
        let is_sent = document.is_some();
        let Some(document) = self.documents.find(document, hash.as_ref())? else {
            let unknown = coded("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound", None);
            return Ok(Answered::error(unknown));
        };
        request.query = document;
        let mut request = self.judgements.recall(request);
        // The schema's own guard judges again; here a hostile document costs no look-up of its sender.
        if let Err(error) = check(&mut request, &self.limits) {
            return Ok(Answered::error(error));
        }
        self.judgements.keep(&mut request);
        if let Some(hash) = hash.filter(|_| is_sent) {
            self.documents.keep(hash, &request.query);
        }
        if parts.method == Method::GET
            && operation_type(&mut request).is_some_and(|operation| operation != OperationType::Query)
        {
            return Err(Refused::method_not_allowed("POST", "By GET, only queries are run."));
        }
        let sender = match sender {
            Some(sender) => sender,
            None => self.prepare.recognise(parts).await?,
        };
        if operation_type(&mut request) == Some(OperationType::Mutation) {
            self.prepare.admit_mutation(&sender)?;
        }
        let request = self.prepare.equip(&sender, request).await;
        let mut response = self.executor.execute(request).await;
        finish(&mut response, self.limits.errors);
        self.prepare.put_on_record(&sender).await?;
        let tag = match question.filter(|_| response.errors.is_empty()) {
            Some(question) => self.tag(&question, &sender).await,
            None => None,
        };
        Ok(Answered::With(Box::new(response), tag))
    }

    /// The tag of an answer that was just given to the sender.
    async fn tag(&self, question: &Question, sender: &P::Sender) -> Option<HeaderValue> {
        let basis = self.prepare.basis(sender)?;
        question.tag(&basis, self.prepare.stands_until(sender).await?)
    }

    async fn receive(&self, headers: &HeaderMap, body: Body, deadline: Instant) -> Result<Asked, Refused> {
        if !is_json(headers) {
            return Err(Refused::media_type("Send the request as content-type: application/json in UTF-8."));
        }
        // A small body that unpacks to a large one would pass the limit.
        if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            return Err(Refused::media_type("Send the request without a content-encoding."));
        }
        let bytes = timeout_at(deadline, self.read(headers, body)).await.map_err(|_| {
            let message = format!("The body did not come within {} s.", self.limits.request_seconds);
            Refused::new(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", message)
                .with(header::CONNECTION, HeaderValue::from_static("close"))
        })??;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Refused::bad_request("INVALID_UTF8", "The body is not UTF-8."))?;
        match parse_json("body", text)? {
            Json::Object(parameters) => from_parameters(parameters),
            Json::Array(_) => {
                Err(Refused::bad_request("BATCH_NOT_SUPPORTED", "Send one request, not an array of them."))
            }
            _ => Err(Refused::bad_request("BAD_REQUEST", "The body must be a JSON object.")),
        }
    }

    /// Reads no further than the limit.
    async fn read(&self, headers: &HeaderMap, mut body: Body) -> Result<Vec<u8>, Refused> {
        let most = self.limits.body_bytes;
        let too_large = || {
            let message = format!("The body is longer than {most} bytes.");
            Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", message)
                .with(header::CONNECTION, HeaderValue::from_static("close"))
        };
        let announced =
            headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: u64| length > most as u64) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame =
                frame.map_err(|_| Refused::bad_request("BAD_REQUEST", "The body ended before its end."))?;
            if let Some(chunk) = frame.data_ref() {
                if bytes.len() + chunk.len() > most {
                    return Err(too_large());
                }
                bytes.extend_from_slice(chunk);
            }
        }
        Ok(bytes)
    }
}

/// Writes what the schema answered. An answer without a `data` entry is one to a request that was not executed.
fn respond(response: Response, media_type: MediaType, tag: Option<HeaderValue>) -> axum::response::Response {
    let Response { data, extensions, mut errors, http_headers, .. } = response;
    let executed = was_executed(&data, &errors);
    if !executed {
        // A path is a place in `data`, and there is none.
        errors.iter_mut().for_each(|error| error.path.clear());
    }
    let fault = !executed && errors.iter().any(|error| code_of(error) == Some(INTERNAL));
    // The specification's sections "application/json" (every well-formed request gets 200) and
    // "application/graphql-response+json" (a request error is a 4xx). A panic outside of any field is ours: 500.
    let status = match (executed, media_type) {
        _ if fault => StatusCode::INTERNAL_SERVER_ERROR,
        (false, MediaType::GraphqlResponse) => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let answer = Answer { errors: &errors, data: executed.then_some(&data), extensions: &extensions };
    let mut written = write(status, media_type, &answer);
    if let Some(tag) = tag {
        may_be_revalidated(written.headers_mut(), tag);
    }
    written.headers_mut().extend(http_headers);
    written
}

/// Writes that the answer which the client has still stands.
fn unchanged(tag: HeaderValue) -> axum::response::Response {
    let mut response = axum::response::Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static(VARY));
    may_be_revalidated(response.headers_mut(), tag);
    response
}

/// The client may keep the answer, for itself, and asks before it shows it again.
fn may_be_revalidated(headers: &mut HeaderMap, tag: HeaderValue) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::ETAG, tag);
}

/// What of a request makes another answer.
const VARY: &str = "Accept, Authorization, Accept-Language, Accept-Encoding";

/// An error of execution has a path. One of coercion counts as a request error all the same, though async-graphql
/// finds it at the field, if nothing else was answered.
fn was_executed(data: &Value, errors: &[ServerError]) -> bool {
    let empty = match data {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(|field| *field == Value::Null),
        _ => false,
    };
    if empty && !errors.is_empty() && errors.iter().all(|error| error.source::<Coercion>().is_some()) {
        return false;
    }
    *data != Value::Null || errors.iter().any(|error| !error.path.is_empty())
}

/// A GraphQL response; errors first, so that they are seen (GraphQL specification, section 7.1).
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

fn write(status: StatusCode, media_type: MediaType, answer: &Answer<'_>) -> axum::response::Response {
    let (status, bytes) = match serde_json::to_vec(answer) {
        Ok(bytes) => (status, bytes),
        Err(error) => {
            let fault = internal(&error.to_string(), Vec::<PathSegment>::new());
            let errors = serde_json::json!({ "errors": [fault] });
            (StatusCode::INTERNAL_SERVER_ERROR, errors.to_string().into_bytes())
        }
    };
    let mut response = axum::response::Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type.header()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    response
}
