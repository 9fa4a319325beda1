//! The program in a process of its own: what its users and operators do to it from outside.

mod cli;
mod crash;
mod dashboard;
mod demo;
mod hostile;
mod import;
mod machines;
mod office;
mod readme;
mod secrets;
mod stop;
