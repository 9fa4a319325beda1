//! Tallies and what the running day needs beside them, as they are at one instant: one statement.

use chrono::{DateTime, Utc};
use domain::dashboard::slice::Selection;
use domain::dashboard::stock::Pending;
use domain::ids::OfficeId;
use sea_orm::sea_query::{Expr, Query, SelectStatement, UnionType, Value};
use sea_orm::{DbBackend, DbErr};
use uuid::Uuid;

use super::pending::{self, Found, PendingRead};
use super::read::{self, Stored, Tallied, TallyRead};
use crate::error::{StoreError, inconsistent};
use crate::rows::{self, Cells, FromCells};
use crate::statements::{self, Lengths};
use crate::store::Store;

/// A row of either kind.
struct Either {
    office_id: i32,
    complaint_id: Option<Uuid>,
    step: Option<String>,
    section_id: Option<Uuid>,
    lead: Option<bool>,
    started_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    complaint_due_at: Option<DateTime<Utc>>,
    bucket: Option<i32>,
    counts: Option<Vec<u8>>,
}

impl FromCells for Either {
    fn read(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        Ok(Self {
            office_id: cells.next()?,
            complaint_id: cells.next()?,
            step: cells.next()?,
            section_id: cells.next()?,
            lead: cells.next()?,
            started_at: cells.next()?,
            due_at: cells.next()?,
            complaint_due_at: cells.next()?,
            bucket: cells.next()?,
            counts: cells.next()?,
        })
    }
}

impl Store {
    /// Reads tallies of offices, and their open step records that are due from now on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read_figures(
        &self,
        tallies: &[TallyRead],
        pending: &[PendingRead<'_>],
        now: DateTime<Utc>,
    ) -> Result<(Tallied, Vec<(OfficeId, Pending)>), StoreError> {
        let selects = read::statements(tallies, self.backend());
        let ([select], Some(records)) = (selects.as_slice(), pending::statement(pending, now)) else {
            // Very many slices of very many offices: then a step in between may be seen by one of them only.
            return Ok((self.read_tallies(tallies).await?, self.pending_records(pending, now).await?));
        };
        let (mut stored, mut found) = (Vec::new(), Vec::new());
        let statement = match of_one_office(tallies, pending, now, self.backend()) {
            Some((lengths, values)) => {
                let texts = &statements::kept().figures;
                texts.with(self.backend(), lengths, values, || both(select, records))
            }
            None => self.backend().build(&both(select, records)),
        };
        for row in rows::all_of::<Either>(&self.read, statement).await? {
            match row {
                Either { office_id, bucket: Some(bucket), counts: Some(counts), .. } => {
                    stored.push(Stored { office_id, bucket, counts });
                }
                Either {
                    office_id,
                    complaint_id: Some(complaint_id),
                    step: Some(step),
                    section_id,
                    lead,
                    started_at,
                    due_at: Some(due_at),
                    complaint_due_at,
                    ..
                } => found.push(Found {
                    office_id,
                    complaint_id,
                    step,
                    section_id,
                    lead,
                    started_at,
                    due_at,
                    complaint_due_at,
                }),
                Either { office_id, .. } => {
                    return Err(inconsistent("tally", office_id, "neither a tally nor a record"));
                }
            }
        }
        Ok((read::tallied(tallies, stored)?, pending::pending(pending, found)?))
    }
}

/// The values of [`both`] where they are of one office and its open records not filtered, and how many of each kind.
fn of_one_office(
    tallies: &[TallyRead],
    pending: &[PendingRead<'_>],
    now: DateTime<Utc>,
    backend: DbBackend,
) -> Option<(Lengths, Vec<Value>)> {
    let ([tallies], [records]) = (tallies, pending) else { return None };
    if *records.selection != Selection::default() {
        return None;
    }
    let mut values = pending::values(records, now);
    let of_records = values.len();
    let mut wanted = 0;
    for look_up in read::look_ups(tallies) {
        wanted += 1;
        values.extend(look_up);
    }
    if backend == DbBackend::Postgres {
        values.extend([read::OFFSET.into(), true.into()]);
    }
    Some(([of_records, wanted, 0], values))
}

/// Records and tallies in one: what only one of them has is null in the other.
fn both(tallies: &SelectStatement, records: SelectStatement) -> SelectStatement {
    let nothing = |of_type: &str| Expr::cust(format!("CAST(NULL AS {of_type})"));
    let of_record = [
        ("complaint_id", "uuid"),
        ("step", "text"),
        ("section_id", "uuid"),
        ("lead", "boolean"),
        ("started_at", "timestamptz"),
        ("due_at", "timestamptz"),
        ("complaint_due_at", "timestamptz"),
    ];
    let mut all = Query::select();
    all.column("office_id").columns(of_record.map(|(column, _)| column));
    all.expr_as(nothing("integer"), "bucket").expr_as(nothing("bytea"), "counts");
    all.from_subquery(records, "records");
    let mut others = Query::select();
    others.column("office_id").exprs(of_record.map(|(_, of_type)| nothing(of_type)));
    others.columns(["bucket", "counts"]).from_subquery(tallies.clone(), "tallies");
    all.union(UnionType::All, others).to_owned()
}
