//! Duplicates by their original, in the viewer's sight.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::complaint::standing::Standing;
use domain::ids::{ComplaintId, OfficeId};
use persistence::StoreError;

use super::{Sighted, keys};
use crate::graphql::types::complaint::ComplaintView;

/// The duplicates of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DuplicatesOf(pub OfficeId, pub ComplaintId);

impl Loader<DuplicatesOf> for Sighted {
    type Value = Vec<Arc<ComplaintView>>;
    type Error = Arc<StoreError>;

    async fn load(&self, asked: &[DuplicatesOf]) -> Result<HashMap<DuplicatesOf, Self::Value>, Self::Error> {
        let pairs = keys(asked, |DuplicatesOf(office, id)| (office, id));
        let duplicates = self.store.duplicates_by_originals(&self.viewer, &pairs).await?;
        let mut found: HashMap<DuplicatesOf, Self::Value> = HashMap::new();
        for view in self.look_at(duplicates.into_values().flatten().collect(), true).await? {
            if let Standing::Duplicate { of, .. } = view.complaint.standing {
                found.entry(DuplicatesOf(view.complaint.office, of)).or_default().push(view);
            }
        }
        Ok(found)
    }
}
