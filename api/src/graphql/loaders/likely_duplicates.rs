//! Likely duplicates, in the viewer's sight: of all complaints and submissions of a page together.

use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::{DateTime, Utc};
use domain::ids::{ComplaintId, OfficeId};
use domain::likeness::Likeness;
use domain::visibility::sight_by;
use persistence::StoreError;
use persistence::likely_duplicates::{Candidate, LOOKED_BACK};
use uuid::Uuid;

use super::Sighted;
use crate::graphql::types::complaint::ComplaintView;
use crate::graphql::types::submission::SubmissionView;

/// The likely duplicates of a complaint or a submission, whose ids are unlike.
#[derive(Clone, Debug)]
pub struct LikelyDuplicatesOf {
    office: OfficeId,
    id: Uuid,
    since: DateTime<Utc>,
    likeness: Arc<Likeness>,
}

impl PartialEq for LikelyDuplicatesOf {
    fn eq(&self, other: &Self) -> bool {
        (self.office, self.id) == (other.office, other.id)
    }
}

impl Eq for LikelyDuplicatesOf {}

impl Hash for LikelyDuplicatesOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.office, self.id).hash(state);
    }
}

impl LikelyDuplicatesOf {
    /// Of a complaint.
    #[must_use]
    pub fn complaint(view: &ComplaintView) -> Self {
        let ComplaintView { complaint, sight, .. } = view;
        let texts = [complaint.subject.as_deref(), complaint.description.as_deref()];
        let text = texts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        Self {
            office: complaint.office,
            id: complaint.id.0,
            since: complaint.arrived_at - LOOKED_BACK,
            likeness: Arc::new(Likeness::of(&text, &complaint.complainant, *sight)),
        }
    }

    /// Of a submission.
    #[must_use]
    pub fn submission(view: &SubmissionView) -> Self {
        let SubmissionView { submission, sight, .. } = view;
        let text = format!("{}\n{}", submission.subject.as_str(), submission.description.as_str());
        let complainant = submission.complainant.clone().into();
        Self {
            office: submission.office,
            id: submission.id.0,
            since: submission.arrived_at - LOOKED_BACK,
            likeness: Arc::new(Likeness::of(&text, &complainant, *sight)),
        }
    }
}

impl Loader<LikelyDuplicatesOf> for Sighted {
    type Value = Vec<Arc<ComplaintView>>;
    type Error = Arc<StoreError>;

    async fn load(
        &self,
        asked: &[LikelyDuplicatesOf],
    ) -> Result<HashMap<LikelyDuplicatesOf, Self::Value>, Self::Error> {
        let offices: BTreeSet<OfficeId> = asked.iter().map(|of| of.office).collect();
        let Some(since) = asked.iter().map(|of| of.since).min() else { return Ok(HashMap::new()) };
        let offices: Vec<OfficeId> = offices.into_iter().collect();
        let candidates = self.store.candidates(&self.viewer, &offices, since).await?;
        // Sections that were asked show the viewer more of a complaint, and are not read here: it is compared by less.
        let seen = |candidate: Candidate| {
            let Candidate { office, id, confidentiality, reported, text, complainant, .. } = &candidate;
            let sight = sight_by(&self.viewer, *office, *confidentiality, &[], reported)?;
            let likeness = Likeness::of(text, complainant, sight);
            Some((*office, *id, candidate.received_at, likeness))
        };
        let seen: Vec<_> = candidates.into_iter().filter_map(seen).collect();
        let likely = |of: &LikelyDuplicatesOf| -> Vec<ComplaintId> {
            let others = seen.iter().filter(|(office, id, received_at, _)| {
                *office == of.office && id.0 != of.id && *received_at >= of.since
            });
            of.likeness.likely(others.map(|(_, id, _, likeness)| (*id, likeness)))
        };
        let found: Vec<(&LikelyDuplicatesOf, Vec<ComplaintId>)> =
            asked.iter().map(|of| (of, likely(of))).collect();
        let keys: BTreeSet<_> =
            found.iter().flat_map(|(of, ids)| ids.iter().map(|id| (of.office, *id))).collect();
        let complaints = self.store.complaints_by_ids(&keys.into_iter().collect::<Vec<_>>()).await?;
        let views = self.look_at(complaints.into_values().collect(), true).await?;
        let views: HashMap<ComplaintId, _> = views
            .into_iter()
            .filter(|view| view.sight.content)
            .map(|view| (view.complaint.id, view))
            .collect();
        let shown =
            |ids: Vec<ComplaintId>| ids.iter().filter_map(|id| views.get(id).map(Arc::clone)).collect();
        Ok(found.into_iter().map(|(of, ids)| (of.clone(), shown(ids))).collect())
    }
}
