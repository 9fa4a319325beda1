//! Recomputing tallies from the history: comparing, and mending what differs.

use std::collections::{BTreeMap, BTreeSet};

use domain::dashboard::contribution::{self, Counted};
use domain::dashboard::measure::Cell;
use domain::dashboard::slice::Dimensions;
use domain::dashboard::submissions;
use domain::ids::OfficeId;
use domain::submission::Submission;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::apply::apply_stored;
use super::codec::decode;
use super::ledger::Ledger;
use crate::complaint::with_records;
use crate::entity::{complaint, submission, tally};
use crate::error::StoreError;
use crate::store::Store;
use crate::submission::submission_of;

/// A number of the tallies that is not what the history says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// What is stored.
    pub stored: i64,
    /// What the history says.
    pub recomputed: i64,
}

/// Where a number stands: by name of the slice, number of the bucket, dimensions where the slice keeps them, and cell.
pub type Place = (String, i32, Option<Dimensions>, Cell);

/// What of an office's tallies is not what its history says.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Differences {
    /// The numbers that differ.
    pub numbers: BTreeMap<Place, Numbers>,
    /// Rows that cannot be read, by name of the slice and number of the bucket: whatever they should say differs too.
    pub unreadable: BTreeSet<(String, i32)>,
}

impl Differences {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.unreadable.is_empty()
    }

    /// Adds what is counted to what the history says.
    fn recompute(&mut self, counted: impl Iterator<Item = Counted>) {
        let mut ledger = Ledger::default();
        counted.for_each(|counted| ledger.add(&counted));
        for ((slice, bucket), groups) in ledger.into_rows() {
            for (dimensions, cells) in groups {
                for (cell, value) in cells {
                    let numbers = self
                        .numbers
                        .entry((slice.to_string(), bucket, dimensions, cell))
                        .or_insert(Numbers { stored: 0, recomputed: 0 });
                    numbers.recomputed += value;
                }
            }
        }
    }

    /// How many numbers differ and rows cannot be read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len() + self.unreadable.len()
    }
}

/// Complaints, or submissions, read at once.
const PAGE: u64 = 1_000;

impl Store {
    /// Compares an office's tallies with what its complaints and submissions count for, both as they are at one instant; the service goes on
    /// meanwhile.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn verify_tallies(&self, id: OfficeId) -> Result<Differences, StoreError> {
        let tx = self.snapshot().await?;
        let mut differences = Differences::default();
        let Some(office) = self.office(&tx, id).await? else { return Ok(differences) };
        for row in stored(&tx, id).await? {
            let Ok(groups) = decode(&row.counts) else {
                differences.unreadable.insert((row.slice, row.bucket));
                continue;
            };
            for (dimensions, cells) in groups {
                for (cell, value) in cells {
                    let key = (row.slice.clone(), row.bucket, dimensions, cell);
                    differences.numbers.insert(key, Numbers { stored: value, recomputed: 0 });
                }
            }
        }
        let mut after: Option<Uuid> = None;
        loop {
            let page = page(&tx, id, after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            let complaints = with_records(&tx, page).await?;
            differences.recompute(complaints.iter().map(|complaint| {
                let mut counted = Counted::new();
                contribution::count(&office, complaint, 1, &mut counted);
                counted
            }));
        }
        let mut after: Option<Uuid> = None;
        loop {
            let page = page_of_submissions(&tx, id, after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            let found: Vec<Submission> = page.into_iter().map(submission_of).collect::<Result<_, _>>()?;
            differences.recompute(found.iter().map(|submission| {
                let mut counted = Counted::new();
                submissions::count(&office, submission, 1, &mut counted);
                counted
            }));
        }
        tx.commit().await?;
        differences.numbers.retain(|_, numbers| numbers.stored != numbers.recomputed);
        Ok(differences)
    }

    /// Makes an office's tallies what its history says, while the service goes on: what differs at one instant is added, so
    /// that what happens meanwhile is neither lost nor counted twice. Answers what differed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rebuild_tallies(&self, office: OfficeId) -> Result<Differences, StoreError> {
        let differences = self.verify_tallies(office).await?;
        if !differences.is_empty() {
            let tx = self.begin().await?;
            apply_stored(&tx, office, &differences).await?;
            tx.commit().await?;
        }
        Ok(differences)
    }
}

async fn stored(tx: &impl ConnectionTrait, office: OfficeId) -> Result<Vec<tally::Model>, StoreError> {
    Ok(tally::Entity::find().filter(tally::Column::OfficeId.eq(office.0)).all(tx).await?)
}

async fn page(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    after: Option<Uuid>,
) -> Result<Vec<complaint::Model>, StoreError> {
    let mut select = complaint::Entity::find().filter(complaint::Column::OfficeId.eq(office.0));
    if let Some(after) = after {
        select = select.filter(complaint::Column::Id.gt(after));
    }
    Ok(select.order_by_asc(complaint::Column::Id).limit(PAGE).all(tx).await?)
}

async fn page_of_submissions(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    after: Option<Uuid>,
) -> Result<Vec<submission::Model>, StoreError> {
    let mut select = submission::Entity::find().filter(submission::Column::OfficeId.eq(office.0));
    if let Some(after) = after {
        select = select.filter(submission::Column::Id.gt(after));
    }
    Ok(select.order_by_asc(submission::Column::Id).limit(PAGE).all(tx).await?)
}
