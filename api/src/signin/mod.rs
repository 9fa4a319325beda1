//! Signing in: passwords (Argon2id) and opaque tokens.

pub mod address;
pub mod password;
pub mod token;
