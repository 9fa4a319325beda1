//! Logs of changes by complaint.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::complaint::change::Change;
use domain::ids::{ComplaintId, OfficeId};
use persistence::StoreError;

use super::{Sighted, keys};

/// The log of changes of a complaint that the viewer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChangesOf(pub OfficeId, pub ComplaintId);

impl Loader<ChangesOf> for Sighted {
    type Value = Vec<Change>;
    type Error = Arc<StoreError>;

    async fn load(&self, asked: &[ChangesOf]) -> Result<HashMap<ChangesOf, Self::Value>, Self::Error> {
        let offices: HashMap<ComplaintId, OfficeId> = asked.iter().map(|key| (key.1, key.0)).collect();
        let pairs = keys(asked, |ChangesOf(office, id)| (office, id));
        let changes = self.store.changes_by_complaints(&pairs).await?;
        Ok(changes
            .into_iter()
            .filter_map(|(id, changes)| Some((ChangesOf(*offices.get(&id)?, id), changes)))
            .collect())
    }
}
