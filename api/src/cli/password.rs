//! Passwords for new officers: from the environment or the terminal, never from an argument that others could read.

use std::io::IsTerminal;

use super::Failure;
use crate::signin::password::hash_chosen;

/// The variable from which a password is taken where there is no terminal.
pub(super) const VARIABLE: &str = "PENGADUAN_PASSWORD";

/// A chosen password's hash.
pub(super) fn hash(for_whom: &str) -> Result<String, Failure> {
    let password = match std::env::var(VARIABLE) {
        Ok(password) => password,
        Err(_) if std::io::stdin().is_terminal() => {
            let password = rpassword::prompt_password(format!("Password for {for_whom}: "))?;
            if rpassword::prompt_password("The same again: ")? != password {
                return Err("the two passwords differ".into());
            }
            password
        }
        Err(_) => return Err(format!("set {VARIABLE}, or run this in a terminal").into()),
    };
    Ok(hash_chosen(&password)?)
}
