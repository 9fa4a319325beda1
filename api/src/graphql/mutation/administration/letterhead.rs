//! `setLetterhead`

use async_graphql::{Context, InputObject, Object, Result};
use domain::administration::{Amendment, SetLetterhead};
use domain::values::{Email, Phone};

use super::OfficePayload;
use crate::graphql::mutation::amend::{Head, amend};

/// The whole letterhead (kop surat): a line that is left out is not printed.
#[derive(InputObject, Debug)]
pub struct SetLetterheadInput {
    /// The government, like Pemerintah Kabupaten Tabanan; at most 300 characters.
    government: Option<String>,
    /// The office, like Kecamatan Selemadeg Timur; at most 300 characters.
    office_name: Option<String>,
    /// Postal address; at most 300 characters.
    address: Option<String>,
    /// Telephone: 5 to 20 digits.
    telephone: Option<String>,
    /// E-mail.
    email: Option<String>,
    /// Website; at most 200 characters.
    website: Option<String>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

#[derive(Default, Debug)]
pub(super) struct LetterheadMutation;

#[Object]
impl LetterheadMutation {
    /// Set what is printed at the head of the office's documents, by ADMINISTRATOR.
    async fn set_letterhead(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetLetterheadInput,
    ) -> Result<OfficePayload> {
        let head = Head { idempotency_key: input.idempotency_key.clone(), dry_run: input.dry_run };
        let done = amend(ctx, head, |reader| {
            let telephone = input.telephone.as_deref().map(Phone::parse);
            let email = input.email.as_deref().map(Email::parse);
            Some(Amendment::SetLetterhead(SetLetterhead {
                government: reader.optional("government", input.government.as_ref()),
                office_name: reader.optional("officeName", input.office_name.as_ref()),
                address: reader.optional("address", input.address.as_ref()),
                telephone: telephone.and_then(|parsed| reader.parse(&["telephone"], parsed)),
                email: email.and_then(|parsed| reader.parse(&["email"], parsed)),
                website: reader.optional("website", input.website.as_ref()),
            }))
        });
        Ok(done.await?.into())
    }
}
