//! A complaint as it stands.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub office_id: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i32,
    pub agenda_year: i32,
    pub agenda_seq: i32,
    pub agenda_number: String,
    pub tracking_code: Option<String>,
    pub source_number: Option<String>,
    pub channel: Option<String>,
    pub subject: Option<String>,
    pub description: Option<String>,
    pub search_text: String,
    pub category_id: Option<Uuid>,
    pub village_code: Option<String>,
    pub urgency: String,
    pub confidentiality: String,
    pub complainant_name: Option<String>,
    pub complainant_phone: Option<String>,
    pub complainant_email: Option<String>,
    pub complainant_address: Option<String>,
    pub complainant_national_id: Option<String>,
    pub reported_officers: Option<String>,
    pub status: String,
    pub current_step: Option<String>,
    pub cycle: i32,
    pub arrived_at: DateTimeUtc,
    pub received_at: DateTimeUtc,
    pub step_started_at: Option<DateTimeUtc>,
    pub due_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub updated_at: DateTimeUtc,
    pub procedure_revision: i32,
    pub result: Option<String>,
    pub answer: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    pub archive_code: Option<String>,
    pub referred_to: Option<String>,
    pub duplicate_of_id: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
