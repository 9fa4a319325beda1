//! An officer, with the hash of their password.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "officer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub office_id: Option<i32>,
    pub regency: Option<String>,
    pub username: String,
    pub name: String,
    pub position: String,
    pub section_id: Option<Uuid>,
    pub active: bool,
    pub password_hash: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
