//! A record of one step taken once.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "step_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub office_id: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub complaint_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub step: String,
    pub cycle: i32,
    pub visit: i32,
    pub position: String,
    pub section_id: Option<Uuid>,
    pub lead: Option<bool>,
    pub started_at: Option<DateTimeUtc>,
    pub due_at: Option<DateTimeUtc>,
    pub cycle_due_at: Option<DateTimeUtc>,
    pub opened_because: Option<String>,
    pub outcome: Option<String>,
    pub officer_id: Option<Uuid>,
    pub capacity: Option<String>,
    pub on_behalf_of_id: Option<Uuid>,
    pub completed_at: Option<DateTimeUtc>,
    pub recorded_at: Option<DateTimeUtc>,
    pub working_seconds: Option<i64>,
    pub cycle_seconds: Option<i64>,
    pub entry_lag_seconds: Option<i64>,
    pub note: Option<String>,
    pub statement: Option<String>,
    pub own_solution: Option<String>,
    pub answer: Option<String>,
    pub policy_matter: Option<bool>,
    pub archive_code: Option<String>,
    pub agency: Option<String>,
    pub suggested_sections: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
