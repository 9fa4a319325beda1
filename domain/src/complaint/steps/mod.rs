//! The ten steps: what each command carries, and the rule that is peculiar to it.

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

pub use advise::Advise;
pub use archive::Archive;
pub use attach_disposition_sheet::AttachDispositionSheet;
pub use carry_out::CarryOut;
pub use consider::Consider;
pub use dispose::Dispose;
pub use forward_to_secretary::ForwardToSecretary;
pub use receive::{ComplainantDetails, Receive, Reception};
pub use sign::Sign;
pub use solve::Solve;
