//! What came in by itself, as it stands.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub office_id: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i32,
    pub tracking_code: String,
    pub channel: String,
    pub subject: String,
    pub description: String,
    pub category_id: Option<Uuid>,
    pub village_code: Option<String>,
    pub confidentiality: String,
    pub complainant_name: Option<String>,
    pub complainant_phone: Option<String>,
    pub complainant_email: Option<String>,
    pub complainant_address: Option<String>,
    pub complainant_national_id: Option<String>,
    pub arrived_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub status: String,
    pub settled_at: Option<DateTimeUtc>,
    pub settled_by_id: Option<Uuid>,
    pub working_seconds: Option<i64>,
    pub complaint_id: Option<Uuid>,
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
