//! Reading tallies: each row once, whatever it is needed for, in one statement.

use std::collections::HashMap;

use domain::dashboard::plan::{Part, Plan, Range};
use domain::dashboard::slice::{Selection, Slice, Slices};
use domain::dashboard::sums::Sums;
use domain::ids::OfficeId;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, JoinType, Query, SelectStatement, ValueTuple};
use sea_orm::{DbBackend, FromQueryResult};

use super::codec::each;
use super::rows_of;
use crate::entity::tally;
use crate::error::{StoreError, inconsistent};
use crate::store::Store;

/// What is read of one office.
#[derive(Clone, Debug)]
pub struct TallyRead {
    /// The office.
    pub office: OfficeId,
    /// Which of its complaints.
    pub selection: Selection,
    /// The slices that answer the selection.
    pub slices: Slices,
    /// Which sums are wanted.
    pub plan: Plan,
}

/// What was read: of each part its sums.
#[derive(Clone, Debug, Default)]
pub struct Tallied {
    /// Over all offices.
    pub all: Vec<Vec<Sums>>,
    /// Of each office.
    pub offices: HashMap<OfficeId, Vec<Vec<Sums>>>,
}

/// A row of tallies.
#[derive(Debug, FromQueryResult)]
pub(super) struct Stored {
    pub(super) office_id: i32,
    pub(super) bucket: i32,
    pub(super) counts: Vec<u8>,
}

impl Store {
    /// Reads tallies of offices: one statement, whose rows depend on the plans and not on how many complaints there are; of
    /// very many slices of offices more than one. The plans must have the same parts, though these may hold other days.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read_tallies(&self, reads: &[TallyRead]) -> Result<Tallied, StoreError> {
        let mut rows = Vec::new();
        for select in statements(reads, self.backend()) {
            rows.extend(rows_of::<Stored>(&self.read, &select).await?);
        }
        tallied(reads, rows)
    }
}

/// The sums of the rows.
pub(super) fn tallied(reads: &[TallyRead], rows: Vec<Stored>) -> Result<Tallied, StoreError> {
    let zero = |parts: &[Part]| parts.iter().map(Part::zero).collect::<Vec<_>>();
    let mut all = reads.first().map(|read| zero(&read.plan.parts)).unwrap_or_default();
    let mut offices: HashMap<OfficeId, Vec<Vec<Sums>>> =
        reads.iter().map(|read| (read.office, zero(&read.plan.office_parts))).collect();
    let plans: HashMap<OfficeId, &TallyRead> = reads.iter().map(|read| (read.office, read)).collect();
    for row in rows {
        let office = OfficeId(row.office_id);
        let (Some(own), Some(read)) = (offices.get_mut(&office), plans.get(&office)) else { continue };
        let parts = read.plan.parts.iter().zip(&mut all);
        for (part, sums) in parts.chain(read.plan.office_parts.iter().zip(own)) {
            let Some((slot, sign)) = part.place(row.bucket) else { continue };
            let Some(sums) = sums.get_mut(slot) else { continue };
            each(
                &row.counts,
                |dimensions| dimensions.is_none_or(|dimensions| read.selection.takes(dimensions)),
                |measure| part.measures().hold(measure),
                |_, cell, value| sums.add(cell, sign * value),
            )
            .map_err(|e| inconsistent("tally", format!("{}/{}", row.office_id, row.bucket), e))?;
        }
    }
    Ok(Tallied { all, offices })
}

/// Look-ups of one statement: SQLite binds at most 32,766 values, PostgreSQL 65,535.
const LOOK_UPS: usize = 8_000;

/// The statements that read them, an office in one of them where it may be; none where nothing is wanted. Every slice of every
/// range is looked up by the primary key.
#[must_use]
pub fn statements(reads: &[TallyRead], backend: DbBackend) -> Vec<SelectStatement> {
    let mut statements: Vec<Vec<ValueTuple>> = Vec::new();
    for read in reads {
        let wanted = look_ups(read);
        match statements.last_mut() {
            Some(last) if last.len() + wanted.len() <= LOOK_UPS => last.extend(wanted),
            _ => statements.extend(wanted.chunks(LOOK_UPS).map(<[ValueTuple]>::to_vec)),
        }
    }
    statements.into_iter().map(|wanted| statement(wanted, backend)).collect()
}

pub(super) fn look_ups(read: &TallyRead) -> Vec<ValueTuple> {
    let row = |slice: &Slice, (from, to): &Range| {
        let office = read.office.0.into();
        ValueTuple::Many(vec![office, slice.to_string().into(), (*from).into(), (*to).into()])
    };
    let (long, days) = read.plan.ranges();
    let (row, days) = (&row, &days);
    let of_long = read.slices.long.iter().flat_map(|slice| long.iter().map(move |range| row(slice, range)));
    let of_days = read.slices.days.iter().flat_map(|slice| days.iter().map(move |range| row(slice, range)));
    of_long.chain(of_days).collect()
}

/// PostgreSQL thinks that a range is a good part of a table, and would read all of it. This keeps it from seeing through.
pub(super) const OFFSET: u64 = 0;

fn statement(wanted: Vec<ValueTuple>, backend: DbBackend) -> SelectStatement {
    let column = |number: u8| Expr::col((Alias::new("wanted"), Alias::new(format!("column{number}"))));
    let kept = |column| Expr::col((tally::Entity, column));
    let belongs = Condition::all()
        .add(kept(tally::Column::OfficeId).eq(column(1)))
        .add(kept(tally::Column::Slice).eq(column(2)))
        .add(kept(tally::Column::Bucket).between(column(3), column(4)));
    let columns = [tally::Column::OfficeId, tally::Column::Bucket, tally::Column::Counts];
    let mut select = Query::select();
    select.columns(columns.map(|column| (tally::Entity, column))).from_values(wanted, Alias::new("wanted"));
    if backend == DbBackend::Postgres {
        let found = Query::select()
            .columns(columns)
            .from(tally::Entity)
            .cond_where(belongs)
            .offset(OFFSET)
            .to_owned();
        select.join_lateral(JoinType::InnerJoin, found, tally::Entity, Condition::all().add(Expr::val(true)));
    } else {
        select.join(JoinType::InnerJoin, tally::Entity, belongs);
    }
    select
}
