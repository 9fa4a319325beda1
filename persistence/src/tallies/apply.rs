//! Changing the tallies of an office, within the transaction that changes what is counted.

use std::collections::{BTreeMap, HashMap};

use domain::dashboard::contribution::Counted;
use domain::ids::OfficeId;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use super::cells::Row;
use super::codec::{decode, encode};
use super::ledger::Ledger;
use super::rows_of;
use super::verify::{Differences, Numbers};
use crate::entity::tally;
use crate::error::{StoreError, inconsistent};
use crate::insert::replace;
use crate::register;

/// Rows read at once: SQLite binds at most 32,766 values.
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
    counted: impl IntoIterator<Item = Counted>,
) -> Result<(), StoreError> {
    let mut ledger = Ledger::default();
    for counted in counted {
        ledger.add(&counted);
    }
    let rows =
        ledger.into_rows().into_iter().map(|((slice, bucket), row)| ((slice.to_string(), bucket), row));
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
        let cells = rows.entry((slice.clone(), *bucket)).or_default().entry(*dimensions).or_default();
        cells.add([(*cell, recomputed.wrapping_sub(*stored))]);
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
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<((String, i32), Row)> = rows.by_ref().take(ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let mut stored = load(tx, office, chunk.iter().map(|(key, _)| key)).await?;
        let mut changed = Vec::with_capacity(chunk.len());
        for (key, mut row) in chunk {
            if let Some(counts) = stored.remove(&key) {
                for (dimensions, cells) in decode(&counts).or_else(|_| unreadable(&key))? {
                    row.entry(dimensions).or_default().add(cells);
                }
            }
            let (slice, bucket) = key;
            changed.push(tally::Model { office_id: office.0, slice, bucket, counts: encode(row) });
        }
        replace(tx, changed).await?;
    }
}

async fn load(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    keys: impl Iterator<Item = &(String, i32)>,
) -> Result<HashMap<(String, i32), Vec<u8>>, StoreError> {
    let keys = keys.map(|(slice, bucket)| (slice.as_str(), *bucket));
    let stored: Vec<Stored> = if tx.get_database_backend() == DbBackend::Postgres {
        // To a list of pairs PostgreSQL compares every row, pair by pair.
        let (slices, buckets): (Vec<String>, Vec<i32>) = keys.map(|(s, b)| (s.to_owned(), b)).unzip();
        let statement = Statement::from_sql_and_values(
            DbBackend::Postgres,
            r#"SELECT "slice", "bucket", "counts" FROM unnest($2, $3) AS "wanted" ("slice", "bucket")
               JOIN "tally" USING ("slice", "bucket") WHERE "office_id" = $1"#,
            [office.0.into(), slices.into(), buckets.into()],
        );
        let rows = tx.query_all_raw(statement).await?;
        rows.iter().map(|row| Stored::from_query_result(row, "")).collect::<Result<_, _>>()?
    } else {
        let key = Expr::tuple([Expr::col(tally::Column::Slice), Expr::col(tally::Column::Bucket)]);
        let select = Query::select()
            .columns([tally::Column::Slice, tally::Column::Bucket, tally::Column::Counts])
            .from(tally::Entity)
            .and_where(Expr::col(tally::Column::OfficeId).eq(office.0))
            .and_where(key.in_tuples(keys))
            .to_owned();
        rows_of(tx, &select).await?
    };
    Ok(stored.into_iter().map(|row| ((row.slice, row.bucket), row.counts)).collect())
}
