//! Many complaints at once, each whole: a register that is imported, a demonstration, a load test. Agenda numbers come
//! from the same counter as those of single complaints, so both can run at once.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Datelike, Utc};
use domain::complaint::Complaint;
use domain::complaint::change::Change;
use domain::complaint::rescheduling::reschedule;
use domain::complaint::standing::Standing;
use domain::dashboard::contribution;
use domain::ids::{ComplaintId, OfficeId};
use domain::office::Office;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::complaint::{change_row, record_row, row_of};
use crate::entity::complaint;
use crate::error::StoreError;
use crate::insert::insert;
use crate::receive::reserve_agenda_numbers;
use crate::store::Store;
use crate::tallies::apply;

/// A complaint with its whole history.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The complaint; its agenda number is given when it is written.
    pub complaint: Complaint,
    /// Its log of changes.
    pub changes: Vec<Change>,
    /// The number an imported register gave it.
    pub source_number: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl Store {
    /// Whether an office has any complaint.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_complaints(&self, office: OfficeId) -> Result<bool, StoreError> {
        let any: Option<i32> = complaint::Entity::find()
            .select_only()
            .column(complaint::Column::Version)
            .filter(complaint::Column::OfficeId.eq(office.0))
            .limit(1)
            .into_tuple()
            .one(&self.read)
            .await?;
        Ok(any.is_some())
    }

    /// Of these numbers of an imported register, those that the office has already.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known_source_numbers(
        &self,
        office: OfficeId,
        numbers: &[String],
    ) -> Result<HashSet<String>, StoreError> {
        let mut known = HashSet::new();
        for chunk in numbers.chunks(5_000) {
            let found: Vec<Option<String>> = complaint::Entity::find()
                .select_only()
                .column(complaint::Column::SourceNumber)
                .filter(complaint::Column::OfficeId.eq(office.0))
                .filter(complaint::Column::SourceNumber.is_in(chunk))
                .into_tuple()
                .all(&self.read)
                .await?;
            known.extend(found.into_iter().flatten());
        }
        Ok(known)
    }

    /// Writes complaints of one office in one transaction, numbering them in their order within the year in which each was
    /// received.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn write_whole(&self, office: &Office, mut wholes: Vec<Whole>) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        // They were judged by the office as it was when somebody read it.
        let held = self.office_held(&tx, office.id).await?;
        if let Some(held) = held.filter(|held| held.calendar != office.calendar) {
            for whole in &mut wholes {
                whole.complaint = reschedule(&held, &whole.complaint);
            }
        }
        // In the order of the years, so that two such transactions do not wait for each other.
        let mut by_year: BTreeMap<i32, Vec<&mut Complaint>> = BTreeMap::new();
        for whole in &mut wholes {
            let year = office.calendar.local_date(whole.complaint.received_at).year();
            by_year.entry(year).or_default().push(&mut whole.complaint);
        }
        for (year, complaints) in by_year {
            let count = i32::try_from(complaints.len()).map_err(|e| StoreError::Unfit(e.to_string()))?;
            let last = reserve_agenda_numbers(&tx, office.id, year, count).await?;
            for (number, complaint) in (last - count + 1..).zip(complaints) {
                let month = office.calendar.local_date(complaint.received_at).month();
                complaint.agenda_number.year = year;
                complaint.agenda_number.number = number;
                complaint.agenda_number.text = office.agenda_format.write(number, year, month);
            }
        }
        // A duplicate refers to its original, which must be there first.
        let generations = generations(&wholes);
        wholes.sort_by_key(|w| generations.get(&w.complaint.id).copied());
        let rows =
            wholes.iter().map(|w| row_of(&w.complaint, w.updated_at, w.source_number.clone())).collect();
        insert(&tx, rows).await?;
        let mut records = Vec::new();
        let mut changes = Vec::new();
        for Whole { complaint, changes: log, .. } in &wholes {
            records
                .extend(complaint.records.iter().map(|record| record_row(office.id, complaint.id, record)));
            let numbered = (1..).zip(log);
            changes
                .extend(numbered.map(|(number, change)| change_row(office.id, complaint.id, number, change)));
        }
        insert(&tx, records).await?;
        insert(&tx, changes).await?;
        let counted = wholes.iter().map(|whole| contribution::changes(office, None, &whole.complaint));
        apply(&tx, office.id, counted).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// How many originals each complaint has above it, of those written together: an original may have become a duplicate
/// itself after others were closed as its duplicates.
fn generations(wholes: &[Whole]) -> HashMap<ComplaintId, usize> {
    let originals: HashMap<ComplaintId, Option<ComplaintId>> = wholes
        .iter()
        .map(|w| match w.complaint.standing {
            Standing::Duplicate { of, .. } => (w.complaint.id, Some(of)),
            Standing::InProgress { .. }
            | Standing::Archived { .. }
            | Standing::Referred { .. }
            | Standing::Withdrawn { .. } => (w.complaint.id, None),
        })
        .collect();
    let above = |id| std::iter::successors(Some(id), |id| originals.get(id).copied().flatten());
    // There are no circles; were there one, the database would refuse it.
    originals.keys().map(|&id| (id, above(id).take(originals.len()).count())).collect()
}
