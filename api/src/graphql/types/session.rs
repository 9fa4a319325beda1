//! A session of the viewer.

use async_graphql::{ID, SimpleObject};
use persistence::account::OpenSession;

use crate::graphql::ids::NodeId;
use crate::graphql::scalars::Instant;

/// A session that is open in the viewer's name: where they are signed in, or a machine reads for them.
#[derive(SimpleObject, Clone, Debug)]
pub struct Session {
    /// Its id, which says nothing of its token.
    id: ID,
    /// When it began.
    started_at: Instant,
    /// When it expires.
    expires_at: Instant,
    /// Whether it is the one that this was asked in.
    current: bool,
    /// What a machine's token is for; null where a person is signed in.
    label: Option<String>,
}

impl Session {
    pub(crate) fn of(session: OpenSession, current: bool) -> Self {
        let OpenSession { id, started_at, expires_at, label } = session;
        Self {
            id: NodeId::Session(id).encode(),
            started_at: started_at.into(),
            expires_at: expires_at.into(),
            current,
            label,
        }
    }
}
