//! The tables, one file each: no logic.
#![allow(missing_docs, unreachable_pub, reason = "each column is named as the field of the domain it stores")]

pub mod acting_appointment;
pub mod agenda_counter;
pub mod category;
pub mod complaint;
pub mod complaint_change;
pub mod holiday;
pub mod idempotency_key;
pub mod office;
pub mod office_change;
pub mod officer;
pub mod officer_write;
pub mod opening_hours;
pub mod procedure_revision;
pub mod procedure_step;
pub mod reading;
pub mod register;
pub mod season;
pub mod section;
pub mod session;
pub mod setting;
pub mod sign_in_failure;
pub mod special_day;
pub mod step_record;
pub mod submission;
pub mod tally;
pub mod village;
