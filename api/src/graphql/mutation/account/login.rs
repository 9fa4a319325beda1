//! `login`, `logout`

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::TimeDelta;

use super::attempts::try_password;
use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::UserErrorCode;
use crate::graphql::fault::Fault;
use crate::graphql::scalars::Instant;
use crate::graphql::types::Officer;
use crate::graphql::user_error::UserError;
use crate::messages::Other;
use crate::signin::password::MOST_BYTES;
use crate::signin::token;

/// What became of signing in.
#[derive(SimpleObject, Debug, Default)]
pub struct LoginPayload {
    /// The token, to be sent as `Authorization: Bearer …`. It is shown once and stored nowhere.
    token: Option<String>,
    /// When it expires.
    expires_at: Option<Instant>,
    /// Who signed in.
    officer: Option<Officer>,
    /// Why not; empty where it succeeded.
    user_errors: Vec<UserError>,
}

/// What became of signing out.
#[derive(SimpleObject, Debug, Default)]
pub struct LogoutPayload {
    /// Why not; empty where it succeeded.
    user_errors: Vec<UserError>,
}

#[derive(Default, Debug)]
pub(super) struct LoginMutation;

#[Object]
impl LoginMutation {
    /// Sign in with username and password. Wrong names and wrong passwords are told alike and take the same time; failed
    /// sign-ins are throttled for each account and each address.
    async fn login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The username.")] username: String,
        #[graphql(desc = "The password.")] password: String,
    ) -> Result<LoginPayload> {
        Ok(login(ctx, &username, password).await?)
    }

    /// Sign out: ends the session whose token came with the request.
    async fn logout(&self, ctx: &Context<'_>) -> Result<LogoutPayload> {
        ctx.viewer()?;
        if let Some(hash) = &ctx.request().token_hash {
            ctx.store().end_session(hash.clone(), ctx.now()).await.or_fault(ctx)?;
        }
        Ok(LogoutPayload::default())
    }
}

async fn login(ctx: &Context<'_>, username: &str, password: String) -> Result<LoginPayload, Fault> {
    let (service, now) = (ctx.service(), ctx.now());
    let username = username.trim();
    let plausible = !username.is_empty()
        && username.len() <= 200
        && password.len() <= MOST_BYTES
        && !username.chars().any(char::is_control)
        && !password.contains('\0');
    let Ok(attempt) = try_password(ctx, if plausible { username } else { "" }).await? else {
        let error = UserError::other(ctx, UserErrorCode::LimitExceeded, &Other::TooManySignIns, None);
        return Ok(LoginPayload { user_errors: vec![error], ..LoginPayload::default() });
    };

    let credentials = match plausible {
        true => ctx.store().find_credentials(username).await.or_fault(ctx)?,
        false => None,
    };
    let (officer, hash) = credentials.filter(|(officer, _)| officer.active).unzip();
    let verified = service.passwords.verify(password, hash).await;
    let verified = verified.map_err(|error| Fault::Failed(error.to_string()))?;
    let Some(officer) = officer.filter(|_| verified) else {
        let error =
            UserError::other(ctx, UserErrorCode::InvalidCredentials, &Other::InvalidCredentials, None);
        return Ok(LoginPayload { user_errors: vec![error], ..LoginPayload::default() });
    };
    attempt.forgive(ctx).await?;
    let token = token::new().map_err(|error| Fault::Failed(error.to_string()))?;
    let expires_at = now + TimeDelta::hours(i64::from(service.signin.session_hours));
    ctx.store().begin_session(token::hash(&token), officer.id, now, expires_at).await.or_fault(ctx)?;
    let office = match officer.office {
        Some(id) => ctx.store().offices_by_ids(&[id]).await.or_fault(ctx)?.remove(&id),
        None => None,
    };
    Ok(LoginPayload {
        token: Some(token),
        expires_at: Some(expires_at.into()),
        officer: Some(Officer::of(office.as_ref(), &officer)),
        user_errors: Vec::new(),
    })
}
