//! Submitting: the unit of work of what comes in by itself. Who sends it is not known, so its keys are nobody's.

use chrono::{DateTime, Utc};
use domain::complaint::refusal::Refusal;
use domain::dashboard::submissions::changes;
use domain::ids::{OfficeId, SubmissionId};
use domain::submission::submit::Submit;
use domain::submission::{Status, Submission};
use domain::values::TrackingCode;
use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use crate::advance::ATTEMPTS;
use crate::entity::submission;
use crate::error::{StoreError, inconsistent};
use crate::idempotency::{Claim, Idempotency, NOBODY, claim, find};
use crate::instant::kept;
use crate::rows;
use crate::store::Store;
use crate::submission::{row_of, submission_of};
use crate::tallies::apply;

/// A submission to be kept.
#[derive(Clone, Debug)]
pub struct NewSubmission {
    /// The office it is sent to.
    pub office: OfficeId,
    /// Its id.
    pub id: SubmissionId,
    /// Random bits for its tracking code.
    pub tracking_bits: u64,
    /// The sender's key, if they chose one.
    pub idempotency: Option<Idempotency>,
    /// What is sent.
    pub command: Submit,
    /// How many submissions may wait in the office at most, this one included.
    pub most_waiting: u32,
    /// When it arrives.
    pub now: DateTime<Utc>,
}

/// Why a submission was not kept.
#[derive(Debug)]
pub enum SubmitError {
    /// No such office.
    UnknownOffice,
    /// So many wait already that the office could not look through them.
    TooManyWaiting,
    /// The key was used for another input.
    IdempotencyMismatch,
    /// It is not fit to be received.
    Refused(Refusal),
    /// A fault of the store.
    Fault(StoreError),
}

impl<E: Into<StoreError>> From<E> for SubmitError {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl Store {
    /// Keeps a submission: all of it, or nothing. The same key with the same input answers what it led to before.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn submit(&self, new: &NewSubmission) -> Result<Submission, SubmitError> {
        let mut attempt = 1;
        loop {
            match self.try_submit(new).await {
                Err(SubmitError::Fault(fault)) if fault.is_passing() && attempt < ATTEMPTS => attempt += 1,
                other => return other,
            }
        }
    }

    async fn try_submit(&self, new: &NewSubmission) -> Result<Submission, SubmitError> {
        let NewSubmission { office: office_id, id, tracking_bits, command, most_waiting, .. } = new;
        let now = kept(new.now);
        let tx = self.begin().await?;
        if let Some(idempotency) = &new.idempotency {
            match claim(&tx, *office_id, NOBODY, idempotency, id.0, now).await? {
                Claim::New => {}
                Claim::Done(done) => return Ok(submitted(&tx, *office_id, done).await?),
                Claim::Mismatch => return Err(SubmitError::IdempotencyMismatch),
            }
        }
        let office = self.office_held(&tx, *office_id).await?.ok_or(SubmitError::UnknownOffice)?;
        let arrival = command.judge(&office, now).map_err(SubmitError::Refused)?;
        let submission = arrival.register(*id, TrackingCode::new(*office_id, *tracking_bits));
        submission::Entity::insert(row_of(&submission).into_active_model().reset_all())
            .exec_without_returning(&tx)
            .await?;
        apply(&tx, *office_id, [changes(&office, None, &submission)]).await?;
        // Only now: whoever changed the tallies is alone in the office until the transaction ends, so that those who send at
        // once are counted together.
        if waiting(&tx, *office_id, u64::from(*most_waiting) + 1).await? > i64::from(*most_waiting) {
            return Err(SubmitError::TooManyWaiting);
        }
        tx.commit().await?;
        Ok(submission)
    }

    /// What a key of somebody who is not signed in led to, with the same input.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find_submitted(
        &self,
        office: OfficeId,
        idempotency: &Idempotency,
    ) -> Result<Option<Submission>, StoreError> {
        match find(&self.fresh, office, NOBODY, idempotency).await? {
            Some(Claim::Done(id)) => submitted(&self.fresh, office, id).await.map(Some),
            Some(Claim::New | Claim::Mismatch) | None => Ok(None),
        }
    }
}

async fn submitted(db: &impl ConnectionTrait, office: OfficeId, id: Uuid) -> Result<Submission, StoreError> {
    let select = rows::find::<submission::Model, submission::Entity>()
        .filter(submission::Column::OfficeId.eq(office.0))
        .filter(submission::Column::Id.eq(id))
        .into_query();
    let row = rows::first(db, &select).await?;
    submission_of(row.ok_or_else(|| inconsistent("submission", id, "led to by a key, and not there"))?)
}

/// How many wait in an office, counted no further than this.
async fn waiting(tx: &impl ConnectionTrait, office: OfficeId, most: u64) -> Result<i64, StoreError> {
    let some = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(submission::Column::OfficeId.eq(office.0))
        .filter(submission::Column::Status.eq(Status::Waiting.to_string()))
        .limit(most)
        .into_query();
    let counted =
        Query::select().expr(Expr::cust("count(*)")).from_subquery(some, Alias::new("some")).to_owned();
    let row = tx.query_one(&counted).await?;
    let row = row.ok_or_else(|| inconsistent("submission", office.0, "no answer to count(*)"))?;
    Ok(row.try_get_by_index(0)?)
}
