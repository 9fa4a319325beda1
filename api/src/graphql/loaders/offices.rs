//! Offices by number.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::ids::OfficeId;
use domain::office::Office;
use persistence::{OfficeRow, Store, StoreError};

/// Loads offices in the viewer's reach, as they were when the viewer was looked up: what is kept of them costs no statement.
#[derive(Clone)]
pub struct OfficeLoader {
    pub(super) store: Store,
    pub(super) in_reach: Arc<[OfficeRow]>,
}

impl Loader<OfficeId> for OfficeLoader {
    type Value = Arc<Office>;
    type Error = Arc<StoreError>;

    async fn load(&self, ids: &[OfficeId]) -> Result<HashMap<OfficeId, Arc<Office>>, Self::Error> {
        let rows: Vec<OfficeRow> =
            self.in_reach.iter().filter(|row| ids.contains(&row.id)).cloned().collect();
        let offices = self.store.offices_at(&rows).await?;
        Ok(offices.into_iter().map(|office| (office.id, office)).collect())
    }
}
