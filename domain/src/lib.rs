//! The procedure.

pub mod working_time;
