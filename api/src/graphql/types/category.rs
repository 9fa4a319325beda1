//! A category of complaints.

use async_graphql::{ID, Object};
use domain::ids::OfficeId;

use crate::graphql::ids::NodeId;

/// A category of complaints (kategori pengaduan).
#[derive(Clone, Debug)]
pub struct Category {
    pub(crate) office: OfficeId,
    pub(crate) category: domain::office::Category,
}

/// A category of complaints (kategori pengaduan).
#[Object]
impl Category {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Category(self.office, self.category.id).encode()
    }

    /// Its code, unique in the office.
    async fn code(&self) -> &str {
        &self.category.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.category.name
    }

    /// Whether complaints may be given it; those that have it keep it.
    async fn active(&self) -> bool {
        self.category.active
    }
}
