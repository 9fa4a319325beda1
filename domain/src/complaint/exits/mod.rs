//! The ways off the straight path (rules.md section 1), and correction.

mod close_as_duplicate;
mod correct;
mod hand_back;
mod refer;
mod reopen;
mod send_back;
mod withdraw;

pub use close_as_duplicate::CloseAsDuplicate;
pub(crate) use close_as_duplicate::fault_of_original;
pub use correct::{ComplainantCorrection, Correct};
pub use hand_back::HandBack;
pub use refer::Refer;
pub use reopen::Reopen;
pub use send_back::Return;
pub use withdraw::Withdraw;
