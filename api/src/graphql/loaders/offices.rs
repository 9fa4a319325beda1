//! Offices by number.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::ids::OfficeId;
use domain::office::Office;
use domain::visibility::Viewer;
use persistence::{Store, StoreError};

/// Loads offices in the viewer's reach; the viewer's own is at hand.
#[derive(Clone)]
pub struct OfficeLoader {
    pub(super) store: Store,
    pub(super) viewer: Arc<Viewer>,
    pub(super) own_office: Option<Arc<Office>>,
}

impl Loader<OfficeId> for OfficeLoader {
    type Value = Arc<Office>;
    type Error = Arc<StoreError>;

    async fn load(&self, ids: &[OfficeId]) -> Result<HashMap<OfficeId, Arc<Office>>, Self::Error> {
        let ids: Vec<OfficeId> = ids.iter().copied().filter(|id| self.viewer.offices.contains(id)).collect();
        if let (Some(own), [id]) = (&self.own_office, ids.as_slice())
            && own.id == *id
        {
            return Ok(HashMap::from([(*id, Arc::clone(own))]));
        }
        Ok(self.store.offices_by_ids(&ids).await?)
    }
}
