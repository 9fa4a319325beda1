//! The ten steps, a file each.

mod advise;
mod archive;
mod attach_disposition_sheet;
mod carry_out;
mod consider;
mod dispose;
mod forward_to_secretary;
mod receive;
mod sign;
mod solve;
