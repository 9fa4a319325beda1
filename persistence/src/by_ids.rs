//! Batch reads for the loaders: one statement for all that a request asks for at one level (and office).

use std::collections::HashMap;
use std::sync::Arc;

use domain::complaint::Complaint;
use domain::complaint::change::Change;
use domain::ids::{ComplaintId, OfficeId, OfficerId};
use domain::office::Officer;
use domain::visibility::Viewer;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::complaint::{Records, change_of, complaint_of, load_records, with_records};
use crate::complaint_filter::exists_for;
use crate::entity::{complaint, complaint_change, officer};
use crate::error::StoreError;
use crate::keys::{self, Key, keyed};
use crate::offices::officer_of;
use crate::reader::Reader;
use crate::rows;
use crate::statements;
use crate::store::Store;
use crate::text::may_be_stored;

impl Store {
    /// Complaints by their ids; unknown ones are left out. Who may see them is not asked here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn complaints_by_ids(
        &self,
        ids: &[Key],
    ) -> Result<HashMap<ComplaintId, Complaint>, StoreError> {
        match ids {
            [] => Ok(HashMap::new()),
            // What people open all day. A standby answers each on its own: it may be left in the middle.
            [one] if !self.read.is_on_standby() => {
                let db = self.read.clone();
                let find = move |ids: Vec<_>| {
                    let db = db.clone();
                    async move { complaints(&db, &ids).await }
                };
                let found = self.complaints.one(*one, find).await?;
                Ok(found.into_iter().map(|complaint| (complaint.id, complaint)).collect())
            }
            ids => {
                let found = complaints(&self.read, ids).await?;
                Ok(found.into_values().map(|complaint| (complaint.id, complaint)).collect())
            }
        }
    }

    /// The complaints closed as duplicates of others that exist for the viewer, by original, in the order in which they were
    /// received.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn duplicates_by_originals(
        &self,
        viewer: &Viewer,
        originals: &[Key],
    ) -> Result<HashMap<ComplaintId, Vec<Complaint>>, StoreError> {
        let select = rows::find::<complaint::Model, complaint::Entity>()
            .filter(keyed(originals, complaint::Column::OfficeId, complaint::Column::DuplicateOfId))
            .filter(exists_for(viewer))
            .order_by_asc(complaint::Column::ReceivedAt)
            .order_by_asc(complaint::Column::Id)
            .into_query();
        let rows: Vec<complaint::Model> = rows::all(&self.read, &select).await?;
        let originals: Vec<_> = rows.iter().map(|row| row.duplicate_of_id).collect();
        let mut duplicates: HashMap<ComplaintId, Vec<Complaint>> = HashMap::new();
        for (original, duplicate) in originals.into_iter().zip(with_records(&self.read, rows).await?) {
            if let Some(original) = original {
                duplicates.entry(ComplaintId(original)).or_default().push(duplicate);
            }
        }
        Ok(duplicates)
    }

    /// The logs of changes of complaints, by complaint, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn changes_by_complaints(
        &self,
        ids: &[Key],
    ) -> Result<HashMap<ComplaintId, Vec<Change>>, StoreError> {
        let rows = complaint_change::Entity::find()
            .filter(keyed(ids, complaint_change::Column::OfficeId, complaint_change::Column::ComplaintId))
            .order_by_asc(complaint_change::Column::ComplaintId)
            .order_by_asc(complaint_change::Column::Number)
            .all(&self.read)
            .await?;
        let mut changes: HashMap<ComplaintId, Vec<Change>> = HashMap::new();
        for row in rows {
            changes.entry(ComplaintId(row.complaint_id)).or_default().push(change_of(row)?);
        }
        Ok(changes)
    }

    /// Officers by their ids; unknown ones are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn officers_by_ids(
        &self,
        ids: &[OfficerId],
    ) -> Result<HashMap<OfficerId, Arc<Officer>>, StoreError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let select = || {
            rows::find::<officer::Model, officer::Entity>()
                .filter(officer::Column::Id.is_in(ids.iter().map(|id| id.0)))
                .into_query()
        };
        let values = ids.iter().map(|id| id.0.into()).collect();
        let statement = statements::kept().officers.with(self.backend(), [ids.len(), 0, 0], values, select);
        let rows = rows::all_of(&self.read, statement).await?;
        rows.into_iter().map(|row| officer_of(row).map(|officer| (officer.id, Arc::new(officer)))).collect()
    }

    /// A complaint that exists for the viewer by its agenda number: as written, or the running number alone. One that does
    /// not is sought with the same statements as one that is not there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find_by_agenda_number(
        &self,
        viewer: &Viewer,
        office: OfficeId,
        agenda_number: &str,
        year: i32,
    ) -> Result<Option<Complaint>, StoreError> {
        if !may_be_stored(agenda_number) || !viewer.offices.contains(&office) {
            return Ok(None);
        }
        let mut written = Condition::any().add(complaint::Column::AgendaNumber.eq(agenda_number));
        if let Ok(number) = agenda_number.parse::<i32>() {
            written = written.add(complaint::Column::AgendaSeq.eq(number));
        }
        let select = rows::find::<complaint::Model, complaint::Entity>()
            .filter(complaint::Column::OfficeId.eq(office.0))
            .filter(complaint::Column::AgendaYear.eq(year))
            .filter(written)
            .filter(exists_for(viewer))
            .order_by_asc(complaint::Column::AgendaSeq)
            .limit(1)
            .into_query();
        let row = rows::first(&self.read, &select).await?;
        Ok(with_records(&self.read, row.into_iter().collect()).await?.pop())
    }
}

async fn complaints(db: &Reader, ids: &[Key]) -> Result<HashMap<Key, Complaint>, StoreError> {
    let select = || {
        rows::find::<complaint::Model, complaint::Entity>()
            .filter(keyed(ids, complaint::Column::OfficeId, complaint::Column::Id))
            .into_query()
    };
    let texts = &statements::kept().complaints;
    let statement = keys::statement(texts, db.get_database_backend(), ids, Vec::new(), select);
    let rows: Vec<complaint::Model> = rows::all_of(db, statement).await?;
    // The records of all that were asked for: what does not exist for a viewer takes no other statements than what is not
    // there at all.
    let mut records = load_records(db, ids, &Records::All).await?;
    let complaint = |row: complaint::Model| {
        let (key, records) =
            ((OfficeId(row.office_id), ComplaintId(row.id)), records.remove(&ComplaintId(row.id)));
        Ok((key, complaint_of(row, records.unwrap_or_default())?))
    };
    rows.into_iter().map(complaint).collect()
}
