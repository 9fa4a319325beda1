//! Passwords that were tried: so many may be wrong in a minute, of an account and from an address.

use async_graphql::Context;
use chrono::TimeDelta;

use crate::graphql::attempts::{Attempt, TooMany, from_address};
use crate::graphql::context::ContextExt;
use crate::graphql::fault::Fault;

/// In which failures are counted.
const WINDOW: TimeDelta = TimeDelta::seconds(60);

/// Counts a password that is tried, before it is looked at; one that is right is forgiven.
pub(super) async fn try_password(
    ctx: &Context<'_>,
    username: &str,
) -> Result<Result<Attempt, TooMany>, Fault> {
    let signin = &ctx.service().signin;
    let address = from_address(ctx, "address").map(|address| (address, signin.signin_failures_address));
    // The address first: what comes from one that is held off does not hold off an account.
    let account = (format!("account:{username}"), signin.signin_failures);
    Attempt::count(ctx, address.into_iter().chain([account]), WINDOW).await
}
