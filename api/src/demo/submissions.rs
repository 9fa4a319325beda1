//! What came in by itself in the last day and waits for step 1.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::Confidentiality;
use domain::complaint::steps::ComplainantDetails;
use domain::ids::SubmissionId;
use domain::office::Office;
use domain::submission::submit::Submit;
use domain::values::{Line, Phone, Text};
use persistence::Store;
use persistence::advance::Idempotency;
use persistence::submit::{NewSubmission, SubmitError};
use serde_json::json;
use uuid::Uuid;

use crate::failure::Failure;

/// Subject, description, name and telephone of who sent it, and how many minutes ago.
type Sent = (&'static str, &'static str, Option<(&'static str, &'static str)>, i64);

const SENT: [Sent; 4] = [
    (
        "Lampu jalan di depan pasar padam",
        "Sudah tiga malam lampu jalan di depan pasar tidak menyala; kemarin ada yang terjatuh.",
        Some(("Ni Wayan Suartini", "0812-3612-4471")),
        1_320,
    ),
    (
        "Sampah tidak diangkut",
        "Sampah di simpang tiga sudah seminggu tidak diangkut dan mulai berbau.",
        None,
        190,
    ),
    (
        "Lampu jalan padam",
        "Lampu jalan di depan pasar tidak menyala sudah tiga malam.",
        Some(("I Ketut Wirawan", "0813-3870-1925")),
        25,
    ),
    ("Terima kasih", "Pelayanan pembuatan KTP kemarin cepat dan ramah. Matur suksma.", None, 8),
];

/// Submits them. Each has a key of its own, so that a demonstration that is made in two goes has each once.
pub(super) async fn submit(
    store: &Store,
    office: &Office,
    now: DateTime<Utc>,
    new_id: impl Fn() -> Uuid,
) -> Result<(), Failure> {
    for (number, (subject, description, sender, minutes)) in SENT.iter().enumerate() {
        let mut bits = [0; 8];
        getrandom::fill(&mut bits)?;
        let complainant = match sender {
            Some((name, phone)) => ComplainantDetails {
                name: Line::parse(name).ok(),
                phone: Phone::parse(phone).ok(),
                ..ComplainantDetails::default()
            },
            None => ComplainantDetails::default(),
        };
        let command = Submit {
            subject: text(subject)?,
            description: text(description)?,
            complainant,
            confidentiality: if sender.is_some() {
                Confidentiality::Open
            } else {
                Confidentiality::Anonymous
            },
            category: None,
            village: office.villages.first().map(|village| village.code.clone()),
        };
        let new = NewSubmission {
            office: office.id,
            id: SubmissionId(new_id()),
            tracking_bits: u64::from_be_bytes(bits),
            idempotency: Some(Idempotency::new(format!("demonstration {number}"), &json!(number))),
            command,
            most_waiting: 1_000,
            now: now - TimeDelta::minutes(*minutes),
        };
        match store.submit(&new).await {
            Ok(_) => {}
            Err(SubmitError::Fault(error)) => return Err(error.into()),
            Err(refused) => return Err(format!("a demonstration's submission: {refused:?}").into()),
        }
    }
    Ok(())
}

fn text<const MAX: usize>(text: &str) -> Result<Text<MAX>, Failure> {
    Text::parse(text).map_err(|fault| format!("a demonstration's text: {fault:?}").into())
}
