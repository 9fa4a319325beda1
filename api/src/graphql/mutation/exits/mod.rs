//! The ways off the straight path, and correction.

mod close_as_duplicate;
mod correct;
mod hand_back;
mod refer;
mod reopen;
mod send_back;
mod withdraw;

use async_graphql::MergedObject;

/// The ways off the straight path, and correction.
#[derive(MergedObject, Default, Debug)]
pub struct ExitMutations(
    send_back::ReturnMutation,
    hand_back::HandBackMutation,
    refer::ReferMutation,
    close_as_duplicate::CloseAsDuplicateMutation,
    withdraw::WithdrawMutation,
    reopen::ReopenMutation,
    correct::CorrectMutation,
);
