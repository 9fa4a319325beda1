//! `changePassword`

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use domain::input::{InputFault, InputProblem};

use super::attempts::try_password;
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::UserErrorCode;
use crate::graphql::fault::Fault;
use crate::graphql::user_error::UserError;
use crate::messages::Other;
use crate::signin::password::{self, PasswordError};

/// A new password in place of the present one.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The present one.
    current_password: String,
    /// The new one: 12 to 250 characters, no control characters, another than the present one. Spaces count.
    new_password: String,
}

/// What became of changing a password.
#[derive(SimpleObject, Debug, Default)]
pub struct ChangePasswordPayload {
    /// Why not; empty where it succeeded.
    user_errors: Vec<UserError>,
}

#[derive(Default, Debug)]
pub(super) struct ChangePasswordMutation;

#[Object]
impl ChangePasswordMutation {
    /// The viewer's own password. All their other sessions end, tokens of machines included. A present password that is wrong
    /// counts as a failed sign-in.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The present password and the new one.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload> {
        let user_errors = change(ctx, input).await?;
        Ok(ChangePasswordPayload { user_errors })
    }
}

async fn change(ctx: &Context<'_>, input: ChangePasswordInput) -> Result<Vec<UserError>, Fault> {
    let ChangePasswordInput { current_password, new_password } = input;
    let (viewer, passwords) = (ctx.viewer()?, &ctx.service().passwords);
    let invalid = |fault: InputFault| {
        UserError::invalid(ctx, viewer.office.as_deref(), &[InputProblem::new("newPassword", fault)])
    };
    if let Err(fault) = password::judge(&new_password) {
        return Ok(invalid(fault));
    }
    let Ok(attempt) = try_password(ctx, &viewer.officer.username).await? else {
        let other = &Other::TooManySignIns;
        return Ok(vec![UserError::other(ctx, UserErrorCode::LimitExceeded, other, None)]);
    };
    let wrong = || {
        let field: Option<&[&str]> = Some(&["currentPassword"]);
        vec![UserError::other(ctx, UserErrorCode::InvalidCredentials, &Other::WrongPassword, field)]
    };
    let failed = |error: PasswordError| Fault::Failed(error.to_string());
    let credentials = ctx.store().find_credentials(&viewer.officer.username).await.or_fault(ctx)?;
    let of_viewer = credentials.filter(|(officer, _)| officer.id == viewer.officer.id);
    let Some((officer, old_hash)) = of_viewer.filter(|_| current_password.len() <= password::MOST_BYTES)
    else {
        return Ok(wrong());
    };
    if !passwords.verify(current_password.clone(), Some(old_hash.clone())).await.map_err(failed)? {
        return Ok(wrong());
    }
    attempt.forgive(ctx).await?;
    if current_password == new_password {
        return Ok(invalid(InputFault::SameAsBefore));
    }
    let new_hash = passwords.hash(new_password).await.map_err(failed)?;
    let this_session = ctx.request().token_hash.as_deref();
    let changed = ctx
        .store()
        .change_password(officer.id, &old_hash, &new_hash, this_session, ctx.now())
        .await
        .or_fault(ctx)?;
    // Somebody changed it meanwhile: what was given is no longer the present one.
    if changed { Ok(Vec::new()) } else { Ok(wrong()) }
}
