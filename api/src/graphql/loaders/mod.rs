//! Loaders: one batch for all that a request asks for at one level. Made for each request and holding its viewer, so that
//! nothing one viewer may see reaches another.

mod changes;
mod complaints;
mod duplicates;
mod likely_duplicates;
mod officers;
mod offices;
mod submissions;
mod together;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use domain::complaint::Complaint;
use domain::ids::{ComplaintId, OfficeId};
use domain::reading::ReadOf;
use domain::visibility::{Viewer, sight};
use persistence::{OfficeRow, Store, StoreError};

pub use changes::ChangesOf;
pub use complaints::ComplaintKey;
pub use duplicates::DuplicatesOf;
pub use likely_duplicates::LikelyDuplicatesOf;
pub use submissions::SubmissionKey;
pub(crate) use together::execute;

use super::readings::Readings;
use super::types::complaint::ComplaintView;
use offices::OfficeLoader;

/// A loader that keeps what it loaded until the request ends.
pub type Kept<L> = DataLoader<L, HashMapCache>;

/// The loaders of one request.
pub struct Loaders {
    /// Offices by number, as they stand; only those in the viewer's reach.
    pub offices: Kept<OfficeLoader>,
    /// Everything else, in the viewer's sight.
    pub sighted: Kept<Sighted>,
    loads: together::Loads,
}

impl std::fmt::Debug for Loaders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Loaders")
    }
}

/// The store as one viewer sees it.
#[derive(Clone)]
pub struct Sighted {
    store: Store,
    viewer: Arc<Viewer>,
    offices: OfficeLoader,
    readings: Readings,
}

impl Loaders {
    /// The loaders of a request. Who is not signed in has a viewer without offices and posts, and sees nothing.
    #[must_use]
    pub fn for_request(store: &Store, viewer: Viewer, in_reach: &[OfficeRow], readings: &Readings) -> Self {
        let offices = OfficeLoader { store: store.clone(), in_reach: in_reach.into() };
        let sighted = Sighted {
            store: store.clone(),
            viewer: Arc::new(viewer),
            offices: offices.clone(),
            readings: readings.clone(),
        };
        let loads = together::Loads::new();
        Self {
            // No delay: a load goes on only once its request waits, and then everything has been asked for.
            offices: DataLoader::with_cache(offices, loads.spawner(), HashMapCache::default())
                .delay(Duration::ZERO),
            sighted: DataLoader::with_cache(sighted, loads.spawner(), HashMapCache::default())
                .delay(Duration::ZERO),
            loads,
        }
    }
}

impl Sighted {
    /// Complaints as the viewer sees them, without those that do not exist for them.
    pub(crate) async fn look_at(
        &self,
        complaints: Vec<Complaint>,
        whole: bool,
    ) -> Result<Vec<Arc<ComplaintView>>, Arc<StoreError>> {
        let ids: BTreeSet<OfficeId> = complaints.iter().map(|c| c.office).collect();
        let offices = self.offices.load(&ids.into_iter().collect::<Vec<_>>()).await?;
        let view = |complaint: Complaint| {
            let sight = sight(&self.viewer, &complaint)?;
            let office = Arc::clone(offices.get(&complaint.office)?);
            let readings = self.readings.of(
                complaint.office,
                ReadOf::Complaint(complaint.id),
                complaint.confidentiality,
            );
            Some(Arc::new(ComplaintView { complaint, sight, office, whole, readings }))
        };
        Ok(complaints.into_iter().filter_map(view).collect())
    }
}

fn keys<K: Copy>(keys: &[K], pair: impl Fn(K) -> (OfficeId, ComplaintId)) -> Vec<(OfficeId, ComplaintId)> {
    keys.iter().map(|key| pair(*key)).collect()
}
