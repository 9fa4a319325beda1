//! Complaints by id, in the viewer's sight.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::ids::{ComplaintId, OfficeId};
use persistence::StoreError;

use super::{Sighted, keys};
use crate::graphql::types::complaint::ComplaintView;

/// A complaint by its office and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ComplaintKey(pub OfficeId, pub ComplaintId);

impl Loader<ComplaintKey> for Sighted {
    type Value = Arc<ComplaintView>;
    type Error = Arc<StoreError>;

    async fn load(&self, asked: &[ComplaintKey]) -> Result<HashMap<ComplaintKey, Self::Value>, Self::Error> {
        let mut pairs = keys(asked, |ComplaintKey(office, id)| (office, id));
        pairs.retain(|(office, _)| self.viewer.offices.contains(office));
        let complaints = self.store.complaints_by_ids(&pairs).await?;
        let views = self.look_at(complaints.into_values().collect(), true).await?;
        Ok(views
            .into_iter()
            .map(|view| (ComplaintKey(view.complaint.office, view.complaint.id), view))
            .collect())
    }
}
