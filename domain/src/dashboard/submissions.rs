//! What a submission counts for, as [`contribution`](super::contribution) has it of a complaint. It waits at step 1 until it is
//! settled. Of one that was received the complaint's own record tells how step 1 was done; of one that was joined or set aside
//! its own does.

use super::contribution::{Counted, Stay, Tallying, difference};
use super::measure::Measure;
use super::slice::{Dimensions, SectionSet};
use crate::office::Office;
use crate::submission::{Outcome, Submission};

/// How what counts changes with a submission. Nothing in it is zero.
#[must_use]
pub fn changes(office: &Office, before: Option<&Submission>, after: &Submission) -> Counted {
    difference(before, after, |submission, sign, counted| count(office, submission, sign, counted))
}

/// Adds what a submission counts for, `sign` times.
pub fn count(office: &Office, submission: &Submission, sign: i64, counted: &mut Counted) {
    let mut tallying = Tallying { office, dimensions: dimensions(office, submission), sign, counted };
    tallying.one(submission.arrived_at, Measure::Submitted, 0);
    let record = submission.step_record();
    tallying.stay(&Stay { step: record.step, records: vec![&record] });
    match submission.settled.as_ref().map(|settled| (settled.at, &settled.outcome)) {
        None => tallying.record(&record),
        Some((_, Outcome::Received { .. })) => {}
        Some((at, Outcome::Joined { .. })) => {
            tallying.record(&record);
            tallying.one(at, Measure::Joined, 0);
        }
        Some((at, Outcome::Dismissed { .. })) => {
            tallying.record(&record);
            tallying.one(at, Measure::Dismissed, 0);
        }
    }
}

/// A submission's dimensions: no section was asked yet.
fn dimensions(office: &Office, submission: &Submission) -> Dimensions {
    let category = submission.category.and_then(|id| office.category(id)).map(|category| category.number);
    Dimensions { channel: Some(submission.channel), category, sections: SectionSet::default() }
}
