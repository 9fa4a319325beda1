//! Settling a submission: the unit of work, in the order of [`advance`](crate::advance): key, lock, version, judge, conditional
//! write. Of two officers at once one wins, and the other hears what became of it.

use chrono::{DateTime, Utc};
use domain::complaint::Complaint;
use domain::complaint::decide::Original;
use domain::dashboard::{contribution, submissions};
use domain::ids::{ComplaintId, OfficeId, SubmissionId};
use domain::submission::Submission;
use domain::submission::settle::{Join, ReceiveSubmission, Settle, Situation, receive, received, settle};
use domain::visibility::{Viewer, sight, sight_of_submission};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
};

use crate::advance::{ATTEMPTS, AdvanceError, Idempotency, seen_before};
use crate::complaint::with_records;
use crate::entity::{complaint, submission};
use crate::error::StoreError;
use crate::idempotency::{Claim, claim};
use crate::instant::kept;
use crate::receive::register;
use crate::rows;
use crate::store::Store;
use crate::submission::{row_of, submission_of};
use crate::tallies::apply;

/// A command to a submission.
#[derive(Clone, Debug)]
pub struct Settlement<C> {
    /// The submission's office.
    pub office: OfficeId,
    /// The submission.
    pub submission: SubmissionId,
    /// The version the front end last saw.
    pub expected_version: i32,
    /// The client's key, if it chose one.
    pub idempotency: Option<Idempotency>,
    /// What to do.
    pub command: C,
    /// When it is entered.
    pub now: DateTime<Utc>,
}

/// A submission is to become a complaint.
#[derive(Clone, Debug)]
pub struct Receiving {
    /// With what.
    pub command: ReceiveSubmission,
    /// The complaint's id.
    pub complaint: ComplaintId,
    /// When it was received, where paper came first.
    pub occurred_at: Option<DateTime<Utc>>,
}

/// Why a submission was not settled.
pub type SettleError = AdvanceError<Submission>;

impl Store {
    /// Step 1 for a submission: all of it, or nothing. Answers the complaint.
    ///
    /// # Errors
    /// [`SettleError`], in the order of its variants but for the key, which is looked at first.
    pub async fn receive_submission(
        &self,
        viewer: &Viewer,
        settlement: &Settlement<Receiving>,
    ) -> Result<Complaint, SettleError> {
        let mut attempt = 1;
        loop {
            match self.try_receive_submission(viewer, settlement).await {
                Err(SettleError::Fault(fault)) if fault.is_passing() && attempt < ATTEMPTS => attempt += 1,
                other => return self.noting_conflict(viewer, settlement.office, other).await,
            }
        }
    }

    /// Joins a submission to a complaint, or sets it aside: all of it, or nothing.
    ///
    /// # Errors
    /// [`SettleError`], in the order of its variants but for the key, which is looked at first.
    pub async fn settle_submission(
        &self,
        viewer: &Viewer,
        settlement: &Settlement<Settle>,
    ) -> Result<Submission, SettleError> {
        let mut attempt = 1;
        loop {
            match self.try_settle_submission(viewer, settlement).await {
                Err(SettleError::Fault(fault)) if fault.is_passing() && attempt < ATTEMPTS => attempt += 1,
                other => return self.noting_conflict(viewer, settlement.office, other).await,
            }
        }
    }

    async fn noting_conflict<T>(
        &self,
        viewer: &Viewer,
        office: OfficeId,
        done: Result<T, SettleError>,
    ) -> Result<T, SettleError> {
        if matches!(done, Err(SettleError::VersionConflict(_))) {
            self.note_conflict(office, viewer.officer).await?;
        }
        done
    }

    async fn try_receive_submission(
        &self,
        viewer: &Viewer,
        settlement: &Settlement<Receiving>,
    ) -> Result<Complaint, SettleError> {
        let Settlement { office: office_id, idempotency, command: receiving, .. } = settlement;
        let Receiving { command, complaint: id, occurred_at } = receiving;
        let (now, occurred_at) = (kept(settlement.now), occurred_at.map(kept));
        if !viewer.offices.contains(office_id) {
            return Err(SettleError::NotFound);
        }
        let tx = self.begin().await?;
        if let Some(idempotency) = idempotency {
            match claim(&tx, *office_id, viewer.officer, idempotency, id.0, now).await? {
                Claim::New => {}
                Claim::Done(done) => return seen_before(&tx, viewer, *office_id, ComplaintId(done)).await,
                Claim::Mismatch => return Err(SettleError::IdempotencyMismatch),
            }
        }
        let office = self.office_held(&tx, *office_id).await?.ok_or(SettleError::NotFound)?;
        let submission = lock(&tx, viewer, settlement).await?;
        let command = command.complete(&office, &submission);
        let situation = Situation { office: &office, submission: &submission, actor: viewer.officer, now };
        let reception = receive(&situation, &command, occurred_at).map_err(SettleError::Refused)?;
        let code = submission.tracking_code.clone();
        let complaint = register(&tx, &office, reception, *id, code, now).await?;
        let after = received(&situation, &complaint);
        write(&tx, &submission, &after).await?;
        self.note_write(&tx, *office_id, viewer.officer).await?;
        let counted = [
            submissions::changes(&office, Some(&submission), &after),
            contribution::changes(&office, None, &complaint),
        ];
        apply(&tx, *office_id, counted).await?;
        tx.commit().await?;
        Ok(complaint)
    }

    async fn try_settle_submission(
        &self,
        viewer: &Viewer,
        settlement: &Settlement<Settle>,
    ) -> Result<Submission, SettleError> {
        let Settlement { office: office_id, submission: id, idempotency, command, .. } = settlement;
        let now = kept(settlement.now);
        if !viewer.offices.contains(office_id) {
            return Err(SettleError::NotFound);
        }
        let tx = self.begin().await?;
        if let Some(idempotency) = idempotency {
            match claim(&tx, *office_id, viewer.officer, idempotency, id.0, now).await? {
                Claim::New => {}
                Claim::Done(done) => return seen(&tx, viewer, *office_id, SubmissionId(done), false).await,
                Claim::Mismatch => return Err(SettleError::IdempotencyMismatch),
            }
        }
        let office = self.office_held(&tx, *office_id).await?.ok_or(SettleError::NotFound)?;
        let submission = lock(&tx, viewer, settlement).await?;
        let original = match command {
            // One that does not exist for the viewer is as unknown as one that does not exist.
            Settle::Join(Join { complaint: id, .. }) => find(&tx, *office_id, *id).await?,
            Settle::Dismiss(_) => None,
        };
        let original = original.filter(|original| sight(viewer, original).is_some()).map(|original| {
            Original { id: original.id, status: original.standing.status(), reported: original.reported }
        });
        let situation = Situation { office: &office, submission: &submission, actor: viewer.officer, now };
        let after = settle(&situation, command, original.as_ref()).map_err(SettleError::Refused)?;
        write(&tx, &submission, &after).await?;
        self.note_write(&tx, *office_id, viewer.officer).await?;
        apply(&tx, *office_id, [submissions::changes(&office, Some(&submission), &after)]).await?;
        tx.commit().await?;
        Ok(after)
    }
}

/// Locks a submission that exists for the viewer and stands at the version they saw.
async fn lock<C>(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    settlement: &Settlement<C>,
) -> Result<Submission, SettleError> {
    let submission = seen(tx, viewer, settlement.office, settlement.submission, true).await?;
    if submission.version == settlement.expected_version {
        Ok(submission)
    } else {
        Err(SettleError::VersionConflict(Box::new(submission)))
    }
}

/// A submission that exists for the viewer, as it now stands.
async fn seen(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    office: OfficeId,
    id: SubmissionId,
    locked: bool,
) -> Result<Submission, SettleError> {
    let mut select = rows::find::<submission::Model, submission::Entity>()
        .filter(submission::Column::OfficeId.eq(office.0))
        .filter(submission::Column::Id.eq(id.0));
    if locked {
        select = select.lock_exclusive();
    }
    let row = rows::first(tx, &select.into_query()).await?.ok_or(SettleError::NotFound)?;
    let submission = submission_of(row)?;
    let complaint = match submission.complaint() {
        Some(complaint) => find(tx, office, complaint).await?,
        None => None,
    };
    match sight_of_submission(viewer, &submission, complaint.as_ref()) {
        Some(_) => Ok(submission),
        None => Err(SettleError::NotFound),
    }
}

/// A complaint, which nobody closes until the transaction ends.
async fn find(
    tx: &DatabaseTransaction,
    office: OfficeId,
    id: ComplaintId,
) -> Result<Option<Complaint>, StoreError> {
    let select = rows::find::<complaint::Model, complaint::Entity>()
        .filter(complaint::Column::OfficeId.eq(office.0))
        .filter(complaint::Column::Id.eq(id.0))
        .lock_shared()
        .into_query();
    let row = rows::first(tx, &select).await?;
    Ok(with_records(tx, row.into_iter().collect()).await?.pop())
}

async fn write(
    tx: &impl ConnectionTrait,
    before: &Submission,
    after: &Submission,
) -> Result<(), SettleError> {
    let mut row = row_of(after).into_active_model().reset_all();
    (row.office_id, row.id) = (ActiveValue::NotSet, ActiveValue::NotSet);
    let won = submission::Entity::update_many()
        .set(row)
        .filter(submission::Column::OfficeId.eq(after.office.0))
        .filter(submission::Column::Id.eq(after.id.0))
        .filter(submission::Column::Version.eq(before.version))
        .exec(tx)
        .await?;
    if won.rows_affected == 1 { Ok(()) } else { Err(SettleError::VersionConflict(Box::new(before.clone()))) }
}
