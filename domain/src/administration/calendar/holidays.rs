//! Holidays (hari libur), one by one or many at once. A holiday is named by its date and its name: a date may have several.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::Draft;
use crate::input::InputFault;
use crate::values::Line;
use crate::working_time::{Holiday, HolidayKind};

/// Holidays of an office, past ones included: those of some three hundred years.
const MAX_HOLIDAYS: usize = 10_000;

/// Adds a holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddHoliday {
    /// The local date.
    pub date: NaiveDate,
    /// Its name, as the decree has it.
    pub name: Line,
    /// Who made it a holiday.
    pub kind: HolidayKind,
    /// Whether the office is closed for it.
    pub closed: bool,
    /// Whether the date is computed and not yet decreed.
    pub estimated: bool,
}

/// Changes a holiday; what is left out stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeHoliday {
    /// The date it has so far.
    pub date: NaiveDate,
    /// The name it has so far.
    pub name: Line,
    /// Another date.
    pub new_date: Option<NaiveDate>,
    /// Another name.
    pub new_name: Option<Line>,
    /// Who made it a holiday.
    pub kind: Option<HolidayKind>,
    /// Whether the office is closed for it.
    pub closed: Option<bool>,
    /// Whether the date is computed and not yet decreed.
    pub estimated: Option<bool>,
}

/// Takes a holiday away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemoveHoliday {
    /// Its date.
    pub date: NaiveDate,
    /// Its name.
    pub name: Line,
}

/// Adds many holidays. Of one that is there already under its date and name, kind and estimate are taken over; whether the
/// office is closed for it stays as the office set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportHolidays {
    /// The holidays, no two of one date and name.
    pub holidays: Vec<Holiday>,
}

impl AddHoliday {
    pub(super) fn apply(&self, draft: &mut Draft) {
        let Self { date, name, kind, closed, estimated } = self.clone();
        add(draft, "name", Holiday { date, name: name.into_string(), kind, closed, estimated });
    }
}

impl ChangeHoliday {
    pub(super) fn apply(&self, draft: &mut Draft) {
        let Some(before) = take(draft, self.date, &self.name) else { return };
        let Self { date: _, name: _, new_date, new_name, kind, closed, estimated } = self.clone();
        let renamed = new_name.is_some();
        let after = Holiday {
            date: new_date.unwrap_or(before.date),
            name: new_name.map_or_else(|| before.name.clone(), Line::into_string),
            kind: kind.unwrap_or(before.kind),
            closed: closed.unwrap_or(before.closed),
            estimated: estimated.unwrap_or(before.estimated),
        };
        add(draft, if renamed { "newName" } else { "newDate" }, after);
    }
}

impl RemoveHoliday {
    pub(super) fn apply(&self, draft: &mut Draft) {
        take(draft, self.date, &self.name);
    }
}

impl ImportHolidays {
    pub(super) fn apply(&self, draft: &mut Draft) {
        let key = |holiday: &Holiday| (holiday.date, holiday.name.clone());
        let mut all: BTreeMap<_, Holiday> =
            draft.rules.holidays.drain(..).map(|holiday| (key(&holiday), holiday)).collect();
        for new in &self.holidays {
            let known = all.entry(key(new)).or_insert_with(|| new.clone());
            (known.kind, known.estimated) = (new.kind, new.estimated);
        }
        if all.len() > MAX_HOLIDAYS {
            draft.fault("csv", InputFault::TooMany { max: MAX_HOLIDAYS });
        }
        draft.rules.holidays = all.into_values().collect();
    }
}

/// Takes the holiday of that date and name out of the draft.
fn take(draft: &mut Draft, date: NaiveDate, name: &Line) -> Option<Holiday> {
    let named = |holiday: &Holiday| holiday.date == date && holiday.name == name.as_str();
    let place = draft.rules.holidays.iter().position(named);
    if place.is_none() {
        draft.fault("name", InputFault::Unknown);
    }
    place.map(|place| draft.rules.holidays.remove(place))
}

/// Puts a holiday into the draft, if none of its date and name is there.
fn add(draft: &mut Draft, field: &'static str, holiday: Holiday) {
    let same = |other: &Holiday| other.date == holiday.date && other.name == holiday.name;
    if draft.rules.holidays.iter().any(same) {
        draft.fault(field, InputFault::Taken);
    }
    if draft.rules.holidays.len() >= MAX_HOLIDAYS {
        draft.fault(field, InputFault::TooMany { max: MAX_HOLIDAYS });
    }
    draft.rules.holidays.push(holiday);
}
