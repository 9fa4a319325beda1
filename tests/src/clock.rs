//! A clock that stands still until it is set.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

use crate::instant;

/// A clock that stands still.
#[derive(Debug)]
pub struct SetClock(Mutex<DateTime<Utc>>);

impl SetClock {
    /// A clock at an instant.
    pub fn at(text: &str) -> Self {
        Self(Mutex::new(instant(text)))
    }

    /// Sets it.
    pub fn set(&self, text: &str) {
        *self.0.lock().expect("nobody panicked with the clock") = instant(text);
    }

    /// Sets it to an instant.
    pub fn set_to(&self, at: DateTime<Utc>) {
        *self.0.lock().expect("nobody panicked with the clock") = at;
    }

    /// Puts it forward.
    pub fn forward(&self, by: TimeDelta) {
        *self.0.lock().expect("nobody panicked with the clock") += by;
    }
}

impl api::clock::Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("nobody panicked with the clock")
    }
}
