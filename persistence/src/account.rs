//! An officer's own account: the sessions that are open in their name, and their password.

use chrono::{DateTime, Utc};
use domain::administration::{ChangeKind, sessions_ended};
use domain::ids::{OfficeId, OfficerId, SessionId};
use domain::office::Officer;
use sea_orm::sea_query::{Condition, Expr, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::entity::{office, officer, session};
use crate::error::StoreError;
use crate::instant::kept;
use crate::office_changes::{NewChange, record_office_change};
use crate::sessions::{Spared, end_sessions};
use crate::store::Store;

/// A session that is open, without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// What it is called.
    pub id: SessionId,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
    /// What a machine's token is for; none of a person's session.
    pub label: Option<String>,
}

/// The most sessions that are listed.
pub const MOST_LISTED: u64 = 100;

/// What a session is called, by the hash of its token: the one cannot be told from the other.
#[must_use]
pub fn session_id(token_hash: &[u8]) -> SessionId {
    let digest: [u8; 32] = Sha256::new().chain_update(b"session").chain_update(token_hash).finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    SessionId(Uuid::from_bytes(bytes))
}

/// The sessions that are open in an officer's name.
fn open(officer: OfficerId, now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(session::Column::OfficerId.eq(officer.0))
        .add(session::Column::EndedAt.is_null())
        .add(session::Column::ExpiresAt.gt(kept(now)))
}

impl Store {
    /// The sessions that are open in an officer's name, newest first, at most [`MOST_LISTED`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list_sessions(
        &self,
        officer: OfficerId,
        now: DateTime<Utc>,
    ) -> Result<Vec<OpenSession>, StoreError> {
        let rows = session::Entity::find()
            .filter(open(officer, now))
            .order_by_desc(session::Column::CreatedAt)
            .order_by_desc(session::Column::TokenHash)
            .limit(MOST_LISTED)
            .all(&self.fresh)
            .await?;
        let session = |row: session::Model| OpenSession {
            id: session_id(&row.token_hash),
            started_at: row.created_at,
            expires_at: row.expires_at,
            label: row.label,
        };
        Ok(rows.into_iter().map(session).collect())
    }

    /// Ends a session that is open in an officer's name; `false` where there is none of that id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_session_of(
        &self,
        officer: OfficerId,
        id: SessionId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let hashes: Vec<Vec<u8>> = session::Entity::find()
            .select_only()
            .column(session::Column::TokenHash)
            .filter(open(officer, now))
            .into_tuple()
            .all(&self.fresh)
            .await?;
        match hashes.into_iter().find(|hash| session_id(hash) == id) {
            Some(hash) => self.end_session(hash, now).await,
            None => Ok(false),
        }
    }

    /// Ends the sessions that are open in an officer's own name, tokens of machines included, but for the one that asks;
    /// answers how many there were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_other_sessions(
        &self,
        officer: OfficerId,
        but: Option<&[u8]>,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        end_sessions(&self.write, officer, &Spared::One(but), now).await
    }

    /// Ends all sessions that are open in the name of an officer of an administrator's office, tokens of machines included, and
    /// puts it on record; answers how many there were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_officer_sessions(
        &self,
        office: OfficeId,
        administrator: OfficerId,
        officer: &Officer,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let tx = self.begin().await?;
        // First, as whoever amends the office does: so neither waits for the other in a circle.
        office::Entity::find_by_id(office.0).lock(LockType::NoKeyUpdate).one(&tx).await?;
        let ended = end_sessions(&tx, officer.id, &Spared::Nothing, now).await?;
        if ended > 0 {
            let change = NewChange {
                at: kept(now),
                officer: Some(administrator),
                kind: ChangeKind::SessionsEnded,
                before: Vec::new(),
                after: vec![sessions_ended(officer, ended)],
            };
            record_office_change(&tx, office, change).await?;
            self.note_write(&tx, office, administrator).await?;
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// Gives an officer a new password in place of the one of this hash, and ends all their sessions but one. `false` where
    /// the password is another by now: then nothing was changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn change_password(
        &self,
        officer: OfficerId,
        old_hash: &str,
        new_hash: &str,
        but: Option<&[u8]>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let changed = officer::Entity::update_many()
            .col_expr(officer::Column::PasswordHash, Expr::value(new_hash))
            .filter(officer::Column::Id.eq(officer.0))
            .filter(officer::Column::PasswordHash.eq(old_hash))
            .exec(&tx)
            .await?;
        if changed.rows_affected != 1 {
            return Ok(false);
        }
        end_sessions(&tx, officer, &Spared::One(but), now).await?;
        tx.commit().await?;
        Ok(true)
    }
}
