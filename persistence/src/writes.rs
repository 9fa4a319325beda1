//! Noting that an officer wrote, and choosing where they read: a standby serves who has written only once it has that.
//!
//! What is noted is a number that the standby gets with the write itself. PostgreSQL's own
//! `pg_visible_in_snapshot(…, pg_current_snapshot())` would need no number, but on a standby it is wrong: a snapshot that is
//! taken there does not list the transactions under way, and one whose commit has not arrived yet is called visible.

use std::collections::HashMap;

use domain::ids::{OfficeId, OfficerId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::entity::{officer_write, register};
use crate::error::StoreError;
use crate::offices::OfficeRow;
use crate::sessions::SignedIn;
use crate::store::Store;

impl Store {
    /// This store, reading lists and complaints from the standby: if there is one, it answers, and it has what the viewer
    /// wrote last. For one request; once that left the standby, it stays with the primary, so that it never sees less than
    /// it saw before. Whatever is written, and what is shown of it, goes to the primary: there the store is used as it is.
    pub async fn reading_for(&self, viewer: Option<&SignedIn>) -> Self {
        let mut store = self.clone();
        let Some(standby) = &self.standby else { return store };
        let may = standby.may_be_asked()
            && match viewer {
                Some(SignedIn { officer, writes: Some(writes), .. }) => match officer.office {
                    Some(office) => standby.has(office, officer.id, *writes).await,
                    None => true,
                },
                Some(SignedIn { writes: None, .. }) | None => true,
            };
        if may {
            store.read = self.read.on_standby(standby);
        }
        store
    }

    /// Whether what is read by this store is at least as new as these offices' registers, as the primary had them: always, but
    /// for a standby that lags.
    pub async fn has_reached(&self, offices: &[OfficeRow]) -> bool {
        if !self.read.is_on_standby() {
            return true;
        }
        let revisions: Result<Vec<(i32, i64)>, _> = register::Entity::find()
            .select_only()
            .columns([register::Column::OfficeId, register::Column::Revision])
            .filter(register::Column::OfficeId.is_in(offices.iter().map(|office| office.id.0)))
            .into_tuple()
            .all(&self.read)
            .await;
        let Ok(revisions) = revisions else { return false };
        let known: HashMap<i32, i64> = revisions.into_iter().collect();
        offices.iter().all(|office| known.get(&office.id.0).is_some_and(|has| *has >= office.register))
    }

    /// Notes in a transaction that the officer writes in it.
    pub(crate) async fn note_write(
        &self,
        tx: &impl ConnectionTrait,
        office: OfficeId,
        officer: OfficerId,
    ) -> Result<(), StoreError> {
        if self.standby.is_none() {
            return Ok(());
        }
        let statement = Query::insert()
            .into_table(officer_write::Entity)
            .columns([
                officer_write::Column::OfficeId,
                officer_write::Column::OfficerId,
                officer_write::Column::Writes,
            ])
            .values_panic([office.0.into(), officer.0.into(), 1_i64.into()])
            .on_conflict(
                OnConflict::columns([officer_write::Column::OfficeId, officer_write::Column::OfficerId])
                    .value(
                        officer_write::Column::Writes,
                        Expr::col((officer_write::Entity, officer_write::Column::Writes)).add(1),
                    )
                    .to_owned(),
            )
            .to_owned();
        tx.execute(&statement).await?;
        Ok(())
    }

    /// Who lost a race looks again and must see what the winner did, or would lose once more. A standby has commits in
    /// their order, so one that has this note has the winner's.
    pub(crate) async fn note_conflict(&self, office: OfficeId, officer: OfficerId) -> Result<(), StoreError> {
        self.note_write(&self.write, office, officer).await
    }
}
