//! What can be done: one mutation for each step and each way off the straight path.

mod advance;
mod exits;
mod login;
mod payload;
mod steps;

use async_graphql::MergedObject;

/// What can be done. A refusal a person can act on is data (`userErrors`), and then nothing was changed.
#[derive(MergedObject, Default, Debug)]
pub struct Mutation(
    login::LoginMutation,
    steps::receive::ReceiveMutation,
    steps::attach_disposition_sheet::AttachDispositionSheetMutation,
    steps::forward_to_secretary::ForwardToSecretaryMutation,
    steps::advise::AdviseMutation,
    steps::consider::ConsiderMutation,
    steps::dispose::DisposeMutation,
    steps::solve::SolveMutation,
    steps::sign::SignMutation,
    steps::carry_out::CarryOutMutation,
    steps::archive::ArchiveMutation,
    exits::send_back::ReturnMutation,
    exits::hand_back::HandBackMutation,
    exits::refer::ReferMutation,
    exits::close_as_duplicate::CloseAsDuplicateMutation,
    exits::withdraw::WithdrawMutation,
    exits::reopen::ReopenMutation,
    exits::correct::CorrectMutation,
);
