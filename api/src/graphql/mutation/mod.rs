//! What can be done: one mutation for each step, each way off the straight path, and what comes in by itself.

mod advance;
mod exits;
mod login;
mod payload;
mod steps;
mod submissions;

use async_graphql::MergedObject;

/// What can be done. A refusal a person can act on is data (`userErrors`), and then nothing was changed.
#[derive(MergedObject, Default, Debug)]
pub struct Mutation(
    login::LoginMutation,
    steps::StepMutations,
    exits::ExitMutations,
    submissions::SubmissionMutations,
);
