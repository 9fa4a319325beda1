//! A fresh database for each test, on each engine; an office in it; data at random.

pub(crate) mod commands;
pub(crate) mod database;
pub(crate) mod model;
pub(crate) mod office;
pub(crate) mod random;
pub(crate) mod world;

pub(crate) use commands::prose;
pub(crate) use database::{Engine, TestDatabase};
pub(crate) use office::{Bureau, at, new_id};
pub(crate) use random::Random;

/// Runs tests on both engines: `async fn name(database: TestDatabase)` becomes `name::sqlite` and `name::postgres`.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                crate::harness::database::run(crate::harness::Engine::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                crate::harness::database::run(crate::harness::Engine::Postgres, super::$name);
            }
        }
    )+};
}

pub(crate) use on_both_engines;
