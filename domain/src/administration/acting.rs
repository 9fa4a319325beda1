//! Acting appointments (Plt., Plh.). Of one post at one time at most one officer acts, so an appointment that overlaps
//! another is refused, and the refusal names the other. They make no chains: who acts for a post has that post, never what its
//! holder acts for besides.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

use super::draft::Draft;
use super::{Actor, Refusal};
use crate::ids::{ActingId, OfficerId};
use crate::input::InputFault;
use crate::office::{ActingAppointment, Capacity, Position, Post};
use crate::values::Line;

/// Appoint an officer to act for a post, on whole days of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppointActing {
    /// The appointment's id.
    #[serde(skip)]
    pub id: ActingId,
    /// Who acts.
    pub officer: OfficerId,
    /// For which post.
    pub post: Post,
    /// [`Capacity::Plt`] or [`Capacity::Plh`].
    pub capacity: Capacity,
    /// Number of the decree (surat perintah); required of a Plt.
    pub decree: Option<Line>,
    /// First day. Not before today by more days than a step may be entered back, not more than a year ahead.
    pub from: NaiveDate,
    /// Last day. At most a year from the first one, and not over already.
    pub to: NaiveDate,
}

/// End an appointment to act before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EndActing {
    /// Which.
    pub appointment: ActingId,
    /// The last day from now on; it ends at once where left out, and one that has not begun is taken out.
    pub last_day: Option<NaiveDate>,
}

impl AppointActing {
    pub(super) fn write(&self, draft: &mut Draft<'_>) -> Result<(), Refusal> {
        if draft.actor == Actor::Officer(self.officer) {
            return Err(Refusal::Oneself);
        }
        match draft.before.officer(self.officer) {
            None => draft.fault("officerId", InputFault::Unknown),
            Some(officer) if !officer.active => draft.fault("officerId", InputFault::OfficerInactive),
            Some(officer) if officer.posts().any(|post| post == self.post) => {
                draft.fault("officerId", InputFault::HoldsAlready);
            }
            Some(_) => {}
        }
        self.post_is_of_office(draft);
        match (self.capacity, &self.decree) {
            (Capacity::Plt, None) => draft.fault("decree", InputFault::Required),
            (Capacity::Plt, Some(_)) | (Capacity::Plh, _) => {}
            (Capacity::Definitive | Capacity::Substitute, _) => {
                draft.fault("capacity", InputFault::NotAnActingCapacity);
            }
        }
        if !self.days_are_right(draft) {
            return Ok(());
        }
        let calendar = &draft.before.calendar;
        let appointment = ActingAppointment {
            id: self.id,
            officer: self.officer,
            post: self.post,
            capacity: self.capacity,
            decree: self.decree.clone().map(Line::into_string),
            from: self.begins_at(draft),
            until: calendar.day_start(self.to + TimeDelta::days(1)),
        };
        let overlaps = |other: &&ActingAppointment| {
            other.post == self.post && other.from < appointment.until && appointment.from < other.until
        };
        if let Some(other) = draft.before.acting.iter().find(overlaps) {
            let name = draft.before.officer(other.officer).map(|officer| officer.name.clone());
            let (from, until) = (other.from, other.until);
            draft.fault("from", InputFault::ActsAlready { name: name.unwrap_or_default(), from, until });
        }
        draft.after.acting.push(appointment);
        Ok(())
    }

    /// The start of its first day; today, after another's that was ended today.
    fn begins_at(&self, draft: &Draft<'_>) -> DateTime<Utc> {
        let calendar = &draft.before.calendar;
        let start = calendar.day_start(self.from);
        if self.from != calendar.local_date(draft.now) {
            return start;
        }
        let ended =
            draft.before.acting.iter().filter(|other| other.post == self.post && other.until <= draft.now);
        ended.map(|other| other.until).fold(start, DateTime::max)
    }

    fn post_is_of_office(&self, draft: &mut Draft<'_>) {
        let Post { position, section } = self.post;
        match (position, section.map(|id| draft.before.section(id))) {
            (Position::Inspector, _) => draft.fault("position", InputFault::OutsideOffice),
            (Position::SectionHead, None) => draft.fault("sectionId", InputFault::Required),
            (Position::SectionHead, Some(Some(_))) | (_, None) => {}
            (_, Some(None)) => draft.fault("sectionId", InputFault::Unknown),
            (
                Position::Staff
                | Position::HeadOfGeneralAffairs
                | Position::Secretary
                | Position::Camat
                | Position::Administrator,
                Some(Some(_)),
            ) => draft.fault("sectionId", InputFault::HeadsNoSection),
        }
    }

    fn days_are_right(&self, draft: &mut Draft<'_>) -> bool {
        let today = draft.before.calendar.local_date(draft.now);
        let year = Months::new(12);
        let earliest = today - TimeDelta::days(i64::from(draft.before.backdate_days));
        let latest = today.checked_add_months(year).unwrap_or(NaiveDate::MAX);
        let longest = self.from.checked_add_months(year).and_then(|day| day.pred_opt());
        let longest = longest.unwrap_or(NaiveDate::MAX);
        let first_is_right = (earliest..=latest).contains(&self.from);
        if !first_is_right {
            draft.fault("from", InputFault::DateOutOfRange { earliest, latest });
        }
        let soonest = self.from.max(today);
        let last_is_right = (soonest..=longest).contains(&self.to);
        if !last_is_right {
            draft.fault("to", InputFault::DateOutOfRange { earliest: soonest, latest: longest.max(soonest) });
        }
        first_is_right && last_is_right
    }
}

impl EndActing {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        let known = draft.before.acting.iter().find(|acting| acting.id == self.appointment);
        let Some(appointment) = known else {
            return draft.fault("appointmentId", InputFault::Unknown);
        };
        if appointment.until <= draft.now {
            return draft.fault("appointmentId", InputFault::OverAlready);
        }
        let Some(last_day) = self.last_day else {
            return draft.end_acting(|acting| acting.id == self.appointment);
        };
        let calendar = &draft.before.calendar;
        let earliest = calendar.local_date(draft.now.max(appointment.from));
        let latest = calendar.local_date(appointment.until - TimeDelta::nanoseconds(1));
        if !(earliest..=latest).contains(&last_day) {
            return draft.fault("lastDay", InputFault::DateOutOfRange { earliest, latest });
        }
        let until = calendar.day_start(last_day + TimeDelta::days(1)).min(appointment.until);
        for appointment in draft.after.acting.iter_mut().filter(|acting| acting.id == self.appointment) {
            appointment.until = until;
        }
    }
}
