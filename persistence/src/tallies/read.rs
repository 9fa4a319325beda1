//! Reading tallies: each row once, whatever it is needed for, in one statement.

use std::collections::HashMap;

use domain::dashboard::plan::{Plan, Range};
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

/// The sums of an office, part by part of its plan.
pub type Tallied = HashMap<OfficeId, Vec<Vec<Sums>>>;

#[derive(Debug, FromQueryResult)]
struct Stored {
    office_id: i32,
    bucket: i32,
    counts: Vec<u8>,
}

impl Store {
    /// Reads tallies of offices: one statement, whose rows depend on the plans and not on how many complaints there are; of
    /// very many offices and slices more than one, on one snapshot.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read_tallies(&self, reads: &[TallyRead]) -> Result<Tallied, StoreError> {
        let mut tallied: Tallied = reads.iter().map(|read| (read.office, read.plan.zero())).collect();
        let plans: HashMap<OfficeId, &TallyRead> = reads.iter().map(|read| (read.office, read)).collect();
        let rows = match statements(reads, self.backend()).as_slice() {
            [] => Vec::new(),
            [select] => rows_of::<Stored>(&self.read, select).await?,
            several => {
                let tx = self.snapshot().await?;
                let mut rows = Vec::new();
                for select in several {
                    rows.extend(rows_of::<Stored>(&tx, select).await?);
                }
                tx.commit().await?;
                rows
            }
        };
        for row in rows {
            let office = OfficeId(row.office_id);
            let (Some(sums), Some(read)) = (tallied.get_mut(&office), plans.get(&office)) else { continue };
            for (part, sums) in read.plan.parts.iter().zip(sums) {
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
        Ok(tallied)
    }
}

/// Look-ups of one statement: SQLite binds at most 32,766 values, PostgreSQL 65,535.
const LOOK_UPS: usize = 8_000;

/// The statements that read them; none where nothing is wanted. Every slice of every range is looked up by the primary key.
#[must_use]
pub fn statements(reads: &[TallyRead], backend: DbBackend) -> Vec<SelectStatement> {
    let wanted: Vec<ValueTuple> = reads
        .iter()
        .flat_map(|read| {
            let (long, days) = read.plan.ranges();
            let rows = |slices: &[Slice], ranges: &[Range]| {
                let row = |slice: &Slice, (from, to): &Range| {
                    ValueTuple::Many(vec![
                        read.office.0.into(),
                        slice.to_string().into(),
                        (*from).into(),
                        (*to).into(),
                    ])
                };
                slices
                    .iter()
                    .flat_map(|slice| ranges.iter().map(move |range| row(slice, range)))
                    .collect::<Vec<_>>()
            };
            let mut wanted = rows(&read.slices.long, &long);
            wanted.extend(rows(&read.slices.days, &days));
            wanted
        })
        .collect();
    wanted.chunks(LOOK_UPS).map(|wanted| look_up(wanted.to_vec(), backend)).collect()
}

fn look_up(wanted: Vec<ValueTuple>, backend: DbBackend) -> SelectStatement {
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
        // It thinks that a range is a good part of a table, and would read all of it. The offset keeps it from seeing through.
        let found =
            Query::select().columns(columns).from(tally::Entity).cond_where(belongs).offset(0).to_owned();
        select.join_lateral(JoinType::InnerJoin, found, tally::Entity, Condition::all().add(Expr::val(true)));
    } else {
        select.join(JoinType::InnerJoin, tally::Entity, belongs);
    }
    select
}
