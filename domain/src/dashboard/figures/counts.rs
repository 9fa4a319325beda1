//! Counts by one property of complaints: status, channel (practice.md C3), category.

use strum::VariantArray;

use crate::complaint::Channel;
use crate::complaint::standing::Status;
use crate::dashboard::contribution::channel_index;
use crate::dashboard::measure::Measure;
use crate::dashboard::sums::{Measures, Sums};

/// Of the period, by status.
pub const BY_STATUS: Measures = Measures::of(&[Measure::ReceivedByStatus]);
/// Of the period, by channel.
pub const BY_CHANNEL: Measures = Measures::of(&[Measure::ReceivedByChannel, Measure::ClosedByChannel]);
/// Of the period, by category.
pub const BY_CATEGORY: Measures = Measures::of(&[Measure::ReceivedByCategory]);

/// The complaints received in the period, by how they stand now.
#[must_use]
pub fn by_status(flow: &Sums) -> Vec<(Status, i64)> {
    let count = |status: &Status| (*status, flow.get(Measure::ReceivedByStatus, *status as u64));
    Status::VARIANTS.iter().map(count).collect()
}

/// Received and closed in the period, by channel; the last, where there are any, of no known channel.
#[must_use]
pub fn by_channel(flow: &Sums) -> Vec<(Option<Channel>, i64, i64)> {
    let count = |channel: Option<Channel>| {
        let index = channel_index(channel);
        (channel, flow.get(Measure::ReceivedByChannel, index), flow.get(Measure::ClosedByChannel, index))
    };
    let known = Channel::VARIANTS.iter().map(|channel| count(Some(*channel)));
    known.chain(Some(count(None)).filter(|(_, received, closed)| *received + *closed > 0)).collect()
}

/// Received in the period, by the number of the category; 0 is of none.
pub fn by_category(flow: &Sums) -> impl Iterator<Item = (i32, i64)> + '_ {
    (0..).zip(flow.column(Measure::ReceivedByCategory).iter().copied())
}
