//! The service over HTTP, as its users call it.

mod exits;
mod steps;
mod trial;
mod walk;
