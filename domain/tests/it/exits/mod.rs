//! One file for each way off the straight path.

mod close_as_duplicate;
mod correct;
mod hand_back;
mod refer;
mod reopen;
mod send_back;
mod withdraw;
