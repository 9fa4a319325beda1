//! Scalars, named as code generators expect them.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};
use domain::working_time::Standard;

/// An instant in RFC 3339 with an offset, like `2026-02-02T08:00:00+08:00`, years 1 to 9999, to the microsecond. Answers
/// are in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant(pub DateTime<Utc>);

/// An instant in RFC 3339 with an offset, like `2026-02-02T08:00:00+08:00`, years 1 to 9999, to the microsecond. Answers
/// are in UTC.
#[Scalar(name = "DateTime", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
impl ScalarType for Instant {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let instant = DateTime::parse_from_rfc3339(text)
            .map_err(|_| "must be an instant in RFC 3339 with an offset, like 2026-02-02T08:00:00+08:00")?
            .with_timezone(&Utc);
        if (1..=9999).contains(&instant.year()) {
            Ok(Self(instant.trunc_subsecs(6)))
        } else {
            Err("must be in the years 1 to 9999".into())
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant)
    }
}

/// A calendar date of the office, like `2026-02-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A calendar date of the office, like `2026-02-02`.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let date = date.filter(|date| date.to_string() == *text).ok_or("must be a date like 2026-02-02")?;
        if (1..=9999).contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err("must be in the years 1 to 9999".into())
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.format("%Y-%m-%d").to_string())
    }
}

/// A duration of working time in ISO 8601: `PT30M` is half an hour of working time, `P2D` two working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration(pub Standard);

/// A duration of working time in ISO 8601: `PT30M` is half an hour of working time, `P2D` two working days.
#[Scalar(name = "Duration", specified_by_url = "https://www.iso.org/iso-8601-date-and-time-format.html")]
impl ScalarType for Duration {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse().map(Self).map_err(|_| "must be a duration like PT30M or P2D".into())
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
