//! The demonstration: two offices of Tabanan with a year of believable complaints. Its history goes through the judge like
//! any other.

pub mod history;
mod offices;
mod stories;
mod submissions;

use chrono::SubsecRound;
use persistence::Store;

use crate::clock::SharedClock;
use crate::failure::Failure;
use crate::signin::password::{self, LEAST_CHARACTERS};

/// The setting that tells a demonstration's database from a real one.
const SETTING: &str = "demonstration";
/// Its value once everything is there.
const READY: &str = "ready";
/// Complaints of Selemadeg Timur, and of Kediri.
const COMPLAINTS: [usize; 2] = [210, 40];

/// Fills an empty database with the demonstration; leaves one that holds it already as it is. Answers the password, where
/// one was made up.
///
/// # Errors
/// The database holds anything else, or fails.
pub async fn prepare(
    store: &Store,
    clock: &SharedClock,
    password: Option<String>,
) -> Result<Option<String>, Failure> {
    match store.find_setting(SETTING).await?.as_deref() {
        Some(READY) => {
            tracing::info!("the demonstration is there already; its password stays as it was");
            return Ok(None);
        }
        // It was stopped while it was made: what is missing is made now.
        Some(_) => {}
        None if store.is_empty().await? => store.put_setting(SETTING, "begun").await?,
        None => {
            return Err(
                "the database holds something else than the demonstration; --demo needs one of its own"
                    .into(),
            );
        }
    }
    let (password, made_up) = match password {
        Some(password) => (password, false),
        None => (make_up()?, true),
    };
    let hash = password::hash_chosen(&password).map_err(|error| {
        format!("PENGADUAN_DEMO_PASSWORD: {error} (at least {LEAST_CHARACTERS} characters)")
    })?;
    let now = clock.now().trunc_subsecs(0);
    for (place, complaints) in offices::PLACES.iter().zip(COMPLAINTS) {
        if store.find_office(place.code).await?.is_none() {
            let (new, officers) = offices::build(place, clock.as_ref(), now, &hash)?;
            store.create_office(&new, &officers, || clock.new_id()).await?;
        }
        let office = store.find_office(place.code).await?.ok_or("the office was not made")?;
        if !store.has_complaints(office.id).await? {
            let wholes = history::simulate(&office, now, complaints, || clock.new_id())?;
            store.write_whole(&office, wholes).await?;
        }
        submissions::submit(store, &office, now, || clock.new_id()).await?;
    }
    let inspector = offices::inspector(clock.as_ref(), &hash);
    if store.find_credentials(&inspector.officer.username).await?.is_none() {
        store.create_officer(&inspector).await?;
    }
    store.set_all_passwords(&hash).await?;
    store.put_setting(SETTING, READY).await?;
    Ok(made_up.then_some(password))
}

fn make_up() -> Result<String, Failure> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}
