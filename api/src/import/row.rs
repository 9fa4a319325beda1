//! One line of a register.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use domain::complaint::Channel;
use domain::complaint::refusal::InputFault;
use domain::values::{Line, Phone, Text};

use super::mapping::{Column, Columns, Mapping};
use crate::messages::{self, Language};

/// What a line says, as far as it is right.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) number: String,
    pub(super) received_at: DateTime<Utc>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) category: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) description: Option<String>,
    pub(super) channel: Option<Channel>,
    pub(super) complainant_name: Option<String>,
    pub(super) complainant_phone: Option<String>,
}

impl Columns {
    /// Reads a line: its office and the rest, or why it is rejected.
    pub(super) fn row(
        &self,
        mapping: &Mapping,
        record: &csv::ByteRecord,
        zone: Tz,
        line: u64,
    ) -> Result<(String, Row), String> {
        let field = |column: Column| -> Result<Option<&str>, String> {
            let Some((place, name)) = self.0.get(&column) else { return Ok(None) };
            let bytes = record.get(*place).ok_or_else(|| format!("{name}: the line is too short"))?;
            let text = std::str::from_utf8(bytes).map_err(|_| format!("{name}: not UTF-8"))?;
            Ok(Some(text).filter(|text| !text.is_empty()))
        };
        let name =
            |column: Column| self.0.get(&column).map_or_else(|| column.to_string(), |(_, name)| name.clone());
        let wrong = |column: Column, fault: &InputFault| {
            format!("{}: {}", name(column), messages::fault(Language::English, None, fault))
        };
        let text = |column: Column| -> Result<Option<String>, String> {
            let Some(typed) = field(column)? else { return Ok(None) };
            let line = Line::parse(typed).map_err(|fault| wrong(column, &fault))?;
            Ok(Some(line.into_string()))
        };
        let needed =
            |column: Column| text(column)?.ok_or_else(|| format!("{}: must not be empty", name(column)));
        let date = |column: Column| -> Result<Option<NaiveDate>, String> {
            let Some(typed) = field(column)? else { return Ok(None) };
            let parsed =
                mapping.date_formats.iter().find_map(|format| NaiveDate::parse_from_str(typed, format).ok());
            let date = parsed.filter(|date| (1900..=2199).contains(&date.year()));
            date.map(Some)
                .ok_or_else(|| format!("{}: {typed:?} is not a date this register uses", name(column)))
        };

        let office = needed(Column::Office)?;
        let number = needed(Column::Number)?;
        let received = date(Column::ReceivedOn)?;
        let received = received.ok_or_else(|| format!("{}: must not be empty", name(Column::ReceivedOn)))?;
        let closed = date(Column::ClosedOn)?;
        if closed.is_some_and(|closed| closed < received) {
            return Err(format!("{}: lies before {}", name(Column::ClosedOn), name(Column::ReceivedOn)));
        }
        let status = field(Column::Status)?;
        let is_closed =
            status.map(|status| mapping.closed.iter().any(|word| word.eq_ignore_ascii_case(status)));
        match (is_closed, closed) {
            (Some(true), None) => {
                return Err(format!("{}: closed, but without a date", name(Column::ClosedOn)));
            }
            (Some(false), Some(_)) => {
                return Err(format!(
                    "{}: {:?} with a date of closing",
                    name(Column::Status),
                    status.unwrap_or_default()
                ));
            }
            (Some(true) | None, _) | (Some(false), None) => {}
        }
        let channel = field(Column::Channel)?
            .map(|typed| {
                let word = typed.to_uppercase().replace([' ', '-'], "_");
                word.parse().map_err(|_| format!("{}: {typed:?} is no channel", name(Column::Channel)))
            })
            .transpose()?;
        let description = field(Column::Description)?
            .map(|typed| Text::<20_000>::parse(typed).map_err(|fault| wrong(Column::Description, &fault)))
            .transpose()?;
        let phone = field(Column::ComplainantPhone)?
            .map(|typed| Phone::parse(typed).map_err(|fault| wrong(Column::ComplainantPhone, &fault)))
            .transpose()?;
        let row = Row {
            line,
            number,
            received_at: midnight(zone, received),
            closed_at: closed.map(|date| midnight(zone, date)),
            category: text(Column::Category)?,
            subject: text(Column::Subject)?,
            description: description.map(Text::into_string),
            channel,
            complainant_name: text(Column::ComplainantName)?,
            complainant_phone: phone.map(Phone::into_string),
        };
        Ok((office, row))
    }
}

/// The first instant of a local date.
fn midnight(zone: Tz, date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    // Where the clock is put forward at midnight, the date begins later.
    let begins = (0..=24 * 4).find_map(|quarters| {
        zone.from_local_datetime(&(midnight + TimeDelta::minutes(15 * quarters))).earliest()
    });
    begins.map_or_else(|| midnight.and_utc(), |begins| begins.to_utc())
}
