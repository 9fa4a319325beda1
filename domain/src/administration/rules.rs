//! Rules of the register: how agenda numbers are written, how far back a step may be entered.

use serde::Serialize;

use super::draft::Draft;
use crate::input::InputFault;
use crate::values::AgendaFormat;

/// How many days back a step may be entered: none to a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BackdateDays(u16);

impl BackdateDays {
    /// At most so many.
    pub const MAX: u16 = 366;

    /// Parses a number of days.
    ///
    /// # Errors
    /// [`InputFault::OutOfRange`].
    pub fn parse(days: i32) -> Result<Self, InputFault> {
        let fits = u16::try_from(days).ok().filter(|days| *days <= Self::MAX);
        fits.map(Self).ok_or(InputFault::OutOfRange { least: 0, most: i32::from(Self::MAX) })
    }
}

/// Change the rules of the register; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeRules {
    /// How agenda numbers are written from the next one on.
    pub agenda_format: Option<AgendaFormat>,
    /// How many days back a step may be entered.
    pub backdate_days: Option<BackdateDays>,
}

impl ChangeRules {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        if let Some(format) = &self.agenda_format {
            draft.after.agenda_format = format.clone();
        }
        if let Some(BackdateDays(days)) = self.backdate_days {
            draft.after.backdate_days = days;
        }
    }
}
