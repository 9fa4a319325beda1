//! `wholeCycles`, `answers`, `disposedSameDay`, `firstPass`, `completion`

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::dashboard::figures::cycles;

use super::loaded::Loaded;
use super::numbers::{DurationStats, Rate, int};

/// Whole runs through the SOP, against all its standards one after the other.
#[derive(SimpleObject, Clone, Debug)]
pub struct WholeCycles {
    /// Archived at or before they were due.
    done_on_time: i32,
    /// Archived, or closed by another exit, after they were due.
    done_late: i32,
    /// Still open, the day on which they were due being over.
    open_late: i32,
    /// doneOnTime ÷ (doneOnTime + doneLate + openLate).
    on_time: Rate,
}

/// Answers to complainants.
#[derive(SimpleObject, Clone, Debug)]
pub struct Answers {
    /// Working time from the arrival (of a reopened complaint, the reopening) to the answer given in step 9.
    duration: DurationStats,
    /// Of the answers given in the period, those given before the whole cycle was due.
    within_standard: Rate,
}

/// What became of complaints.
#[derive(SimpleObject, Clone, Debug)]
pub struct Completion {
    /// Archived with an answer ÷ received in the period.
    answered: Rate,
    /// Closed as duplicates of others.
    duplicates: i32,
    /// Withdrawn by their complainants.
    withdrawn: i32,
    /// Referred to another agency.
    referred: i32,
    /// Still open.
    open: i32,
}

#[derive(Debug)]
pub(super) struct Cycles(pub(super) Arc<Loaded>);

#[Object]
impl Cycles {
    /// The cycles that are due in the period as a whole, as they stand at `asOf` (practice C6). A cycle runs from the arrival, or
    /// from a reopening, to the archive; it is due when the standards of all its steps have passed one after the other, and
    /// belongs to the period by the day of that, whenever it ends. One that has been archived counts even if that day is still
    /// to come; one that is open counts once that day is over. So a period that ends today or later holds what was early
    /// before it holds what will be late: `onTime` is settled for days that are over. Those closed in time by another exit than
    /// the archive count in none.
    async fn whole_cycles(&self) -> Option<WholeCycles> {
        let bins = cycles::whole_cycles(&self.0.flow, &self.0.still_open);
        Some(WholeCycles {
            done_on_time: int(bins.done_on_time),
            done_late: int(bins.done_late),
            open_late: int(bins.open_late),
            on_time: bins.on_time().into(),
        })
    }

    /// Throughput: the answers given in the period (practice C8).
    async fn answers(&self) -> Option<Answers> {
        let (duration, within_standard) = cycles::answers(&self.0.flow);
        Some(Answers { duration: duration.into(), within_standard: within_standard.into() })
    }

    /// Throughput: of the complaints that were first disposed (step 6) in the period, those disposed within the standards of
    /// steps 1 to 6 together since their arrival: 5.5 hours by SOP 065/2262 (practice S1).
    async fn disposed_same_day(&self) -> Option<Rate> {
        Some(cycles::dispositions(&self.0.flow).into())
    }

    /// Throughput: of the cycles archived in the period, those without a return, a second disposition or a reopening before or
    /// after (practice S4). Cycles that began in an imported register count in none.
    async fn first_pass(&self) -> Option<Rate> {
        Some(cycles::first_pass(&self.0.flow).into())
    }

    /// Inflow: what had become at `asOf` of the complaints received in the period (practice I11, there of a year).
    async fn completion(&self) -> Option<Completion> {
        let completion = cycles::completion(&self.0.flow);
        Some(Completion {
            answered: completion.answered.into(),
            duplicates: int(completion.duplicates),
            withdrawn: int(completion.withdrawn),
            referred: int(completion.referred),
            open: int(completion.open),
        })
    }
}
