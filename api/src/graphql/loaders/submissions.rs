//! Submissions by id, in the viewer's sight.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use domain::complaint::Confidentiality;
use domain::ids::{ComplaintId, OfficeId, SubmissionId};
use domain::reading::ReadOf;
use domain::submission::{Outcome, Submission};
use domain::visibility::sight_of_submission;
use persistence::StoreError;

use super::Sighted;
use crate::graphql::types::submission::SubmissionView;

/// A submission by its office and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SubmissionKey(pub OfficeId, pub SubmissionId);

impl Loader<SubmissionKey> for Sighted {
    type Value = Arc<SubmissionView>;
    type Error = Arc<StoreError>;

    async fn load(
        &self,
        asked: &[SubmissionKey],
    ) -> Result<HashMap<SubmissionKey, Self::Value>, Self::Error> {
        let mut ids: Vec<_> = asked.iter().map(|SubmissionKey(office, id)| (*office, *id)).collect();
        ids.retain(|(office, _)| self.viewer.offices.contains(office));
        let views = self.look_at_submissions(self.store.submissions_by_ids(&ids).await?).await?;
        let key = |view: &SubmissionView| SubmissionKey(view.submission.office, view.submission.id);
        Ok(views.into_iter().map(|view| (key(&view), view)).collect())
    }
}

impl Sighted {
    /// Submissions as the viewer sees them, without those that do not exist for them. Of one that belongs to a complaint, that
    /// decides too: all these complaints are read together.
    pub(crate) async fn look_at_submissions(
        &self,
        submissions: Vec<Submission>,
    ) -> Result<Vec<Arc<SubmissionView>>, Arc<StoreError>> {
        let ids: BTreeSet<OfficeId> = submissions.iter().map(|s| s.office).collect();
        let offices = self.offices.load(&ids.into_iter().collect::<Vec<_>>()).await?;
        let keys: BTreeSet<_> = submissions.iter().filter_map(|s| Some((s.office, s.complaint()?))).collect();
        let complaints = self.store.complaints_by_ids(&keys.into_iter().collect::<Vec<_>>()).await?;
        let complaints = self.look_at(complaints.into_values().collect(), true).await?;
        let complaints: HashMap<ComplaintId, _> =
            complaints.into_iter().map(|view| (view.complaint.id, view)).collect();
        let view = |submission: Submission| {
            let complaint = submission.complaint().and_then(|id| complaints.get(&id)).map(Arc::clone);
            let of_complaint = complaint.as_ref().map(|view| &view.complaint);
            let sight = sight_of_submission(&self.viewer, &submission, of_complaint)?;
            let office = Arc::clone(offices.get(&submission.office)?);
            // What it became is the same text; and what the office keeps secret is so whatever its sender asked for.
            let of = match submission.settled.as_ref().map(|settled| &settled.outcome) {
                Some(Outcome::Received { complaint }) => ReadOf::Complaint(*complaint),
                Some(Outcome::Joined { .. } | Outcome::Dismissed { .. }) | None => {
                    ReadOf::Submission(submission.id)
                }
            };
            let secret = Some(Confidentiality::Secret);
            let kept_secret = of_complaint.map(|complaint| complaint.confidentiality) == secret;
            let confidentiality =
                if kept_secret { Confidentiality::Secret } else { submission.confidentiality };
            let readings = self.readings.of(submission.office, of, confidentiality);
            Some(Arc::new(SubmissionView { submission, sight, office, complaint, readings }))
        };
        Ok(submissions.into_iter().filter_map(view).collect())
    }
}
