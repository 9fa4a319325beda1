//! Categories: making, renaming, closing them. A category's code stays, and its number is never given anew.

use serde::Serialize;

use super::draft::Draft;
use crate::ids::CategoryId;
use crate::input::InputFault;
use crate::office::Category;
use crate::values::Line;

/// An office has at most so many categories, those closed included: more nobody chooses from.
const MAX_CATEGORIES: usize = 1000;

/// Make a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreateCategory {
    /// Its id.
    #[serde(skip)]
    pub id: CategoryId,
    /// Code, unique in the office.
    pub code: Line,
    /// Its name.
    pub name: Line,
}

/// Give a category another name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RenameCategory {
    /// Which.
    pub category: CategoryId,
    /// Its name from now on.
    pub name: Line,
}

impl CreateCategory {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        let categories = &draft.before.categories;
        let full = categories.len() >= MAX_CATEGORIES;
        let taken = categories.iter().any(|category| category.code == self.code.as_str());
        let number = categories.iter().map(|category| category.number).max().unwrap_or_default() + 1;
        if full {
            draft.fault("code", InputFault::TooMany { max: MAX_CATEGORIES });
        }
        if taken {
            draft.fault("code", InputFault::Taken);
        }
        draft.after.categories.push(Category {
            id: self.id,
            code: self.code.as_str().to_owned(),
            name: self.name.as_str().to_owned(),
            active: true,
            number,
        });
    }
}

impl RenameCategory {
    pub(super) fn write(&self, draft: &mut Draft<'_>) {
        if let Some(category) = draft.category(self.category) {
            self.name.as_str().clone_into(&mut category.name);
        }
    }
}

/// Closes a category, which no complaint is given any more, or takes it up again. Complaints that have it keep it.
pub(super) fn set_active(draft: &mut Draft<'_>, id: CategoryId, active: bool) {
    if let Some(category) = draft.category(id) {
        category.active = active;
    }
}
