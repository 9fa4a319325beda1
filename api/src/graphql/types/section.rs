//! A section or subdivision.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::ids::SectionId;
use domain::office::Post;

use super::{Office, Officer};
use crate::graphql::ids::NodeId;

/// A section or subdivision (seksi, subbagian) of an office.
#[derive(Clone, Debug)]
pub struct Section {
    pub(crate) office: Arc<domain::office::Office>,
    pub(crate) section: domain::office::Section,
}

impl Section {
    /// A section of an office by its id.
    pub(crate) fn find(office: &Arc<domain::office::Office>, id: SectionId) -> Option<Self> {
        office.section(id).map(|section| Self { office: Arc::clone(office), section: section.clone() })
    }
}

/// A section or subdivision (seksi, subbagian) of an office.
#[Object]
impl Section {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Section(self.office.id, self.section.id).encode()
    }

    /// The office it belongs to.
    async fn office(&self) -> Office {
        Office(Arc::clone(&self.office))
    }

    /// Short code, unique in the office.
    async fn code(&self) -> &str {
        &self.section.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.section.name
    }

    /// Who heads it (kasi, kasubag).
    async fn head(&self) -> Option<Officer> {
        let head = self.office.appointed(Post::head_of(self.section.id)).next();
        head.map(|officer| Officer::of(Some(&self.office), officer))
    }

    /// Whether complaints may be disposed to it.
    async fn active(&self) -> bool {
        self.section.active
    }
}
