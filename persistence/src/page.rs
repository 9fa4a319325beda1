//! Keyset pages: a page begins after (or ends before) the row a cursor names, never after so many rows.

use chrono::{DateTime, Datelike, Utc};
use sea_orm::sea_query::{Condition, ExprTrait, SimpleExpr};

/// Which rows of a list are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<C> {
    /// At most so many.
    pub limit: u64,
    /// After this row.
    pub after: Option<C>,
    /// Before this row.
    pub before: Option<C>,
    /// The last ones of the range instead of the first.
    pub backward: bool,
}

impl<C> Page<C> {
    /// The first rows.
    #[must_use]
    pub fn first(limit: u64) -> Self {
        Self { limit, after: None, before: None, backward: false }
    }
}

/// A page's rows, and whether there is more on either side.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    /// The rows, in the list's order.
    pub rows: Vec<T>,
    /// Whether more come before.
    pub has_previous: bool,
    /// Whether more come after.
    pub has_next: bool,
}

/// Whether an instant of a cursor can be one of ours: a forged one can be further off than PostgreSQL can count.
pub(crate) fn is_in_range(at: DateTime<Utc>) -> bool {
    (1..=9999).contains(&at.year())
}

/// Cuts what was fetched in excess and puts the rows in the list's order.
pub(crate) fn cut<T, C>(page: &Page<C>, mut rows: Vec<T>) -> Rows<T> {
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    if page.backward {
        rows.reverse();
        Rows { rows, has_previous: more, has_next: page.before.is_some() }
    } else {
        Rows { rows, has_previous: page.after.is_some(), has_next: more }
    }
}

/// `(a, b, …) > (x, y, …)`, spelled out so that each column may have its own type on either engine; `<` where descending.
pub(crate) fn beyond(columns: &[(SimpleExpr, SimpleExpr)], descending: bool) -> Condition {
    let mut any = Condition::any();
    for (place, (column, value)) in columns.iter().enumerate() {
        let mut all = Condition::all();
        for (earlier, equal) in &columns[..place] {
            all = all.add(earlier.clone().eq(equal.clone()));
        }
        let step =
            if descending { column.clone().lt(value.clone()) } else { column.clone().gt(value.clone()) };
        any = any.add(all.add(step));
    }
    // The first column alone bounds the range an index has to be read in.
    let Some((column, value)) = columns.first() else { return any };
    let bound =
        if descending { column.clone().lte(value.clone()) } else { column.clone().gte(value.clone()) };
    Condition::all().add(bound).add(any)
}
