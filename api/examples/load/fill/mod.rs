//! Filling a database: offices, and complaints whose histories the judge has passed.

mod offices;
mod stories;

use std::sync::Arc;
use std::time::{Duration, Instant};

use api::clock::{Clock, SystemClock};
use api::failure::Failure;
use api::signin::password;
use domain::office::Office;
use persistence::Store;
use persistence::bulk::Whole;
use tokio::sync::mpsc::{Receiver, Sender, channel};

pub(crate) use offices::{CAMAT, INSPECTOR, OFFICES, STAFF, username};
pub(crate) use stories::{Sampled, pool_id};

/// Complaints of one transaction.
const BATCH: usize = 4_000;

/// What was filled in.
pub(crate) struct Filled {
    /// The offices, by their numbers.
    pub(crate) offices: Vec<Arc<Office>>,
    /// Some of the complaints.
    pub(crate) sample: Vec<Sampled>,
    /// How many there are.
    pub(crate) complaints: usize,
    /// How many step records they have.
    pub(crate) records: usize,
    /// How long it took, the making of the offices included.
    pub(crate) took: Duration,
}

struct Batch {
    office: Arc<Office>,
    wholes: Vec<Whole>,
}

/// Makes the offices and so many complaints. `writers` write at once.
pub(crate) async fn fill(
    store: &Store,
    complaints: usize,
    password: &str,
    writers: usize,
) -> Result<Filled, Failure> {
    let began = Instant::now();
    let clock = SystemClock;
    let now = clock.now();
    let hash = password::hash_chosen(password).map_err(|error| error.to_string())?;
    let offices = offices::create(store, &clock, &hash).await?;
    let (senders, receivers): (Vec<Sender<Batch>>, Vec<Receiver<Batch>>) =
        (0..writers).map(|_| channel(2)).unzip();
    let lanes = 2;
    let tellers: Vec<_> = (0..lanes)
        .map(|lane| {
            let sender = senders[lane % writers].clone();
            let mine: Vec<(usize, Arc<Office>)> =
                offices.iter().cloned().enumerate().filter(|(place, _)| place % lanes == lane).collect();
            tokio::task::spawn_blocking(move || tell(&mine, complaints, now, &sender))
        })
        .collect();
    drop(senders);
    let writing: Vec<_> =
        receivers.into_iter().map(|batches| tokio::spawn(write(store.clone(), batches))).collect();
    let (mut sample, mut written, mut records) = (Vec::new(), 0, 0);
    for writer in writing {
        let (complaints, their_records) = writer.await??;
        written += complaints;
        records += their_records;
    }
    for teller in tellers {
        sample.extend(teller.await??);
    }
    Ok(Filled { offices, sample, complaints: written, records, took: began.elapsed() })
}

fn tell(
    offices: &[(usize, Arc<Office>)],
    complaints: usize,
    now: chrono::DateTime<chrono::Utc>,
    sender: &Sender<Batch>,
) -> Result<Vec<Sampled>, Failure> {
    let mut sample = Vec::new();
    for (place, office) in offices {
        let count = offices::share(*place, complaints);
        let mut stories = stories::Stories::new(office, now, count);
        loop {
            let wholes = stories.next(BATCH)?;
            if wholes.is_empty() {
                break;
            }
            sample.extend(stories::sample(&wholes, count));
            // The writer has failed, and says so itself.
            if sender.blocking_send(Batch { office: Arc::clone(office), wholes }).is_err() {
                return Ok(sample);
            }
        }
    }
    Ok(sample)
}

async fn write(
    store: Store,
    mut batches: Receiver<Batch>,
) -> Result<(usize, usize), persistence::StoreError> {
    let (mut complaints, mut records) = (0, 0);
    while let Some(Batch { office, wholes }) = batches.recv().await {
        complaints += wholes.len();
        records += wholes.iter().map(|whole| whole.complaint.records.len()).sum::<usize>();
        store.write_whole(&office, wholes).await?;
    }
    Ok((complaints, records))
}

/// Adds complaints that have just been received, with known ids: each for one step mutation.
pub(crate) async fn add_pool(store: &Store, offices: &[Arc<Office>], count: usize) -> Result<(), Failure> {
    let now = SystemClock.now();
    for (place, office) in offices.iter().enumerate() {
        let numbers: Vec<usize> = (place..count).step_by(offices.len()).collect();
        for numbers in numbers.chunks(BATCH) {
            store.write_whole(office, stories::received(office, now, numbers)?).await?;
        }
    }
    Ok(())
}
