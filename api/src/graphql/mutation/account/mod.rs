//! The viewer's own account: signing in and out, password, sessions.

mod attempts;
mod change_password;
mod login;
mod sessions;

use async_graphql::{MergedObject, SimpleObject};

use crate::graphql::user_error::UserError;

/// What can be done with accounts.
#[derive(MergedObject, Default, Debug)]
pub(super) struct AccountMutations(
    login::LoginMutation,
    change_password::ChangePasswordMutation,
    sessions::SessionMutations,
);

/// What became of ending sessions.
#[derive(SimpleObject, Debug, Default)]
pub struct SessionsPayload {
    /// How many sessions were ended.
    ended: i32,
    /// Why not; empty where it succeeded.
    user_errors: Vec<UserError>,
}
