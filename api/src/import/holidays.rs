//! Reading a table of holidays (CSV): `date,name,kind`, each on a line. Unlike a register it is taken whole or not at all.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use csv::StringRecord;
use domain::input::InputFault;
use domain::values::Line;
use domain::working_time::{Holiday, HolidayKind};

/// Lines of a table, beside the first.
pub const MAX_LINES: usize = 1_000;
/// Characters of a table: more than so many lines need.
pub const MAX_CHARACTERS: usize = 400_000;

/// The columns that are needed, in any order; others are passed over.
const COLUMNS: [&str; 3] = ["date", "name", "kind"];

/// Reads a table, with `,` or `;` between its fields. Every holiday closes the office, but for local ones where
/// `closed_on_local` says that it works on those. Of two lines of one date and name, such as from two sources, the first
/// counts.
///
/// # Errors
/// [`InputFault`] of every line that is not right, or of the table.
pub fn read(text: &str, closed_on_local: bool) -> Result<Vec<Holiday>, Vec<InputFault>> {
    if text.chars().count() > MAX_CHARACTERS {
        return Err(vec![InputFault::TooLong { max: MAX_CHARACTERS }]);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = Columns::of(reader.headers().map_err(|_| vec![InputFault::NotATable])?)?;
    let mut holidays: Vec<Holiday> = Vec::new();
    let mut seen: HashSet<(NaiveDate, String)> = HashSet::new();
    let mut faults = Vec::new();
    for (count, record) in reader.records().enumerate() {
        if count == MAX_LINES {
            faults.push(InputFault::TooMany { max: MAX_LINES });
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(on_line(error.position(), InputFault::NotATable));
                continue;
            }
        };
        match columns.holiday(&record, closed_on_local) {
            Ok(holiday) => {
                let key = (holiday.date, holiday.name.clone());
                if seen.insert(key) {
                    holidays.push(holiday);
                }
            }
            Err(fault) => faults.push(on_line(record.position(), fault)),
        }
    }
    if holidays.is_empty() && faults.is_empty() {
        faults.push(InputFault::Empty);
    }
    if faults.is_empty() { Ok(holidays) } else { Err(faults) }
}

fn on_line(position: Option<&csv::Position>, fault: InputFault) -> InputFault {
    let line = position.map_or(0, csv::Position::line);
    InputFault::OnLine { line, fault: Box::new(fault) }
}

/// Where the columns stand.
struct Columns {
    date: usize,
    name: usize,
    kind: usize,
}

impl Columns {
    fn of(header: &StringRecord) -> Result<Self, Vec<InputFault>> {
        let place = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
        match COLUMNS.map(place) {
            [Some(date), Some(name), Some(kind)] => Ok(Self { date, name, kind }),
            places => {
                let missing = COLUMNS.into_iter().zip(places).filter(|(_, place)| place.is_none());
                Err(missing.map(|(name, _)| InputFault::NoColumn { name }).collect())
            }
        }
    }

    fn holiday(&self, record: &StringRecord, closed_on_local: bool) -> Result<Holiday, InputFault> {
        let field = |place: usize| record.get(place).ok_or(InputFault::NotATable);
        let date = date(field(self.date)?)?;
        let name = Line::parse(field(self.name)?)?.into_string();
        let (kind, estimated) = kind(field(self.kind)?).ok_or(InputFault::NotAHolidayKind)?;
        let closed = match kind {
            HolidayKind::National | HolidayKind::CollectiveLeave => true,
            HolidayKind::Local => closed_on_local,
        };
        Ok(Holiday { date, name, kind, closed, estimated })
    }
}

fn date(typed: &str) -> Result<NaiveDate, InputFault> {
    let date = NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok();
    date.filter(|date| (1..=9999).contains(&date.year()) && date.to_string() == typed)
        .ok_or(InputFault::NotADate)
}

/// The words of such tables, or those of the schema.
fn kind(word: &str) -> Option<(HolidayKind, bool)> {
    let word = word.to_ascii_lowercase();
    let (word, estimated) = match word.strip_suffix("_estimated") {
        Some(word) => (word, true),
        None => (word.as_str(), false),
    };
    let kind = match word {
        "national_holiday" | "national" => HolidayKind::National,
        "collective_leave" => HolidayKind::CollectiveLeave,
        "bali_dispensation" | "local" => HolidayKind::Local,
        _ => return None,
    };
    Some((kind, estimated))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Result<Vec<String>, Vec<InputFault>> {
        let holidays = read(text, true)?;
        Ok(holidays
            .into_iter()
            .map(|h| format!("{} {} {} {}", h.date, h.name, h.kind, h.estimated))
            .collect())
    }

    fn on_line(line: u64, fault: InputFault) -> InputFault {
        InputFault::OnLine { line, fault: Box::new(fault) }
    }

    #[test]
    fn a_table_is_read_however_it_is_written() {
        let expected = Ok(vec![
            "2026-03-19 Hari Suci Nyepi NATIONAL false".to_owned(),
            "2027-03-10 Idul Fitri, hari pertama NATIONAL true".to_owned(),
        ]);
        for table in [
            "date,name,kind\n2026-03-19,Hari Suci Nyepi,national_holiday\n2027-03-10,\"Idul Fitri, hari pertama\",NATIONAL_ESTIMATED\n",
            "\u{feff}date;name;kind\r\n2026-03-19;Hari Suci Nyepi;national\r\n2027-03-10;Idul Fitri, hari pertama;national_holiday_estimated",
            "source,KIND, Name ,date\nSKB,national_holiday, Hari Suci Nyepi ,2026-03-19\n,national_estimated,\"Idul Fitri, hari pertama\",2027-03-10\n\n",
            "date,name,kind\n2026-03-19,Hari Suci Nyepi,national_holiday\n2026-03-19,Hari Suci Nyepi,local\n2027-03-10,\"Idul Fitri, hari pertama\",national_estimated\n",
        ] {
            assert_eq!(names(table), expected, "{table}");
        }
    }

    #[test]
    fn every_bad_line_is_named() {
        let table = "date,name,kind\n2026-02-30,A,local\n2026-02-02,,local\n2026-02-02,B,feast\n2026-02-02\n0000-01-01,C,local\n\
                     2026-02-02,a\u{7}b,local\n2026-2-2,D,local\n10000-01-01,E,local\n2026-02-03,F,local\n";
        let faults = [
            on_line(2, InputFault::NotADate),
            on_line(3, InputFault::Empty),
            on_line(4, InputFault::NotAHolidayKind),
            on_line(5, InputFault::NotATable),
            on_line(6, InputFault::NotADate),
            on_line(7, InputFault::ControlCharacter),
            on_line(8, InputFault::NotADate),
            on_line(9, InputFault::NotADate),
        ];
        assert_eq!(names(table), Err(faults.to_vec()));
    }

    #[test]
    fn what_is_no_table_is_refused_whole() {
        assert_eq!(
            names("tanggal,name\n2026-02-02,A\n"),
            Err(vec![InputFault::NoColumn { name: "date" }, InputFault::NoColumn { name: "kind" }])
        );
        assert_eq!(names("date,name,kind\n"), Err(vec![InputFault::Empty]));
        let line = "2026-02-02,A,local\n";
        let many = format!("date,name,kind\n{}", line.repeat(MAX_LINES));
        assert_eq!(names(&many).unwrap().len(), 1, "the same one again and again");
        assert_eq!(names(&format!("{many}{line}")), Err(vec![InputFault::TooMany { max: MAX_LINES }]));
        let long = "x".repeat(MAX_CHARACTERS + 1);
        assert_eq!(names(&long), Err(vec![InputFault::TooLong { max: MAX_CHARACTERS }]));
    }

    #[test]
    fn an_office_may_work_on_local_holidays() {
        let table = "date,name,kind\n2026-02-02,A,local\n2026-02-03,B,national\n";
        let closed: Vec<bool> = read(table, false).unwrap().iter().map(|h| h.closed).collect();
        assert_eq!(closed, [false, true]);
    }
}
