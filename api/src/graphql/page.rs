//! Pages of lists: first/after and last/before, at most so many rows, and connections in the manner of Relay.

use async_graphql::connection::{CursorType, OpaqueCursor};
use async_graphql::{Context, SimpleObject};
use persistence::page::Page;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::context::ContextExt;
use super::fault::Fault;
use crate::messages::{self, Other};

/// Rows of a page where none are asked for.
pub const DEFAULT_ROWS: u64 = 20;

/// Which part of a list is wanted, as clients say it.
#[derive(Clone, Debug, Default)]
pub struct PageArguments {
    /// The first so many.
    pub first: Option<i32>,
    /// After this cursor.
    pub after: Option<String>,
    /// The last so many.
    pub last: Option<i32>,
    /// Before this cursor.
    pub before: Option<String>,
}

impl PageArguments {
    /// Reads the arguments.
    ///
    /// # Errors
    /// [`Fault::LimitExceeded`] for too long a page, [`Fault::BadInput`] for what is not clear or not a cursor.
    pub fn read<C: Serialize + DeserializeOwned>(self, ctx: &Context<'_>) -> Result<Page<C>, Fault> {
        let Self { first, after, last, before } = self;
        let max = ctx.service().limits.page_rows as u64;
        let unclear = |argument| Fault::BadInput {
            argument,
            message: messages::other(ctx.language(), &Other::PageUnclear),
        };
        let (argument, asked) = match (first, last) {
            (Some(_), Some(_)) => return Err(unclear("last")),
            (Some(first), None) => ("first", first),
            (None, Some(last)) => ("last", last),
            (None, None) => ("first", i32::try_from(DEFAULT_ROWS.min(max)).unwrap_or(i32::MAX)),
        };
        let limit = u64::try_from(asked).map_err(|_| unclear(argument))?;
        if limit > max {
            return Err(Fault::LimitExceeded(messages::other(ctx.language(), &Other::PageTooLong { max })));
        }
        let cursor = |argument, text: Option<String>| {
            text.map(|text| {
                OpaqueCursor::<C>::decode_cursor(&text).map(|cursor| cursor.0).map_err(|_| Fault::BadInput {
                    argument,
                    message: messages::other(ctx.language(), &Other::NotACursor),
                })
            })
            .transpose()
        };
        Ok(Page {
            limit,
            after: cursor("after", after)?,
            before: cursor("before", before)?,
            backward: last.is_some(),
        })
    }
}

/// How many rows of a short list are wanted: `first`, or all.
///
/// # Errors
/// [`Fault::LimitExceeded`] for more than a page, [`Fault::BadInput`] for a negative number.
pub fn rows(ctx: &Context<'_>, first: Option<i32>) -> Result<usize, Fault> {
    let Some(first) = first else { return Ok(usize::MAX) };
    let max = ctx.service().limits.page_rows;
    let first = usize::try_from(first).map_err(|_| Fault::BadInput {
        argument: "first",
        message: messages::other(ctx.language(), &Other::PageUnclear),
    })?;
    if first > max {
        let too_long = Other::PageTooLong { max: max as u64 };
        return Err(Fault::LimitExceeded(messages::other(ctx.language(), &too_long)));
    }
    Ok(first)
}

/// A cursor as clients see it.
pub fn cursor<C: Serialize + DeserializeOwned>(position: C) -> String {
    OpaqueCursor(position).encode_cursor()
}

/// Where a page lies in its list.
#[derive(SimpleObject, Clone, Debug, Default)]
pub struct PageInfo {
    /// Whether there is more after this page; going backward, whether `before` was given.
    pub has_next_page: bool,
    /// Whether there is more before this page; going forward, whether `after` was given.
    pub has_previous_page: bool,
    /// Cursor of the first row.
    pub start_cursor: Option<String>,
    /// Cursor of the last row.
    pub end_cursor: Option<String>,
}

/// Cuts a page out of a short list that is in memory, by position.
pub fn slice<T: Clone>(all: &[T], page: &Page<usize>) -> (Vec<(usize, T)>, bool, bool) {
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let start = page.after.map_or(0, |after| after.saturating_add(1)).min(all.len());
    let end = page.before.unwrap_or(all.len()).clamp(start, all.len());
    let (from, to) = if page.backward {
        (end.saturating_sub(limit).max(start), end)
    } else {
        (start, start.saturating_add(limit).min(end))
    };
    ((from..).zip(all[from..to].iter().cloned()).collect(), from > 0, to < all.len())
}

/// A connection, its edges and its count, which is only computed where it is asked for.
macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ty, $total:ty, $what:literal) => {
        #[doc = concat!("A page of ", $what, ".")]
        #[derive(Debug)]
        pub struct $connection {
            pub(crate) edges: Vec<$edge>,
            pub(crate) page_info: $crate::graphql::page::PageInfo,
            pub(crate) total: $total,
        }

        #[doc = concat!("A page of ", $what, ".")]
        #[async_graphql::Object]
        impl $connection {
            /// The rows with their cursors.
            async fn edges(&self) -> &[$edge] {
                &self.edges
            }

            /// The rows.
            async fn nodes(&self) -> Vec<&$node> {
                self.edges.iter().map(|edge| &edge.node).collect()
            }

            /// Where the page lies in the list.
            async fn page_info(&self) -> &$crate::graphql::page::PageInfo {
                &self.page_info
            }

            /// How many rows the whole list has; counted only where asked for, and never capped.
            async fn total_count(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<i32> {
                Ok(self.total.count(ctx).await?)
            }
        }

        #[doc = concat!("A row of a page of ", $what, ".")]
        #[derive(async_graphql::SimpleObject, Debug)]
        pub struct $edge {
            /// Its place in the list.
            pub(crate) cursor: String,
            /// The row.
            pub(crate) node: $node,
        }

        impl $connection {
            /// A page from its rows with their cursors.
            pub(crate) fn new(
                rows: Vec<(String, $node)>,
                has_previous_page: bool,
                has_next_page: bool,
                total: $total,
            ) -> Self {
                let edges: Vec<$edge> =
                    rows.into_iter().map(|(cursor, node)| $edge { cursor, node }).collect();
                let page_info = $crate::graphql::page::PageInfo {
                    has_next_page,
                    has_previous_page,
                    start_cursor: edges.first().map(|edge| edge.cursor.clone()),
                    end_cursor: edges.last().map(|edge| edge.cursor.clone()),
                };
                Self { edges, page_info, total }
            }
        }
    };
}
pub(crate) use connection;

/// The length of a list that is in memory.
#[derive(Clone, Copy, Debug)]
pub struct Known(pub usize);

impl Known {
    pub(crate) async fn count(&self, _: &Context<'_>) -> Result<i32, Fault> {
        Ok(i32::try_from(self.0).unwrap_or(i32::MAX))
    }
}
