//! Updating many rows of an office, each with values of its own. PostgreSQL gets a column as one value, an array, with a mask
//! that says which of its cells are null (as in [`crate::insert`]); SQLite gets the rows.

use domain::ids::OfficeId;
use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::error::StoreError;

/// Rows of one statement. SQLite binds at most 32,766 values; more rows make neither engine faster.
const ROWS: usize = 500;

/// What is updated of a table whose key begins with the office.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Updated {
    pub(crate) table: &'static str,
    /// The rest of its key.
    pub(crate) keys: &'static [&'static str],
    /// The columns that are set.
    pub(crate) columns: &'static [&'static str],
}

/// Updates rows, a few hundred at a time. Of each row the values of its key, then those of the columns.
pub(crate) async fn update(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    updated: Updated,
    rows: &[Vec<Value>],
) -> Result<(), StoreError> {
    for chunk in rows.chunks(ROWS) {
        let statement = match tx.get_database_backend() {
            DbBackend::Postgres => in_columns(office, updated, chunk),
            backend => in_rows(backend, office, updated, chunk),
        };
        let (expected, touched) = (chunk.len() as u64, tx.execute_raw(statement).await?.rows_affected());
        if touched != expected {
            return Err(StoreError::RowsAffected { table: updated.table, expected, touched });
        }
    }
    Ok(())
}

/// `UPDATE … SET … FROM … WHERE …`, where `given` names what is given in a place of a row.
fn text(updated: Updated, from: &str, given: impl Fn(usize) -> String) -> String {
    let Updated { table, keys, columns } = updated;
    let set: Vec<String> = (keys.len()..)
        .zip(columns)
        .map(|(place, column)| format!("\"{column}\" = {}", given(place)))
        .collect();
    let same: Vec<String> =
        (0..).zip(keys).map(|(place, key)| format!("\"{table}\".\"{key}\" = {}", given(place))).collect();
    format!(
        "UPDATE \"{table}\" SET {} FROM ({from}) AS given WHERE \"{table}\".\"office_id\" = $1 AND {}",
        set.join(", "),
        same.join(" AND ")
    )
}

fn in_rows(backend: DbBackend, office: OfficeId, updated: Updated, rows: &[Vec<Value>]) -> Statement {
    let width = updated.keys.len() + updated.columns.len();
    let mut place = 1;
    let row = |_: &Vec<Value>| {
        let cells: Vec<String> = (0..width)
            .map(|_| {
                place += 1;
                format!("${place}")
            })
            .collect();
        format!("({})", cells.join(", "))
    };
    let given: Vec<String> = rows.iter().map(row).collect();
    let sql = text(updated, &format!("VALUES {}", given.join(", ")), |place| format!("column{}", place + 1));
    let values = std::iter::once(Value::from(office.0)).chain(rows.iter().flatten().cloned());
    Statement::from_sql_and_values(backend, sql, values)
}

/// Its text is the same for any rows, so it is prepared once.
fn in_columns(office: OfficeId, updated: Updated, rows: &[Vec<Value>]) -> Statement {
    let width = updated.keys.len() + updated.columns.len();
    let mut nulls = vec![0_i64; rows.len()];
    let mut given = vec!["unnest($2) AS nulls".to_owned()];
    let mut values = vec![Value::from(office.0)];
    let mut arrays = Vec::new();
    for place in 0..width {
        let mut cells = Vec::with_capacity(rows.len());
        for (cell, nulls) in rows.iter().filter_map(|row| row.get(place)).zip(&mut nulls) {
            if *cell == cell.as_null() {
                *nulls |= 1 << place;
                cells.push(cell.dummy_value());
            } else {
                cells.push(cell.clone());
            }
        }
        let Some(kind) = cells.first().map(Value::array_type) else { continue };
        given.push(format!("unnest(${}) AS c{place}", place + 3));
        arrays.push(Value::Array(kind, Some(Box::new(cells))));
    }
    values.push(Value::from(nulls));
    values.extend(arrays);
    let sql = text(updated, &format!("SELECT {}", given.join(", ")), |place| {
        format!("CASE WHEN nulls & {} = 0 THEN c{place} END", 1_i64 << place)
    });
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}
