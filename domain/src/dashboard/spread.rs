//! How durations are spread: a histogram that can be added to others, with bounded error.

/// More bins than any duration of ours reaches.
pub const BINS: usize = 1_024;

/// Below this every second has its own bin; above, every power of two has half as many, so that the middle of a bin is at
/// most 1/64 (1.6 %) away from what lies in it.
const EXACT: u64 = 64;
const BITS: u32 = 5;
/// Longer than any service lasts: about 68 years of working time.
const LONGEST: u64 = (1 << 31) - 1;

/// The bin of a duration in seconds.
#[must_use]
pub fn bin_of(seconds: i64) -> usize {
    let seconds = u64::try_from(seconds).unwrap_or(0).min(LONGEST);
    if seconds < EXACT {
        return usize::try_from(seconds).unwrap_or(0);
    }
    let power = seconds.ilog2();
    let within = (seconds >> (power - BITS)) - (1 << BITS);
    let bin = EXACT + u64::from(power - EXACT.ilog2()) * (1 << BITS) + within;
    usize::try_from(bin).unwrap_or(BINS - 1)
}

/// The duration that stands for a bin, in seconds: at most 2 % away from every duration in it.
#[must_use]
pub fn seconds_of(bin: usize) -> i64 {
    let bin = i64::try_from(bin).unwrap_or(0);
    let exact = EXACT.cast_signed();
    if bin < exact {
        return bin;
    }
    let (power, within) = ((bin - exact) >> BITS, (bin - exact) & ((1 << BITS) - 1));
    let shift = power + i64::from(EXACT.ilog2()) - i64::from(BITS);
    (((1 << BITS) + within) << shift) + ((1 << shift) - 1) / 2
}

/// Some durations, by bin.
#[derive(Clone, Copy, Debug)]
pub struct Spread<'a>(pub &'a [i64]);

/// What is said of durations. Percentiles by nearest rank; every figure at most 2 % away from a duration that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DurationStats {
    /// How many.
    pub count: i64,
    /// Median, in working seconds; none where there is none.
    pub median: Option<i64>,
    /// 80th percentile.
    pub p80: Option<i64>,
    /// 90th percentile.
    pub p90: Option<i64>,
    /// Longest.
    pub max: Option<i64>,
}

impl Spread<'_> {
    /// What is said of them.
    #[must_use]
    pub fn stats(&self) -> DurationStats {
        let count: i64 = self.0.iter().sum();
        let ranked = |percent: i64| {
            let rank = (count * percent + 99) / 100;
            let mut seen = 0;
            let bin = self.0.iter().position(|n| {
                seen += n;
                seen >= rank
            });
            bin.map(seconds_of)
        };
        if count <= 0 {
            return DurationStats::default();
        }
        DurationStats {
            count,
            median: ranked(50),
            p80: ranked(80),
            p90: ranked(90),
            max: self.0.iter().rposition(|n| *n > 0).map(seconds_of),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_stands_for_what_lies_in_it_within_two_percent() {
        let mut seconds = 0;
        while seconds < 3_000_000_000_i64 {
            let shown = seconds_of(bin_of(seconds));
            let real = seconds.min(LONGEST.cast_signed());
            assert!((shown - real).abs() * 50 <= real, "{seconds} is shown as {shown}");
            assert!(bin_of(seconds) < BINS);
            seconds += 1 + seconds / 300;
        }
    }

    #[test]
    fn bins_are_in_the_order_of_their_durations() {
        assert!((1..bin_of(i64::MAX)).all(|bin| seconds_of(bin - 1) < seconds_of(bin)));
        assert!((0..100_000).all(|seconds| bin_of(seconds) <= bin_of(seconds + 1)));
        assert_eq!(bin_of(-1), 0);
    }

    #[test]
    fn percentiles_are_those_of_the_nearest_rank() {
        let mut bins = vec![0; BINS];
        for seconds in 1..=10 {
            bins[bin_of(seconds)] += 1;
        }
        let stats = Spread(&bins).stats();
        assert_eq!(
            stats,
            DurationStats { count: 10, median: Some(5), p80: Some(8), p90: Some(9), max: Some(10) }
        );
        assert_eq!(Spread(&[]).stats(), DurationStats::default());
    }
}
