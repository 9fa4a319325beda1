//! An office.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "office")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub code: String,
    pub name: String,
    pub regency: String,
    pub time_zone: String,
    pub agenda_format: String,
    pub backdate_days: i32,
    pub revision: i64,
    pub letterhead_government: Option<String>,
    pub letterhead_office_name: Option<String>,
    pub letterhead_address: Option<String>,
    pub letterhead_telephone: Option<String>,
    pub letterhead_email: Option<String>,
    pub letterhead_website: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
