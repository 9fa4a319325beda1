//! `createCategory`, `renameCategory`, `deactivateCategory`, `reactivateCategory`

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::administration::{Amendment, CreateCategory, RenameCategory};
use domain::ids::CategoryId;
use persistence::amend::Amended;

use crate::graphql::context::ContextExt;
use crate::graphql::mutation::amend::{Head, amend};
use crate::graphql::types;
use crate::graphql::user_error::UserError;

/// A new category.
#[derive(InputObject, Debug)]
pub struct CreateCategoryInput {
    /// Code, unique in the office, that stays; at most 300 characters.
    code: String,
    /// Name; at most 300 characters.
    name: String,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// Another name for a category.
#[derive(InputObject, Debug)]
pub struct RenameCategoryInput {
    /// The category.
    category_id: ID,
    /// Its name from now on; at most 300 characters.
    name: String,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// A category that is closed or taken up again.
#[derive(InputObject, Debug)]
pub struct CategoryActivityInput {
    /// The category.
    category_id: ID,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// What became of a change of a category.
#[derive(SimpleObject, Debug, Default)]
pub struct CategoryPayload {
    /// The category as it now stands, in a dry run as it would; null where the mutation was refused.
    category: Option<types::Category>,
    /// Why nothing was done; empty where it was.
    user_errors: Vec<UserError>,
}

impl From<Result<Amended, Vec<UserError>>> for CategoryPayload {
    fn from(done: Result<Amended, Vec<UserError>>) -> Self {
        match done {
            Ok(Amended { after, subject, .. }) => {
                let category = subject.and_then(|id| after.category(CategoryId(id)));
                let shown = |category: &domain::office::Category| types::Category {
                    office: after.id,
                    category: category.clone(),
                };
                Self { category: category.map(shown), user_errors: Vec::new() }
            }
            Err(user_errors) => Self { category: None, user_errors },
        }
    }
}

async fn set_active(
    ctx: &Context<'_>,
    input: CategoryActivityInput,
    amendment: fn(CategoryId) -> Amendment,
) -> Result<CategoryPayload> {
    let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
    let done =
        amend(ctx, head, |reader| reader.category("categoryId", Some(&input.category_id)).map(amendment));
    Ok(done.await?.into())
}

#[derive(Default, Debug)]
pub(super) struct CategoryMutation;

#[Object]
impl CategoryMutation {
    /// Make a category of complaints, by ADMINISTRATOR. An office has at most 1,000.
    async fn create_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateCategoryInput,
    ) -> Result<CategoryPayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let id = CategoryId(ctx.service().clock.new_id());
        let done = amend(ctx, head, |reader| {
            let (code, name) = (reader.text("code", &input.code), reader.text("name", &input.name));
            Some(Amendment::CreateCategory(CreateCategory { id, code: code?, name: name? }))
        });
        Ok(done.await?.into())
    }

    /// Give a category another name, by ADMINISTRATOR; its code stays.
    async fn rename_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RenameCategoryInput,
    ) -> Result<CategoryPayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let done = amend(ctx, head, |reader| {
            let category = reader.category("categoryId", Some(&input.category_id));
            let name = reader.text("name", &input.name);
            Some(Amendment::RenameCategory(RenameCategory { category: category?, name: name? }))
        });
        Ok(done.await?.into())
    }

    /// Close a category, by ADMINISTRATOR: no complaint is given it any more. Complaints that have it keep it.
    async fn deactivate_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CategoryActivityInput,
    ) -> Result<CategoryPayload> {
        set_active(ctx, input, Amendment::DeactivateCategory).await
    }

    /// Take up a category again that was closed, by ADMINISTRATOR.
    async fn reactivate_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CategoryActivityInput,
    ) -> Result<CategoryPayload> {
        set_active(ctx, input, Amendment::ReactivateCategory).await
    }
}
