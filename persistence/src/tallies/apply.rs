//! Changing the tallies of an office, within the transaction that changes what is counted.

use std::collections::{BTreeMap, HashMap};

use domain::dashboard::contribution::Counted;
use domain::ids::OfficeId;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::codec::{Row, decode, encode};
use super::ledger::Ledger;
use super::rows_of;
use super::verify::{Differences, Numbers};
use crate::entity::tally;
use crate::error::{StoreError, inconsistent};
use crate::register;

/// Rows of one statement: SQLite binds at most 32,766 values.
const ROWS: usize = 2_000;

#[derive(Debug, FromQueryResult)]
struct Stored {
    slice: String,
    bucket: i32,
    counts: Vec<u8>,
}

/// Raises the office's register and changes its tallies. Who raised the register holds the tallies until the transaction ends:
/// it comes last, so that nobody waits for it while holding it.
pub(crate) async fn apply(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    counted: &Counted,
) -> Result<(), StoreError> {
    let mut ledger = Ledger::default();
    ledger.add(counted);
    let rows = ledger
        .0
        .into_iter()
        .map(|((slice, bucket), groups)| ((slice.to_string(), bucket), groups.into_iter().collect::<Row>()));
    let unreadable = |(slice, bucket): &(String, i32)| {
        Err(inconsistent("tally", format!("{}/{slice}/{bucket}", office.0), "cannot be read"))
    };
    add(tx, office, rows.collect(), unreadable).await
}

/// Adds what differed, where it differed.
pub(super) async fn apply_stored(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    differences: &Differences,
) -> Result<(), StoreError> {
    let mut rows: BTreeMap<(String, i32), Row> = BTreeMap::new();
    for ((slice, bucket, dimensions, cell), Numbers { stored, recomputed }) in &differences.numbers {
        let row = rows.entry((slice.clone(), *bucket)).or_default().entry(*dimensions).or_default();
        row.insert(*cell, recomputed.wrapping_sub(*stored));
    }
    for row in &differences.unreadable {
        rows.entry(row.clone()).or_default();
    }
    // A row that cannot be read was compared as an empty one.
    add(tx, office, rows, |_| Ok(Row::new())).await
}

async fn add(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    rows: BTreeMap<(String, i32), Row>,
    unreadable: impl Fn(&(String, i32)) -> Result<Row, StoreError>,
) -> Result<(), StoreError> {
    register::raise(tx, office).await?;
    let mut rows: Vec<((String, i32), Row)> = rows.into_iter().collect();
    for rows in rows.chunks_mut(ROWS) {
        let mut stored = load(tx, office, rows.iter().map(|(key, _)| key)).await?;
        for (key, row) in rows.iter_mut() {
            let Some(counts) = stored.remove(key) else { continue };
            let before = decode(&counts).or_else(|_| unreadable(key))?;
            for (dimensions, cells) in before {
                let row = row.entry(dimensions).or_default();
                for (cell, value) in cells {
                    let number = row.entry(cell).or_default();
                    *number = number.wrapping_add(value);
                }
            }
        }
        write(tx, office, rows).await?;
    }
    Ok(())
}

async fn load(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    keys: impl Iterator<Item = &(String, i32)>,
) -> Result<HashMap<(String, i32), Vec<u8>>, StoreError> {
    let key = Expr::tuple([Expr::col(tally::Column::Slice), Expr::col(tally::Column::Bucket)]);
    let keys = keys.map(|(slice, bucket)| (slice.as_str(), *bucket));
    let select = Query::select()
        .columns([tally::Column::Slice, tally::Column::Bucket, tally::Column::Counts])
        .from(tally::Entity)
        .and_where(Expr::col(tally::Column::OfficeId).eq(office.0))
        .and_where(key.in_tuples(keys))
        .to_owned();
    let stored = rows_of::<Stored>(tx, &select).await?;
    Ok(stored.into_iter().map(|row| ((row.slice, row.bucket), row.counts)).collect())
}

async fn write(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    rows: &[((String, i32), Row)],
) -> Result<(), StoreError> {
    let mut insert = Query::insert()
        .into_table(tally::Entity)
        .columns([
            tally::Column::OfficeId,
            tally::Column::Slice,
            tally::Column::Bucket,
            tally::Column::Counts,
        ])
        .on_conflict(
            OnConflict::columns([tally::Column::OfficeId, tally::Column::Slice, tally::Column::Bucket])
                .update_column(tally::Column::Counts)
                .to_owned(),
        )
        .to_owned();
    for ((slice, bucket), row) in rows {
        insert.values_panic([office.0.into(), slice.as_str().into(), (*bucket).into(), encode(row).into()]);
    }
    tx.execute(&insert).await?;
    Ok(())
}
