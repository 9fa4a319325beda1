//! `createSection`, `renameSection`, `deactivateSection`, `reactivateSection`

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::administration::{Amendment, CreateSection, RenameSection};
use domain::ids::SectionId;
use persistence::amend::Amended;

use crate::graphql::context::ContextExt;
use crate::graphql::mutation::amend::{Head, amend};
use crate::graphql::types;
use crate::graphql::user_error::UserError;

/// A new section.
#[derive(InputObject, Debug)]
pub struct CreateSectionInput {
    /// Short code, unique in the office, that stays; at most 40 characters.
    code: String,
    /// Name; at most 300 characters.
    name: String,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// Another name for a section.
#[derive(InputObject, Debug)]
pub struct RenameSectionInput {
    /// The section.
    section_id: ID,
    /// Its name from now on; at most 300 characters.
    name: String,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// A section that is dissolved or taken up again.
#[derive(InputObject, Debug)]
pub struct SectionActivityInput {
    /// The section.
    section_id: ID,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// What became of a change of a section.
#[derive(SimpleObject, Debug, Default)]
pub struct SectionPayload {
    /// The section as it now stands, in a dry run as it would; null where the mutation was refused.
    section: Option<types::Section>,
    /// Why nothing was done; empty where it was.
    user_errors: Vec<UserError>,
}

impl From<Result<Amended, Vec<UserError>>> for SectionPayload {
    fn from(done: Result<Amended, Vec<UserError>>) -> Self {
        match done {
            Ok(Amended { after, subject, .. }) => {
                let after = Arc::new(after);
                let section = subject.and_then(|id| types::Section::find(&after, SectionId(id)));
                Self { section, user_errors: Vec::new() }
            }
            Err(user_errors) => Self { section: None, user_errors },
        }
    }
}

async fn set_active(
    ctx: &Context<'_>,
    input: SectionActivityInput,
    amendment: fn(SectionId) -> Amendment,
) -> Result<SectionPayload> {
    let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
    let done = amend(ctx, head, |reader| reader.section("sectionId", &input.section_id).map(amendment));
    Ok(done.await?.into())
}

#[derive(Default, Debug)]
pub(super) struct SectionMutation;

#[Object]
impl SectionMutation {
    /// Make a section (seksi, subbagian) of the office, by ADMINISTRATOR. An office has at most 62.
    async fn create_section(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateSectionInput,
    ) -> Result<SectionPayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let id = SectionId(ctx.service().clock.new_id());
        let done = amend(ctx, head, |reader| {
            let (code, name) = (reader.text("code", &input.code), reader.text("name", &input.name));
            Some(Amendment::CreateSection(CreateSection { id, code: code?, name: name? }))
        });
        Ok(done.await?.into())
    }

    /// Give a section another name, by ADMINISTRATOR; its code stays.
    async fn rename_section(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RenameSectionInput,
    ) -> Result<SectionPayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let done = amend(ctx, head, |reader| {
            let section = reader.section("sectionId", &input.section_id);
            let name = reader.text("name", &input.name);
            Some(Amendment::RenameSection(RenameSection { section: section?, name: name? }))
        });
        Ok(done.await?.into())
    }

    /// Dissolve a section, by ADMINISTRATOR: no complaint is disposed to it any more. What waits for its head goes on waiting.
    async fn deactivate_section(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SectionActivityInput,
    ) -> Result<SectionPayload> {
        set_active(ctx, input, Amendment::DeactivateSection).await
    }

    /// Take up a section again that was dissolved, by ADMINISTRATOR.
    async fn reactivate_section(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SectionActivityInput,
    ) -> Result<SectionPayload> {
        set_active(ctx, input, Amendment::ReactivateSection).await
    }
}
