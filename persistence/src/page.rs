//! Keyset pages: a page begins after (or ends before) the row a cursor names, never after so many rows.

use chrono::{DateTime, Datelike, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, SimpleExpr};

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

/// `(a, b, …) > (x, y, …)`, or `<` where descending: one range of an index that has these columns in this order.
pub(crate) fn beyond(
    columns: impl IntoIterator<Item = (SimpleExpr, SimpleExpr)>,
    descending: bool,
) -> SimpleExpr {
    let (columns, values): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let (columns, values) = (Expr::tuple(columns), Expr::tuple(values));
    if descending { columns.lt(values) } else { columns.gt(values) }
}

/// The same where the columns without the last one are unique in an index, which then need not hold the last: `(a, b) ≥
/// (x, y)` and, of the row that is equal, `c > z`.
pub(crate) fn beyond_unique(
    columns: impl IntoIterator<Item = (SimpleExpr, SimpleExpr)>,
    (last, value): (SimpleExpr, SimpleExpr),
    descending: bool,
) -> Condition {
    let (columns, values): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let (columns, values) = (Expr::tuple(columns), Expr::tuple(values));
    let differs = columns.clone().ne(values.clone());
    let (at_or_beyond, tie) = if descending {
        (columns.lte(values), last.lt(value))
    } else {
        (columns.gte(values), last.gt(value))
    };
    Condition::all().add(at_or_beyond).add(differs.or(tie))
}
