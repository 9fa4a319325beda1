//! The office Selemadeg Timur, and complaints on their way through it.

pub(crate) mod commands;
pub(crate) mod sample;
pub(crate) mod walk;

use chrono::{DateTime, NaiveDateTime, Utc};

/// An instant from what the clock shows in Bali, `2026-02-02 08:00` or `2026-02-02 08:00:01`.
pub(crate) fn wita(text: &str) -> DateTime<Utc> {
    let format = if text.len() == 16 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    let local = NaiveDateTime::parse_from_str(text, format).unwrap_or_else(|error| panic!("{text}: {error}"));
    local.and_local_timezone(chrono_tz::Asia::Makassar).unwrap().to_utc()
}

/// What the clock in Bali shows at an instant, `02-02 08:00`.
pub(crate) fn shown(at: DateTime<Utc>) -> String {
    at.with_timezone(&chrono_tz::Asia::Makassar).format("%m-%d %H:%M").to_string()
}
