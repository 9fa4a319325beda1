//! What comes in by itself: it is submitted without signing in, and settled by the staff.

mod dismiss;
mod join;
mod receive;
mod settle;
mod submit;

use async_graphql::MergedObject;

/// Submitting, and the three ways in which a submission is settled.
#[derive(MergedObject, Default, Debug)]
pub struct SubmissionMutations(
    submit::SubmitMutation,
    receive::ReceiveSubmissionMutation,
    join::JoinMutation,
    dismiss::DismissMutation,
);
