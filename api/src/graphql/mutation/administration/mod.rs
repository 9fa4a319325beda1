//! What an administrator changes of the office, its people, its calendar and its procedure: one file a subject.

mod acting;
mod calendar;
mod categories;
mod letterhead;
mod officers;
mod open_work;
mod password;
mod procedure;
mod rules;
mod sections;

use std::sync::Arc;

use async_graphql::{MergedObject, SimpleObject};
use persistence::amend::Amended;

use crate::graphql::types;
use crate::graphql::user_error::UserError;

/// What an administrator changes of the office, its people, its calendar and its procedure.
#[derive(MergedObject, Default, Debug)]
pub struct AdministrationMutations(
    officers::OfficerMutation,
    acting::ActingMutation,
    sections::SectionMutation,
    categories::CategoryMutation,
    letterhead::LetterheadMutation,
    rules::RulesMutation,
    calendar::CalendarMutations,
    procedure::ProcedureMutation,
);

/// What became of a change of the office itself.
#[derive(SimpleObject, Debug, Default)]
pub struct OfficePayload {
    /// The office as it now stands, in a dry run as it would; null where the mutation was refused.
    office: Option<types::Office>,
    /// Why nothing was done; empty where it was.
    user_errors: Vec<UserError>,
}

impl From<Result<Amended, Vec<UserError>>> for OfficePayload {
    fn from(done: Result<Amended, Vec<UserError>>) -> Self {
        match done {
            Ok(amended) => {
                Self { office: Some(types::Office(Arc::new(amended.after))), user_errors: Vec::new() }
            }
            Err(user_errors) => Self { office: None, user_errors },
        }
    }
}
