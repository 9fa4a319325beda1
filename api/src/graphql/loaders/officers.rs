//! Officers by id: those who took a step may have moved to another office since.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::ids::OfficerId;
use domain::office::Officer;
use persistence::StoreError;

use super::Sighted;

impl Loader<OfficerId> for Sighted {
    type Value = Arc<Officer>;
    type Error = Arc<StoreError>;

    async fn load(&self, ids: &[OfficerId]) -> Result<HashMap<OfficerId, Self::Value>, Self::Error> {
        Ok(self.store.officers_by_ids(ids).await?)
    }
}
