//! Receiving: the unit of work of a complaint that does not exist yet. Its agenda number comes from a counter that moves
//! in the same transaction, so a refusal leaves no gap.

use chrono::{DateTime, Utc};
use domain::complaint::Complaint;
use domain::complaint::steps::{Receive, Reception};
use domain::dashboard::contribution::changes;
use domain::ids::{ComplaintId, OfficeId};
use domain::office::Office;
use domain::values::TrackingCode;
use domain::visibility::Viewer;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::advance::{AdvanceError, Idempotency, seen_before};
use crate::complaint::{record_row, row_of};
use crate::entity::{agenda_counter, complaint, step_record};
use crate::error::{StoreError, inconsistent};
use crate::idempotency::{Claim, claim};
use crate::instant::kept;
use crate::store::Store;
use crate::tallies::apply;

/// A complaint to be received.
#[derive(Clone, Debug)]
pub struct NewComplaint {
    /// The office that receives it.
    pub office: OfficeId,
    /// Its id.
    pub id: ComplaintId,
    /// Random bits for its tracking code.
    pub tracking_bits: u64,
    /// The client's key, if it chose one.
    pub idempotency: Option<Idempotency>,
    /// What is received.
    pub command: Receive,
    /// When it was received, where paper came first.
    pub occurred_at: Option<DateTime<Utc>>,
    /// When it is entered.
    pub now: DateTime<Utc>,
}

impl Store {
    /// Receives a complaint: all of it, or nothing.
    ///
    /// # Errors
    /// [`AdvanceError`].
    pub async fn receive(&self, viewer: &Viewer, new: &NewComplaint) -> Result<Complaint, AdvanceError> {
        let NewComplaint { office: office_id, id, tracking_bits, .. } = new;
        let (now, occurred_at) = (kept(new.now), new.occurred_at.map(kept));
        let command = Receive { arrived_at: new.command.arrived_at.map(kept), ..new.command.clone() };
        if !viewer.offices.contains(office_id) {
            return Err(AdvanceError::NotFound);
        }
        let tx = self.begin().await?;
        if let Some(idempotency) = &new.idempotency {
            match claim(&tx, *office_id, viewer.officer, idempotency, id.0, now).await? {
                Claim::New => {}
                Claim::Done(done) => return seen_before(&tx, viewer, *office_id, ComplaintId(done)).await,
                Claim::Mismatch => return Err(AdvanceError::IdempotencyMismatch),
            }
        }
        let office = self.office_held(&tx, *office_id).await?.ok_or(AdvanceError::NotFound)?;
        let reception =
            command.judge(&office, viewer.officer, now, occurred_at).map_err(AdvanceError::Refused)?;
        let tracking_code = TrackingCode::new(*office_id, *tracking_bits);
        let complaint = register(&tx, &office, reception, *id, tracking_code, now).await?;
        self.note_write(&tx, *office_id, viewer.officer).await?;
        apply(&tx, *office_id, [changes(&office, None, &complaint)]).await?;
        tx.commit().await?;
        Ok(complaint)
    }
}

/// Puts a complaint into the register, with the next agenda number of its year.
pub(crate) async fn register(
    tx: &impl ConnectionTrait,
    office: &Office,
    reception: Reception<'_>,
    id: ComplaintId,
    tracking_code: TrackingCode,
    now: DateTime<Utc>,
) -> Result<Complaint, StoreError> {
    let number = reserve_agenda_numbers(tx, office.id, reception.agenda_year(), 1).await?;
    let complaint = reception.register(id, number, tracking_code);
    complaint::Entity::insert(row_of(&complaint, now, None).into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    let records =
        complaint.records.iter().map(|r| record_row(office.id, id, r).into_active_model().reset_all());
    step_record::Entity::insert_many(records).exec_without_returning(tx).await?;
    Ok(complaint)
}

/// Reserves the next numbers of a year and answers the last of them.
pub(crate) async fn reserve_agenda_numbers(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    year: i32,
    count: i32,
) -> Result<i32, StoreError> {
    let statement = Query::insert()
        .into_table(agenda_counter::Entity)
        .columns([
            agenda_counter::Column::OfficeId,
            agenda_counter::Column::Year,
            agenda_counter::Column::Last,
        ])
        .values_panic([office.0.into(), year.into(), count.into()])
        .on_conflict(
            OnConflict::columns([agenda_counter::Column::OfficeId, agenda_counter::Column::Year])
                .value(
                    agenda_counter::Column::Last,
                    Expr::col((agenda_counter::Entity, agenda_counter::Column::Last)).add(count),
                )
                .to_owned(),
        )
        .returning_col(agenda_counter::Column::Last)
        .to_owned();
    let row = tx.query_one(&statement).await?;
    let row =
        row.ok_or_else(|| inconsistent("agenda_counter", format!("{}/{year}", office.0), "no answer"))?;
    Ok(row.try_get_by_index(0)?)
}
