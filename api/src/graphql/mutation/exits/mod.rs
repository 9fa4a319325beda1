//! The ways off the straight path, and correction.

pub(super) mod close_as_duplicate;
pub(super) mod correct;
pub(super) mod hand_back;
pub(super) mod refer;
pub(super) mod reopen;
pub(super) mod send_back;
pub(super) mod withdraw;
