//! The service over HTTP, as its users call it.

mod acting;
mod doors;
mod exits;
mod lists;
mod loaders;
mod permissions;
mod signin;
mod steps;
mod trial;
mod walk;
