//! What can be done: one mutation for each step and each way off the straight path.

mod administration;
mod advance;
mod amend;
mod exits;
mod login;
mod payload;
mod steps;

use async_graphql::MergedObject;

/// What can be done. A refusal a person can act on is data (`userErrors`), and then nothing was changed.
#[derive(MergedObject, Default, Debug)]
pub struct Mutation(
    login::LoginMutation,
    steps::StepMutations,
    exits::ExitMutations,
    administration::AdministrationMutations,
);
