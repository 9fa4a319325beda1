//! Migrations: append-only, one intent each; a file's header says why. Run at start and by `pengaduan migrate`.

mod m20261124_000001_procedure;
mod m20261124_000002_figures;
mod m20261124_000003_officer_writes;
mod m20261129_000004_submission;
mod m20261129_000005_office_change;
mod m20261129_000006_reading;
mod m20261129_000007_procedure_basis;

use sea_orm_migration::prelude::*;

/// All migrations, oldest first.
#[derive(Debug)]
pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_procedure::Migration),
            Box::new(m20261124_000002_figures::Migration),
            Box::new(m20261124_000003_officer_writes::Migration),
            Box::new(m20261129_000004_submission::Migration),
            Box::new(m20261129_000005_office_change::Migration),
            Box::new(m20261129_000006_reading::Migration),
            Box::new(m20261129_000007_procedure_basis::Migration),
        ]
    }
}
