//! The program in a process of its own: what its users and operators do to it from outside.

mod crash;
mod import;
mod office;
