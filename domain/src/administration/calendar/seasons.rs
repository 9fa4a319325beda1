//! Seasons: parts of a year with hours of their own, such as Ramadan. A season is named by its first date, which no two share.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Draft, days_after};
use crate::input::InputFault;
use crate::values::Line;
use crate::working_time::{Season, WeeklyHours};

/// Days a season may last, both ends included.
const MAX_DAYS: u64 = 366;
/// Days a season may last in which the office is closed throughout: more is no season, but an office that gave up.
const MAX_DAYS_CLOSED: u64 = 62;
/// Seasons of an office, past ones included.
const MAX_SEASONS: usize = 200;

/// Makes a season.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreateSeason {
    /// What the office calls it.
    pub name: Line,
    /// The first local date with these hours.
    pub from: NaiveDate,
    /// The last local date with these hours.
    pub to: NaiveDate,
    /// The hours; none where the office is closed throughout.
    pub hours: WeeklyHours,
}

/// Changes a season; what is left out stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeSeason {
    /// The first date it has so far.
    pub season: NaiveDate,
    /// What the office calls it.
    pub name: Option<Line>,
    /// The first local date with these hours.
    pub from: Option<NaiveDate>,
    /// The last local date with these hours.
    pub to: Option<NaiveDate>,
    /// The hours.
    pub hours: Option<WeeklyHours>,
}

/// Takes a season away: the ordinary hours hold again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemoveSeason {
    /// Its first date.
    pub season: NaiveDate,
}

impl CreateSeason {
    pub(super) fn apply(&self, draft: &mut Draft) {
        if draft.rules.seasons.len() == MAX_SEASONS {
            draft.fault("name", InputFault::TooMany { max: MAX_SEASONS });
        }
        let Self { name, from, to, hours } = self.clone();
        add(draft, Season { name: name.into_string(), from, to, hours });
    }
}

impl ChangeSeason {
    pub(super) fn apply(&self, draft: &mut Draft) {
        let Some(before) = take(draft, self.season) else { return };
        let Self { season: _, name, from, to, hours } = self.clone();
        let after = Season {
            name: name.map_or_else(|| before.name.clone(), Line::into_string),
            from: from.unwrap_or(before.from),
            to: to.unwrap_or(before.to),
            hours: hours.unwrap_or_else(|| before.hours.clone()),
        };
        add(draft, after);
    }
}

impl RemoveSeason {
    pub(super) fn apply(&self, draft: &mut Draft) {
        take(draft, self.season);
    }
}

/// Takes the season of that first date out of the draft.
fn take(draft: &mut Draft, first: NaiveDate) -> Option<Season> {
    let place = draft.rules.seasons.iter().position(|season| season.from == first);
    if place.is_none() {
        draft.fault("season", InputFault::Unknown);
    }
    place.map(|place| draft.rules.seasons.remove(place))
}

/// Puts a season into the draft, if it may be.
fn add(draft: &mut Draft, season: Season) {
    let most = if season.hours.minutes_a_week() == 0 { MAX_DAYS_CLOSED } else { MAX_DAYS };
    let latest = days_after(season.from, most - 1);
    if season.to < season.from {
        draft.fault("to", InputFault::NotBefore { earliest: season.from });
    } else if season.to > latest {
        draft.fault("to", InputFault::NotAfter { latest });
    }
    draft.rules.seasons.push(season);
}
