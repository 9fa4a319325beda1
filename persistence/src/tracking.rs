//! What a tracking code leads to. A right code and a wrong one cost the same statements in the same order, so that the time an
//! answer takes tells nobody whether a code was given.

use domain::complaint::Complaint;
use domain::ids::{ComplaintId, OfficeId};
use domain::submission::Submission;
use domain::values::TrackingCode;
use sea_orm::sea_query::{Query, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, QueryTrait, Statement};
use uuid::Uuid;

use crate::complaint::{Records, complaint_of, load_records};
use crate::entity::{complaint, submission};
use crate::error::StoreError;
use crate::rows;
use crate::store::Store;
use crate::submission::submission_of;

/// What a tracking code leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// What came in by itself.
    pub submission: Option<Submission>,
    /// The complaint that has the code, or that the submission was joined to.
    pub complaint: Option<Complaint>,
    /// Of a complaint that was closed as a duplicate, the answer to the one at the end: that may have become a duplicate itself
    /// since, of a third.
    pub original_answer: Option<String>,
}

/// From a complaint to the one it is a duplicate of, and so on: never in a circle.
const CHAIN: &str = r#"WITH RECURSIVE "chain" ("duplicate_of_id", "answer", "hops") AS (
    SELECT "duplicate_of_id", "answer", 0 FROM "complaint" WHERE "office_id" = $1 AND "id" = $2
    UNION ALL
    SELECT "next"."duplicate_of_id", "next"."answer", "hops" + 1 FROM "chain"
        JOIN "complaint" AS "next" ON "next"."office_id" = $1 AND "next"."id" = "chain"."duplicate_of_id"
        WHERE "hops" < 10)
    SELECT "answer" FROM "chain" WHERE "duplicate_of_id" IS NULL AND "hops" > 0"#;

impl Store {
    /// What a tracking code leads to; none where nobody was given it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find_by_tracking_code(&self, code: &TrackingCode) -> Result<Option<Tracked>, StoreError> {
        let found = self.try_tracking_code(code).await?;
        // Who was told the code a moment ago need not wait for the standby.
        if found.is_none() && self.read.leave_standby() {
            return self.try_tracking_code(code).await;
        }
        Ok(found)
    }

    async fn try_tracking_code(&self, code: &TrackingCode) -> Result<Option<Tracked>, StoreError> {
        let office = code.office();
        // First: what is received in between is found as a complaint then.
        let select = rows::find::<submission::Model, submission::Entity>()
            .filter(submission::Column::OfficeId.eq(office.0))
            .filter(submission::Column::TrackingCode.eq(code.to_string()))
            .limit(1)
            .into_query();
        let submission = rows::first(&self.read, &select).await?.map(submission_of).transpose()?;
        let row = self.complaint_of_code(office, code).await?;
        let id = ComplaintId(row.as_ref().map_or(Uuid::nil(), |row| row.id));
        let mut records = load_records(&self.read, &[(office, id)], &Records::All).await?;
        let records = records.remove(&id).unwrap_or_default();
        let complaint = row.map(|row| complaint_of(row, records)).transpose()?;
        let statement = Statement::from_sql_and_values(self.backend(), CHAIN, [office.0.into(), id.0.into()]);
        let answer = self.read.query_one_raw(statement).await?;
        let original_answer = answer.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
        if submission.is_none() && complaint.is_none() {
            return Ok(None);
        }
        Ok(Some(Tracked { submission, complaint, original_answer }))
    }

    /// The complaint that has the code, or that the submission with the code belongs to.
    async fn complaint_of_code(
        &self,
        office: OfficeId,
        code: &TrackingCode,
    ) -> Result<Option<complaint::Model>, StoreError> {
        let mut ids = Query::select()
            .column(complaint::Column::Id)
            .from(complaint::Entity)
            .and_where(complaint::Column::OfficeId.eq(office.0))
            .and_where(complaint::Column::TrackingCode.eq(code.to_string()))
            .to_owned();
        let joined = Query::select()
            .column(submission::Column::ComplaintId)
            .from(submission::Entity)
            .and_where(submission::Column::OfficeId.eq(office.0))
            .and_where(submission::Column::TrackingCode.eq(code.to_string()))
            .and_where(submission::Column::ComplaintId.is_not_null())
            .to_owned();
        ids.union(UnionType::All, joined);
        let select = rows::find::<complaint::Model, complaint::Entity>()
            .filter(complaint::Column::OfficeId.eq(office.0))
            .filter(complaint::Column::Id.in_subquery(ids))
            .limit(1)
            .into_query();
        Ok(rows::first(&self.read, &select).await?)
    }
}
