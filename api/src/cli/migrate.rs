//! `pengaduan migrate`

use clap::Args;
use persistence::Store;

use super::{Failure, print};
use crate::config::DatabaseArgs;

/// Bring the database's schema up to date
#[derive(Args, Debug)]
pub(super) struct Migrate {
    #[command(flatten)]
    database: DatabaseArgs,
}

impl Migrate {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let store = Store::connect(&self.database.config()).await?;
        store.migrate().await?;
        print("The schema is up to date.")
    }
}
