//! The seven ways off the straight path, a file each.

mod close_as_duplicate;
mod correct;
mod hand_back;
mod refer;
mod reopen;
mod send_back;
mod withdraw;
