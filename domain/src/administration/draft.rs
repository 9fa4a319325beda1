//! An office while it is amended: what was asked of it, as it is to be, and what is wrong with that.

use chrono::{DateTime, Utc};

use super::{Actor, Refusal};
use crate::ids::{CategoryId, OfficerId, SectionId};
use crate::input::{InputFault, InputProblem};
use crate::office::{ActingAppointment, Category, Office, Officer, Section};

pub(super) struct Draft<'a> {
    /// As it was.
    pub(super) before: &'a Office,
    /// As it is to be.
    pub(super) after: Office,
    pub(super) actor: Actor,
    pub(super) now: DateTime<Utc>,
    problems: Vec<InputProblem>,
}

impl<'a> Draft<'a> {
    pub(super) fn of(office: &'a Office, actor: Actor, now: DateTime<Utc>) -> Self {
        Self { before: office, after: office.clone(), actor, now, problems: Vec::new() }
    }

    /// Notes a problem with a field.
    pub(super) fn fault(&mut self, field: &'static str, fault: InputFault) {
        self.problems.push(InputProblem::new(field, fault));
    }

    /// Notes problems.
    pub(super) fn faults(&mut self, problems: Vec<InputProblem>) {
        self.problems.extend(problems);
    }

    /// The office as it is to be, in its order; or what is wrong with it.
    pub(super) fn finish(mut self) -> Result<Office, Refusal> {
        if !self.problems.is_empty() {
            return Err(Refusal::InvalidInput(self.problems));
        }
        self.after.put_in_order();
        Ok(self.after)
    }

    /// An officer of the office, to be changed; noted where there is none.
    pub(super) fn officer(&mut self, id: OfficerId) -> Option<&mut Officer> {
        if self.before.officer(id).is_none() {
            self.fault("officerId", InputFault::Unknown);
        }
        self.after.officers.iter_mut().find(|officer| officer.id == id)
    }

    /// A section of the office, to be changed; noted where there is none.
    pub(super) fn section(&mut self, id: SectionId) -> Option<&mut Section> {
        if self.before.section(id).is_none() {
            self.fault("sectionId", InputFault::Unknown);
        }
        self.after.sections.iter_mut().find(|section| section.id == id)
    }

    /// A category of the office, to be changed; noted where there is none.
    pub(super) fn category(&mut self, id: CategoryId) -> Option<&mut Category> {
        if self.before.category(id).is_none() {
            self.fault("categoryId", InputFault::Unknown);
        }
        self.after.categories.iter_mut().find(|category| category.id == id)
    }

    /// Ends appointments to act, now: one in force until now, one that has not begun is taken out. What is over stays.
    pub(super) fn end_acting(&mut self, ends: impl Fn(&ActingAppointment) -> bool) {
        let now = self.now;
        self.after.acting.retain(|appointment| !ends(appointment) || appointment.from < now);
        for appointment in self.after.acting.iter_mut().filter(|a| ends(a) && a.until > now) {
            appointment.until = now;
        }
    }
}
