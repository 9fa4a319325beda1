//! What can be done: one mutation for each step, each way off the straight path, and what comes in by itself.

mod account;
mod administration;
mod advance;
mod amend;
mod exits;
mod payload;
mod steps;
mod submissions;

use async_graphql::MergedObject;

/// What can be done. A refusal a person can act on is data (`userErrors`), and then nothing was changed.
#[derive(MergedObject, Default, Debug)]
pub struct Mutation(
    account::AccountMutations,
    steps::StepMutations,
    exits::ExitMutations,
    submissions::SubmissionMutations,
    administration::AdministrationMutations,
);
