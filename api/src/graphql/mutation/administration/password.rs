//! A password that an administrator gives somebody.

use async_graphql::Context;
use domain::administration::{Actor, permitted};
use domain::input::InputFault;
use domain::values::PasswordHash;

use crate::graphql::context::ContextExt;
use crate::graphql::fault::Fault;
use crate::signin::password::judge;

/// Its hash, or why it is no password. Before the transaction, for it takes long; and for an administrator only: to anybody
/// else the amendment is refused, and there is no need to hash.
pub(super) async fn hashed(
    ctx: &Context<'_>,
    password: String,
) -> Result<Result<PasswordHash, InputFault>, Fault> {
    let viewer = ctx.viewer()?;
    let actor = Actor::Officer(viewer.officer.id);
    let may = viewer.office.as_ref().is_some_and(|office| permitted(office, actor, ctx.now()).is_ok());
    if let Err(fault) = judge(&password) {
        return Ok(Err(fault));
    }
    if !may {
        return Ok(Err(InputFault::Hidden));
    }
    let hash = ctx.service().passwords.hash(password).await;
    let hash = hash.map_err(|error| Fault::Failed(error.to_string()))?;
    Ok(Ok(PasswordHash::new(hash)))
}
