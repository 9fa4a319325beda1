//! Texts of statements, each written once. To write one anew for every request took longer than to read what it finds.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use sea_orm::sea_query::{SelectStatement, Value, Values};
use sea_orm::{DbBackend, Statement};

/// How many values stand in each of a statement's lists: with the engine, that is all its text depends on.
pub(crate) type Lengths = [usize; 3];

/// The texts of one statement, by the lengths of its lists.
#[derive(Debug, Default)]
pub(crate) struct Texts(RwLock<HashMap<(bool, Lengths), Arc<str>>>);

impl Texts {
    /// Longer lists are rare, and not worth keeping.
    const LONGEST: usize = 128;

    /// The statement with these values. It is built where its text is not kept yet, and only kept if the values are those of
    /// the built one.
    pub(crate) fn with(
        &self,
        backend: DbBackend,
        lengths: Lengths,
        values: Vec<Value>,
        build: impl FnOnce() -> SelectStatement,
    ) -> Statement {
        let key = (backend == DbBackend::Postgres, lengths);
        if let Some(text) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Statement { sql: text.to_string(), values: Some(Values(values)), db_backend: backend };
        }
        let built = backend.build(&build());
        let as_given = built.values.as_ref().is_some_and(|built| built.0 == values);
        debug_assert!(as_given, "{} has {:?}, not {values:?}", built.sql, built.values);
        if as_given && lengths.iter().all(|length| *length <= Self::LONGEST) {
            let text = built.sql.as_str().into();
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, text);
        }
        built
    }
}

/// The statements of hot paths.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) session: Texts,
    pub(crate) complaints: Texts,
    pub(crate) all_records: Texts,
    pub(crate) open_records: Texts,
    pub(crate) officers: Texts,
    pub(crate) figures: Texts,
}

/// One of a process: a text says nothing of whose database it is put to.
pub(crate) fn kept() -> &'static Kept {
    static KEPT: std::sync::OnceLock<Kept> = std::sync::OnceLock::new();
    KEPT.get_or_init(Kept::default)
}
