//! Instants as both engines keep them: PostgreSQL to the microsecond, and so SQLite too.

use chrono::{DateTime, SubsecRound, Utc};

/// The instant without what is finer than a microsecond. It never comes to lie later than it was, and two instants never
/// change their order, so whatever was judged of them before holds after.
pub(crate) fn kept(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}
