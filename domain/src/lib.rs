//! The procedure: ten steps, who may take and see what, and working time.
//!
//! What lives here: the steps and the ways off the straight path ([`procedure`], [`complaint`]), the office and who holds
//! which position ([`office`]) and how that is changed ([`administration`]), what each position sees ([`visibility`]),
//! opening hours and due times ([`working_time`]).
//!
//! What never does: SQL, GraphQL, HTTP, tokio, a clock, randomness. Time, identity and the office's calendar are passed
//! in; [`complaint::decide::decide`] is a pure function.

pub mod administration;
pub mod complaint;
pub mod dashboard;
pub mod ids;
pub mod input;
pub mod office;
pub mod procedure;
pub mod values;
pub mod visibility;
pub mod working_time;
