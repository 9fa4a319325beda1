//! Recomputing tallies from the history: comparing, and mending what differs.

use std::collections::{BTreeMap, BTreeSet};

use domain::dashboard::contribution::{Counted, count};
use domain::dashboard::measure::{Cell, Measure};
use domain::dashboard::slice::Dimensions;
use domain::ids::OfficeId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IsolationLevel, QueryFilter, QueryOrder, QuerySelect,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use uuid::Uuid;

use super::apply::apply_stored;
use super::codec::{Row, decode};
use super::ledger::Ledger;
use crate::complaint::with_records;
use crate::entity::{complaint, tally};
use crate::error::StoreError;
use crate::store::Store;

/// A number of the tallies that is not what the history says; both are 0 where it stands for a row that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// What is stored.
    pub stored: i64,
    /// What the history says.
    pub recomputed: i64,
}

/// What of an office's tallies is not what its history says: by name of the slice, number of the bucket, dimensions where the
/// slice keeps them, and cell.
pub type Differences = BTreeMap<(String, i32, Option<Dimensions>, Cell), Numbers>;

/// Complaints read at once.
const PAGE: u64 = 1_000;

impl Store {
    /// Compares an office's tallies with what its complaints count for, both as they are at one instant; the service goes on
    /// meanwhile.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn verify_tallies(&self, id: OfficeId) -> Result<Differences, StoreError> {
        let snapshot = TransactionOptions {
            isolation_level: self.backend_has_snapshots().then_some(IsolationLevel::RepeatableRead),
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            ..TransactionOptions::default()
        };
        let tx = self.read.begin_with_options(snapshot).await?;
        let mut differences = Differences::new();
        let Some(office) = self.office(&tx, id).await? else { return Ok(differences) };
        let mut unreadable = BTreeSet::new();
        for row in stored(&tx, id).await? {
            // What cannot be read counts as nothing, so that all of it differs.
            let cells = decode(&row.counts).unwrap_or_else(|_| {
                let key = (row.slice.clone(), row.bucket, None, Cell::of(Measure::Received));
                differences.insert(key.clone(), Numbers { stored: 0, recomputed: 0 });
                unreadable.insert(key);
                Row::new()
            });
            for (dimensions, cells) in cells {
                for (cell, value) in cells {
                    let key = (row.slice.clone(), row.bucket, dimensions, cell);
                    differences.insert(key, Numbers { stored: value, recomputed: 0 });
                }
            }
        }
        let mut after: Option<Uuid> = None;
        loop {
            let page = page(&tx, id, after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            let mut counted = Counted::new();
            for complaint in with_records(&tx, page).await? {
                count(&office, &complaint, 1, &mut counted);
            }
            let mut ledger = Ledger::default();
            ledger.add(&counted);
            for ((slice, bucket), groups) in ledger.0 {
                for (dimensions, cells) in groups {
                    for (cell, value) in cells {
                        let numbers = differences
                            .entry((slice.to_string(), bucket, dimensions, cell))
                            .or_insert(Numbers { stored: 0, recomputed: 0 });
                        numbers.recomputed += value;
                    }
                }
            }
        }
        tx.commit().await?;
        differences.retain(|key, numbers| numbers.stored != numbers.recomputed || unreadable.contains(key));
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
