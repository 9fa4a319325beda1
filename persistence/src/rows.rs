//! Reading rows by the places of their columns. sea-orm looks every cell up by its column's name and writes an error for each
//! that is null, only to throw it away: of a list of complaints that took longer than everything else the store did.

use sea_orm::sea_query::SelectStatement;
use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::sqlite::SqliteRow;
use sea_orm::sqlx::{Decode, Postgres, Row, Sqlite, Type};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryResult, QuerySelect, RuntimeErr, Select, Statement};

/// What either engine can give.
pub(crate) trait Cell:
    Type<Postgres> + for<'r> Decode<'r, Postgres> + Type<Sqlite> + for<'r> Decode<'r, Sqlite>
{
}

impl<T> Cell for T where
    T: Type<Postgres> + for<'r> Decode<'r, Postgres> + Type<Sqlite> + for<'r> Decode<'r, Sqlite>
{
}

/// The cells of a row, one after the other.
pub(crate) struct Cells<'a> {
    row: Engine<'a>,
    place: usize,
}

enum Engine<'a> {
    Postgres(&'a PgRow),
    Sqlite(&'a SqliteRow),
}

impl<'a> Cells<'a> {
    pub(crate) fn of(row: &'a QueryResult) -> Result<Self, DbErr> {
        let postgres = row.try_as_pg_row().map(Engine::Postgres);
        let engine = postgres.or_else(|| row.try_as_sqlite_row().map(Engine::Sqlite));
        let row = engine.ok_or_else(|| DbErr::Type("a row of neither engine".to_owned()))?;
        Ok(Self { row, place: 0 })
    }

    /// The next cell.
    pub(crate) fn next<T: Cell>(&mut self) -> Result<T, DbErr>
    where
        Option<T>: Cell,
    {
        let place = self.place;
        self.place += 1;
        let cell = match self.row {
            Engine::Postgres(row) => row.try_get(place),
            Engine::Sqlite(row) => row.try_get(place),
        };
        cell.map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())))
    }
}

/// What can be read off a row.
pub(crate) trait FromCells: Sized {
    /// Reads it, each cell in its turn.
    fn read(cells: &mut Cells<'_>) -> Result<Self, DbErr>;
}

/// What is read of a table.
pub(crate) trait InPlace: FromCells {
    /// The columns, in the order in which they are read.
    const COLUMNS: &'static [&'static str];
}

/// A select of these columns of a table.
pub(crate) fn find<M: InPlace, E: EntityTrait>() -> Select<E> {
    let mut select = E::find().select_only();
    QuerySelect::query(&mut select).columns(M::COLUMNS.iter().map(|column| (E::default(), *column)));
    select
}

/// What a statement finds whose columns are in the order in which they are read.
pub(crate) async fn all_of<M: FromCells>(
    db: &impl ConnectionTrait,
    statement: Statement,
) -> Result<Vec<M>, DbErr> {
    db.query_all_raw(statement).await?.iter().map(|row| M::read(&mut Cells::of(row)?)).collect()
}

/// What a select finds whose columns are in the order in which they are read.
pub(crate) async fn all<M: FromCells>(
    db: &impl ConnectionTrait,
    select: &SelectStatement,
) -> Result<Vec<M>, DbErr> {
    all_of(db, db.get_database_backend().build(select)).await
}

/// The first that it finds.
pub(crate) async fn first<M: FromCells>(
    db: &impl ConnectionTrait,
    select: &SelectStatement,
) -> Result<Option<M>, DbErr> {
    db.query_one(select).await?.map(|row| M::read(&mut Cells::of(&row)?)).transpose()
}

/// The fields of a struct, each from the column of its name; what is not read of a row is given.
macro_rules! in_place {
    ($of:ident $(:: $path:ident)* { $($field:ident),* $(,)? } $(not read { $($given:ident: $value:expr),* $(,)? })?) => {
        impl $crate::rows::InPlace for $of $(:: $path)* {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
        }

        impl $crate::rows::FromCells for $of $(:: $path)* {
            fn read(cells: &mut $crate::rows::Cells<'_>) -> Result<Self, sea_orm::DbErr> {
                Ok(Self { $($field: cells.next()?,)* $($($given: $value,)*)? })
            }
        }
    };
}
pub(crate) use in_place;
