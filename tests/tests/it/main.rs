//! The service over HTTP, as its users call it.

mod walk;
