//! Which media type a request comes in, and which one its answer takes.

use axum::http::{HeaderMap, header};

/// The media types of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// `application/graphql-response+json`: the status says whether the request was executed.
    GraphqlResponse,
    /// `application/json`, as older clients want it: every well-formed request gets 200.
    Json,
}

impl MediaType {
    /// The `Content-Type` of an answer.
    #[must_use]
    pub fn header(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The better of the two media types by the `Accept` headers (RFC 9110, section 12.5.1); `None` where neither will
/// do. Between equals, the one that was named is better than the one that a wildcard covers, and
/// `application/graphql-response+json` better than `application/json`, which stands in for a missing header
/// (GraphQL over HTTP, section "Legacy Watershed").
#[must_use]
pub fn negotiate(headers: &HeaderMap) -> Option<MediaType> {
    let mut any = false;
    let mut graphql = Match::default();
    let mut json = Match::default();
    for value in headers.get_all(header::ACCEPT) {
        for range in value.to_str().unwrap_or_default().split(',').filter(|range| !range.trim().is_empty()) {
            any = true;
            let range = MediaRange::parse(range);
            graphql.offer(&range, "application/graphql-response+json");
            json.offer(&range, "application/json");
        }
    }
    if !any {
        return Some(MediaType::Json);
    }
    match (graphql.quality, json.quality) {
        (0, 0) => None,
        (graphql_quality, json_quality) if graphql_quality != json_quality => {
            Some(if graphql_quality > json_quality { MediaType::GraphqlResponse } else { MediaType::Json })
        }
        _ if graphql.precision == NAMED => Some(MediaType::GraphqlResponse),
        _ => Some(MediaType::Json),
    }
}

const NAMED: u8 = 3;

/// The most precise range so far that covers a media type.
#[derive(Default)]
struct Match {
    precision: u8,
    /// In thousandths.
    quality: u16,
}

impl Match {
    fn offer(&mut self, range: &MediaRange, media_type: &str) {
        let precision = match range.name.as_str() {
            name if name == media_type => NAMED,
            "application/*" => 2,
            "*/*" => 1,
            _ => return,
        };
        if range.utf8 && precision > self.precision {
            *self = Self { precision, quality: range.quality };
        } else if range.utf8 && precision == self.precision {
            self.quality = self.quality.max(range.quality);
        }
    }
}

struct MediaRange {
    name: String,
    quality: u16,
    utf8: bool,
}

impl MediaRange {
    fn parse(text: &str) -> Self {
        let mut parts = text.split(';');
        let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut range = Self { name, quality: 1000, utf8: true };
        for (key, value) in parts.filter_map(parameter) {
            match key.as_str() {
                "q" => range.quality = thousandths(&value).unwrap_or(0),
                "charset" => range.utf8 = is_utf8(&value),
                _ => {}
            }
        }
        range
    }
}

/// `q=0.75` as 750; RFC 9110, section 12.4.2, allows three decimals, from 0 to 1.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let decimals = format!("{decimals:0<3}").parse().ok()?;
    let quality = whole.parse::<u16>().ok()?.checked_mul(1000)?.checked_add(decimals)?;
    (quality <= 1000).then_some(quality)
}

/// Whether a body comes as JSON in UTF-8 (GraphQL over HTTP, section "POST"). No HTML form can send this type, which
/// is what keeps other sites' pages from posting in a visitor's name.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let mut parts = value.to_str().unwrap_or_default().split(';');
    let name = parts.next().unwrap_or_default().trim();
    name.eq_ignore_ascii_case("application/json")
        && parts.filter_map(parameter).all(|(key, value)| key != "charset" || is_utf8(&value))
}

fn parameter(text: &str) -> Option<(String, String)> {
    let (key, value) = text.split_once('=')?;
    Some((key.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_ascii_lowercase()))
}

fn is_utf8(charset: &str) -> bool {
    charset == "utf-8" || charset == "utf8"
}
