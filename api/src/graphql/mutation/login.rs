//! `login`, `logout`

use std::net::IpAddr;

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::TimeDelta;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::enums::UserErrorCode;
use crate::graphql::fault::Fault;
use crate::graphql::scalars::Instant;
use crate::graphql::types::Officer;
use crate::graphql::user_error::UserError;
use crate::messages::Other;
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

/// In which failures are counted.
const WINDOW: TimeDelta = TimeDelta::seconds(60);

async fn login(ctx: &Context<'_>, username: &str, password: String) -> Result<LoginPayload, Fault> {
    let (service, now) = (ctx.service(), ctx.now());
    let username = username.trim();
    let plausible = !username.is_empty()
        && username.len() <= 200
        && password.len() <= 1000
        && !username.chars().any(char::is_control)
        && !password.contains('\0');
    let account = format!("account:{}", if plausible { username } else { "" });
    let address = ctx.request().address.map(|address| format!("address:{}", network_of(address)));

    // Counted before the password is looked at: guesses sent at once are each counted before any is answered.
    // The address first: what comes from one that is held off does not hold off an account.
    let subjects: Vec<(String, i32)> = address
        .map(|address| (address, service.signin.signin_failures_address))
        .into_iter()
        .chain([(account, service.signin.signin_failures)])
        .collect();
    for (subject, most) in &subjects {
        let failures = ctx.store().count_sign_in_attempt(subject, now, WINDOW).await.or_fault(ctx)?;
        if failures > *most {
            let error = UserError::other(ctx, UserErrorCode::LimitExceeded, &Other::TooManySignIns, None);
            return Ok(LoginPayload { user_errors: vec![error], ..LoginPayload::default() });
        }
    }

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
    for (subject, _) in &subjects {
        ctx.store().forgive_sign_in(subject).await.or_fault(ctx)?;
    }
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

/// What counts as one address: of IPv6 the network of a household.
pub(super) fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}
