//! Tokens of machines that read: a dashboard's data source, a report. Sessions of an officer that last long, have a label and
//! may not write.

use chrono::{DateTime, Utc};
use domain::ids::OfficerId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{officer, session};
use crate::error::StoreError;
use crate::instant::kept;
use crate::store::Store;

/// A token of a machine, without the token.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct MachineToken {
    /// Username of the officer in whose sight it reads.
    pub username: String,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

impl Store {
    /// Makes a token that only reads, in an officer's sight.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn create_machine_token(
        &self,
        token_hash: Vec<u8>,
        officer: OfficerId,
        label: &str,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.insert_session(token_hash, officer, now, expires_at, Some(label)).await
    }

    /// The tokens of machines that are in force, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn machine_tokens(&self, now: DateTime<Utc>) -> Result<Vec<MachineToken>, StoreError> {
        let of_session = session::Entity::belongs_to(officer::Entity)
            .from(session::Column::OfficerId)
            .to(officer::Column::Id)
            .into();
        Ok(session::Entity::find()
            .select_only()
            .join(JoinType::InnerJoin, of_session)
            .column(officer::Column::Username)
            .columns([session::Column::Label, session::Column::CreatedAt, session::Column::ExpiresAt])
            .filter(session::Column::ReadOnly.eq(true))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(kept(now)))
            .order_by_asc(session::Column::CreatedAt)
            .into_model()
            .all(&self.fresh)
            .await?)
    }

    /// Ends the tokens of an officer that have this label; answers how many there were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_machine_tokens(
        &self,
        officer: OfficerId,
        label: &str,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let ended = session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(kept(now)))
            .filter(session::Column::OfficerId.eq(officer.0))
            .filter(session::Column::Label.eq(label))
            .filter(session::Column::ReadOnly.eq(true))
            .filter(session::Column::EndedAt.is_null())
            .exec(&self.write)
            .await?;
        Ok(ended.rows_affected)
    }
}
