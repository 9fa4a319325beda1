//! Passwords: Argon2id with 19 MiB, two passes, one lane (OWASP), on threads of their own and so many at once, since
//! each costs that memory.

use std::sync::Arc;

use argon2::password_hash::{self, PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::input::InputFault;
use tokio::sync::Semaphore;

/// Hashes and verifies passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    places: Arc<Semaphore>,
    nobody: Arc<str>,
}

/// Fewest characters of a password.
pub const LEAST_CHARACTERS: usize = 12;

/// Most characters of a password, and most bytes of what is taken for one.
pub const MOST_CHARACTERS: usize = 250;
/// As many characters have at most so many bytes.
pub const MOST_BYTES: usize = 4 * MOST_CHARACTERS;

/// What is wrong with a password that somebody chose.
///
/// # Errors
/// [`InputFault`] that says what would be right.
pub fn judge(password: &str) -> Result<(), InputFault> {
    let characters = password.chars().count();
    if characters < LEAST_CHARACTERS {
        Err(InputFault::TooShort { min: LEAST_CHARACTERS })
    } else if characters > MOST_CHARACTERS {
        Err(InputFault::TooLong { max: MOST_CHARACTERS })
    } else if password.chars().any(char::is_control) {
        Err(InputFault::ControlCharacter)
    } else {
        Ok(())
    }
}

/// Why a password could not be hashed or verified.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too short to be one.
    #[error("a password needs at least {LEAST_CHARACTERS} characters")]
    TooShort,
    /// Longer than anybody types.
    #[error("a password has at most 1000 bytes")]
    TooLong,
    /// The hash cannot be computed or read.
    #[error("the password cannot be hashed: {0}")]
    Hash(#[from] password_hash::Error),
    /// The work was given up.
    #[error("hashing was given up")]
    GivenUp,
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

impl Passwords {
    /// Hashes at most so many at once.
    ///
    /// # Errors
    /// [`PasswordError`] where the hash that stands for unknown names cannot be made.
    pub fn new(at_once: usize) -> Result<Self, PasswordError> {
        Ok(Self { places: Arc::new(Semaphore::new(at_once)), nobody: hash("nobody's password")?.into() })
    }

    /// Whether this is the password of that hash. Without a hash, as long as it takes for one, and `false`: so an unknown
    /// name cannot be told by the time.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, PasswordError> {
        let known = hash.is_some();
        let hash = hash.map_or_else(|| Arc::clone(&self.nobody), Arc::from);
        let _place = self.places.acquire().await.map_err(|_| PasswordError::GivenUp)?;
        let verified = tokio::task::spawn_blocking(move || {
            let hash = PasswordHash::new(&hash)?;
            match argon2().verify_password(password.as_bytes(), &hash) {
                Ok(()) => Ok(true),
                Err(password_hash::Error::PasswordInvalid) => Ok(false),
                Err(other) => Err(other),
            }
        });
        let verified = verified.await.map_err(|_| PasswordError::GivenUp)??;
        Ok(verified && known)
    }

    /// Hashes a password that somebody chose and that was judged.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let _place = self.places.acquire().await.map_err(|_| PasswordError::GivenUp)?;
        let hashed = tokio::task::spawn_blocking(move || hash_chosen(&password));
        hashed.await.map_err(|_| PasswordError::GivenUp)?
    }
}

/// Hashes a password that somebody chose.
///
/// # Errors
/// [`PasswordError`].
pub fn hash_chosen(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < LEAST_CHARACTERS {
        Err(PasswordError::TooShort)
    } else if password.len() > MOST_BYTES {
        Err(PasswordError::TooLong)
    } else {
        hash(password)
    }
}

fn hash(password: &str) -> Result<String, PasswordError> {
    Ok(argon2().hash_password(password.as_bytes())?.to_string())
}
