//! The workloads: which requests, by whom.

use std::net::SocketAddr;
use std::sync::Arc;

use api::failure::Failure;
use api::graphql::ids::NodeId;
use async_graphql::ID;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use chrono::{Months, SecondsFormat};
use domain::office::Office;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::client::{Ask, NUMBER, ask};
use crate::fill::{CAMAT, Filled, INSPECTOR, STAFF, pool_id, username};

const DETAIL: &str = include_str!("documents/detail.graphql");
const LIST: &str = include_str!("documents/list.graphql");
const WIDE_LIST: &str = include_str!("documents/wide_list.graphql");
const FIRST_SCREEN: &str = include_str!("documents/first_screen.graphql");
const STEP: &str = include_str!("documents/step.graphql");

/// The code of a section that many complaints are disposed to.
const ASKED: &str = "PEM";

/// Distinct requests of a workload, at most.
const DISTINCT: usize = 512;

/// Requests that are alike.
pub(crate) struct Workload {
    /// Its name.
    pub(crate) name: &'static str,
    /// The root field without which it cannot be asked.
    pub(crate) field: &'static str,
    /// Its requests.
    pub(crate) asks: Vec<Ask>,
}

/// Whose tokens are at hand.
pub(crate) struct Tokens {
    camats: Vec<String>,
    staff: Vec<String>,
    inspector: String,
}

impl Tokens {
    /// Signs everybody in over HTTP.
    pub(crate) async fn sign_in(
        address: SocketAddr,
        offices: usize,
        password: &str,
    ) -> Result<Self, Failure> {
        let mut tokens = Self { camats: Vec::new(), staff: Vec::new(), inspector: String::new() };
        for place in 0..offices {
            tokens.camats.push(sign_in(address, &username(CAMAT, place), password).await?);
            tokens.staff.push(sign_in(address, &username(STAFF, place), password).await?);
        }
        tokens.inspector = sign_in(address, INSPECTOR, password).await?;
        Ok(tokens)
    }
}

async fn sign_in(address: SocketAddr, username: &str, password: &str) -> Result<String, Failure> {
    let document = "mutation ($u: String!, $p: String!) { login(username: $u, password: $p) { token } }";
    let asked = post(document, &json!({ "u": username, "p": password }), None, 0)?;
    let answer: Value = serde_json::from_slice(&ask(address, &asked).await?.body)?;
    let token = answer["data"]["login"]["token"].as_str();
    Ok(token.ok_or_else(|| format!("{username} is not signed in: {answer}"))?.to_owned())
}

fn headers(token: Option<&str>, number: usize) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/graphql-response+json"));
    headers.insert(NUMBER, HeaderValue::from(number));
    if let Some(token) = token {
        headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse()?);
    }
    Ok(headers)
}

fn post(document: &str, variables: &Value, token: Option<&str>, number: usize) -> Result<Ask, Failure> {
    let mut headers = headers(token, number)?;
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(Ask {
        method: Method::POST,
        path: Uri::from_static("/graphql"),
        headers,
        body: json!({ "query": document, "variables": variables }).to_string().into(),
        expected: StatusCode::OK,
        containing: None,
    })
}

fn id(node: NodeId) -> String {
    let ID(id) = node.encode();
    id
}

/// The workloads that read.
pub(crate) fn reading(filled: &Filled, tokens: &Tokens) -> Result<Vec<Workload>, Failure> {
    let place = |office| filled.offices.iter().position(|o| o.id == office).unwrap_or_default();
    // Spread over all offices.
    let step = (filled.sample.len() / DISTINCT).max(1);
    let sample = filled.sample.iter().step_by(step).take(DISTINCT);
    let detail = sample.clone().enumerate().map(|(number, sampled)| {
        let variables = json!({ "id": id(NodeId::Complaint(sampled.office, sampled.id)) });
        post(DETAIL, &variables, Some(&tokens.camats[place(sampled.office)]), number)
    });
    let list = |document: &'static str| {
        sample.clone().take(DISTINCT / 4).enumerate().map(move |(number, sampled)| {
            // Every other one is the newest page, which is what people look at.
            let to = sampled.received_at.to_rfc3339_opts(SecondsFormat::Secs, true);
            let filter = if number % 2 == 0 { Value::Null } else { json!({ "receivedTo": to }) };
            post(document, &json!({ "filter": filter }), Some(&tokens.camats[place(sampled.office)]), number)
        })
    };
    let mut workloads = vec![
        Workload { name: "detail", field: "complaint", asks: detail.collect::<Result<_, _>>()? },
        Workload { name: "list of 50", field: "complaints", asks: list(LIST).collect::<Result<_, _>>()? },
        Workload {
            name: "list of 50, with sheets and solutions",
            field: "complaints",
            asks: list(WIDE_LIST).collect::<Result<_, _>>()?,
        },
    ];
    workloads.extend(first_screens(&filled.offices, tokens)?);
    Ok(workloads)
}

fn first_screens(offices: &[Arc<Office>], tokens: &Tokens) -> Result<Vec<Workload>, Failure> {
    let newest = api::clock::Clock::now(&api::clock::SystemClock).date_naive();
    let from = newest.checked_sub_months(Months::new(12)).unwrap_or(newest).to_string();
    let of_offices = |filter: &dyn Fn(&Office) -> Value| -> Result<Vec<Ask>, Failure> {
        let asks = offices.iter().zip(&tokens.camats).enumerate();
        asks.map(|(number, (office, token))| {
            post(FIRST_SCREEN, &json!({ "filter": filter(office) }), Some(token), number)
        })
        .collect()
    };
    let of_regency = |filter: Value| -> Result<Vec<Ask>, Failure> {
        Ok(vec![post(FIRST_SCREEN, &json!({ "filter": filter }), Some(&tokens.inspector), 0)?])
    };
    let screens = [
        ("first screen", of_offices(&|_| json!({ "from": from }))?),
        ("first screen, all years", of_offices(&|_| Value::Null)?),
        ("first screen, one channel", of_offices(&|_| json!({ "from": from, "channel": ["WEBSITE"] }))?),
        (
            "first screen, one category",
            of_offices(&|office| {
                let category = office.categories.get(8).map(|c| id(NodeId::Category(office.id, c.id)));
                json!({ "from": from, "categoryIds": [category] })
            })?,
        ),
        (
            "first screen, one section",
            of_offices(&|office| {
                let asked = office.sections.iter().find(|section| section.code == ASKED);
                let section = asked.map(|section| id(NodeId::Section(office.id, section.id)));
                json!({ "from": from, "sectionIds": [section] })
            })?,
        ),
        ("first screen, regency", of_regency(json!({ "from": from }))?),
        (
            "first screen, regency, one office",
            of_regency(json!({ "from": from, "officeCodes": offices.first().map(|office| &office.code) }))?,
        ),
    ];
    Ok(screens.into_iter().map(|(name, asks)| Workload { name, field: "dashboard", asks }).collect())
}

/// Step mutations on complaints of the pool, each once.
pub(crate) fn steps(
    offices: &[Arc<Office>],
    tokens: &Tokens,
    numbers: std::ops::Range<usize>,
) -> Result<Vec<Ask>, Failure> {
    numbers
        .map(|number| {
            let place = number % offices.len();
            let complaint = id(NodeId::Complaint(offices[place].id, pool_id(number)));
            let variables = json!({ "input": { "complaintId": complaint, "expectedVersion": 1 } });
            let ask = post(STEP, &variables, Some(&tokens.staff[place]), 0)?;
            Ok(Ask { containing: Some("\"userErrors\":[]"), ..ask })
        })
        .collect()
}

/// A GET that no resolver sees.
pub(crate) fn static_get(path: &'static str) -> Result<Ask, Failure> {
    Ok(Ask {
        method: Method::GET,
        path: Uri::from_static(path),
        headers: headers(None, 0)?,
        body: Bytes::new(),
        expected: StatusCode::OK,
        containing: None,
    })
}

/// A screen that was seen already, asked for again by the hash of its document, and the screen; none where the service gives no
/// ETag.
pub(crate) async fn seen_before(
    address: SocketAddr,
    tokens: &Tokens,
    with_dashboard: bool,
) -> Result<Option<(Ask, Bytes)>, Failure> {
    let document = if with_dashboard { FIRST_SCREEN } else { LIST };
    let hash: String = Sha256::digest(document).iter().map(|byte| format!("{byte:02x}")).collect();
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let mut first = post(document, &json!({}), tokens.camats.first().map(String::as_str), 0)?;
    first.body = json!({ "query": document, "extensions": extensions }).to_string().into();
    ask(address, &first).await?;
    let mut again = Ask {
        method: Method::GET,
        path: format!("/graphql?extensions={}", escaped(&extensions.to_string())).parse()?,
        body: Bytes::new(),
        ..first
    };
    again.headers.remove(header::CONTENT_TYPE);
    let seen = ask(address, &again).await?;
    let Some(tag) = seen.headers.get(header::ETAG) else { return Ok(None) };
    again.headers.insert(header::IF_NONE_MATCH, tag.clone());
    again.expected = StatusCode::NOT_MODIFIED;
    Ok(Some((again, seen.body)))
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
