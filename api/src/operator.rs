//! What whoever operates the service changes of an office by its command line: amended and recorded like an administrator's.

use domain::administration::{Actor, Amendment};
use domain::ids::OfficeId;
use domain::input::InputFault;
use persistence::Store;
use persistence::amend::{Amend, AmendError, Amended};

use crate::clock::Clock;
use crate::failure::Failure;
use crate::messages::{self, Language};

/// Amends an office, in nobody's name.
///
/// # Errors
/// Why it was refused, for the operator to read.
pub async fn amend(
    store: &Store,
    clock: &dyn Clock,
    office: OfficeId,
    amendment: Amendment,
) -> Result<Amended, Failure> {
    let now = clock.now();
    let amend = Amend { office, actor: Actor::Operator, amendment, dry_run: false, idempotency: None, now };
    store.amend(&amend, || clock.new_id()).await.map_err(|error| match error {
        AmendError::Refused(refusal) => messages::amendment(Language::English, None, &refusal).into(),
        AmendError::NotFound => "there is no such office".into(),
        AmendError::IdempotencyMismatch => "it was done already, in another way".into(),
        AmendError::Fault(fault) => fault.into(),
    })
}

/// A value the operator gave, or why it is none.
///
/// # Errors
/// What would be right, with the name of what was given.
pub fn given<T>(name: &str, parsed: Result<T, InputFault>) -> Result<T, Failure> {
    parsed.map_err(|fault| format!("{name}: {}", messages::fault(Language::English, None, &fault)).into())
}
