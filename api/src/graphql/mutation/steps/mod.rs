//! One mutation for each step of the SOP.

pub(super) mod advise;
pub(super) mod archive;
pub(super) mod attach_disposition_sheet;
pub(super) mod carry_out;
pub(super) mod consider;
pub(super) mod dispose;
pub(super) mod forward_to_secretary;
pub(super) mod receive;
pub(super) mod sign;
pub(super) mod solve;
