//! The unit of work of an administrator: idempotency, lock the office, load, [`domain::administration::amend`], write what
//! differs, record it, commit. A dry run does all of it and lets go of it.

use chrono::{DateTime, Utc};
use domain::administration::{Actor, Amendment, Refusal, amend, difference};
use domain::ids::OfficeId;
use domain::input::InputFault;
use domain::office::Office;
use sea_orm::sea_query::LockType;
use sea_orm::{EntityTrait, QuerySelect};
use uuid::Uuid;

use crate::advance::Idempotency;
use crate::entity::office;
use crate::error::StoreError;
use crate::idempotency::{Claim, claim};
use crate::instant::kept;
use crate::office_changes::{NewChange, record_office_change};
use crate::office_rows::{OfficerFault, write_difference};
use crate::offices::load;
use crate::reschedule::{Rescheduled, reschedule};
use crate::sessions::{Spared, end_sessions};
use crate::store::Store;

/// An amendment of an office.
#[derive(Clone, Debug)]
pub struct Amend {
    /// The office.
    pub office: OfficeId,
    /// Who amends it.
    pub actor: Actor,
    /// What is changed.
    pub amendment: Amendment,
    /// Whether everything is judged and answered, and nothing changed.
    pub dry_run: bool,
    /// The client's key, if it chose one. A dry run uses none up.
    pub idempotency: Option<Idempotency>,
    /// When.
    pub now: DateTime<Utc>,
}

/// An office that was amended.
#[derive(Clone, Debug)]
pub struct Amended {
    /// As it was; where a request is repeated, as it is.
    pub before: Office,
    /// As it is; in a dry run, as it would be.
    pub after: Office,
    /// The id of what was made or changed; none where that is the office itself.
    pub subject: Option<Uuid>,
    /// What became of the due times of open steps; nothing where the calendar stayed the same.
    pub rescheduled: Rescheduled,
}

/// Why an amendment did nothing.
#[derive(Debug)]
pub enum AmendError {
    /// No such office.
    NotFound,
    /// The key was used for another input.
    IdempotencyMismatch,
    /// It was refused.
    Refused(Refusal),
    /// A fault of the store.
    Fault(StoreError),
}

impl<E: Into<StoreError>> From<E> for AmendError {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

fn not_written(fault: OfficerFault) -> AmendError {
    match fault {
        OfficerFault::UsernameTaken => AmendError::Refused(Refusal::field("username", InputFault::Taken)),
        OfficerFault::Fault(fault) => AmendError::Fault(fault),
    }
}

/// How often a transaction that met another's lock is tried.
const ATTEMPTS: u32 = 4;

impl Store {
    /// Amends an office: all of it, or nothing. `new_id` gives the ids of rows that have none in the aggregate.
    ///
    /// # Errors
    /// [`AmendError`].
    pub async fn amend(
        &self,
        amend: &Amend,
        new_id: impl Fn() -> Uuid + Send + Sync,
    ) -> Result<Amended, AmendError> {
        let mut attempt = 1;
        loop {
            match self.try_amend(amend, &new_id).await {
                Err(AmendError::Fault(fault)) if fault.is_passing() && attempt < ATTEMPTS => attempt += 1,
                other => return other,
            }
        }
    }

    async fn try_amend(
        &self,
        asked: &Amend,
        new_id: impl Fn() -> Uuid + Send + Sync,
    ) -> Result<Amended, AmendError> {
        let Amend { office: id, actor, amendment, dry_run, idempotency, now } = asked;
        let now = kept(*now);
        let subject = amendment.subject();
        let tx = self.begin().await?;
        if let (Some(officer), Some(idempotency)) = (actor.officer(), idempotency) {
            match claim(&tx, *id, officer, idempotency, subject.unwrap_or_default(), now).await? {
                Claim::New => {}
                Claim::Done(subject) => {
                    let row = office::Entity::find_by_id(id.0).one(&tx).await?.ok_or(AmendError::NotFound)?;
                    let after = load(&tx, row).await?;
                    let subject = Some(subject).filter(|subject| !subject.is_nil());
                    let rescheduled = Rescheduled::default();
                    return Ok(Amended { before: after.clone(), after, subject, rescheduled });
                }
                Claim::Mismatch => return Err(AmendError::IdempotencyMismatch),
            }
        }
        // Two administrators at once wait for each other here: the second is judged on what the first has left.
        let row = office::Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(&tx).await?;
        let before = load(&tx, row.ok_or(AmendError::NotFound)?).await?;
        let after = amend(&before, *actor, amendment, now).map_err(AmendError::Refused)?;
        write_difference(&tx, &before, &after, amendment, new_id).await.map_err(not_written)?;
        // A password that was changed by another, and a person let go, end what goes on in their name. A token of a machine
        // does not rest on the password.
        for officer in &after.officers {
            let let_go = !officer.active && before.officer(officer.id).is_some_and(|was| was.active);
            let other_password = amendment.password().is_some_and(|(of, _)| of == officer.id);
            if let_go || other_password {
                let spared = if let_go { Spared::Nothing } else { Spared::Machines };
                end_sessions(&tx, officer.id, &spared, now).await?;
            }
        }
        let (was, is) = difference(&before, &after, amendment);
        let change =
            NewChange { at: now, officer: actor.officer(), kind: amendment.kind(), before: was, after: is };
        record_office_change(&tx, *id, change).await?;
        if let Some(officer) = actor.officer() {
            self.note_write(&tx, *id, officer).await?;
        }
        // It raises the register, and so comes after every other lock.
        let rescheduled = if before.calendar == after.calendar {
            Rescheduled::default()
        } else {
            reschedule(&tx, *actor, &after, now).await?
        };
        if *dry_run {
            tx.rollback().await?;
        } else {
            tx.commit().await?;
        }
        Ok(Amended { before, after, subject, rescheduled })
    }
}
