//! The service over HTTP, as its users call it.

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
mod revalidation;
mod signin;
mod steps;
mod track;
mod trial;
mod walk;
