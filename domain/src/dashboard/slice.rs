//! Slices: of which complaints a tally is. One slice answers a filter by one value; filters that are combined read the
//! crossed slices.

use std::fmt;

use strum::VariantArray;

use crate::complaint::{Channel, Complaint};
use crate::office::Office;

use super::bucket::Bucket;

/// Sections by their numbers in the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SectionSet(pub u64);

impl SectionSet {
    /// With one more.
    #[must_use]
    pub fn with(self, number: i32) -> Self {
        Self(self.0 | bit(number))
    }

    /// Whether any is in both.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Their numbers.
    pub fn numbers(self) -> impl Iterator<Item = i32> {
        (0..64).filter(move |number| self.0 & bit(*number) != 0)
    }
}

fn bit(number: i32) -> u64 {
    u32::try_from(number).ok().and_then(|number| 1_u64.checked_shl(number)).unwrap_or(0)
}

/// By what complaints can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Dimensions {
    /// How it came in.
    pub channel: Option<Channel>,
    /// Number of its category in the office.
    pub category: Option<i32>,
    /// Sections asked in any cycle.
    pub sections: SectionSet,
}

impl Dimensions {
    /// A complaint's.
    #[must_use]
    pub fn of(office: &Office, complaint: &Complaint) -> Self {
        let category = complaint.category.and_then(|id| office.category(id)).map(|category| category.number);
        let numbers =
            complaint.asked_sections().filter_map(|id| office.section(id)).map(|section| section.number);
        Self {
            channel: complaint.channel,
            category,
            sections: numbers.fold(SectionSet::default(), SectionSet::with),
        }
    }

    /// The slices a complaint belongs to in a bucket. In crossed ones its dimensions are kept beside what is counted.
    pub fn slices(self, bucket: Bucket) -> impl Iterator<Item = (Slice, Option<Dimensions>)> {
        let crossed = match bucket {
            Bucket::Day(_) => Slice::CrossedDay,
            Bucket::Month(_) | Bucket::Ever => Slice::Crossed(self.channel, self.category),
        };
        let alone = std::iter::once(Slice::All)
            .chain(self.channel.map(Slice::Channel))
            .chain(self.category.map(Slice::Category))
            .chain(self.sections.numbers().map(Slice::Section));
        alone.map(|slice| (slice, None)).chain(std::iter::once((crossed, Some(self))))
    }
}

/// Of which complaints of an office a tally is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slice {
    /// All.
    All,
    /// Of a channel.
    Channel(Channel),
    /// Of a category, by its number.
    Category(i32),
    /// In which a section was asked, by its number.
    Section(i32),
    /// Of a channel and a category, by their sections: months and all time.
    Crossed(Option<Channel>, Option<i32>),
    /// By channel, category and sections: days.
    CrossedDay,
}

impl fmt::Display for Slice {
    /// The name it is stored by.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("ALL"),
            Self::Channel(channel) => write!(f, "CHANNEL {channel}"),
            Self::Category(number) => write!(f, "CATEGORY {number}"),
            Self::Section(number) => write!(f, "SECTION {number}"),
            Self::Crossed(channel, category) => {
                let channel: &str = channel.map_or("-", Into::into);
                write!(f, "CROSS {channel} {}", category.unwrap_or(0))
            }
            Self::CrossedDay => f.write_str("CROSS"),
        }
    }
}

/// Which complaints of one office are counted: all that is given must hold; a list: any of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Selection {
    /// Channels.
    pub channels: Option<Vec<Channel>>,
    /// Categories, by their numbers.
    pub categories: Option<Vec<i32>>,
    /// Sections asked.
    pub sections: Option<SectionSet>,
}

impl Selection {
    /// The slices to be read, each complaint in one of them: in those of a bucket of all time or a month, and of a day.
    #[must_use]
    pub fn slices(&self, office: &Office) -> Slices {
        let Self { channels, categories, sections } = self;
        let alone = |slices: Vec<Slice>| Slices { long: slices.clone(), days: slices };
        if channels.as_ref().is_some_and(Vec::is_empty)
            || categories.as_ref().is_some_and(Vec::is_empty)
            || *sections == Some(SectionSet::default())
        {
            return alone(Vec::new());
        }
        match (channels, categories, sections) {
            (None, None, None) => alone(vec![Slice::All]),
            (Some(channels), None, None) => alone(unique(channels).map(Slice::Channel).collect()),
            (None, Some(categories), None) => alone(unique(categories).map(Slice::Category).collect()),
            (None, None, Some(sections)) if sections.0.count_ones() <= 1 => {
                alone(sections.numbers().map(Slice::Section).collect())
            }
            _ => {
                let every_channel = || Channel::VARIANTS.iter().copied().map(Some).chain([None]);
                let channels: Vec<_> = match channels {
                    Some(channels) => unique(channels).map(Some).collect(),
                    None => every_channel().collect(),
                };
                let categories: Vec<_> = match categories {
                    Some(categories) => unique(categories).map(Some).collect(),
                    None => office.categories.iter().map(|c| Some(c.number)).chain([None]).collect(),
                };
                let long = channels
                    .iter()
                    .flat_map(|channel| categories.iter().map(|category| Slice::Crossed(*channel, *category)))
                    .collect();
                Slices { long, days: vec![Slice::CrossedDay] }
            }
        }
    }

    /// Whether complaints of these dimensions are counted.
    #[must_use]
    pub fn takes(&self, dimensions: &Dimensions) -> bool {
        let Self { channels, categories, sections } = self;
        let among = |all: &Option<Vec<Channel>>| {
            all.as_ref().is_none_or(|all| dimensions.channel.is_some_and(|channel| all.contains(&channel)))
        };
        among(channels)
            && categories
                .as_ref()
                .is_none_or(|all| dimensions.category.is_some_and(|category| all.contains(&category)))
            && sections.is_none_or(|sections| sections.meets(dimensions.sections))
    }
}

fn unique<T: Copy + Ord>(all: &[T]) -> impl Iterator<Item = T> {
    all.iter().copied().collect::<std::collections::BTreeSet<T>>().into_iter()
}

/// The slices that answer a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slices {
    /// In buckets of all time and of months.
    pub long: Vec<Slice>,
    /// In buckets of days.
    pub days: Vec<Slice>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_sections_holds_what_was_put_in() {
        let set = SectionSet::default().with(1).with(5).with(62);
        assert_eq!(set.numbers().collect::<Vec<_>>(), [1, 5, 62]);
        assert!(set.meets(SectionSet::default().with(5)));
        assert!(!set.meets(SectionSet::default().with(2)));
        // No section has such a number.
        assert_eq!(SectionSet::default().with(-1).with(64), SectionSet::default());
    }
}
