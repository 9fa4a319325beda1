//! Step 2: urgency and category are settled; what changes is logged as any change is.

use domain::complaint::Urgency;
use domain::complaint::change::ChangedField;
use domain::complaint::command::Command;
use domain::complaint::refusal::InputFault;
use domain::complaint::steps::AttachDispositionSheet;
use domain::ids::CategoryId;
use uuid::Uuid;

use crate::common::commands::prose;
use crate::common::sample::{LINGKUNGAN, PELAYANAN, STAF};
use crate::common::walk::received;

#[test]
fn urgency_and_category_are_settled_and_what_was_said_before_is_kept() {
    let mut walk = received();
    let command = Command::AttachDispositionSheet(AttachDispositionSheet {
        urgency: Some(Urgency::VeryUrgent),
        category: Some(LINGKUNGAN),
        note: Some(prose("Dekat sekolah.")),
    });
    assert_eq!(walk.tries(STAF, &command).unwrap().changes, [], "what was left open is settled");
    walk.complaint.urgency = Urgency::Urgent;
    walk.complaint.category = Some(PELAYANAN);
    let transition = walk.tries(STAF, &command).unwrap();
    assert_eq!(
        (transition.after.urgency, transition.after.category),
        (Urgency::VeryUrgent, Some(LINGKUNGAN))
    );
    let changes: Vec<_> = transition
        .changes
        .iter()
        .map(|c| (c.field, c.before.as_deref(), c.after.as_deref(), c.reason.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            (ChangedField::Urgency, Some("URGENT"), Some("VERY_URGENT"), "Dekat sekolah."),
            (ChangedField::Category, Some("02"), Some("09"), "Dekat sekolah."),
        ]
    );
}

#[test]
fn settled_as_it_was_received_nothing_is_logged() {
    let command = Command::AttachDispositionSheet(AttachDispositionSheet {
        urgency: Some(Urgency::Ordinary),
        category: None,
        note: None,
    });
    assert_eq!(received().tries(STAF, &command).unwrap().changes, []);
}

#[test]
fn a_category_must_be_one_of_the_office() {
    let command = Command::AttachDispositionSheet(AttachDispositionSheet {
        urgency: None,
        category: Some(CategoryId(Uuid::from_u128(999))),
        note: None,
    });
    assert_eq!(received().fault(STAF, &command), ("categoryId".to_owned(), InputFault::Unknown));
}
