//! Noting that an officer wrote, and choosing where they read: a standby serves who has written only once it has that.
//!
//! What is noted is a number that the standby gets with the write itself. PostgreSQL's own
//! `pg_visible_in_snapshot(…, pg_current_snapshot())` would need no number, but on a standby it is wrong: a snapshot that is
//! taken there does not list the transactions under way, and one whose commit has not arrived yet is called visible.

use domain::ids::{OfficeId, OfficerId};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use crate::entity::officer_write;
use crate::error::StoreError;
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
