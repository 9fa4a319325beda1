//! The complaints among which likely duplicates are looked for: the newest of an office, however many it has. How alike they
//! are, [`domain::likeness`] says.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::{Complainant, Confidentiality};
use domain::ids::{ComplaintId, OfficeId, OfficerId};
use domain::likeness::COMPARED_CHARACTERS;
use domain::visibility::Viewer;
use sea_orm::sea_query::{
    Alias, Asterisk, Condition, Expr, Func, Order, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{ColumnTrait, DbErr};
use uuid::Uuid;

use crate::complaint::ids_of;
use crate::complaint_filter::exists_for;
use crate::entity::complaint;
use crate::error::{StoreError, inconsistent};
use crate::rows::{self, Cells, FromCells};
use crate::store::Store;

/// How long a complaint was received before another arrived, at most, to be told as its likely duplicate.
pub const LOOKED_BACK: TimeDelta = TimeDelta::days(180);
/// So many of an office are compared, the newest.
const NEWEST: u64 = 300;

/// What is compared of a complaint, and what decides how much of it a viewer sees.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its office.
    pub office: OfficeId,
    /// The complaint.
    pub id: ComplaintId,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Its confidentiality.
    pub confidentiality: Confidentiality,
    /// Officers complained of.
    pub reported: Vec<OfficerId>,
    /// Subject and description, case folded, as far as they are compared.
    pub text: String,
    /// Who complained, as far as that is compared.
    pub complainant: Complainant,
}

struct Found {
    office_id: i32,
    id: Uuid,
    received_at: DateTime<Utc>,
    confidentiality: String,
    reported_officers: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    national_id: Option<String>,
    text: String,
}

impl FromCells for Found {
    fn read(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        Ok(Self {
            office_id: cells.next()?,
            id: cells.next()?,
            received_at: cells.next()?,
            confidentiality: cells.next()?,
            reported_officers: cells.next()?,
            phone: cells.next()?,
            email: cells.next()?,
            national_id: cells.next()?,
            text: cells.next()?,
        })
    }
}

impl Store {
    /// The newest complaints of offices received since then that exist for the viewer, newest first: of all offices in one
    /// statement.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn candidates(
        &self,
        viewer: &Viewer,
        offices: &[OfficeId],
        since: DateTime<Utc>,
    ) -> Result<Vec<Candidate>, StoreError> {
        let Some(statement) = statement(viewer, offices, since) else { return Ok(Vec::new()) };
        rows::all::<Found>(&self.read, &statement).await?.into_iter().map(candidate).collect()
    }
}

fn candidate(found: Found) -> Result<Candidate, StoreError> {
    let Found {
        office_id,
        id,
        received_at,
        confidentiality,
        reported_officers,
        phone,
        email,
        national_id,
        text,
    } = found;
    let wrong = |what: String| inconsistent("complaint", format!("{office_id}/{id}"), what);
    Ok(Candidate {
        office: OfficeId(office_id),
        id: ComplaintId(id),
        received_at,
        confidentiality: confidentiality
            .parse()
            .map_err(|_| wrong(format!("confidentiality {confidentiality}")))?,
        reported: ids_of(reported_officers.as_deref())
            .map_err(|e| wrong(e.to_string()))?
            .into_iter()
            .map(OfficerId)
            .collect(),
        text,
        complainant: Complainant { phone, email, national_id, ..Complainant::default() },
    })
}

fn statement(viewer: &Viewer, offices: &[OfficeId], since: DateTime<Utc>) -> Option<SelectStatement> {
    let column = |column| Expr::col((complaint::Entity, column));
    let compared = i32::try_from(COMPARED_CHARACTERS).unwrap_or(i32::MAX);
    let text = Func::cust("substr").arg(column(complaint::Column::SearchText)).arg(1).arg(compared);
    let newest = |office: &OfficeId| {
        Query::select()
            .columns(
                [
                    complaint::Column::OfficeId,
                    complaint::Column::Id,
                    complaint::Column::ReceivedAt,
                    complaint::Column::Confidentiality,
                    complaint::Column::ReportedOfficers,
                    complaint::Column::ComplainantPhone,
                    complaint::Column::ComplainantEmail,
                    complaint::Column::ComplainantNationalId,
                ]
                .map(|column| (complaint::Entity, column)),
            )
            .expr_as(SimpleExpr::from(text.clone()), "compared")
            .from(complaint::Entity)
            .cond_where(
                Condition::all()
                    .add(complaint::Column::OfficeId.eq(office.0))
                    .add(complaint::Column::ReceivedAt.gte(since))
                    .add(exists_for(viewer)),
            )
            .order_by((complaint::Entity, complaint::Column::ReceivedAt), Order::Desc)
            .order_by((complaint::Entity, complaint::Column::Id), Order::Desc)
            .limit(NEWEST)
            .to_owned()
    };
    if let [office] = offices {
        return Some(newest(office));
    }
    let part = |office| {
        Query::select().column(Asterisk).from_subquery(newest(office), Alias::new("part")).to_owned()
    };
    let mut parts = offices.iter().map(part);
    let first = parts.next()?;
    Some(parts.fold(first, |mut all, part| all.union(UnionType::All, part).to_owned()))
}
