//! Tallies are what the history says: written in bulk, step by step, and by two at once.

mod at_once;
pub(crate) mod steps;
mod sums;
mod tampered;

use persistence::tallies::verify::Differences;

use crate::harness::Bureau;

async fn differences(bureau: &Bureau) -> Differences {
    bureau.store.verify_tallies(bureau.id()).await.unwrap()
}

pub(crate) async fn are_what_the_history_says(bureau: &Bureau) {
    let differences = differences(bureau).await;
    assert!(differences.is_empty(), "{differences:#?}");
}
