//! Sessions, and how often signing in failed. The database holds hashes of tokens, never a token.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{OfficeId, OfficerId};
use domain::office::{Office, Officer};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, JoinType, QueryFilter,
    QuerySelect, QueryTrait,
};

use crate::entity::{office, officer, officer_write, register, session, sign_in_failure};
use crate::error::{StoreError, inconsistent};
use crate::instant::kept;
use crate::offices::{OfficeRow, officer_of};
use crate::rows::{self, Cells, FromCells};
use crate::statements;
use crate::store::Store;

/// Who a token stands for.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The officer.
    pub officer: Officer,
    /// Their office, as it stands now; none for an inspector.
    pub office: Option<Arc<Office>>,
    /// How often they have written, where that is noted: decides whether they may read from a standby.
    pub writes: Option<i64>,
    /// The office's revisions, read together with the session and so before anything else of it.
    pub office_row: Option<OfficeRow>,
    /// When the session expires.
    pub expires_at: DateTime<Utc>,
    /// Whether it is a machine's, which only reads.
    pub read_only: bool,
}

/// A session that was not ended, with its officer.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    token_hash: Vec<u8>,
    officer: officer::Model,
    office_code: Option<String>,
    office_revision: Option<i64>,
    register_revision: Option<i64>,
    writes: Option<i64>,
    read_only: bool,
    expires_at: DateTime<Utc>,
}

impl FromCells for Session {
    fn read(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        Ok(Self {
            officer: officer::Model::read(cells)?,
            office_code: cells.next()?,
            office_revision: cells.next()?,
            register_revision: cells.next()?,
            writes: cells.next()?,
            read_only: cells.next()?,
            expires_at: cells.next()?,
            token_hash: cells.next()?,
        })
    }
}

impl Store {
    /// Begins a session.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_session(
        &self,
        token_hash: Vec<u8>,
        officer: OfficerId,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.insert_session(token_hash, officer, now, expires_at, None).await
    }

    /// A session of a machine has a label, and only reads.
    pub(crate) async fn insert_session(
        &self,
        token_hash: Vec<u8>,
        officer: OfficerId,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
        label: Option<&str>,
    ) -> Result<(), StoreError> {
        session::Entity::insert(session::ActiveModel {
            token_hash: ActiveValue::Set(token_hash),
            officer_id: ActiveValue::Set(officer.0),
            created_at: ActiveValue::Set(kept(now)),
            expires_at: ActiveValue::Set(kept(expires_at)),
            ended_at: ActiveValue::Set(None),
            label: ActiveValue::Set(label.map(str::to_owned)),
            read_only: ActiveValue::Set(label.is_some()),
        })
        .exec_without_returning(&self.write)
        .await?;
        Ok(())
    }

    /// Ends a session; `false` where there was none to end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_session(&self, token_hash: Vec<u8>, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let ended = session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(kept(now)))
            .filter(session::Column::TokenHash.eq(token_hash))
            .filter(session::Column::EndedAt.is_null())
            .exec(&self.write)
            .await?;
        Ok(ended.rows_affected == 1)
    }

    /// Who a token stands for: its session has neither ended nor expired, and its officer is active. One statement for all
    /// requests that ask at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find_session(
        &self,
        token_hash: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<Option<SignedIn>, StoreError> {
        let db = self.fresh.clone();
        let find = move |hashes| sessions(db.clone(), hashes);
        let found = self.sessions.one(token_hash, find).await?.filter(|found| found.expires_at > kept(now));
        let Some(Session {
            token_hash: _,
            officer,
            office_code,
            office_revision,
            register_revision,
            writes,
            read_only,
            expires_at,
        }) = found
        else {
            return Ok(None);
        };
        let office_row =
            officer.office_id.zip(office_code).zip(office_revision).map(|((id, code), revision)| OfficeRow {
                id: OfficeId(id),
                code,
                revision,
                register: register_revision.unwrap_or_default(),
            });
        let office = match &office_row {
            Some(row) => self.office_at_revision(row.id, row.revision).await?,
            None => None,
        };
        Ok(Some(SignedIn {
            officer: officer_of(officer)?,
            office,
            office_row,
            expires_at,
            read_only,
            writes,
        }))
    }

    /// Counts an attempt for an account or an address and answers how many there were in the window, this one included; a
    /// window that has passed begins anew. One that succeeds is taken back by [`Store::forgive_sign_in`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_sign_in_attempt(
        &self,
        subject: &str,
        now: DateTime<Utc>,
        window: TimeDelta,
    ) -> Result<i32, StoreError> {
        let now = kept(now);
        let column = |c| Expr::col((sign_in_failure::Entity, c));
        let passed = || column(sign_in_failure::Column::Since).lte(now - window);
        let statement = Query::insert()
            .into_table(sign_in_failure::Entity)
            .columns([
                sign_in_failure::Column::Subject,
                sign_in_failure::Column::Since,
                sign_in_failure::Column::Failures,
            ])
            .values_panic([subject.into(), now.into(), 1.into()])
            .on_conflict(
                OnConflict::column(sign_in_failure::Column::Subject)
                    .value(
                        sign_in_failure::Column::Failures,
                        CaseStatement::new()
                            .case(passed(), 1)
                            .finally(column(sign_in_failure::Column::Failures).add(1)),
                    )
                    .value(
                        sign_in_failure::Column::Since,
                        CaseStatement::new()
                            .case(passed(), now)
                            .finally(column(sign_in_failure::Column::Since)),
                    )
                    .to_owned(),
            )
            .returning_col(sign_in_failure::Column::Failures)
            .to_owned();
        let row = self.write.query_one(&statement).await?;
        let row = row.ok_or_else(|| inconsistent("sign_in_failure", subject, "no answer"))?;
        Ok(row.try_get_by_index(0)?)
    }

    /// Takes back an attempt that succeeded.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forgive_sign_in(&self, subject: &str) -> Result<(), StoreError> {
        sign_in_failure::Entity::update_many()
            .col_expr(sign_in_failure::Column::Failures, Expr::col(sign_in_failure::Column::Failures).sub(1))
            .filter(sign_in_failure::Column::Subject.eq(subject))
            // Where the window has begun anew in between, the attempt is forgotten already.
            .filter(sign_in_failure::Column::Failures.gt(0))
            .exec(&self.write)
            .await?;
        Ok(())
    }
}

/// Ends the sessions of an officer, and the tokens of machines that read in their sight where those are to end too.
pub(crate) async fn end_sessions(
    tx: &impl ConnectionTrait,
    officer: OfficerId,
    machines_too: bool,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut ending = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(kept(now)))
        .filter(session::Column::OfficerId.eq(officer.0))
        .filter(session::Column::EndedAt.is_null());
    if !machines_too {
        ending = ending.filter(session::Column::ReadOnly.eq(false));
    }
    ending.exec(tx).await?;
    Ok(())
}

/// The sessions of tokens that were not ended, by the hashes of the tokens.
async fn sessions(
    db: DatabaseConnection,
    hashes: Vec<Vec<u8>>,
) -> Result<HashMap<Vec<u8>, Session>, StoreError> {
    let values = hashes.iter().map(|hash| hash.clone().into()).chain([true.into()]).collect();
    let texts = &statements::kept().session;
    let statement =
        texts.with(db.get_database_backend(), [hashes.len(), 0, 0], values, || sessions_of(&hashes));
    let found: Vec<Session> = rows::all_of(&db, statement).await?;
    Ok(found.into_iter().map(|session| (session.token_hash.clone(), session)).collect())
}

fn sessions_of(hashes: &[Vec<u8>]) -> SelectStatement {
    let session_of = officer::Entity::belongs_to(session::Entity)
        .from(officer::Column::Id)
        .to(session::Column::OfficerId)
        .into();
    let office_of = officer::Entity::belongs_to(office::Entity)
        .from(officer::Column::OfficeId)
        .to(office::Column::Id)
        .into();
    let writes_of = officer::Entity::belongs_to(officer_write::Entity)
        .from((officer::Column::OfficeId, officer::Column::Id))
        .to((officer_write::Column::OfficeId, officer_write::Column::OfficerId))
        .into();
    let register_of = officer::Entity::belongs_to(register::Entity)
        .from(officer::Column::OfficeId)
        .to(register::Column::OfficeId)
        .into();
    rows::find::<officer::Model, officer::Entity>()
        .join(JoinType::InnerJoin, session_of)
        .join(JoinType::LeftJoin, office_of)
        .join(JoinType::LeftJoin, writes_of)
        .join(JoinType::LeftJoin, register_of)
        .column(office::Column::Code)
        .column(office::Column::Revision)
        .column(register::Column::Revision)
        .column(officer_write::Column::Writes)
        .column(session::Column::ReadOnly)
        .column(session::Column::ExpiresAt)
        .column(session::Column::TokenHash)
        .filter(session::Column::TokenHash.is_in(hashes.iter().cloned()))
        .filter(session::Column::EndedAt.is_null())
        .filter(officer::Column::Active.eq(true))
        .into_query()
}
