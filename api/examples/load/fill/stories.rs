//! Three years of an office's complaints, in the order in which they arrived.

use api::demo::history::{Plan, Plot};
use api::failure::Failure;
use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::decide::Original;
use domain::complaint::standing::Status;
use domain::complaint::{Complaint, Confidentiality};
use domain::ids::ComplaintId;
use domain::office::Office;
use domain::procedure::step::Step;
use persistence::bulk::Whole;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

const YEARS: TimeDelta = TimeDelta::days(3 * 365);
/// Of what arrived since, some is left lying.
const OF_LATE: TimeDelta = TimeDelta::days(90);
/// Complaints of an office that are sampled, about.
const SAMPLED: usize = 50;

/// A complaint that may be asked for.
#[derive(Clone, Copy)]
pub(crate) struct Sampled {
    /// Its office, by its place.
    pub(crate) office: domain::ids::OfficeId,
    /// Its id.
    pub(crate) id: ComplaintId,
    /// When it was received.
    pub(crate) received_at: DateTime<Utc>,
}

/// Those of a batch that are sampled, of an office with so many complaints.
pub(super) fn sample(wholes: &[Whole], of: usize) -> impl Iterator<Item = Sampled> {
    let step = (of / SAMPLED).max(1);
    wholes
        .iter()
        .map(|whole| &whole.complaint)
        .filter(|c| c.confidentiality != Confidentiality::Secret)
        .step_by(step)
        .map(|c| Sampled { office: c.office, id: c.id, received_at: c.received_at })
}

/// An office's complaints, yet to be told.
pub(super) struct Stories<'a> {
    office: &'a Office,
    now: DateTime<Utc>,
    count: usize,
    told: usize,
    random: StdRng,
    original: Option<Original>,
}

impl<'a> Stories<'a> {
    pub(super) fn new(office: &'a Office, now: DateTime<Utc>, count: usize) -> Self {
        let random = StdRng::seed_from_u64(u64::from(office.id.0.unsigned_abs()));
        Self { office, now, count, told: 0, random, original: None }
    }

    /// The next ones; none once all are told.
    pub(super) fn next(&mut self, most: usize) -> Result<Vec<Whole>, Failure> {
        let mut wholes = Vec::with_capacity(most);
        while wholes.len() < most && self.told < self.count {
            let arrived_at = self.arrival();
            let plot = self.plot(arrived_at);
            self.told += 1;
            let plan = Plan {
                id: ComplaintId(id(arrived_at, &mut self.random)),
                arrived_at,
                plot,
                // Some matters are far more frequent than others.
                matter: self.random.random_range(0..24) * self.random.random_range(0..24) / 24,
                seed: self.random.random(),
                original: self.original.clone(),
            };
            let whole = match plan.clone().tell(self.office, self.now)? {
                Some(whole) => whole,
                // It came a moment ago, and nobody has looked yet: let it have come last week.
                None => {
                    let arrived_at = arrived_at - TimeDelta::days(7);
                    let earlier = Plan { arrived_at, ..plan }.tell(self.office, self.now)?;
                    earlier.ok_or("a complaint was not received within a week")?
                }
            };
            let status = whole.complaint.standing.status();
            if matches!(status, Status::InProgress | Status::Archived) {
                let Complaint { id, reported, .. } = &whole.complaint;
                self.original = Some(Original { id: *id, status, reported: reported.clone() });
            }
            wholes.push(whole);
        }
        Ok(wholes)
    }

    fn arrival(&mut self) -> DateTime<Utc> {
        let seconds = YEARS.num_seconds();
        let all = i64::try_from(self.count).unwrap_or(i64::MAX);
        let told = i64::try_from(self.told).unwrap_or(i64::MAX);
        let from = seconds * told / all;
        let until = (seconds * (told + 1) / all).max(from + 1);
        self.now - YEARS + TimeDelta::seconds(self.random.random_range(from..until))
    }

    fn plot(&mut self, arrived_at: DateTime<Utc>) -> Plot {
        let left_lying = self.now - arrived_at < OF_LATE && self.random.random_range(0..100) < 20;
        match self.random.random_range(0..100) {
            number if left_lying => Plot::WaitsAt(Step::ALL[1 + number % 9]),
            0..6 => Plot::Returned,
            6..10 => Plot::HandedBack,
            10..13 => Plot::Referred,
            13..15 => Plot::Duplicate,
            15..18 => Plot::Withdrawn,
            18..20 => Plot::Reopened,
            _ => Plot::Through,
        }
    }
}

/// An id as the service gives them: they sort by time.
fn id(at: DateTime<Utc>, random: &mut StdRng) -> Uuid {
    let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random.random()).into_uuid()
}

/// The id of a complaint of the pool: computed, so that plain SQL can compute it too.
pub(crate) fn pool_id(number: usize) -> ComplaintId {
    const FIRST: u128 = 0x019a_0000_0000_7000_8000_0000_0000_0000;
    ComplaintId(Uuid::from_u128(FIRST | number as u128))
}

/// Complaints of the pool: received, and nothing else.
pub(super) fn received(
    office: &Office,
    now: DateTime<Utc>,
    numbers: &[usize],
) -> Result<Vec<Whole>, Failure> {
    numbers
        .iter()
        .map(|&number| {
            let plan = Plan {
                id: pool_id(number),
                arrived_at: now - TimeDelta::days(10),
                plot: Plot::WaitsAt(Step::AttachDispositionSheet),
                matter: number,
                seed: number as u64,
                original: None,
            };
            Ok(plan.tell(office, now)?.ok_or("a complaint was not received within ten days")?)
        })
        .collect()
}
