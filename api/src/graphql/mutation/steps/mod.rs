//! One mutation for each step of the SOP.

mod advise;
mod archive;
mod attach_disposition_sheet;
mod carry_out;
mod consider;
mod dispose;
mod forward_to_secretary;
pub(super) mod receive;
mod sign;
mod solve;

use async_graphql::MergedObject;

/// The ten steps, in the order of the SOP.
#[derive(MergedObject, Default, Debug)]
pub struct StepMutations(
    receive::ReceiveMutation,
    attach_disposition_sheet::AttachDispositionSheetMutation,
    forward_to_secretary::ForwardToSecretaryMutation,
    advise::AdviseMutation,
    consider::ConsiderMutation,
    dispose::DisposeMutation,
    solve::SolveMutation,
    sign::SignMutation,
    carry_out::CarryOutMutation,
    archive::ArchiveMutation,
);
