//! What an administrator decides of an office.

mod calendar;
mod procedure;
mod rescheduling;
