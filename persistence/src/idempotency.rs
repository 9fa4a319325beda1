//! Idempotency keys: what a key led to. A key belongs to the officer; only what was done uses it up, since the claim is
//! part of the transaction and goes with it.

use chrono::{DateTime, Utc};
use domain::ids::{OfficeId, OfficerId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::entity::idempotency_key;
use crate::error::{StoreError, inconsistent};

/// A key a client chose for a request, with what it asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    key: String,
    input_hash: Vec<u8>,
}

impl Idempotency {
    /// A key, and the input it stands for: the same input must give the same value.
    #[must_use]
    pub fn new(key: String, input: &Value) -> Self {
        Self { key, input_hash: Sha256::digest(input.to_string()).to_vec() }
    }
}

pub(crate) enum Claim {
    /// Not seen before: it is this transaction's now.
    New,
    /// Seen before with the same input, and led to this.
    Done(Uuid),
    /// Seen before with another input.
    Mismatch,
}

/// Claims a key. Of two transactions with one key the second waits for the first.
pub(crate) async fn claim(
    db: &impl ConnectionTrait,
    office: OfficeId,
    officer: OfficerId,
    idempotency: &Idempotency,
    leads_to: Uuid,
    now: DateTime<Utc>,
) -> Result<Claim, StoreError> {
    let inserted = idempotency_key::Entity::insert(idempotency_key::ActiveModel {
        office_id: ActiveValue::Set(office.0),
        officer_id: ActiveValue::Set(officer.0),
        key: ActiveValue::Set(idempotency.key.clone()),
        input_hash: ActiveValue::Set(idempotency.input_hash.clone()),
        complaint_id: ActiveValue::Set(leads_to),
        created_at: ActiveValue::Set(now),
    })
    .on_conflict(
        OnConflict::columns([
            idempotency_key::Column::OfficeId,
            idempotency_key::Column::OfficerId,
            idempotency_key::Column::Key,
        ])
        .do_nothing()
        .to_owned(),
    )
    .exec_without_returning(db)
    .await?;
    if inserted == 1 {
        return Ok(Claim::New);
    }
    let seen = idempotency_key::Entity::find()
        .filter(idempotency_key::Column::OfficeId.eq(office.0))
        .filter(idempotency_key::Column::OfficerId.eq(officer.0))
        .filter(idempotency_key::Column::Key.eq(idempotency.key.as_str()))
        .one(db)
        .await?
        .ok_or_else(|| inconsistent("idempotency_key", &idempotency.key, "neither inserted nor found"))?;
    if seen.input_hash == idempotency.input_hash {
        Ok(Claim::Done(seen.complaint_id))
    } else {
        Ok(Claim::Mismatch)
    }
}
