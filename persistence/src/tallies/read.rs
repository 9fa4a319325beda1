//! Reading tallies: each row once, whatever it is needed for, in one statement.

use std::collections::HashMap;

use domain::dashboard::plan::{Part, Plan, Range};
use domain::dashboard::slice::{Selection, Slice, Slices};
use domain::dashboard::sums::Sums;
use domain::ids::OfficeId;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, JoinType, Query, SelectStatement, ValueTuple};

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

#[derive(Debug, FromQueryResult)]
struct Stored {
    office_id: i32,
    bucket: i32,
    counts: Vec<u8>,
}

impl Store {
    /// Reads tallies of offices: one statement, or a few where many filters of many offices are combined, whose rows depend on
    /// the plans and not on how many complaints there are. The plans must have the same parts, though these may hold other
    /// days.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read_tallies(&self, reads: &[TallyRead]) -> Result<Tallied, StoreError> {
        let zero = |parts: &[Part]| parts.iter().map(Part::zero).collect::<Vec<_>>();
        let mut all = reads.first().map(|read| zero(&read.plan.parts)).unwrap_or_default();
        let mut offices: HashMap<OfficeId, Vec<Vec<Sums>>> =
            reads.iter().map(|read| (read.office, zero(&read.plan.office_parts))).collect();
        let plans: HashMap<OfficeId, &TallyRead> = reads.iter().map(|read| (read.office, read)).collect();
        let mut rows = Vec::new();
        for select in statements(reads) {
            rows.extend(rows_of::<Stored>(&self.read, &select).await?);
        }
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
}

/// Looked up in one statement, four values each: SQLite binds at most 32,766, PostgreSQL twice as many.
const LOOKUPS: usize = 8_000;

/// The statements that read them; none where nothing is wanted. Every slice of every range is looked up by the primary key.
#[must_use]
pub fn statements(reads: &[TallyRead]) -> Vec<SelectStatement> {
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
    wanted.chunks(LOOKUPS).map(|wanted| statement(wanted.to_vec())).collect()
}

fn statement(wanted: Vec<ValueTuple>) -> SelectStatement {
    let column = |number: u8| Expr::col((Alias::new("wanted"), Alias::new(format!("column{number}"))));
    let kept = |column| Expr::col((tally::Entity, column));
    let belongs = Condition::all()
        .add(kept(tally::Column::OfficeId).eq(column(1)))
        .add(kept(tally::Column::Slice).eq(column(2)))
        .add(kept(tally::Column::Bucket).between(column(3), column(4)));
    Query::select()
        .columns([
            (tally::Entity, tally::Column::OfficeId),
            (tally::Entity, tally::Column::Bucket),
            (tally::Entity, tally::Column::Counts),
        ])
        .from_values(wanted, Alias::new("wanted"))
        .join(JoinType::InnerJoin, tally::Entity, belongs)
        .to_owned()
}
