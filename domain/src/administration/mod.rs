//! What an administrator decides of an office.

pub mod calendar;
pub mod procedure;
