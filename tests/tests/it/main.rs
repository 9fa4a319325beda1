//! The service over HTTP, as its users call it.

mod account;
mod acting;
mod administration;
mod calendar;
mod copies;
mod dashboard;
mod doors;
mod exits;
mod idempotency;
mod language;
mod limits;
mod lists;
mod loaders;
mod permissions;
mod procedure;
mod races;
mod readings;
mod revalidation;
mod sight;
mod signin;
mod steps;
mod submissions;
mod track;
mod trial;
mod walk;
