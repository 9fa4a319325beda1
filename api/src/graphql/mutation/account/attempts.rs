//! Passwords that were tried: so many may be wrong in a minute, of an account and from an address.

use async_graphql::Context;
use chrono::TimeDelta;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::fault::Fault;
use crate::signin::address::network_of;

/// In which failures are counted.
const WINDOW: TimeDelta = TimeDelta::seconds(60);

/// A password that is tried. It counts as wrong until it is forgiven.
#[derive(Debug)]
pub(super) struct Attempt(Vec<String>);

impl Attempt {
    /// Counts it, before the password is looked at: guesses sent at once are each counted before any is answered. None where
    /// too many were wrong: then nobody looks.
    pub(super) async fn count(ctx: &Context<'_>, username: &str) -> Result<Option<Self>, Fault> {
        let signin = &ctx.service().signin;
        let address = ctx.request().address.map(|address| format!("address:{}", network_of(address)));
        // The address first: what comes from one that is held off does not hold off an account.
        let subjects = address
            .map(|address| (address, signin.signin_failures_address))
            .into_iter()
            .chain([(format!("account:{username}"), signin.signin_failures)]);
        let mut counted = Vec::new();
        for (subject, most) in subjects {
            let failures =
                ctx.store().count_sign_in_attempt(&subject, ctx.now(), WINDOW).await.or_fault(ctx)?;
            if failures > most {
                return Ok(None);
            }
            counted.push(subject);
        }
        Ok(Some(Self(counted)))
    }

    /// The password was right.
    pub(super) async fn forgive(self, ctx: &Context<'_>) -> Result<(), Fault> {
        for subject in &self.0 {
            ctx.store().forgive_sign_in(subject).await.or_fault(ctx)?;
        }
        Ok(())
    }
}
