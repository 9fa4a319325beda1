//! Settings of the database itself: what it is.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, EntityTrait};

use crate::entity::setting;
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// A setting's value.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(setting::Entity::find_by_id(name).one(&self.fresh).await?.map(|row| row.value))
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        setting::Entity::insert(setting::ActiveModel {
            name: ActiveValue::Set(name.to_owned()),
            value: ActiveValue::Set(value.to_owned()),
        })
        .on_conflict(
            OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned(),
        )
        .exec_without_returning(&self.write)
        .await?;
        Ok(())
    }
}
