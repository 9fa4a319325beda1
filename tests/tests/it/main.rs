//! The service over HTTP, as its users call it.

mod acting;
mod doors;
mod exits;
mod permissions;
mod steps;
mod trial;
mod walk;
