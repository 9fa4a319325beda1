//! `register`

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::dashboard::figures::entries::entries;

use super::loaded::Loaded;
use super::numbers::{DurationStats, Rate, int};

/// How the register is kept.
#[derive(SimpleObject, Clone, Debug)]
pub struct RegisterFigures {
    /// Agenda numbers that were given in the calendar years of the period and belong to no complaint: always 0, unless somebody
    /// changed the database. Null where the filter leaves complaints out.
    number_gaps: Option<i32>,
    /// Of the step records entered in the period by who took them: working time from the happening to the entry.
    entry_lag: DurationStats,
    /// Of these, entered more than one working day (27,000 s) after it happened.
    entered_late: Rate,
    /// Of those entered late, the ones that were in time by when it happened, though due before they were entered.
    late_but_in_time: Rate,
}

#[derive(Debug)]
pub(super) struct EntriesField(pub(super) Arc<Loaded>);

#[Object]
impl EntriesField {
    /// How the register is kept: numbers without gaps, and how soon what happened is entered (practice S8, I5). By the day of
    /// the entry.
    async fn register(&self) -> Option<RegisterFigures> {
        let entries = entries(&self.0.flow);
        Some(RegisterFigures {
            number_gaps: self.0.number_gaps.map(int),
            entry_lag: entries.lag.into(),
            entered_late: entries.late.into(),
            late_but_in_time: entries.late_in_time.into(),
        })
    }
}
