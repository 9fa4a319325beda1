//! `createOfficer`, `changeOfficer`, `moveOfficer`, `deactivateOfficer`, `reactivateOfficer`, `setOfficerPassword`

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::administration::{Amendment, ChangeOfficer, CreateOfficer, MoveOfficer, SetOfficerPassword};
use domain::ids::OfficerId;
use domain::values::Username;
use persistence::amend::Amended;

use super::open_work::{OpenWork, left_behind};
use super::password::hashed;
use crate::graphql::context::ContextExt;
use crate::graphql::enums::Position;
use crate::graphql::fault::Fault;
use crate::graphql::input::Reader;
use crate::graphql::mutation::amend::{Head, amend};
use crate::graphql::types;
use crate::graphql::user_error::UserError;

/// A new officer.
#[derive(InputObject, Debug)]
pub struct CreateOfficerInput {
    /// What they sign in with: 1 to 200 characters without spaces, nobody else's in any office.
    username: String,
    /// Name; at most 300 characters.
    name: String,
    /// The position they are appointed to; not INSPECTOR, who belongs to the regency.
    position: Position,
    /// The section they head: required of a SECTION_HEAD, possible of a HEAD_OF_GENERAL_AFFAIRS whose subdivision can be asked.
    section_id: Option<ID>,
    /// Their first password, of 12 to 250 characters.
    password: String,
    /// Belongs to the officer: the same key with the same input, whatever the password, does nothing again; with another input
    /// it is an IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// What an officer is called from now on; what is left out stays.
#[derive(InputObject, Debug)]
pub struct ChangeOfficerInput {
    /// The officer.
    officer_id: ID,
    /// Name; at most 300 characters.
    name: Option<String>,
    /// What they sign in with: 1 to 200 characters without spaces, nobody else's in any office.
    username: Option<String>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// Where an officer serves from now on.
#[derive(InputObject, Debug)]
pub struct MoveOfficerInput {
    /// The officer.
    officer_id: ID,
    /// The position from now on; not INSPECTOR, who belongs to the regency.
    position: Position,
    /// The section they head from now on: required of a SECTION_HEAD, possible of a HEAD_OF_GENERAL_AFFAIRS.
    section_id: Option<ID>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// An officer who goes or comes back.
#[derive(InputObject, Debug)]
pub struct OfficerActivityInput {
    /// The officer.
    officer_id: ID,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// Another password for an officer.
#[derive(InputObject, Debug)]
pub struct SetOfficerPasswordInput {
    /// The officer.
    officer_id: ID,
    /// The password, of 12 to 250 characters.
    password: String,
}

/// What became of a change of an officer.
#[derive(SimpleObject, Debug, Default)]
pub struct OfficerPayload {
    /// The officer as they now stand, in a dry run as they would; null where the mutation was refused.
    officer: Option<types::Officer>,
    /// What waits for the posts they lost by it; nothing where they lost none, and where a request is repeated by its key.
    open_work: OpenWork,
    /// Why nothing was done; empty where it was.
    user_errors: Vec<UserError>,
}

/// Amends an officer, and answers.
async fn amend_officer(
    ctx: &Context<'_>,
    head: Head,
    read: impl FnOnce(&mut Reader) -> Option<Amendment>,
) -> Result<OfficerPayload, Fault> {
    let Amended { before, after, subject, .. } = match amend(ctx, head, read).await? {
        Ok(amended) => amended,
        Err(user_errors) => return Ok(OfficerPayload { user_errors, ..OfficerPayload::default() }),
    };
    let after = Arc::new(after);
    let Some(id) = subject.map(OfficerId) else { return Ok(OfficerPayload::default()) };
    Ok(OfficerPayload {
        officer: after.officer(id).map(|officer| types::Officer::of(Some(&after), officer)),
        open_work: left_behind(ctx, id, &before, &after).await?,
        user_errors: Vec::new(),
    })
}

async fn set_active(
    ctx: &Context<'_>,
    input: OfficerActivityInput,
    amendment: fn(OfficerId) -> Amendment,
) -> Result<OfficerPayload> {
    let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
    let done =
        amend_officer(ctx, head, |reader| reader.officer("officerId", &input.officer_id).map(amendment));
    Ok(done.await?)
}

#[derive(Default, Debug)]
pub(super) struct OfficerMutation;

#[Object]
impl OfficerMutation {
    /// Make an officer of the office, by ADMINISTRATOR.
    async fn create_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateOfficerInput,
    ) -> Result<OfficerPayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let password = hashed(ctx, input.password).await?;
        let id = OfficerId(ctx.service().clock.new_id());
        let done = amend_officer(ctx, head, |reader| {
            let username = reader.parse(&["username"], Username::parse(&input.username));
            let name = reader.text("name", &input.name);
            let section = input.section_id.as_ref().and_then(|id| reader.section("sectionId", id));
            let password = reader.parse(&["password"], password);
            Some(Amendment::CreateOfficer(CreateOfficer {
                id,
                username: username?,
                name: name?,
                position: input.position.into(),
                section,
                password: password?,
            }))
        });
        Ok(done.await?)
    }

    /// Change an officer's name or username, by ADMINISTRATOR.
    async fn change_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ChangeOfficerInput,
    ) -> Result<OfficerPayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let done = amend_officer(ctx, head, |reader| {
            let officer = reader.officer("officerId", &input.officer_id);
            let name = reader.optional("name", input.name.as_ref());
            let username = input.username.as_deref().map(Username::parse);
            let username = username.and_then(|parsed| reader.parse(&["username"], parsed));
            Some(Amendment::ChangeOfficer(ChangeOfficer { officer: officer?, name, username }))
        });
        Ok(done.await?)
    }

    /// Appoint an officer to another position (mutasi), by ADMINISTRATOR. Nobody moves himself to a position that takes steps,
    /// and the last active administrator stays.
    async fn move_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: MoveOfficerInput,
    ) -> Result<OfficerPayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let done = amend_officer(ctx, head, |reader| {
            let officer = reader.officer("officerId", &input.officer_id);
            let section = input.section_id.as_ref().and_then(|id| reader.section("sectionId", id));
            let position = input.position.into();
            Some(Amendment::MoveOfficer(MoveOfficer { officer: officer?, position, section }))
        });
        Ok(done.await?)
    }

    /// Let an officer go, by ADMINISTRATOR: they hold nothing any more and act for nobody, and their sessions and the tokens of
    /// machines in their name end at once. The history goes on naming them. The last active administrator stays.
    async fn deactivate_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: OfficerActivityInput,
    ) -> Result<OfficerPayload> {
        set_active(ctx, input, Amendment::DeactivateOfficer).await
    }

    /// Take an officer back to the position they had, by ADMINISTRATOR.
    async fn reactivate_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: OfficerActivityInput,
    ) -> Result<OfficerPayload> {
        set_active(ctx, input, Amendment::ReactivateOfficer).await
    }

    /// Give an officer another password, by ADMINISTRATOR. Their sessions end; tokens of machines in their name do not.
    async fn set_officer_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetOfficerPasswordInput,
    ) -> Result<OfficerPayload> {
        let head = Head { idempotency_key: None, dry_run: None };
        let password = hashed(ctx, input.password).await?;
        let done = amend_officer(ctx, head, |reader| {
            let officer = reader.officer("officerId", &input.officer_id);
            let password = reader.parse(&["password"], password);
            Some(Amendment::SetOfficerPassword(SetOfficerPassword { officer: officer?, password: password? }))
        });
        Ok(done.await?)
    }
}
