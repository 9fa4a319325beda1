//! Inserting many rows. PostgreSQL gets a column as one value, an array, and not every cell as one: a statement with fifteen
//! thousand values costs it several times what the rows themselves do. What such an array cannot hold is a null, so each
//! row comes with a mask that says which of its cells are.

use sea_orm::sea_query::{OnConflict, Value};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ConnectionTrait, DbBackend, EntityName, EntityTrait, IdenStatic,
    IntoActiveModel, Iterable, PrimaryKeyToColumn, Statement,
};

use crate::error::StoreError;

/// Rows of one statement. SQLite binds at most 32,766 values; more rows make neither engine faster.
const ROWS: usize = 500;
/// Fewer are not worth a statement of another kind.
const FEW: usize = 8;

/// Inserts rows, a few hundred at a time.
pub(crate) async fn insert<M, A>(tx: &impl ConnectionTrait, rows: Vec<M>) -> Result<(), StoreError>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
{
    write(tx, rows, false).await
}

/// Inserts rows in place of those that have their keys.
pub(crate) async fn replace<M, A>(tx: &impl ConnectionTrait, rows: Vec<M>) -> Result<(), StoreError>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
{
    write(tx, rows, true).await
}

async fn write<M, A>(tx: &impl ConnectionTrait, rows: Vec<M>, replacing: bool) -> Result<(), StoreError>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
{
    let in_columns = tx.get_database_backend() == DbBackend::Postgres && rows.len() > FEW;
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<A> = rows.by_ref().take(ROWS).map(|row| row.into_active_model().reset_all()).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        if in_columns {
            let statement = columns_of(chunk, replacing)?;
            tx.execute_raw(statement).await?;
        } else {
            let mut insert = A::Entity::insert_many(chunk);
            if replacing {
                let (keys, others) = keys_and_others::<A::Entity>();
                insert = insert.on_conflict(OnConflict::columns(keys).update_columns(others).to_owned());
            }
            insert.exec_without_returning(tx).await?;
        }
    }
}

fn keys_and_others<E: EntityTrait>() -> (Vec<E::Column>, Vec<E::Column>) {
    E::Column::iter().partition(|column| E::PrimaryKey::from_column(*column).is_some())
}

/// The statement that inserts rows column by column. Its text is the same for any rows, so it is prepared once.
fn columns_of<A: ActiveModelTrait>(mut rows: Vec<A>, replacing: bool) -> Result<Statement, StoreError> {
    let mut nulls = vec![0_i64; rows.len()];
    let mut names = Vec::new();
    let mut given = vec!["unnest($1) AS nulls".to_owned()];
    let mut picked = Vec::new();
    let mut values = Vec::new();
    for (place, column) in <A::Entity as EntityTrait>::Column::iter().enumerate() {
        let mut cells = Vec::with_capacity(rows.len());
        for (row, nulls) in rows.iter_mut().zip(&mut nulls) {
            let (ActiveValue::Set(cell) | ActiveValue::Unchanged(cell)) = row.take(column) else {
                let table = <A::Entity as Default>::default();
                let unset = format!("{}.{} is not given", table.table_name(), column.as_str());
                return Err(StoreError::Unfit(unset));
            };
            if cell == cell.as_null() {
                *nulls |= 1 << place;
                cells.push(cell.dummy_value());
            } else {
                cells.push(cell);
            }
        }
        let Some(kind) = cells.first().map(Value::array_type) else { continue };
        let name = column.as_str();
        names.push(format!("\"{name}\""));
        given.push(format!("unnest(${}) AS c{place}", place + 2));
        picked.push(format!("CASE WHEN nulls & {} = 0 THEN c{place} END", 1_i64 << place));
        values.push(Value::Array(kind, Some(Box::new(cells))));
    }
    values.insert(0, Value::from(nulls));
    let table = <A::Entity as Default>::default();
    let mut sql = format!(
        "INSERT INTO \"{}\" ({}) SELECT {} FROM (SELECT {}) AS given",
        table.table_name(),
        names.join(", "),
        picked.join(", "),
        given.join(", ")
    );
    if replacing {
        let (keys, others) = keys_and_others::<A::Entity>();
        let keys: Vec<String> = keys.iter().map(|key| format!("\"{}\"", key.as_str())).collect();
        let others: Vec<String> =
            others.iter().map(|other| format!("\"{0}\" = excluded.\"{0}\"", other.as_str())).collect();
        sql += &format!(" ON CONFLICT ({}) DO UPDATE SET {}", keys.join(", "), others.join(", "));
    }
    Ok(Statement::from_sql_and_values(DbBackend::Postgres, sql, values))
}
